import { type IResource, Stack, Token } from 'aws-cdk-lib';
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
   *
   * @throws where a target or a job id cannot be one, which IAM would take and never match; tokens are not known yet, and pass
   */
  public createJob(grantee: iam.IGrantable, options: CreateJobGrantOptions = {}): iam.Grant {
    const { presignedUrlRole, packageVersions = [] } = this.use;
    this.check('targets', options.targets, TARGET, 'be the ARN of a thing or a thing group: arn:PARTITION:iot:REGION:ACCOUNT:thinggroup/NAME');
    this.check('jobIds', options.jobIds, JOB_ID, 'be 1 to 64 letters, digits, _ and -, with * for any part');
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

  /** A pattern that matches nothing would be found out when somebody starts a job. */
  private check(option: keyof CreateJobGrantOptions, given: string[] | undefined, pattern: RegExp, must: string): void {
    const { path } = this.jobTemplate.node;
    if (given?.length === 0) throw new Error(`[${path}] ${option} is [], must have at least 1 item: a job needs one. Leave it out to allow all`);
    const wrong = given?.findIndex(item => !Token.isUnresolved(item) && !pattern.test(item)) ?? -1;
    if (wrong >= 0) throw new Error(`[${path}] ${option}[${wrong}] is ${JSON.stringify(given![wrong])}, must ${must}`);
  }
}

/** What IAM can match with what a job is started for, wildcards included. */
const TARGET = /^arn:[^:]+:iot:[^:]*:[^:]*:thing/;
const JOB_ID = /^[a-zA-Z0-9_*?-]{1,64}$/;
