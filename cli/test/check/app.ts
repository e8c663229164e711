/** The app that the CDK CLI runs: the library from its sources, with the declaration of a test. */
import { App, CfnParameter, NestedStack, Stack, Tags } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type Declaration, DECLARATION, type TemplateDeclaration } from './declaration';
import { JobDocument, JobTemplate, S3PresignedUrl } from '../../../src';

const app = new App();
const declaration: Declaration = JSON.parse(app.node.getContext(DECLARATION));

for (const [name, { templates = {}, nested }] of Object.entries(declaration)) {
  const stack = new Stack(app, name);
  for (const [id, template] of Object.entries(templates)) declare(stack, id, template);
  if (nested !== undefined) {
    const inner = new NestedStack(stack, 'Nested');
    for (const [id, template] of Object.entries(nested)) declare(inner, id, template);
  }
}

function declare(stack: Stack, jobTemplateId: string, declared: TemplateDeclaration): void {
  const { construct = jobTemplateId, description = 'Declared', descriptionParameter, document = {}, tags = {}, adoptExisting, presigned } = declared;
  const url = () => S3PresignedUrl.forDownload(Bucket.fromBucketName(stack, 'Firmware', 'firmware'), 'image.bin', { objectPattern: '*' });
  const template = new JobTemplate(stack, construct, {
    jobTemplateId,
    description: descriptionParameter === undefined ? description
      : new CfnParameter(stack, `${construct}Description`, { default: descriptionParameter }).valueAsString,
    document: JobDocument.fromObject(presigned ? { ...document, url: url() } : document),
    adoptExisting,
  });
  for (const [key, value] of Object.entries(tags)) Tags.of(template).add(key, value);
}
