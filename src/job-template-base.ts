import { type IResource, Resource } from 'aws-cdk-lib';
import type * as iot from 'aws-cdk-lib/aws-iot';
import type { JobTemplateGrants } from './job-template-grants';

/**
 * A job template of AWS IoT.
 */
export interface IJobTemplate extends IResource, iot.IJobTemplateRef {
  /**
   * The ARN of the template.
   *
   * @attribute
   */
  readonly jobTemplateArn: string;

  /**
   * The id of the template.
   *
   * @attribute
   */
  readonly jobTemplateId: string;

  /**
   * What can be granted on the template.
   */
  readonly grants: JobTemplateGrants;
}

/**
 * What all templates share, wherever they are managed.
 *
 * @internal
 */
export abstract class JobTemplateBase extends Resource implements IJobTemplate {
  public abstract readonly jobTemplateArn: string;
  public abstract readonly jobTemplateId: string;
  public abstract readonly grants: JobTemplateGrants;

  /**
   * The template as constructs of aws-cdk-lib take it that ask for an `IJobTemplateRef`.
   */
  public get jobTemplateRef(): iot.JobTemplateReference {
    return { jobTemplateArn: this.jobTemplateArn, jobTemplateId: this.jobTemplateId };
  }
}
