import type { Tags } from './bookkeeping-tags';
import type { CreateJobTemplateRequest, JobTemplateContent } from '../shared/create-job-template';
import type { DescribeManagedJobTemplateRequest } from '../shared/describe-job-template';

/**
 * The job templates of AWS IoT, as the lifecycle sees them. Whatever passes by itself has been waited for:
 * what is thrown here is final.
 */
export interface JobTemplateService {
  /** Whether a deletion whose response was lost may still be carried out: until the lifecycle has outlasted it. Evidence: late-effect. */
  mayStillDelete: boolean;
  /** @param retryUntilDeadline whether nothing else can be tried: then all that may pass by itself is waited for as long as there is time */
  create(request: CreateJobTemplateRequest, retryUntilDeadline?: boolean): Promise<Creation>;
  describe(id: string): Promise<JobTemplateDescription | undefined>;
  /** Waits until a template that is there can be read. */
  describeExisting(id: string): Promise<JobTemplateDescription>;
  /** A template that AWS manages; undefined where there is no such template. */
  describeManaged(request: DescribeManagedJobTemplateRequest): Promise<object | undefined>;
  /** @returns whether there was a template to delete; false also if an earlier call deleted it and its response was lost */
  delete(id: string): Promise<boolean>;
  /** The tags of a template. That there are none does not say whether there is a template. */
  tags(id: string): Promise<Tags>;
  /** @returns whether there is such a template */
  tag(id: string, tags: Tags): Promise<boolean>;
  untag(id: string, keys: readonly string[], options?: UntagOptions): Promise<boolean>;
}

export interface UntagOptions {
  /** Whether the tags were seen on the template. Those that were not may be there all the same. @default true */
  readonly areSeen: boolean;
}

/**
 * What came of a creation: `exists` if the id is taken, `unclear` if that was found after a response had been lost, so that this very call may
 * have created the template.
 */
export type Creation = 'created' | 'exists' | 'unclear';

export interface JobTemplateDescription extends JobTemplateContent {
  readonly jobTemplateId: string;
  readonly jobTemplateArn: string;
  readonly createdAt: Date;
}
