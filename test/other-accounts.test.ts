import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, JobTemplateProvider, PresignedUrlRole, S3PresignedUrl } from '../src';
import { simulate } from './iam/policy-simulator';
import { allowing, deployed, ENV, newApp, newJobTemplate, statementsOf, warningsOf } from './support/construct';

const OTHER_ACCOUNT = '210987654321';
const OTHER = { account: OTHER_ACCOUNT, region: 'eu-west-1' };

/** The warnings that the CDK prints. */
const printed: string[] = [];
beforeAll(() => { jest.spyOn(console, 'warn').mockImplementation((...texts) => { printed.push(texts.join(' ')); }); });

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

  test.each([
    ['the role', 'role/cdk-iot-job-template/Fleet/eu-west-1/Fleet-Fleet-Reboot-b0bf5c3a-392f6719', 'gateway/2.bin', true],
    ['the role, an object outside of the pattern', 'role/cdk-iot-job-template/Fleet/eu-west-1/Fleet-Fleet-Reboot-b0bf5c3a-392f6719', 'secret.bin', false],
    ['another role of the account', 'role/admin', 'gateway/2.bin', false],
    ['another role of the same name', 'role/Fleet-Fleet-Reboot-b0bf5c3a-392f6719', 'gateway/2.bin', false],
  ])('lets in by IAM\'s rules: %s', async (_, role, key, isLetIn) => {
    const { files, fleet } = given();
    newJobTemplate({ document: download(new s3.Bucket(files, 'Bucket', { bucketName: 'files' })) }, fleet);
    const allowed = await simulate({
      request: {
        principal: `arn:aws:sts::${ENV.account}:assumed-role/${role.split('/').pop()}/iot`,
        action: 's3:GetObject',
        resource: { resource: `arn:aws:s3:::files/${key}`, accountId: OTHER_ACCOUNT },
        contextVariables: { 'aws:PrincipalArn': `arn:aws:iam::${ENV.account}:${role}` },
      },
      // Whatever the role itself may, the bucket decides.
      identityPolicies: [{ name: 'all', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } }],
      resourcePolicy: { Version: '2012-10-17', Statement: bucketPolicyOf(files) },
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    });
    expect(allowed).toBe(isLetIn);
  });

  test('admits the roles of many templates with one statement, because its policy has little room', () => {
    const { files, fleet } = given();
    const encryptionKey = new kms.Key(files, 'Key');
    const bucket = new s3.Bucket(files, 'Bucket', { bucketName: 'files', encryptionKey });
    const names = Array.from({ length: 100 }, (_, index) => `Template${index}`);
    names.forEach(name => newJobTemplate({ document: download(bucket) }, fleet, name));
    const [statement, ...others] = bucketPolicyOf(files);
    expect(others).toEqual([]);
    expect(statement.Condition.ArnEquals['aws:PrincipalArn']).toEqual(names.map(name => expect.stringContaining(`-${name}-`)));
    // Amazon S3 takes 20 KB.
    expect(JSON.stringify(statement).length).toBeLessThan(20_000);
    expect(allowing(keyPolicyOf(files), 'kms:Decrypt')).toEqual([expect.objectContaining({ Condition: statement.Condition })]);
  });

  test('lets a role in once, however many objects it reads', () => {
    const { files, fleet } = given();
    const bucket = new s3.Bucket(files, 'Bucket', { bucketName: 'files' });
    const url = () => S3PresignedUrl.forDownload(bucket, 'gateway/1.bin');
    newJobTemplate({ document: JobDocument.fromObject({ first: url(), second: url() }) }, fleet);
    expect(bucketPolicyOf(files)).toEqual([expect.objectContaining(lettingIn(presigner))]);
  });

  test('lets a role in after the policy has been rendered', () => {
    const { files, fleet } = given();
    const bucket = new s3.Bucket(files, 'Bucket', { bucketName: 'files' });
    newJobTemplate({ document: download(bucket) }, fleet, 'First');
    files.resolve(bucket.policy!.document);
    newJobTemplate({ document: download(bucket) }, fleet, 'Second');
    expect(bucketPolicyOf(files)).toEqual(['First', 'Second'].map(name => expect.objectContaining(lettingIn(new RegExp(`-${name}-`)))));
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
    // The CDK prints once in a process that a method is deprecated: nothing before this calls one.
    expect(printed).toEqual([]);
  });

  test('is not deployed first if its stack waits for the template', () => {
    const { app, files, fleet } = given();
    const between = new Stack(app, 'Between', { env: ENV });
    between.addDependency(fleet);
    files.addDependency(between);
    newJobTemplate({ document: download(new s3.Bucket(files, 'Bucket', { bucketName: 'files' })) }, fleet);
    expect(fleet.dependencies).toEqual([]);
  });

  test.each<[string, (stack: Stack) => Stack, (stack: Stack) => Stack]>([
    ['the template', stack => stack, stack => new NestedStack(stack, 'Nested')],
    ['the bucket', stack => new NestedStack(stack, 'Nested'), stack => stack],
  ])('is not deployed first if its stack waits for the template: %s is nested', (_, ofBucket, ofTemplate) => {
    const { files, fleet } = given();
    files.addDependency(fleet);
    const presignedUrlRole = new PresignedUrlRole(fleet, 'Role', { roleName: 'presigner' });
    newJobTemplate({ document: download(new s3.Bucket(ofBucket(files), 'Bucket', { bucketName: 'files' })), presignedUrlRole }, ofTemplate(fleet));
    expect(fleet.dependencies).toEqual([]);
  });

  test('is deployed first, also if both are in nested stacks', () => {
    const { files, fleet } = given();
    const presignedUrlRole = new PresignedUrlRole(fleet, 'Role', { roleName: 'presigner' });
    const bucket = new s3.Bucket(new NestedStack(files, 'Nested'), 'Bucket', { bucketName: 'files' });
    newJobTemplate({ document: download(bucket), presignedUrlRole }, new NestedStack(fleet, 'Nested'));
    expect(fleet.dependencies).toEqual([files]);
  });

  test.each([
    ['a download', download, 'Reboot/PresignedUrlRole'],
    ['a document', (bucket: s3.IBucket) => JobDocument.fromBucket(bucket, 'reboot.json'), 'JobTemplateProvider/Role'],
  ])('cannot let in a role of a nested stack: %s', (_, document, role) => {
    const { files, fleet } = given();
    const nested = new NestedStack(fleet, 'Nested');
    const bucket = new s3.Bucket(files, 'Bucket', { bucketName: 'files' });
    expect(() => newJobTemplate({ document: document(bucket) }, nested)).toThrow(`[Fleet/Nested/Reboot] role Fleet/Nested/${role} is in a nested stack, must be in `
      + 'the stack around it, since the policy of Files/Bucket names it from another account or Region: pass a PresignedUrlRole of that '
      + 'stack as presignedUrlRole, or pass a role with a roleName to JobTemplateProvider.getOrCreate if the provider reads the document');
  });

  test('admits roles of a nested template that are outside of the nested stack, or named', () => {
    const { app, files, fleet } = given();
    const nested = new NestedStack(fleet, 'Nested');
    const bucket = new s3.Bucket(files, 'Bucket', { bucketName: 'files' });
    JobTemplateProvider.getOrCreate(nested, { role: new iam.Role(nested, 'Role', { roleName: 'provider', assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }) });
    newJobTemplate({ document: download(bucket), presignedUrlRole: new PresignedUrlRole(fleet, 'Presigner') }, nested, 'First');
    newJobTemplate({ document: JobDocument.fromBucket(bucket, 'reboot.json') }, nested, 'Second');
    app.synth();
    expect(bucketPolicyOf(files)).toEqual([lettingIn(/\/Fleet\/eu-west-1\/.+$/), lettingIn(/\/provider$/)].map(expect.objectContaining));
  });

  test('may be in another stage of the app, because the pipeline orders stages', () => {
    const app = newApp();
    const files = new Stack(new Stage(app, 'FilesStage'), 'Files', { env: OTHER });
    const fleet = new Stack(new Stage(app, 'FleetStage'), 'Fleet', { env: ENV });
    newJobTemplate({ document: download(new s3.Bucket(files, 'Bucket', { bucketName: 'files' })) }, fleet);
    expect(bucketPolicyOf(files)).toHaveLength(1);
    expect(fleet.dependencies).toEqual([]);
  });

  test('lets the role use its key, which the key policy restricts', () => {
    const { files, fleet } = given();
    const encryptionKey = new kms.Key(files, 'Key');
    newJobTemplate({ document: upload(new s3.Bucket(files, 'Bucket', { bucketName: 'files', encryptionKey })) }, fleet);
    const actions = ['kms:Decrypt', 'kms:GenerateDataKey'];
    expect(keyPolicyOf(files)).toContainEqual({ Effect: 'Allow', Action: actions, Resource: '*', ...lettingIn(presigner) });
    expect(deployed(allowing(statementsOf(fleet), 'kms:Decrypt'))).toEqual([
      { Effect: 'Allow', Action: actions, Resource: `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/*` },
    ]);
  });

  test('that is imported causes a warning that lists what its policies must allow', () => {
    const { fleet } = given();
    const encryptionKey = kms.Key.fromKeyArn(fleet, 'Key', `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/k`);
    const bucket = s3.Bucket.fromBucketAttributes(fleet, 'Bucket', { bucketName: 'files', account: OTHER_ACCOUNT, encryptionKey });
    newJobTemplate({ document: upload(bucket) }, fleet);
    const role = 'role Fleet/Reboot/PresignedUrlRole also needs the permission of';
    expect(warningsOf(fleet)).toEqual([
      `bucket Fleet/Bucket of account ${OTHER_ACCOUNT} is imported, but ${role} the bucket: let its bucket policy allow s3:PutObject on `
        + 'objects logs/*',
      `key Fleet/Key of account ${OTHER_ACCOUNT} is imported, but ${role} the key: let its key policy allow kms:Decrypt and kms:GenerateDataKey`,
      `bucket Fleet/Bucket of account ${OTHER_ACCOUNT} is imported, but ${role} the bucket: let its bucket policy allow s3:ListBucket on it`,
    ]);
    expect(allowing(statementsOf(fleet), 'kms:Decrypt')).toEqual([expect.objectContaining({ Resource: `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/k` })]);
  });

  test('that is imported causes warnings for each role', () => {
    const { fleet } = given();
    const bucket = s3.Bucket.fromBucketAttributes(fleet, 'Bucket', { bucketName: 'files', account: OTHER_ACCOUNT });
    ['First', 'Second'].forEach(name => newJobTemplate({ document: download(bucket) }, fleet, name));
    const ofPolicy = warningsOf(fleet).filter(text => text.includes('let its bucket policy allow'));
    expect(ofPolicy).toEqual([expect.stringContaining('role Fleet/First/'), expect.stringContaining('role Fleet/Second/')]);
  });
});

test('An imported bucket with a key counts as local if the template\'s account is unknown', () => {
  const stack = new Stack(newApp(), 'Fleet');
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/k`);
  newJobTemplate({ document: download(s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'files', account: OTHER_ACCOUNT, encryptionKey })) }, stack);
  expect(warningsOf(stack)).toEqual([]);
  expect(allowing(statementsOf(stack), 'kms:Decrypt')).toEqual([expect.objectContaining({ Resource: `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/k` })]);
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
