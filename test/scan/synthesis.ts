import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { type App, Validations } from 'aws-cdk-lib-newest';
import { AwsSolutionsChecks, type NagPack, NIST80053R5Checks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import type { Finding, Scan } from './scan';

/** Errors and warnings of the CDK's own validation of templates end the synthesis. */
export const STRICT = { '@aws-cdk/core:validateAgainstDefaultRules': true, '@aws-cdk/core:strictCfnValidateErrors': true };

const PACKS = { 'AwsSolutions': AwsSolutionsChecks, 'NIST.800.53.R5': NIST80053R5Checks };
const GUARD = 'cdk-validator-cfnguard';
const VALIDATE = 'CloudFormation Validate';

/** Synthesizes an app with the scanners that run during synthesis. */
export function scanAtSynthesis(app: App): Scan[] {
  const packs = Object.entries(PACKS).map(([name, Pack]) => recorded(name, new Pack(app)));
  Validations.of(app).addPlugins(...packs.map(({ pack }) => pack), new CfnGuardValidator());
  const reported = reportsOf(app);
  return [
    ...packs.map(({ name, raised }) => ({
      scanner: `cdk-nag ${name}`,
      open: raised.filter(({ isAcknowledged }) => !isAcknowledged),
      suppressed: raised.filter(({ isAcknowledged }) => isAcknowledged),
      declared: acknowledgedIn(app, 'Annotation::').filter(({ rule }) => rule.startsWith(`${name}-`)),
    })),
    reported(GUARD),
    reported(VALIDATE),
  ];
}

/** Synthesizes an app. @returns the report of one of its validation plugins, by its name */
export function reportsOf(app: App): (scanner: string) => Scan {
  const report = join(app.outdir, 'validation-report.json');
  try {
    app.synth();
  } catch (error) {
    // The findings are reported, and then thrown.
    if (!existsSync(report)) throw error;
  }
  const { pluginReports }: { pluginReports: PluginReport[] } = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { pluginReports: [] };
  return scanner => {
    const { violations = [], suppressedViolations = [] } = pluginReports.find(({ pluginName }) => pluginName === scanner) ?? {};
    return { scanner, open: findingsOf(violations), suppressed: findingsOf(suppressedViolations), declared: acknowledgedIn(app, `${scanner.replace(/ /g, '-')}::`) };
  };
}

/** The acknowledgments that none of these scanners reads. */
export const meantForNobody = (app: App): string[] => acknowledgedIn(app, '').map(({ rule }) => rule)
  .filter(rule => ![...Object.keys(PACKS).map(name => `Annotation::${name}-`), `${GUARD}::`, `${VALIDATE.replace(/ /g, '-')}::`].some(prefix => rule.startsWith(prefix)));

interface PluginReport {
  readonly pluginName: string;
  readonly violations: readonly Violation[];
  readonly suppressedViolations?: readonly Violation[];
}

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string; readonly cloudFormationResource?: { readonly logicalId: string } }[];
}

const findingsOf = (violations: readonly Violation[]): Finding[] => violations.flatMap(({ ruleName, violatingConstructs }) =>
  violatingConstructs.map(({ constructPath, cloudFormationResource }) => ({ rule: ruleName, resource: constructPath ?? cloudFormationResource?.logicalId ?? 'the app' })));

/**
 * A rule pack reports its open findings, but not the acknowledged ones. They are recorded when it asks for an
 * acknowledgment.
 */
function recorded(name: string, pack: NagPack) {
  const raised: (Finding & { readonly isAcknowledged: boolean })[] = [];
  const asking = pack as unknown as { isAcknowledged(resource: IConstruct, rule: string): boolean };
  const ask = asking.isAcknowledged.bind(pack);
  asking.isAcknowledged = (resource, rule) => {
    const isAcknowledged = ask(resource, rule);
    raised.push({ rule, resource: resource.node.path, isAcknowledged });
    return isAcknowledged;
  };
  return { name, pack, raised };
}

/** The acknowledgments of constructs with a prefix, without the prefix. */
function acknowledgedIn(app: App, prefix: string): Finding[] {
  return app.node.findAll().flatMap(({ node }) => node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(data as object))
    .filter(id => id.startsWith(prefix))
    .map(id => ({ rule: id.slice(prefix.length), resource: node.path })));
}
