import type { JobTemplateDescription } from './job-template-service';
import type { Tags } from './bookkeeping-tags';
import { withTags } from './tag-change';
import { contentOf, differences, withoutEmpty } from '../shared/content';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';

/**
 * Requests that restore a template, the most faithful first. Its document may have been read from an object that is no longer the same, or
 * there. If the description does not show what was declared before, it is out of date, or somebody else has recreated the template: what was
 * declared comes first.
 */
export function requestsFor(described: JobTemplateDescription, tags: Tags, declared?: CreateJobTemplateRequest): CreateJobTemplateRequest[] {
  const { documentSource, document, ...rest } = withoutEmpty(contentOf(described));
  const sources = [...documentSource === undefined ? [] : [{ documentSource }], ...document === undefined ? [] : [{ document }]];
  const requests: CreateJobTemplateRequest[] = sources.map(source => ({ ...rest, ...source, jobTemplateId: described.jobTemplateId }));
  const isOutOfDate = declared !== undefined && differences(declared, described).length > 0;
  // Of a job's document the service may not tell.
  const candidates = declared !== undefined && (isOutOfDate || requests.length === 0) ? [declared, ...requests] : requests;
  return candidates.map(request => withTags(request, tags));
}
