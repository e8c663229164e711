import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ALL_OBJECTS, exactly, uploadPattern, wildcards } from './object-pattern';
import { mapKnown, mapTokens } from './tokens';
import { UNKNOWN } from '../request/placeholder';
import { hasLoneSurrogate } from '../request/surrogate';

/** @throws if there can be no object with this key or no version with this id, or if the URL would name another object */
export function checkObject(bucket: s3.IBucket, key: string, version?: string): void {
  for (const [name, value] of Object.entries({ key, version })) {
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
}

/** The URL of an object, as AWS IoT takes it. Evidence: document-source-url, placeholder-download, placeholder-upload. */
export const objectUrl = (bucket: s3.IBucket, path: string): string =>
  `https://s3.${bucket.env.region}.${Stack.of(bucket).urlSuffix}/${bucket.bucketName}/${path}`;

/** The key as it stands in a URL: the parts of it that are known are encoded, and its slashes stay. */
export const urlEncoded = (key: string): string => mapKnown(key, part => part.split('/').map(encodeURIComponent).join('/'));

/** The id of a version as it stands in a URL. The ids of Amazon S3 are made for URLs; anything else adds nothing to the URL. */
export const urlEncodedVersion = (version: string): string => mapKnown(version, encodeURIComponent);

/** What reads one object, and one that is named by its version. Evidence: document-source-caller, presign-role-actions. */
export const READ_LATEST = ['s3:GetObject'];
export const READ_VERSION = ['s3:GetObject', 's3:GetObjectVersion'];

/** Lets somebody read this object and nothing else, also where the bucket has a key that the CDK knows. */
export const grantRead = (bucket: s3.IBucket, key: string, reader: iam.IGrantable, actions: string[]): void =>
  grantObjects(bucket, exactly(key), reader, actions, ['kms:Decrypt']);

/**
 * Lets a role presign the URLs of downloads, also after the document names other objects. A job keeps the document that it was started
 * with, and AWS IoT presigns its URLs with the permissions that the role has when a device asks. So a release must not take the objects of
 * the one before away. Evidence: presign-when-asked, presign-download-checked-by-s3, presign-role-actions.
 */
export const grantDownloads = (bucket: s3.IBucket, pattern: string | undefined, role: iam.IGrantable): void =>
  grantObjects(bucket, wildcards(pattern ?? ALL_OBJECTS), role, READ_VERSION, ['kms:Decrypt']);

/**
 * Lets a role presign the URLs of uploads. A wider pattern than that of the key would let devices overwrite what others download. AWS IoT
 * checks the bucket with HeadBucket, which asks for s3:ListBucket. Evidence: presign-role-actions, placeholder-upload-head-bucket.
 */
export function grantUploads(bucket: s3.IBucket, key: string, pattern: string | undefined, role: iam.IGrantable): void {
  grantObjects(bucket, pattern === undefined ? uploadPattern(key) : wildcards(pattern), role, ['s3:PutObject'], ['kms:Decrypt', 'kms:GenerateDataKey']);
  iam.Grant.addToPrincipalOrResource({ grantee: role, actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn], resource: bucket });
}

/** @throws if the bucket of an upload is known to be in another Region than the template. Evidence: placeholder-upload-head-bucket. */
export function checkUploadRegion(bucket: s3.IBucket, template: Construct): void {
  const [region, own] = [bucket.env.region, Stack.of(template).region];
  if (region === own || [region, own].some(Token.isUnresolved)) return;
  throw new Error(`[${template.node.path}] document has an upload to bucket ${bucket.node.path} of Region ${region}, must be to a bucket of `
    + `the template's own, ${own}: AWS IoT refuses uploads to other Regions. Downloads may come from any Region`);
}

/** Lets somebody reach the objects whose keys IAM matches with a pattern. */
function grantObjects(bucket: s3.IBucket, pattern: string, grantee: iam.IGrantable, actions: string[], keyActions: string[]): void {
  iam.Grant.addToPrincipalOrResource({ grantee, actions, resourceArns: [bucket.arnForObjects(pattern)], resource: bucket });
  bucket.encryptionKey?.grant(grantee, ...keyActions);
}
