import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import * as cr from 'aws-cdk-lib/custom-resources';
import { JobDocument, JobFailureType, JobTemplate, S3PresignedUrl } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

export interface ReleaseStackProps extends StackProps {
  /** A folder with the images of this release. */
  readonly firmware: string;
  /** The version of the release, such as 2.4.0. */
  readonly version: string;
  /** The thing group that gets the release. */
  readonly thingGroupName: string;
}

/** Uploads a release, edits the template, and starts a job after both. */
export class ReleaseStack extends Stack {
  constructor(scope: Construct, id: string, props: ReleaseStackProps) {
    super(scope, id, props);

    const bucket = new s3.Bucket(this, 'Firmware', { enforceSSL: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    const upload = new s3deploy.BucketDeployment(this, 'Upload', {
      destinationBucket: bucket,
      destinationKeyPrefix: props.version,
      sources: [s3deploy.Source.asset(props.firmware)],
      // Devices of a running job still download the earlier release.
      prune: false,
      retainOnDelete: true,
    });

    const template = new JobTemplate(this, 'Update', {
      description: `Updates gateways to firmware ${props.version}`,
      document: JobDocument.fromObject({
        operation: 'install-firmware',
        version: props.version,
        image: S3PresignedUrl.forDownload(bucket, `${props.version}/image.bin`),
      }),
      abortCriteria: [{ failureType: JobFailureType.ALL, thresholdPercentage: 10, minNumberOfExecutedThings: 20 }],
      inProgressTimeout: Duration.hours(2),
    });

    const gateways = this.formatArn({ service: 'iot', resource: 'thinggroup', resourceName: props.thingGroupName });
    const jobId = `update-${props.version.replace(/[^a-zA-Z0-9_-]/g, '-')}`;
    // A new version starts a job. The job is not a resource of this stack, so removing the stack does not cancel it.
    const job = new cr.AwsCustomResource(this, 'Job', {
      onUpdate: {
        service: 'iot',
        action: 'CreateJob',
        parameters: { jobId, jobTemplateArn: template.jobTemplateArn, targets: [gateways] },
        physicalResourceId: cr.PhysicalResourceId.of(jobId),
        // A job with this id already runs, because an earlier deployment started it.
        ignoreErrorCodesMatching: 'ResourceAlreadyExistsException',
      },
      // AwsCustomResource requires a policy of its own. The grant below adds the other permissions of CreateJob.
      policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: [template.jobTemplateArn] }),
      installLatestAwsSdk: false,
    });
    template.grants.createJob(job, { targets: [gateways], jobIds: [jobId] }).applyBefore(job);
    job.node.addDependency(upload);
  }
}
