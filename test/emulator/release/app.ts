/** The app that the CDK CLI runs: the template of one version of the firmware, and what releases it. */
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { CANARIES, FIRMWARE, imageOf, THINGS, VERSION } from './names';
import { Job, JobDocument, JobTarget, JobTemplate, RunJob, S3PresignedUrl } from '../../../src';

const app = new App();
const version: string = app.node.getContext(VERSION);

const fleet = new Stack(app, 'Fleet');
const firmware = Bucket.fromBucketName(fleet, 'Firmware', FIRMWARE);
const jobTemplate = new JobTemplate(fleet, 'GatewayUpdate', {
  description: 'Updates gateways',
  document: JobDocument.fromObject({ version, image: S3PresignedUrl.forDownload(firmware, imageOf(version), { objectPattern: 'gateway/*' }) }),
});
const canaries = new StateMachine(fleet, 'Canaries', {
  definitionBody: DefinitionBody.fromChainable(new RunJob(fleet, 'Canary', {
    jobTemplate,
    targets: CANARIES.map(JobTarget.thingName),
    minPollInterval: Duration.seconds(1),
  })),
});
new CfnOutput(fleet, 'CanariesArn', { value: canaries.stateMachineArn });

// The emulator has no AWS::IoT::Job, so this stack is synthesized and not deployed.
new Job(new Stack(app, 'Release'), 'GatewayRelease', { jobTemplate, targets: THINGS.map(JobTarget.thingName), release: version });
