import * as cdk from 'aws-cdk-lib';
import { App, CfnOutput, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type IJobTemplate, JobTemplateLookup } from '../src';
import { ENV, newJobTemplate, unknownText } from './support/construct';

/** A weak reference exists in newer versions of the CDK only; with others every reference is an export. */
const HAS_WEAK_REFERENCES = 'CrossStackReferences' in cdk;
const whereWeak = HAS_WEAK_REFERENCES ? describe : describe.skip;
const STRENGTH = '@aws-cdk/core:defaultCrossStackReferences';

test('An exported ARN and id are imported as they are', () => {
  expect(outputsOf('fw-update', 'strong')).toEqual({
    Arn: { 'Fn::ImportValue': expect.stringContaining('Arn') },
    Id: { 'Fn::ImportValue': expect.stringContaining('Ref') },
  });
});

whereWeak('In a stack with weak references', () => {
  test.each(['weak', 'both'])('the ARN ends with the id, so that another id changes the template (%s)', strength => {
    const { Arn, Id } = outputsOf('fw-update', strength);
    expect(Arn).toEqual({ 'Fn::Join': ['/', [{ 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::GetStackOutput': expect.anything() }] }] }, 'fw-update']] });
    expect(Id).toEqual({ 'Fn::Select': [1, { 'Fn::Split': ['/', Arn] }] });
    expect(outputsOf('fw-update-2', strength)).not.toEqual({ Arn, Id });
  });

  test('the ARN is read from the other stack if the id is a token', () => {
    expect(outputsOf(unknownText('fw-update'), 'weak')).toEqual({
      Arn: { 'Fn::GetStackOutput': expect.anything() },
      Id: { 'Fn::GetStackOutput': expect.anything() },
    });
  });

  test('a grant names the ARN in the same way', () => {
    const { use, template } = given('fw-update', 'weak');
    template.grants.describe(new iam.User(use, 'Operator'));
    expect(JSON.stringify(Template.fromStack(use).toJSON().Resources)).toContain('"fw-update"');
  });

  test('a nested stack has the id in its template', () => {
    const { use, template } = given('fw-update', 'weak');
    const nested = new NestedStack(use, 'Nested');
    new CfnOutput(nested, 'Arn', { value: template.jobTemplateArn });
    expect(JSON.stringify(Template.fromStack(nested).toJSON().Outputs.Arn.Value)).toContain('"fw-update"');
  });

  test('a looked-up template is referred to in the same way', () => {
    const { make, use } = given('fw-update', 'weak');
    const audit = new JobTemplateLookup(make, 'Audit', { jobTemplateId: 'audit' });
    new CfnOutput(use, 'Audit', { value: audit.jobTemplateArn });
    expect(JSON.stringify(Template.fromStack(use).toJSON().Outputs.Audit.Value)).toContain('"audit"');
  });
});

test('In the stack of the template and its nested stacks, references stay unchanged', () => {
  const { make, template } = given('fw-update', 'weak');
  const nested = new NestedStack(make, 'Nested');
  new CfnOutput(make, 'Arn', { value: template.jobTemplateArn });
  new CfnOutput(nested, 'Arn', { value: template.jobTemplateArn });
  expect(Template.fromStack(make).toJSON().Outputs.Arn.Value).toEqual({ 'Fn::GetAtt': [expect.any(String), 'Arn'] });
  expect(Template.fromStack(nested).toJSON().Outputs.Arn.Value).toEqual({ Ref: expect.any(String) });
});

interface Given {
  readonly make: Stack;
  readonly use: Stack;
  readonly template: IJobTemplate;
}

function given(jobTemplateId: string, strength: string): Given {
  const app = new App({ context: { [STRENGTH]: strength, 'aws:cdk:disable-asset-staging': true } });
  const [make, use] = [new Stack(app, 'Make', { env: ENV }), new Stack(app, 'Use', { env: ENV })];
  return { make, use, template: newJobTemplate({ jobTemplateId }, make) };
}

function outputsOf(jobTemplateId: string, strength: string): { [id: string]: unknown } {
  const { use, template } = given(jobTemplateId, strength);
  new CfnOutput(use, 'Arn', { value: template.jobTemplateArn });
  new CfnOutput(use, 'Id', { value: template.jobTemplateId });
  return Object.fromEntries(Object.entries<any>(Template.fromStack(use).toJSON().Outputs).map(([id, { Value }]) => [id, Value]));
}
