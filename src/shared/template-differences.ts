import type { Tags } from './bookkeeping-tags';
import { type Difference, differences, spelledAs } from './content';
import type { CreateJobTemplateRequest } from './create-job-template';
import type { JobTemplateDescription } from './describe-job-template';
import { tagsOf } from './tag-change';

/** A member of the content or a declared tag that differs from the desired state. */
export interface TemplateDifference extends Difference {
  /** The key of the tag. */
  readonly tag?: string;
}

/**
 * The differences between a request and a template, in members and in declared tags.
 *
 * @param tags the tags of the template, if the declared tags must be among them
 */
export const templateDifferences = (
  request: CreateJobTemplateRequest, described: JobTemplateDescription, tags: Tags = tagsOf(request),
): TemplateDifference[] => [
  ...differences(request, spelledAs(request, described)),
  ...[...tagsOf(request)].filter(([key, value]) => tags.get(key) !== value).map(([tag, wanted]) => ({ member: 'tags', tag, wanted, found: tags.get(tag) })),
];
