import { Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { errorAt } from './errors';
import { ALL_OBJECTS, exactly, uploadPattern, wildcards } from './object-pattern';
import { deployFirst, isOfOtherAccount, isOfOtherRegion, letIn } from './other-account';
import { warn } from './warn';
import { WarningId } from './warning';

/** The actions that read an object, and a version of an object. Evidence: document-source-caller, presign-role-actions. */
export const READ_LATEST = ['s3:GetObject'];
export const READ_VERSION = ['s3:GetObject', 's3:GetObjectVersion'];

const DECRYPT = ['kms:Decrypt'];

/** A grant on the objects of a bucket, for a template. */
interface ObjectGrant {
  readonly bucket: s3.IBucket;
  readonly grantee: iam.IGrantable;
  /** The template that needs the grant and gets the warnings. */
  readonly template: Construct;
}

/** The permissions of such a grant. */
interface Permissions {
  /** The keys of the objects, as IAM matches them. */
  readonly pattern: string;
  readonly actions: string[];
  readonly keyActions: string[];
}

/** Lets the grantee read this object and nothing else. */
export const grantRead = (grant: ObjectGrant, key: string, actions: string[]): void =>
  grantObjects(grant, { pattern: exactly(key), actions, keyActions: DECRYPT });

/**
 * Lets a role presign the URLs of downloads, even after the document names other objects. A job keeps the document that it was started
 * with, and AWS IoT presigns its URLs with the permissions that the role has when a device asks. So a new release must keep the access to
 * the objects of the previous release. Evidence: presign-when-asked, presign-download-checked-by-s3, presign-role-actions.
 */
export const grantDownloads = (grant: ObjectGrant, pattern = ALL_OBJECTS): void =>
  grantObjects(grant, { pattern: wildcards(pattern), actions: READ_VERSION, keyActions: DECRYPT });

/**
 * Lets a role presign the URLs of uploads. A wider pattern than the key would let devices overwrite objects that other devices download.
 * AWS IoT checks the bucket with HeadBucket, which needs s3:ListBucket. Evidence: presign-role-actions, placeholder-upload-head-bucket.
 */
export function grantUploads(grant: ObjectGrant, key: string, pattern?: string): void {
  grantObjects(grant, {
    pattern: pattern === undefined ? uploadPattern(key) : wildcards(pattern),
    actions: ['s3:PutObject'],
    keyActions: ['kms:Decrypt', 'kms:GenerateDataKey'],
  });
  allowOnBucket(grant, ['s3:ListBucket']);
}

function grantObjects(grant: ObjectGrant, { pattern, actions, keyActions }: Permissions): void {
  const { bucket, template } = grant;
  allowOnBucket(grant, actions, pattern);
  if (bucket.encryptionKey) {
    allowOnKey(grant, bucket.encryptionKey, keyActions);
  } else if (!Resource.isOwnedResource(bucket)) {
    const remedy = isOfDeployment(bucket) ? 'pass the bucket itself, and call node.addDependency of the template with the deployment'
      : 'import the bucket by Bucket.fromBucketAttributes with its encryptionKey';
    warn(template, WarningId.BUCKET_KEY_UNKNOWN, `bucket ${bucket.node.path} is imported without encryptionKey, but a KMS key may encrypt it, and then `
      + `role ${nameOf(grant.grantee)} needs ${keyActions.join(' and ')} on that key: ${remedy}. If no KMS key encrypts the bucket, acknowledge this warning`);
  }
}

/** @param pattern the keys of the objects to allow the actions on. Undefined for actions on the bucket itself */
function allowOnBucket(grant: ObjectGrant, actions: string[], pattern?: string): void {
  const { bucket, grantee, template } = grant;
  const resourceArn = pattern === undefined ? bucket.bucketArn : bucket.arnForObjects(pattern);
  const resource = pattern === undefined ? 'it' : `objects ${pattern}`;
  if (!isOfOtherAccount(bucket, grantee)) {
    iam.Grant.addToPrincipalOrResource({ grantee, actions, resourceArns: [resourceArn], resource: bucket });
    return;
  }
  iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [resourceArn] });
  if (letIn(bucket, grantee, actions, resourceArn)) {
    checkIsKnown(grant, bucket);
    deployFirst(bucket, template);
  } else {
    warn(template, WarningId.BUCKET_POLICY_NOT_CHANGED, `bucket ${bucket.node.path} of account ${bucket.env.account} is imported, but `
      + `role ${nameOf(grantee)} also needs the permission of the bucket: let its bucket policy allow ${actions.join(' and ')} on ${resource}`);
  }
}

function allowOnKey(grant: ObjectGrant, key: kms.IKey, actions: string[]): void {
  const { grantee, template } = grant;
  if (!isOfOtherAccount(key, grantee) && !isOfOtherRegion(key, grantee)) {
    if (!key.grant(grantee, ...actions).success) {
      warn(template, WarningId.BUCKET_KEY_UNKNOWN, `key ${key.node.path} is imported by its alias, so the CDK grants nothing on it, but role ${nameOf(grantee)} needs `
        + `${actions.join(' and ')}: import the key by Key.fromKeyArn or Key.fromLookup, or grant the actions elsewhere and acknowledge this warning`);
    }
    return;
  }
  // Other accounts and Regions do not know the id of a key before its deployment. So the policy of the key narrows this permission.
  const arn = Resource.isOwnedResource(key)
    ? Stack.of(key).formatArn({ service: 'kms', account: key.env.account, region: key.env.region, resource: 'key', resourceName: '*' })
    : key.keyArn;
  iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [arn] });
  if (letIn(key, grantee, actions, '*')) {
    checkIsKnown(grant, key);
    deployFirst(key, template);
  } else if (isOfOtherAccount(key, grantee)) {
    warn(template, WarningId.KEY_POLICY_NOT_CHANGED, `key ${key.node.path} of account ${key.env.account} is imported, but role ${nameOf(grantee)} `
      + `also needs the permission of the key: let its key policy allow ${actions.join(' and ')}`);
  }
}

/** @throws if the role is in a nested stack and only that stack knows its name or path, because no policy elsewhere could name the role */
function checkIsKnown({ grantee, template }: ObjectGrant, { node }: Construct): void {
  const { grantPrincipal } = grantee;
  const role = Construct.isConstruct(grantPrincipal) ? grantPrincipal.node.defaultChild : undefined;
  if (!(role instanceof iam.CfnRole) || !role.stack.nested || ![role.roleName, role.path].some(Token.isUnresolved)) return;
  throw errorAt(template, 'roleInNestedStack', `role ${nameOf(grantee)} is in a nested stack, must be in the stack around it, since the policy of ${node.path} names it from `
    + 'another account or Region: pass a PresignedUrlRole of that stack as presignedUrlRole, or pass a role with a roleName to JobTemplateProvider.getOrCreate if '
    + 'the provider reads the document');
}

/** The path of the role, for messages. */
const nameOf = ({ grantPrincipal }: iam.IGrantable): string => String(grantPrincipal);

/** Whether a bucket is the `deployedBucket` of a `BucketDeployment`. */
const isOfDeployment = ({ node: { scope } }: s3.IBucket): boolean => scope !== undefined && 'deployedBucket' in scope;
