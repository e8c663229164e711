import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import { Job, JobDocument, JobFailureType, JobTarget, JobTemplate, S3PresignedUrl } from 'cdk-iot-job-template';
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

    // A new version starts another job. Jobs stay when a newer one starts and when the stack is removed, because a device
    // that executes a deleted job can neither read nor report it.
    const job = new Job(this, 'Job', {
      jobTemplate: template,
      targets: [JobTarget.thingGroupName(props.thingGroupName)],
      release: props.version,
    });
    // The job waits for its template by itself, and for nothing else.
    job.node.addDependency(upload);
  }
}
