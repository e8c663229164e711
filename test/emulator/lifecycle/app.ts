/** The app that the CDK CLI runs: the library from its sources, with the declaration of a test. */
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { type Declaration, DECLARATION, DOCUMENTS, type TemplateDeclaration } from './declaration';
import { JobDocument, JobTemplate } from '../../../src';

const app = new App();
const declaration: Declaration = JSON.parse(app.node.getContext(DECLARATION));
const made = new Map<string, JobTemplate>();

for (const [name, { templates = {}, parameters = {} }] of Object.entries(declaration)) {
  const stack = new Stack(app, name);
  for (const [construct, template] of Object.entries(templates)) made.set(`${name}/${construct}`, declare(stack, construct, template));
  for (const [construct, { after = [] }] of Object.entries(templates)) {
    stack.node.findChild(construct).node.addDependency(...after.map((earlier) => stack.node.findChild(earlier)));
  }
  for (const [construct, of] of Object.entries(parameters)) {
    const { jobTemplateArn } = made.get(of.join('/'))!;
    const { stringValue } = new StringParameter(stack, construct, { stringValue: jobTemplateArn });
    new CfnOutput(stack, `${construct}Value`, { value: stringValue });
  }
}

function declare(stack: Stack, construct: string, declared: TemplateDeclaration): JobTemplate {
  const { document = {}, description = 'Declared', retain, after, ...props } = declared;
  return new JobTemplate(stack, construct, {
    ...props,
    description,
    document: typeof document === 'object' ? JobDocument.fromObject(document) : JobDocument.fromBucket(bucketOf(stack), document),
    removalPolicy: retain ? RemovalPolicy.RETAIN : undefined,
  });
}

function bucketOf(stack: Stack) {
  return stack.node.tryFindChild('Documents') as Bucket | undefined ?? Bucket.fromBucketName(stack, 'Documents', DOCUMENTS);
}
