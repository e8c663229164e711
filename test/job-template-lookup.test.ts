import { App, CfnOutput, Fn, Stack, Tokenization } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import { JobRollout, JobTemplateLookup, type JobTemplateLookupProps, JobTemplateProvider } from '../src';
import { allowing, deployed, ENV, newApp, newJobTemplate, newStack, propertiesOf, statementsOf } from './support/construct';

const LOOKUP = 'Custom::IoTJobTemplateLookup';
const ARN = 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/patch';
const GROUP = 'arn:aws:iot:eu-west-1:123456789012:thinggroup/gateways';

const newLookup = (stack: Stack = newStack({ env: ENV }), props: Partial<JobTemplateLookupProps> = {}, id = 'Existing') =>
  new JobTemplateLookup(stack, id, { jobTemplateId: 'patch', ...props });

const ATTRIBUTES: [string, (lookup: JobTemplateLookup) => any][] = [
  ['CreatedAt', lookup => lookup.jobTemplateCreatedAt],
  ['Description', lookup => lookup.jobTemplateDescription],
  ['Document', lookup => lookup.jobTemplateDocument],
  ['DocumentSource', lookup => lookup.jobTemplateDocumentSource],
  ['PresignedUrlRoleArn', lookup => lookup.jobTemplatePresignedUrlRoleArn],
  ['PresignedUrlExpiration', lookup => lookup.jobTemplatePresignedUrlExpiration.toSeconds()],
  ['MaximumPerMinute', lookup => lookup.jobTemplateMaximumPerMinute],
  ['BaseRatePerMinute', lookup => lookup.jobTemplateBaseRatePerMinute],
  ['IncrementFactor', lookup => lookup.jobTemplateIncrementFactor],
  ['NumberOfNotifiedThings', lookup => lookup.jobTemplateNumberOfNotifiedThings],
  ['NumberOfSucceededThings', lookup => lookup.jobTemplateNumberOfSucceededThings],
  ['AbortCriteria', lookup => lookup.jobTemplateAbortCriteria],
  ['InProgressTimeout', lookup => lookup.jobTemplateInProgressTimeout.toMinutes()],
  ['RetryCriteria', lookup => lookup.jobTemplateRetryCriteria],
  ['MaintenanceWindows', lookup => lookup.jobTemplateMaintenanceWindows],
];

