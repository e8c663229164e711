import type { Tags } from '../shared/bookkeeping-tags';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import type { DescribeManagedJobTemplateRequest, JobTemplateDescription } from '../shared/describe-job-template';

/** The job templates of AWS IoT. Transient errors have been retried: every error that is thrown here is final. */
export interface JobTemplateService {
  create(request: CreateJobTemplateRequest, options?: CreateOptions): Promise<Creation>;
  describe(id: string): Promise<JobTemplateDescription | undefined>;
  /** Waits until an existing template can be read. */
  describeExisting(id: string): Promise<JobTemplateDescription>;
  /** @returns undefined if AWS manages no such template */
  describeManaged(request: DescribeManagedJobTemplateRequest): Promise<object | undefined>;
  /**
   * @param onLostResponse called if AWS IoT may still carry out a deletion later, because its response was lost. Evidence: late-effect.
   * @returns whether there was a template to delete; false also if an earlier call deleted it and its response was lost
   */
  delete(id: string, onLostResponse?: () => void): Promise<boolean>;
  /** The tags of a template. A template that does not exist may have an empty list, too. */
  tags(id: string): Promise<Tags>;
  /** @returns whether there is such a template */
  tag(id: string, tags: Tags): Promise<boolean>;
  /** @returns whether there is such a template */
  untag(id: string, keys: readonly string[], options?: UntagOptions): Promise<boolean>;
}

export interface CreateOptions {
  /** Whether every transient error is retried until the deadline, because there is no other way. @default false */
  readonly retryUntilDeadline?: boolean;
}

export interface UntagOptions {
  /** Whether a read showed the tags. Tags that no read showed may exist all the same. @default true */
  readonly areSeen: boolean;
}

/**
 * The result of a creation. `exists` means that the id is taken. `unclear` means the same after a lost response: this very call may
 * have created the template.
 */
export type Creation = 'created' | 'exists' | 'unclear';
