import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { IoT } from '@aws-sdk/client-iot';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';
import type { Target } from './options';

/** The services that the program calls, with the credentials of the caller. */
export class Aws {
  readonly iot: IoT;
  readonly s3: S3;
  readonly sts: STS;
  readonly cloudFormation: CloudFormation;

  constructor({ profile, region }: Target) {
    const config = { profile, region, maxAttempts: 5 };
    this.iot = new IoT(config);
    this.sts = new STS(config);
    this.cloudFormation = new CloudFormation(config);
    // An emulator has one address for all buckets.
    this.s3 = new S3({ ...config, forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
  }
}