describe('a lookup', () => {
  test('is a custom resource that asks only for the attributes in use', () => {
    const stack = newStack({ env: ENV });
    newLookup(stack);
    expect(propertiesOf(stack, LOOKUP)).toEqual({ ServiceToken: expect.anything(), ServiceTimeout: 1200, JobTemplateId: 'patch' });
  });

  test.each(ATTRIBUTES)('has the attribute %s', (name, read) => {
    const stack = newStack({ env: ENV });
    const value = read(newLookup(stack));
    expect(stack.resolve(value)).toEqual({ 'Fn::GetAtt': ['Existing4CC9759F', name] });
    expect(propertiesOf(stack, LOOKUP).Attributes).toEqual([name]);
  });

  test('has the destination package versions as a list', () => {
    const stack = newStack({ env: ENV });
    const versions = newLookup(stack).jobTemplateDestinationPackageVersions;
    expect(deployed(stack.resolve(versions), { 'Existing4CC9759F.DestinationPackageVersions': 'arn:one\narn:two' })).toEqual(['arn:one', 'arn:two']);
    expect(deployed(stack.resolve(Fn.select(1, versions)), { Existing4CC9759F: 'arn:one\narn:two' })).toBe('arn:two');
    expect(propertiesOf(stack, LOOKUP).Attributes).toEqual(['DestinationPackageVersions']);
  });

  test('names each attribute once, in the order of the alphabet', () => {
    const stack = newStack({ env: ENV });
    const lookup = newLookup(stack);
    [...ATTRIBUTES, ...ATTRIBUTES].reverse().forEach(([, read]) => read(lookup));
    expect(propertiesOf(stack, LOOKUP).Attributes).toEqual(ATTRIBUTES.map(([name]) => name).sort());
  });

  test('has numbers if props want numbers', () => {
    const stack = newStack({ env: ENV });
    const lookup = newLookup(stack);
    newJobTemplate({
      inProgressTimeout: lookup.jobTemplateInProgressTimeout,
      rollout: JobRollout.constant({ maximumPerMinute: lookup.jobTemplateMaximumPerMinute }),
    }, stack);
    expect(propertiesOf(stack)).toMatchObject({
      TimeoutConfig: { InProgressTimeoutInMinutes: { 'Fn::GetAtt': ['Existing4CC9759F', 'InProgressTimeout'] } },
      JobExecutionsRolloutConfig: { MaximumPerMinute: { 'Fn::GetAtt': ['Existing4CC9759F', 'MaximumPerMinute'] } },
    });
  });

  test('is known by its id and its ARN, also to native constructs', () => {
    const stack = newStack({ env: ENV });
    const lookup: iot.IJobTemplateRef = newLookup(stack);
    expect(stack.resolve(lookup.jobTemplateRef)).toEqual({
      jobTemplateId: { Ref: 'Existing4CC9759F' }, jobTemplateArn: { 'Fn::GetAtt': ['Existing4CC9759F', 'Arn'] },
    });
    expect(propertiesOf(stack, LOOKUP)).not.toHaveProperty('Attributes');
  });

  test('can be granted', () => {
    const stack = newStack({ env: ENV });
    const role = new iam.Role(stack, 'Operators', { assumedBy: new iam.AccountRootPrincipal() });
    const lookup = newLookup(stack);
    lookup.grants.createJob(role, { targets: [GROUP], jobIds: ['patch-*'] });
    lookup.grants.describe(role);
    expect(deployed(allowing(statementsOf(stack), 'iot:CreateJob'), { Existing4CC9759F: ARN })[0].Resource)
      .toEqual([ARN, GROUP, 'arn:aws:iot:eu-west-1:123456789012:job/patch-*']);
    expect(deployed(allowing(statementsOf(stack), 'iot:DescribeJobTemplate'), { Existing4CC9759F: ARN })[0].Resource).toBe(ARN);
  });

  test('lends every kind of attribute to other stacks', () => {
    const app = newApp();
    const one = new Stack(app, 'One', { env: ENV });
    const two = new Stack(app, 'Two', { env: ENV });
    const lookup = newLookup(one);
    new CfnOutput(two, 'Text', { value: lookup.jobTemplateDescription });
    new CfnOutput(two, 'Number', { value: Tokenization.stringifyNumber(lookup.jobTemplateMaximumPerMinute) });
    new CfnOutput(two, 'List', { value: Fn.join(',', lookup.jobTemplateDestinationPackageVersions) });
    const { Outputs } = Template.fromStack(two).toJSON();
    expect(Outputs.Text.Value).toEqual({ 'Fn::ImportValue': expect.stringContaining('Description') });
    expect(Outputs.Number.Value).toEqual({ 'Fn::ImportValue': expect.stringContaining('MaximumPerMinute') });
    expect(Outputs.List.Value).toEqual({
      'Fn::Join': [',', { 'Fn::Split': ['\n', { 'Fn::ImportValue': expect.stringContaining('DestinationPackageVersions') }] }],
    });
    expect(propertiesOf(one, LOOKUP).Attributes).toEqual(['Description', 'DestinationPackageVersions', 'MaximumPerMinute']);
  });

  test('is written as its ARN in another Region', () => {
    const app = newApp();
    const one = new Stack(app, 'One', { env: ENV });
    const two = new Stack(app, 'Two', { env: { ...ENV, region: 'us-east-1' } });
    new CfnOutput(two, 'Arn', { value: newLookup(one).jobTemplateArn });
    expect(deployed(Template.fromStack(two).toJSON().Outputs.Arn.Value)).toBe(ARN);
  });
});

describe('looking again', () => {
  const synthesizedAt = (refreshOnEveryDeployment?: boolean) => {
    const stack = new Stack(new App({ context: { 'aws:cdk:disable-asset-staging': true } }), 'Fleet');
    newLookup(stack, { refreshOnEveryDeployment });
    return propertiesOf(stack, LOOKUP).SynthesizedAt;
  };
  afterEach(() => jest.useRealTimers());

  test.each([undefined, false])('is off by default, and if it is %s', (wanted) => {
    expect(synthesizedAt(wanted)).toBeUndefined();
  });

  test('is brought about by a property that is another one at every synthesis', () => {
    jest.useFakeTimers({ now: new Date('2026-01-02T03:04:05.678Z') });
    expect(synthesizedAt(true)).toBe('2026-01-02T03:04:05.678Z');
    jest.setSystemTime(new Date('2026-01-02T03:04:05.679Z'));
    expect(synthesizedAt(true)).toBe('2026-01-02T03:04:05.679Z');
  });
});

