import type { CreateJobTemplateRequest } from './create-job-template';
import type { Problem } from './problem';

/**
 * A rule that ties members together, or looks into one deeper than its kind does.
 * The members themselves have been checked when a rule is asked.
 */
export type Rule = (request: CreateJobTemplateRequest, isUnresolved: (value: unknown) => boolean) => Problem[];

export const refuse = (member: string, value: unknown, must: string): Problem[] => [{ member, value, must }];
