import type { CreateJobTemplateRequest, JobTemplateContent } from './create-job-template';

/**
 * The members that a template which is created from a job inherits from that job. A member of the request replaces the whole
 * member of the job. Package versions and maintenance windows are not inherited.
 *
 * Evidence: job-template-from-job, job-arn-members-replace, job-arn-not-inherited.
 */
export const INHERITED_MEMBERS = [
  'presignedUrlConfig', 'jobExecutionsRolloutConfig', 'abortConfig', 'timeoutConfig', 'jobExecutionsRetryConfig',
] as const satisfies readonly (keyof JobTemplateContent)[];

/**
 * Whether a template can inherit a member from the job that it is created from. A document or a document source of the request replaces
 * both members of the job.
 *
 * @param member a path into the request, such as `presignedUrlConfig.roleArn`
 */
export function mayInherit(request: CreateJobTemplateRequest | JobTemplateContent, member: string): boolean {
  if (request.jobArn === undefined) return false;
  if (member === 'document' || member === 'documentSource') return request.document === undefined && request.documentSource === undefined;
  return INHERITED_MEMBERS.some(inherited => member.split('.')[0] === inherited && request[inherited] === undefined);
}
