import type { Tags } from './bookkeeping-tags';
import { type CreateJobTemplateRequest, MAX_TAGS } from '../shared/create-job-template';

/** What to set on a template, and what to remove from it. */
export interface TagChange {
  readonly set: Tags;
  readonly remove: readonly string[];
  /** Tags to remove although nothing shows them: what was read may be out of date. */
  readonly removeUnseen: readonly string[];
  /** Whether old and new tags are few enough to be there together. */
  readonly fits: boolean;
}

export interface DesiredTags {
  readonly declared: Tags;
  readonly declaredBefore: Tags;
  /** The tags that the library keeps. */
  readonly bookkeeping: Tags;
  /** Tags of the library that are no longer needed. */
  readonly needless: readonly string[];
  /** Tags of other tools that the template had before it was recreated. */
  readonly ofOthers: Tags;
}

/**
 * Which tags to change. If an earlier request wrote the tags that were found, what this event changes is written whatever they show.
 *
 * @param isUpToDate whether this very request wrote the tags that were found
 */
export function tagChange(desired: DesiredTags, found: Tags, isUpToDate: boolean): TagChange {
  const { declared, declaredBefore, bookkeeping, needless } = desired;
  const lost = [...desired.ofOthers].filter(([key]) => !found.has(key));
  const wanted = new Map([...lost, ...declared, ...bookkeeping]);
  const isEdited = (key: string) => !isUpToDate && declared.get(key) !== declaredBefore.get(key);
  const gone = [...declaredBefore.keys(), ...needless].filter(key => !wanted.has(key));
  return {
    set: new Map([...wanted].filter(([key, value]) => found.get(key) !== value || isEdited(key))),
    remove: gone.filter(key => found.has(key)),
    removeUnseen: isUpToDate ? [] : gone.filter(key => !found.has(key)),
    fits: new Set([...found.keys(), ...wanted.keys()]).size <= MAX_TAGS,
  };
}

export const tagsOf = (request?: CreateJobTemplateRequest): Map<string, string> =>
  new Map(request?.tags?.map(({ Key, Value }) => [Key, Value ?? '']));

export const withTags = (request: CreateJobTemplateRequest, tags: Tags): CreateJobTemplateRequest =>
  ({ ...request, tags: [...tags].map(([Key, Value]) => ({ Key, Value })) });
