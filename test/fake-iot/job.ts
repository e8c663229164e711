import type { CreateJobCommandInput } from '@aws-sdk/client-iot';

/** The settings that a template inherits from a job. Evidence: job-template-from-job, job-arn-not-inherited. */
const INHERITED = [
  'document', 'documentSource', 'presignedUrlConfig', 'jobExecutionsRolloutConfig', 'abortConfig', 'timeoutConfig', 'jobExecutionsRetryConfig',
] as const;

/** A job of the account, with the members that matter to templates. */
export type JobSettings = Pick<CreateJobCommandInput, typeof INHERITED[number]> & { readonly document: string };

/** A copy of the settings of a job that are set, without empty structures. */
export function inheritedFrom(job: JobSettings): Partial<JobSettings> {
  return structuredClone(Object.fromEntries(INHERITED.map((member) => [member, job[member]]).filter(([, value]) => !isEmpty(value))));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}
