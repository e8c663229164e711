import { App, Aws, ContextProvider, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { JobTemplate, type JobTemplateLookupOptions, PackageVersion } from '../src';
import { ENV } from './support/construct';

const PROPS = { typeName: 'AWS::IoT::JobTemplate', exactIdentifier: 'patch', propertiesToReturn: ['Arn'] };
const ARN = 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/patch';

const lookUp = (stack: Stack, options: Partial<JobTemplateLookupOptions> = {}) => JobTemplate.fromLookup(stack, 'Patch', { jobTemplateId: 'patch', ...options });

/** A stack whose context holds what the CDK CLI has found. */
function stackWithContext(arn = ARN): Stack {
  const { key } = ContextProvider.getKey(new Stack(new App(), 'Any', { env: ENV }), { provider: 'cc-api-provider', props: PROPS });
  return new Stack(new App({ context: { [key]: [{ Arn: arn, Identifier: 'patch' }] } }), 'Fleet', { env: ENV });
}

describe('A template that is looked up at synthesis', () => {
  test('has the ARN that the CLI has found', () => {
    const found = lookUp(stackWithContext('arn:aws-cn:iot:cn-north-1:123456789012:jobtemplate/patch'));
    expect([found.jobTemplateArn, found.jobTemplateId]).toEqual(['arn:aws-cn:iot:cn-north-1:123456789012:jobtemplate/patch', 'patch']);
  });

  test('adds no resource to the stack', () => {
    const stack = stackWithContext();
    lookUp(stack);
    expect(Template.fromStack(stack).findResources('Custom::IoTJobTemplateLookup')).toEqual({});
    expect(Template.fromStack(stack).findResources('AWS::Lambda::Function')).toEqual({});
  });

  test('is requested from the CLI if not in the context, with a dummy ARN meanwhile', () => {
    const app = new App();
    const found = lookUp(new Stack(app, 'Fleet', { env: ENV }));
    expect(found.jobTemplateArn).toMatch(/:iot:eu-west-1:123456789012:jobtemplate\/patch$/);
    expect(app.synth().manifest.missing).toEqual([
      { key: expect.any(String), provider: 'cc-api-provider', props: expect.objectContaining({ account: '123456789012', region: 'eu-west-1', ...PROPS }) },
    ]);
  });

  test('grants its role and its package versions to those who start jobs', () => {
    const stack = stackWithContext();
    const role = new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() });
    const presignedUrlRole = iam.Role.fromRoleArn(stack, 'Presigned', 'arn:aws:iam::123456789012:role/presign');
    lookUp(stack, { presignedUrlRole, destinationPackageVersions: [PackageVersion.fromNames('agent', '1')] }).grants.createJob(role);
    const policies = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    for (const resource of [ARN, 'role/presign', 'package/agent/version/1']) expect(policies).toContain(resource);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'iam:PassRole' })]) } });
  });

  test.each([
    ['a b', 'is "a b"'], ['', 'is ""'], [ARN, `is "${ARN}"`], [undefined as never, 'is missing'],
  ])('may not have the id %s', (jobTemplateId, shown) => {
    expect(() => lookUp(stackWithContext(), { jobTemplateId })).toThrow(
      `[Fleet/Patch] jobTemplateId ${shown}, must be 1 to 64 letters, digits, _ and -: of an ARN, pass the part after jobtemplate/ [cdk-iot-job-template:invalidJobTemplateId]`);
  });

  test('may not have a token as its id', () => {
    expect(() => lookUp(stackWithContext(), { jobTemplateId: Aws.STACK_NAME })).toThrow(
      '[Fleet/Patch] jobTemplateId is a token, must be known at synthesis: use JobTemplate.fromJobTemplateId for an id that is a token');
  });

  test('needs options', () => {
    expect(() => JobTemplate.fromLookup(stackWithContext(), 'Patch', 'patch' as never)).toThrow(
      '[Fleet/Patch] options is "patch", must be an object: write { jobTemplateId } [cdk-iot-job-template:wrongType]');
  });

  test.each<[string, object]>([['account', { region: 'eu-west-1' }], ['Region', { account: '123456789012' }]])('needs a stack with a known %s', (_, env) => {
    expect(() => lookUp(new Stack(new App(), 'Fleet', { env }))).toThrow(
      '[Fleet/Patch] the account or the Region of stack Fleet is not known, must be known for a lookup at synthesis: give the stack an explicit env '
      + '[cdk-iot-job-template:lookupNotKnown]');
  });
});
