/** How AWS IoT behaves wherever nobody has measured it. The code must be right in every variant. */
export interface Variant {
  /** ListTagsForResource of a missing template: an empty list, or ResourceNotFoundException. */
  readonly tagsOfMissing: 'empty' | 'notFound';
  /** For how long after a deletion CreateJobTemplate under the same id answers ConflictException. */
  readonly conflictAfterDeleteMs: number;
  /** How far DescribeJobTemplate lags behind. */
  readonly describeLagMs: number;
  /** How far ListTagsForResource lags behind. */
  readonly tagsLagMs: number;
  /** How far the tags that IAM sees lag behind. */
  readonly iamTagsLagMs: number;
  /** The resource tags that IAM sees during CreateJobTemplate: none, those of an existing template, or those in the request. */
  readonly iamTagsAtCreation: 'none' | 'existing' | 'requested';
  /** UntagResource with a key that the template does not have. */
  readonly untagOfMissingKey: 'accepted' | 'refused';
}

/** The most probable behavior. */
export const DEFAULT_VARIANT: Variant = {
  tagsOfMissing: 'empty',
  conflictAfterDeleteMs: 0,
  describeLagMs: 0,
  tagsLagMs: 0,
  iamTagsLagMs: 0,
  iamTagsAtCreation: 'none',
  untagOfMissingKey: 'accepted',
};

/** How long ago a change can be and still matter to somebody. */
export function memoryOf({ conflictAfterDeleteMs, describeLagMs, tagsLagMs, iamTagsLagMs }: Variant): number {
  return Math.max(conflictAfterDeleteMs, describeLagMs, tagsLagMs, iamTagsLagMs);
}
