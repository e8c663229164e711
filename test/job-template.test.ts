import { Aspects, Aws, CfnElement, CfnOutput, CfnResource, Duration, Fn, Lazy, PhysicalName, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  AbortAction, JobDocument, JobFailureType, JobRetryableFailureType, JobRollout, JobTemplate, type JobTemplateProps, JobTemplateProvider,
  MaintenanceDay, MaintenanceWindow, PackageVersion, RateIncrease,
} from '../src';
import { allowing, deployed, DOCUMENT, ENV, errorOf, newApp, newJobTemplate, newStack, propertiesOf, refusalOf, rendered, RESOURCE_TYPE, statementsOf } from './support/construct';

const VERSION = 'arn:aws:iot:eu-west-1:123456789012:package/firmware/version/1.4.0';
const ROLE = 'arn:aws:iam::123456789012:role/presign';
const REMEDY = '. Set it, or do not use the attribute';

describe('the rendered resource', () => {
  test('is every member of CreateJobTemplate, in the words of CloudFormation', () => {
    const stack = newStack({ env: ENV });
    expect(rendered({
      jobTemplateId: 'install-firmware',
      description: 'Installs the firmware',
      document: JobDocument.fromObject({ operation: 'install' }),
      presignedUrlRole: iam.Role.fromRoleArn(stack, 'Role', ROLE),
      presignedUrlExpiration: Duration.minutes(10),
      rollout: JobRollout.exponential({
        baseRatePerMinute: 10, incrementFactor: 1.5, increaseAfter: RateIncrease.succeededThings(100), maximumPerMinute: 500,
      }),
      abortCriteria: [
        { failureType: JobFailureType.FAILED, thresholdPercentage: 12.5, minNumberOfExecutedThings: 10 },
        { failureType: JobFailureType.REJECTED, thresholdPercentage: 50, minNumberOfExecutedThings: 1, action: AbortAction.CANCEL },
      ],
      retryCriteria: [
        { failureType: JobRetryableFailureType.TIMED_OUT, numberOfRetries: 2 },
        { failureType: JobRetryableFailureType.FAILED, numberOfRetries: 0 },
      ],
      inProgressTimeout: Duration.hours(1),
      maintenanceWindows: [
        MaintenanceWindow.weekly({ days: [MaintenanceDay.SATURDAY, MaintenanceDay.SUNDAY], hour: 2, minute: 30, duration: Duration.hours(3) }),
      ],
      destinationPackageVersions: [PackageVersion.fromPackageVersionArn(VERSION)],
      tags: { fleet: 'thermostats' },
      adoptExisting: true,
    }, stack)).toEqual({
      JobTemplateId: 'install-firmware',
      Description: 'Installs the firmware',
      Document: '{"operation":"install"}',
      PresignedUrlConfig: { RoleArn: ROLE, ExpiresInSec: 600 },
      JobExecutionsRolloutConfig: {
        MaximumPerMinute: 500,
        ExponentialRate: { BaseRatePerMinute: 10, IncrementFactor: 1.5, RateIncreaseCriteria: { NumberOfSucceededThings: 100 } },
      },
      AbortConfig: {
        CriteriaList: [
          { FailureType: 'FAILED', Action: 'CANCEL', ThresholdPercentage: 12.5, MinNumberOfExecutedThings: 10 },
          { FailureType: 'REJECTED', Action: 'CANCEL', ThresholdPercentage: 50, MinNumberOfExecutedThings: 1 },
        ],
      },
      JobExecutionsRetryConfig: {
        CriteriaList: [{ FailureType: 'TIMED_OUT', NumberOfRetries: 2 }, { FailureType: 'FAILED', NumberOfRetries: 0 }],
      },
      TimeoutConfig: { InProgressTimeoutInMinutes: 60 },
      MaintenanceWindows: [{ StartTime: 'cron(30 2 ? * SAT,SUN *)', DurationInMinutes: 180 }],
      DestinationPackageVersions: [VERSION],
      Tags: [{ Key: 'fleet', Value: 'thermostats' }],
      AdoptExisting: true,
    });
  });

  test('is easy to assert on', () => {
    const stack = newStack();
    newJobTemplate({ description: 'Reboots', inProgressTimeout: Duration.hours(1) }, stack);
    Template.fromStack(stack).hasResourceProperties('Custom::IoTJobTemplate', {
      Description: 'Reboots',
      TimeoutConfig: { InProgressTimeoutInMinutes: 60 },
    });
  });

  test('is nothing that was not asked for', () => {
    expect(rendered({ maintenanceWindows: [], destinationPackageVersions: [], tags: {}, adoptExisting: false })).toEqual({
      JobTemplateId: expect.stringMatching(/^Fleet-Reboot-[0-9a-f]{8}$/),
      Description: 'Reboots a device',
      Document: '{"operation":"reboot"}',
    });
  });

  test('asks the provider, which CloudFormation waits for', () => {
    const stack = newStack();
    const template = newJobTemplate({}, stack);
    const { ServiceToken, ServiceTimeout } = propertiesOf(stack);
    expect(ServiceToken).toEqual(stack.resolve(JobTemplateProvider.getOrCreate(template).lambdaFunction.functionArn));
    expect(ServiceTimeout).toBe(1200);
  });

  test.each([1, 50])('are, for %d templates, as many resources and 4 of the provider', (count) => {
    const stack = newStack();
    Array.from({ length: count }, (_, index) => newJobTemplate({}, stack, `Template${index}`));
    const { Resources } = Template.fromStack(stack).toJSON();
    expect(Object.keys(Resources)).toHaveLength(count + 4);
    expect(Object.values<any>(Resources).filter(({ Type }) => Type === RESOURCE_TYPE)).toHaveLength(count);
  });
});

