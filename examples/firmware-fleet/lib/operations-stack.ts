import { join } from 'node:path';
import { ArnFormat, CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IJobTemplate, JobTemplate } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

export interface OperationsStackProps extends StackProps {
  /** The template of another stack of this app. */
  readonly firmwareUpdate: IJobTemplate;
  /** A template of another team, by the ARN that they told us. */
  readonly securityPatchArn: string;
  /** The devices that may be updated. */
  readonly thingGroupName: string;
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
      },
    });

    // Everything that CreateJob asks for: the template, its targets, the ids of the jobs, and the role of its presigned URLs.
    props.firmwareUpdate.grants.createJob(startJob, { targets: [gateways], jobIds: ['FIRMWARE_UPDATE-*'] });
    reboot.grants.createJob(startJob, { targets: [gateways], jobIds: ['REBOOT-*'] });
    securityPatch.grants.describe(startJob);

    new CfnOutput(this, 'FirmwareUpdateArn', { value: props.firmwareUpdate.jobTemplateArn });
    new CfnOutput(this, 'RebootId', { value: this.splitArn(reboot.jobTemplateArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName! });
    new CfnOutput(this, 'StartJobName', { value: startJob.functionName });
  }
}
