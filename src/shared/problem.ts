/** One thing that the service would refuse. */
export interface Problem {
  /** Where: a path into the request, such as `abortConfig.criteriaList[0].thresholdPercentage`. */
  readonly member: string;
  readonly value: unknown;
  /** What it must be, to follow the word "must". It holds nothing of the value: it may stand in a log. */
  readonly must: string;
}
