import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type App, NestedStack, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import {
  JobDocument, JobTemplateLookup, JobTemplateProvider, type JobTemplateProps, type JobTemplateProviderProps, PackageVersion, S3PresignedUrl,
} from '../src';
import { allowing, deployed, ENV, newApp, newJobTemplate, newStack, RESOURCE_TYPE, statementsOf } from './support/construct';
import { temporaryFile } from './support/temporary';

const FUNCTION = 'AWS::Lambda::Function';
const TEMPLATES = 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/*';
const OURS = 'Fleet/5c6f/*';
const OWNER = 'cdk-iot-job-template:owner';

/** The template of a stack whose provider has these options, made before the first job template. */
function templateWith(options: (stack: Stack) => JobTemplateProviderProps, stack = newStack({ env: ENV })): Template {
  JobTemplateProvider.getOrCreate(stack, options(stack));
  newJobTemplate({}, stack);
  return Template.fromStack(stack);
}

/** The runtimes that a function may get: a table of the Regions, or one where a version of the CDK knows that all Regions have it. */
function runtimesOf(template: Template): string[] {
  const [{ Properties: { Runtime } }] = Object.values(template.findResources(FUNCTION));
  const [map, region] = Runtime['Fn::FindInMap'] ?? [];
  if (map === undefined) return [Runtime];
  expect(region).toEqual({ Ref: 'AWS::Region' });
  return Object.values<any>(template.toJSON().Mappings[map]).map(({ value }) => value);
}

/** The runtimes of Node.js that this version of the CDK names and does not call deprecated, from the one on that the function is built for. */
const SUPPORTED = [...readFileSync(join(dirname(require.resolve('aws-cdk-lib/aws-lambda')), 'lib', 'runtime.d.ts'), 'utf8')
  .matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*static readonly NODEJS_(\d+)_X:/gs)]
  .filter(([, docs, major]) => !docs.includes('@deprecated') && Number(major) >= 20)
  .map(([, , major]) => `nodejs${major}.x`);

