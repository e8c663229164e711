import { type App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, PackageVersion, PresignedUrlRole, S3PresignedUrl } from '../../src';
import { DeployedStack, newFleet, REGION, resourcesOf } from '../iam/deployed-stack';
import { ACCOUNT, type Authorization, isAllowed, simulate, type Statement } from '../iam/policy-simulator';
import { inlineStatementsOf, newJobTemplate, statementsOf } from '../support/construct';

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
const onBucket = (action: string): Authorization => ({ action, resource: 'arn:aws:s3:::bucket', context: {} });
const ofAnother = (key: string): Authorization => ({ action: 's3:GetObject', resource: `arn:aws:s3:::bucket2/${key}`, context: {} });

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
      'download every object of a bucket, in any version', bucket => S3PresignedUrl.forDownload(bucket, 'fw/image.bin'),
      [on('s3:GetObject', 'fw/image.bin'), on('s3:GetObject', 'other.bin'), on('s3:GetObjectVersion', 'other.bin')],
      [on('s3:PutObject', 'fw/image.bin'), on('s3:DeleteObject', 'fw/image.bin'), on('s3:GetObjectAcl', 'fw/image.bin'), onBucket('s3:ListBucket'), ofAnother('fw/image.bin')],
    ],
    [
      'download those of a pattern', bucket => S3PresignedUrl.forDownload(bucket, 'fw/image.bin', { objectPattern: 'fw/*' }),
      [on('s3:GetObject', 'fw/image.bin'), on('s3:GetObject', 'fw/2/image.bin'), on('s3:GetObjectVersion', 'fw/other.bin')],
      [on('s3:GetObject', 'other.bin'), on('s3:GetObjectVersion', 'fw2/image.bin'), on('s3:PutObject', 'fw/image.bin')],
    ],
    [
      'download one object', bucket => S3PresignedUrl.forDownload(bucket, 'a?/$b.bin', { versionId: 'v1', objectPattern: 'a?/$b.bin' }),
      [on('s3:GetObject', 'a?/$b.bin'), on('s3:GetObjectVersion', 'a?/$b.bin')],
      [on('s3:GetObject', 'ab/$b.bin'), on('s3:GetObjectVersion', 'a?/b.bin'), on('s3:GetObject', 'a?/$b.bin2')],
    ],
    [
      'upload to one', bucket => S3PresignedUrl.forUpload(bucket, 'log.txt'),
      [on('s3:PutObject', 'log.txt'), onBucket('s3:ListBucket')],
      [on('s3:PutObject', 'log.txt2'), onBucket('s3:ListBucketVersions'), onBucket('s3:DeleteBucket'), on('s3:GetObject', 'log.txt'), on('s3:PutObjectAcl', 'log.txt')],
    ],
    [
      'upload to those of every device and execution', bucket => S3PresignedUrl.forUpload(bucket, 'logs/${thingName}/${jobId}-${executionNumber}.txt'),
      [on('s3:PutObject', 'logs/press-1/nightly-2.txt')],
      [on('s3:PutObject', 'logs/press-1/nightly.txt'), on('s3:PutObject', 'images/press-1/nightly-2.txt'), on('s3:PutObject', 'logs/press-1/nightly-2.bin')],
    ],
    [
      'upload to those of a pattern', bucket => S3PresignedUrl.forUpload(bucket, 'logs/${thingName}.txt', { objectPattern: 'logs/*' }),
      [on('s3:PutObject', 'logs/press-1.txt'), on('s3:PutObject', 'logs/2/press-1.bin')],
      [on('s3:PutObject', 'images/press-1.txt'), on('s3:GetObject', 'logs/press-1.txt')],
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

describe('A release takes nothing away from jobs of the release before', () => {
  const image = (version: string) => `gateway/${version}/image.bin`;
  const reading = (key: string): Authorization[] => [on('s3:GetObject', key), on('s3:GetObjectVersion', key)];
  const artifact = (bucket: s3.IBucket, version: string) =>
    PackageVersion.fromNames('gateway', version, { artifact: { bucket, key: image(version) } }).artifactUrl();

  const urls: [string, (bucket: s3.IBucket, version: string) => unknown][] = [
    ['the latest version of an object', (bucket, version) => S3PresignedUrl.forDownload(bucket, image(version))],
    ['one version of an object', (bucket, version) => S3PresignedUrl.forDownload(bucket, image(version), { versionId: `v${version}` })],
    ['what releases share', (bucket, version) => S3PresignedUrl.forDownload(bucket, image(version), { objectPattern: 'gateway/*' })],
    ['an artifact', artifact],
  ];
  const trusted = { assumedBy: new iam.ServicePrincipal('iot.amazonaws.com') };
  const roles: [string, (stack: Stack) => iam.IRole | undefined][] = [
    ['that is generated', () => undefined],
    ['that is given', stack => new iam.Role(stack, 'Given', trusted)],
    ['that is imported', stack => iam.Role.fromRoleArn(stack, 'Given', `arn:aws:iam::${ACCOUNT}:role/given`)],
    ['of another stack', stack => new iam.Role(new Stack(stack.node.root as App, 'Roles', { env: { account: ACCOUNT, region: REGION } }), 'Given', trusted)],
    ['that is declared to be shared', stack => new PresignedUrlRole(stack, 'Given')],
  ];

  /** What the role may do once the document has 2.5.0, whoever has the statement: the provider of these templates reads no objects. */
  function statementsAt250(urlOf: (bucket: s3.IBucket, version: string) => unknown, roleIn: (stack: Stack) => iam.IRole | undefined): Statement[] {
    const stack = newFleet('fleet');
    const presignedUrlRole = roleIn(stack);
    newJobTemplate({ presignedUrlRole, document: JobDocument.fromObject({ image: urlOf(named(stack), '2.5.0') }) }, stack);
    return new DeployedStack(resourcesOf(stack), STACK_ID).filledIn(statementsOf(stack));
  }

  describe.each(roles)('through a role %s', (_, roleIn) => {
    test.each(urls)('that names %s', async (__, urlOf) => {
      const statements = statementsAt250(urlOf, roleIn);
      for (const request of [...reading(image('2.5.0')), ...reading(image('2.4.0'))]) {
        expect([request, await isAllowed(statements, request)]).toEqual([request, true]);
      }
    });
  });

  test('through a role of several templates, whose other document stays', async () => {
    const stack = newFleet('fleet');
    const [bucket, presignedUrlRole] = [named(stack), new PresignedUrlRole(stack, 'Shared')];
    for (const model of ['gateway', 'sensor']) {
      const url = S3PresignedUrl.forDownload(bucket, `${model}/2.5.0/image.bin`, { objectPattern: `${model}/*` });
      newJobTemplate({ presignedUrlRole, document: JobDocument.fromObject({ url }) }, stack, model);
    }
    const statements = new DeployedStack(resourcesOf(stack), STACK_ID).filledIn(statementsOf(stack));
    for (const request of ['gateway', 'sensor'].flatMap(model => reading(`${model}/2.4.0/image.bin`))) {
      expect([request, await isAllowed(statements, request)]).toEqual([request, true]);
    }
    expect(await isAllowed(statements, on('s3:GetObject', 'tools/verify.sh'))).toBe(false);
  });

  test('but for a pattern of one object, which gives the one before up', async () => {
    const exact = (bucket: s3.IBucket, version: string) => S3PresignedUrl.forDownload(bucket, image(version), { objectPattern: image(version) });
    const statements = statementsAt250(exact, () => undefined);
    expect(await isAllowed(statements, on('s3:GetObject', image('2.5.0')))).toBe(true);
    expect(await isAllowed(statements, on('s3:GetObject', image('2.4.0')))).toBe(false);
  });
});
