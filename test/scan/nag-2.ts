import { type App, Aspects, CfnResource } from 'aws-cdk-lib-newest';
import { AwsSolutionsChecks, type INagLogger, type NagLoggerNonComplianceData, type NagLoggerSuppressedData, NIST80053R5Checks } from 'cdk-nag-2';
import type { Finding, Scan } from './scan';

/** The version of cdk-nag for older versions of the CDK, which reads acknowledgments from the template. */
export function scanWithNag2(app: App): Scan {
  const [open, suppressed]: [Finding[], Finding[]] = [[], []];
  const pass = () => {};
  const logger: INagLogger = {
    onCompliance: pass,
    onNotApplicable: pass,
    onNonCompliance: ({ ruleId, findingId, resource }: NagLoggerNonComplianceData) => open.push({ rule: `${ruleId} ${findingId}`, resource: resource.node.path }),
    onSuppressed: ({ ruleId, suppressionReason, resource }: NagLoggerSuppressedData) =>
      suppressed.push({ rule: `${ruleId} ${reasonOf(suppressionReason)}`, resource: resource.node.path }),
    onError: ({ ruleId, errorMessage, resource }) => open.push({ rule: `${ruleId} ${errorMessage}`, resource: resource.node.path }),
    onSuppressedError: ({ ruleId, resource }) => open.push({ rule: ruleId, resource: resource.node.path }),
  };
  for (const Pack of [AwsSolutionsChecks, NIST80053R5Checks]) {
    Aspects.of(app).add(new Pack({ reports: false, additionalLoggers: [logger] }) as never);
  }
  app.synth();
  const declared = app.node.findAll().filter(CfnResource.isCfnResource).flatMap(resource =>
    (resource.getMetadata('cdk_nag')?.rules_to_suppress ?? [])
      .map(({ id, reason }: { id: string; reason: string }): Finding => ({ rule: `${id} ${reason}`, resource: resource.node.path })));
  return { scanner: 'cdk-nag 2', open, suppressed, declared };
}

/** The reason, without the finding that it belongs to. */
const reasonOf = (reason: string): string => reason.replace(/^\[Resource::.*?\] (?=[A-Z])/, '');
