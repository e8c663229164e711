import { templateDifferences } from './difference-text';
import type { JobTemplateService } from './job-template-service';
import { isInvalidRequest } from './service-refusal';
import type { View } from './settling';
import type { BookkeepingTags, Tags } from '../shared/bookkeeping-tags';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import { tagsOf } from '../shared/tag-change';

/** The tags of a template, and the age of the read that found them. */
export interface FoundTags {
  readonly tags: Tags;
  readonly bookkeeping: BookkeepingTags;
  readonly view: View;
}

/**
 * Whether AWS IoT describes a template as it is requested.
 *
 * @param tags the tags of the template, if the declared tags must be among them
 */
export async function isDescribed(service: JobTemplateService, request: CreateJobTemplateRequest, tags: Tags = tagsOf(request)): Promise<boolean> {
  const described = await service.describe(request.jobTemplateId);
  // Stryker disable next-line ConditionalExpression: the compiler asks for it, because every request has a description that differs from nothing
  return described !== undefined && templateDifferences(request, described, tags).length === 0;
}

/** Whether a template is so young that its own tags, or those of the template that it replaces, may not have shown yet. */
export async function mayHaveUnseenTags(service: JobTemplateService, id: string, view: View): Promise<boolean> {
  if (view.isSettled) return false;
  const described = await service.describe(id);
  return described !== undefined && view.isRecent(described.createdAt);
}

/**
 * Removes tags that a read has shown. This or another delivery may have removed them already. AWS IoT's refusal of such a removal counts
 * only if the view has settled.
 *
 * @returns whether there is such a template, or that the removal must be retried
 */
export async function removeSeenTags(
  service: JobTemplateService, id: string, keys: readonly string[], { isSettled }: View,
): Promise<boolean | 'stale'> {
  try {
    return await service.untag(id, keys);
  } catch (error) {
    if (isInvalidRequest(error) && !isSettled) return 'stale';
    throw error;
  }
}

export const ownershipText = ({ owner }: BookkeepingTags): string => owner === undefined ? 'was not created by this library' : `belongs to ${owner}`;
