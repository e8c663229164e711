/**
 * How AWS IoT behaves wherever nobody has measured it. The code must be right in every variant.
 * The register of evidence names these switches.
 */
export interface Variant {
  /** ListTagsForResource of a missing template: an empty list, or ResourceNotFoundException. Evidence: list-tags-of-missing. */
  readonly tagsOfMissing: 'empty' | 'notFound';
  /** For how long after a deletion CreateJobTemplate under the same id answers ConflictException. Evidence: create-after-delete. */
  readonly conflictAfterDeleteMs: number;
  /** How far DescribeJobTemplate lags behind. Evidence: describe-lag. */
  readonly describeLagMs: number;
  /** How far ListTagsForResource lags behind. Evidence: tags-lag. */
  readonly tagsLagMs: number;
  /** How far the tags that IAM sees lag behind. Evidence: iam-tags-lag. */
  readonly iamTagsLagMs: number;
  /**
   * The resource tags that IAM sees during CreateJobTemplate: none, those of an existing template, or those in the request.
   * Evidence: iam-tags-at-creation.
   */
  readonly iamTagsAtCreation: 'none' | 'existing' | 'requested';
  /** UntagResource with a key that the template does not have. Evidence: untag-of-missing-key. */
  readonly untagOfMissingKey: 'accepted' | 'refused';
  /** Tag values: any text, or only the characters that a key may have. Evidence: tag-value-characters, tag-value-own. */
  readonly tagValues: 'any' | 'restricted';
  /**
   * Whether CreateJobTemplate checks what UpdateJob is known to check.
   * Evidence: rollout-empty, rollout-base-above-maximum, rollout-increase-none, retry-all-alone, presign-role-malformed.
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

/** How long ago a change can be and still matter to somebody. */
export function memoryOf({ conflictAfterDeleteMs, describeLagMs, tagsLagMs, iamTagsLagMs }: Variant): number {
  return Math.max(conflictAfterDeleteMs, describeLagMs, tagsLagMs, iamTagsLagMs);
}