describe('the id', () => {
  test.each(['a', 'x'.repeat(64), 'A-b_9'])('may be %s', (jobTemplateId) => {
    expect(() => newLookup(undefined, { jobTemplateId })).not.toThrow();
  });

  test('may be known later', () => {
    const stack = newStack({ env: ENV });
    newLookup(stack, { jobTemplateId: Fn.importValue('PatchId') });
    expect(propertiesOf(stack, LOOKUP).JobTemplateId).toEqual({ 'Fn::ImportValue': 'PatchId' });
  });

  test.each(['', 'x'.repeat(65), 'a b', 'a/b', ARN])('may not be "%s"', (jobTemplateId) => {
    expect(() => newLookup(undefined, { jobTemplateId })).toThrow(
      `[Fleet/Existing] jobTemplateId is "${jobTemplateId}", must be 1 to 64 letters, digits, _ and -: of an ARN, pass the part after jobtemplate/`);
  });
});

describe('the provider', () => {
  test('is the one of the stack', () => {
    const stack = newStack({ env: ENV });
    JobTemplateProvider.getOrCreate(stack, { memorySize: 512 });
    newLookup(stack);
    newLookup(stack, {}, 'Other');
    newJobTemplate({}, stack);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
  });

  const TEMPLATES = 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/*';
  const logs = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: expect.anything() };
  const describing = { Effect: 'Allow', Action: 'iot:DescribeJobTemplate', Resource: TEMPLATES };

  test('may only read in a stack that only looks up', () => {
    const stack = newStack({ env: ENV });
    newLookup(stack);
    newLookup(stack, { jobTemplateId: 'other' }, 'Other');
    expect(deployed(statementsOf(stack))).toEqual([logs, describing]);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('may do the same with a role that is given', () => {
    const stack = newStack({ env: ENV });
    const role = new iam.Role(stack, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    JobTemplateProvider.getOrCreate(stack, { role });
    newLookup(stack);
    const template = Template.fromStack(stack);
    expect(deployed(statementsOf(stack))).toEqual([logs, describing]);
    const [policy] = Object.keys(template.findResources('AWS::IAM::Policy'));
    template.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([policy]) });
  });

  test('grants nothing to a role that is immutable', () => {
    const stack = newStack({ env: ENV });
    JobTemplateProvider.getOrCreate(stack, { role: iam.Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::123456789012:role/given', { mutable: false }) });
    newLookup(stack);
    newJobTemplate({}, stack);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('may still delete the last template when that is removed, and a lookup stays', () => {
    const stack = newStack({ env: ENV });
    newLookup(stack);
    newJobTemplate({}, stack);
    const template = Template.fromStack(stack);
    const policies = Object.entries<any>(template.findResources('AWS::IAM::Policy'));
    // The policy is the template's alone, so that both are removed; and CloudFormation removes first what depends on the other.
    expect(policies).toHaveLength(1);
    const [[logicalId, { Properties: { PolicyDocument } }]] = policies;
    expect(allowing(PolicyDocument.Statement, 'iot:DeleteJobTemplate')).toHaveLength(1);
    template.hasResource('Custom::IoTJobTemplate', { DependsOn: Match.arrayWith([logicalId]) });
    template.hasResource(LOOKUP, { DependsOn: Match.absent() });
    const left = newStack({ env: ENV });
    newLookup(left);
    expect(Template.fromStack(left).findResources('AWS::IAM::Role')).toEqual(template.findResources('AWS::IAM::Role'));
  });

  test('has a policy of the same size for 1 and 100 lookups', () => {
    const size = (count: number) => {
      const stack = newStack();
      Array.from({ length: count }, (_, index) => newLookup(stack, { jobTemplateId: `patch-${index}` }, `Existing${index}`));
      return JSON.stringify(statementsOf(stack)).length;
    };
    expect(size(100)).toBe(size(1));
  });
});
