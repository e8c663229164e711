import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { mapKnown } from './tokens';

/** The key as IAM writes it where it means this object only: what is a wildcard or a variable there is a character here. */
export const objectPattern = (key: string): string => mapKnown(key, part => part.replace(/[*?$]/g, '${$&}'));

/** The key as it stands in a URL: the parts of it that are known are encoded, and its slashes stay. */
export const urlEncoded = (key: string): string => mapKnown(key, part => part.split('/').map(encodeURIComponent).join('/'));

/** What reads one object, and one that is named by its version. */
export const READ_LATEST = ['s3:GetObject'];
export const READ_VERSION = ['s3:GetObject', 's3:GetObjectVersion'];

/** Lets somebody read this object and nothing else, also where the bucket has a key that the CDK knows. */
export function grantRead(bucket: s3.IBucket, key: string, reader: iam.IGrantable, actions: string[]): void {
  iam.Grant.addToPrincipalOrResource({ grantee: reader, actions, resourceArns: [bucket.arnForObjects(objectPattern(key))], resource: bucket });
  bucket.encryptionKey?.grantDecrypt(reader);
}
