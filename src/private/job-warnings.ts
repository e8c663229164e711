import { Token } from 'aws-cdk-lib';
import type { CreateJobRequest } from './create-job';
import { jobTimeOf, MINUTE, YEARS, yearsAfter } from './job-time';
import type { KnownTemplate } from './known-template';
import type { ShownWarning } from './request-problems';
import { shown, shownProp } from './shown';
import { WarningId } from './warning';

/** The likely mistakes in a declared job that AWS IoT would accept, or that it may have accepted already. */
export const warningsOfJob = (request: CreateJobRequest, template: Partial<KnownTemplate>): ShownWarning[] => [
  ...fixedStartTime(request), ...scheduleOutOfRange(request), ...endBehaviorWithoutEnd(request), ...unknownParameters(request, template),
  ...tooManyTargets(request),
];

/** The likely mistakes in jobs that are started at run time, each from the same props. */
export const warningsOfStart = (request: CreateJobRequest, template: Partial<KnownTemplate>): ShownWarning[] => [
  ...fixedJobId(request), ...fixedTimes(request), ...endBehaviorWithoutEnd(request), ...unknownParameters(request, template), ...pathsAsText(request),
  ...tooManyTargets(request),
];

/** Evidence: job-schedule-range. */
function fixedStartTime({ schedulingConfig: { startTime } = {} }: CreateJobRequest): ShownWarning[] {
  return jobTimeOf(startTime) === undefined ? [] : [{
    id: WarningId.FIXED_START_TIME,
    text: `schedule.startTime is ${shown(startTime)}, but the time is fixed, and AWS IoT refuses a new job that starts in the past: from that time on, an edit fails. `
      + 'Give another time with every release',
  }];
}

/** No error, because the job may exist already, and a job without an edit is not created again. Evidence: job-schedule-range. */
function scheduleOutOfRange({ schedulingConfig = {} }: CreateJobRequest): ShownWarning[] {
  return ([['startTime', YEARS.toStart, 'a year'], ['endTime', YEARS.toEnd, 'two years']] as const).flatMap(([prop, years, inWords]) => {
    const time = jobTimeOf(schedulingConfig[prop]);
    const now = Date.now();
    return time === undefined || time >= now + 30 * MINUTE && time <= yearsAfter(now, years) ? [] : [{
      id: WarningId.SCHEDULE_OUT_OF_RANGE,
      text: `schedule.${prop} is ${shown(schedulingConfig[prop])}, but AWS IoT refuses a new job with a time that is not 30 minutes to ${inWords} ahead: `
        + 'give another time. If the job exists already and you do not edit it, acknowledge this warning',
    }];
  });
}

/** Evidence: job-end-behavior. */
function endBehaviorWithoutEnd({ schedulingConfig: { endTime, endBehavior } = {} }: Pick<CreateJobRequest, 'schedulingConfig'>): ShownWarning[] {
  return endBehavior === undefined || endTime !== undefined ? [] : [{
    id: WarningId.END_BEHAVIOR_WITHOUT_END,
    text: `${shownProp('schedule.endBehavior', endBehavior)}, but it has no effect without endTime: give endTime, or leave it out`,
  }];
}

/** AWS publishes the parameters of its templates, and no refusal of others. Evidence: managed-parameters. */
function unknownParameters({ documentParameters = {} }: Pick<CreateJobRequest, 'documentParameters'>, { parameters }: Partial<KnownTemplate>): ShownWarning[] {
  if (parameters === undefined) return [];
  const keys = parameters.map(({ key }) => key);
  return Object.keys(documentParameters).filter(key => !Token.isUnresolved(key) && !keys.includes(key)).map(key => ({
    id: WarningId.UNKNOWN_DOCUMENT_PARAMETER,
    text: `documentParameters.${key} is given, but AWS documents no such parameter of the template, only ${keys.join(', ')}: correct the name, or leave it out`,
  }));
}

/** Evidence: job-id-taken. */
function fixedJobId({ jobId }: Pick<CreateJobRequest, 'jobId'>): ShownWarning[] {
  return jobId === undefined || Token.isUnresolved(jobId) ? [] : [{
    id: WarningId.FIXED_JOB_ID,
    text: `jobId is ${shown(jobId)}, but the id is fixed, and AWS IoT takes each id once: only the first execution can start a job. `
      + 'Use jobIdPrefix, or take the id from the state. If every deployment brings another id for one execution, acknowledge this warning',
  }];
}

/** Evidence: job-schedule-range. */
function fixedTimes({ schedulingConfig = {} }: Pick<CreateJobRequest, 'schedulingConfig'>): ShownWarning[] {
  return ([['startTime', WarningId.FIXED_START_TIME], ['endTime', WarningId.FIXED_END_TIME]] as const).flatMap(([prop, id]) => {
    const time = schedulingConfig[prop];
    return jobTimeOf(time) === undefined ? [] : [{
      id,
      text: `schedule.${prop} is ${shown(time)}, but the time is fixed, and AWS IoT refuses a new job with a time in the past: from that time on, no job starts. `
        + 'Compute the time in a state machine, by a JSONata expression. If no job is started after that time, acknowledge this warning',
    }];
  });
}

/** Step Functions sends a path without its function, and an expression inside of a text, as the text that it is. */
function pathsAsText(request: CreateJobRequest): ShownWarning[] {
  return labeledTexts(request).filter(([, text]) => isPathAsText(text)).map(([label, text]) => ({
    id: WarningId.PATH_AS_TEXT,
    text: `${label} is ${shown(text)}, but the job gets this text, and no value of the state: `
      + "write JsonPath.stringAt('$.name') in a JSONPath state, {% $states.input.name %} in a JSONata state",
  }));
}

/** The values of a job that may come from a state, by the props that users know. */
export const labeledTexts = (
  { description, documentParameters = {}, schedulingConfig = {}, tags = [] }: Omit<CreateJobRequest, 'targets'>,
): ReadonlyArray<readonly [label: string, text: unknown]> => [
  ['description', description],
  ...Object.entries(documentParameters).map(([key, value]) => [`documentParameters.${key}`, value] as const),
  ...Object.entries(schedulingConfig).map(([prop, value]) => [`schedule.${prop}`, value] as const),
  ...tags.map(({ Key, Value }) => [`tags[${shown(Key)}]`, Value] as const),
];

/** Whether a text looks like a path or a variable of the state, or has an expression in it. */
export const isPathAsText = (text: unknown): boolean => typeof text === 'string' && /^\$(?:\$?\.|states\.)\w|\{%.*%\}/s.test(text);

/** AWS documents the limit for all targets of a job, at another operation. Evidence: job-targets-maximum. */
function tooManyTargets({ targets }: Pick<CreateJobRequest, 'targets'>): ShownWarning[] {
  return targets.length <= 100 ? [] : [{
    id: WarningId.TOO_MANY_TARGETS,
    text: `targets has ${targets.length} items, but AWS documents at most 100 targets for a job: put the things into a thing group`,
  }];
}
