/**
 * Behaviors of AWS IoT that nobody has measured. The code must be right in every variant. The evidence register names
 * these switches.
 */
export interface Variant {
  /**
   * The response to ListTagsForResource for a missing template: an empty list, or ResourceNotFoundException.
   * Evidence: list-tags-of-missing.
   */
  readonly tagsOfMissing: 'empty' | 'notFound';
  /**
   * The time after a deletion during which CreateJobTemplate under the same id returns ConflictException.
   * Evidence: create-after-delete.
   */
  readonly conflictAfterDeleteMs: number;
  /** The lag of DescribeJobTemplate. Evidence: describe-lag. */
  readonly describeLagMs: number;
  /** The lag of ListTagsForResource. Evidence: tags-lag. */
  readonly tagsLagMs: number;
  /** The lag of the tags that IAM sees. Evidence: iam-tags-lag. */
  readonly iamTagsLagMs: number;
  /**
   * The resource tags that IAM sees during CreateJobTemplate: none, those of an existing template, or those in the
   * request.
   *
   * Evidence: iam-tags-at-creation.
   */
  readonly iamTagsAtCreation: 'none' | 'existing' | 'requested';
  /** The response to UntagResource with a key that the template does not have. Evidence: untag-of-missing-key. */
  readonly untagOfMissingKey: 'accepted' | 'refused';
  /**
   * The allowed tag values: any text, or only the characters of a key. Evidence: tag-value-characters, tag-value-own.
   */
  readonly tagValues: 'any' | 'restricted';
  /**
   * Whether CreateJobTemplate makes the checks that UpdateJob is known to make.
   *
   * Evidence: rollout-empty, rollout-base-above-maximum, rollout-increase-none, retry-all-alone,
   * presign-role-malformed.
   */
  readonly updateJobRulesAtCreate: 'checked' | 'unchecked';
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
  tagValues: 'any',
  updateJobRulesAtCreate: 'checked',
};

/** The part of a variant that decides about the content of a request. */
export type Rules = Pick<Variant, 'tagValues' | 'updateJobRulesAtCreate'>;

/** The maximum age of a change that still matters. */
export function memoryOf({ conflictAfterDeleteMs, describeLagMs, tagsLagMs, iamTagsLagMs }: Variant): number {
  return Math.max(conflictAfterDeleteMs, describeLagMs, tagsLagMs, iamTagsLagMs);
}
