/**
 * The placeholders that AWS IoT replaces in a job document: `${aws:iot:...}`.
 *
 * Evidence: placeholder-download, placeholder-upload, placeholder-package, placeholder-code-sign, managed-parameters.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/job-templates-manage-substitution-patterns.html
 */
export type Placeholder =
  | { readonly kind: 'download' | 'upload'; readonly text: string; readonly url: string }
  | { readonly kind: 'package'; readonly text: string; readonly packageName: string; readonly versionName: string; readonly presigned: boolean }
  | { readonly kind: 'parameter' | 'signature' | 'unknown'; readonly text: string };

/** Evidence: placeholder-maximum. */
export const MAX_PLACEHOLDERS = 10;

export const PREFIX = '${aws:iot:';

/** The sign in place of a part that is unknown at synthesis. No package, version or variable can have this name. */
export const UNKNOWN = '<token>';

/** The variables that the key of an upload may have, and the number of uses of each. Evidence: placeholder-upload-variable, placeholder-upload-variable-twice. */
export const UPLOAD_VARIABLES = ['thingName', 'jobId', 'executionNumber'];
export const MAX_UPLOAD_VARIABLE_USES = 2;

export const downloadPlaceholder = (url: string): string => `${PREFIX}s3-presigned-url-v2:${url}}`;
export const uploadPlaceholder = (url: string): string => `${PREFIX}s3-presigned-url-upload:${url}}`;
export const packageAttributesPlaceholder = (packageName: string, versionName: string, key?: string): string =>
  `${PREFIX}package:${packageName}:version:${versionName}:attributes${key === undefined ? '' : `:${key}`}}`;
export const packageArtifactPlaceholder = (packageName: string, versionName: string): string =>
  `${PREFIX}package:${packageName}:version:${versionName}:artifact-location:s3-presigned-url}`;

/** Whether AWS IoT must assume a role to replace the placeholder. Evidence: placeholder-needs-role. */
export const needsRole = (placeholder: Placeholder): boolean =>
  placeholder.kind === 'download' || placeholder.kind === 'upload' || (placeholder.kind === 'package' && placeholder.presigned);

/** All placeholders of a document, in order. */
export function placeholdersOf(document: string): Placeholder[] {
  const found: Placeholder[] = [];
  for (let start = document.indexOf(PREFIX); start >= 0;) {
    const end = endOf(document, start);
    found.push(placeholderOf(document.slice(start, end)));
    start = document.indexOf(PREFIX, end);
  }
  return found;
}

/** The names of the variables in the key of an upload: `thingName` for `${thingName}`. */
export const variablesOf = (url: string): string[] =>
  // Stryker disable next-line Regex: without a match for a variable that has no end, each search goes to the end of the key again
  [...url.matchAll(/\$\{([^}]*)(\}?)/g)].filter(([, , end]) => end !== '').map(([, name]) => name);

/** The end of a placeholder, which is after its closing brace. The key of an upload has variables with braces of their own. */
export function endOf(document: string, start: number): number {
  let depth = 0;
  // Stryker disable next-line EqualityOperator: there is nothing after the end
  for (let at = start; at < document.length; at++) {
    if (document.startsWith('${', at)) depth += 1;
    if (document[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return document.length;
}

/** Parses a text that begins as a placeholder and ends with its brace. */
export function placeholderOf(text: string): Placeholder {
  const inner = text.slice(PREFIX.length, -1);
  const upload = /^s3-presigned-url-upload:(.*)/s.exec(inner);
  if (upload) return { kind: 'upload', text, url: upload[1] };
  const download = /^s3-presigned-url(?:-v[12])?:(.*)/s.exec(inner);
  if (download) return { kind: 'download', text, url: download[1] };
  const version = /^package:([^:]*):version:([^:]*):(?:attributes(?::.*)?|(artifact-location:s3-presigned-url))$/s.exec(inner);
  if (version) return { kind: 'package', text, packageName: version[1], versionName: version[2], presigned: version[3] !== undefined };
  if (inner.startsWith('parameter:')) return { kind: 'parameter', text };
  return { kind: inner.startsWith('code-sign-signature:') ? 'signature' : 'unknown', text };
}

/** The names of the package and of the version at the end of an ARN, whose beginning may be unknown. Undefined if it has none. */
export const namesInArn = (arn: string): string[] | undefined => /:package\/([^/]+)\/version\/([^/]+)$/.exec(arn)?.slice(1);
