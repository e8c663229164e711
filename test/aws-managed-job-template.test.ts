import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { JobTemplateProvider, AwsManagedJobTemplate, type AwsManagedJobTemplateOptions } from '../src';
import { MANAGED_TEMPLATES } from './fake-iot/managed-templates';
import { allowing, deployed, ENV, newApp, newStack, propertiesOf, statementsOf } from './support/construct';

const LOOKUP = 'Custom::IoTManagedJobTemplateLookup';
const ARN = 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0';

const newManaged = (stack: Stack, options?: AwsManagedJobTemplateOptions, name = AwsManagedJobTemplate.AWS_REBOOT, id = 'Managed') =>
  AwsManagedJobTemplate.fromName(stack, id, name, options);

describe('a template that AWS manages', () => {
  test('is there by constant for each that AWS documents', () => {
    const constants = Object.entries(AwsManagedJobTemplate).filter(([name]) => name.startsWith('AWS_'));
    expect(constants.map(([, name]) => name).sort()).toEqual(MANAGED_TEMPLATES.map(({ templateName }) => templateName).sort());
    for (const [constant, name] of constants) expect(constant).toBe((name as string).toUpperCase().replace(/-/g, '_'));
  });

  test('has an ARN without an account, and needs no function, if its version is given', () => {
    const stack = newStack({ env: ENV });
    const managed = newManaged(stack, { version: '1.0' });
    expect(deployed(stack.resolve(managed.jobTemplateRef))).toEqual({ jobTemplateArn: ARN, jobTemplateId: 'AWS-Reboot:1.0' });
    expect(managed.jobTemplateVersion).toBe('1.0');
    Template.fromStack(stack).templateMatches({});
    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
  });

  test('is looked up if its version is not given', () => {
    const stack = newStack({ env: ENV });
    const managed = newManaged(stack);
    expect(stack.node.tryFindChild('JobTemplateProvider')).toBeUndefined();
    const references = { 'Managed658ACE2E.Arn': ARN, 'Managed658ACE2E.Version': '1.0' };
    expect(deployed(stack.resolve([managed.jobTemplateArn, managed.jobTemplateId, managed.jobTemplateVersion]), references)).toEqual([ARN, 'AWS-Reboot:1.0', '1.0']);
    expect(propertiesOf(stack, LOOKUP)).toEqual({ ServiceToken: expect.anything(), ServiceTimeout: 1200, TemplateName: 'AWS-Reboot', Attributes: ['Version'] });
  });

  test.each<[string, (managed: AwsManagedJobTemplate) => any, any]>([
    ['Description', managed => managed.jobTemplateDescription, 'one\ntwo'],
    ['Document', managed => managed.jobTemplateDocument, 'one\ntwo'],
    ['DocumentParameters', managed => managed.jobTemplateDocumentParameters, 'one\ntwo'],
    ['Environments', managed => managed.jobTemplateEnvironments, ['one', 'two']],
  ])('has the attribute %s, which is looked up if it is used', (name, read, expected) => {
    const stack = newStack({ env: ENV });
    const managed = newManaged(stack, { version: '1.0' });
    expect(deployed(stack.resolve(read(managed)), { [`Managed658ACE2E.${name}`]: 'one\ntwo' })).toEqual(expected);
    expect(propertiesOf(stack, LOOKUP)).toMatchObject({ TemplateName: 'AWS-Reboot', TemplateVersion: '1.0', Attributes: [name] });
    expect(propertiesOf(stack, LOOKUP)).not.toHaveProperty('SynthesizedAt');
  });

  test('is looked up once, with all that is used', () => {
    const stack = newStack({ env: ENV });
    const managed = newManaged(stack, { refreshOnEveryDeployment: true });
    new CfnOutput(stack, 'Arn', { value: managed.jobTemplateArn });
    new CfnOutput(stack, 'Description', { value: managed.jobTemplateDescription });
    new CfnOutput(stack, 'Document', { value: managed.jobTemplateDocument });
    Template.fromStack(stack).resourceCountIs(LOOKUP, 1);
    expect(propertiesOf(stack, LOOKUP)).toMatchObject({ Attributes: ['Description', 'Document'], SynthesizedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  test.each<[string, AwsManagedJobTemplateOptions]>([['with a version', { version: '1.0' }], ['without one', {}]])('can be granted %s', (_, options) => {
    const stack = newStack({ env: ENV });
    const role = new iam.Role(stack, 'Operators', { assumedBy: new iam.AccountRootPrincipal() });
    newManaged(stack, options).grants.createJob(role);
    expect(deployed(allowing(statementsOf(stack), 'iot:CreateJob'), { Managed658ACE2E: ARN })).toEqual([{
      Effect: 'Allow',
      Action: 'iot:CreateJob',
      Resource: [
        ARN,
        'arn:aws:iot:eu-west-1:123456789012:thing/*',
        'arn:aws:iot:eu-west-1:123456789012:thinggroup/*',
        'arn:aws:iot:eu-west-1:123456789012:job/*',
      ],
    }]);
  });

  test('can be of another stack', () => {
    const app = newApp();
    const one = new Stack(app, 'One', { env: ENV });
    const two = new Stack(app, 'Two', { env: ENV });
    new CfnOutput(two, 'Document', { value: newManaged(one, { version: '1.0' }).jobTemplateDocument });
    expect(Template.fromStack(two).toJSON().Outputs.Document.Value).toEqual({ 'Fn::ImportValue': expect.stringContaining('Document') });
    expect(propertiesOf(one, LOOKUP).Attributes).toEqual(['Document']);
  });
});

describe('its parameters', () => {
  // The fake has them from the descriptions of the service, and this library from its documentation.
  test.each(MANAGED_TEMPLATES.map(template => [template.templateName, template] as const))('are known for %s', (name, { documentParameters }) => {
    const { parameters = [], requiredParameters } = newManaged(newStack(), {}, name);
    const expected = documentParameters.map(({ key, optional }) => [key, !optional]);
    expect(parameters.map(({ key, required }) => [key, required])).toEqual(expected);
    expect(requiredParameters).toEqual(documentParameters.filter(({ optional }) => !optional).map(({ key }) => key));
    parameters.forEach(({ description }) => expect(description).toMatch(/^[A-Z].*[^.]$/));
  });

  test.each(['AWS-Dance', 'constructor', Fn.importValue('Name')])('are not known for %s', (name) => {
    expect(newManaged(newStack(), {}, name).parameters).toBeUndefined();
    expect(newManaged(newStack(), {}, name).requiredParameters).toBeUndefined();
  });
});

describe('the name and the version', () => {
  test.each([['a', '1.0'], ['x'.repeat(64), '10.20'], ['AWS-Reboot', '1.0'], [Fn.importValue('Name'), Fn.importValue('Version')]])('may be %s and %s', (name, version) => {
    expect(() => newManaged(newStack(), { version }, name)).not.toThrow();
  });

  test.each([
    ['', undefined, 'templateName is "", must have 1 to 64 characters, has 0'],
    ['x'.repeat(65), undefined, `templateName is "${'x'.repeat(65)}", must have 1 to 64 characters, has 65`],
    ['AWS-Reboot:1.0', undefined, 'templateName is "AWS-Reboot:1.0", must be made of letters, digits, _ and - only, such as AWS-Reboot. The version is an option of its own'],
    ['AWS-Reboot', '', 'version is "", must be made of a number, a dot and a number, such as 1.0'],
    ['AWS-Reboot', '1', 'version is "1", must be made of a number, a dot and a number, such as 1.0'],
    ['AWS-Reboot', '0.1', 'version is "0.1", must be made of a number, a dot and a number, such as 1.0'],
    ['AWS-Reboot', '$default', 'version is "$default", must be made of a number, a dot and a number, such as 1.0'],
  ])('may not be "%s" and %s', (name, version, reason) => {
    expect(() => newManaged(newStack(), { version }, name)).toThrow(`[Fleet/Managed] ${reason}`);
  });
});

describe('the provider', () => {
  test('may read the templates that are looked up, in all their versions, and nothing else', () => {
    const stack = newStack({ env: ENV });
    newManaged(stack).jobTemplateDocument;
    newManaged(stack, { version: '1.0' }, 'AWS-Reboot', 'Again').jobTemplateDocument;
    newManaged(stack, {}, 'AWS-Run-Command', 'Other').jobTemplateDocument;
    newManaged(stack, {}, 'AWS-Download-File', 'Unused');
    expect(deployed(statementsOf(stack))).toEqual([
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: expect.anything() },
      {
        Effect: 'Allow',
        Action: 'iot:DescribeManagedJobTemplate',
        Resource: ['AWS-Reboot', 'AWS-Run-Command'].map(name => `arn:aws:iot:eu-west-1::jobtemplate/${name}:*`),
      },
    ]);
  });

  test('is the one that the stack has', () => {
    const stack = newStack({ env: ENV });
    JobTemplateProvider.getOrCreate(stack, { memorySize: 512 });
    newManaged(stack).jobTemplateDocument;
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 512 });
  });
});
