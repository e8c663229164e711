import type { Authorization } from './policy-simulator';
import type { Call } from '../fake-iot/service';
import { ADOPTED_FROM, ADOPTED_FROM_2, OWNER } from '../support/harness';

interface Body {
  readonly tags?: readonly { readonly Key: string; readonly Value?: string }[];
  readonly tagKeys?: readonly string[];
  readonly jobArn?: string;
  readonly documentSource?: string;
  readonly destinationPackageVersions?: readonly string[];
  readonly presignedUrlConfig?: { readonly roleArn?: string };
}

/** The keys that encrypt buckets, by the name of the bucket. */
export type BucketKeys = { readonly [bucket: string]: string };

/**
 * The requests to IAM for a call, by the service authorization reference. They are the action of the operation on
 * each of its resources, and the dependent actions.
 *
 * Evidence: iam-create, iam-create-tags, iam-describe-delete, iam-tags, iam-managed, iam-pass-role,
 * iam-tags-at-creation.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
 */
export function authorizationsOf({ operation, id, arn, body, iamTags = {} }: Call, stackId: string, keys: BucketKeys = {}): Authorization[] {
  const resource = arn ?? stackId.replace(':cloudformation:', ':iot:').replace(/:stack\/.*$/, `:jobtemplate/${id}`);
  const action = `iot:${operation}`;
  const { tags = [], tagKeys, ...content } = body as Body;
  const held = contextOf('aws:ResourceTag/', Object.entries(iamTags));
  const asked = {
    ...contextOf('aws:RequestTag/', tags.map(({ Key, Value = '' }) => [Key, Value])),
    ...tags.length > 0 && { 'aws:TagKeys': tags.map(({ Key }) => Key).filter(isOwners) },
  };
  switch (operation) {
    case 'DescribeJobTemplate':
    case 'ListTagsForResource':
    case 'DeleteJobTemplate': return [{ action, resource, context: held }];
    case 'DescribeManagedJobTemplate': return [{ action, resource: managedArn(id!, stackId), context: {} }];
    case 'TagResource': return [{ action, resource, context: { ...held, ...asked } }];
    case 'UntagResource': return [{ action, resource, context: { ...held, 'aws:TagKeys': tagKeys! } }];
    case 'CreateJobTemplate': return [
      ...[resource, ...content.jobArn === undefined ? [] : [content.jobArn], ...content.destinationPackageVersions ?? []]
        .map(on => ({ action, resource: on, context: asked })),
      ...tags.length === 0 ? [] : [{ action: 'iot:TagResource', resource, context: { ...held, ...asked } }],
      ...passing(content.presignedUrlConfig?.roleArn),
      ...reading(content.documentSource, keys),
    ];
    default: throw new Error(`the handler called ${operation}`);
  }
}

/** The version is missing, or it is in the query. The policy allows every version, so all calls get this one. */
const managedArn = (templateName: string, stackId: string): string =>
  stackId.replace(/:cloudformation:([^:]*):.*$/, (_, region) => `:iot:${region}::jobtemplate/${templateName}:1.0`);

const passing = (roleArn?: string): Authorization[] =>
  roleArn === undefined ? [] : [{ action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'iot.amazonaws.com' } }];

/**
 * AWS IoT reads the document with the caller's permissions: the object and, if the URL names one, its version.
 * Evidence: document-source-caller.
 */
function reading(source: string | undefined, keys: BucketKeys): Authorization[] {
  if (source === undefined) return [];
  const { bucket, key, version } = objectOf(source);
  const object = { resource: `arn:aws:s3:::${bucket}/${key}`, context: {} };
  return [
    { action: 's3:GetObject', ...object },
    ...version === null ? [] : [{ action: 's3:GetObjectVersion', ...object }],
    ...bucket in keys ? [{ action: 'kms:Decrypt', resource: keys[bucket], context: {} }] : [],
  ];
}

/** An object by its URL of any style. */
export function objectOf(url: string): { readonly bucket: string; readonly key: string; readonly version: string | null } {
  const { hostname, pathname, searchParams } = new URL(url);
  const path = decodeURIComponent(pathname).slice(1);
  const [, bucket, key] = /^([^/]+)\/(.+)$/.exec(hostname.startsWith('s3.') ? path : `${hostname.split('.s3.')[0]}/${path}`)!;
  return { bucket, key, version: searchParams.get('versionId') };
}

/**
 * Whether a call has nothing left to do, because its template is gone, or because it succeeded before and its
 * response was lost. The tags in the policy's condition are gone by then, so the policy denies the call, and the
 * handler recognizes that. Evidence: iam-missing-resource.
 */
export function isDone({ operation, body, tagsBefore }: Call): boolean {
  const { tags = [], tagKeys = [] } = body as Body;
  switch (operation) {
    case 'DeleteJobTemplate': return tagsBefore === undefined;
    case 'TagResource': return tagsBefore === undefined || tags.every(({ Key, Value }) => tagsBefore[Key] === Value);
    case 'UntagResource': return tagsBefore === undefined || !tagKeys.some(key => key in tagsBefore);
    default: return false;
  }
}

const isOwners = (key: string): boolean => [OWNER, ADOPTED_FROM, ADOPTED_FROM_2].includes(key);

/** The tags that the policy refers to. Calls that are equal for IAM become one. */
const contextOf = (prefix: string, tags: readonly (readonly [string, string])[]): { [key: string]: string } =>
  Object.fromEntries(tags.filter(([key]) => isOwners(key)).map(([key, value]) => [`${prefix}${key}`, value]));
