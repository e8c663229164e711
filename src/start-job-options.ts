import type * as iot from 'aws-cdk-lib/aws-iot';
import type { JobSchedule, JobTargetSelection } from './job';
import type { JobTarget } from './job-target';
import type { CreateJobGrantOptions } from './job-template-grants';

/**
 * Options for a job that is started at run time.
 */
export interface StartJobOptions {
  /**
   * The template that the job is created from: a `JobTemplate`, an imported template or an `AwsManagedJobTemplate`.
   */
  readonly jobTemplate: iot.IJobTemplateRef;

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
   * @default - AWS IoT's default, `JobTargetSelection.SNAPSHOT`
   */
  readonly targetSelection?: JobTargetSelection;

  /**
   * The start and the end of the job. A job from a template with maintenance windows must have a start time.
   *
   * @default - the job starts at once and has no end time
   */
  readonly schedule?: JobSchedule;

  /**
   * The tags of the job. A job does not inherit the tags of its template, and `Tags.of()` does not add to them.
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
   * @default - `jobIdPrefix`, a hyphen and a hash of the ARN of the execution and the path of the construct
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
   * Limits the permissions of the state machine for targets and ids that come from the state. It has no effect on
   * targets and ids that are known at synthesis: the state machine may always use these.
   *
   * @default - all things, thing groups and ids, if targets or the id come from the state
   */
  readonly permissions?: CreateJobGrantOptions;
}
