import { Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as iot from 'aws-cdk-lib/aws-iot';
import { allow } from './private/allow';
import { arnBeside, environmentOf } from './private/environment';
import { errorAt } from './private/errors';
import { JOB_ACTIONS } from './private/job-actions';
import { PASSED_TO_IOT } from './private/permissions';
import { checkOptions, checkTypes, isOf, markOf, markType } from './private/prop-types';
import { shown, shownProp } from './private/shown';
import { warnOfTargetsElsewhere } from './private/targets-elsewhere';

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

/**
 * Options for the permissions of `operateJobs`.
 */
export interface OperateJobsGrantOptions {
  /**
   * The ids of the jobs: 1 to 64 letters, digits, `_` and `-`. `*` stands for any part of an id. The list has at least
   * one item.
   */
  readonly jobIds: string[];

  /**
   * Whether the grantee may also delete the jobs and cancel single executions of them, on any thing of the template's
   * account and Region.
   *
   * If a job in progress is deleted, a device that executes it can neither read nor report it anymore.
   *
   * @default false
   */
  readonly manage?: boolean;
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
   * `MaintenanceWindow`. A target in another account or Region than the template causes a warning.
   *
   * @throws if a target or a job id is invalid, because IAM would accept it and never match it. Tokens pass, because
   * their values are not known at synthesis
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
   */
  public createJob(grantee: iam.IGrantable, options: CreateJobGrantOptions = {}): iam.Grant {
    // Evidence: iam-create-job, job-from-template.
    const { presignedUrlRoleArn, packageVersions = [] } = this.use;
    if (options.targets !== undefined) this.check(TARGETS, options.targets);
    if (options.jobIds !== undefined) this.check(JOB_IDS, options.jobIds);
    warnOfTargetsElsewhere(this.jobTemplate, options.targets, environmentOf(this.jobTemplate));
    const targets = options.targets ?? [this.arn('thing', '*'), this.arn('thinggroup', '*')];
    const jobs = (options.jobIds ?? ['*']).map(id => this.arn('job', id));
    const lists = [targets, jobs, packageVersions];
    const known = lists.filter(list => !Token.isUnresolved(list)).flat();
    const grants = [
      // A list that is a token has no items yet, so it cannot be joined with another list.
      ...lists.filter(Token.isUnresolved).map(list => this.allow(grantee, ['iot:CreateJob'], list)),
      this.allow(grantee, ['iot:CreateJob'], [this.jobTemplate.jobTemplateRef.jobTemplateArn, ...known]),
      ...presignedUrlRoleArn === undefined ? [] : [this.allow(grantee, ['iam:PassRole'], [presignedUrlRoleArn], PASSED_TO_IOT)],
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
    return this.allow(grantee, [action], [this.jobTemplate.jobTemplateRef.jobTemplateArn]);
  }

  /**
   * Allows the grantee to watch and cancel jobs, by their ids.
   *
   * This grants `iot:DescribeJob`, `iot:GetJobDocument`, `iot:ListJobExecutionsForJob` and `iot:CancelJob` on the jobs.
   * It also grants `iot:ListJobs`, which IAM cannot limit to some jobs. With `manage`, it grants `iot:DeleteJob` and
   * `iot:CancelJobExecution`, too.
   *
   * IAM does not know the template of a job. Therefore the ids decide which jobs the grantee may operate: give the jobs
   * of a template a common prefix. The generated id of a `Job` begins with the id of its template, which is shortened
   * if it has more than 51 characters.
   *
   * @throws if a job id is invalid, because IAM would accept it and never match it. Tokens pass, because their values are
   * not known at synthesis
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
   */
  public operateJobs(grantee: iam.IGrantable, options: OperateJobsGrantOptions): iam.Grant {
    // Evidence: iam-jobs.
    checkOptions(this.jobTemplate, 'options', options, ['jobIds']);
    checkTypes(this.jobTemplate, options);
    this.check(OPERATED_JOB_IDS, options.jobIds);
    const jobs = options.jobIds.map(id => this.arn('job', id));
    const grants = [
      this.allow(grantee, JOB_ACTIONS.operate, jobs),
      this.allow(grantee, JOB_ACTIONS.list, ['*']),
      ...options.manage ? [
        this.allow(grantee, JOB_ACTIONS.delete, jobs),
        this.allow(grantee, JOB_ACTIONS.cancelExecution, [...jobs, this.arn('thing', '*')]),
      ] : [],
    ];
    return grants.reduce((all, grant) => all.combine(grant));
  }

  private allow(grantee: iam.IGrantable, actions: string[], resourceArns: string[], conditions?: Conditions): iam.Grant {
    return allow({ resource: this.jobTemplate, kind: 'template', grantee, actions, resourceArns, conditions });
  }

  private arn(resource: string, resourceName: string): string {
    return arnBeside(this.jobTemplate, resource, resourceName);
  }

  private check(rule: ListRule, given: string[]): void {
    const [problem] = problemsOfList(rule, given, rule.option);
    if (problem !== undefined) throw errorAt(this.jobTemplate, problem.code, problem.text);
  }
}

markType(JobTemplateGrants);

type Conditions = { [operator: string]: { [key: string]: string } };

/** The requirements for a list of texts that become resources of a policy. */
interface ListRule {
  readonly option: 'targets' | 'jobIds';
  readonly pattern: RegExp;
  readonly must: string;
  /** What to do with a likely mistake, to follow `must`. */
  readonly hintFor?: (item: unknown) => string;
  /** The requirement that an empty list breaks. */
  readonly emptyMust: string;
}

interface ListProblem {
  readonly code: 'wrongType' | 'invalidGrantOption';
  readonly text: string;
}

/** The problem of a list. A pattern that matches nothing would otherwise fail only when somebody starts or operates a job. */
function problemsOfList({ option, pattern, must, hintFor, emptyMust }: ListRule, given: unknown, label: string): ListProblem[] {
  if (!Array.isArray(given)) return [{ code: 'wrongType', text: `${shownProp(label, given)}, must be a list` }];
  const problem = (text: string): ListProblem[] => [{ code: 'invalidGrantOption', text: `${label}${text}` }];
  if (given.length === 0) return problem(` is [], must ${emptyMust}`);
  if (Token.isUnresolved(given)) {
    return option === 'targets' ? []
      : problem(' is a token for a whole list, must be a list of texts, since they become parts of ARNs: the texts themselves may be tokens');
  }
  const wrong = given.findIndex(item => !Token.isUnresolved(item) && !pattern.test(item));
  return wrong < 0 ? [] : problem(`[${wrong}] ${whatIs(given[wrong])}, must ${must}${hintFor?.(given[wrong]) ?? ''}`);
}

/** The problems of options of `createJob` that another construct takes as a prop. */
export const createJobOptionProblems = ({ targets, jobIds }: CreateJobGrantOptions, prop: string): string[] => [
  ...targets === undefined ? [] : problemsOfList(TARGETS, targets, `${prop}.targets`),
  ...jobIds === undefined ? [] : problemsOfList(JOB_IDS, jobIds, `${prop}.jobIds`),
].map(({ text }) => text);

/** An item for messages. An object of this library has no JSON that says what it is. */
const whatIs = (item: unknown): string => markOf(item) === undefined ? `is ${shown(item)}` : `is of type ${markOf(item)}`;

const AT_LEAST_ONE = 'have at least 1 item: a job needs one. Leave it out to allow all';

/** Resources that IAM can match with the targets of a job, wildcards included. */
const TARGETS: ListRule = {
  option: 'targets',
  pattern: /^arn:[^:]+:iot:[^:]*:[^:]*:thing(group)?[/*]/,
  must: 'be the ARN of a thing or a thing group as a text: arn:PARTITION:iot:REGION:ACCOUNT:thinggroup/NAME. Leave it out to allow all',
  emptyMust: AT_LEAST_ONE,
};
const JOB_IDS: ListRule = {
  option: 'jobIds',
  pattern: /^[a-zA-Z0-9_*?-]{1,64}$/,
  must: 'be 1 to 64 letters, digits, _ and -, with * for any part',
  hintFor: item => String(item).startsWith('arn:') ? '. The id is the part of an ARN after job/' : '',
  emptyMust: AT_LEAST_ONE,
};
const OPERATED_JOB_IDS: ListRule = { ...JOB_IDS, emptyMust: 'have at least 1 item: write [\'*\'] to allow all' };

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
