import { join } from 'node:path';
import { ArnFormat, CfnOutput, Duration, Fn, RemovalPolicy, Stack, StackProps, Tokenization } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IJobTemplate, JobTemplate, JobTemplateLookup, AwsManagedJobTemplate } from 'cdk-iot-job-template';
import { Construct } from 'constructs';
import { acknowledge, ignoreInLint, INLINE_POLICY } from './acknowledge';

export interface OperationsStackProps extends StackProps {
  /** The template of another stack of this app. */
  readonly firmwareUpdate: IJobTemplate;
  /** The ARN of a template of another team. */
  readonly securityPatchArn: string;
  /** The thing group of the devices that may be updated. */
  readonly thingGroupName: string;
  /** The template of the security team. */
  readonly audit: JobTemplateLookup;
  /** An AWS managed template. */
  readonly downloadFile: AwsManagedJobTemplate;
}

/** A function that may start jobs from the templates, and do nothing else. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    // W6001 is ignored because an output repeats an export of the other stack, for operators to copy.
    ignoreInLint(this, 'W3005', 'W6001');
    const gateways = this.formatArn({ service: 'iot', resource: 'thinggroup', resourceName: props.thingGroupName });
    const securityPatch = JobTemplate.fromJobTemplateArn(this, 'SecurityPatch', props.securityPatchArn);
    // This app knows only the id of this template, from the runbooks.
    const reboot = JobTemplate.fromJobTemplateId(this, 'Reboot', 'fleet-reboot');

    const logGroup = new logs.LogGroup(this, 'Logs', { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY });
    const role = new iam.Role(this, 'StartJobRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const startJob = new lambda.Function(this, 'StartJob', {
      runtime: lambda.determineLatestNodeRuntime(this),
      role,
      logGroup,
      code: lambda.Code.fromAsset(join(__dirname, '..', 'functions', 'start-job')),
      handler: 'index.handler',
      timeout: Duration.seconds(30),
      environment: {
        TARGET: gateways,
        FIRMWARE_UPDATE: props.firmwareUpdate.jobTemplateArn,
        REBOOT: reboot.jobTemplateArn,
        SECURITY_PATCH: securityPatch.jobTemplateArn,
        AUDIT: props.audit.jobTemplateArn,
        DOWNLOAD_FILE: props.downloadFile.jobTemplateArn,
      },
    });

    // All permissions that CreateJob needs: on the template, the targets and the jobs, and for passing the role of
    // its presigned URLs.
    props.firmwareUpdate.grants.createJob(startJob, { targets: [gateways], jobIds: ['FIRMWARE_UPDATE-*'] });
    reboot.grants.createJob(startJob, { targets: [gateways], jobIds: ['REBOOT-*'] });
    props.audit.grants.createJob(startJob, { targets: [gateways], jobIds: ['AUDIT-*'] });
    props.downloadFile.grants.createJob(startJob, { targets: [gateways], jobIds: ['DOWNLOAD_FILE-*'] });
    securityPatch.grants.describe(startJob);
    this.acknowledgeFindings(startJob, role, logGroup);

    new CfnOutput(this, 'FirmwareUpdateArn', { value: props.firmwareUpdate.jobTemplateArn });
    new CfnOutput(this, 'RebootId', { value: this.splitArn(reboot.jobTemplateArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName! });
    new CfnOutput(this, 'StartJobName', { value: startJob.functionName });
    this.writeRunbook(props);
  }

  /** Facts that operators need before they start a job from the templates of others. */
  private writeRunbook({ audit, downloadFile }: OperationsStackProps): void {
    const outputs = {
      AuditDescription: audit.jobTemplateDescription,
      AuditMadeAt: audit.jobTemplateCreatedAt,
      AuditDocument: audit.jobTemplateDocument,
      AuditMinutes: Tokenization.stringifyNumber(audit.jobTemplateInProgressTimeout.toMinutes()),
      AuditIncrementFactor: Tokenization.stringifyNumber(audit.jobTemplateIncrementFactor),
      AuditWindows: audit.jobTemplateMaintenanceWindows,
      AuditAbortCriteria: audit.jobTemplateAbortCriteria,
      AuditedPackages: Fn.join(', ', audit.jobTemplateDestinationPackageVersions),
      DownloadFileVersion: downloadFile.jobTemplateVersion,
      DownloadFileEnvironments: Fn.join(', ', downloadFile.jobTemplateEnvironments),
      DownloadFileDocument: downloadFile.jobTemplateDocument,
      DownloadFileParameters: downloadFile.jobTemplateDocumentParameters,
      // The required parameters of a job are known at synthesis too.
      DownloadFileRequires: downloadFile.requiredParameters!.join(', '),
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }

  private acknowledgeFindings(startJob: lambda.Function, role: iam.Role, logGroup: logs.LogGroup): void {
    const jobs = (prefix: string) => `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:job/${prefix}-*]`;
    acknowledge(role, INLINE_POLICY, {
      ids: ['FIRMWARE_UPDATE', 'REBOOT', 'AUDIT', 'DOWNLOAD_FILE'].map(jobs),
      reason: 'Each job has an id of its own, which the function makes up',
    });
    acknowledge(startJob,
      { ids: ['NIST.800.53.R5-LambdaConcurrency', 'NIST.800.53.R5-LambdaDLQ'], reason: 'Operators invoke the function, one at a time, and see its answer' },
      { ids: ['NIST.800.53.R5-LambdaInsideVPC', 'cdk-validator-cfnguard::lambda_inside_vpc_check'], reason: 'The function needs AWS IoT, and nothing in a VPC' },
    );
    acknowledge(logGroup, {
      ids: ['NIST.800.53.R5-CloudWatchLogGroupEncrypted', 'cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check'],
      reason: 'CloudWatch Logs encrypts it with a key of its own, and it holds nothing confidential',
    });
  }
}
