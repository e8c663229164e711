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
  /** A template of another team, by the ARN that they told us. */
  readonly securityPatchArn: string;
  /** The devices that may be updated. */
  readonly thingGroupName: string;
  /** The template of the security team. */
  readonly audit: JobTemplateLookup;
  /** A template that AWS manages. */
  readonly downloadFile: AwsManagedJobTemplate;
}

/** What starts jobs from the templates, and may do no more than that. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    // The last: an output repeats what the other stack exports, for operators to copy.
    ignoreInLint(this, 'W3005', 'W6001');
    const gateways = this.formatArn({ service: 'iot', resource: 'thinggroup', resourceName: props.thingGroupName });
    const securityPatch = JobTemplate.fromJobTemplateArn(this, 'SecurityPatch', props.securityPatchArn);
    // The id is the one thing that is known of it here: the runbooks name it.
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

    // Everything that CreateJob asks for: the template, its targets, the ids of the jobs, and the role of its presigned URLs.
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

  /** What operators want to know before they start a job from what others have made. */
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
      // What a job must be given is known without a deployment, too.
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
