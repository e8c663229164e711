import type { CreateJobGrantOptions } from './job-template-grants';
import type { IJobTemplate } from './job-template-base';
import type { JobTarget } from './job-target';

/**
 * The things that a job reaches.
 */
export enum JobTargetSelection {
  /** The things that are targets when the job is created. The job ends when these things have finished. */
  SNAPSHOT = 'SNAPSHOT',

  /** Also the things that are added to a target group later. The job never ends by itself. */
  CONTINUOUS = 'CONTINUOUS',
}

/**
 * What AWS IoT does at the end time of a job.
 */
export enum JobEndBehavior {
  /** Notifies no more things. Things that have received the job may finish it. */
  STOP_ROLLOUT = 'STOP_ROLLOUT',

  /** Also cancels the executions that no thing has begun. */
  CANCEL = 'CANCEL',

  /** Also cancels the executions that things have begun. */
  FORCE_CANCEL = 'FORCE_CANCEL',
}

/**
 * The start and the end of a job.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_SchedulingConfig.html
 */
export interface StartJobSchedule {
  /**
   * The start of the rollout in UTC, as `YYYY-MM-DDThh:mm`: 30 minutes to a year ahead.
   *
   * @default - at once
   */
  readonly startTime?: string;

  /**
   * The end of the job in UTC, as `YYYY-MM-DDThh:mm`: at least 30 minutes after the start, at most two years ahead.
   *
   * @default - no end time
   */
  readonly endTime?: string;

  /**
   * What happens at the end time.
   *
   * @default JobEndBehavior.STOP_ROLLOUT
   */
  readonly endBehavior?: JobEndBehavior;
}

/**
 * Options for a job that is started at run time.
 */
export interface StartJobOptions {
  /**
   * The template of the job, or an AWS managed template.
   */
  readonly jobTemplate: IJobTemplate;

  /**
   * The values of the parameters of an AWS managed template.
   *
   * @default - none
   */
  readonly documentParameters?: { [key: string]: string };

  /**
   * Whether the job also reaches things that are added to a target group later. A job from a template with maintenance
   * windows must be continuous.
   *
   * @default JobTargetSelection.SNAPSHOT
   */
  readonly targetSelection?: JobTargetSelection;

  /**
   * The start and the end of the job. A job from a template with maintenance windows must have a start time.
   *
   * @default - the job starts at once and has no end time
   */
  readonly schedule?: StartJobSchedule;

  /**
   * The tags of the job. A job does not inherit the tags of its template.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/**
 * Options for a job that a state machine starts. Each text may come from the state: as `JsonPath.stringAt` in a
 * JSONPath state, or as an expression `{% ... %}` in a JSONata state.
 */
export interface StartJobInStateMachineOptions extends StartJobOptions {
  /**
   * The targets of the job.
   *
   * @default - the targets are in `targetsFrom`
   */
  readonly targets?: JobTarget[];

  /**
   * The list of the ARNs of the targets in the state: a path such as `$.targets` in a JSONPath state, an expression
   * such as `{% $states.input.targets %}` in a JSONata state.
   *
   * @default - the targets are in `targets`
   */
  readonly targetsFrom?: string;

  /**
   * The id of the job: 1 to 64 letters, digits, `_` and `-`. It must be new in the account and Region.
   *
   * @default - `jobIdPrefix`, a hyphen and a hash of the ARN of the execution
   */
  readonly jobId?: string;

  /**
   * The beginning of the id of the job: 1 to 31 letters, digits, `_` and `-`. It must be known at synthesis, because
   * the permissions name it.
   *
   * @default - the id of the construct, shortened, with a hash of its path
   */
  readonly jobIdPrefix?: string;

  /**
   * A description of the job. A job does not inherit the description of its template.
   *
   * @default - a text with the ARN of the execution
   */
  readonly description?: string;

  /**
   * Limits the permissions of the state machine for targets and ids that come from the state.
   *
   * @default - the targets and the id, if they are known at synthesis; otherwise all things, thing groups and ids
   */
  readonly permissions?: CreateJobGrantOptions;
}
