import { Stack, Token } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { VARIABLE } from './object-pattern';
import { BUCKET, checkType } from './prop-types';
import { shownProp } from './shown';
import { mapKnown, mapTokens } from './tokens';
import { UNKNOWN } from '../shared/placeholder';
import { hasLoneSurrogate } from '../shared/shape';

/** The key of an object and, by the name of its parameter, the version. */
interface ObjectNames {
  readonly key: string;
  readonly [version: string]: string | undefined;
}

/**
 * @param method the method that was given the object
 * @throws if there can be no object with this key or no version with this id, or if the URL would name another object
 */
export function checkObject(method: string, bucket: s3.IBucket, names: ObjectNames): void {
  checkType(method, 'bucket', bucket, BUCKET);
  const { key } = names;
  for (const [name, value] of Object.entries(names)) {
    // The compiler checks it, but a variable of the environment may be missing.
    if (typeof value !== 'string' && (name === 'key' || value !== undefined)) {
      throw new Error(`[${bucket.node.path}] ${shownProp(name, value)}, must be a text`);
    }
    // What is empty is easily a variable that was not set.
    if (value === '') throw new Error(`[${bucket.node.path}] ${name} is "", must have at least 1 character`);
    if (value !== undefined && hasLoneSurrogate(value)) {
      throw new Error(`[${bucket.node.path}] ${name} is ${JSON.stringify(value)}, must have whole characters only: it has one half of a character, which UTF-8 cannot hold`);
    }
  }
  const folders = mapTokens(key, () => UNKNOWN).split('/');
  if (folders.includes('.') || folders.includes('..')) {
    throw new Error(`[${bucket.node.path}] key is ${JSON.stringify(key)}, must have no part . or ..: in a URL it is a step to another object`);
  }
  // Tokens and variables add to its length.
  const bytes = Buffer.byteLength(mapTokens(key, () => '').replace(VARIABLE, ''));
  if (bytes > MAX_KEY_BYTES) {
    throw new Error(`[${bucket.node.path}] key is ${JSON.stringify(key.slice(0, 100))}..., must have at most ${MAX_KEY_BYTES} bytes in UTF-8, has ${bytes}`);
  }
  checkIsBucket(bucket);
}

/** Evidence: s3-key-format. */
const MAX_KEY_BYTES = 1024;

/** The ends of names that are no buckets of objects. Evidence: s3-bucket-suffixes. */
const RESERVED_SUFFIXES: readonly (readonly [suffix: string, owner: string])[] = [
  ['-s3alias', 'an access point'],
  ['--ol-s3', 'an Object Lambda Access Point'],
  ['.mrap', 'a Multi-Region Access Point'],
  ['--x-s3', 'a directory bucket'],
  ['--table-s3', 'a table bucket'],
];

/** @throws if the bucket is none, but an access point: its URL would be another one, and so would be what must be granted */
function checkIsBucket({ node, bucketArn, bucketName }: s3.IBucket): void {
  const isAccessPoint = /:accesspoint[:/]/.test(bucketArn);
  const owner = isAccessPoint ? 'an access point' : RESERVED_SUFFIXES.find(([suffix]) => bucketName.endsWith(suffix))?.[1];
  if (owner === undefined) return;
  throw new Error(`[${node.path}] bucket is ${JSON.stringify(isAccessPoint ? bucketArn : bucketName)}, must be a general purpose bucket, not ${owner}: `
    + 'AWS IoT documents URLs of buckets only, and permissions are granted on a bucket');
}

/** The URL of an object, as AWS IoT takes it. Evidence: document-source-url, placeholder-download, placeholder-upload. */
export const objectUrl = (bucket: s3.IBucket, path: string): string =>
  `https://s3.${bucket.env.region}.${Stack.of(bucket).urlSuffix}/${bucket.bucketName}/${path}`;

/** The key as it stands in a URL: the parts of it that are known are encoded, and its slashes stay. */
export const urlEncoded = (key: string): string => mapKnown(key, part => part.split('/').map(encodeURIComponent).join('/'));

/** The id of a version as it stands in a URL. The ids of Amazon S3 are made for URLs; anything else adds nothing to the URL. */
export const urlEncodedVersion = (version: string): string => mapKnown(version, encodeURIComponent);

/** @throws if the bucket of an upload is known to be in another Region than the template. Evidence: placeholder-upload-head-bucket. */
export function checkUploadRegion(bucket: s3.IBucket, template: Construct): void {
  const [region, own] = [bucket.env.region, Stack.of(template).region];
  if (region === own || [region, own].some(Token.isUnresolved)) return;
  throw new Error(`[${template.node.path}] document has an upload to bucket ${bucket.node.path} of Region ${region}, must have a bucket of `
    + `the template's own Region, ${own}: AWS IoT refuses uploads to other Regions. Downloads may come from any Region`);
}
