import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib-newest';
import { everyOption, example } from './apps';
import { scanWithCfnLint } from './cfn-lint';
import { scanWithNag2 } from './nag-2';
import { type Scan, stale, text } from './scan';
import { meantForNobody, scanAtSynthesis, STRICT } from './synthesis';

const CONTEXT = { ...STRICT, '@aws-cdk/core:defaultCrossStackReferences': 'strong' };

const outdir = mkdtempSync(join(tmpdir(), 'scan-'));
const scans: Scan[] = [];

afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
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
  ])('%s finds nothing that is not explained, and nothing is explained that it does not find', scanner => {
    expectSilence(scanOf(scanner));
  });

  test('what is acknowledged is meant for one of the scanners', () => {
    expect(meantForNobody(app)).toEqual([]);
  });
});

test('every option: cdk-nag 2 finds nothing that is not explained, and nothing is explained that it does not find', () => {
  const scan = scanWithNag2(everyOption({ outdir: join(outdir, 'nag-2'), context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } }) as unknown as App);
  scans.push(scan);
  expectSilence(scan);
});

function expectSilence(scan: Scan): void {
  expect({ open: scan.open.map(text), stale: stale(scan).map(text) }).toEqual({ open: [], stale: [] });
}
