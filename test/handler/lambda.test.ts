import { setTimeout } from 'node:timers/promises';
import { systemClock } from '../../src/handler/clock';
import type { CloudFormationEvent } from '../../src/handler/event';
import { handler } from '../../src/handler/job-template.lambda';
import { FakeIotServer } from '../fake-iot/server';
import { CloudFormationEndpoint, URL_SIGNATURE } from '../support/cloudformation-endpoint';
import { type Properties, sent } from '../support/cloudformation-event';

const STACK_ID = 'arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/uuid';
const CANARIES = {
  description: 'description-canary',
  document: 'document-canary',
  tag: 'tag-canary',
  presigned: 'presigned-canary',
  url: URL_SIGNATURE,
};
const REBOOT = {
  JobTemplateId: 'reboot',
  Description: CANARIES.description,
  Document: JSON.stringify({
    secret: CANARIES.document, from: `\${aws:iot:s3-presigned-url-v2:https://s3.us-east-1.amazonaws.com/bucket/${CANARIES.presigned}}`,
  }),
  PresignedUrlConfig: { RoleArn: 'arn:aws:iam::123456789012:role/presign', ExpiresInSec: 60 },
  Tags: [{ Key: 'team', Value: CANARIES.tag }],
};

let iot: FakeIotServer;
let endpoint: CloudFormationEndpoint;
let lines: string[];
let requests = 0;
const environment = { ...process.env };

beforeAll(async () => {
  iot = await FakeIotServer.start();
  endpoint = await CloudFormationEndpoint.start();
  // As Lambda does: the SDK reads them at the first call.
  Object.assign(process.env, { AWS_ENDPOINT_URL_IOT: iot.endpoint, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
});

beforeEach(() => {
  iot.service.reset();
  iot.intercept = undefined;
  lines = [];
  jest.spyOn(console, 'log').mockImplementation((...line) => { lines.push(line.join(' ')); });
});

afterEach(() => jest.restoreAllMocks());

afterAll(async () => {
  process.env = environment;
  await Promise.all([iot.close(), endpoint.close()]);
});

async function invoke(type: string, members: { [member in keyof CloudFormationEvent]?: unknown }, remainingMs = 60_000) {
  const RequestId = `request-${++requests}`;
  await handler({
    RequestType: type, ResponseURL: endpoint.urlFor(RequestId), StackId: STACK_ID, RequestId, LogicalResourceId: 'Reboot', ...members,
  }, { getRemainingTimeInMillis: () => remainingMs });
  const answers = endpoint.acceptedFor(RequestId);
  expect(answers).toHaveLength(1);
  return { ...JSON.parse(answers[0].body), body: answers[0].body };
}

/** Nobody has to wait while the function sleeps: the time of its clock passes all the same. */
function skipPauses(): void {
  let skipped = 0;
  jest.spyOn(systemClock, 'now').mockImplementation(() => Date.now() + skipped);
  jest.spyOn(systemClock, 'sleep').mockImplementation(async milliseconds => { skipped += milliseconds; });
}

const create = (properties: Properties) => invoke('Create', { ResourceProperties: sent(properties) });

test('the function lives through the life of a template', async () => {
  expect(await create(REBOOT)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'reboot' });
  const edited = { ...REBOOT, TimeoutConfig: { InProgressTimeoutInMinutes: 5 } };
  const PhysicalResourceId = 'reboot';
  expect(await invoke('Update', { PhysicalResourceId, ResourceProperties: sent(edited), OldResourceProperties: sent(REBOOT) })).toMatchObject({ Status: 'SUCCESS' });
  expect(iot.service.snapshot().reboot.timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 5 });
  expect(await invoke('Delete', { PhysicalResourceId, ResourceProperties: sent(edited) })).toMatchObject({ Status: 'SUCCESS' });
  expect(iot.service.snapshot()).toEqual({});
});

test('the SDK does not retry by itself', async () => {
  iot.service.quota = 0;
  expect(await create(REBOOT)).toMatchObject({ Status: 'FAILED' });
  expect(iot.service.calls.map(({ operation }) => operation)).toEqual(['CreateJobTemplate']);
});

