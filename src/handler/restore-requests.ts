import type { Tags } from '../shared/bookkeeping-tags';
import { contentOf, differences, withoutEmpty } from '../shared/content';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import type { JobTemplateDescription } from '../shared/describe-job-template';
import { withTags } from '../shared/tag-change';

/**
 * Requests that restore a template, the most faithful first. The object of its document may have changed or may be gone. If the description
 * differs from what was declared before, it is stale, or somebody else has recreated the template. The declaration comes first then.
 */
export function restoreRequests(described: JobTemplateDescription, tags: Tags, declared?: CreateJobTemplateRequest): CreateJobTemplateRequest[] {
  const { documentSource, document, ...rest } = withoutEmpty(contentOf(described));
  const sources = [...documentSource === undefined ? [] : [{ documentSource }], ...document === undefined ? [] : [{ document }]];
  const requests: CreateJobTemplateRequest[] = sources.map(source => ({ ...rest, ...source, jobTemplateId: described.jobTemplateId }));
  const isStale = declared !== undefined && differences(declared, described).length > 0;
  // AWS IoT may not return the document of a job.
  const candidates = declared !== undefined && (isStale || requests.length === 0) ? [declared, ...requests] : requests;
  return candidates.map(request => withTags(request, tags));
}
