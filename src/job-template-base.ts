import { type IResource, Resource } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as iot from 'aws-cdk-lib/aws-iot';
import type { JobTemplateGrants } from './job-template-grants';
import type { PackageVersion } from './package-version';

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
 * What is known of a template that is managed elsewhere.
 */
export interface JobTemplateAttributes {
  /**
   * The ARN of the template.
   */
  readonly jobTemplateArn: string;

  /**
   * The role that AWS IoT assumes to presign the URLs of the document: whoever is granted to start jobs may pass it.
   *
   * @default - the document has no presigned URLs, or who starts jobs is granted to pass the role elsewhere
   */
  readonly presignedUrlRole?: iam.IRoleRef;

  /**
   * The package versions of the template: whoever is granted to start jobs may have them installed.
   *
   * @default - none
   */
  readonly destinationPackageVersions?: PackageVersion[];
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
