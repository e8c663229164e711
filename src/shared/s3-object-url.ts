/** The URLs of objects in all forms: with the bucket in the host or in the path, with and without a Region. */
const OBJECT_URL = new RegExp('^https?://(?:([a-z\\d.-]+)\\.)?s3(?:-fips)?(?:\\.dualstack)?(?:[.-][a-z]{2,4}(?:-[a-z]+)+-\\d)?'
  + '\\.amazonaws\\.(com|com\\.cn|eu)/([^?#+]+)(?:\\?versionId=([^&#]+))?$');
const S3_URI = /^s3:\/\/([^?#+%]+)$/;
const DOT_SEGMENT = /\/\.{1,2}(\/|$)/;

interface ObjectLocation {
  /** The bucket, a slash and the key. */
  readonly path: string;
  readonly version?: string;
  /** The end of the endpoint's name, which depends on the partition. Undefined for an `s3://` URI. */
  readonly domain?: string;
}

/**
 * Whether two URLs certainly name the same version of the same object. A plus sign, other parameters and an encoded `s3://` URI are
 * ambiguous, so a URL with one of them only equals itself. Evidence: document-source-url, document-source-version.
 */
export function isSameObject(url: string, other: string | undefined): boolean {
  if (url === other) return true;
  const location = locationOf(url);
  const otherLocation = other === undefined ? undefined : locationOf(other);
  if (location === undefined || otherLocation === undefined) return false;
  const isSameDomain = location.domain === undefined || otherLocation.domain === undefined || location.domain === otherLocation.domain;
  return isSameDomain && location.path === otherLocation.path && location.version === otherLocation.version;
}

/** The bucket of an object URL, if that is certain. */
export const bucketOf = (url: string): string | undefined => locationOf(url)?.path.split('/')[0];

/** The object that a URL names, if that is certain. */
export function objectOf(url: string): { readonly bucket: string; readonly key: string; readonly version?: string } | undefined {
  const location = locationOf(url);
  if (location === undefined) return undefined;
  const [bucket, ...key] = location.path.split('/');
  return key.join('/') === '' ? undefined : { bucket, key: key.join('/'), version: location.version };
}

function locationOf(url: string): ObjectLocation | undefined {
  const [, bucket, domain, encoded, version] = OBJECT_URL.exec(url) ?? [];
  const known = encoded === undefined ? S3_URI.exec(url)?.[1] : decoded(encoded);
  const path = bucket === undefined ? known : `${bucket}/${known}`;
  // Some readers of a URL resolve a step to another folder, and others read it as a part of the key.
  return known === undefined || DOT_SEGMENT.test(path!) ? undefined : { path: path!, version, domain };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
