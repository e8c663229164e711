import type { CreateJobTemplateRequest } from './create-job-template';

/** A reason for which AWS IoT would refuse a request. */
export interface Problem {
  /** The path into the request, such as `abortConfig.criteriaList[0].thresholdPercentage`. */
  readonly member: string;
  readonly value: unknown;
  /** The requirement, to follow the word "must". It must not quote the value, because the handler logs it. */
  readonly must: string;
}

/**
 * A check of several members together, or of details that the shape of a member does not describe. It runs only if all members have valid
 * shapes. It finds problems, or other things that are worth telling.
 */
export type Rule<Found = Problem> = (request: CreateJobTemplateRequest, isUnresolved: IsUnresolved) => Found[];

/** Whether a value is not known yet. */
export type IsUnresolved = (value: unknown) => boolean;

/** A rule for a document. It also gets texts that are not JSON, because what it finds in a document that is not known is dropped later. */
export type DocumentRule<Found = Problem> = (request: CreateJobTemplateRequest & HasDocument, isUnresolved: IsUnresolved) => Found[];

interface HasDocument {
  readonly document: string;
}

/** The findings of several rules, in the order of the rules. */
export const findingsOf = <Request, Found>(
  rules: ReadonlyArray<(request: Request, isUnresolved: IsUnresolved) => Found[]>, request: Request, isUnresolved: IsUnresolved,
): Found[] => rules.flatMap(rule => rule(request, isUnresolved));

/** Combines rules for a document. The combined rule finds nothing if the document is not known. */
export const forKnownDocument = <Found>(rules: ReadonlyArray<DocumentRule<Found>>): Rule<Found> => (request, isUnresolved) => {
  const found = hasDocument(request) ? findingsOf(rules, request, isUnresolved) : [];
  // The question costs more than most rules, and most documents are right.
  return found.length > 0 && isUnresolved(request.document) ? [] : found;
};

const hasDocument = (request: CreateJobTemplateRequest): request is CreateJobTemplateRequest & HasDocument => typeof request.document === 'string';

/** The problems of a rule that has found one. */
export const problemAt = (member: string, value: unknown, must: string): Problem[] => [{ member, value, must }];

/** @throws the first of the problems */
export function throwFirst([problem]: readonly Problem[]): void {
  if (problem) throw new Error(`${problem.member} must ${problem.must}`);
}
