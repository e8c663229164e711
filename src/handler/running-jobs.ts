import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import { placeholdersOf } from '../shared/placeholder';
import { bucketOf } from '../shared/s3-object-url';

/**
 * The losses of running jobs after an edit or the removal of their template. They keep their document, and AWS IoT
 * presigns its URLs with the permissions that their role has when a device asks. Evidence: presign-when-asked, presign-download-checked-by-s3.
 */
export function lossesOfRunningJobs(before: CreateJobTemplateRequest | undefined, after?: CreateJobTemplateRequest): string[] {
  const role = before?.presignedUrlConfig?.roleArn;
  if (before === undefined || role === undefined) return [];
  if (after === undefined) return [lossText('the template is removed', 'the stack deletes its role')];
  if (role !== after.presignedUrlConfig?.roleArn) return [lossText('the role changed', 'the stack deletes the old role')];
  const kept = bucketsOf(after);
  const isBucketLost = [...bucketsOf(before)].some(bucket => !kept.has(bucket));
  return isBucketLost ? [lossText('the document names other buckets', 'the role loses access to the old ones')] : [];
}

const lossText = (change: string, condition: string): string => `${change}: presigned URLs of running jobs fail if ${condition}`;

const bucketsOf = ({ document = '' }: CreateJobTemplateRequest): Set<string | undefined> =>
  new Set(placeholdersOf(document).flatMap(placeholder => 'url' in placeholder ? [bucketOf(placeholder.url)] : []));
