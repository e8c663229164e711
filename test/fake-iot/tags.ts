import type { Tag } from '@aws-sdk/client-iot';
import { invalidRequest, ServiceError } from './errors';
import { TAG_KEY_PATTERN } from './model';
import { checkLimits } from './validation';
import type { Rules } from './variants';

export type Tags = Readonly<Record<string, string>>;

const MAX_TAGS = 50;
const INVALID_REQUEST = 'Invalid request exception. Please check the input.';
const INVALID_TAG = 'Invalid tag parameter exception. Please check the input.';

/** The tags of CreateJobTemplate. Evidence: tag-value-missing. */
export function checkCreatedTags(tags: readonly Tag[], rules: Rules): void {
  checkTags(tags, rules, INVALID_TAG);
}

/** The tags of TagResource. Evidence: tag-value-missing. */
export function checkAddedTags(tags: readonly Tag[], rules: Rules): void {
  checkNotEmpty(tags);
  checkTags(tags, rules, INVALID_REQUEST);
}

/** The keys of UntagResource. */
export function checkRemovedKeys(keys: readonly string[]): void {
  checkNotEmpty(keys);
  keys.forEach(checkNotReserved);
}

/** Evidence: tags-maximum. */
export function checkNumberOfTags(tags: Tags): void {
  if (Object.keys(tags).length > MAX_TAGS) throw invalidRequest('Too many tags provided in the request. Please check the input.');
}

/** A repeated key has its last value. Evidence: tag-key-repeated. */
export function toRecord(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value = '' }) => [Key!, Value]));
}

export function refusedTagRequest(): ServiceError {
  return invalidRequest(INVALID_REQUEST);
}

function checkTags(tags: readonly Tag[], { tagValues }: Rules, withoutValue: string): void {
  // Evidence: tag-value-characters.
  if (tagValues === 'restricted') checkLimits(RESTRICTED, { tags });
  for (const { Key, Value } of tags) {
    if (Value === undefined) throw invalidRequest(withoutValue);
    checkNotReserved(Key!);
  }
  checkNumberOfTags(toRecord(tags));
}

const RESTRICTED = {
  kind: 'structure',
  members: { tags: { kind: 'list', member: { kind: 'structure', members: { Value: { kind: 'string', pattern: TAG_KEY_PATTERN } } } } },
} as const;

/** Evidence: tag-key-reserved. */
function checkNotReserved(key: string): void {
  if (/^aws:/i.test(key)) throw invalidRequest(`Tags cannot begin with "aws:", offending tag: ${key}`);
}

/** Evidence: tag-list-empty. */
function checkNotEmpty(items: readonly unknown[]): void {
  if (items.length === 0) throw invalidRequest('The validated collection is empty');
}
