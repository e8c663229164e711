/** The app that the CDK CLI runs: a template of one version of the firmware, and the job that releases it. */
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { FIRMWARE, imageOf, THINGS, VERSION } from './names';
import { Job, JobDocument, JobTarget, JobTemplate, S3PresignedUrl } from '../../../src';

const app = new App();
const version: string = app.node.getContext(VERSION);

const fleet = new Stack(app, 'Fleet');
const firmware = Bucket.fromBucketName(fleet, 'Firmware', FIRMWARE);
const jobTemplate = new JobTemplate(fleet, 'GatewayUpdate', {
  description: 'Updates gateways',
  document: JobDocument.fromObject({ version, image: S3PresignedUrl.forDownload(firmware, imageOf(version), { objectPattern: 'gateway/*' }) }),
});

// The emulator has no AWS::IoT::Job, so this stack is synthesized and not deployed.
new Job(new Stack(app, 'Release'), 'GatewayRelease', { jobTemplate, targets: THINGS.map(JobTarget.thingName), release: version });
