import { DescribeJobTemplateCommand, type IoTClient, ListTagsForResourceCommand, type Tag } from '@aws-sdk/client-iot';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  JobDocument, JobFailureType, JobRetryableFailureType, JobRollout, JobTemplate, type JobTemplateProps, MaintenanceDay, MaintenanceWindow,
  PackageVersion, RateIncrease, S3PresignedUrl,
} from '../../src';
import { CREATE_JOB_TEMPLATE } from '../../src/shared/create-job-template';
import { memberPath, type Shape } from '../../src/shared/shape';
import type { IotBackend } from '../fake-iot/backend';
import { createClient } from '../fake-iot/client';
import type { FakeIotServer } from '../fake-iot/server';
import { BundledHandler } from '../support/bundled-handler';
import { CloudFormationEndpoint } from '../support/cloudformation-endpoint';
import { stringified } from '../support/cloudformation-event';
import { deployed } from '../support/construct';
import { startIot } from '../support/iot';
import { setMembers } from '../support/set-members';

const STACK_ID = 'arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/uuid';
const ROLE = 'arn:aws:iam::123456789012:role/presign';

/** What a member is set to in the construct, and what the service has to say of it afterwards. */
interface Row {
  readonly props: (stack: Stack) => Partial<JobTemplateProps>;
  readonly described: object;
  readonly tags?: readonly Tag[];
}

const bucket = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Firmware', 'firmware');
const role = (stack: Stack) => iam.Role.fromRoleArn(stack, 'Role', ROLE);

