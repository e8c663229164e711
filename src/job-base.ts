import type { IResource } from 'aws-cdk-lib';
import type { JobGrants } from './job-grants';

/**
 * An AWS IoT job.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-jobs.html
 */
export interface IJob extends IResource {
  /**
   * The ARN of the job.
   *
   * @attribute
   */
  readonly jobArn: string;

  /**
   * The id of the job.
   *
   * @attribute
   */
  readonly jobId: string;

  /**
   * Grants permissions on the job.
   */
  readonly grants: JobGrants;
}
