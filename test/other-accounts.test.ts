import { App, Aspects, CfnResource, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, JobTemplateProvider, PresignedUrlRole, S3PresignedUrl } from '../src';
import { allowing, deployed, ENV, newApp, newJobTemplate, newStack, statementsOf } from './support/construct';

const OTHER_ACCOUNT = '210987654321';
const OTHER = { account: OTHER_ACCOUNT, region: 'eu-west-1' };

interface Given {
  readonly app: App;
  /** The stack of the bucket. */
  readonly files: Stack;
  /** The stack of the template. */
  readonly fleet: Stack;
}

function given(): Given {
  const app = newApp();
  return { app, files: new Stack(app, 'Files', { env: OTHER }), fleet: new Stack(app, 'Fleet', { env: ENV }) };
}

const download = (bucket: s3.IBucket) => JobDocument.fromObject({ url: S3PresignedUrl.forDownload(bucket, 'gateway/1.bin', { objectPattern: 'gateway/*' }) });
const upload = (bucket: s3.IBucket) => JobDocument.fromObject({ url: S3PresignedUrl.forUpload(bucket, 'logs/${thingName}') });

const bucketPolicyOf = (stack: Stack): any[] => Object.values(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy'))
  .flatMap(({ Properties }) => deployed(Properties.PolicyDocument.Statement, { Bucket83908E77: 'arn:aws:s3:::files' }));
const keyPolicyOf = (stack: Stack): any[] => Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'))
  .flatMap(({ Properties }) => deployed(Properties.KeyPolicy.Statement));
/** Those of the library, without their ids. */
const warningsOf = (stack: Stack): string[] => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('cdk-iot-job-template:')).map(({ entry }) => `${entry.data}`)
  .map(text => text.replace(/ \[ack: .*/, ''));

/** The account of the role, and the role itself as a condition: it need not be there yet. */
const lettingIn = (role: RegExp) => ({
  Principal: { AWS: 'arn:aws:iam::123456789012:root' },
  Condition: { ArnEquals: { 'aws:PrincipalArn': expect.stringMatching(role) } },
});

describe('A bucket of another account', () => {
  const presigner = /^arn:aws:iam::123456789012:role\/cdk-iot-job-template\/Fleet\/eu-west-1\/Fleet-.*$/;

  test.each([
    ['a download', download, [{ Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: 'arn:aws:s3:::files/gateway/*' }]],
    ['an upload', upload, [{ Action: 's3:PutObject', Resource: 'arn:aws:s3:::files/logs/*' }, { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::files' }]],
  ])('lets the role of %s in before that role is there', (_, document, statements) => {
    const { files, fleet } = given();
    newJobTemplate({ document: document(new s3.Bucket(files, 'Bucket', { bucketName: 'files' })) }, fleet);
    expect(bucketPolicyOf(files)).toEqual(statements.map(statement => ({ Effect: 'Allow', ...statement, ...lettingIn(presigner) })));
    expect(statementsOf(fleet).filter(({ Action }) => `${Action}`.startsWith('s3:'))).toHaveLength(statements.length);
    expect(warningsOf(fleet)).toEqual([]);
  });

  test('lets the provider read a document', () => {
    const { files, fleet } = given();
    newJobTemplate({ document: JobDocument.fromBucket(new s3.Bucket(files, 'Bucket', { bucketName: 'files' }), 'reboot.json') }, fleet);
    expect(bucketPolicyOf(files)).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::files/reboot.json', ...lettingIn(/^arn:aws:iam::123456789012:role\/fleet/) },
    ]);
  });

  test('lets a provider with a role of one\'s own read a document', () => {
    const { files, fleet } = given();
    const role = new iam.Role(fleet, 'Role', { roleName: 'provider', assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    JobTemplateProvider.getOrCreate(fleet, { role });
    newJobTemplate({ document: JobDocument.fromBucket(new s3.Bucket(files, 'Bucket', { bucketName: 'files' }), 'reboot.json') }, fleet);
    expect(bucketPolicyOf(files)).toEqual([expect.objectContaining(lettingIn(/^arn:aws:iam::123456789012:role\/provider$/))]);
  });

  test('is deployed first, with its policy', () => {
    const { files, fleet } = given();
    newJobTemplate({ document: download(new s3.Bucket(files, 'Bucket', { bucketName: 'files' })) }, fleet);
    expect(fleet.dependencies).toEqual([files]);
  });

  test('is not deployed first where its stack waits for the template', () => {
    const { app, files, fleet } = given();
    const between = new Stack(app, 'Between', { env: ENV });
    between.addDependency(fleet);
    files.addDependency(between);
    newJobTemplate({ document: download(new s3.Bucket(files, 'Bucket', { bucketName: 'files' })) }, fleet);
    expect(fleet.dependencies).toEqual([]);
  });

  test('may be in another stage of the app, whose order is for the pipeline to say', () => {
    const app = newApp();
    const files = new Stack(new Stage(app, 'FilesStage'), 'Files', { env: OTHER });
    const fleet = new Stack(new Stage(app, 'FleetStage'), 'Fleet', { env: ENV });
    newJobTemplate({ document: download(new s3.Bucket(files, 'Bucket', { bucketName: 'files' })) }, fleet);
    expect(bucketPolicyOf(files)).toHaveLength(1);
    expect(fleet.dependencies).toEqual([]);
  });

  test('lets the role use its key, whose policy is what narrows it', () => {
    const { files, fleet } = given();
    const encryptionKey = new kms.Key(files, 'Key');
    newJobTemplate({ document: upload(new s3.Bucket(files, 'Bucket', { bucketName: 'files', encryptionKey })) }, fleet);
    const actions = ['kms:Decrypt', 'kms:GenerateDataKey'];
    expect(keyPolicyOf(files)).toContainEqual({ Effect: 'Allow', Action: actions, Resource: '*', ...lettingIn(presigner) });
    expect(deployed(allowing(statementsOf(fleet), 'kms:Decrypt'))).toEqual([
      { Effect: 'Allow', Action: actions, Resource: `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/*` },
    ]);
  });

  test('that is imported cannot be changed, so a warning says what its policies must allow', () => {
    const { fleet } = given();
    const encryptionKey = kms.Key.fromKeyArn(fleet, 'Key', `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/k`);
    const bucket = s3.Bucket.fromBucketAttributes(fleet, 'Bucket', { bucketName: 'files', account: OTHER_ACCOUNT, encryptionKey });
    newJobTemplate({ document: upload(bucket) }, fleet);
    const role = 'role Fleet/Reboot/PresignedUrlRole needs its permission, too';
    expect(warningsOf(fleet)).toEqual([
      `bucket Fleet/Bucket of account ${OTHER_ACCOUNT} is imported, but ${role}: have its bucket policy allow s3:PutObject on objects logs/*`,
      `key Fleet/Key of account ${OTHER_ACCOUNT} is imported, but ${role}: have its key policy allow kms:Decrypt and kms:GenerateDataKey`,
      `bucket Fleet/Bucket of account ${OTHER_ACCOUNT} is imported, but ${role}: have its bucket policy allow s3:ListBucket on it`,
    ]);
    expect(allowing(statementsOf(fleet), 'kms:Decrypt')).toEqual([expect.objectContaining({ Resource: `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/k` })]);
  });
});

describe('A bucket of another Region', () => {
  test('has a key that lets the role in before that role is there', () => {
    const app = newApp();
    const files = new Stack(app, 'Files', { env: { ...ENV, region: 'us-east-1' } });
    const fleet = new Stack(app, 'Fleet', { env: ENV });
    const encryptionKey = new kms.Key(files, 'Key');
    newJobTemplate({ document: download(new s3.Bucket(files, 'Bucket', { bucketName: 'files', encryptionKey })) }, fleet);
    expect(keyPolicyOf(files)).toContainEqual({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', ...lettingIn(/Fleet-Fleet-Reboot-/) });
    expect(deployed(allowing(statementsOf(fleet), 'kms:Decrypt'))).toEqual([
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: 'arn:aws:kms:us-east-1:123456789012:key/*' },
    ]);
    expect(bucketPolicyOf(files)).toEqual([]);
  });
});

describe('An imported bucket without a key', () => {
  const WARNING = 'bucket Fleet/Bucket is imported without encryptionKey, but a KMS key may encrypt it: then role Fleet/Reboot/PresignedUrlRole needs '
    + 'kms:Decrypt on that key. Import the bucket by Bucket.fromBucketAttributes with its encryptionKey. If no KMS key encrypts it, acknowledge this warning';

  test('may have one that the CDK does not know, which is said once', () => {
    const stack = newStack({ env: ENV });
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'files');
    const urls = ['1', '2'].map(name => S3PresignedUrl.forDownload(bucket, name));
    newJobTemplate({ document: JobDocument.fromObject({ urls }) }, stack);
    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test.each([
    ['a document', (bucket: s3.IBucket) => JobDocument.fromBucket(bucket, 'reboot.json'), 'role Fleet/JobTemplateProvider/Role needs kms:Decrypt on'],
    ['an upload', upload, 'role Fleet/Reboot/PresignedUrlRole needs kms:Decrypt and kms:GenerateDataKey on'],
  ])('is said of %s, too', (_, document, text) => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document: document(s3.Bucket.fromBucketName(stack, 'Bucket', 'files')) }, stack);
    expect(warningsOf(stack)).toEqual([expect.stringContaining(text)]);
  });

  test('names a given role of another stack by its own path', () => {
    const { app, fleet } = given();
    const role = new PresignedUrlRole(new Stack(app, 'Roles', { env: ENV }), 'Presigner');
    newJobTemplate({ presignedUrlRole: role, document: download(s3.Bucket.fromBucketName(fleet, 'Bucket', 'files')) }, fleet);
    expect(warningsOf(fleet)).toEqual([expect.stringContaining('role Roles/Presigner needs')]);
  });

  test.each([
    ['a bucket of the app', (stack: Stack) => download(new s3.Bucket(stack, 'Bucket'))],
    ['an imported bucket with a key', (stack: Stack) => download(s3.Bucket.fromBucketAttributes(stack, 'Bucket', {
      bucketName: 'files', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/k'),
    }))],
    ['an asset', () => JobDocument.fromAsset(`${__dirname}/../examples/firmware-fleet/documents/canary-update.json`)],
  ])('is not said of %s', (_, documentIn) => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document: documentIn(stack) }, stack);
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('A grantee to which nothing can be granted', () => {
  test.each([
    ['a role of another account', (stack: Stack) => iam.Role.fromRoleArn(stack, 'Operator', `arn:aws:iam::${OTHER_ACCOUNT}:role/operator`),
      `grantee Fleet/Operator is of account ${OTHER_ACCOUNT}, but job templates have no resource policies, so nothing is granted: `
      + 'let it assume a role of the template\'s account, and grant iot:DescribeJobTemplate to that role'],
    ['a service', () => new iam.ServicePrincipal('scheduler.amazonaws.com'), expect.stringContaining('has no policy that could be changed')],
  ])('causes a warning: %s', (_, granteeIn, warning) => {
    const stack = newStack({ env: ENV });
    newJobTemplate({}, stack).grants.describe(granteeIn(stack));
    expect(warningsOf(stack)).toEqual([warning]);
  });

  test('causes one for each action of a job', () => {
    const stack = newStack({ env: ENV });
    const grantee = iam.Role.fromRoleArn(stack, 'Operator', `arn:aws:iam::${OTHER_ACCOUNT}:role/operator`);
    newJobTemplate({ document: download(new s3.Bucket(stack, 'Bucket')) }, stack).grants.createJob(grantee);
    expect(warningsOf(stack).map(text => / grant (\S+) to/.exec(text)?.[1])).toEqual(['iot:CreateJob', 'iam:PassRole']);
  });

  test.each([
    ['immutable on purpose', (stack: Stack) => iam.Role.fromRoleArn(stack, 'Operator', 'arn:aws:iam::123456789012:role/operator', { mutable: false })],
    ['granted', (stack: Stack) => new iam.User(stack, 'Operator')],
  ])('is not one that is %s', (_, granteeIn) => {
    const stack = newStack({ env: ENV });
    newJobTemplate({}, stack).grants.describe(granteeIn(stack));
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('A role for presigned URLs', () => {
  test.each([
    ['a property', (role: iam.CfnRole) => { role.path = '/team/'; }],
    ['an override', (role: iam.CfnRole) => role.addPropertyOverride('Path', '/team/')],
  ])('whose path an Aspect changes by %s causes a warning, since the provider may not pass it', (_, change) => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document: download(new s3.Bucket(stack, 'Bucket')) }, stack);
    Aspects.of(stack).add({ visit: node => { if (node instanceof iam.CfnRole && node.path) change(node); } });
    expect(warningsOf(stack)).toEqual(['path is "/team/", but the provider may pass the roles of path "/cdk-iot-job-template/Fleet/eu-west-1/" only: '
      + 'leave the path as it is, or call grantPassRole of this role with JobTemplateProvider.getOrCreate(stack).grantPrincipal']);
  });

  const LOST = (role: string) => `removalPolicy is RETAIN, but role ${role} is deleted with the stack, and then the presigned URLs of the template fail: `
    + 'call applyRemovalPolicy(RemovalPolicy.RETAIN) of that role';

  test('that is given and deleted with the stack of a retained template causes a warning', () => {
    const stack = newStack({ env: ENV });
    const role = new PresignedUrlRole(stack, 'Presigner');
    newJobTemplate({ presignedUrlRole: role, removalPolicy: RemovalPolicy.RETAIN }, stack);
    expect(warningsOf(stack)).toEqual([LOST('Fleet/Presigner')]);
  });

  test('that was generated causes the same if only the resource of the template is retained', () => {
    const stack = newStack({ env: ENV });
    const template = newJobTemplate({ document: download(new s3.Bucket(stack, 'Bucket')) }, stack);
    (template.node.defaultChild as CfnResource).applyRemovalPolicy(RemovalPolicy.RETAIN);
    expect(warningsOf(stack)).toEqual([LOST('Fleet/Reboot/PresignedUrlRole')]);
  });

  test.each([
    ['retained, too', (stack: Stack) => {
      const role = new PresignedUrlRole(stack, 'Presigner');
      newJobTemplate({ presignedUrlRole: role, removalPolicy: RemovalPolicy.RETAIN }, stack);
      role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }],
    ['of a template that is deleted, too', (stack: Stack) => newJobTemplate({ presignedUrlRole: new PresignedUrlRole(stack, 'Presigner') }, stack)],
    ['generated for a retained template', (stack: Stack) =>
      newJobTemplate({ document: download(new s3.Bucket(stack, 'Bucket')), removalPolicy: RemovalPolicy.RETAIN }, stack)],
    ['of another stack', (stack: Stack) => newJobTemplate({
      presignedUrlRole: new PresignedUrlRole(new Stack(stack.node.root, 'Roles', { env: ENV }), 'Presigner'), removalPolicy: RemovalPolicy.RETAIN,
    }, stack)],
  ])('causes none if it is %s', (_, declareIn) => {
    const stack = newStack({ env: ENV });
    declareIn(stack);
    expect(warningsOf(stack)).toEqual([]);
  });
});
