import { mayInherit } from './inheritance';
import { MAX_PLACEHOLDERS, MAX_UPLOAD_VARIABLE_USES, namesInArn, needsRole, type Placeholder, placeholdersOf, UNKNOWN, UPLOAD_VARIABLES, variablesOf } from './placeholder';
import { type DocumentRule, findingsOf, forKnownDocument, type IsUnresolved, type Problem, problemAt, type Rule } from './rule';

export const MAX_DOCUMENT_BYTES = 32768;

/** Beside a job, a document or its source replaces the document of the job. Evidence: document-required, document-one-source, job-arn-members-replace. */
const oneDocument: Rule = ({ document, documentSource, jobArn }) => {
  if (document === undefined && documentSource === undefined && jobArn === undefined) {
    return problemAt('document', undefined, 'be given: AWS IoT needs document, documentSource or jobArn');
  }
  return document === undefined || documentSource === undefined ? []
    : problemAt('document', 'given beside documentSource', 'be given without documentSource: AWS IoT refuses the two together');
};

/** Checks the size first, so that the other rules only read documents of a reasonable size. Evidence: document-bytes. */
const documentIsRight: DocumentRule = (request, isUnresolved) => {
  const { document } = request;
  const bytes = Buffer.byteLength(document);
  if (bytes > MAX_DOCUMENT_BYTES) {
    return problemAt('document', `${bytes} bytes`, `have at most ${MAX_DOCUMENT_BYTES} bytes: move large parts into an object that the document refers to`);
  }
  return findingsOf([documentIsJson, documentPlaceholders], request, isUnresolved);
};

/** Evidence: document-json, document-json-scalar. */
const documentIsJson: DocumentRule = ({ document }) => {
  // Editors do not show it, but parsers refuse it.
  if (document.startsWith('\uFEFF')) return problemAt('document', document, 'not begin with a byte order mark: save the file without it');
  try {
    JSON.parse(document);
    return [];
  } catch (error) {
    return problemAt('document', document, `be valid JSON${/ at position \d+/.exec((error as Error).message)?.[0] ?? ''}`);
  }
};

/** Evidence: placeholder-maximum, placeholder-needs-role, placeholder-needs-role-v2, placeholder-checked-when. */
const documentPlaceholders: DocumentRule = (request, isUnresolved) => {
  const { document, presignedUrlConfig, destinationPackageVersions } = request;
  const placeholders = placeholdersOf(document);
  if (placeholders.length > MAX_PLACEHOLDERS) {
    return problemAt('document', `${placeholders.length} placeholders`, `have at most ${MAX_PLACEHOLDERS} placeholders`);
  }
  const presigned = placeholders.find(needsRole);
  if (presigned && presignedUrlConfig?.roleArn === undefined && !mayInherit(request, 'presignedUrlConfig.roleArn')) {
    const remedy = presigned.kind === 'package' ? 'pass artifact to PackageVersion.fromNames and write its artifactUrl()'
      : 'use S3PresignedUrl in the document';
    return problemAt('presignedUrlConfig.roleArn', undefined, `be given, since the document has a presigned URL: set the role, or ${remedy}, which creates one`);
  }
  return placeholders.flatMap(placeholder => [
    ...placeholderProblems(placeholder),
    ...packageProblems(placeholder, isUnresolved(destinationPackageVersions) ? undefined : destinationPackageVersions ?? [], isUnresolved),
  ]);
};

/** Evidence: placeholder-upload-variable, placeholder-upload-variable-twice. */
function placeholderProblems(placeholder: Placeholder): Problem[] {
  if (placeholder.kind !== 'upload') return [];
  const variables = variablesOf(placeholder.url);
  const allowed = UPLOAD_VARIABLES.map(name => `\${${name}}`).join(', ');
  const unknown = variables.find(name => !UPLOAD_VARIABLES.includes(name));
  if (unknown !== undefined) return problemAt('document', placeholder.text, `have no variables but ${allowed} in an upload's key`);
  const often = UPLOAD_VARIABLES.find(name => variables.filter(variable => variable === name).length > MAX_UPLOAD_VARIABLE_USES);
  return often === undefined ? [] : problemAt('document', placeholder.text, `have each of ${allowed} at most ${MAX_UPLOAD_VARIABLE_USES} times in an upload's key`);
}

const DEFAULT_VERSION = '$default';
const NULL_VERSION = '$null';

/**
 * Evidence: placeholder-null-version, placeholder-package-empty, placeholder-default-version, placeholder-package-named.
 *
 * @param destinations the package versions of the request. Undefined if they are unknown
 */
function packageProblems(
  placeholder: Placeholder, destinations: readonly string[] | undefined, isUnresolved: IsUnresolved,
): Problem[] {
  if (placeholder.kind !== 'package') return [];
  const { packageName, versionName, text } = placeholder;
  if (versionName === NULL_VERSION) return problemAt('document', text, `not name ${NULL_VERSION}: only destinationPackageVersions may have it`);
  if (destinations === undefined) return [];
  if (packageName === '' && versionName === '' && destinations.length !== 1) {
    return problemAt('document', text, `name a package and a version, since destinationPackageVersions has ${destinations.length} entries, not exactly one`);
  }
  if ([packageName, versionName].some(name => name === '' || name.includes(UNKNOWN))) return [];
  const named = destinations.map(namesInArn);
  const versions = named.flatMap(names => names?.[0] === packageName ? [names[1]] : []);
  const isDefault = versionName === DEFAULT_VERSION;
  const disagrees = versions.some(version => !isUnresolved(version) && (version === DEFAULT_VERSION) !== isDefault);
  // A destination with an unknown package may be the missing one.
  const isMissing = isDefault && versions.length === 0 && named.every(names => names && !isUnresolved(names[0]));
  return disagrees || isMissing ? problemAt('document', text, `name ${DEFAULT_VERSION} if destinationPackageVersions names it for this package, and only then`) : [];
}

export const DOCUMENT_RULES: readonly Rule[] = [oneDocument, forKnownDocument([documentIsRight])];