test('transient errors are retried on the clock of the system', async () => {
  iot.intercept = ({ nth }) => nth === 1 ? { when: 'before', kind: 'throttling' } : undefined;
  expect(await create(REBOOT)).toMatchObject({ Status: 'SUCCESS' });
});

test('the response comes before Lambda ends the function', async () => {
  iot.intercept = () => ({ when: 'before', kind: 'latency', ms: 1_500 });
  const began = Date.now();
  const { Status, Reason } = await invoke('Create', { ResourceProperties: sent(REBOOT) }, 1_000);
  expect({ Status, Reason }).toEqual({ Status: 'FAILED', Reason: expect.stringContaining('the provider function timed out after 1 s') });
  expect(Date.now() - began).toBeGreaterThanOrEqual(900);
  // What was going on ends by itself.
  while (!lines.some(line => line.includes('CreateJobTemplate'))) await setTimeout(20);
});

test('a log line is JSON with the step, the request and the resource', async () => {
  await create(REBOOT);
  const parsed = lines.map(line => JSON.parse(line));
  expect(parsed.map(({ step }) => step)).toEqual(['CreateJobTemplate', 'DescribeJobTemplate', 'handle', 'respond']);
  for (const line of parsed) expect(line).toMatchObject({ requestId: `request-${requests}`, logicalId: 'Reboot' });
  expect(lines.join('')).not.toContain('\n');
});

describe('Neither log nor response has a document, a tag\'s value, a description or a URL', () => {
  beforeEach(skipPauses);

  const PhysicalResourceId = 'reboot';
  const inService = { jobTemplateId: 'reboot', description: CANARIES.description, document: JSON.stringify({ secret: CANARIES.document }) };

  test.each<[string, () => Promise<{ Status: string; body: string }>, 'SUCCESS' | 'FAILED']>([
    ['of a Create', () => create(REBOOT), 'SUCCESS'],
    ['of a Create for which there is no room', () => {
      iot.service.quota = 0;
      return create(REBOOT);
    }, 'FAILED'],
    ['of a Create of what is taken', () => {
      iot.service.seed(inService, { team: CANARIES.tag });
      return create(REBOOT);
    }, 'FAILED'],
    ['of an adoption of something else', () => {
      iot.service.seed(inService, { team: `${CANARIES.tag} too` });
      return create({ ...REBOOT, Description: `${CANARIES.description} too`, AdoptExisting: true });
    }, 'FAILED'],
    ['of an edit', async () => {
      await create(REBOOT);
      const edited = { ...REBOOT, Description: `${CANARIES.description} too`, Tags: [{ Key: 'team', Value: `${CANARIES.tag} too` }] };
      return invoke('Update', { PhysicalResourceId, ResourceProperties: sent(edited), OldResourceProperties: sent(REBOOT) });
    }, 'SUCCESS'],
    ['of an edit that is refused', async () => {
      await create(REBOOT);
      iot.intercept = ({ operation, nth }) => operation === 'CreateJobTemplate' && nth === 2 ? { when: 'before', kind: 'invalidRequest' } : undefined;
      const edited = { ...REBOOT, Description: `${CANARIES.description} too` };
      return invoke('Update', { PhysicalResourceId, ResourceProperties: sent(edited), OldResourceProperties: sent(REBOOT) });
    }, 'FAILED'],
    ['of a Delete', async () => {
      await create(REBOOT);
      return invoke('Delete', { PhysicalResourceId, ResourceProperties: sent(REBOOT) });
    }, 'SUCCESS'],
    ['of an answer that CloudFormation refuses at first', () => {
      endpoint.failures = [503];
      return create(REBOOT);
    }, 'SUCCESS'],
    ['of properties that cannot be read', () => create({ ...REBOOT, Documents: CANARIES.document, Tags: CANARIES.tag }), 'FAILED'],
  ])('%s', async (_, run, status) => {
    const { Status, body } = await run();
    expect(Status).toBe(status);
    expect(lines.length).toBeGreaterThan(1);
    for (const canary of Object.values(CANARIES)) expect([...lines, body].filter(text => text.includes(canary))).toEqual([]);
  });
});
