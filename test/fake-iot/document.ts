import { invalidRequest, ServiceError } from './errors';
import { locationOf } from './s3-url';

const MAX_BYTES = 32768;
const MAX_DEPTH = 1000;
const MAX_PLACEHOLDERS = 10;
const REQUEST = 'request input';

/** The objects of S3, as far as AWS IoT can read them. */
export interface Objects {
  hasBucket(bucket: string): boolean;
  /** The text behind a URL, undefined if there is no such object. */
  read(url: string): string | undefined;
}

/** Evidence: document-json, document-json-scalar. */
export function checkInlineDocument(document: string): void {
  checkJson(document, REQUEST);
}

/** The document behind a documentSource. */
export function readSource(source: string, objects: Objects): string {
  // Evidence: document-source-url, placeholder-url-invalid.
  const { bucket, key } = locationOf(source);
  if (bucket === '') throw invalidRequest(`Job document source ${source} is invalid.`);
  if (key === '') throw withoutKey(source);
  // Evidence: document-source-not-found.
  if (!objects.hasBucket(bucket)) throw invalidRequest(`Bucket specified by url: ${source} is not found.`);
  const document = objects.read(source);
  if (document === undefined) throw invalidRequest(`Job document located at ${source} is not found.`);
  // Evidence: document-source-too-large, document-bytes.
  if (Buffer.byteLength(document) > MAX_BYTES) {
    throw new ServiceError('LimitExceededException', `Job document from ${source} exceeds size limit ${MAX_BYTES} bytes.`);
  }
  checkJson(document, source);
  return document;
}

export interface DocumentUse {
  readonly jobTemplateId: string;
  readonly document: string;
  readonly roleArn?: string;
}

/** Checks the placeholders of a document. The names of package versions are left to CreateJob. Evidence: placeholder-checked-when. */
export function checkPlaceholders({ jobTemplateId, document, roleArn }: DocumentUse): void {
  // Evidence: placeholder-maximum.
  if (document.split('${aws:iot:').length - 1 > MAX_PLACEHOLDERS) {
    throw invalidRequest(`At most ${MAX_PLACEHOLDERS} placeholders are allowed in a job document.`);
  }
  if (!/\$\{aws:iot:[^}]*s3-presigned-url/.test(document)) return;
  const downloads = [...document.matchAll(/\$\{aws:iot:s3-presigned-url(-v[12])?:([^}]*)\}/g)].map(([, form, url]) => ({ isEncoded: form === '-v2', url }));
  // Evidence: placeholder-needs-role, placeholder-needs-role-v2, placeholder-upload, placeholder-package.
  if (roleArn === undefined) {
    throw invalidRequest(downloads.every(({ isEncoded }) => isEncoded)
      ? 'presignedUrlConfig role ARN is required to generate an S3 presigned url in job document.'
      : `Role must be provided for pre-sign S3 urls in job document of job ${jobTemplateId}.`);
  }
  // Evidence: placeholder-url-invalid, placeholder-download.
  for (const { isEncoded, url } of downloads) {
    const { bucket, key } = locationOf(url);
    if (bucket === '' || (isEncoded && /[\s"<>\\^`{|}]/.test(url))) throw invalidRequest(`Given S3 url ${url} is invalid.`);
    if (key === '') throw withoutKey(url);
  }
}

function checkJson(document: string, place: string): void {
  if (!isJson(document)) throw invalidRequest(`Job document located at ${place} is an invalid JSON document.`);
}

/** Numbers beyond the range of a double are JSON, NaN and Infinity are not. */
function isJson(document: string): boolean {
  try {
    return depthOf(JSON.parse(document)) <= MAX_DEPTH;
  } catch {
    return false;
  }
}

function depthOf(value: unknown): number {
  let depth = 0;
  for (let level = containers([value]); level.length > 0; level = containers(level.flatMap((container) => Object.values(container)))) depth++;
  return depth;
}

function containers(values: unknown[]): object[] {
  return values.filter((value): value is object => typeof value === 'object' && value !== null);
}

function withoutKey(url: string): ServiceError {
  return invalidRequest(`Provided S3 url is not valid: ${url}. Error: Key cannot be null`);
}
