/**
 * A failure of a job execution that abort criteria count.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_AbortCriteria.html
 */
export enum JobFailureType {
  /** The device reported that the job failed. */
  FAILED = 'FAILED',
  /** The device rejected the job. */
  REJECTED = 'REJECTED',
  /** The device did not finish the job in time. */
  TIMED_OUT = 'TIMED_OUT',
  /** Any of the other failures. */
  ALL = 'ALL',
}

/**
 * A failure of a job execution that is retried.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_RetryCriteria.html
 */
export enum JobRetryableFailureType {
  /** The device reported that the job failed. */
  FAILED = 'FAILED',
  /** The device did not finish the job in time. */
  TIMED_OUT = 'TIMED_OUT',
  /** Either of the other failures. */
  ALL = 'ALL',
}

/**
 * The effect of an abort criterion on a job.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_AbortCriteria.html
 */
export enum AbortAction {
  /** Cancels the job: queued executions are canceled, and those in progress continue. */
  CANCEL = 'CANCEL',
}

/**
 * A criterion that stops a job if too many devices fail. AWS IoT checks the criteria in their order.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_AbortCriteria.html
 */
export interface AbortCriterion {
  /**
   * The failures that count. Each failure type may occur once in a template.
   */
  readonly failureType: JobFailureType;

  /**
   * The percentage of executions that must have failed, such as 5 for 5 %. Above 0, at most 100, with at most two
   * decimals.
   *
   * A value below 1 causes a warning, because it may be meant as a fraction.
   */
  readonly thresholdPercentage: number;

  /**
   * The number of devices that must have been notified before the percentage is checked: 1 to 2147483647.
   */
  readonly minNumberOfExecutedThings: number;

  /**
   * The effect on the job.
   *
   * @default AbortAction.CANCEL
   */
  readonly action?: AbortAction;
}

/**
 * A failure after which a device retries a job, and the number of retries.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_RetryCriteria.html
 */
export interface RetryCriterion {
  /**
   * The failures that are retried. `ALL` must be the only criterion of a template.
   *
   * `TIMED_OUT` needs an `inProgressTimeout`, or a timeout that is inherited from a job.
   */
  readonly failureType: JobRetryableFailureType;

  /**
   * The number of retries: 0 to 10, and at most 10 over all criteria of a template.
   */
  readonly numberOfRetries: number;
}