describe('the id', () => {
  test('may be generated on request', () => {
    expect(rendered({ jobTemplateId: PhysicalName.GENERATE_IF_NEEDED }).JobTemplateId).toBe(rendered({}).JobTemplateId);
  });

  test('of two templates of one stack is not the same', () => {
    const stack = newStack();
    newJobTemplate({ jobTemplateId: 'reboot' }, stack, 'One');
    expect(() => newJobTemplate({ jobTemplateId: 'reboot' }, stack, 'Two')).toThrow(
      '[Fleet/Two] jobTemplateId is "reboot", must be unique in the stack: Fleet/One already has this id. Choose another id, or leave it '
        + 'out to generate one');
  });

  test('of templates of two stacks may be the same', () => {
    const app = newApp();
    newJobTemplate({ jobTemplateId: 'reboot' }, new Stack(app, 'One'));
    expect(() => newJobTemplate({ jobTemplateId: 'reboot' }, new Stack(app, 'Two'))).not.toThrow();
  });
});

describe('attributes', () => {
  test('are those of the custom resource', () => {
    const stack = newStack();
    const template = newJobTemplate({}, stack);
    const logicalId = stack.getLogicalId(template.node.defaultChild as CfnElement);
    expect(stack.resolve(template.jobTemplateId)).toEqual({ Ref: logicalId });
    expect(stack.resolve(template.jobTemplateArn)).toEqual({ 'Fn::GetAtt': [logicalId, 'Arn'] });
    expect(stack.resolve(template.jobTemplateRef)).toEqual({ jobTemplateId: { Ref: logicalId }, jobTemplateArn: { 'Fn::GetAtt': [logicalId, 'Arn'] } });
    expect(stack.resolve(template.jobTemplateCreatedAt)).toEqual({ 'Fn::GetAtt': [logicalId, 'CreatedAt'] });
    expect(stack.resolve(template.jobTemplateDescription)).toEqual({ 'Fn::GetAtt': [logicalId, 'Description'] });
  });

  test('are asked for only if they are used', () => {
    const stack = newStack();
    const template = newJobTemplate({}, stack);
    new CfnOutput(stack, 'Description', { value: template.jobTemplateDescription });
    new CfnOutput(stack, 'CreatedAt', { value: template.jobTemplateCreatedAt });
    new CfnOutput(stack, 'Again', { value: template.jobTemplateCreatedAt });
    new CfnOutput(stack, 'Arn', { value: template.jobTemplateArn });
    expect(propertiesOf(stack).Attributes).toEqual(['CreatedAt', 'Description']);
  });

  test('are asked for also if they are first used when the app is synthesized', () => {
    const stack = newStack();
    const template = newJobTemplate({}, stack);
    new CfnOutput(stack, 'Description', { value: Lazy.string({ produce: () => template.jobTemplateDescription }) });
    expect(propertiesOf(stack).Attributes).toEqual(['Description']);
  });

  test('are not asked for if id and ARN are enough', () => {
    const stack = newStack();
    const template = newJobTemplate({}, stack);
    new CfnOutput(stack, 'Arn', { value: `${template.jobTemplateArn} ${template.jobTemplateId}` });
    expect(propertiesOf(stack)).not.toHaveProperty('Attributes');
  });

  test('include the source of a document that has one', () => {
    const stack = newStack();
    const template = newJobTemplate({ document: JobDocument.fromAsset(__filename.replace(/test.job-template.*/, 'package.json')) }, stack);
    expect(stack.resolve(template.jobTemplateDocumentSource)).toEqual({ 'Fn::GetAtt': [expect.any(String), 'DocumentSource'] });
    expect(propertiesOf(stack).Attributes).toEqual(['DocumentSource']);
  });

  const declared: Partial<JobTemplateProps> = {
    document: JobDocument.fromBucket(s3.Bucket.fromBucketName(newStack(), 'Documents', 'documents'), 'reboot.json'),
    presignedUrlRole: iam.Role.fromRoleArn(newStack(), 'Presigner', 'arn:aws:iam::123456789012:role/presigner', { mutable: false }),
    rollout: JobRollout.exponential({
      baseRatePerMinute: 5, incrementFactor: 1.5, increaseAfter: RateIncrease.notifiedThings(10), maximumPerMinute: 100,
    }),
    abortCriteria: [{ failureType: JobFailureType.ALL, thresholdPercentage: 10, minNumberOfExecutedThings: 3 }],
    inProgressTimeout: Duration.minutes(30),
    retryCriteria: [{ failureType: JobRetryableFailureType.FAILED, numberOfRetries: 2 }],
    maintenanceWindows: [MaintenanceWindow.daily({ hour: 1, duration: Duration.hours(1) })],
    destinationPackageVersions: [PackageVersion.fromPackageVersionArn(VERSION)],
  };

  test.each<[string, (template: JobTemplate) => unknown, Partial<JobTemplateProps>, string | undefined]>([
    ['CreatedAt', template => template.jobTemplateCreatedAt, {}, undefined],
    ['Description', template => template.jobTemplateDescription, {}, undefined],
    ['Document', template => template.jobTemplateDocument, {}, undefined],
    ['DocumentSource', template => template.jobTemplateDocumentSource, declared,
      'the document must be made by JobDocument.fromAsset or JobDocument.fromBucket'],
    ['PresignedUrlRoleArn', template => template.jobTemplatePresignedUrlRoleArn, declared, 'presignedUrlRole is not given'],
    ['PresignedUrlExpiration', template => template.jobTemplatePresignedUrlExpiration.toSeconds(), { presignedUrlExpiration: Duration.minutes(1) },
      'presignedUrlExpiration is not given'],
    ['MaximumPerMinute', template => template.jobTemplateMaximumPerMinute, declared, 'rollout.maximumPerMinute is not given'],
    ['BaseRatePerMinute', template => template.jobTemplateBaseRatePerMinute, declared, 'rollout.baseRatePerMinute is not given'],
    ['IncrementFactor', template => template.jobTemplateIncrementFactor, declared, 'rollout.incrementFactor is not given'],
    ['NumberOfNotifiedThings', template => template.jobTemplateNumberOfNotifiedThings, declared,
      'rollout.increaseAfter.notifiedThings is not given'],
    ['NumberOfSucceededThings', template => template.jobTemplateNumberOfSucceededThings, {
      rollout: JobRollout.exponential({
        baseRatePerMinute: 5, incrementFactor: 1.5, increaseAfter: RateIncrease.succeededThings(10), maximumPerMinute: 9,
      }),
    }, 'rollout.increaseAfter.succeededThings is not given'],
    ['AbortCriteria', template => template.jobTemplateAbortCriteria, declared, 'abortCriteria is not given'],
    ['InProgressTimeout', template => template.jobTemplateInProgressTimeout.toMinutes(), declared, 'inProgressTimeout is not given'],
    ['RetryCriteria', template => template.jobTemplateRetryCriteria, declared, 'retryCriteria is not given'],
    ['MaintenanceWindows', template => template.jobTemplateMaintenanceWindows, declared, 'maintenanceWindows is not given'],
    ['DestinationPackageVersions', template => template.jobTemplateDestinationPackageVersions, declared, 'destinationPackageVersions is not given'],
  ])('include %s, unless the template is known to have none', (name, read, props, missing) => {
    const stack = newStack();
    const template = newJobTemplate(props, stack);
    expect(JSON.stringify(stack.resolve(read(template)))).toContain(JSON.stringify({ 'Fn::GetAtt': ['Reboot1D607AD4', name] }));
    expect(propertiesOf(stack).Attributes).toEqual([name]);
    const without = () => read(newJobTemplate());
    if (missing === undefined) expect(without).not.toThrow();
    else expect(without).toThrow(`[Fleet/Reboot] jobTemplate${name} is not known: ${missing}${missing.endsWith('is not given') ? REMEDY : ''}`);
  });

  test.each([[4094, true], [4095, false]])('include a document of %d characters: %s', (length, fits) => {
    const read = () => newJobTemplate({ document: JobDocument.fromString('1'.repeat(length)) }).jobTemplateDocument;
    if (fits) {
      expect(read).not.toThrow();
    } else {
      expect(read).toThrow('[Fleet/Reboot] jobTemplateDocument has 4097 bytes as JSON, must fit into a response to CloudFormation of 4096 '
        + 'bytes: call DescribeJobTemplate at run time instead');
    }
  });

  test.each<[string, Partial<JobTemplateProps>, (template: JobTemplate) => unknown]>([
    ['maintenanceWindows', { maintenanceWindows: [] }, template => template.jobTemplateMaintenanceWindows],
    ['destinationPackageVersions', { destinationPackageVersions: [] }, template => template.jobTemplateDestinationPackageVersions],
  ])('are not there if %s is empty', (prop, props, use) => {
    expect(() => use(newJobTemplate(props))).toThrow(`${prop} is not given`);
  });

  test('do not include the source of a document that has none', () => {
    expect(() => newJobTemplate().jobTemplateDocumentSource).toThrow(
      '[Fleet/Reboot] jobTemplateDocumentSource is not known: the document must be made by JobDocument.fromAsset or JobDocument.fromBucket');
  });
});