const ROWS: { readonly [name: string]: Row } = {
  'a generated id': {
    props: () => ({ jobTemplateId: undefined }),
    described: { jobTemplateId: expect.stringMatching(/^fleet-Template-[0-9a-f]{8}$/) },
  },
  'a description in any script': {
    props: () => ({ description: 'Größe 更新 🚀 "quoted" \\ ${Token}' }),
    described: { description: 'Größe 更新 🚀 "quoted" \\ ${Token}' },
  },
  'a document of every kind of value': {
    props: () => ({ document: JobDocument.fromObject({ text: 'ö', count: 1, ratio: 1.5, yes: true, none: null, list: [1, '1', []], nested: { empty: {} } }) }),
    described: { document: '{"count":1,"list":[1,"1",[]],"nested":{"empty":{}},"none":null,"ratio":1.5,"text":"ö","yes":true}' },
  },
  'a document that is JSON already': {
    props: () => ({ document: JobDocument.fromString('{ "operation" : "reboot" }\n') }),
    described: { document: '{ "operation" : "reboot" }\n' },
  },
  'a document that looks like a scalar': {
    props: () => ({ document: JobDocument.fromString('1.50') }),
    described: { document: '1.50' },
  },
  'a document of tokens': {
    props: stack => ({ document: JobDocument.fromObject({ region: stack.region, account: stack.account, count: 1 }) }),
    described: { document: '{"account":"123456789012","count":1,"region":"us-east-1"}' },
  },
  'a document in a bucket': {
    props: stack => ({ document: JobDocument.fromBucket(bucket(stack), 'documents/reboot.json', 'v1') }),
    described: { documentSource: 'https://s3.us-east-1.amazonaws.com/firmware/documents/reboot.json?versionId=v1' },
  },
  'the document of a job': {
    props: () => ({ document: JobDocument.fromJobArn('arn:aws:iot:us-east-1:123456789012:job/first') }),
    described: { jobArn: 'arn:aws:iot:us-east-1:123456789012:job/first', document: '{"takenFrom":"arn:aws:iot:us-east-1:123456789012:job/first"}' },
  },
  'presigned URLs': {
    props: stack => ({
      document: JobDocument.fromObject({ image: S3PresignedUrl.forDownload(bucket(stack), 'image.bin') }),
      presignedUrlRole: role(stack),
      presignedUrlExpiration: Duration.minutes(10),
    }),
    described: {
      document: expect.stringMatching(/^\{"image":"\$\{aws:iot:s3-presigned-url-v2:https:.*image\.bin\}"\}$/),
      presignedUrlConfig: { roleArn: ROLE, expiresInSec: 600 },
    },
  },
  'a constant rollout': {
    props: () => ({ rollout: JobRollout.constant({ maximumPerMinute: 50 }) }),
    described: { jobExecutionsRolloutConfig: { maximumPerMinute: 50 } },
  },
  'a rollout that grows with the notified': {
    props: () => ({
      rollout: JobRollout.exponential({
        baseRatePerMinute: 5, incrementFactor: 1.1, maximumPerMinute: 1000, increaseAfter: RateIncrease.notifiedThings(1000),
      }),
    }),
    described: {
      jobExecutionsRolloutConfig: {
        maximumPerMinute: 1000,
        exponentialRate: { baseRatePerMinute: 5, incrementFactor: 1.1, rateIncreaseCriteria: { numberOfNotifiedThings: 1000 } },
      },
    },
  },
  'a rollout that grows with the succeeded': {
    props: () => ({
      rollout: JobRollout.exponential({
        baseRatePerMinute: 1, incrementFactor: 2, maximumPerMinute: 2, increaseAfter: RateIncrease.succeededThings(1),
      }),
    }),
    described: {
      jobExecutionsRolloutConfig: {
        maximumPerMinute: 2,
        exponentialRate: { baseRatePerMinute: 1, incrementFactor: 2, rateIncreaseCriteria: { numberOfSucceededThings: 1 } },
      },
    },
  },
  'abort criteria': {
    props: () => ({
      abortCriteria: [
        { failureType: JobFailureType.FAILED, thresholdPercentage: 0.01, minNumberOfExecutedThings: 1 },
        { failureType: JobFailureType.REJECTED, thresholdPercentage: 10.25, minNumberOfExecutedThings: 20 },
        { failureType: JobFailureType.TIMED_OUT, thresholdPercentage: 33.3, minNumberOfExecutedThings: 100 },
        { failureType: JobFailureType.ALL, thresholdPercentage: 100, minNumberOfExecutedThings: 1_000_000 },
      ],
    }),
    described: {
      abortConfig: {
        criteriaList: [
          { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 0.01, minNumberOfExecutedThings: 1 },
          { failureType: 'REJECTED', action: 'CANCEL', thresholdPercentage: 10.25, minNumberOfExecutedThings: 20 },
          { failureType: 'TIMED_OUT', action: 'CANCEL', thresholdPercentage: 33.3, minNumberOfExecutedThings: 100 },
          { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 100, minNumberOfExecutedThings: 1_000_000 },
        ],
      },
    },
  },
  'a timeout': {
    props: () => ({ inProgressTimeout: Duration.days(7) }),
    described: { timeoutConfig: { inProgressTimeoutInMinutes: 10080 } },
  },
  'retry criteria': {
    props: () => ({
      inProgressTimeout: Duration.minutes(1),
      retryCriteria: [
        { failureType: JobRetryableFailureType.FAILED, numberOfRetries: 0 },
        { failureType: JobRetryableFailureType.TIMED_OUT, numberOfRetries: 10 },
      ],
    }),
    described: {
      timeoutConfig: { inProgressTimeoutInMinutes: 1 },
      jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 0 }, { failureType: 'TIMED_OUT', numberOfRetries: 10 }] },
    },
  },
  'maintenance windows': {
    props: () => ({
      maintenanceWindows: [
        MaintenanceWindow.daily({ hour: 3, duration: Duration.minutes(1) }),
        MaintenanceWindow.weekly({ hour: 18, minute: 30, days: [MaintenanceDay.MONDAY, MaintenanceDay.FRIDAY], duration: Duration.hours(2) }),
        MaintenanceWindow.monthly({ hour: 0, day: 31, duration: Duration.minutes(1430) }),
        MaintenanceWindow.cron('cron(0 18 ? * MON-FRI *)', Duration.minutes(90)),
      ],
    }),
    described: {
      maintenanceWindows: [
        { startTime: 'cron(0 3 * * ? *)', durationInMinutes: 1 },
        { startTime: 'cron(30 18 ? * MON,FRI *)', durationInMinutes: 120 },
        { startTime: 'cron(0 0 31 * ? *)', durationInMinutes: 1430 },
        { startTime: 'cron(0 18 ? * MON-FRI *)', durationInMinutes: 90 },
      ],
    },
  },
  'destination package versions': {
    props: () => ({
      destinationPackageVersions: [
        PackageVersion.fromNames('app', '1.0'),
        PackageVersion.fromPackageVersionArn('arn:aws:iot:us-east-1:123456789012:package/os/version/$null'),
      ],
    }),
    described: {
      destinationPackageVersions: [
        'arn:aws:iot:us-east-1:123456789012:package/app/version/1.0', 'arn:aws:iot:us-east-1:123456789012:package/os/version/$null',
      ],
    },
  },
  'tags that look like other things': {
    props: () => ({ tags: { team: 'Flotte ö', number: '1.50', boolean: 'true', empty: '', [`k-${'e'.repeat(100)}y`]: 'v'.repeat(256) } }),
    described: {},
    tags: [
      { Key: 'team', Value: 'Flotte ö' }, { Key: 'number', Value: '1.50' }, { Key: 'boolean', Value: 'true' }, { Key: 'empty', Value: '' },
      { Key: `k-${'e'.repeat(100)}y`, Value: 'v'.repeat(256) },
    ],
  },
};

/** Rows that exclude each other in one template. */
const ALTERNATIVES = /a generated id|document|presigned|a constant rollout|that grows with the succeeded|a timeout/;
const COMPATIBLE = Object.entries(ROWS).filter(([name]) => !ALTERNATIVES.test(name)).map(([, row]) => row);

