import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { AwsManagedJobTemplate } from './aws-managed-job-template';
import { errorAt } from './private/errors';
import { JOB_ID_CHARACTERS, JOB_ID_MAX_LENGTH } from './private/job-id';
import { isJsonata, isJsonPath, MAX_PREFIX_LENGTH, type QueryForm } from './private/query-form';
import { shown, shownProp } from './private/shown';
import type { CreateJobGrantOptions } from './job-template-grants';
import type { JobTarget } from './job-target';
import type { StartJobInStateMachineOptions, StartJobOptions } from './start-job-options';

/** The values of a job that differ between the constructs that start one. */
export interface JobStart {
  readonly jobId: unknown;
  readonly targets: unknown;
  readonly description?: string;
}

/** The members of CreateJob, with the names that Step Functions and EventBridge Scheduler require. Evidence: sdk-integration-names, scheduler-input-names. */
export function createJobMembers({ jobTemplate, documentParameters, targetSelection, schedule, tags }: StartJobOptions, start: JobStart): { [member: string]: unknown } {
  return withoutUndefined({
    JobId: start.jobId,
    JobTemplateArn: jobTemplate.jobTemplateArn,
    Targets: start.targets,
    Description: start.description,
    DocumentParameters: documentParameters,
    TargetSelection: targetSelection,
    SchedulingConfig: schedule && withoutUndefined({ StartTime: schedule.startTime, EndTime: schedule.endTime, EndBehavior: schedule.endBehavior }),
    Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  });
}

const withoutUndefined = (members: { [member: string]: unknown }): { [member: string]: unknown } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** The ids and the targets that a start may have. */
export interface StartScope {
  readonly jobId?: string;
  readonly jobIdPrefix: string;
  readonly targets?: JobTarget[];
  readonly permissions?: CreateJobGrantOptions;
}

/** Lets a grantee start a job: exactly what CreateJob needs. Evidence: iam-create-job. */
export function grantStart(grantee: iam.IGrantable, { jobTemplate, tags }: StartJobOptions, scope: StartScope): void {
  const jobIds = scope.permissions?.jobIds ?? idPatternsOf(scope);
  const targets = scope.permissions?.targets ?? knownTargetsOf(jobTemplate, scope.targets);
  jobTemplate.grants.createJob(grantee, { jobIds, targets });
  if (tags === undefined) return;
  iam.Grant.addToPrincipal({ grantee, actions: ['iot:TagResource'], resourceArns: jobIds.map(id => jobArn(jobTemplate, id)) });
}

/** The ids that a start may give to its job. An id from the state can be any id. */
export function idPatternsOf({ jobId, jobIdPrefix }: Pick<StartScope, 'jobId' | 'jobIdPrefix'>): string[] {
  if (jobId === undefined) return [`${jobIdPrefix}-*`];
  return isFromState(jobId) ? ['*'] : [jobId];
}

/** Undefined if a target comes from the state. */
function knownTargetsOf(scope: IConstruct, targets: JobTarget[] | undefined): string[] | undefined {
  const arns = targets?.map(target => target._targetArnIn(scope));
  return arns?.some(isFromState) ? undefined : arns;
}

/** The ARN of a job in the account and Region of its template. An AWS managed template has no account. */
export function jobArn(jobTemplate: IConstruct & { readonly env: { readonly account: string; readonly region: string } }, jobId: string): string {
  const stack = Stack.of(jobTemplate);
  const { account, region } = jobTemplate.env;
  return stack.formatArn({ service: 'iot', resource: 'job', account: account || stack.account, region, resourceName: jobId });
}

export const isFromState = (value: unknown): boolean => isJsonata(value) || isJsonPath(value);

/** The targets of a job that a state machine starts. */
export const targetsOf = ({ jobTemplate, targets, targetsFrom }: StartJobInStateMachineOptions, form: QueryForm): unknown =>
  targetsFrom === undefined ? form.listOf((targets ?? []).map(target => target._targetArnIn(jobTemplate))) : form.listFrom(targetsFrom);

/** Problems of a job that a state machine starts. */
export function startProblems(options: StartJobInStateMachineOptions): string[] {
  const { targets, targetsFrom, jobId, jobIdPrefix } = options;
  return [
    ...targetProblems(targets, targetsFrom),
    ...idProblems('jobId', jobId),
    ...prefixProblems('jobIdPrefix', jobIdPrefix, MAX_PREFIX_LENGTH),
    ...jobId !== undefined && jobIdPrefix !== undefined ? [`jobIdPrefix is ${shown(jobIdPrefix)} beside a jobId, must be left out: jobId is the whole id`] : [],
    ...jobProblems(options),
  ];
}

export function targetProblems(targets: JobTarget[] | undefined, targetsFrom?: string): string[] {
  if (targets !== undefined && targetsFrom !== undefined) return ['targets and targetsFrom exclude each other: leave one of them out'];
  if (targets === undefined && targetsFrom === undefined) return ['targets is missing, must be given: targetsFrom takes a list of the state'];
  return targets?.length === 0 ? ['targets is [], must have at least 1 item'] : [];
}

/** Problems of any job that is started at run time. */
export function jobProblems({ jobTemplate, documentParameters = {} }: StartJobOptions): string[] {
  const { requiredParameters = [] } = jobTemplate as Partial<AwsManagedJobTemplate>;
  return requiredParameters.filter(key => !(key in documentParameters))
    .map(key => `documentParameters.${key} is missing, must be given: the template needs it`);
}

/** Problems of an id of a job, or of a part of one. */
export function idProblems(prop: string, id: string | undefined, maxLength: number = JOB_ID_MAX_LENGTH): string[] {
  if (id === undefined || Token.isUnresolved(id) || isJsonata(id)) return [];
  return typeof id === 'string' && JOB_ID_CHARACTERS.test(id) && id.length <= maxLength
    ? []
    : [`${shownProp(prop, id)}, must be 1 to ${maxLength} letters, digits, _ and -`];
}

/** Problems of a prefix, which permissions and ids at run time contain. */
export function prefixProblems(prop: string, prefix: string | undefined, maxLength: number): string[] {
  return Token.isUnresolved(prefix) || isJsonata(prefix)
    ? [`${prop} is not known at synthesis, must be: the permissions name it`]
    : idProblems(prop, prefix, maxLength);
}

/** @throws if there are problems; the message lists all of them */
export function throwProblems(where: IConstruct | string, problems: string[]): void {
  if (problems.length > 0) throw errorAt(where, 'invalidJobStart', problems.join('; '));
}
