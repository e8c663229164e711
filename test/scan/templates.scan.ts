import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App, CfnResource } from 'aws-cdk-lib-newest';
import { everyOption, example } from './apps';
import { scanWithCfnLint } from './cfn-lint';
import { scanWithNag2 } from './nag-2';
import { scanWithPreflight } from './preflight';
import { type Scan, stale, text } from './scan';
import { meantForNobody, scanAtSynthesis, STRICT } from './synthesis';
import { temporaryFolder } from '../support/temporary';

const CONTEXT = { ...STRICT, '@aws-cdk/core:defaultCrossStackReferences': 'strong' };

/** Without the rules of the CDK, in favor of which cdk-preflight would leave out its own. */
const CONTEXT_OF_PREFLIGHT = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };

const outdir = temporaryFolder();
const scans: Scan[] = [];

afterAll(() => {
  const scanners = [...new Set(scans.map(({ scanner }) => scanner))];
  const count = (of: 'open' | 'suppressed', name: string) => scans.filter(({ scanner }) => scanner === name).reduce((sum, scan) => sum + scan[of].length, 0);
  process.stdout.write(`${scanners.map(name => `${name}: ${count('open', name)} findings, ${count('suppressed', name)} suppressed`).join('\n')}\n`);
});

describe.each([
  ['the example', example],
  ['every option', everyOption],
])('%s', (name, declare) => {
  let app: App;
  const found: Scan[] = [];
  const scanOf = (scanner: string): Scan => found.find(scan => scan.scanner === scanner)!;

  beforeAll(async () => {
    app = declare({ outdir: join(outdir, name), context: CONTEXT }) as unknown as App;
    found.push(...scanAtSynthesis(app));
    const templates = readdirSync(app.outdir).filter(file => file.endsWith('.template.json')).map(file => join(app.outdir, file));
    expect(templates.length).toBeGreaterThan(1);
    found.push(await scanWithCfnLint(templates));
    scans.push(...found);
  });

  test.each([
    'cdk-nag AwsSolutions', 'cdk-nag NIST.800.53.R5', 'cdk-validator-cfnguard', 'CloudFormation Validate', 'cfn-lint',
  ])('%s has no finding without a suppression, and no suppression without a finding', scanner => {
    expectSilence(scanOf(scanner));
  });

  test('what is acknowledged is meant for one of the scanners', () => {
    expect(meantForNobody(app)).toEqual([]);
  });
});

test('every option: cdk-nag 2 has no unsuppressed finding and no stale suppression', () => {
  const scan = scanWithNag2(everyOption({ outdir: join(outdir, 'nag-2'), context: CONTEXT_OF_PREFLIGHT }) as unknown as App);
  scans.push(scan);
  expectSilence(scan);
});

describe('With the job templates of CloudFormation in place of the library\'s', () => {
  test.each([
    ['the example', example],
    ['every option', everyOption],
  ])('%s: cdk-preflight has no unsuppressed finding and no stale suppression', async (name, declare) => {
    const app = declare({ outdir: join(outdir, `preflight ${name}`), context: CONTEXT_OF_PREFLIGHT });
    const scan = await scanWithPreflight(app as unknown as App);
    scans.push(scan);
    expectSilence(scan);
  });

  test('cdk-preflight finds an abort criterion that AWS IoT refuses, beyond the library\'s checks', async () => {
    const app = everyOption({ outdir: join(outdir, 'preflight faulty'), context: CONTEXT_OF_PREFLIGHT });
    const faulty = app.node.findChild('Anywhere').node.findChild('String').node.defaultChild as CfnResource;
    faulty.addPropertyOverride('AbortConfig.CriteriaList', [
      { FailureType: 'ALL', Action: 'CANCEL', ThresholdPercentage: 0, MinNumberOfExecutedThings: 1 },
    ]);
    const { open } = await scanWithPreflight(app as unknown as App);
    expect(open).toEqual([{ rule: expect.stringContaining('pf-iot-jobtemplate-abort-threshold'), resource: faulty.node.path }]);
  });
});

function expectSilence(scan: Scan): void {
  expect({ open: scan.open.map(text), stale: stale(scan).map(text) }).toEqual({ open: [], stale: [] });
}
