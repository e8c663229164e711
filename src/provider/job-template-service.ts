import type { Tags } from './marks';
import type { CreateJobTemplateRequest, JobTemplateContent } from '../request/create-job-template';
import type { DescribeManagedJobTemplateRequest } from '../request/describe-job-template';

/**
 * The job templates of AWS IoT, as the lifecycle sees them. Whatever passes by itself has been waited for:
 * what is thrown here is final.
 */
export interface JobTemplateService {
  /**
   * @param isLastResort whether nothing else can be tried: then all that may pass by itself is waited for as long as there is time
   * @returns `exists` also where it was this very call that made the template and its answer was lost
   */
  create(request: CreateJobTemplateRequest, isLastResort?: boolean): Promise<'created' | 'exists'>;
  /** @param settling whether the template is known to be there, and may only not show yet */
  describe(id: string, settling?: boolean): Promise<JobTemplateDescription | undefined>;
  /** A template that AWS manages; undefined where there is no such template. */
  describeManaged(request: DescribeManagedJobTemplateRequest): Promise<object | undefined>;
  delete(id: string): Promise<void>;
  /** The tags of a template; undefined where there is no such template. */
  tags(id: string): Promise<Tags | undefined>;
  /** @returns whether there is such a template */
  tag(id: string, tags: Tags): Promise<boolean>;
  untag(id: string, keys: readonly string[]): Promise<boolean>;
  /** Waits a moment, longer with each round, for what has been done to show. */
  settle(round: number): Promise<void>;
}

export interface JobTemplateDescription extends JobTemplateContent {
  readonly jobTemplateArn: string;
  readonly createdAt: Date;
}
