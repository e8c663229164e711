import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Aspects, CfnResource, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, type JobTemplateProps, PresignedUrlRole, S3PresignedUrl } from '../src';
import { allowing, deployed, ENV, inlineStatementsOf, newApp, newJobTemplate, newStack, propertiesOf, refusalOf, statementsOf, unknownText } from './support/construct';

const PATH = '/cdk-iot-job-template/Fleet/eu-west-1/';
const OBJECTS = 'arn:aws:s3:::bucket';
const READ = ['s3:GetObject', 's3:GetObjectVersion'];

const withUrls = (...urls: S3PresignedUrl[]): Partial<JobTemplateProps> => ({ document: JobDocument.fromObject({ urls }) });
const named = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket');

/** The roles that were made to presign URLs. */
const presignRoles = (stack: Stack): any[] => Object.values(Template.fromStack(stack)
  .findResources('AWS::IAM::Role', { Properties: { Path: stack.resolve(`/cdk-iot-job-template/${stack.stackName}/${stack.region}/`) } }));

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

describe('the generated role', () => {
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

  test.each([['one Region', { env: ENV }], ['any Region', {}]])('in a stack for %s has the Region in its path, which limits PassRole', (_, props) => {
    const stack = newStack(props);
    newJobTemplate(withUrls(S3PresignedUrl.forDownload(named(stack), 'key')), stack);
    const [role] = Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: { Path: Match.anyValue() } }));
    const references = { 'AWS::Region': 'eu-west-1', 'AWS::AccountId': ENV.account };
    expect(deployed(role.Properties.Path, references)).toBe(PATH);
    expect(deployed(allowing(statementsOf(stack), 'iam:PassRole'), references)).toEqual([passing(`arn:aws:iam::${ENV.account}:role${PATH}*`)]);
  });

  test('stays the same if a construct with an explicit id is renamed', () => {
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

  test.each([
    ['the id that was generated is declared', 'Reboot', 'Fleet-Reboot-b0bf5c3a'],
    ['the construct is renamed, and keeps that id', 'Restart', 'Fleet-Reboot-b0bf5c3a'],
  ])('stays the same if %s', (_, id, jobTemplateId) => {
    const roleOf = (constructId: string, explicitId?: string) => {
      const stack = newStack({ env: ENV });
      newJobTemplate({ ...withUrls(S3PresignedUrl.forDownload(named(stack), 'key')), jobTemplateId: explicitId }, stack, constructId);
      const [[logicalId, { Properties }]] = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: { Path: PATH } }));
      return { logicalId, Properties };
    };
    expect(roleOf(id, jobTemplateId)).toEqual(roleOf('Reboot'));
  });

  test('belongs to the construct if the id of the template is a token', () => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ ...withUrls(S3PresignedUrl.forDownload(named(stack), 'key')), jobTemplateId: unknownText('reboot') }, stack);
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: { Path: PATH } }))).toEqual(['RebootPresignedUrlRole72103FB6']);
  });

  test('in a nested stack is refused elsewhere, because its name is unknown there', () => {
    const app = newApp();
    const [near, far] = [new Stack(app, 'Near', { env: ENV }), new Stack(app, 'Far', { env: { ...ENV, region: 'us-east-1' } })];
    const nested = new NestedStack(near, 'Nested');
    const template = newJobTemplate(withUrls(S3PresignedUrl.forDownload(named(nested), 'key')), nested);
    template.grants.createJob(new iam.User(far, 'Operator'));
    expect(() => app.synth()).toThrow(/Cannot use resource 'Near\/Nested\/Reboot\/PresignedUrlRole' in a cross-environment fashion|cannot reference/);
  });

  test('that the user creates is reported with its permissions, and passed by its own name', () => {
    const stack = newStack({ env: ENV });
    iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Fleet/Reboot/PresignedUrlRole': 'presigner', 'Fleet/JobTemplateProvider/Role': 'job-templates' } });
    newJobTemplate({ jobTemplateId: 'reboot', ...withUrls(S3PresignedUrl.forDownload(named(stack), 'key')) }, stack);
    const assembly = (stack.node.root as App).synth();
    const report = JSON.parse(readFileSync(join(assembly.directory, 'iam-policy-report.json'), 'utf8'));
    const statementsFor = (role: string) => report.roles.find(({ roleConstructPath }: any) => roleConstructPath === role).identityPolicyStatements;
    expect(statementsFor('Fleet/Reboot/PresignedUrlRole')).toEqual([expect.objectContaining({ Action: READ })]);
    expect(allowing(statementsFor('Fleet/JobTemplateProvider/Role'), 'iam:PassRole')).toEqual([expect.objectContaining({ Resource: 'arn:(PARTITION):iam::123456789012:role/presigner' })]);
    expect(allowing(statementsFor('Fleet/JobTemplateProvider/Role'), 'logs:PutLogEvents')).toHaveLength(1);
  });

  test('can be passed on from another Region', () => {
    const app = newApp();
    const [near, far] = [new Stack(app, 'Near', { env: ENV }), new Stack(app, 'Far', { env: { ...ENV, region: 'us-east-1' } })];
    const template = newJobTemplate(withUrls(S3PresignedUrl.forDownload(named(near), 'key')), near);
    template.grants.createJob(new iam.User(far, 'Operator'));
    const [statement] = deployed(allowing(statementsOf(far), 'iam:PassRole'));
    expect(statement.Resource).toMatch(/^arn:aws:iam::123456789012:role\/cdk-iot-job-template\/Near\/eu-west-1\/Near-Near-Reboot-[0-9a-f]{8}-[0-9a-f]{8}$/);
    expect(presignRoles(near)[0].Properties.RoleName).toBe(statement.Resource.split('/').pop());
  });

  test('has a name that depends on the id of the template, not on the construct', () => {
    const nameOf = (jobTemplateId: string, id: string, region = 'eu-west-1') => {
      const app = newApp();
      const [near, far] = [new Stack(app, 'Near', { env: { ...ENV, region } }), new Stack(app, 'Far', { env: { ...ENV, region: 'us-east-1' } })];
      newJobTemplate({ jobTemplateId, ...withUrls(S3PresignedUrl.forDownload(named(near), 'key')) }, near, id).grants.createJob(new iam.User(far, 'Operator'));
      return presignRoles(near)[0].Properties.RoleName;
    };
    expect(nameOf('reboot', 'Reboot')).toBe(nameOf('reboot', 'Restart'));
    expect(nameOf('reboot', 'Reboot')).toMatch(/^Near-reboot-[0-9a-f]{8}$/);
    expect(nameOf('restart', 'Reboot')).not.toBe(nameOf('reboot', 'Reboot'));
    expect(nameOf('reboot', 'Reboot', 'ap-south-1')).not.toBe(nameOf('reboot', 'Reboot'));
    expect(nameOf('r'.repeat(64), 'Reboot')).toHaveLength(64);
  });

  test('allows only what the URLs are for', () => {
    const stack = newStack({ env: ENV });
    const bucket = named(stack);
    newJobTemplate(withUrls(
      S3PresignedUrl.forDownload(bucket, 'a b/größe.bin'),
      S3PresignedUrl.forDownload(bucket, 'old.bin', { versionId: 'v7' }),
      S3PresignedUrl.forUpload(bucket, 'logs/${thingName}/${jobId}-${executionNumber}.txt'),
      S3PresignedUrl.forUpload(bucket, 'shared.txt'),
    ), stack);
    expect(granted(stack)).toEqual([
      { Effect: 'Allow', Action: READ, Resource: `${OBJECTS}/*` },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: [`${OBJECTS}/logs/*/*-*.txt`, `${OBJECTS}/shared.txt`] },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: OBJECTS },
    ]);
  });

  test('may read and write the keys of objectPattern', () => {
    const stack = newStack({ env: ENV });
    const bucket = named(stack);
    newJobTemplate(withUrls(
      S3PresignedUrl.forDownload(bucket, 'gateway/2.5.0/image.bin', { objectPattern: 'gateway/*' }),
      S3PresignedUrl.forDownload(bucket, 'old.bin', { versionId: 'v7', objectPattern: 'old.bin' }),
      S3PresignedUrl.forUpload(bucket, 'logs/${thingName}.txt', { objectPattern: 'logs/*' }),
    ), stack);
    expect(granted(stack)).toEqual([
      { Effect: 'Allow', Action: READ, Resource: [`${OBJECTS}/gateway/*`, `${OBJECTS}/old.bin`] },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: `${OBJECTS}/logs/*` },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: OBJECTS },
    ]);
  });

  test('takes the characters of a key for themselves', () => {
    const stack = newStack({ env: ENV });
    const bucket = named(stack);
    newJobTemplate(withUrls(
      S3PresignedUrl.forDownload(bucket, 'a?$b', { objectPattern: 'a?$*' }), S3PresignedUrl.forUpload(bucket, '?$*/${thingName}'),
    ), stack);
    expect(granted(stack).map(({ Resource }) => Resource)).toEqual([`${OBJECTS}/a\${?}\${$}*`, `${OBJECTS}/\${?}\${$}\${*}/*`, OBJECTS]);
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
      { Effect: 'Allow', Action: READ, Resource: `${OBJECTS}/*` },
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
    const from = (model: string) => withUrls(S3PresignedUrl.forDownload(bucket, `${model}/image.bin`, { objectPattern: `${model}/*` }));
    newJobTemplate(from('one'), stack, 'One');
    newJobTemplate(from('two'), stack, 'Two');
    expect(presignRoles(stack).map(role => deployed(inlineStatementsOf(role))[0].Resource)).toEqual([`${OBJECTS}/one/*`, `${OBJECTS}/two/*`]);
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

describe('the generated role', () => {
  const KEPT = { UpdateReplacePolicy: 'Retain' };
  const withRole = (stack: Stack, props: Partial<JobTemplateProps> = {}) =>
    newJobTemplate({ ...withUrls(S3PresignedUrl.forDownload(named(stack), 'key')), ...props }, stack);

  test.each<[string, Partial<JobTemplateProps>, string]>([
    ['goes with a template whose id is generated', {}, 'Delete'],
    ['goes with a template that is to be destroyed', { jobTemplateId: 'reboot', removalPolicy: RemovalPolicy.DESTROY }, 'Delete'],
    ['stays for the jobs of a template whose id is declared, since that may change', { jobTemplateId: 'reboot' }, 'RetainExceptOnCreate'],
    ['stays the same where the id is only known later', { jobTemplateId: unknownText('reboot') }, 'Delete'],
    ['stays with a template that is retained', { removalPolicy: RemovalPolicy.RETAIN }, 'Retain'],
    ['stays with a template of a declared id that is retained', { jobTemplateId: 'reboot', removalPolicy: RemovalPolicy.RETAIN }, 'Retain'],
    ['stays with a template that is retained once it is there', { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }, 'RetainExceptOnCreate'],
  ])('%s, and always if it is replaced', (_, props, policy) => {
    const stack = newStack({ env: ENV });
    withRole(stack, props);
    expect(presignRoles(stack)).toEqual([expect.objectContaining({ ...KEPT, DeletionPolicy: policy })]);
  });

  test.each([[RemovalPolicy.RETAIN, 'Retain'], [RemovalPolicy.DESTROY, 'Delete']])('follows a removal policy that is applied later: %s', (policy, rendered) => {
    const stack = newStack({ env: ENV });
    withRole(stack, { jobTemplateId: 'reboot' }).applyRemovalPolicy(policy);
    expect(presignRoles(stack)).toEqual([expect.objectContaining({ ...KEPT, DeletionPolicy: rendered })]);
    Template.fromStack(stack).hasResource('Custom::IoTJobTemplate', { DeletionPolicy: rendered });
  });

  test('is a new resource under a new id, and the policy keeps the old one', () => {
    const roleOf = (jobTemplateId: string) => {
      const stack = newStack({ env: ENV });
      withRole(stack, { jobTemplateId });
      return Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: { Path: PATH } }))[0];
    };
    const [[before, { DeletionPolicy }], [after]] = [roleOf('reboot'), roleOf('restart')];
    expect(after).not.toBe(before);
    expect(DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  test('that another template created, or the user passed, is not changed', () => {
    const stack = newStack({ env: ENV });
    const { presignedUrlRole } = withRole(stack);
    newJobTemplate({ presignedUrlRole, removalPolicy: RemovalPolicy.RETAIN }, stack, 'Other');
    newJobTemplate({ presignedUrlRole: new PresignedUrlRole(stack, 'Given'), removalPolicy: RemovalPolicy.RETAIN }, stack, 'Another');
    expect(presignRoles(stack).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Delete', undefined]);
  });

  test('is not retained if the user creates it', () => {
    const stack = newStack({ env: ENV });
    iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Fleet/Reboot/PresignedUrlRole': 'presigner', 'Fleet/JobTemplateProvider/Role': 'job-templates' } });
    expect(() => withRole(stack, { removalPolicy: RemovalPolicy.RETAIN })).not.toThrow();
  });
});

test('there is no role, and none to pass, if no document needs one', () => {
  const stack = newStack({ env: ENV });
  const template = newJobTemplate({}, stack);
  expect(template.presignedUrlRole).toBeUndefined();
  expect(presignRoles(stack)).toEqual([]);
  expect(passed(stack)).toEqual([]);
  expect(propertiesOf(stack)).not.toHaveProperty('PresignedUrlConfig');
});

describe('a role that is given', () => {
  test('is granted the objects of several templates, and no role is generated', () => {
    const stack = newStack({ env: ENV });
    const bucket = named(stack);
    const role = new iam.Role(stack, 'Given', { assumedBy: new iam.ServicePrincipal('iot.amazonaws.com') });
    const one = newJobTemplate({ presignedUrlRole: role, ...withUrls(S3PresignedUrl.forDownload(bucket, 'one')) }, stack, 'One');
    newJobTemplate({ presignedUrlRole: role, ...withUrls(S3PresignedUrl.forUpload(bucket, 'two')) }, stack, 'Two');
    expect(one.presignedUrlRole).toBe(role);
    expect(presignRoles(stack)).toEqual([]);
    const ownStatements = deployed(statementsOf(stack)).filter(({ Resource }: any) => `${Resource}`.startsWith(OBJECTS));
    expect(ownStatements).toEqual([
      { Effect: 'Allow', Action: READ, Resource: `${OBJECTS}/*` },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: `${OBJECTS}/two` },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: OBJECTS },
    ]);
    expect(allowing(statementsOf(stack), 'iam:PassRole').map(({ Resource }) => Resource)).toEqual([stack.resolve(role.roleArn)]);
  });

  test('is passed on even if this document has no URL', () => {
    const stack = newStack({ env: ENV });
    const arn = 'arn:aws:iam::123456789012:role/given';
    newJobTemplate({ presignedUrlRole: iam.Role.fromRoleArn(stack, 'Given', arn) }, stack);
    expect(passed(stack)).toEqual([passing(arn)]);
    expect(propertiesOf(stack).PresignedUrlConfig).toEqual({ RoleArn: arn });
  });

  test.each<[string, (stack: Stack) => iam.IRole]>([
    ['of another stack', stack => new iam.Role(new Stack(stack.node.root as App, 'Roles', { env: ENV }), 'Given', { assumedBy: new iam.ServicePrincipal('iot.amazonaws.com') })],
    ['that is imported', stack => iam.Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::123456789012:role/own/given')],
  ])('%s is granted the objects here, in one policy that no other stack overwrites', (_, roleIn) => {
    const stack = newStack({ env: ENV });
    const role = roleIn(stack);
    const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS });
    const from = (model: string) => withUrls(S3PresignedUrl.forDownload(bucket, `${model}/image.bin`, { objectPattern: `${model}/*` }));
    newJobTemplate({ presignedUrlRole: role, ...from('one') }, stack, 'One');
    newJobTemplate({ presignedUrlRole: role, ...from('two') }, stack, 'Two');
    const [policy, ...others] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy', { Properties: { Roles: [stack.resolve(role.roleName)] } }));
    expect(others).toEqual([]);
    expect(policy.Properties.PolicyName).toMatch(/^FleetJobTemplateProvider.*-eu-west-1$/);
    expect(allowing(policy.Properties.PolicyDocument.Statement, 's3:GetObject')[0].Resource).toHaveLength(2);
    expect(allowing(policy.Properties.PolicyDocument.Statement, 'kms:Decrypt')).toHaveLength(1);
    expect(allowing(statementsOf(stack), 'iam:PassRole').map(({ Resource }) => Resource)).toEqual([stack.resolve(role.roleArn)]);
  });

  test('must be in the account, because no other role can be passed', () => {
    const stack = newStack({ env: ENV });
    const presignedUrlRole = iam.Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::210987654321:role/given');
    expect(refusalOf({ presignedUrlRole }, stack)).toBe('[Fleet/Reboot] role Fleet/Given is of account 210987654321, must be of the '
      + 'stack\'s own account, 123456789012: '
      + 'roles and their policies cannot cross accounts');
  });

  test('is left alone if it is immutable', () => {
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

describe('a role for presigned URLs that is declared', () => {
  test('is assumed only by AWS IoT here, and has the permissions that each template needs', () => {
    const stack = newStack({ env: ENV });
    const artifacts = new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::artifacts/*'] })] });
    const role = new PresignedUrlRole(stack, 'Presigner', { roleName: 'presigner', inlinePolicies: { artifacts } });
    const generated = newStack({ env: ENV });
    newJobTemplate(withUrls(S3PresignedUrl.forDownload(named(generated), 'key')), generated);
    const bucket = named(stack);
    newJobTemplate({ presignedUrlRole: role, ...withUrls(S3PresignedUrl.forDownload(bucket, 'one')) }, stack, 'One');
    newJobTemplate({ presignedUrlRole: role, ...withUrls(S3PresignedUrl.forUpload(bucket, 'two')) }, stack, 'Two');
    const [{ Properties }] = presignRoles(stack);
    expect(Properties.AssumeRolePolicyDocument).toEqual(presignRoles(generated)[0].Properties.AssumeRolePolicyDocument);
    expect(Properties.RoleName).toBe('presigner');
    expect(deployed(statementsOf(stack)).filter(({ Action }: any) => `${Action}`.startsWith('s3:')).map(({ Action, Resource }: any) => [Action, Resource])).toEqual([
      [READ, `${OBJECTS}/*`], ['s3:PutObject', `${OBJECTS}/two`], ['s3:ListBucket', OBJECTS], ['s3:GetObject', 'arn:aws:s3:::artifacts/*'],
    ]);
    expect(passed(stack)).toEqual([passing(`arn:aws:iam::123456789012:role${PATH}*`)]);
  });

  test('is passed by its ARN if another stack creates it', () => {
    const app = newApp();
    const [roles, stack] = [new Stack(app, 'Roles', { env: ENV }), new Stack(app, 'Fleet', { env: ENV })];
    newJobTemplate({ presignedUrlRole: new PresignedUrlRole(roles, 'Presigner') }, stack);
    expect(JSON.stringify(passed(stack)[0].Resource)).toMatch(/^"import-Roles:ExportsOutputFnGetAttPresigner/);
  });
});

/** The stack, with a template that needs no role. */
function withTemplate(stack: Stack): Stack {
  newJobTemplate({}, stack);
  return stack;
}
