import { App, type IPropertyInjector, PropertyInjectors, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Job, JobDocument, JobTemplate, JobTemplateLookup, PresignedUrlRole } from '../src';
import { newJob, newJobTemplate, newStack, RESOURCE_TYPE } from './support/construct';

describe('Property injection', () => {
  const stackWith = (constructUniqueId: string, props: object): Stack => {
    const injector: IPropertyInjector = { constructUniqueId, inject: original => ({ ...props, ...original }) };
    const app = new App();
    PropertyInjectors.of(app).add(injector);
    return new Stack(app, 'Fleet');
  };

  test('gives every job template a default of the app', () => {
    const stack = stackWith(JobTemplate.PROPERTY_INJECTION_ID, { removalPolicy: RemovalPolicy.RETAIN });
    newJobTemplate({}, stack);
    Template.fromStack(stack).hasResource(RESOURCE_TYPE, { DeletionPolicy: 'Retain' });
  });

  test('yields to the props of a template', () => {
    const stack = stackWith(JobTemplate.PROPERTY_INJECTION_ID, { removalPolicy: RemovalPolicy.RETAIN });
    newJobTemplate({ removalPolicy: RemovalPolicy.DESTROY }, stack);
    Template.fromStack(stack).hasResource(RESOURCE_TYPE, { DeletionPolicy: 'Delete' });
  });

  test('gives every lookup a default of the app', () => {
    const stack = stackWith(JobTemplateLookup.PROPERTY_INJECTION_ID, { refreshOnEveryDeployment: true });
    new JobTemplateLookup(stack, 'Patch', { jobTemplateId: 'patch' });
    const [lookup] = Object.values<any>(Template.fromStack(stack).findResources('Custom::IoTJobTemplateLookup'));
    expect(lookup.Properties.SynthesizedAt).toEqual(expect.any(String));
  });

  test('gives every role for presigned URLs a default of the app', () => {
    const stack = stackWith(PresignedUrlRole.PROPERTY_INJECTION_ID, { roleName: 'presign' });
    new PresignedUrlRole(stack, 'Role');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { RoleName: 'presign' });
  });

  test('gives every job a default of the app', () => {
    const stack = stackWith(Job.PROPERTY_INJECTION_ID, { removalPolicy: RemovalPolicy.DESTROY });
    newJob({}, stack);
    Template.fromStack(stack).hasResource('AWS::IoT::Job', { DeletionPolicy: 'Delete' });
  });

  test.each([Job, JobTemplate, JobTemplateLookup, PresignedUrlRole])('knows %p by its name in the assembly', ({ name, PROPERTY_INJECTION_ID }) => {
    expect(PROPERTY_INJECTION_ID).toBe(`cdk-iot-job-template.${name}`);
  });
});

describe('JobTemplate.isJobTemplate', () => {
  test('distinguishes a job template from other constructs and values', () => {
    const stack = newStack();
    const values = [newJobTemplate({}, stack), JobTemplate.fromJobTemplateId(stack, 'Imported', 'patch'), stack, JobDocument.fromString('{}'), undefined, 'a'];
    expect(values.map(value => JobTemplate.isJobTemplate(value))).toEqual([true, false, false, false, false, false]);
  });

  test('knows a job template of another copy of the package', () => {
    let other: typeof JobTemplate | undefined;
    jest.isolateModules(() => { other = jest.requireActual('../src').JobTemplate; });
    expect(other).not.toBe(JobTemplate);
    expect(other!.isJobTemplate(newJobTemplate())).toBe(true);
  });
});

describe('Job.isJob', () => {
  test('knows a job of another copy of the package', () => {
    let other: typeof Job | undefined;
    jest.isolateModules(() => { other = jest.requireActual('../src').Job; });
    expect(other).not.toBe(Job);
    expect(other!.isJob(newJob())).toBe(true);
  });
});
