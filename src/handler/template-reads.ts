import type { JobTemplateService } from './job-template-service';
import { isInvalidRequest } from './service-refusal';
import type { View } from '../shared/decision';

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