/** What CloudFormation has made when it makes a resource. */
function before(resources: any, id: string, found = new Set<string>()): Set<string> {
  const { DependsOn = [], Properties } = resources[id];
  const references = [...JSON.stringify(Properties).matchAll(/"(?:Ref":"|Fn::GetAtt":\[")([^"]+)"/g)].map(([, name]) => name);
  for (const name of [DependsOn, references].flat()) {
    if (!(name in resources) || found.has(name)) continue;
    found.add(name);
    before(resources, name, found);
  }
  return found;
}

const givenRole = (stack: Stack) => iam.Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::123456789012:role/given', { mutable: false });

describe('the provider', () => {
  test('is one in a stack, whoever asks', () => {
    const stack = newStack();
    const provider = JobTemplateProvider.getOrCreate(new Construct(stack, 'Deep'));
    expect(JobTemplateProvider.getOrCreate(stack)).toBe(provider);
    // JavaScript callers may pass null.
    expect(JobTemplateProvider.getOrCreate(stack, null as any)).toBe(provider);
    newJobTemplate({}, stack, 'One');
    newJobTemplate({}, stack, 'Two');
    Template.fromStack(stack).resourceCountIs(FUNCTION, 1);
  });

  test('is another in another stack, and in a nested one', () => {
    const app = newApp();
    const stack = new Stack(app, 'One');
    const nested = new NestedStack(stack, 'Nested');
    const providers = [stack, nested, new Stack(app, 'Two')].map(scope => JobTemplateProvider.getOrCreate(scope));
    expect(new Set(providers).size).toBe(3);
    newJobTemplate({}, nested);
    Template.fromStack(nested).resourceCountIs(FUNCTION, 1);
    Template.fromStack(stack).resourceCountIs(FUNCTION, 1);
  });

  test('is refused if another construct has its id', () => {
    const stack = newStack();
    new Construct(stack, 'JobTemplateProvider');
    expect(() => newJobTemplate({}, stack)).toThrow(
      '[Fleet/Reboot] Fleet/JobTemplateProvider is not a JobTemplateProvider: choose another id for that construct, because the provider '
        + 'has this id in every stack');
  });
});

describe('asking for options', () => {
  const stackWith = (options: (stack: Stack) => JobTemplateProviderProps): Stack => {
    const stack = newStack({ env: ENV });
    JobTemplateProvider.getOrCreate(stack, options(stack));
    return stack;
  };

  test.each<[string, JobTemplateProviderProps, JobTemplateProviderProps | undefined]>([
    ['none', { memorySize: 512 }, undefined],
    ['none of them', { memorySize: 512 }, {}],
    ['the same', { memorySize: 512 }, { memorySize: 512 }],
    ['a default, said', {}, { memorySize: 256 }],
    ['an undefined one', { memorySize: 512 }, { memorySize: undefined }],
  ])('is fine for %s', (_, first, second) => {
    const stack = stackWith(() => first);
    expect(() => JobTemplateProvider.getOrCreate(stack, second)).not.toThrow();
  });

  test('compares lists and selections by their content', () => {
    const stack = newStack();
    const [one, two] = ['One', 'Two'].map(name => ec2.SecurityGroup.fromSecurityGroupId(stack, name, `sg-${name}`));
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const ask = (groups: ec2.ISecurityGroup[], subnetType: ec2.SubnetType) => () =>
      JobTemplateProvider.getOrCreate(stack, { vpc, securityGroups: groups, vpcSubnets: { subnetType } });
    const first = ask([one], ec2.SubnetType.PRIVATE_WITH_EGRESS)();
    expect(ask([one], ec2.SubnetType.PRIVATE_WITH_EGRESS)()).toBe(first);
    expect(ask([two], ec2.SubnetType.PRIVATE_WITH_EGRESS)).toThrow('] securityGroups differs, must be the same, because stack Fleet already has');
    expect(ask([one, two], ec2.SubnetType.PRIVATE_WITH_EGRESS)).toThrow('] securityGroups differs, must be the same, because stack Fleet already has');
    expect(ask([one], ec2.SubnetType.PRIVATE_ISOLATED)).toThrow('] vpcSubnets differs, must be the same, because stack Fleet already has');
  });

  const OTHER = 'differs, must be the same';

  test.each<[string, (stack: Stack) => JobTemplateProviderProps, (stack: Stack) => JobTemplateProviderProps, string]>([
    ['a memory', () => ({}), () => ({ memorySize: 512 }), 'memorySize is 512, must be 256'],
    ['another memory', () => ({ memorySize: 128 }), () => ({ memorySize: 512 }), 'memorySize is 512, must be 128'],
    ['a role', () => ({}), stack => ({ role: givenRole(stack) }), `role ${OTHER}`],
    ['two others', () => ({}), stack => ({ role: givenRole(stack), memorySize: 512 }), `role ${OTHER}; memorySize is 512, must be 256`],
    ['another construct of the same name', stack => ({ logGroup: logs.LogGroup.fromLogGroupName(stack, 'One', 'logs') }),
      stack => ({ logGroup: logs.LogGroup.fromLogGroupName(stack, 'Two', 'logs') }), `logGroup ${OTHER}`],
  ])('is refused for %s', (_, first, second, differences) => {
    const stack = stackWith(first);
    const asker = new Construct(stack, 'Asker');
    expect(() => JobTemplateProvider.getOrCreate(asker, second(stack))).toThrow(
      `[Fleet/Asker] ${differences}, because stack Fleet already has a job template provider: `
      + 'call JobTemplateProvider.getOrCreate with options once, before the first JobTemplate. Later calls need no options');
  });
});

describe('the function', () => {
  test('runs on the newest Node.js of its Region', () => {
    const stack = newStack();
    newJobTemplate({}, stack);
    const template = Template.fromStack(stack);
    template.hasResourceProperties(FUNCTION, {
      Handler: 'index.handler',
      FunctionName: Match.absent(),
      Environment: Match.absent(),
      VpcConfig: Match.absent(),
    });
    const runtimes = runtimesOf(template);
    expect(runtimes.length).toBeGreaterThan(0);
    runtimes.forEach(runtime => expect(runtime).toMatch(/^nodejs\d+\.x$/));
  });

  test.each([...RegionInfo.regions.map(({ name }) => name), 'xx-future-1', undefined])('has a runtime that is not deprecated in %s', region => {
    const stack = newStack({ env: { region } });
    newJobTemplate({}, stack);
    runtimesOf(Template.fromStack(stack)).forEach(runtime => expect(SUPPORTED).toContain(runtime));
  });

  test('is over before CloudFormation stops waiting, even if Lambda delivers an event three times', () => {
    const stack = newStack();
    newJobTemplate({}, stack);
    const template = Template.fromStack(stack);
    const [{ Properties: { Timeout } }] = Object.values(template.findResources(FUNCTION));
    const [{ Properties: { ServiceTimeout } }] = Object.values(template.findResources(RESOURCE_TYPE));
    const waits = 60 + 120;
    expect(3 * Timeout + waits).toBeLessThan(ServiceTimeout);
    expect(Timeout).toBeLessThanOrEqual(900);
    expect(ServiceTimeout).toBeLessThanOrEqual(3600);
  });

  test('has 256 MiB, or as many as it is given', () => {
    templateWith(() => ({})).hasResourceProperties(FUNCTION, { MemorySize: 256 });
    templateWith(() => ({ memorySize: 1024 })).hasResourceProperties(FUNCTION, { MemorySize: 1024 });
  });

  test('may have its environment encrypted', () => {
    templateWith(stack => ({ environmentEncryption: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/own') }))
      .hasResourceProperties(FUNCTION, { KmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/own' });
  });

  test('may have its code signed', () => {
    const stack = newStack({ env: ENV });
    const codeSigningConfig = lambda.CodeSigningConfig.fromCodeSigningConfigArn(stack, 'Signing', 'arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-1');
    templateWith(() => ({ codeSigningConfig }), stack)
      .hasResourceProperties(FUNCTION, { CodeSigningConfigArn: 'arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-1' });
    expect(() => JobTemplateProvider.getOrCreate(stack, {
      codeSigningConfig: lambda.CodeSigningConfig.fromCodeSigningConfigArn(stack, 'Other', 'arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-2'),
    })).toThrow('codeSigningConfig differs, must be the same, because stack Fleet already has');
  });

  test('is there for more permissions', () => {
    const stack = newStack({ env: ENV });
    const provider = JobTemplateProvider.getOrCreate(stack);
    iam.Grant.addToPrincipal({ grantee: provider, actions: ['kms:Decrypt'], resourceArns: ['arn:aws:kms:eu-west-1:123456789012:key/own'] });
    expect(provider.lambdaFunction).toBeInstanceOf(lambda.Function);
    expect(allowing(statementsOf(stack), 'kms:Decrypt')).toHaveLength(1);
  });
});

describe('the logs', () => {
  test('are kept for a year, and go with the stack', () => {
    const template = templateWith(() => ({}));
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    const [logGroup] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    template.hasResourceProperties(FUNCTION, { LoggingConfig: { LogGroup: { Ref: logGroup } } });
  });

  test('may go to a group that is given', () => {
    const stack = newStack({ env: ENV });
    const template = templateWith(() => ({ logGroup: logs.LogGroup.fromLogGroupArn(stack, 'Logs', 'arn:aws:logs:eu-west-1:123456789012:log-group:own') }), stack);
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.hasResourceProperties(FUNCTION, { LoggingConfig: { LogGroup: 'own' } });
    expect(allowing(statementsOf(stack), 'logs:PutLogEvents')[0].Resource).toBe('arn:aws:logs:eu-west-1:123456789012:log-group:own:*');
  });

  test('may go to a group of another retention, encrypted with a key', () => {
    const stack = newStack({ env: ENV });
    const logGroup = new logs.LogGroup(stack, 'Logs', {
      retention: logs.RetentionDays.TEN_YEARS,
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/own'),
    });
    const template = templateWith(() => ({ logGroup }), stack);
    template.resourceCountIs('AWS::Logs::LogGroup', 1);
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 3653, KmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/own' }, DeletionPolicy: 'Retain',
    });
    template.hasResourceProperties(FUNCTION, { LoggingConfig: { LogGroup: stack.resolve(logGroup.logGroupName) } });
  });
});

describe('in a VPC', () => {
  const inVpc = (options: (stack: Stack, vpc: ec2.Vpc) => JobTemplateProviderProps) => {
    const stack = newStack({ env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [
        { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
      ],
    });
    const template = templateWith(() => ({ vpc, ...options(stack, vpc) }), stack);
    const [{ Properties }] = Object.values(template.findResources(FUNCTION));
    const subnets = (name: string) => vpc.selectSubnets({ subnetGroupName: name }).subnetIds.map(id => stack.resolve(id));
    return { stack, template, config: Properties.VpcConfig, subnets };
  };

  test('the function has the private subnets, its own security group, and permissions for its interfaces', () => {
    const { stack, template, config, subnets } = inVpc(() => ({}));
    expect(config.SubnetIds).toEqual(subnets('Private'));
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    expect(allowing(statementsOf(stack), 'ec2:CreateNetworkInterface')).toEqual([{
      Effect: 'Allow',
      Action: [
        'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses',
      ],
      Resource: '*',
      // Lambda's own calls have no source function, those of the function's code have.
      Condition: { Null: { 'lambda:SourceFunctionArn': 'true' } },
    }]);
  });

  test('the function has the subnets and security groups that are given', () => {
    const { template, config, subnets } = inVpc(stack => ({
      vpcSubnets: { subnetGroupName: 'Private', onePerAz: true },
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
    }));
    expect(config).toEqual({ SubnetIds: subnets('Private'), SecurityGroupIds: ['sg-1'] });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  test('and outside of one nothing is allowed in EC2', () => {
    const stack = newStack();
    newJobTemplate({}, stack);
    expect(JSON.stringify(statementsOf(stack))).not.toContain('ec2:');
  });
});

describe('a role that is given', () => {
  test('is granted the permissions of the function', () => {
    const stack = newStack({ env: ENV });
    const own = newStack({ env: ENV });
    const role = new iam.Role(stack, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    templateWith(() => ({ role }), stack).resourceCountIs('AWS::IAM::Role', 1);
    newJobTemplate({}, own);
    const withoutLogs = (statements: any[]) => statements.filter(({ Action }) => !`${Action}`.includes('logs:'));
    expect(withoutLogs(statementsOf(stack))).toEqual(withoutLogs(statementsOf(own)));
    expect(statementsOf(stack)).toHaveLength(statementsOf(own).length);
    Template.fromStack(stack).hasResourceProperties(FUNCTION, { Role: stack.resolve(role.roleArn) });
  });

  test('of another stack is granted the function\'s permissions in the stack of the function', () => {
    const app = newApp();
    const [roles, stack] = [new Stack(app, 'Roles', { env: ENV }), new Stack(app, 'Fleet', { env: ENV })];
    const role = new iam.Role(roles, 'Given', { path: '/own/', assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const template = templateWith(() => ({ role }), stack);
    Template.fromStack(roles).resourceCountIs('AWS::IAM::Policy', 0);
    const policies = template.findResources('AWS::IAM::Policy');
    expect(Object.values(policies).map(({ Properties }) => Properties.Roles)).toEqual(Array(2).fill([stack.resolve(role.roleName)]));
    template.hasResource(FUNCTION, { Properties: { Role: stack.resolve(role.roleArn) }, DependsOn: Object.keys(policies).sort() });
    expect(statementsOf(stack)).toHaveLength(7);
    expect(JobTemplateProvider.getOrCreate(stack, { role }).role).toBe(role);
  });

  test.each<[string, (app: App) => iam.IRole]>([
    ['of another stack', app => new iam.Role(new Stack(app, 'Roles', { env: ENV }), 'Given', { roleName: 'given', assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') })],
    ['that is imported', app => iam.Role.fromRoleName(new Stack(app, 'Roles', { env: ENV }), 'Given', 'given')],
  ])('%s has policies of two stacks, and in two Regions, under different names', (_, roleIn) => {
    const app = newApp();
    const role = roleIn(app);
    // A stack of one name may be in each Region.
    const places: [string, string, string][] = [['Fleet', 'Fleet', 'eu-west-1'], ['Far', 'Fleet', 'us-east-1'], ['Other', `O${'t'.repeat(120)}her`, 'eu-west-1']];
    const stacks = places.map(([id, stackName, region]) => {
      const stack = new Stack(app, id, { stackName, env: { ...ENV, region } });
      JobTemplateProvider.getOrCreate(stack, { role });
      newJobTemplate({}, stack);
      return stack;
    });
    const names = stacks.flatMap(stack => Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyName));
    expect(new Set(names).size).toBe(6);
    names.forEach(name => expect(name).toMatch(/^[\w+=,.@-]{1,128}$/));
  });

  test('is one of the account, or nothing could be granted to it', () => {
    const stack = newStack({ env: ENV });
    expect(() => JobTemplateProvider.getOrCreate(stack, { role: iam.Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::210987654321:role/given') })).toThrow(
      '[Fleet/JobTemplateProvider] role Fleet/Given is of account 210987654321, must be of the stack\'s own account, 123456789012: '
      + 'roles and their policies cannot cross accounts');
  });

  test('of another stack has one policy if the stack only looks templates up', () => {
    const app = newApp();
    const [roles, stack] = [new Stack(app, 'Roles', { env: ENV }), new Stack(app, 'Fleet', { env: ENV })];
    const role = new iam.Role(roles, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    JobTemplateProvider.getOrCreate(stack, { role });
    new JobTemplateLookup(stack, 'Existing', { jobTemplateId: 'patch' });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Policy', 1);
    template.hasResource(FUNCTION, { DependsOn: Object.keys(template.findResources('AWS::IAM::Policy')) });
  });

  test('of another stack is left alone if it must not be updated', () => {
    const app = newApp();
    const [roles, stack] = [new Stack(app, 'Roles', { env: ENV }), new Stack(app, 'Fleet', { env: ENV })];
    const role = new iam.Role(roles, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }).withoutPolicyUpdates();
    templateWith(() => ({ role }), stack).resourceCountIs('AWS::IAM::Policy', 0);
    Template.fromStack(roles).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('is left alone if it is immutable, whatever the templates need', () => {
    const stack = newStack({ env: ENV });
    JobTemplateProvider.getOrCreate(stack, { role: givenRole(stack) });
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket');
    newJobTemplate({ document: JobDocument.fromBucket(bucket, 'key'), adoptExisting: true }, stack, 'One');
    newJobTemplate({ document: JobDocument.fromObject({ url: S3PresignedUrl.forDownload(bucket, 'key') }) }, stack, 'Two');
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.hasResourceProperties(FUNCTION, { Role: 'arn:aws:iam::123456789012:role/given' });
  });
});

describe('the policy', () => {
  const logGroup = { JobTemplateProviderLogGroup0EE47795: 'arn:aws:logs:eu-west-1:123456789012:log-group:own:*' };

  test('allows only what the function needs for templates that this stack owns', () => {
    const stack = newStack({ env: ENV });
    newJobTemplate({}, stack);
    expect(deployed(statementsOf(stack), logGroup)).toEqual([
      { Effect: 'Allow', Action: ['iot:DescribeJobTemplate', 'iot:ListTagsForResource'], Resource: TEMPLATES },
      {
        Effect: 'Allow',
        Action: 'iot:CreateJobTemplate',
        Resource: TEMPLATES,
        Condition: { StringLike: { [`aws:RequestTag/${OWNER}`]: OURS } },
      },
      {
        Effect: 'Allow',
        Action: 'iot:TagResource',
        Resource: TEMPLATES,
        Condition: { StringLike: { [`aws:RequestTag/${OWNER}`]: OURS }, Null: { [`aws:ResourceTag/${OWNER}`]: 'true' } },
      },
      {
        Effect: 'Allow',
        Action: ['iot:DeleteJobTemplate', 'iot:TagResource', 'iot:UntagResource'],
        Resource: TEMPLATES,
        Condition: { StringLike: { [`aws:ResourceTag/${OWNER}`]: OURS } },
      },
      ...['cdk-iot-job-template:adopted-from', 'cdk-iot-job-template:adopted-from:2'].map(key => ({
        Effect: 'Allow',
        Action: 'iot:UntagResource',
        Resource: TEMPLATES,
        Condition: {
          'StringLike': { [`aws:ResourceTag/${key}`]: OURS },
          'ForAllValues:StringEquals': { 'aws:TagKeys': [key] },
          'Null': { 'aws:TagKeys': 'false' },
        },
      })),
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logGroup.JobTemplateProviderLogGroup0EE47795 },
    ]);
  });

  test('is in place before the function is, and so before any template', () => {
    const stack = newStack();
    newJobTemplate({}, stack);
    const template = Template.fromStack(stack);
    const [policy] = Object.keys(template.findResources('AWS::IAM::Policy'));
    template.hasResource(FUNCTION, { DependsOn: Match.arrayWith([policy]) });
    template.hasResourceProperties(RESOURCE_TYPE, { ServiceToken: { 'Fn::GetAtt': [Object.keys(template.findResources(FUNCTION))[0], 'Arn'] } });
  });

  test.each([false, true])('has the same size for 1 and 100 templates, with minimized policies %s', (minimized) => {
    const size = (count: number) => {
      const stack = new Stack(newApp({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimized } }), 'Fleet');
      const bucket = new s3.Bucket(stack, 'Bucket');
      Array.from({ length: count }, (_, index) => newJobTemplate({
        document: JobDocument.fromObject({ url: S3PresignedUrl.forDownload(bucket, `key${index}`) }),
      }, stack, `Template${index}`));
      return JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy')).length;
    };
    expect(size(100)).toBe(size(1));
  });

  describe('grows with the ARNs that a template reads or names', () => {
    const fromAsset = (index: number): JobDocument => JobDocument.fromAsset(temporaryFile(JSON.stringify({ index })));
    const everything = (stack: Stack, index: number): Partial<JobTemplateProps> => ({
      document: fromAsset(index),
      jobTemplateId: `template-${index}`,
      adoptExisting: true,
      destinationPackageVersions: [PackageVersion.fromNames(`package-${index}`, '1.0.0')],
      presignedUrlRole: iam.Role.fromRoleName(stack, `Role${index}`, `presign-role-${index}`),
    });

    test.each<[string, number, (stack: Stack, index: number) => Partial<JobTemplateProps>, number, number]>([
      ['is inline', 450, () => ({}), 0, 0],
      ['is uploaded', 450, (_, index) => ({ document: fromAsset(index) }), 135, 12],
      ['is that of a job', 450, (_, index) => ({ document: JobDocument.fromJobArn(`arn:aws:iot:eu-west-1:123456789012:job/job-${index}`) }), 55, 3],
      ['is uploaded, and all else is given, too', 90, everything, 350, 9],
    ])('if its document %s: %i templates', (_, count, props, perTemplate, most) => {
      const policiesOf = (templates: number) => {
        const stack = new Stack(newApp(), 'Fleet', { env: ENV });
        Array.from({ length: templates }, (_unused, index) => newJobTemplate(props(stack, index), stack, `Template${index}`));
        const found = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].map(type => Object.values(Template.fromStack(stack).findResources(type)));
        const [inline, managed] = found.map(policies => policies.map(({ Properties }) => JSON.stringify(deployed(Properties.PolicyDocument)).length));
        expect(Math.max(...inline)).toBeLessThanOrEqual(10_240);
        expect(Math.max(0, ...managed)).toBeLessThanOrEqual(6_144);
        return { managed: managed.length, size: [...inline, ...managed].reduce((sum, size) => sum + size, 0) };
      };
      const [one, many] = [policiesOf(1), policiesOf(count)];
      expect(one.managed).toBe(0);
      expect(many.managed).toBeLessThanOrEqual(most);
      expect(many.size - one.size).toBeLessThanOrEqual(count * perTemplate);
    });

    const statements = (context: { [flag: string]: boolean }) => {
      const stack = new Stack(newApp({ context }), 'Fleet', { env: ENV });
      Array.from({ length: 5 }, (_, index) => newJobTemplate(everything(stack, index), stack, `Template${index}`));
      return statementsOf(stack);
    };

    test('by less than a statement per template, with minimized policies or without the flag', () => {
      expect(statements({})).toEqual(statements({ '@aws-cdk/aws-iam:minimizePolicies': true }));
      expect(statements({})).toHaveLength(7 + 3);
    });

    test('by several statements per template if the app refuses minimized policies', () => {
      expect(statements({ '@aws-cdk/aws-iam:minimizePolicies': false }).length).toBeGreaterThan(5 * 3);
    });

    test('and no template is worked on before all of it is in place', () => {
      const stack = new Stack(newApp(), 'Fleet', { env: ENV });
      Array.from({ length: 90 }, (_, index) => newJobTemplate(everything(stack, index), stack, `Template${index}`));
      const { Resources } = Template.fromStack(stack).toJSON();
      const policies = Object.keys(Resources).filter(id => Resources[id].Type.startsWith('AWS::IAM::'));
      expect(policies.length).toBeGreaterThan(3);
      const [template] = Object.keys(Resources).filter(id => Resources[id].Type === RESOURCE_TYPE);
      expect([...before(Resources, template)]).toEqual(expect.arrayContaining(policies));
    });
  });

  test('is one of the stack that deploys, nested or not', () => {
    const nested = new NestedStack(newStack(), 'Nested');
    newJobTemplate({}, nested);
    expect(JSON.stringify(allowing(statementsOf(nested), 'iot:DeleteJobTemplate')[0].Condition)).toContain('AWS::StackId');
  });
});

describe('in the partition', () => {
  const KMS = (partition: string, region: string) => `arn:${partition}:kms:${region}:123456789012:key/own`;

  test.each([
    ['aws', 'eu-west-1', 'amazonaws.com'],
    ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
    ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
    ['aws-iso', 'us-iso-east-1', 'c2s.ic.gov'],
    ['aws-iso-b', 'us-isob-east-1', 'sc2s.sgov.gov'],
  ])('%s, every ARN and URL is of %s', (partition, region, suffix) => {
    const stack = newStack({ env: { account: '123456789012', region } });
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', {
      bucketArn: `arn:${partition}:s3:::bucket`, encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KMS(partition, region)),
    });
    newJobTemplate({
      document: JobDocument.fromObject({ url: S3PresignedUrl.forDownload(bucket, 'image.bin') }),
      adoptExisting: true,
      jobTemplateId: 'reboot',
      destinationPackageVersions: [PackageVersion.fromNames('app', '1')],
    }, stack, 'One');
    const two = newJobTemplate({ document: JobDocument.fromBucket(bucket, 'document.json') }, stack, 'Two');
    two.grants.createJob(new iam.User(stack, 'Operator'));
    const filledIn = (value: unknown) => deployed(value, {
      'AWS::Partition': partition, 'AWS::Region': region, 'AWS::URLSuffix': suffix, 'AWS::StackId': `arn:${partition}:cloudformation:${region}:123456789012:stack/Fleet/5c6f`,
    });
    const { Resources } = Template.fromStack(stack).toJSON();
    const text = JSON.stringify(filledIn(Object.values(Resources)));
    const arns = [...text.matchAll(/arn:([a-z-]+):(\w+):([a-z0-9-]*):/g)];
    expect(new Set(arns.map(([, of]) => of))).toEqual(new Set([partition]));
    expect(new Set(arns.map(([, , , of]) => of))).toEqual(new Set([region, '']));
    expect(new Set(arns.map(([, , service]) => service))).toEqual(new Set(['iot', 'iam', 's3', 'kms']));
    const urls = [...text.matchAll(/https:\/\/([^/]+)\//g)].map(([, host]) => host);
    expect(new Set(urls)).toEqual(new Set([`s3.${region}.${suffix}`]));
    expect(urls.length).toBe(2);
    // The names of services are the same in every partition.
    const trusted = Object.values<any>(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role').map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service);
    expect(trusted.sort()).toEqual(['iot.amazonaws.com', 'lambda.amazonaws.com']);
    expect(allowing(statementsOf(stack), 'iam:PassRole')[0].Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } });
  });

  test('that is only known at deployment, nothing is taken for granted', () => {
    const stack = newStack();
    newJobTemplate({ document: JobDocument.fromObject({ url: S3PresignedUrl.forDownload(new s3.Bucket(stack, 'Bucket'), 'image.bin') }), adoptExisting: true }, stack);
    expect(JSON.stringify(Template.fromStack(stack).toJSON().Resources)).not.toMatch(/arn:aws|us-east-1|\.amazonaws\.com\//);
  });
});

test('A permissions boundary reaches every role of the stack', () => {
  const stack = newStack({ env: ENV });
  iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'));
  newJobTemplate({ document: JobDocument.fromObject({ url: S3PresignedUrl.forDownload(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), 'key') }) }, stack);
  const roles = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  expect(roles.map(({ Properties }) => deployed(Properties.PermissionsBoundary))).toEqual(Array(2).fill('arn:aws:iam::123456789012:policy/boundary'));
});
