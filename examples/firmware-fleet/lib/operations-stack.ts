import { join } from 'node:path';
import { ArnFormat, CfnOutput, Duration, Fn, Stack, StackProps, Tokenization } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IJobTemplate, JobTemplate, JobTemplateLookup, ManagedJobTemplate } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

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
  readonly downloadFile: ManagedJobTemplate;
}

/** What starts jobs from the templates, and may do no more than that. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const gateways = this.formatArn({ service: 'iot', resource: 'thinggroup', resourceName: props.thingGroupName });
    const securityPatch = JobTemplate.fromJobTemplateArn(this, 'SecurityPatch', props.securityPatchArn);
    // The id is the one thing that is known of it here: the runbooks name it.
    const reboot = JobTemplate.fromJobTemplateId(this, 'Reboot', 'fleet-reboot');

    const startJob = new lambda.Function(this, 'StartJob', {
      runtime: lambda.Runtime.NODEJS_22_X,
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
      AuditMinutes: Tokenization.stringifyNumber(audit.jobTemplateInProgressTimeoutInMinutes),
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
}
