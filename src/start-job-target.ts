import { Aws, type Duration, Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { ContextAttribute, type ISchedule, type IScheduleTarget, type ScheduleTargetConfig, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { ScheduleTargetBase } from 'aws-cdk-lib/aws-scheduler-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { JobTargetSelection } from './job';
import { createJobMembers, grantStart, jobProblems, languageProblems, prefixProblems, throwProblems, warnOfStart } from './job-start';
import type { JobTarget } from './job-target';
import { JOB_ID_MAX_LENGTH, readablePrefix } from './private/job-id';
import { knownTemplateOf } from './private/known-template';
import { checkOptions, checkTypes } from './private/prop-types';
import { NO_STATE } from './private/query-form';
import { shownProp } from './private/shown';
import { warn } from './private/warn';
import { WarningId } from './private/warning';
import type { StartJobOptions } from './start-job-options';

/**
 * Properties for starting jobs on a schedule.
 */
export interface StartJobTargetProps extends StartJobOptions {
  /**
   * The targets of each job.
   */
  readonly targets: JobTarget[];

  /**
   * The beginning of the id of each job: 1 to 27 letters, digits, `_` and `-`. The id of the run follows it.
   *
   * @default - the construct id of the template, shortened
   */
  readonly jobIdPrefix?: string;

  /**
   * A description of each job. A job does not inherit the description of its template.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The role that EventBridge Scheduler assumes. It gets exactly the permissions that the jobs need.
   *
   * @default - a role that all targets of this kind in the stack share
   */
  readonly role?: iam.IRole;

  /**
   * The queue for runs that could not start a job.
   *
   * @default - none
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * The longest time for which EventBridge Scheduler tries to start a job: 1 minute to 24 hours.
   *
   * @default Duration.hours(24)
   */
  readonly maxEventAge?: Duration;

  /**
   * The number of times that EventBridge Scheduler tries again to start a job: 0 to 185.
   *
   * @default 185
   */
  readonly retryAttempts?: number;
}

/**
 * A target of EventBridge Scheduler that starts a job from a template at each run.
 *
 * The id of each job is `jobIdPrefix`, a hyphen and the execution id of the scheduler. AWS documents the execution id as
 * unique for each attempt. So if the response to an attempt is lost, the next attempt may start a second job. Set
 * `retryAttempts` to 0 if a job must not start twice.
 *
 * A schedule cannot compute a start time, so `schedule.startTime` must be left out, and the template must have no
 * maintenance windows. For such a template, let the schedule start a state machine with `StartJob`.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export class StartJobTarget extends ScheduleTargetBase implements IScheduleTarget {
  private readonly jobIdPrefix: string;

  /**
   * @throws if a prop is invalid; the message lists all problems
   */
  constructor(private readonly props: StartJobTargetProps) {
    checkTargetTypes(props);
    const { role, deadLetterQueue, maxEventAge, retryAttempts, jobTemplate, targets, jobIdPrefix, description } = props;
    // Evidence: scheduler-universal-target.
    super({ role, deadLetterQueue, maxEventAge, retryAttempts }, `arn:${Aws.PARTITION}:scheduler:::aws-sdk:iot:createJob`);
    throwProblems(CLASS_NAME, [...windowProblems(props), ...languageProblems(props, NO_STATE)]);
    throwProblems(CLASS_NAME, [
      ...startTimeProblems(props),
      ...prefixProblems('jobIdPrefix', jobIdPrefix, MAX_PREFIX_LENGTH),
      ...jobProblems(props, { description }, targets),
    ]);
    this.jobIdPrefix = jobIdPrefix ?? (readablePrefix(jobTemplate.node.id, MAX_PREFIX_LENGTH) || 'job');
  }

  protected bindBaseTargetConfig(schedule: ISchedule): ScheduleTargetConfig {
    const { jobTemplate, targets, description } = this.props;
    this.warn(schedule);
    const jobId = `${this.jobIdPrefix}-${ContextAttribute.executionId}`;
    const members = createJobMembers(this.props, { jobId, description }, targets.map(target => target._targetArnIn(jobTemplate)));
    return { ...super.bindBaseTargetConfig(schedule), input: ScheduleTargetInput.fromObject(members) };
  }

  /** A target is no construct, so its warnings are those of the schedule. */
  private warn(schedule: ISchedule): void {
    const { targetSelection, schedule: { endTime } = {}, description } = this.props;
    warnOfStart(schedule, this.props, { description, targets: this.props.targets });
    if (targetSelection !== JobTargetSelection.CONTINUOUS || endTime !== undefined) return;
    warn(schedule, WarningId.CONTINUOUS_ON_SCHEDULE, 'targetSelection is CONTINUOUS, but a continuous job never ends by itself, and each run of the schedule starts one more: '
      + 'leave targetSelection out. If the schedule runs once, acknowledge this warning');
  }

  protected addTargetActionToRole(role: iam.IRole): void {
    grantStart(role, this.props, { jobIdPrefix: this.jobIdPrefix, targets: this.props.targets });
  }
}

/** Stands for a construct in messages, because a target is none. */
const CLASS_NAME = 'StartJobTarget';

function checkTargetTypes(props: StartJobTargetProps): void {
  const required = ['jobTemplate', 'targets'];
  checkOptions(CLASS_NAME, 'props', props, required);
  checkTypes({ node: { path: CLASS_NAME } }, props, required);
}

/** Evidence: windows-need-start-time. */
const windowProblems = ({ jobTemplate }: StartJobTargetProps): string[] => knownTemplateOf(jobTemplate).hasMaintenanceWindows
  ? [`jobTemplate is ${jobTemplate.node.path}, which has maintenanceWindows, must have none: a job from it needs a start time, which a schedule cannot compute. `
    + 'Let the schedule start a state machine with StartJob, which computes the start time by a JSONata expression'] : [];

/** Evidence: job-schedule-range. */
function startTimeProblems({ schedule }: StartJobTargetProps): string[] {
  const startTime = schedule?.startTime;
  return startTime === undefined || Token.isUnresolved(startTime) ? []
    : [`${shownProp('schedule.startTime', startTime)}, must be left out: each run after this time would fail, because AWS IoT refuses a job that starts in the past`];
}

/** The longest execution id that is known of: a UUID. Evidence: scheduler-execution-id. */
const EXECUTION_ID_LENGTH = 36;

const MAX_PREFIX_LENGTH = JOB_ID_MAX_LENGTH - EXECUTION_ID_LENGTH - 1;