const EVERYTHING: Row = {
  props: stack => Object.assign({}, ...COMPATIBLE.map(({ props }) => props(stack)), {
    document: JobDocument.fromObject({ image: S3PresignedUrl.forDownload(bucket(stack), 'image.bin') }),
    presignedUrlRole: role(stack),
    presignedUrlExpiration: Duration.hours(1),
  }),
  described: Object.assign({}, ...COMPATIBLE.map(({ described }) => described), {
    document: expect.stringContaining('s3-presigned-url-v2'), presignedUrlConfig: { roleArn: ROLE, expiresInSec: 3600 },
  }),
  tags: COMPATIBLE.flatMap(({ tags }) => tags ?? []),
};

let iot: FakeIotServer<IotBackend>;
let endpoint: CloudFormationEndpoint;
let handler: BundledHandler;
let client: IoTClient;
let requests = 0;

beforeAll(async () => {
  iot = await startIot();
  endpoint = await CloudFormationEndpoint.start();
  handler = await BundledHandler.start(iot.endpoint);
  client = createClient({ endpoint: iot.endpoint });
});

beforeEach(() => iot.service.reset());

afterAll(async () => {
  client.destroy();
  await handler.stop();
  await Promise.all([iot.close(), endpoint.close()]);
});

/** The properties that a stack with such a template sends to the provider. */
function sentBy({ props }: Row): { readonly [property: string]: unknown } {
  const stack = new Stack(new App(), 'fleet');
  new JobTemplate(stack, 'Template', { jobTemplateId: 'template', description: 'Reboots', document: JobDocument.fromObject({}), ...props(stack) });
  const [resource] = Object.values(Template.fromStack(stack).findResources('Custom::IoTJobTemplate'));
  return stringified(deployed(resource.Properties, { 'AWS::Region': 'us-east-1', 'AWS::StackId': STACK_ID })) as { [property: string]: unknown };
}

/** The life of a row, from the construct to what the service says in the end. */
async function roundTrip(row: Row) {
  const RequestId = `request-${++requests}`;
  await handler.invoke({
    RequestType: 'Create', ResponseURL: endpoint.urlFor(RequestId), StackId: STACK_ID, RequestId, LogicalResourceId: 'Template', ResourceProperties: sentBy(row),
  });
  const answers = endpoint.acceptedFor(RequestId).map(({ body }) => JSON.parse(body));
  expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
  const jobTemplateId = answers[0].PhysicalResourceId;
  const { $metadata: _, createdAt, jobTemplateArn, ...described } = await client.send(new DescribeJobTemplateCommand({ jobTemplateId }));
  expect(createdAt).toBeInstanceOf(Date);
  expect(answers[0].Data).toEqual({ Arn: jobTemplateArn });
  // The one member that the service never describes.
  const { jobArn } = iot.service.snapshot()[jobTemplateId];
  const tags: Tag[] = [];
  for (let nextToken: string | undefined, first = true; first || nextToken; first = false) {
    const page = await client.send(new ListTagsForResourceCommand({ resourceArn: jobTemplateArn, nextToken }));
    tags.push(...page.tags!);
    nextToken = page.nextToken;
  }
  return {
    described: { ...setMembers(described), ...jobArn !== undefined && { jobArn } },
    tags: tags.filter(({ Key }) => !Key!.startsWith('cdk-iot-job-template:')),
  };
}

describe('AWS IoT gets what a construct declares, in value and type:', () => {
  test.each(Object.entries({ ...ROWS, everything: EVERYTHING }))('%s', async (_, row) => {
    const { described, tags } = await roundTrip(row);
    const document = 'documentSource' in row.described ? expect.any(String) : '{}';
    expect(described).toEqual({ jobTemplateId: 'template', description: 'Reboots', document, ...row.described });
    expect(tags).toHaveLength(row.tags?.length ?? 0);
    expect(tags).toEqual(expect.arrayContaining([...row.tags ?? []]));
  });
});

/** The scalars of a description, as paths. */
function leavesOf(shape: Shape, path = ''): string[] {
  switch (shape.kind) {
    case 'structure': return Object.entries(shape.members).flatMap(([name, member]) => leavesOf(member, memberPath(path, name)));
    case 'list': return leavesOf(shape.item, `${path}[]`);
    default: return [path];
  }
}

/** The same of a value. */
function pathsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap(item => pathsIn(item, `${path}[]`));
  const isScalar = typeof value !== 'object' || value === null || 'asymmetricMatch' in value;
  return isScalar ? [path] : Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, memberPath(path, name)));
}

test('every member of the request has a row', () => {
  const covered = new Set(Object.values(ROWS).flatMap(({ described, tags }) => [...pathsIn(described), ...pathsIn({ tags })]));
  expect(leavesOf(CREATE_JOB_TEMPLATE).filter(leaf => !covered.has(leaf))).toEqual([]);
});

test('the function writes one JSON line a step', async () => {
  await roundTrip(EVERYTHING);
  const lines = handler.output.trim().split('\n').map(line => JSON.parse(line));
  expect(new Set(lines.map(({ step }) => step))).toEqual(new Set(['CreateJobTemplate', 'DescribeJobTemplate', 'handle', 'respond']));
});