describe('an imported template', () => {
  const ARN = 'arn:aws:iot:us-east-1:210987654321:jobtemplate/reboot';

  test('has the id and the environment of its ARN', () => {
    const imported = JobTemplate.fromJobTemplateArn(newStack({ env: ENV }), 'Imported', ARN);
    expect(imported.jobTemplateId).toBe('reboot');
    expect(imported.jobTemplateArn).toBe(ARN);
    expect(imported.jobTemplateRef).toEqual({ jobTemplateId: 'reboot', jobTemplateArn: ARN });
    expect(imported.env).toEqual({ account: '210987654321', region: 'us-east-1' });
  });

  test('has the ARN of its id, in the environment of its stack', () => {
    const stack = newStack({ env: ENV });
    const imported = JobTemplate.fromJobTemplateId(stack, 'Imported', 'reboot');
    expect(imported.jobTemplateId).toBe('reboot');
    expect(deployed(stack.resolve(imported.jobTemplateArn))).toBe('arn:aws:iot:eu-west-1:123456789012:jobtemplate/reboot');
    expect(imported.env).toEqual(ENV);
  });

  test('may have an ARN or an id that is only known later', () => {
    const stack = newStack();
    const byArn = JobTemplate.fromJobTemplateArn(stack, 'ByArn', Fn.importValue('Arn'));
    expect(deployed(stack.resolve(byArn.jobTemplateArn))).toBe('import-Arn');
    const fields = { 'Fn::Split': [':', { 'Fn::ImportValue': 'Arn' }] };
    expect(stack.resolve(byArn.jobTemplateId)).toEqual({ 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Select': [5, fields] }] }] });
    expect(stack.resolve(byArn.env)).toEqual({ account: { 'Fn::Select': [4, fields] }, region: { 'Fn::Select': [3, fields] } });
    const byId = JobTemplate.fromJobTemplateId(stack, 'ById', Fn.importValue('Id'));
    expect(stack.resolve(byId.jobTemplateId)).toEqual({ 'Fn::ImportValue': 'Id' });
    expect(deployed(stack.resolve(byId.jobTemplateArn))).toBe('arn:aws:iot:eu-west-1:123456789012:jobtemplate/import-Id');
  });

  test('may have an ARN of which a part is only known later', () => {
    const arn = `arn:${Aws.PARTITION}:iot:${Aws.REGION}:${Aws.ACCOUNT_ID}:jobtemplate/reboot`;
    expect(JobTemplate.fromJobTemplateArn(newStack(), 'Imported', arn).jobTemplateId).toBe('reboot');
  });

  test.each([
    'arn:aws:iot:us-east-1:210987654321:thing/reboot',
    'arn:aws:iot:us-east-1:210987654321:jobtemplate',
    'arn:aws:iot:us-east-1:210987654321:jobtemplate/',
    'arn:aws:iot:us-east-1:210987654321:jobtemplate/*',
    'arn:aws:iot:us-east-1:210987654321:jobtemplate/a/b',
    'arn:aws:iot:us-east-1::jobtemplate/AWS-*:1.0',
  ])('has no ARN like %s', (arn) => {
    expect(() => JobTemplate.fromJobTemplateArn(newStack(), 'Imported', arn)).toThrow(
      `[Fleet/Imported] jobTemplateArn is "${arn}", must be arn:PARTITION:iot:REGION:ACCOUNT:jobtemplate/ID`);
  });

  test.each([
    ['an id', 'reboot', ': JobTemplate.fromJobTemplateId imports a template by its id'],
    ['nothing', undefined, ''],
    ['an empty text', '', ''],
    ['the beginning of an ARN', 'arn:aws:iot', ''],
    ['an ARN without a partition', 'arn::iot:us-east-1:210987654321:jobtemplate/reboot', ''],
  ])('has no ARN that is %s', (_, arn, hint) => {
    expect(errorOf(() => JobTemplate.fromJobTemplateArn(newStack(), 'Imported', arn!))).toBe(
      `[Fleet/Imported] jobTemplateArn is ${JSON.stringify(arn)}, must be arn:PARTITION:iot:REGION:ACCOUNT:jobtemplate/ID${hint}`);
  });

  test('adds nothing to the stack', () => {
    const stack = newStack();
    JobTemplate.fromJobTemplateId(stack, 'Imported', 'reboot');
    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
  });
});

describe('a template of another stack', () => {
  test('is imported from its stack in the same environment', () => {
    const app = newApp();
    const one = new Stack(app, 'One', { env: ENV });
    const two = new Stack(app, 'Two', { env: ENV });
    const template = newJobTemplate({}, one);
    new CfnOutput(two, 'Arn', { value: template.jobTemplateArn });
    const { Outputs } = Template.fromStack(two).toJSON();
    expect(Outputs.Arn.Value).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^One:ExportsOutputFnGetAttReboot\w+Arn\w+$/) });
  });

  test.each([
    ['Region', { account: '123456789012', region: 'us-east-1' }],
    ['account', { account: '210987654321', region: 'eu-west-1' }],
  ])('is named by its ARN in another %s, whether its id is generated or not', (_, env) => {
    const app = newApp();
    const one = new Stack(app, 'One', { env: ENV });
    const two = new Stack(app, 'Two', { env });
    const generated = newJobTemplate({}, one);
    const named = newJobTemplate({ jobTemplateId: 'reboot' }, one, 'Named');
    new CfnOutput(two, 'Generated', { value: generated.jobTemplateArn });
    new CfnOutput(two, 'Named', { value: named.jobTemplateArn });
    new CfnOutput(two, 'Id', { value: named.jobTemplateId });
    const { Outputs } = Template.fromStack(two).toJSON();
    expect(deployed(Outputs.Generated.Value)).toMatch(/^arn:aws:iot:eu-west-1:123456789012:jobtemplate\/One-Reboot-[0-9a-f]{8}$/);
    expect(deployed(Outputs.Named.Value)).toBe('arn:aws:iot:eu-west-1:123456789012:jobtemplate/reboot');
    expect(Outputs.Id.Value).toBe('reboot');
  });

  test.each([
    ['its own account and Region are not known', {}, ENV, '[One/Reboot] jobTemplateArn is not known in another account or Region: set an '
      + 'explicit env for stack One'],
    ['its own Region is not known', { account: ENV.account }, ENV, '[One/Reboot] jobTemplateArn is not known in another account or Region: '
      + 'set an explicit env for stack One'],
    ['neither stack says where it is', {}, {}, undefined],
  ])('is not named by a wrong ARN if %s', (_, here, there, refusal) => {
    const app = newApp();
    const two = new Stack(app, 'Two', { env: there });
    new CfnOutput(two, 'Arn', { value: newJobTemplate({ jobTemplateId: 'reboot' }, new Stack(app, 'One', { env: here })).jobTemplateArn });
    const synthesize = () => Template.fromStack(two).toJSON().Outputs.Arn.Value;
    if (refusal === undefined) expect(synthesize()).toHaveProperty('Fn::ImportValue');
    else expect(synthesize).toThrow(refusal);
  });

  test('lends its attributes across Regions if cross-Region references are on', () => {
    const app = newApp();
    const one = new Stack(app, 'One', { env: ENV, crossRegionReferences: true });
    const two = new Stack(app, 'Two', { env: { ...ENV, region: 'us-east-1' }, crossRegionReferences: true });
    const template = newJobTemplate({}, one);
    new CfnOutput(two, 'CreatedAt', { value: template.jobTemplateCreatedAt });
    expect(JSON.stringify(Template.fromStack(two).toJSON().Outputs.CreatedAt)).toMatch(/ExportsReader.*Reboot\w*CreatedAt/);
    expect(propertiesOf(one).Attributes).toEqual(['CreatedAt']);
  });
});

