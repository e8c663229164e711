import { placementsOf, textsOf, valueOf } from './document-text';
import { type IsUnresolved, type WarningRule, warn, WarningId } from './warning';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import { MAX_DOCUMENT_BYTES } from '../shared/document-rules';
import { mayInherit } from '../shared/inheritance';
import { namesInArn, needsRole, type Placeholder, placeholdersOf, PREFIX, UNKNOWN, UPLOAD_VARIABLES } from '../shared/placeholder';

const NEAR_LIMIT_BYTES = Math.ceil(0.9 * MAX_DOCUMENT_BYTES);

/** Evidence: document-near-limit. */
const documentNearLimit: WarningRule = ({ document }, isUnresolved) => {
  const bytes = document === undefined || isUnresolved(document) ? 0 : Buffer.byteLength(document);
  return bytes < NEAR_LIMIT_BYTES ? [] : warn(WarningId.DOCUMENT_NEAR_LIMIT, 'document', `${bytes} bytes`,
    `${MAX_DOCUMENT_BYTES} is the limit: move what is large into an object that the document refers to`);
};

/** Evidence: document-json-scalar. */
const documentNotObject: WarningRule = ({ document }, isUnresolved) => {
  if (document === undefined || isUnresolved(document)) return [];
  const value = valueOf(document);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return value === undefined || isObject || value === UNKNOWN ? [] : warn(WarningId.DOCUMENT_NOT_OBJECT, 'document', value,
    'all documents that AWS documents are JSON objects, and nobody has measured whether AWS IoT accepts anything else: put it into a member');
};

/** Evidence: placeholder-unknown. */
const unknownPlaceholder: WarningRule = (request, isUnresolved) =>
  placeholdersIn(request, isUnresolved, 'unknown').filter(text => !mayBeKnown(text)).flatMap(text => warn(WarningId.UNKNOWN_PLACEHOLDER, 'document', text,
    'AWS IoT documents no such placeholder: look for a typo, or devices get it as it is'));

/** Whether a part that is not known yet may make it one that AWS IoT documents. */
const mayBeKnown = (text: string): boolean => text.includes(UNKNOWN) && /^\$\{aws:iot:(?:[^:]*<token>|package:)/.test(text);

/** AWS documents that they work in its own templates only; public templates of others have them. Evidence: parameter-in-own-template, managed-parameters. */
const parameterPlaceholder: WarningRule = (request, isUnresolved) =>
  placeholdersIn(request, isUnresolved, 'parameter').flatMap(text => warn(WarningId.PARAMETER_PLACEHOLDER, 'document', text,
    'AWS IoT documents parameters for the templates that it manages only, and nobody has measured whether it fills them in or refuses them: '
    + 'write the value into the document, with a template for each choice; let $default of a package choose the version; or start the job '
    + 'from a template that AWS manages, which takes documentParameters'));

/** Evidence: placeholder-local-variable-bare. */
const variableOutsideUpload: WarningRule = ({ document }, isUnresolved) => {
  if (document === undefined || isUnresolved(document)) return [];
  const outside = textsOf(document).map(({ text }) => placeholdersOf(text).reduce((rest, placeholder) => rest.replaceAll(placeholder.text, ' '), text));
  return UPLOAD_VARIABLES.map(name => `\${${name}}`).filter(variable => outside.some(text => text.includes(variable)))
    .flatMap(variable => warn(WarningId.VARIABLE_OUTSIDE_UPLOAD, 'document', variable,
      'AWS IoT fills it in inside the key of an upload only. Nobody has measured whether it leaves it alone elsewhere, or refuses the document: '
      + 'rename it, or drop the braces in a shell script'));
};

/** Evidence: placeholder-case. */
const placeholderCase: WarningRule = ({ document }, isUnresolved) => {
  if (document === undefined || isUnresolved(document)) return [];
  const found = textsOf(document).flatMap(({ text }) => text.match(/\$\{aws:iot:[^}]*\}?/gi) ?? []).filter(text => !text.startsWith(PREFIX));
  return [...new Set(found)].flatMap(text => warn(WarningId.PLACEHOLDER_CASE, 'document', text,
    `AWS IoT documents placeholders in lower case only: write ${PREFIX}...}, or devices may get it as it is`));
};

