import { MAX_DOCUMENT_BYTES } from './document-rules';
import { mayInherit } from './inheritance';
import { needsRole, placeholdersOf, UNKNOWN } from './placeholder';
import { type Suspicion, warn, WarningId } from './warning';

const NEAR_LIMIT_BYTES = Math.ceil(0.9 * MAX_DOCUMENT_BYTES);

/** Evidence: document-near-limit. */
const documentNearLimit: Suspicion = ({ document }, isUnresolved) => {
  const bytes = document === undefined || isUnresolved(document) ? 0 : Buffer.byteLength(document);
  return bytes < NEAR_LIMIT_BYTES ? [] : warn(WarningId.DOCUMENT_NEAR_LIMIT, 'document', `${bytes} bytes`,
    `${MAX_DOCUMENT_BYTES} is the limit: move what is large into an object that the document refers to`);
};

/** Evidence: placeholder-unknown. */
const unknownPlaceholder: Suspicion = ({ document }, isUnresolved) =>
  document === undefined || isUnresolved(document) ? [] : placeholdersOf(document)
    .filter(({ kind, text }) => kind === 'unknown' && !text.includes(UNKNOWN))
    .flatMap(({ text }) => warn(WarningId.UNKNOWN_PLACEHOLDER, 'document', text,
      'AWS IoT documents no such placeholder: look for a typo, or devices get it as it is'));

/** AWS documents that they work in its own templates only; public templates of others have them. Evidence: parameter-in-own-template, managed-parameters. */
const parameterPlaceholder: Suspicion = ({ document }, isUnresolved) =>
  document === undefined || isUnresolved(document) ? [] : placeholdersOf(document)
    .filter(({ kind }) => kind === 'parameter')
    .flatMap(({ text }) => warn(WarningId.PARAMETER_PLACEHOLDER, 'document', text,
      'AWS IoT documents parameters for the templates that it manages only, and nobody has measured whether it fills them in or refuses them: '
      + 'write the value into the document'));

/** A document beside a job has a presigned URL, and nothing says which role the job has. Evidence: job-template-from-job, placeholder-needs-role. */
const inheritedRoleUnknown: Suspicion = (request, isUnresolved) => {
  const { document } = request;
  if (document === undefined || isUnresolved(document) || !mayInherit(request, 'presignedUrlConfig.roleArn')) return [];
  return !placeholdersOf(document).some(needsRole) ? [] : warn(WarningId.INHERITED_ROLE_UNKNOWN, 'presignedUrlConfig.roleArn', undefined,
    'the document has a presigned URL: AWS IoT refuses the template unless the job has a role. '
    + 'Pass the role of the job as inheritedPresignedUrlRole, so that it can be granted, or another one as presignedUrlRole');
};

/** The document of the job is not known, and may have a presigned URL. Evidence: job-arn-members-replace. */
const inheritedRoleReplaced: Suspicion = (request) => {
  const { presignedUrlConfig } = request;
  if (!mayInherit(request, 'document') || presignedUrlConfig?.expiresInSec === undefined || presignedUrlConfig.roleArn !== undefined) return [];
  return warn(WarningId.INHERITED_ROLE_REPLACED, 'presignedUrlConfig.roleArn', undefined,
    'presignedUrlExpiration replaces the role of the job, too: if its document has presigned URLs, pass the role as presignedUrlRole');
};

/** What looks unintended in a document, or in how its URLs are presigned. */
export const DOCUMENT_SUSPICIONS: readonly Suspicion[] = [
  documentNearLimit, unknownPlaceholder, parameterPlaceholder, inheritedRoleUnknown, inheritedRoleReplaced,
];
