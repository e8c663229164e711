import { type IResource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as iot from 'aws-cdk-lib/aws-iot';
import { PASSED_TO_IOT } from './private/permissions';
import { checkType, GRANTEE } from './private/prop-types';
import { shown } from './private/shown';
import { warn } from './private/warn';
import { WarningId } from './private/warning';

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
  /** The ARN of the role that the template's presigned URLs need. */
  readonly presignedUrlRoleArn?: string;
  /** The ARNs of the package versions that the template installs. */
  readonly packageVersions?: string[];
  /** Then another operation reads it. */
  readonly isManagedByAws?: boolean;
}

/**
 * What can be granted on a job template.
 */
export class JobTemplateGrants {
  /**
   * The grants of any job template, one of the native resource included.
   */
  public static fromJobTemplate(jobTemplate: iot.IJobTemplateRef): JobTemplateGrants {
    const { grants } = jobTemplate as { readonly grants?: unknown };
    return grants instanceof JobTemplateGrants ? grants : new JobTemplateGrants(jobTemplate, useOfNative(jobTemplate));
  }

  /** @internal */
  public static _of(jobTemplate: iot.IJobTemplateRef, use: JobTemplateUse): JobTemplateGrants {
    return new JobTemplateGrants(jobTemplate, use);
  }

  private constructor(private readonly jobTemplate: iot.IJobTemplateRef, private readonly use: JobTemplateUse) {}

  /**
   * Lets the grantee start jobs from this template: `iot:CreateJob` on the template, the targets, the jobs and the package
   * versions that it installs, and `iam:PassRole` on the role of its presigned URLs, to AWS IoT only.
   *
   * The role may read all objects of each bucket that a download of the document names, unless `objectPattern` narrows it. So the grantee can
   * start a job with a document of its own that names other objects of that bucket, and read them from a device.
   *
   * The role and the package versions of an imported template are known only if they were given with it. The role that a
   * template inherits from a job is known only if it was passed to `JobDocument.fromJobArn`.
   *
   * From a template with maintenance windows, AWS IoT creates continuous jobs with a start time only: see `MaintenanceWindow`.
   *
   * @throws where a target or a job id cannot be one, which IAM would take and never match; tokens are not known yet, and pass
   */
  public createJob(grantee: iam.IGrantable, options: CreateJobGrantOptions = {}): iam.Grant {
    // Evidence: iam-create-job, job-from-template.
    const { presignedUrlRoleArn, packageVersions = [] } = this.use;
    this.check('targets', options.targets, TARGET, `${TARGET_WORDS}. Leave it out to allow all`);
    this.check('jobIds', options.jobIds, JOB_ID, 'be 1 to 64 letters, digits, _ and -, with * for any part');
    const stack = Stack.of(this.jobTemplate);
    // An imported template has an environment of its own; a native one has its stack's, and one that AWS manages no account.
    const { account, region } = (this.jobTemplate as Partial<IResource>).env ?? stack;
    const arn = (resource: string, resourceName: string) =>
      stack.formatArn({ service: 'iot', account: account || stack.account, region, resource, resourceName });
    const targets = options.targets ?? [arn('thing', '*'), arn('thinggroup', '*')];
    const jobs = (options.jobIds ?? ['*']).map(id => arn('job', id));
    const lists = [targets, jobs, packageVersions];
    const known = lists.filter(list => !Token.isUnresolved(list)).flat();
    const grants = [
      // A list that is a token has no items yet, and can be no part of another list.
      ...lists.filter(Token.isUnresolved).map(list => this.allow(grantee, 'iot:CreateJob', list)),
      this.allow(grantee, 'iot:CreateJob', [this.jobTemplate.jobTemplateRef.jobTemplateArn, ...known]),
      ...presignedUrlRoleArn === undefined ? [] : [this.allow(grantee, 'iam:PassRole', [presignedUrlRoleArn], PASSED_TO_IOT)],
    ];
    return grants.reduce((all, grant) => all.combine(grant));
  }

