import { forPlaceholders, placementsOf, textsOf, valueOf } from './document-text';
import { type Warning, type WarningRule, warningAt, WarningId } from './warning';
import { MAX_DOCUMENT_BYTES } from '../shared/document-rules';
import { mayInherit } from '../shared/inheritance';
import { namesInArn, needsRole, type Placeholder, placeholdersOf, PREFIX, UNKNOWN, UPLOAD_VARIABLES } from '../shared/placeholder';
import { type DocumentRule, forKnownDocument } from '../shared/rule';

const NEAR_LIMIT_BYTES = Math.ceil(0.9 * MAX_DOCUMENT_BYTES);

/** Evidence: document-near-limit. */
const documentNearLimit: DocumentRule<Warning> = ({ document }) => {
  const bytes = Buffer.byteLength(document);
  return bytes < NEAR_LIMIT_BYTES ? [] : warningAt(WarningId.DOCUMENT_NEAR_LIMIT, 'document', `${bytes} bytes`,
    `the limit is ${MAX_DOCUMENT_BYTES} bytes: move large parts into an object that the document refers to`);
};

const BEGINNING_OF_OBJECT = /^\s*\{/;

/** Evidence: document-json-scalar. */
const documentNotObject: DocumentRule<Warning> = ({ document }) => {
  // Another rule has checked that it is JSON.
  if (BEGINNING_OF_OBJECT.test(document)) return [];
  const value = valueOf(document);
  return value === UNKNOWN ? [] : warningAt(WarningId.DOCUMENT_NOT_OBJECT, 'document', value,
    'all documents in the AWS documentation are JSON objects, and nobody has measured whether AWS IoT accepts other values: put it into a member of an object');
};

/** Evidence: placeholder-unknown. */
const unknownPlaceholder: DocumentRule<Warning> = ({ document }) =>
  placeholdersIn(document, 'unknown').filter(text => !mayBeKnown(text)).flatMap(text => warningAt(WarningId.UNKNOWN_PLACEHOLDER, 'document', text,
    'AWS IoT documents no such placeholder, so devices probably get this text unchanged: check the spelling'));

/** Whether an unknown part may make it a placeholder that AWS IoT documents. */
const mayBeKnown = (text: string): boolean => text.includes(UNKNOWN) && /^\$\{aws:iot:(?:[^:]*<token>|package:)/.test(text);

/**
 * AWS documents that parameters work only in the templates that AWS manages, but public templates of others have them.
 * Evidence: parameter-in-own-template, managed-parameters.
 */
const parameterPlaceholder: DocumentRule<Warning> = ({ document }) =>
  placeholdersIn(document, 'parameter').flatMap(text => warningAt(WarningId.PARAMETER_PLACEHOLDER, 'document', text,
    'AWS IoT documents parameters only for the templates that AWS manages, and nobody has measured whether other templates may have them: '
    + 'write the value into the document and declare a template for each value, use $default of a package for the version, '
    + 'or start the job from a template that AWS manages, with documentParameters'));

/** Evidence: placeholder-local-variable-bare. */
const variableOutsideUpload: DocumentRule<Warning> = ({ document }) => {
  const outside = textsOf(document).map(({ text }) => placeholdersOf(text).reduce((rest, placeholder) => rest.replaceAll(placeholder.text, ' '), text));
  return UPLOAD_VARIABLES.map(name => `\${${name}}`).filter(variable => outside.some(text => text.includes(variable)))
    .flatMap(variable => warningAt(WarningId.VARIABLE_OUTSIDE_UPLOAD, 'document', variable,
      'AWS IoT replaces it only in the key of an upload. Nobody has measured whether AWS IoT keeps it elsewhere or refuses the document: '
      + 'rename the variable, or leave out the braces in a shell script'));
};

/** Evidence: placeholder-case. */
const placeholderCase: DocumentRule<Warning> = ({ document }) => {
  const found = textsOf(document).flatMap(({ text }) => text.match(/\$\{aws:iot:[^}]*\}?/gi) ?? []).filter(text => !text.startsWith(PREFIX));
  return [...new Set(found)].flatMap(text => warningAt(WarningId.PLACEHOLDER_CASE, 'document', text,
    `AWS IoT documents placeholders only in lower case, so devices may get this text unchanged: write ${PREFIX}...}`));
};

/** Evidence: package-version-repeated. */
// Stryker disable next-line ArrayDeclaration: a text names no package
const repeatedPackage: WarningRule = ({ destinationPackageVersions: destinations = [] }, isUnresolved) => {
  const named = destinations.map(arn => namesInArn(arn) ?? []);
  return named.flatMap(([packageName, versionName], index) => {
    const first = named.findIndex(([other]) => other === packageName);
    if (packageName === undefined || isUnresolved(packageName) || first === index) return [];
    return warningAt(WarningId.REPEATED_PACKAGE, `destinationPackageVersions[${index}]`, `package/${packageName}/version/${isUnresolved(versionName) ? UNKNOWN : versionName}`,
      `destinationPackageVersions[${first}] names the same package, and AWS does not document which of the two versions a device has then: leave one out`);
  });
};

/** Evidence: cfn-secret-in-custom-resource. */
const secretInDocument: DocumentRule<Warning> = ({ document }) => {
  const found = textsOf(document).flatMap(({ text }) => text.match(/\{\{resolve:(?:secretsmanager|ssm-secure):[^{}]*\}\}/g) ?? []);
  return [...new Set(found)].flatMap(text => warningAt(WarningId.SECRET_IN_DOCUMENT, 'document', text,
    'CloudFormation documents that a custom resource cannot use a secret, so devices get this text unchanged. With the secret in its place, every device and '
    + 'everyone who may read the template would get the secret: let devices fetch the secret themselves'));
};

/** The texts of all placeholders of a kind, without repetitions. Nested ones are included. */
function placeholdersIn(document: string, kind: Placeholder['kind']): string[] {
  return [...new Set(placementsOf(document).filter(({ placeholder }) => placeholder.kind === kind).map(({ placeholder }) => placeholder.text))];
}

/** A document beside a job has a presigned URL, and the role of the job is unknown. Evidence: job-template-from-job, placeholder-needs-role. */
const inheritedRoleUnknown: DocumentRule<Warning> = (request) => {
  if (!mayInherit(request, 'presignedUrlConfig.roleArn')) return [];
  return !placeholdersOf(request.document).some(needsRole) ? [] : warningAt(WarningId.INHERITED_ROLE_UNKNOWN, 'presignedUrlConfig.roleArn', undefined,
    'the document has a presigned URL, and AWS IoT refuses the template unless the job has a role: '
    + 'pass the role of the job as inheritedPresignedUrlRole, so that it gets its permissions, or pass another role as presignedUrlRole');
};

/** The document of the job is unknown and may have a presigned URL. Evidence: job-arn-members-replace. */
const inheritedRoleReplaced: WarningRule = (request) => {
  const { presignedUrlConfig } = request;
  if (!mayInherit(request, 'document') || presignedUrlConfig?.expiresInSec === undefined || presignedUrlConfig.roleArn !== undefined) return [];
  return warningAt(WarningId.INHERITED_ROLE_REPLACED, 'presignedUrlConfig.roleArn', undefined,
    'presignedUrlExpiration also replaces the role of the job: if the document of the job has presigned URLs, pass the role as presignedUrlRole');
};

/** The rules that warn of likely mistakes in a document or in the settings of its presigned URLs. */
export const DOCUMENT_WARNING_RULES: readonly WarningRule[] = [
  forKnownDocument([
    documentNearLimit, documentNotObject,
    forPlaceholders([unknownPlaceholder, parameterPlaceholder, variableOutsideUpload, placeholderCase, secretInDocument, inheritedRoleUnknown]),
  ]),
  repeatedPackage, inheritedRoleReplaced,
];
