import { type IResource, Resource } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as iot from 'aws-cdk-lib/aws-iot';
import type { JobTemplateGrants } from './job-template-grants';
import type { PackageVersion } from './package-version';

/**
 * An AWS IoT job template.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-job-templates.html
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
   * Grants permissions on the template.
   */
  readonly grants: JobTemplateGrants;
}

/**
 * Options for importing a template that is managed elsewhere. Jobs from the template need these resources.
 */
export interface JobTemplateImportOptions {
  /**
   * The role that AWS IoT assumes to presign the URLs of the document. `grants.createJob` lets the grantee pass it to
   * AWS IoT.
   *
   * @default - the document has no presigned URLs, or the permission to pass the role is granted elsewhere
   */
  readonly presignedUrlRole?: iam.IRoleRef;

  /**
   * The package versions that jobs of the template install. `grants.createJob` lets the grantee start jobs that
   * install them.
   *
   * @default - none
   */
  readonly destinationPackageVersions?: PackageVersion[];
}

/**
 * Attributes for importing a template that is managed elsewhere.
 */
export interface JobTemplateAttributes extends JobTemplateImportOptions {
  /**
   * The ARN of the template: `arn:PARTITION:iot:REGION:ACCOUNT:jobtemplate/ID`, without an account for an AWS managed
   * template.
   */
  readonly jobTemplateArn: string;
}

/**
 * Options for looking a template up at synthesis.
 */
export interface JobTemplateLookupOptions extends JobTemplateImportOptions {
  /**
   * The id of a template in the account and Region of the stack: 1 to 64 letters, digits, `_` and `-`. It must not be a
   * token.
   */
  readonly jobTemplateId: string;
}

/**
 * The members that all templates share, wherever they are managed.
 *
 * @internal
 */
export abstract class JobTemplateBase extends Resource implements IJobTemplate {
  public abstract readonly jobTemplateArn: string;
  public abstract readonly jobTemplateId: string;
  public abstract readonly grants: JobTemplateGrants;

  /**
   * A reference to the template, for constructs of aws-cdk-lib that take an `IJobTemplateRef`.
   */
  public get jobTemplateRef(): iot.JobTemplateReference {
    return { jobTemplateArn: this.jobTemplateArn, jobTemplateId: this.jobTemplateId };
  }
}
