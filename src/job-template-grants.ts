import { type IResource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as iot from 'aws-cdk-lib/aws-iot';
import { errorAt } from './private/errors';
import { PASSED_TO_IOT } from './private/permissions';
import { checkType, GRANTEE, isOf, markType } from './private/prop-types';
import { shownProp } from './private/shown';
import { warn } from './private/warn';
import { WarningId } from './private/warning';

/**
 * Options for limiting the permissions of `createJob`.
 */
export interface CreateJobGrantOptions {
  /**
   * The ARNs of the things and thing groups that the grantee may start jobs for. An ARN may contain the wildcard `*`.
   * The list has at least one item.
   *
   * @default - all things and thing groups of the template's account and Region
   */
  readonly targets?: string[];

  /**
   * The ids that the grantee may give to jobs: 1 to 64 letters, digits, `_` and `-`. `*` stands for any part of an
   * id. The list has at least one item.
   *
   * @default - any id
   */
  readonly jobIds?: string[];
}

/** @internal */
export interface JobTemplateUse {
  /** The ARN of the role that presigns the URLs of the template's document. */
  readonly presignedUrlRoleArn?: string;
  /** The ARNs of the package versions that the template installs. */
  readonly packageVersions?: string[];
  /** Whether the template is an AWS managed template, which another operation reads. */
  readonly isManagedByAws?: boolean;
}

/**
 * Grants permissions on a job template to principals.
 */
export class JobTemplateGrants {
  /**
   * Returns the grants of any job template, such as a `CfnJobTemplate`.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
   */
  public static fromJobTemplate(jobTemplate: iot.IJobTemplateRef): JobTemplateGrants {
    const { grants } = jobTemplate as { readonly grants?: unknown };
    return isOf(grants, JobTemplateGrants) ? grants : new JobTemplateGrants(jobTemplate, useOfNative(jobTemplate));
  }

  /** @internal */
  public static _of(jobTemplate: iot.IJobTemplateRef, use: JobTemplateUse): JobTemplateGrants {
    return new JobTemplateGrants(jobTemplate, use);
  }

  private constructor(private readonly jobTemplate: iot.IJobTemplateRef, private readonly use: JobTemplateUse) {}

  /**
   * Allows the grantee to start jobs from this template.
   *
   * This grants `iot:CreateJob` on the template, the targets, the jobs and the package versions that the template
   * installs. It also grants `iam:PassRole` on the role of the presigned URLs, to AWS IoT only.
   *
   * The role may read all objects of each bucket that a download of the document names, unless `objectPattern` limits
   * it. Therefore the grantee can start a job with its own document that names other objects of the bucket, and read
   * them from a device.
   *
   * The role and the package versions of an imported template are known only if you passed them when you imported it.
   * The role that a template inherits from a job is known only if you passed it to `JobDocument.fromJobArn`.
   *
   * From a template with maintenance windows, AWS IoT creates only continuous jobs with a start time: see
   * `MaintenanceWindow`.
   *
   * @throws if a target or a job id is invalid, because IAM would accept it and never match it. Tokens pass, because
   * their values are not known at synthesis
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
   */
  public createJob(grantee: iam.IGrantable, options: CreateJobGrantOptions = {}): iam.Grant {
    // Evidence: iam-create-job, job-from-template.
    const { presignedUrlRoleArn, packageVersions = [] } = this.use;
    this.check('targets', options.targets, TARGET, `${TARGET_WORDS}. Leave it out to allow all`);
    this.check('jobIds', options.jobIds, JOB_ID, 'be 1 to 64 letters, digits, _ and -, with * for any part');
    const stack = Stack.of(this.jobTemplate);
    // An imported template has its own environment. A native one has its stack's, and an AWS managed one has no
    // account.
    const { account, region } = (this.jobTemplate as Partial<IResource>).env ?? stack;
    const arn = (resource: string, resourceName: string) =>
      stack.formatArn({ service: 'iot', account: account || stack.account, region, resource, resourceName });
    const targets = options.targets ?? [arn('thing', '*'), arn('thinggroup', '*')];
    const jobs = (options.jobIds ?? ['*']).map(id => arn('job', id));
    const lists = [targets, jobs, packageVersions];
    const known = lists.filter(list => !Token.isUnresolved(list)).flat();
    const grants = [
      // A list that is a token has no items yet, so it cannot be joined with another list.
      ...lists.filter(Token.isUnresolved).map(list => this.allow(grantee, 'iot:CreateJob', list)),
      this.allow(grantee, 'iot:CreateJob', [this.jobTemplate.jobTemplateRef.jobTemplateArn, ...known]),
      ...presignedUrlRoleArn === undefined ? [] : [this.allow(grantee, 'iam:PassRole', [presignedUrlRoleArn], PASSED_TO_IOT)],
    ];
    return grants.reduce((all, grant) => all.combine(grant));
  }

  /**
   * Allows the grantee to read the template.
   *
   * This grants `iot:DescribeJobTemplate`, or `iot:DescribeManagedJobTemplate` for an AWS managed template.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
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

  /** The CDK reports success for an imported role that it cannot change. Evidence: iot-no-resource-policies. */
  private warnIfNothingIsGranted({ success }: iam.Grant, { grantPrincipal }: iam.IGrantable): void {
    const { account } = Stack.of(this.jobTemplate);
    const granteeAccount = grantPrincipal.principalAccount ?? account;
    // The CDK attaches policies only to imported roles of the stack's account. An AWS managed template has no
    // account.
    const isOfOtherAccount = [account, (this.jobTemplate as Partial<IResource>).env?.account || account]
      .some(each => granteeAccount !== each && ![granteeAccount, each].some(Token.isUnresolved));
    if (success && !isOfOtherAccount) return;
    const reason = isOfOtherAccount ? `is of account ${granteeAccount}. Job templates have no resource policies` : 'has no policy that could be changed';
    warn(this.jobTemplate, WarningId.NOTHING_GRANTED, `grantee ${grantPrincipal} ${reason}, so nothing is granted: let it assume a role of the template's `
      + 'account, and grant that role');
  }

  /** A pattern that matches nothing would otherwise fail only when somebody starts a job. */
  private check(option: keyof CreateJobGrantOptions, given: string[] | undefined, pattern: RegExp, must: string): void {
    if (given === undefined) return;
    if (!Array.isArray(given)) throw errorAt(this.jobTemplate, 'wrongType', `${shownProp(option, given)}, must be a list`);
    const error = (problem: string) => errorAt(this.jobTemplate, 'invalidGrantOption', `${option}${problem}`);
    if (given.length === 0) throw error(' is [], must have at least 1 item: a job needs one. Leave it out to allow all');
    if (Token.isUnresolved(given)) {
      if (option === 'targets') return;
      throw error(' is a token for a whole list, must be a list of texts, since they become parts of ARNs: the texts themselves may be tokens');
    }
    const wrong = given.findIndex(item => !Token.isUnresolved(item) && !pattern.test(item));
    if (wrong >= 0) throw error(`[${wrong}] is ${JSON.stringify(given[wrong])}, must ${must}`);
  }
}

markType(JobTemplateGrants);

type Conditions = { [operator: string]: { [key: string]: string } };

/** Resources that IAM can match with the targets of a job, wildcards included. */
const TARGET = /^arn:[^:]+:iot:[^:]*:[^:]*:thing(group)?[/*]/;
const TARGET_WORDS = 'be the ARN of a thing or a thing group: arn:PARTITION:iot:REGION:ACCOUNT:thinggroup/NAME';
const JOB_ID = /^[a-zA-Z0-9_*?-]{1,64}$/;

/**
 * The role and the package versions of a native resource, as far as they are known at synthesis. Its JSON has names
 * in either case.
 */
function useOfNative(jobTemplate: iot.IJobTemplateRef): JobTemplateUse {
  const { presignedUrlConfig, destinationPackageVersions } = jobTemplate as Partial<iot.CfnJobTemplate>;
  return {
    presignedUrlRoleArn: presignedUrlConfig?.RoleArn ?? presignedUrlConfig?.roleArn,
    packageVersions: destinationPackageVersions,
  };
}
