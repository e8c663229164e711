import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import * as cr from 'aws-cdk-lib/custom-resources';
import { JobDocument, JobFailureType, JobTemplate, S3PresignedUrl } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

export interface ReleaseStackProps extends StackProps {
  /** A folder with the images of this release. */
  readonly firmware: string;
  /** What is released, such as 2.4.0. */
  readonly version: string;
  /** Who gets it. */
  readonly thingGroupName: string;
}

/** From the bucket to the job: uploads a release, edits the template, and starts a job once both are there. */
export class ReleaseStack extends Stack {
  constructor(scope: Construct, id: string, props: ReleaseStackProps) {
    super(scope, id, props);

    const bucket = new s3.Bucket(this, 'Firmware', { enforceSSL: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    const upload = new s3deploy.BucketDeployment(this, 'Upload', {
      destinationBucket: bucket,
      destinationKeyPrefix: props.version,
      sources: [s3deploy.Source.asset(props.firmware)],
      // Devices of a running job still download the release before.
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
    // A job is started if the version is new. It is not a resource of this stack: removing the stack cancels no job.
    const job = new cr.AwsCustomResource(this, 'Job', {
      onUpdate: {
        service: 'iot',
        action: 'CreateJob',
        parameters: { jobId, jobTemplateArn: template.jobTemplateArn, targets: [gateways] },
        physicalResourceId: cr.PhysicalResourceId.of(jobId),
        // A job of this id runs already: an earlier deployment started it.
        ignoreErrorCodesMatching: 'ResourceAlreadyExistsException',
      },
      // The resource insists on a permission of its own; the grant below has the others that CreateJob needs.
      policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: [template.jobTemplateArn] }),
      installLatestAwsSdk: false,
    });
    template.grants.createJob(job, { targets: [gateways], jobIds: [jobId] }).applyBefore(job);
    job.node.addDependency(upload);
  }
}
