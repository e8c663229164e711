/** The endpoints of object URLs in all spellings: with the bucket in the host or in the path, with and without a Region. */
const OBJECT_URL = new RegExp('^https?://(?:([a-z\\d.-]+)\\.)?s3(?:-fips)?(?:\\.dualstack)?(?:[.-][a-z]{2,4}(?:-[a-z]+)+-\\d)?'
  + '\\.amazonaws\\.(com|com\\.cn|eu)/([^?#+]+)(?:\\?versionId=([^&#]+))?$');
const S3_URI = /^s3:\/\/([^?#+%]+)$/;
const DOT_SEGMENT = /\/\.{1,2}(\/|$)/;

interface ObjectLocation {
  /** The bucket, a slash and the key. */
  readonly path: string;
  readonly version?: string;
  /** The end of the endpoint's name, which tells the partition; an `s3://` URI has none. */
  readonly domain?: string;
}

/**
 * Whether two URLs certainly name the same object, and the same version of it. A plus sign, other parameters and an encoded `s3://` URI can
 * be read in several ways: such a URL is only the same as itself. Evidence: document-source-url, document-source-version.
 */
export function isSameObject(url: string, other: string | undefined): boolean {
  const [a, b] = [url, other].map(text => text === undefined ? undefined : locationOf(text));
  return url === other || a !== undefined && b !== undefined && a.path === b.path && a.version === b.version
    && (a.domain ?? b.domain) === (b.domain ?? a.domain);
}

/** The bucket of an object URL, if that is certain. */
export const bucketOf = (url: string): string | undefined => locationOf(url)?.path.split('/')[0];

function locationOf(url: string): ObjectLocation | undefined {
  const [, bucket, domain, encoded, version] = OBJECT_URL.exec(url) ?? [];
  const known = encoded === undefined ? S3_URI.exec(url)?.[1] : decoded(encoded);
  const path = bucket === undefined ? known : `${bucket}/${known}`;
  // A step to another folder is taken by some readers of a URL, and is part of the key to others.
  return known === undefined || DOT_SEGMENT.test(path!) ? undefined : { path: path!, version, domain };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
