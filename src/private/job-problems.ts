import { Token } from 'aws-cdk-lib';
import { CREATE_JOB, type CreateJobRequest, PARAMETER } from './create-job';
import { isInCalendar, jobTimeOf, MINUTE, YEARS, yearsAfter } from './job-time';
import type { KnownTemplate } from './known-template';
import { problemText, shown, shownProp } from './shown';
import { checkAs, type CheckOptions, isJobTemplateId } from '../shared/check';

const AT_SYNTHESIS: CheckOptions = { isUnresolved: Token.isUnresolved, quotas: true };

/** The reasons for which AWS IoT would refuse a job, with the names of props. Tokens pass, because their values are unknown. */
export function problemsOfJob(request: CreateJobRequest, template: Partial<KnownTemplate>): string[] {
  const problems = checkAs(CREATE_JOB, request, AT_SYNTHESIS).map(({ member, value, must }) =>
    `${problemText(labelOf(member, request), value, member === 'targets' ? 'have at least 1 item' : must)}${member === 'jobId' ? idHint(value) : ''}`);
  return problems.length > 0 ? problems : [
    ...windowProblems(request, template), ...timeProblems(request), ...parameterProblems(request, template), ...tagProblems(request),
  ];
}

/** An id with other characters, such as those of a version. */
function idHint(jobId: unknown): string {
  const valid = `${jobId}`.replace(/[^a-zA-Z0-9_-]+/g, '-');
  return valid !== jobId && isJobTemplateId(valid) ? `: write ${valid}, for example` : '';
}

/** Evidence: windows-need-continuous, windows-need-start-time. */
function windowProblems({ targetSelection, schedulingConfig }: CreateJobRequest, { hasMaintenanceWindows }: Partial<KnownTemplate>): string[] {
  if (!hasMaintenanceWindows) return [];
  const because = 'the template has maintenanceWindows, and AWS IoT refuses a job from it otherwise';
  const isContinuous = targetSelection === 'CONTINUOUS' || Token.isUnresolved(targetSelection);
  return [
    ...isContinuous ? [] : [`${shownProp('targetSelection', targetSelection)}, must be CONTINUOUS: ${because}`],
    ...schedulingConfig?.startTime !== undefined ? [] : [`schedule.startTime must be given: ${because}`],
  ];
}

function timeProblems(request: CreateJobRequest): string[] {
  const { schedulingConfig = {} } = request;
  const problems = (['startTime', 'endTime'] as const).filter(prop => !isInCalendar(schedulingConfig[prop]))
    .map(prop => `${shownProp(`schedule.${prop}`, schedulingConfig[prop])}, must be a day of the calendar: the month has fewer days`);
  return problems.length > 0 ? problems : spanProblems(request);
}

/** Evidence: job-schedule-span. */
function spanProblems({ schedulingConfig: { startTime, endTime } = {} }: CreateJobRequest): string[] {
  const [start, end] = [startTime, endTime].map(jobTimeOf);
  if (start === undefined || end === undefined || end >= start + 30 * MINUTE && end <= yearsAfter(start, YEARS.betweenStartAndEnd)) return [];
  return [`schedule.endTime is ${shown(endTime)}, must be 30 minutes to two years after startTime, which is ${shown(startTime)}`];
}

/** Evidence: managed-parameters, job-parameters. */
function parameterProblems({ documentParameters }: CreateJobRequest, { isManagedByAws, parameters = [] }: Partial<KnownTemplate>): string[] {
  const given = documentParameters ?? {};
  if (Object.keys(given).length > 0 && isManagedByAws === false) {
    return ['documentParameters is given, must be left out: AWS IoT takes parameters for AWS managed templates only'];
  }
  const missing = parameters.filter(({ key, required }) => required && given[key] === undefined).map(({ key }) => key);
  const invalid = Object.entries(given).flatMap(([key, value]) => checkAs(PARAMETER, { key, value }, AT_SYNTHESIS).map(({ member, must }) => member === 'key'
    ? `a key of documentParameters is ${shown(key)}, must ${must}` : `documentParameters.${key} must ${must}`));
  return [...missing.map(key => `documentParameters.${key} must be given: the template requires it`), ...invalid];
}

/** Evidence: tag-key-reserved, tag-value-missing. */
function tagProblems({ tags = [] }: CreateJobRequest): string[] {
  return tags.flatMap(({ Key, Value }) => [
    ...!Token.isUnresolved(Key) && Key.toLowerCase().startsWith('aws:') ? [`a key of tags is ${shown(Key)}, must not begin with aws:, which is reserved`] : [],
    ...Value === undefined ? [`tags[${shown(Key)}] must be given: a tag needs a value, which may be empty`] : [],
  ]);
}

/** The prop for a member, for messages. A tag is named by its key. */
function labelOf(member: string, { tags = [] }: CreateJobRequest): string {
  const [, index, part] = /^tags\[(\d+)\]\.(Key|Value)$/.exec(member) ?? [];
  if (part === 'Key') return 'a key of tags';
  return part === 'Value' ? `tags[${shown(tags[Number(index)].Key)}]` : member.replace(/^schedulingConfig/, 'schedule');
}
