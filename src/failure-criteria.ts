/**
 * How a job execution fails, for abort criteria.
 */
export enum JobFailureType {
  /** The device reported that the job failed. */
  FAILED = 'FAILED',
  /** The device rejected the job. */
  REJECTED = 'REJECTED',
  /** The device did not finish the job in time. */
  TIMED_OUT = 'TIMED_OUT',
  /** Any of these. */
  ALL = 'ALL',
}

/**
 * How a job execution fails, for retry criteria.
 */
export enum JobRetryableFailureType {
  /** The device reported that the job failed. */
  FAILED = 'FAILED',
  /** The device did not finish the job in time. */
  TIMED_OUT = 'TIMED_OUT',
  /** Either of these. */
  ALL = 'ALL',
}

/**
 * What an abort criterion does to a job.
 */
export enum AbortAction {
  /** Cancels the job: queued executions are canceled, those in progress go on. */
  CANCEL = 'CANCEL',
}

/**
 * When a job stops by itself because too many devices fail. Criteria are checked in their order.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_AbortCriteria.html
 */
export interface AbortCriterion {
  /**
   * The failures that count; each type at most once in a template.
   */
  readonly failureType: JobFailureType;

  /**
   * The share of executions that must have failed, in percent: 5 for 5 %. Above 0, at most 100, with at most two decimals. A value below 1
   * causes a warning, since it may be meant as a fraction.
   */
  readonly thresholdPercentage: number;

  /**
   * How many devices must have been notified before the share is looked at: 1 to 2147483647.
   */
  readonly minNumberOfExecutedThings: number;

  /**
   * What happens to the job.
   *
   * @default AbortAction.CANCEL
   */
  readonly action?: AbortAction;
}

/**
 * How often a device tries a job again that failed.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_RetryCriteria.html
 */
export interface RetryCriterion {
  /**
   * The failures after which it is tried again. ALL must be the only criterion of a template. TIMED_OUT needs `inProgressTimeout`,
   * or a timeout that is inherited from a job.
   */
  readonly failureType: JobRetryableFailureType;

  /**
   * How often it is tried again: 0 to 10, and at most 10 over all criteria of a template.
   */
  readonly numberOfRetries: number;
}
