import type { IResolvable } from 'aws-cdk-lib';
import type { StepSettings, StepType } from './private/job-steps';
import { checkOptions, markType } from './private/prop-types';
import { shown } from './private/shown';

/**
 * Options for a step of a job document.
 */
export interface JobStepOptions {
  /**
   * The local user of the device that runs the step. A handler gets the name as its first argument, and runs as the
   * user of the device client. A command runs with `sudo` as this user if the device has `sudo` and the user.
   *
   * @default - the user that the device client runs as, which may be root
   */
  readonly runAsUser?: string;

  /**
   * The number of lines that the step may write to its standard error: a whole number, 0 or more.
   *
   * AWS IoT Device Client does not count lines. It reports a step with this option as succeeded even if the step fails,
   * so this option causes a warning. It is for other device software.
   *
   * @default - the exit status of the step decides whether it failed
   */
  readonly allowStdErr?: number;

  /**
   * Whether the job continues after this step has failed.
   *
   * @default false
   */
  readonly ignoreStepFailure?: boolean;
}

/**
 * Options for a step that runs a handler.
 */
export interface RunHandlerOptions extends JobStepOptions {
  /**
   * The file name of the handler: a script or a program on the device.
   */
  readonly handler: string;

  /**
   * The arguments of the handler, which follow the name of the user: texts and `S3PresignedUrl`.
   *
   * @default - no arguments
   */
  readonly args?: (string | IResolvable)[];

  /**
   * The folder of the handler on the device. `default` is the folder that the device client is configured with.
   *
   * @default - the client looks for the handler in the folders of the environment variable PATH
   */
  readonly path?: string;
}

/**
 * A condition of a job document, for device software that evaluates conditions.
 */
export interface JobCondition {
  /**
   * The name that the device compares, such as `operatingSystem`: at least 1 character.
   */
  readonly key: string;

  /**
   * The values that fulfill the condition: at least 1.
   */
  readonly value: string[];

  /**
   * How the device compares the values.
   *
   * @default - `stringEqual`
   */
  readonly type?: string;
}

/**
 * A step of a job document for AWS IoT Device Client: a handler or a command that the device runs.
 *
 * Pass steps to `JobDocument.fromSteps`. The template that gets the document checks them.
 *
 * @see https://github.com/awslabs/aws-iot-device-client/blob/main/source/jobs/README.md
 */
export class JobStep {
  /**
   * A step that runs a handler: a script or a program that is on the device already.
   *
   * @param name the name of the step, for the logs of the device: at least 1 character
   * @throws if the options are missing
   */
  public static runHandler(name: string, options: RunHandlerOptions): JobStep {
    checkOptions('JobStep.runHandler', 'options', options, ['handler']);
    return new JobStep('runHandler', { ...options, name });
  }

  /**
   * A step that runs a command, without a shell.
   *
   * @param name the name of the step, for the logs of the device: at least 1 character
   * @param command the program and its arguments, such as `['systemctl', 'restart', 'gateway']`: texts and
   * `S3PresignedUrl`. The library escapes commas, but not those that tokens and placeholders bring. The client cannot
   * get an empty word, white space around a word, or a backslash at the end of a word that another one follows
   */
  public static runCommand(name: string, command: (string | IResolvable)[], options: JobStepOptions = {}): JobStep {
    return new JobStep('runCommand', { ...options, name, command });
  }

  private constructor(
    /** @internal */
    public readonly _type: StepType,
    /** @internal */
    public readonly _settings: StepSettings,
  ) {}

  /**
   * The type and the name of the step, for messages.
   */
  public toString(): string {
    return `${this._type} ${shown(this._settings.name)}`;
  }
}

markType(JobStep);
