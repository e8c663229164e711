import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import { placeholdersOf } from '../shared/placeholder';
import { bucketOf } from '../shared/s3-object-url';

/**
 * The losses of jobs that still run after an edit or the removal of the template from which they were started. They keep their document, and
 * AWS IoT presigns its URLs with the permissions that their role has when a device asks. Evidence: presign-when-asked, presign-download-checked-by-s3.
 */
export function lossesOfRunningJobs(before: CreateJobTemplateRequest | undefined, after?: CreateJobTemplateRequest): string[] {
  const role = before?.presignedUrlConfig?.roleArn;
  if (before === undefined || role === undefined) return [];
  if (after === undefined) return ['the template is removed: presigned URLs of jobs that still run fail if the stack deletes its role'];
  if (role !== after.presignedUrlConfig?.roleArn) {
    return ['the role is another one: presigned URLs of jobs that still run fail if the stack deletes the old role'];
  }
  const kept = bucketsOf(after);
  return [...bucketsOf(before)].some(bucket => !kept.has(bucket))
    ? ['the document names other buckets: presigned URLs of jobs that still run fail if the role has lost the old ones'] : [];
}

const bucketsOf = ({ document = '' }: CreateJobTemplateRequest): Set<string | undefined> =>
  new Set(placeholdersOf(document).flatMap(placeholder => 'url' in placeholder ? [bucketOf(placeholder.url)] : []));