  /**
   * Lets the grantee read the template.
   */
  public describe(grantee: iam.IGrantable): iam.Grant {
    // Evidence: iam-describe-delete, iam-managed.
    const action = this.use.isManagedByAws ? 'iot:DescribeManagedJobTemplate' : 'iot:DescribeJobTemplate';
    return this.allow(grantee, action, [this.jobTemplate.jobTemplateRef.jobTemplateArn]);
  }

  private allow(grantee: iam.IGrantable, action: string, resourceArns: string[], conditions?: Conditions): iam.Grant {
    checkType(this.jobTemplate.node.path, 'grantee', grantee, GRANTEE);
    const grant = iam.Grant.addToPrincipal({ grantee, actions: [action], resourceArns, conditions });
    this.warnIfNothingIsGranted(grant, grantee);
    return grant;
  }

  /** The CDK says that it has granted what it ignores for an imported role. Evidence: iot-no-resource-policies. */
  private warnIfNothingIsGranted({ success }: iam.Grant, { grantPrincipal }: iam.IGrantable): void {
    const { account } = Stack.of(this.jobTemplate);
    const granteeAccount = grantPrincipal.principalAccount ?? account;
    // The CDK attaches policies to what it imports in the stack's account only. A template that AWS manages has no account.
    const isOfOtherAccount = [account, (this.jobTemplate as Partial<IResource>).env?.account || account]
      .some(each => granteeAccount !== each && ![granteeAccount, each].some(Token.isUnresolved));
    if (success && !isOfOtherAccount) return;
    const reason = isOfOtherAccount ? `is of account ${granteeAccount}. Job templates have no resource policies` : 'has no policy that could be changed';
    warn(this.jobTemplate, WarningId.NOTHING_GRANTED, `grantee ${grantPrincipal} ${reason}, so nothing is granted: let it assume a role of the template's `
      + 'account, and grant that role');
  }

  /** A pattern that matches nothing would be found out when somebody starts a job. */
  private check(option: keyof CreateJobGrantOptions, given: string[] | undefined, pattern: RegExp, must: string): void {
    const refuse = (what: string) => { throw new Error(`[${this.jobTemplate.node.path}] ${option}${what}`); };
    if (given === undefined) return;
    if (!Array.isArray(given)) refuse(` is ${shown(given)}, must be a list`);
    if (given.length === 0) refuse(' is [], must have at least 1 item: a job needs one. Leave it out to allow all');
    if (Token.isUnresolved(given)) {
      if (option === 'jobIds') refuse(' is a list that is only known later, must be a list of texts: they become parts of ARNs. The texts may be tokens');
      return;
    }
    const wrong = given.findIndex(item => !Token.isUnresolved(item) && !pattern.test(item));
    if (wrong >= 0) refuse(`[${wrong}] is ${JSON.stringify(given[wrong])}, must ${must}`);
  }
}

type Conditions = { [operator: string]: { [key: string]: string } };

/** What IAM can match with what a job is started for, wildcards included. */
const TARGET = /^arn:[^:]+:iot:[^:]*:[^:]*:thing(group)?[/*]/;
const TARGET_WORDS = 'be the ARN of a thing or a thing group: arn:PARTITION:iot:REGION:ACCOUNT:thinggroup/NAME';
const JOB_ID = /^[a-zA-Z0-9_*?-]{1,64}$/;

/** What a native resource says of itself, as far as it is known at synthesis: its JSON may be spelled either way. */
function useOfNative(jobTemplate: iot.IJobTemplateRef): JobTemplateUse {
  const { presignedUrlConfig, destinationPackageVersions } = jobTemplate as Partial<iot.CfnJobTemplate>;
  return {
    presignedUrlRoleArn: presignedUrlConfig?.RoleArn ?? presignedUrlConfig?.roleArn,
    packageVersions: destinationPackageVersions,
  };
}
