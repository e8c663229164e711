import type { CreateJobTemplateRequest } from './create-job-template';

/** One thing that the service would refuse. */
export interface Problem {
  /** Where: a path into the request, such as `abortConfig.criteriaList[0].thresholdPercentage`. */
  readonly member: string;
  readonly value: unknown;
  /** What it must be, to follow the word "must". It holds nothing of the value: it may stand in a log. */
  readonly must: string;
}

/**
 * A rule that ties members together, or looks into one deeper than its kind does.
 * The members themselves have been checked when a rule is asked.
 */
export type Rule = (request: CreateJobTemplateRequest, isUnresolved: (value: unknown) => boolean) => Problem[];

export const problemAt = (member: string, value: unknown, must: string): Problem[] => [{ member, value, must }];
