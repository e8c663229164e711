import { type IResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as iot from 'aws-cdk-lib/aws-iot';

/**
 * What `createJob` allows, narrowed.
 */
export interface CreateJobGrantOptions {
  /**
   * The ARNs of the things and thing groups that jobs may be started for.
   *
   * @default - all things and thing groups of the template's account and Region
   */
  readonly targets?: string[];

  /**
   * The ids that jobs may be given; `*` stands for any part of one.
   *
   * @default - any id
   */
  readonly jobIds?: string[];
}

/** @internal */
export interface JobTemplateUse {
  /** The role that the template's presigned URLs need. */
  readonly presignedUrlRole?: iam.IRole;
  /** The ARNs of the package versions that the template installs. */
  readonly packageVersions?: string[];
}

/**
 * What can be granted on a job template.
 */
export class JobTemplateGrants {
  /**
   * The grants of any job template, one of the native resource included.
   */
  public static fromJobTemplate(jobTemplate: iot.IJobTemplateRef): JobTemplateGrants {
    return new JobTemplateGrants(jobTemplate, {});
  }

  /** @internal */
  public static _of(jobTemplate: iot.IJobTemplateRef, use: JobTemplateUse): JobTemplateGrants {
    return new JobTemplateGrants(jobTemplate, use);
  }

  private constructor(
    private readonly jobTemplate: iot.IJobTemplateRef,
    private readonly use: { readonly presignedUrlRole?: iam.IRole; readonly packageVersions?: string[] },
  ) {}

  /**
   * Lets the grantee start jobs from this template: `iot:CreateJob` on the template, the targets, the jobs and the package
   * versions that it installs, and `iam:PassRole` on the role of its presigned URLs, to AWS IoT only.
   *
   * The role and the package versions of an imported template are not known here: grant those yourself.
   */
  public createJob(grantee: iam.IGrantable, options: CreateJobGrantOptions = {}): iam.Grant {
    const { presignedUrlRole, packageVersions = [] } = this.use;
    for (const [name, list] of Object.entries({ targets: options.targets, jobIds: options.jobIds })) {
      if (list?.length === 0) {
        throw new Error(`[${this.jobTemplate.node.path}] ${name} is [], must have at least 1 item: a job needs one. Leave it out to allow all`);
      }
    }
    const stack = Stack.of(this.jobTemplate);
    // An imported template has an environment of its own; a native one has its stack's, and one that AWS manages no account.
    const { account, region } = (this.jobTemplate as Partial<IResource>).env ?? stack;
    const arn = (resource: string, resourceName: string) =>
      stack.formatArn({ service: 'iot', account: account || stack.account, region, resource, resourceName });
    const targets = options.targets ?? [arn('thing', '*'), arn('thinggroup', '*')];
    const jobs = (options.jobIds ?? ['*']).map(id => arn('job', id));
    const grant = iam.Grant.addToPrincipal({
      grantee,
      actions: ['iot:CreateJob'],
      resourceArns: [this.jobTemplate.jobTemplateRef.jobTemplateArn, ...targets, ...jobs, ...packageVersions],
    });
    return presignedUrlRole === undefined ? grant : grant.combine(iam.Grant.addToPrincipal({
      grantee,
      actions: ['iam:PassRole'],
      resourceArns: [presignedUrlRole.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } },
    }));
  }

  /**
   * Lets the grantee read the template.
   */
  public describe(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['iot:DescribeJobTemplate'],
      resourceArns: [this.jobTemplate.jobTemplateRef.jobTemplateArn],
    });
  }
}
