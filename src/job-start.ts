import { Lazy, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as iot from 'aws-cdk-lib/aws-iot';
import type { IConstruct } from 'constructs';
import type { JobTarget } from './job-target';
import { type CreateJobGrantOptions, createJobOptionProblems, JobTemplateGrants } from './job-template-grants';
import { CREATE_JOB, type CreateJobRequest } from './private/create-job';
import { arnBeside } from './private/environment';
import { errorAt } from './private/errors';
import { JOB_ID_CHARACTERS } from './private/job-id';
import { problemsOfJob } from './private/job-problems';
import { isPathAsText, labeledTexts, warningsOfStart } from './private/job-warnings';
import { knownTemplateOf } from './private/known-template';
import { isJsonata, isJsonPath, MAX_PREFIX_LENGTH, type QueryForm, type ValueRules } from './private/query-form';
import { shown, shownProp } from './private/shown';
import { tagsOf } from './private/tags';
import { warnOfTemplateElsewhere } from './private/template-elsewhere';
import { warn } from './private/warn';
import { renderAs } from './shared/render';
import type { StartJobInStateMachineOptions, StartJobOptions } from './start-job-options';

/** The values of a job that differ between the constructs that start one. */
export interface JobStart {
  readonly jobId?: string;
  readonly description?: string;
}

/**
 * The members of CreateJob, with the names that Step Functions and EventBridge Scheduler require.
 * Evidence: sdk-integration-names, scheduler-input-names.
 *
 * @param targets a list, or an expression for one
 */
export const createJobMembers = (options: StartJobOptions, start: JobStart, targets: unknown): { [member: string]: unknown } => ({
  ...renderAs(CREATE_JOB, { ...requestOf(options, start), targets: undefined }),
  Targets: targets,
  ...hasMembers(options.documentParameters) && { DocumentParameters: options.documentParameters },
});

const hasMembers = (map: object = {}): boolean => Object.keys(map).length > 0;

function requestOf({ jobTemplate, documentParameters, targetSelection, schedule, tags }: StartJobOptions, { jobId, description }: JobStart): Omit<CreateJobRequest, 'targets'> {
  return {
    jobId,
    jobTemplateArn: jobTemplate.jobTemplateRef.jobTemplateArn,
    description,
    targetSelection,
    schedulingConfig: schedule,
    documentParameters,
    tags: tagsOf(tags ?? {}),
  };
}

/** The ids and the targets that a start may have. */
export interface StartScope {
  readonly jobId?: string;
  readonly jobIdPrefix: string;
  readonly targets?: JobTarget[];
  readonly permissions?: CreateJobGrantOptions;
}

/** Lets a grantee start a job: exactly what CreateJob needs. Evidence: iam-create-job. */
export function grantStart(grantee: iam.IGrantable, { jobTemplate, tags }: StartJobOptions, scope: StartScope): void {
  const jobIds = idPatternsOf(scope);
  const targets = targetPatternsOf(jobTemplate, scope);
  JobTemplateGrants.fromJobTemplate(jobTemplate).createJob(grantee, { jobIds, targets });
  if (!hasMembers(tags)) return;
  iam.Grant.addToPrincipal({ grantee, actions: ['iot:TagResource'], resourceArns: jobIds.map(id => jobArn(jobTemplate, id)) });
}

/** The ids that a start may give to its job. An id from the state can be any id, unless the permissions are limited. */
export function idPatternsOf({ jobId, jobIdPrefix, permissions }: Omit<StartScope, 'targets'>): string[] {
  if (jobId === undefined) return [`${jobIdPrefix}-*`];
  return isFromState(jobId) ? permissions?.jobIds ?? ['*'] : [jobId];
}

/** The targets that a start may have: those that are known, and those that may come from the state. Undefined if any target may. */
function targetPatternsOf(jobTemplate: IConstruct, { targets, permissions }: StartScope): string[] | undefined {
  const arns = targets?.map(target => target._targetArnIn(jobTemplate)) ?? [];
  const known = arns.filter(arn => !isFromState(arn));
  if (targets !== undefined && known.length === arns.length) return known;
  return permissions?.targets && [...known, ...permissions.targets];
}

/** The ARN of a job in the account and Region of its template. */
export const jobArn = (jobTemplate: iot.IJobTemplateRef, jobId: string): string => arnBeside(jobTemplate, 'job', jobId);

export const isFromState = (value: unknown): boolean => isJsonata(value) || isJsonPath(value);

/** The targets of a job that a state machine starts. */
export const targetsOf = ({ jobTemplate, targets, targetsFrom }: StartJobInStateMachineOptions, form: QueryForm): unknown =>
  targetsFrom === undefined ? form.listOf((targets ?? []).map(target => target._targetArnIn(jobTemplate))) : form.listFrom(targetsFrom);

/** Problems of a job that a state machine starts. */
export function startProblems(options: StartJobInStateMachineOptions): string[] {
  const { targets, targetsFrom, jobId, jobIdPrefix, description } = options;
  if (targets !== undefined && targetsFrom !== undefined) return ['targets and targetsFrom exclude each other: leave one of them out'];
  if (targets === undefined && targetsFrom === undefined) return ['targets is missing: give targets, or targetsFrom for a list of the state'];
  if (!isFromState(jobId) && isPathAsText(jobId)) {
    return [`${shownProp('jobId', jobId)}, which is a text, must be a value of the state: write JsonPath.stringAt('$.name') in a JSONPath state, {% $states.input.name %} in a JSONata state`];
  }
  const permissionProblems = createJobOptionProblems(options.permissions ?? {}, 'permissions');
  if (permissionProblems.length > 0) return permissionProblems;
  return [
    ...prefixProblems('jobIdPrefix', jobIdPrefix, MAX_PREFIX_LENGTH),
    ...jobId !== undefined && jobIdPrefix !== undefined ? [`jobIdPrefix is ${shown(jobIdPrefix)} beside a jobId, must be left out: jobId is the whole id`] : [],
    ...jobProblems(withTokens(options), withTokens({ jobId, description }), targets ?? [TOKEN]),
  ];
}

/** Values of the other query language, which Step Functions would send as they are written. */
export function languageProblems(options: StartJobInStateMachineOptions, form: ValueRules): string[] {
  const { jobTemplate, jobId, description, targets = [], targetsFrom } = options;
  const texts: ReadonlyArray<readonly [label: string, text: unknown]> = [
    ['jobId', jobId],
    ...labeledTexts(requestOf(options, { description })),
    ...targets.map((target, index) => [`targets[${index}]`, target._targetArnIn(jobTemplate)] as const),
  ];
  return [
    ...texts.filter(([, text]) => form.isOther(text)).map(([label]) => `${label} is ${form.help.other}, must be ${form.help.value}`),
    ...texts.filter(([, text]) => form.isMalformed(text)).map(([label, text]) => `${shownProp(label, text)}, must have {% at its beginning and %} at its end, once each: `
      + 'Step Functions refuses another place'),
    ...targetsFrom === undefined || isListOf(targetsFrom, form) ? []
      : [`${Token.isUnresolved(targetsFrom) ? 'targetsFrom is a token' : shownProp('targetsFrom', targetsFrom)}, must be ${form.help.list}`],
  ];
}

const isListOf = (targetsFrom: unknown, form: ValueRules): boolean => typeof targetsFrom === 'string' && form.isList(targetsFrom);

/** Warns of likely mistakes in a job that is started at run time. */
export function warnOfStart(construct: IConstruct, options: StartJobOptions, { targets = [], ...start }: JobStart & Pick<StartScope, 'targets'>): void {
  const { jobTemplate } = options;
  const request = { ...requestOf(withTokens(options), withTokens(start)), targets: targets.map(target => target._targetArnIn(jobTemplate)) };
  warningsOfStart(request, knownTemplateOf(jobTemplate)).forEach(({ id, text }) => warn(construct, id, text));
  const { account, region } = Stack.of(construct);
  // The role of `credentials` may be of the account of the template.
  const { credentials } = options as { readonly credentials?: unknown };
  if (credentials === undefined) warnOfTemplateElsewhere(construct, jobTemplate, { account, region });
}

/** Problems of any job that is started at run time. */
export function jobProblems(options: StartJobOptions, start: JobStart, targets: readonly (JobTarget | string)[]): string[] {
  const arns = targets.map(target => typeof target === 'string' ? target : target._targetArnIn(options.jobTemplate));
  return problemsOfJob({ ...requestOf(options, start), targets: arns }, knownTemplateOf(options.jobTemplate));
}

/** A text that is not known at synthesis. */
const TOKEN = Lazy.string({ produce: () => '' });

/** Props with tokens in place of JSONata expressions, whose values are not known at synthesis, either. */
function withTokens<T extends object>(props: T): T {
  const isPlain = (value: unknown): value is object => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return Object.fromEntries(Object.entries(props).map(([prop, value]) => {
    if (isJsonata(value)) return [prop, TOKEN];
    return [prop, isPlain(value) ? withTokens(value) : value];
  })) as T;
}

/** Problems of a prefix, which permissions and ids at run time contain. */
export function prefixProblems(prop: string, prefix: string | undefined, maxLength: number): string[] {
  if (prefix === undefined) return [];
  if (Token.isUnresolved(prefix) || isJsonata(prefix)) return [`${prop} is not known at synthesis, must be: the permissions name it`];
  return typeof prefix === 'string' && JOB_ID_CHARACTERS.test(prefix) && prefix.length <= maxLength
    ? []
    : [`${shownProp(prop, prefix)}, must be 1 to ${maxLength} letters, digits, _ and -`];
}

/** @throws if there are problems; the message lists all of them */
export function throwProblems(where: IConstruct | string, problems: string[]): void {
  if (problems.length > 0) throw errorAt(where, 'invalidJobStart', problems.join('; '));
}
