import { Stack } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { errorAt } from './errors';
import { VARIABLE } from './object-pattern';
import { BUCKET, checkType } from './prop-types';
import { shownProp } from './shown';
import { mapKnown, mapTokens } from './tokens';
import { UNKNOWN } from '../shared/placeholder';
import { hasLoneSurrogate } from '../shared/shape';

/** The key of an object and its version, by the names of the parameters. */
interface ObjectNames {
  readonly key: string;
  readonly [version: string]: string | undefined;
}

/**
 * @param method the method that was called with the object
 * @throws if no object can have this key or this version, or if the URL would name another object
 */
export function checkObject(method: string, bucket: s3.IBucket, names: ObjectNames): void {
  checkType(method, 'bucket', bucket, BUCKET);
  const { key } = names;
  for (const [name, value] of Object.entries(names)) {
    // The compiler checks the type, but an environment variable may be missing.
    if (typeof value !== 'string' && (name === 'key' || value !== undefined)) {
      throw errorAt(bucket, 'wrongType', `${shownProp(name, value)}, must be a text`);
    }
    // An empty text is probably a variable that was not set.
    if (value === '') throw errorAt(bucket, 'invalidObjectKey', `${name} is "", must have at least 1 character`);
    if (value !== undefined && hasLoneSurrogate(value)) {
      throw errorAt(bucket, 'invalidObjectKey', `${name} is ${JSON.stringify(value)}, must have whole characters only: it has one half of a character, which UTF-8 cannot hold`);
    }
  }
  const folders = mapTokens(key, () => UNKNOWN).split('/');
  if (folders.includes('.') || folders.includes('..')) {
    throw errorAt(bucket, 'invalidObjectKey', `key is ${JSON.stringify(key)}, must have no part . or ..: in a URL such a part is a step to another object`);
  }
  // The values of tokens and variables would add to the length.
  const bytes = Buffer.byteLength(mapTokens(key, () => '').replace(VARIABLE, ''));
  if (bytes > MAX_KEY_BYTES) {
    throw errorAt(bucket, 'invalidObjectKey', `key is ${JSON.stringify(key.slice(0, 100))}..., must have at most ${MAX_KEY_BYTES} bytes in UTF-8, has ${bytes}`);
  }
  checkIsBucket(bucket);
}

/** Evidence: s3-key-format. */
const MAX_KEY_BYTES = 1024;

/** The ends of names that are not names of general purpose buckets. Evidence: s3-bucket-suffixes. */
const RESERVED_SUFFIXES: readonly (readonly [suffix: string, owner: string])[] = [
  ['-s3alias', 'an access point'],
  ['--ol-s3', 'an Object Lambda Access Point'],
  ['.mrap', 'a Multi-Region Access Point'],
  ['--x-s3', 'a directory bucket'],
  ['--table-s3', 'a table bucket'],
];

/** @throws if the bucket is something else, such as an access point, because its URL and its permissions would be different */
function checkIsBucket({ node, bucketArn, bucketName }: s3.IBucket): void {
  const isAccessPoint = /:accesspoint[:/]/.test(bucketArn);
  const owner = isAccessPoint ? 'an access point' : RESERVED_SUFFIXES.find(([suffix]) => bucketName.endsWith(suffix))?.[1];
  if (owner === undefined) return;
  throw errorAt(node.path, 'unsupportedBucket', `bucket is ${JSON.stringify(isAccessPoint ? bucketArn : bucketName)}, must be a general purpose bucket, not ${owner}: `
    + 'AWS IoT documents URLs of buckets only, and permissions are granted on a bucket');
}

/** The URL of an object in the form that AWS IoT accepts. Evidence: document-source-url, placeholder-download, placeholder-upload. */
export const objectUrl = (bucket: s3.IBucket, path: string): string =>
  `https://s3.${bucket.env.region}.${Stack.of(bucket).urlSuffix}/${bucket.bucketName}/${path}`;

/** The key in the form of a URL. Known parts are encoded, except for slashes. */
export const urlEncoded = (key: string): string => mapKnown(key, part => part.split('/').map(encodeURIComponent).join('/'));

/** The id of a version in the form of a URL. The ids of Amazon S3 need no encoding, and other texts must not add parameters. */
export const urlEncodedVersion = (version: string): string => mapKnown(version, encodeURIComponent);
