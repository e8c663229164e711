import { Aspects, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, type JobTemplateProps, S3PresignedUrl } from '../../src';
import { allowing, deployed, ENV, inlineStatementsOf, newApp, newJobTemplate, newStack, propertiesOf, statementsOf } from '../support/construct';

const PATH = '/cdk-iot-job-template/Fleet/';
const OBJECTS = 'arn:aws:s3:::bucket';

const withUrls = (...urls: S3PresignedUrl[]): Partial<JobTemplateProps> => ({ document: JobDocument.fromObject({ urls }) });
const named = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket');

/** The roles that were made to presign URLs. */
const presignRoles = (stack: Stack): any[] => Object.values(Template.fromStack(stack)
  .findResources('AWS::IAM::Role', { Properties: { Path: `/cdk-iot-job-template/${stack.stackName}/` } }));

/** The statements of the only one. */
function granted(stack: Stack): any[] {
  const [role, ...others] = presignRoles(stack);
  expect(others).toEqual([]);
  return deployed(inlineStatementsOf(role));
}

/** What the provider may pass on. */
const passed = (stack: Stack): any[] => deployed(allowing(statementsOf(stack), 'iam:PassRole'));
const passing = (resource: string) => ({
  Effect: 'Allow', Action: 'iam:PassRole', Resource: resource, Condition: { StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } },
});

describe('the role that is made', () => {
  test('is one resource, which AWS IoT assumes for this account and Region only', () => {
    const stack = newStack({ env: ENV });
    const before = Object.keys(Template.fromStack(withTemplate(newStack({ env: ENV }))).toJSON().Resources).length;
    const template = newJobTemplate(withUrls(S3PresignedUrl.forDownload(named(stack), 'key')), stack);
    expect(Object.keys(Template.fromStack(stack).toJSON().Resources)).toHaveLength(before + 1);
    const [role] = presignRoles(stack);
    expect(deployed(role.Properties.AssumeRolePolicyDocument.Statement)).toEqual([{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'iot.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike: { 'aws:SourceArn': 'arn:aws:iot:eu-west-1:123456789012:*' } },
    }]);
    expect(propertiesOf(stack).PresignedUrlConfig).toEqual({ RoleArn: stack.resolve(template.presignedUrlRole!.roleArn) });
  });

  test('stays the same where a construct with an explicit id is renamed, or that could not take its own template over', () => {
    const roleIdOf = (id: string, jobTemplateId?: string) => {
      const stack = newStack({ env: ENV });
      newJobTemplate({ ...withUrls(S3PresignedUrl.forDownload(named(stack), 'key')), jobTemplateId }, stack, id);
      return Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: { Path: PATH } }))[0];
    };
    expect(roleIdOf('Reboot', 'fleet-reboot_2')).toBe(roleIdOf('Restart', 'fleet-reboot_2'));
    expect(roleIdOf('Reboot', 'fleet-reboot_2')).not.toBe(roleIdOf('Reboot', 'fleet_reboot-2'));
    expect(roleIdOf('Reboot', 'fleet-reboot_2')).toMatch(/^PresignedUrlRolefleetreboot2[0-9A-F]{8}$/);
    expect(roleIdOf('Reboot')).not.toBe(roleIdOf('Restart'));
  });

  test('can be passed on from another Region', () => {
    const app = newApp();
    const [near, far] = [new Stack(app, 'Near', { env: ENV }), new Stack(app, 'Far', { env: { ...ENV, region: 'us-east-1' } })];
    const template = newJobTemplate(withUrls(S3PresignedUrl.forDownload(named(near), 'key')), near);
    template.grants.createJob(new iam.User(far, 'Operator'));
    const [statement] = deployed(allowing(statementsOf(far), 'iam:PassRole'));
    expect(statement.Resource).toMatch(/^arn:aws:iam::123456789012:role\/cdk-iot-job-template\/Near\/near/);
    expect(presignRoles(near)[0].Properties.RoleName).toBe(statement.Resource.split('/').pop());
  });

  test('may do what the URLs are for, and nothing else', () => {
    const stack = newStack({ env: ENV });
    const bucket = named(stack);
    newJobTemplate(withUrls(
      S3PresignedUrl.forDownload(bucket, 'a b/größe.bin'),
      S3PresignedUrl.forDownload(bucket, 'old.bin', { versionId: 'v7' }),
      S3PresignedUrl.forUpload(bucket, 'logs/${thingName}/${jobId}-${executionNumber}.txt'),
      S3PresignedUrl.forUpload(bucket, 'shared.txt'),
    ), stack);
    expect(granted(stack)).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `${OBJECTS}/a b/größe.bin` },
      { Effect: 'Allow', Action: 's3:GetObjectVersion', Resource: `${OBJECTS}/old.bin` },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: [`${OBJECTS}/logs/*/*-*.txt`, `${OBJECTS}/shared.txt`] },
    ]);
  });

  test('takes the characters of a key for themselves', () => {
    const stack = newStack({ env: ENV });
    const bucket = named(stack);
    newJobTemplate(withUrls(S3PresignedUrl.forDownload(bucket, '*'), S3PresignedUrl.forUpload(bucket, '?$*/${thingName}')), stack);
    expect(granted(stack).map(({ Resource }) => Resource)).toEqual([`${OBJECTS}/\${*}`, `${OBJECTS}/\${?}\${$}\${*}/*`]);
  });

  test('may use the key of a bucket', () => {
    const stack = newStack({ env: ENV });
    const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/own') });
    newJobTemplate(withUrls(
      S3PresignedUrl.forDownload(bucket, 'down'), S3PresignedUrl.forDownload(bucket, 'other'), S3PresignedUrl.forUpload(bucket, 'up'),
    ), stack);
    expect(granted(stack).filter(({ Action }) => `${Action}`.includes('kms:'))).toEqual([
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: 'arn:aws:kms:eu-west-1:123456789012:key/own' },
    ]);
  });

  test('may use the key of a bucket that is imported', () => {
    const stack = newStack({ env: ENV });
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/own');
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'bucket', encryptionKey });
    newJobTemplate(withUrls(S3PresignedUrl.forDownload(bucket, 'key', { versionId: 'v7' })), stack);
    expect(granted(stack)).toEqual([
      { Effect: 'Allow', Action: 's3:GetObjectVersion', Resource: `${OBJECTS}/key` },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: 'arn:aws:kms:eu-west-1:123456789012:key/own' },
    ]);
  });

  test('is granted a URL once that stands in the document twice', () => {
    const stack = newStack({ env: ENV });
    const url = S3PresignedUrl.forDownload(named(stack), 'key');
    newJobTemplate({ document: JobDocument.fromObject({ one: url, two: { text: `at ${url}` } }) }, stack);
    expect(granted(stack)).toHaveLength(1);
  });

  test('is one for each template', () => {
    const stack = newStack({ env: ENV });
    const bucket = named(stack);
    newJobTemplate(withUrls(S3PresignedUrl.forDownload(bucket, 'one')), stack, 'One');
    newJobTemplate(withUrls(S3PresignedUrl.forDownload(bucket, 'two')), stack, 'Two');
    expect(presignRoles(stack).map(role => deployed(inlineStatementsOf(role))[0].Resource)).toEqual([`${OBJECTS}/one`, `${OBJECTS}/two`]);
    expect(passed(stack)).toEqual([passing(`arn:aws:iam::123456789012:role${PATH}*`)]);
  });

  test('can be bounded', () => {
    const stack = newStack({ env: ENV });
    newJobTemplate(withUrls(S3PresignedUrl.forDownload(named(stack), 'key')), stack);
    iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromAwsManagedPolicyName('Boundary'));
    Aspects.of(stack).add({ visit: node => { if (node instanceof CfnResource) node.addMetadata('seen', true); } });
    expect(deployed(presignRoles(stack)[0].Properties.PermissionsBoundary)).toBe('arn:aws:iam::aws:policy/Boundary');
  });
});

