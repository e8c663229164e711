import type { CreateJobRequest } from './create-job';
import { jobTimeOf, MINUTE, YEARS, yearsAfter } from './job-time';
import type { ShownWarning } from './request-problems';
import { shown, shownProp } from './shown';
import { WarningId } from './warning';

/** The likely mistakes in a job that AWS IoT would accept, or that it may have accepted already. */
export const warningsOfJob = (request: CreateJobRequest): ShownWarning[] =>
  [...fixedStartTime(request), ...scheduleOutOfRange(request), ...endBehaviorWithoutEnd(request)];

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
function endBehaviorWithoutEnd({ schedulingConfig: { endTime, endBehavior } = {} }: CreateJobRequest): ShownWarning[] {
  return endBehavior === undefined || endTime !== undefined ? [] : [{
    id: WarningId.END_BEHAVIOR_WITHOUT_END,
    text: `${shownProp('schedule.endBehavior', endBehavior)}, but it has no effect without endTime: give endTime, or leave it out`,
  }];
}
