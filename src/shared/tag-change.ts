import type { Tags } from './bookkeeping-tags';
import { type CreateJobTemplateRequest, MAX_TAGS } from './create-job-template';

export interface TagChanges {
  readonly set: Tags;
  readonly remove: readonly string[];
  /** Tags to remove although no read shows them, because the read may be stale. */
  readonly removeUnseen: readonly string[];
  /** Whether a template has room for the old and the new tags together. */
  readonly fits: boolean;
}

export interface TagState {
  /** The tags that were found on the template. */
  readonly found: Tags;
  /** Whether this very request wrote the tags that were found. */
  readonly isUpToDate: boolean;
  readonly declared: Tags;
  readonly declaredBefore: Tags;
  /** The tags that the library keeps. */
  readonly bookkeeping: Tags;
  /** Tags of the library that are no longer needed. */
  readonly needless: readonly string[];
  /** Tags of other tools that the template had before it was recreated. */
  readonly ofOthers: Tags;
}

/** The tags to set and to remove. If an earlier request wrote the tags that were found, edited tags are written in any case. */
export function tagChanges({ found, isUpToDate, declared, declaredBefore, bookkeeping, needless, ofOthers }: TagState): TagChanges {
  const lost = [...ofOthers].filter(([key]) => !found.has(key));
  const desired = new Map([...lost, ...declared, ...bookkeeping]);
  const isEdited = (key: string) => !isUpToDate && declared.get(key) !== declaredBefore.get(key);
  const dropped = [...declaredBefore.keys(), ...needless].filter(key => !desired.has(key));
  return {
    set: new Map([...desired].filter(([key, value]) => found.get(key) !== value || isEdited(key))),
    remove: dropped.filter(key => found.has(key)),
    removeUnseen: isUpToDate ? [] : dropped.filter(key => !found.has(key)),
    fits: new Set([...found.keys(), ...desired.keys()]).size <= MAX_TAGS,
  };
}

export const tagsOf = (request?: CreateJobTemplateRequest): Map<string, string> =>
  new Map(request?.tags?.map(({ Key, Value }) => [Key, Value ?? '']));

export const withTags = (request: CreateJobTemplateRequest, tags: Tags): CreateJobTemplateRequest =>
  ({ ...request, tags: [...tags].map(([Key, Value]) => ({ Key, Value })) });