/** Evidence: package-version-repeated. */
const repeatedPackage: WarningRule = ({ destinationPackageVersions: destinations }, isUnresolved) => {
  const named = (destinations ?? []).map(arn => namesInArn(arn) ?? []);
  return named.flatMap(([packageName, versionName], index) => {
    const first = named.findIndex(([other]) => other === packageName);
    if (packageName === undefined || isUnresolved(packageName) || first === index) return [];
    return warn(WarningId.REPEATED_PACKAGE, `destinationPackageVersions[${index}]`, `package/${packageName}/version/${isUnresolved(versionName) ? UNKNOWN : versionName}`,
      `[${first}] names the same package: AWS does not document which of two versions a device has then. Leave one out`);
  });
};

/** Evidence: cfn-secret-in-custom-resource. */
const secretInDocument: WarningRule = ({ document }, isUnresolved) => {
  if (document === undefined || isUnresolved(document)) return [];
  const found = textsOf(document).flatMap(({ text }) => text.match(/\{\{resolve:(?:secretsmanager|ssm-secure):[^{}]*\}\}/g) ?? []);
  return [...new Set(found)].flatMap(text => warn(WarningId.SECRET_IN_DOCUMENT, 'document', text,
    'CloudFormation documents that a custom resource cannot have a secret, so that devices get this text as it is; and if it were filled in, every device and '
    + 'whoever may read the template would get the secret: let devices fetch it themselves'));
};

/** The placeholders of a kind, each once, nested ones included. */
function placeholdersIn({ document }: CreateJobTemplateRequest, isUnresolved: IsUnresolved, kind: Placeholder['kind']): string[] {
  if (document === undefined || isUnresolved(document)) return [];
  return [...new Set(placementsOf(document).filter(({ placeholder }) => placeholder.kind === kind).map(({ placeholder }) => placeholder.text))];
}

/** A document beside a job has a presigned URL, and nothing says which role the job has. Evidence: job-template-from-job, placeholder-needs-role. */
const inheritedRoleUnknown: WarningRule = (request, isUnresolved) => {
  const { document } = request;
  if (document === undefined || isUnresolved(document) || !mayInherit(request, 'presignedUrlConfig.roleArn')) return [];
  return !placeholdersOf(document).some(needsRole) ? [] : warn(WarningId.INHERITED_ROLE_UNKNOWN, 'presignedUrlConfig.roleArn', undefined,
    'the document has a presigned URL: AWS IoT refuses the template unless the job has a role. '
    + 'Pass the role of the job as inheritedPresignedUrlRole, so that it can be granted, or another one as presignedUrlRole');
};

/** The document of the job is not known, and may have a presigned URL. Evidence: job-arn-members-replace. */
const inheritedRoleReplaced: WarningRule = (request) => {
  const { presignedUrlConfig } = request;
  if (!mayInherit(request, 'document') || presignedUrlConfig?.expiresInSec === undefined || presignedUrlConfig.roleArn !== undefined) return [];
  return warn(WarningId.INHERITED_ROLE_REPLACED, 'presignedUrlConfig.roleArn', undefined,
    'presignedUrlExpiration replaces the role of the job, too: if its document has presigned URLs, pass the role as presignedUrlRole');
};

/** What looks unintended in a document, or in how its URLs are presigned. */
export const DOCUMENT_WARNING_RULES: readonly WarningRule[] = [
  documentNearLimit, documentNotObject, unknownPlaceholder, parameterPlaceholder, variableOutsideUpload, placeholderCase, repeatedPackage,
  secretInDocument, inheritedRoleUnknown, inheritedRoleReplaced,
];
