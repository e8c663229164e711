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
 * Properties of a template that is managed elsewhere, as far as starting jobs needs them.
 */
export interface JobTemplateImportOptions {
  /**
   * The role that AWS IoT assumes to presign the URLs of the document. `grants.createJob` lets its grantee pass this role.
   *
   * @default - the document has no presigned URLs, or the permission to pass the role is granted elsewhere
   */
  readonly presignedUrlRole?: iam.IRoleRef;

  /**
   * The package versions of the template. `grants.createJob` lets its grantee start jobs that install these versions.
   *
   * @default - none
   */
  readonly destinationPackageVersions?: PackageVersion[];
}

/**
 * Properties for importing a template that is managed elsewhere.
 */
export interface JobTemplateAttributes extends JobTemplateImportOptions {
  /**
   * The ARN of the template.
   */
  readonly jobTemplateArn: string;
}

/**
 * Options for looking a template up at synthesis.
 */
export interface JobTemplateLookupOptions extends JobTemplateImportOptions {
  /**
   * The id of a template in the account and Region of the stack: 1 to 64 letters, digits, `_` and `-`. It must not be a token.
   */
  readonly jobTemplateId: string;
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