describe('tags', () => {
  test('come from the props, the template, its stack and its app', () => {
    const app = newApp();
    const stack = new Stack(app, 'Fleet');
    const template = newJobTemplate({ tags: { own: '1' } }, stack);
    Tags.of(template).add('template', '2');
    Tags.of(stack).add('stack', '3');
    Tags.of(app).add('app', '4');
    expect(propertiesOf(stack).Tags).toEqual(expect.arrayContaining([
      { Key: 'own', Value: '1' }, { Key: 'template', Value: '2' }, { Key: 'stack', Value: '3' }, { Key: 'app', Value: '4' },
    ]));
    expect(propertiesOf(stack).Tags).toHaveLength(4);
  });

  test('that are added replace those of the props', () => {
    const stack = newStack();
    Tags.of(newJobTemplate({ tags: { team: 'one', kept: 'yes' } }, stack)).add('team', 'two');
    expect(propertiesOf(stack).Tags).toEqual(expect.arrayContaining([{ Key: 'team', Value: 'two' }, { Key: 'kept', Value: 'yes' }]));
    expect(propertiesOf(stack).Tags).toHaveLength(2);
  });

  test('can be removed and kept away', () => {
    const stack = newStack();
    const template = newJobTemplate({ tags: { own: '1' } }, stack);
    Tags.of(template).remove('own');
    Tags.of(stack).add('for-others', '2', { excludeResourceTypes: [RESOURCE_TYPE] });
    expect(propertiesOf(stack)).not.toHaveProperty('Tags');
  });

  test('can be added after the properties were rendered once', () => {
    const stack = newStack();
    const template = newJobTemplate({ tags: { team: 'fleet' } }, stack);
    stack.resolve((template.node.defaultChild as CfnResource)._toCloudFormation());
    Tags.of(template).add('ring', 'beta');
    expect(propertiesOf(stack).Tags).toEqual([{ Key: 'ring', Value: 'beta' }, { Key: 'team', Value: 'fleet' }]);
  });

  test('can be added to job templates only', () => {
    const stack = newStack();
    newJobTemplate({}, stack);
    Tags.of(stack).add('kind', 'template', { includeResourceTypes: [RESOURCE_TYPE] });
    const template = Template.fromStack(stack);
    template.hasResourceProperties(RESOURCE_TYPE, { Tags: [{ Key: 'kind', Value: 'template' }] });
    template.hasResourceProperties('AWS::Lambda::Function', { Tags: Match.absent() });
  });
});

