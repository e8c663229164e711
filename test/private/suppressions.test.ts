import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, JobTemplateLookup, JobTemplateProvider, S3PresignedUrl } from '../../src';
import { newJobTemplate, newStack } from '../support/construct';

const metadataOf = (stack: Stack, type: string): any[] =>
  Object.values(Template.fromStack(stack).findResources(type)).map(({ Metadata }) => Metadata);

const withUpload = (stack: Stack) => {
  const report = S3PresignedUrl.forUpload(s3.Bucket.fromBucketName(stack, 'Reports', 'reports'), '${thingName}.json');
  return newJobTemplate({ document: JobDocument.fromObject({ report }) }, stack);
};

test('reasons are long enough for cdk-nag, in ASCII, and name no finding in their id', () => {
  const stack = newStack();
  withUpload(stack);
  const { Resources } = Template.fromStack(stack).toJSON();
  const rules = Object.values<any>(Resources).flatMap(({ Metadata }) => Metadata?.cdk_nag?.rules_to_suppress ?? []);
  expect(rules.length).toBeGreaterThan(5);
  for (const { id, reason } of rules) {
    expect(id).toMatch(/^(AwsSolutions|NIST\.800\.53\.R5)-\w+$/);
    expect(reason).toMatch(/^[\x20-\x7e]{10,}$/);
  }
});

test('each wildcard is suppressed alone: another in the same policy remains a finding', () => {
  const stack = newStack();
  withUpload(stack);
  JobTemplateProvider.getOrCreate(stack).role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['arn:aws:sns:*:*:mine-*'] }));
  const [{ cdk_nag: { rules_to_suppress: rules } }] = metadataOf(stack, 'AWS::IAM::Policy');
  const regexes: RegExp[] = rules.flatMap(({ applies_to }: any) => applies_to ?? []).map(({ regex }: any) => new RegExp(regex.slice(1, -1)));
  const isExplained = (finding: string) => regexes.some(regex => regex.test(finding));
  expect(isExplained('Resource::arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:jobtemplate/*')).toBe(true);
  expect(isExplained('Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role/cdk-iot-job-template/Fleet/eu-west-1/*')).toBe(true);
  expect(isExplained('Resource::arn:aws:sns:*:*:mine-*')).toBe(false);
  expect(isExplained('Resource::*')).toBe(false);
  expect(isExplained('Action::iot:*')).toBe(false);
});

test('suppressions by others stay', () => {
  const stack = newStack();
  const { lambdaFunction } = JobTemplateProvider.getOrCreate(stack);
  const resource: any = lambdaFunction.node.defaultChild;
  resource.addMetadata('guard', { SuppressedRules: [...resource.getMetadata('guard').SuppressedRules, 'THEIRS'] });
  expect(metadataOf(stack, 'AWS::Lambda::Function')[0].guard.SuppressedRules).toEqual(['LAMBDA_CONCURRENCY_CHECK', 'LAMBDA_DLQ_CHECK', 'LAMBDA_INSIDE_VPC', 'THEIRS']);
});

test('each stands once, for any number of templates and syntheses', () => {
  const stack = newStack();
  for (const id of ['First', 'Second']) withUpload(new Stack(stack, id));
  newJobTemplate({ document: JobDocument.fromObject({ image: S3PresignedUrl.forDownload(s3.Bucket.fromBucketName(stack, 'Images', 'images'), 'a') }) }, stack, 'A');
  newJobTemplate({ document: JobDocument.fromObject({ image: S3PresignedUrl.forDownload(s3.Bucket.fromBucketName(stack, 'Others', 'images'), 'b') }) }, stack, 'B');
  const app = stack.node.root as App;
  app.synth();
  const { Resources } = app.synth({ force: true }).getStackByName('Fleet').template;
  for (const { Metadata } of Object.values<any>(Resources)) {
    for (const list of [Metadata?.cdk_nag?.rules_to_suppress, Metadata?.guard?.SuppressedRules, Metadata?.['cfn-lint']?.config.ignore_checks]) {
      const items = (list ?? []).map((item: unknown) => JSON.stringify(item));
      expect(items).toEqual([...new Set(items)]);
    }
  }
});

test('a reference in a text needs no suppression, because cfn-lint reports Fn::Join only if asked', () => {
  const stack = new Stack(new App(), 'Fleet');
  newJobTemplate({ description: `in ${stack.region}` }, stack);
  new JobTemplateLookup(stack, 'LookedUp', { jobTemplateId: `patch-${stack.region}` });
  const resources = Object.values<any>(Template.fromStack(stack).toJSON().Resources).filter(({ Type }) => /^Custom::/.test(Type));
  expect(resources.map(({ Metadata }) => Metadata)).toEqual([undefined, undefined]);
});

test('a role that the user creates gets no suppression', () => {
  const stack = newStack();
  iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Fleet/JobTemplateProvider/Role': 'job-templates' } });
  newJobTemplate({}, stack);
  expect(Template.fromStack(stack).findResources('AWS::IAM::Role')).toEqual({});
});
