import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, S3PresignedUrl } from '../../src';
import { DeployedStack, newFleet, REGION, resourcesOf } from '../iam/deployed-stack';
import { ACCOUNT, type Authorization, isAllowed, simulate, type Statement } from '../iam/policy-simulator';
import { inlineStatementsOf, newJobTemplate } from '../support/construct';

const STACK_ID = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/fleet/uuid`;
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/own`;

/** The role that is made for a document with these URLs: whom it trusts, and what it may. */
function roleFor(urls: (stack: Stack) => S3PresignedUrl[]): { readonly trust: any; readonly statements: readonly Statement[] } {
  const stack = newFleet('fleet');
  newJobTemplate({ document: JobDocument.fromObject({ urls: urls(stack) }) }, stack);
  const resources = resourcesOf(stack);
  const [role, ...others] = Object.values(resources).filter(({ Type, Properties }) => Type === 'AWS::IAM::Role' && Properties.Path !== undefined);
  expect(others).toEqual([]);
  const deployed = new DeployedStack(resources, STACK_ID);
  return { trust: deployed.filledIn(role.Properties.AssumeRolePolicyDocument), statements: deployed.filledIn(inlineStatementsOf(role)) };
}

const named = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket');
const encrypted = (stack: Stack) =>
  s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'bucket', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY) });
const on = (action: string, key: string): Authorization => ({ action, resource: `arn:aws:s3:::bucket/${key}`, context: {} });

describe('The role is assumed', () => {
  const { trust } = roleFor(stack => [S3PresignedUrl.forDownload(named(stack), 'key')]);
  const isAssumed = (service: string, context: { [key: string]: string }) => simulate({
    request: { principal: service, action: 'sts:AssumeRole', resource: { resource: `arn:aws:iam::${ACCOUNT}:role/presign`, accountId: ACCOUNT }, contextVariables: context },
    identityPolicies: [],
    resourcePolicy: trust,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  });
  const ours = { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': `arn:aws:iot:${REGION}:${ACCOUNT}:job/reboot` };

  test('by AWS IoT, for a job of this account and Region', async () => {
    expect(await isAssumed('iot.amazonaws.com', ours)).toBe(true);
  });

  test.each<[string, string, { [key: string]: string }]>([
    ['another service', 'lambda.amazonaws.com', ours],
    ['another account', 'iot.amazonaws.com', { 'aws:SourceAccount': '210987654321', 'aws:SourceArn': `arn:aws:iot:${REGION}:210987654321:job/reboot` }],
    ['another account in the ARN only', 'iot.amazonaws.com', { ...ours, 'aws:SourceArn': `arn:aws:iot:${REGION}:210987654321:job/reboot` }],
    ['another account but in the ARN', 'iot.amazonaws.com', { ...ours, 'aws:SourceAccount': '210987654321' }],
    ['another Region, where a stack of the same name could pass it', 'iot.amazonaws.com', { ...ours, 'aws:SourceArn': `arn:aws:iot:eu-west-1:${ACCOUNT}:job/reboot` }],
    ['what is not of AWS IoT', 'iot.amazonaws.com', { ...ours, 'aws:SourceArn': `arn:aws:iotsitewise:${REGION}:${ACCOUNT}:asset/1` }],
    ['nobody that is named', 'iot.amazonaws.com', {}],
  ])('not for %s', async (_, service, context) => {
    expect(await isAssumed(service, context)).toBe(false);
  });
});

describe('The role may', () => {
  test.each<[string, (bucket: s3.IBucket) => S3PresignedUrl, Authorization[], Authorization[]]>([
    [
      'download an object', bucket => S3PresignedUrl.forDownload(bucket, 'fw/image.bin'),
      [on('s3:GetObject', 'fw/image.bin')],
      [on('s3:GetObject', 'fw/image.bin2'), on('s3:GetObject', 'fw/other.bin'), on('s3:GetObjectVersion', 'fw/image.bin'), on('s3:PutObject', 'fw/image.bin'), on('s3:DeleteObject', 'fw/image.bin')],
    ],
    [
      'download a version of one', bucket => S3PresignedUrl.forDownload(bucket, 'image.bin', { versionId: 'v1' }),
      [on('s3:GetObjectVersion', 'image.bin')],
      [on('s3:GetObject', 'image.bin'), on('s3:GetObjectVersion', 'other.bin'), on('s3:PutObject', 'image.bin')],
    ],
    [
      'upload to one', bucket => S3PresignedUrl.forUpload(bucket, 'log.txt'),
      [on('s3:PutObject', 'log.txt')],
      [on('s3:PutObject', 'log.txt2'), on('s3:GetObject', 'log.txt'), on('s3:PutObjectAcl', 'log.txt')],
    ],
    [
      'upload to those of every device and execution', bucket => S3PresignedUrl.forUpload(bucket, 'logs/${thingName}/${jobId}-${executionNumber}.txt'),
      [on('s3:PutObject', 'logs/press-1/nightly-2.txt')],
      [on('s3:PutObject', 'logs/press-1/nightly.txt'), on('s3:PutObject', 'images/press-1/nightly-2.txt'), on('s3:PutObject', 'logs/press-1/nightly-2.bin')],
    ],
    [
      'download an object whose key has the characters of a wildcard and of a variable, and no other', bucket => S3PresignedUrl.forDownload(bucket, 'a?/$b.bin'),
      [on('s3:GetObject', 'a?/$b.bin')],
      [on('s3:GetObject', 'ab/$b.bin'), on('s3:GetObject', 'a?/b.bin')],
    ],
    [
      // The simulator takes an asterisk in a request for a wildcard: the object itself cannot be asked for.
      'not download others than the object whose key is a wildcard', bucket => S3PresignedUrl.forDownload(bucket, 'fw/*'), [], [on('s3:GetObject', 'fw/image.bin')],
    ],
  ])('%s', async (_, url, allowed, denied) => {
    const { statements } = roleFor(stack => [url(named(stack))]);
    for (const request of allowed) expect([request, await isAllowed(statements, request)]).toEqual([request, true]);
    for (const request of denied) expect([request, await isAllowed(statements, request)]).toEqual([request, false]);
    expect(JSON.stringify(statements)).not.toContain('kms:');
  });

  test.each<[string, (bucket: s3.IBucket) => S3PresignedUrl[], string[], string[]]>([
    ['read, for downloads', bucket => [S3PresignedUrl.forDownload(bucket, 'a'), S3PresignedUrl.forDownload(bucket, 'b')], ['kms:Decrypt'], ['kms:GenerateDataKey', 'kms:Encrypt']],
    ['read and write, for uploads', bucket => [S3PresignedUrl.forUpload(bucket, 'a')], ['kms:Decrypt', 'kms:GenerateDataKey'], ['kms:Encrypt', 'kms:CreateGrant']],
  ])('use the key of a bucket to %s', async (_, urls, allowed, denied) => {
    const { statements } = roleFor(stack => urls(encrypted(stack)));
    const isUsable = (resource: string) => (action: string) => isAllowed(statements, { action, resource, context: {} });
    expect(await Promise.all(allowed.map(isUsable(KEY)))).toEqual(allowed.map(() => true));
    expect(await Promise.all(denied.map(isUsable(KEY)))).toEqual(denied.map(() => false));
    expect(await Promise.all(allowed.map(isUsable(KEY.replace('own', 'other'))))).toEqual(allowed.map(() => false));
    expect(statements.filter(({ Action }) => `${Action}`.includes('kms:'))).toHaveLength(1);
  });
});