test('there is no role, and none to pass, where no document needs one', () => {
  const stack = newStack({ env: ENV });
  const template = newJobTemplate({}, stack);
  expect(template.presignedUrlRole).toBeUndefined();
  expect(presignRoles(stack)).toEqual([]);
  expect(passed(stack)).toEqual([]);
  expect(propertiesOf(stack)).not.toHaveProperty('PresignedUrlConfig');
});

describe('a role that is given', () => {
  test('is granted the objects of several templates, and none is made', () => {
    const stack = newStack({ env: ENV });
    const bucket = named(stack);
    const role = new iam.Role(stack, 'Given', { assumedBy: new iam.ServicePrincipal('iot.amazonaws.com') });
    const one = newJobTemplate({ presignedUrlRole: role, ...withUrls(S3PresignedUrl.forDownload(bucket, 'one')) }, stack, 'One');
    newJobTemplate({ presignedUrlRole: role, ...withUrls(S3PresignedUrl.forUpload(bucket, 'two')) }, stack, 'Two');
    expect(one.presignedUrlRole).toBe(role);
    expect(presignRoles(stack)).toEqual([]);
    const ownStatements = deployed(statementsOf(stack)).filter(({ Resource }: any) => `${Resource}`.startsWith(OBJECTS));
    expect(ownStatements).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `${OBJECTS}/one` },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: `${OBJECTS}/two` },
    ]);
    expect(allowing(statementsOf(stack), 'iam:PassRole').map(({ Resource }) => Resource)).toEqual([stack.resolve(role.roleArn)]);
  });

  test('is passed on even where this document has no URL', () => {
    const stack = newStack({ env: ENV });
    const arn = 'arn:aws:iam::123456789012:role/given';
    newJobTemplate({ presignedUrlRole: iam.Role.fromRoleArn(stack, 'Given', arn) }, stack);
    expect(passed(stack)).toEqual([passing(arn)]);
    expect(propertiesOf(stack).PresignedUrlConfig).toEqual({ RoleArn: arn });
  });

  test('is left alone where it is immutable', () => {
    const stack = newStack({ env: ENV });
    const arn = 'arn:aws:iam::123456789012:role/given';
    const role = iam.Role.fromRoleArn(stack, 'Given', arn, { mutable: false });
    newJobTemplate({ presignedUrlRole: role, ...withUrls(S3PresignedUrl.forDownload(named(stack), 'key')) }, stack);
    expect(JSON.stringify(statementsOf(stack))).not.toContain('s3:');
    expect(passed(stack)).toEqual([passing(arn)]);
    expect(propertiesOf(stack).PresignedUrlConfig).toEqual({ RoleArn: arn });
  });

  test('shares one statement with all that are passed', () => {
    const stack = newStack({ env: ENV });
    const role = (name: string) => iam.Role.fromRoleName(stack, name, name);
    newJobTemplate({ presignedUrlRole: role('one') }, stack, 'One');
    newJobTemplate({ presignedUrlRole: role('two') }, stack, 'Two');
    newJobTemplate(withUrls(S3PresignedUrl.forDownload(named(stack), 'key')), stack, 'Three');
    expect(passed(stack)).toEqual([{ ...passing(''), Resource: [`${PATH}*`, '/one', '/two'].map(name => `arn:aws:iam::123456789012:role${name}`) }]);
  });
});

/** The stack, with a template that needs no role. */
function withTemplate(stack: Stack): Stack {
  newJobTemplate({}, stack);
  return stack;
}