describe('removal', () => {
  test('deletes the template by default', () => {
    const stack = newStack();
    newJobTemplate({}, stack);
    Template.fromStack(stack).hasResource(RESOURCE_TYPE, { DeletionPolicy: Match.absent(), UpdateReplacePolicy: Match.absent() });
  });

  test.each([
    [RemovalPolicy.RETAIN, 'Retain'],
    [RemovalPolicy.DESTROY, 'Delete'],
    [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, 'RetainExceptOnCreate'],
  ])('follows a policy of %s', (removalPolicy, policy) => {
    const stack = newStack();
    newJobTemplate({ removalPolicy }, stack);
    Template.fromStack(stack).hasResource(RESOURCE_TYPE, {
      DeletionPolicy: policy,
      UpdateReplacePolicy: policy === 'RetainExceptOnCreate' ? 'Retain' : policy,
    });
  });

  test('follows a policy that is applied later', () => {
    const stack = newStack();
    newJobTemplate({}, stack).applyRemovalPolicy(RemovalPolicy.RETAIN);
    Template.fromStack(stack).hasResource(RESOURCE_TYPE, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  const NO_SNAPSHOT = '[Fleet/Reboot] removalPolicy is SNAPSHOT, must be RETAIN, DESTROY or RETAIN_ON_UPDATE_OR_DELETE: CloudFormation has no snapshots of job templates. '
    + 'RETAIN keeps the template when it is removed from the stack, DESTROY deletes it';

  test('is not by a snapshot, whether by the prop or later', () => {
    expect(refusalOf({ removalPolicy: RemovalPolicy.SNAPSHOT })).toBe(NO_SNAPSHOT);
    expect(() => newJobTemplate().applyRemovalPolicy(RemovalPolicy.SNAPSHOT)).toThrow(NO_SNAPSHOT);
  });
});

describe('the resource', () => {
  test('is there for escape hatches and aspects', () => {
    const stack = newStack();
    const template = newJobTemplate({ description: 'Before' }, stack);
    expect(template.node.defaultChild).toBe(template.node.findChild('Resource'));
    (template.node.defaultChild as CfnResource).addPropertyOverride('Description', 'After');
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof CfnResource && node.cfnResourceType === RESOURCE_TYPE) node.addMetadata('seen', true);
      },
    });
    Template.fromStack(stack).hasResource(RESOURCE_TYPE, { Properties: { Description: 'After' }, Metadata: { seen: true } });
  });
});

