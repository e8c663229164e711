import { Fn, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, type BucketDeploymentProps, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { JobDocument } from '../../src';
import { newApp, newJobTemplate, newStack, unknownText } from '../support/construct';

const fill = (scope: Construct, bucket: s3.IBucket, props: Partial<BucketDeploymentProps> = {}): BucketDeployment =>
  new BucketDeployment(scope, 'Documents', { destinationBucket: bucket, sources: [Source.jsonData('reboot.json', {})], ...props });

const readFrom = (bucket: s3.IBucket, stack: Stack, key = 'reboot.json') => newJobTemplate({ document: JobDocument.fromBucket(bucket, key) }, stack);

const warningsOf = (stack: Stack): unknown[] =>
  Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('bucketDeploymentNotAwaited')).map(({ entry }) => entry.data);

const WARNING = 'document is in a bucket that Fleet/Documents fills, but CloudFormation may create the template before the document is '
  + 'there: call template.node.addDependency(deployment), with Fleet/Reboot as template and Fleet/Documents as deployment [ack: '
  + 'cdk-iot-job-template:bucketDeploymentNotAwaited]';

describe('a document from a bucket that a deployment of the stack fills', () => {
  test.each(['before', 'after'])('causes a warning if the deployment is declared %s the template', when => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    if (when === 'before') fill(stack, bucket);
    readFrom(bucket, stack);
    if (when === 'after') fill(stack, bucket);
    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test('causes none if the template depends on the deployment', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    readFrom(bucket, stack).node.addDependency(fill(stack, bucket));
    expect(warningsOf(stack)).toEqual([]);
  });

  test('causes none if the template depends on something that depends on the deployment', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    const between = new s3.Bucket(stack, 'Between');
    between.node.addDependency(fill(stack, bucket));
    readFrom(bucket, stack).node.addDependency(between);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('causes none if the bucket is read as that of the deployment', () => {
    const stack = newStack();
    readFrom(fill(stack, new s3.Bucket(stack, 'Bucket')).deployedBucket, stack);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('causes one if the bucket is only referred to', () => {
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'documents');
    readFrom(s3.Bucket.fromBucketName(stack, 'Again', 'documents'), stack);
    fill(stack, bucket);
    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test.each<[string, string, string | undefined, boolean]>([
    ['under the prefix', 'jobs/reboot.json', 'jobs/', true],
    ['under the prefix without its slash', 'jobs/reboot.json', 'jobs', true],
    ['elsewhere', 'reboot.json', 'jobs/', false],
    ['elsewhere under a similar name', 'jobs2.json', 'jobs', false],
    ['at a place that is not known yet', unknownText('reboot.json'), 'jobs/', true],
    ['under a prefix that is not known yet', 'reboot.json', Fn.importValue('Prefix'), true],
  ])('causes one only if the document is %s', (_, key, destinationKeyPrefix, isWarned) => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    fill(stack, bucket, { destinationKeyPrefix });
    readFrom(bucket, stack, key);
    expect(warningsOf(stack).length).toBe(isWarned ? 1 : 0);
  });

  test('causes none for another bucket, a deployment of another stack, or another kind of document', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    fill(stack, bucket);
    const nested = new s3.Bucket(stack, 'Third');
    fill(new NestedStack(stack, 'Nested'), nested);
    readFrom(new s3.Bucket(stack, 'Other'), stack);
    newJobTemplate({}, stack, 'Inline');
    newJobTemplate({ document: JobDocument.fromBucket(nested, 'reboot.json') }, stack, 'FromThird');
    expect(warningsOf(stack)).toEqual([]);
  });

  test('is found without a search of the stack for each template', () => {
    const stack = new Stack(newApp(), 'Fleet');
    const bucket = new s3.Bucket(stack, 'Bucket');
    fill(stack, bucket);
    const search = jest.spyOn(stack.node, 'findAll');
    for (let index = 0; index < 20; index++) newJobTemplate({ document: JobDocument.fromBucket(bucket, `${index}.json`) }, stack, `T${index}`);
    expect(warningsOf(stack).length).toBe(20);
    expect(search.mock.calls.length).toBeLessThan(20);
  });
});
