import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IJob } from './job-base';
import { allow } from './private/allow';
import { JOB_ACTIONS } from './private/job-actions';
import { markType } from './private/prop-types';

/**
 * Grants permissions on a job to principals.
 *
 * A declared job is another job after every edit, and then its grants are for the new one only. For the jobs of all
 * releases, use `operateJobs` of the template's grants.
 */
export class JobGrants {
  /** @internal */
  public static _of(job: IJob): JobGrants {
    return new JobGrants(job);
  }

  private constructor(private readonly job: IJob) {}

  /**
   * Allows the grantee to watch the job.
   *
   * This grants `iot:DescribeJob`, `iot:GetJobDocument` and `iot:ListJobExecutionsForJob`.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
   */
  public describe(grantee: iam.IGrantable): iam.Grant {
    // Evidence: iam-jobs.
    return this.allow(grantee, JOB_ACTIONS.read);
  }

  /**
   * Allows the grantee to watch and cancel the job.
   *
   * This grants `iot:CancelJob`, and the permissions of `describe`.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
   */
  public operate(grantee: iam.IGrantable): iam.Grant {
    // Evidence: iam-jobs.
    return this.allow(grantee, JOB_ACTIONS.operate);
  }

  private allow(grantee: iam.IGrantable, actions: string[]): iam.Grant {
    return allow({ resource: this.job, kind: 'job', grantee, actions, resourceArns: [this.job.jobArn] });
  }
}

markType(JobGrants);