describe('the provider\'s policy', () => {
  const owners = { StringLike: { 'aws:RequestTag/cdk-iot-job-template:owner': 'Fleet/5c6f/*' } };
  const policy = (props: Parameters<typeof rendered>[0]) => {
    const stack = newStack({ env: ENV });
    newJobTemplate(props, stack);
    return deployed(statementsOf(stack));
  };

  test('allows templates from a job, and from package versions', () => {
    const job = 'arn:aws:iot:eu-west-1:123456789012:job/first';
    expect(allowing(policy({
      document: JobDocument.fromJobArn(job),
      destinationPackageVersions: [PackageVersion.fromPackageVersionArn(VERSION), PackageVersion.fromNames('config', '$null')],
    }), 'iot:CreateJobTemplate')).toEqual([
      {
        Effect: 'Allow',
        Action: 'iot:CreateJobTemplate',
        Condition: owners,
        Resource: ['jobtemplate/*', 'package/config/version/$null', 'job/first', 'package/firmware/version/1.4.0']
          .map(resource => `arn:aws:iot:eu-west-1:123456789012:${resource}`),
      },
    ]);
  });

  test('lets a template be adopted, and no other', () => {
    const adopting = { Effect: 'Allow', Action: 'iot:TagResource', Resource: 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/reboot', Condition: owners };
    const adopter = policy({ jobTemplateId: 'reboot', adoptExisting: true });
    expect(adopter).toHaveLength(policy({}).length + 1);
    expect(adopter).toEqual(expect.arrayContaining([...policy({}), adopting]));
    expect(policy({ jobTemplateId: 'reboot' })).toEqual(policy({}));
  });
});

describe('the provider that the stack has', () => {
  test('is used', () => {
    const stack = newStack();
    JobTemplateProvider.getOrCreate(stack, { memorySize: 512 });
    newJobTemplate({}, stack);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 512 });
  });
});

test('one document serves several templates', () => {
  const stack = newStack();
  newJobTemplate({ document: DOCUMENT }, stack, 'One');
  newJobTemplate({ document: DOCUMENT }, stack, 'Two');
  Template.fromStack(stack).resourcePropertiesCountIs(RESOURCE_TYPE, { Document: '{"operation":"reboot"}' }, 2);
});

test.each(['', 'fleet reboot', 'x'.repeat(65), 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/reboot'])('%j is no id to import a template by', (jobTemplateId) => {
  expect(() => JobTemplate.fromJobTemplateId(newStack(), 'Imported', jobTemplateId)).toThrow(
    `[Fleet/Imported] jobTemplateId is ${JSON.stringify(jobTemplateId)}, must be 1 to 64 letters, digits, _ and -: use fromJobTemplateArn for an ARN`);
});
