import {
  ConflictException, CreateJobTemplateCommand, CreateJobTemplateCommandInput, DeleteJobTemplateCommand, DescribeJobTemplateCommand,
  DescribeManagedJobTemplateCommand, IoTClient, ListTagsForResourceCommand, paginateListJobTemplates, paginateListTagsForResource,
  ListJobTemplatesCommand, TagResourceCommand, UntagResourceCommand,
} from '@aws-sdk/client-iot';
import { createClient, failureOf } from './client';
import { MANAGED_TEMPLATES } from './managed-templates';
import { FakeIotServer } from './server';
import { FakeIotService } from './service';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const ROLE = 'arn:aws:iam::123456789012:role/presign';
const KNOWN_JOB = 'arn:aws:iot:us-east-1:123456789012:job/known';
const BUCKET = 'https://s3.us-east-1.amazonaws.com/bucket';
const [GOOD, BAD, PRESIGNED] = ['good', 'bad', 'presigned'].map((name) => `${BUCKET}/${name}.json`);
const arnOf = (id: string) => `arn:aws:iot:us-east-1:123456789012:jobtemplate/${id}`;

const FULL: CreateJobTemplateCommandInput = {
  jobTemplateId: 'full',
  description: 'Every member',
  document: '{"operation":"reboot"}',
  presignedUrlConfig: { roleArn: ROLE, expiresInSec: 60 },
  jobExecutionsRolloutConfig: {
    maximumPerMinute: 100,
    exponentialRate: { baseRatePerMinute: 1, incrementFactor: 1.5, rateIncreaseCriteria: { numberOfNotifiedThings: 10 } },
  },
  abortConfig: { criteriaList: [{ failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 10.25, minNumberOfExecutedThings: 3 }] },
  timeoutConfig: { inProgressTimeoutInMinutes: 30 },
  jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 2 }, { failureType: 'FAILED', numberOfRetries: 8 }] },
  maintenanceWindows: [{ startTime: 'cron(0 18 ? * MON-FRI *)', durationInMinutes: 60 }],
  destinationPackageVersions: ['arn:aws:iot:us-east-1:123456789012:package/app/version/1.0.0'],
};

let server: FakeIotServer;
let service: FakeIotService;
let client: IoTClient;
let time: number;

beforeAll(async () => {
  server = await FakeIotServer.start({
    now: () => time,
    readDocument: (url) => ({ [GOOD]: '{"from":"s3"}', [BAD]: 'not json', [PRESIGNED]: presigned('x') })[url],
    jobs: new Map([[KNOWN_JOB, { document: '{"from":"job"}' }]]),
    canAssume: (roleArn) => !roleArn.endsWith('/forbidden'),
  });
  ({ service } = server);
  client = createClient({ endpoint: server.endpoint });
});

beforeEach(() => {
  time = NOW;
  service.reset();
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

const create = (input: Partial<CreateJobTemplateCommandInput> = {}) => client.send(new CreateJobTemplateCommand({
  jobTemplateId: 'one',
  description: 'One',
  ...[input.document, input.documentSource, input.jobArn].every((source) => source === undefined) && { document: '{}' },
  ...input,
}));
const describeTemplate = (jobTemplateId: string) => client.send(new DescribeJobTemplateCommand({ jobTemplateId }));
const invalid = (message: string) => ({ name: 'InvalidRequestException', status: 400, message });
const notFound = (id: string) => ({ name: 'ResourceNotFoundException', status: 404, message: `Job Template ${id} cannot be found.` });
const tagsOf = (resourceArn: string) => client.send(new ListTagsForResourceCommand({ resourceArn }));

function presigned(key: string): string {
  return JSON.stringify({ url: `\${aws:iot:s3-presigned-url-v2:${BUCKET}/${key}}` });
}

/** A raw request that the SDK would not send. */
async function raw(method: string, path: string, body?: string): Promise<{ status: number; error: string | null; body: unknown }> {
  const response = await fetch(`${server.endpoint}${path}`, { method, body });
  return { status: response.status, error: response.headers.get('x-amzn-errortype'), body: await response.json() };
}

describe('CreateJobTemplate and DescribeJobTemplate', () => {
  test('return what was given, and no tags', async () => {
    const made = await create({ ...FULL, tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '' }] });
    expect(made).toMatchObject({ jobTemplateId: 'full', jobTemplateArn: arnOf('full') });

    const { $metadata, ...described } = await describeTemplate('full');
    expect(described).toEqual({ ...FULL, jobTemplateArn: arnOf('full'), createdAt: new Date(NOW) });
    expect(described).not.toHaveProperty('tags');
    expect((await tagsOf(arnOf('full'))).tags).toEqual([{ Key: 'a', Value: '1' }, { Key: 'b', Value: '' }]);
  });

  test('read the document behind a source', async () => {
    await create({ documentSource: GOOD });
    expect(await describeTemplate('one')).toMatchObject({ documentSource: GOOD, document: '{"from":"s3"}' });
  });

  test('take the document of a job, and do not return its ARN', async () => {
    await create({ jobArn: KNOWN_JOB });
    const described = await describeTemplate('one');
    expect(described.document).toBe('{"from":"job"}');
    expect(described).not.toHaveProperty('jobArn');
    expect(service.templates.get('one')!.jobArn).toBe(KNOWN_JOB);
  });

  test('createdAt travels as a number of seconds', async () => {
    service.seed({ jobTemplateId: 'one' });
    expect((await raw('GET', '/job-templates/one')).body).toMatchObject({ createdAt: NOW / 1000 });
  });

  test('an existing id is a conflict that changes nothing', async () => {
    service.seed({ jobTemplateId: 'one' }, { owner: 'hand' });
    const before = service.snapshot();
    const error = await create().catch((reason) => reason);
    expect(error).toBeInstanceOf(ConflictException);
    expect(error).toMatchObject({ message: 'Job Template one already exists.', resourceId: null, $metadata: { httpStatusCode: 409 } });
    expect(service.snapshot()).toEqual(before);
  });

  test('the quota is a hard limit', async () => {
    service.quota = 2;
    await create({ jobTemplateId: 'one' });
    await create({ jobTemplateId: 'two' });
    expect(await failureOf(create({ jobTemplateId: 'three' }))).toMatchObject({ name: 'LimitExceededException', status: 410 });
    expect([...service.templates.keys()]).toEqual(['one', 'two']);
  });

  test('the quota is 100 by default', async () => {
    for (let index = 0; index < 100; index++) service.seed({ jobTemplateId: `t${index}` });
    expect(await failureOf(create())).toMatchObject({ name: 'LimitExceededException' });
  });

  test('validation comes before conflict, and conflict before quota', async () => {
    service.seed({ jobTemplateId: 'one' });
    service.quota = 1;
    expect(await failureOf(create({ description: '' }))).toMatchObject({ name: 'InvalidRequestException' });
    expect(await failureOf(create())).toMatchObject({ name: 'ConflictException' });
  });

  test.each([
    ['an unknown job', { jobArn: `${KNOWN_JOB}-not` }, 'ResourceNotFoundException', 404],
    ['what is no job', { jobArn: 'arn:aws:iot:us-east-1:123456789012:thing/known' }, 'ResourceNotFoundException', 404],
    ['an unreadable source', { documentSource: `${BUCKET}/none.json` }, 'InvalidRequestException', 400],
    ['a source that is not JSON', { documentSource: BAD }, 'InvalidRequestException', 400],
    ['a source with a presigned URL and no role', { documentSource: PRESIGNED }, 'InvalidRequestException', 400],
    ['a role that cannot be assumed', { presignedUrlConfig: { roleArn: 'arn:aws:iam::123456789012:role/forbidden' } }, 'InvalidRequestException', 400],
  ])('refuse %s', async (_, input, name, status) => {
    expect(await failureOf(create(input))).toMatchObject({ name, status });
    expect(service.templates.size).toBe(0);
  });
});

describe('limits of CreateJobTemplate', () => {
  type Input = Partial<CreateJobTemplateCommandInput>;
  const rate = (change: object): Input => ({
    jobExecutionsRolloutConfig: {
      maximumPerMinute: 1000,
      exponentialRate: { baseRatePerMinute: 1, incrementFactor: 2, rateIncreaseCriteria: { numberOfNotifiedThings: 1 }, ...change },
    },
  });
  const abort = (change: object): Input => ({
    abortConfig: { criteriaList: [{ failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 50, minNumberOfExecutedThings: 1, ...change }] },
  });
  const retry = (...retries: number[]): Input => ({
    jobExecutionsRetryConfig: { criteriaList: retries.map((numberOfRetries) => ({ failureType: 'FAILED', numberOfRetries })) },
  });
  const window = (change: object): Input => ({ maintenanceWindows: [{ startTime: 'cron(0 0 * * ? *)', durationInMinutes: 1, ...change }] });
  const cron = (expression: string): Input => window({ startTime: `cron(${expression})` });
  const timeout = (inProgressTimeoutInMinutes: number): Input => ({ timeoutConfig: { inProgressTimeoutInMinutes } });
  const tags = (...keys: string[]): Input => ({ tags: keys.map((Key) => ({ Key, Value: 'v' })) });
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);
  const packages = (count: number, length = 20): Input => ({ destinationPackageVersions: Array(count).fill('arn:'.padEnd(length, 'x')) });
  const substitutions = (count: number): Input => ({ document: JSON.stringify(Array(count).fill('${aws:iot:package:a:version:1:attributes}')) });

  test.each<[string, Input, Input]>([
    ['id, shortest', { jobTemplateId: 'a' }, { jobTemplateId: '*' }],
    ['id, longest', { jobTemplateId: 'a'.repeat(64) }, { jobTemplateId: 'a'.repeat(65) }],
    ['id, characters', { jobTemplateId: 'aZ0_-' }, { jobTemplateId: 'a.b' }],
    ['id, whole', { jobTemplateId: 'ab' }, { jobTemplateId: 'a/b' }],
    ['description, shortest', { description: 'd' }, { description: '' }],
    ['description, longest', { description: 'd'.repeat(2028) }, { description: 'd'.repeat(2029) }],
    ['description, control characters', { description: 'naïve 日本 🚀' }, { description: 'tab\there' }],
    ['document, longest', { document: JSON.stringify('d'.repeat(32766)) }, { document: JSON.stringify('d'.repeat(32767)) }],
    ['document, JSON', { document: '{"a":1}' }, { document: '{a:1}' }],
    ['document, not empty', { document: '""' }, { document: '' }],
    ['document, substitutions', substitutions(10), substitutions(11)],
    ['document, presigned URL', { document: presigned('k'), presignedUrlConfig: { roleArn: ROLE } }, { document: presigned('k') }],
    ['document, upload URL', { document: '"${aws:other}"' }, { document: '"${aws:iot:s3-presigned-url-upload:https://s3/b/k}"' }],
    ['document, artifact URL', substitutions(1), { document: '"${aws:iot:package:a:version:1:artifact-location:s3-presigned-url}"' }],
    ['documents, only one', { document: '{}' }, { document: '{}', documentSource: GOOD }],
    ['role, longest', { presignedUrlConfig: { roleArn: ROLE.padEnd(2048, 'r') } }, { presignedUrlConfig: { roleArn: ROLE.padEnd(2049, 'r') } }],
    ['expiry, least', { presignedUrlConfig: { expiresInSec: 60 } }, { presignedUrlConfig: { expiresInSec: 59 } }],
    ['expiry, most', { presignedUrlConfig: { expiresInSec: 3600 } }, { presignedUrlConfig: { expiresInSec: 3601 } }],
    ['rollout, least', { jobExecutionsRolloutConfig: { maximumPerMinute: 1 } }, { jobExecutionsRolloutConfig: { maximumPerMinute: 0 } }],
    ['rollout, most', { jobExecutionsRolloutConfig: { maximumPerMinute: 1000 } }, { jobExecutionsRolloutConfig: { maximumPerMinute: 1001 } }],
    ['base rate, least', rate({ baseRatePerMinute: 1 }), rate({ baseRatePerMinute: 0 })],
    ['base rate, most', rate({ baseRatePerMinute: 1000 }), rate({ baseRatePerMinute: 1001 })],
    ['base rate, required', rate({}), rate({ baseRatePerMinute: undefined })],
    ['increment, least', rate({ incrementFactor: 1.1 }), rate({ incrementFactor: 1 })],
    ['increment, most', rate({ incrementFactor: 5 }), rate({ incrementFactor: 5.1 })],
    ['increment, decimals', rate({ incrementFactor: 1.5 }), rate({ incrementFactor: 1.55 })],
    ['increase, notified', rate({ rateIncreaseCriteria: { numberOfNotifiedThings: 1 } }), rate({ rateIncreaseCriteria: { numberOfNotifiedThings: 0 } })],
    ['increase, succeeded', rate({ rateIncreaseCriteria: { numberOfSucceededThings: 1 } }), rate({ rateIncreaseCriteria: { numberOfSucceededThings: 0 } })],
    ['increase, one', rate({}), rate({ rateIncreaseCriteria: {} })],
    ['increase, only one', rate({}), rate({ rateIncreaseCriteria: { numberOfNotifiedThings: 1, numberOfSucceededThings: 1 } })],
    ['abort, one', abort({}), { abortConfig: { criteriaList: [] } }],
    ['abort, list', abort({}), { abortConfig: {} as never }],
    ['abort, failure type', abort({ failureType: 'REJECTED' }), abort({ failureType: 'CANCELED' })],
    ['abort, action', abort({ action: 'CANCEL' }), abort({ action: 'STOP' })],
    ['threshold, least', abort({ thresholdPercentage: 0.01 }), abort({ thresholdPercentage: 0 })],
    ['threshold, most', abort({ thresholdPercentage: 100 }), abort({ thresholdPercentage: 100.01 })],
    ['threshold, decimals', abort({ thresholdPercentage: 10.99 }), abort({ thresholdPercentage: 10.999 })],
    ['executed things', abort({ minNumberOfExecutedThings: 1 }), abort({ minNumberOfExecutedThings: 0 })],
    ['timeout, least', timeout(1), timeout(0)],
    ['timeout, most', timeout(10080), timeout(10081)],
    ['retry, items', retry(0), retry()],
    ['retry, most items', retry(1, 1), retry(1, 1, 1)],
    ['counts, largest', abort({ minNumberOfExecutedThings: 2_147_483_647 }), abort({ minNumberOfExecutedThings: 2_147_483_648 })],
    ['retry, least', retry(0), retry(-1)],
    ['retry, most', retry(10), retry(11)],
    ['retry, sum', retry(5, 5), retry(5, 6)],
    [
      'retry, failure type',
      { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'ALL', numberOfRetries: 1 }] } },
      { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'REJECTED' as never, numberOfRetries: 1 }] } },
    ],
    [
      'retry of timeouts',
      { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 1 }] }, ...timeout(5) },
      { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 1 }] } },
    ],
    ['window, least', window({ durationInMinutes: 1 }), window({ durationInMinutes: 0 })],
    ['window, most', window({ durationInMinutes: 1430 }), window({ durationInMinutes: 1431 })],
    ['window, start', window({}), window({ startTime: undefined })],
    ['cron, form', window({ startTime: 'cron(0 18 ? * MON-FRI *)' }), window({ startTime: '0 18 ? * MON-FRI *' })],
    ['cron, fields', cron('0 0 1 * ? *'), cron('0 0 1 * ?')],
    ['cron, one question mark', cron('0 0 ? * 2 *'), cron('0 0 * * * *')],
    ['cron, no two question marks', cron('0 0 1 * ? *'), cron('0 0 ? * ? *')],
    ['cron, question mark of days only', cron('0 0 1 * ? *'), cron('? 0 1 * ? *')],
    ['cron, minutes', cron('59 0 1 * ? *'), cron('60 0 1 * ? *')],
    ['cron, hours', cron('0 23 1 * ? *'), cron('0 24 1 * ? *')],
    ['cron, day of month', cron('0 0 31 * ? *'), cron('0 0 32 * ? *')],
    ['cron, first day of month', cron('0 0 1 * ? *'), cron('0 0 0 * ? *')],
    ['cron, month', cron('0 0 1 12 ? *'), cron('0 0 1 13 ? *')],
    ['cron, name of month', cron('0 0 1 JAN,JUN-AUG ? *'), cron('0 0 1 FOO ? *')],
    ['cron, day of week', cron('0 0 ? * 7 *'), cron('0 0 ? * 8 *')],
    ['cron, name of day', cron('0 0 ? * SUN *'), cron('0 0 ? * SO *')],
    ['cron, first year', cron('0 0 1 * ? 1970'), cron('0 0 1 * ? 1969')],
    ['cron, last year', cron('0 0 1 * ? 2199'), cron('0 0 1 * ? 2200')],
    ['cron, range', cron('0 9-17 1 * ? *'), cron('0 17-9 1 * ? *')],
    ['cron, step', cron('*/15 0 1 * ? *'), cron('*/0 0 1 * ? *')],
    ['cron, one step', cron('5/15 0 1 * ? *'), cron('5/15/2 0 1 * ? *')],
    ['cron, list', cron('0,30 0 1 * ? *'), cron('0, 0 1 * ? *')],
    ['cron, last day', cron('0 0 L * ? *'), cron('L 0 1 * ? *')],
    ['cron, weekday', cron('0 0 15W * ? *'), cron('0 0 32W * ? *')],
    ['cron, n-th day', cron('0 0 ? * MON#5 *'), cron('0 0 ? * MON#6 *')],
    ['package version, form', packages(1), { destinationPackageVersions: ['package'] }],
    ['package version, longest', packages(1, 1600), packages(1, 1601)],
    ['package versions, most', packages(25), packages(26)],
    ['tag key, shortest', tags('k'), tags('')],
    ['tag key, longest', tags('k'.repeat(128)), tags('k'.repeat(129))],
    ['tag key, characters', tags('ä _.:/=+-@1'), tags('k,')],
    ['tag key, prefix', tags('awsome:key'), tags('aws:key')],
    ['tag value, longest', { tags: [{ Key: 'k', Value: 'v'.repeat(256) }] }, { tags: [{ Key: 'k', Value: 'v'.repeat(257) }] }],
    ['tags, most', tags(...numbered(50)), tags(...numbered(51))],
  ])('%s', async (_, lastGood, firstBad) => {
    await create(lastGood);
    service.reset();
    const { name, status } = await failureOf(create(firstBad));
    expect([name, status]).toEqual([expect.stringMatching(/^(InvalidRequest|Serialization)Exception$/), 400]);
    expect(service.templates.size).toBe(0);
  });

  test('the last value of a tag counts', async () => {
    await create({ tags: [{ Key: 'k', Value: 'first' }, { Key: 'k', Value: 'last' }] });
    expect(service.templates.get('one')!.tags).toEqual({ k: 'last' });
  });

  test('a document is needed', async () => {
    const answer = await raw('PUT', '/job-templates/one', '{"description":"d"}');
    expect(answer).toMatchObject({ status: 400, error: 'InvalidRequestException' });
  });
});

describe('the wire', () => {
  const put = (body: object | string) => raw(
    'PUT', '/job-templates/one', typeof body === 'string' ? body : JSON.stringify({ description: 'd', document: '{}', ...body }),
  );

  test.each([
    ['a number as a string', { timeoutConfig: { inProgressTimeoutInMinutes: '60' } }, 'STRING_VALUE can not be converted to an Integer'],
    ['a fraction for an integer', { timeoutConfig: { inProgressTimeoutInMinutes: 1.5 } }, 'NUMBER_VALUE can not be converted to an Integer'],
    ['a decimal as a string', { abortConfig: { criteriaList: [{ thresholdPercentage: '1.5' }] } }, 'STRING_VALUE can not be converted to a Double'],
    ['a string as a number', { description: 5 }, 'NUMBER_VALUE can not be converted to a String'],
    ['an integer of more than 32 bits', { timeoutConfig: { inProgressTimeoutInMinutes: 2 ** 31 } }, 'Numeric value (2147483648) out of range of int'],
    ['a string as a boolean', { description: true }, 'TRUE_VALUE can not be converted to a String'],
    ['a document as an object', { document: { a: 1 } }, 'Start of structure or map found where not expected'],
    ['a list as a string', { destinationPackageVersions: 'arn:x' }, 'Expected list or null'],
    ['a structure as a list', { abortConfig: [] }, 'Start of list found where not expected'],
    ['no JSON', '{', 'Unexpected character or end of input'],
    ['a list', '[]', 'Start of list found where not expected'],
  ])('%s is refused', async (_, body, message) => {
    expect(await put(body)).toEqual({ status: 400, error: 'SerializationException', body: { message } });
  });

  test('unknown members are ignored, as are members in another case', async () => {
    expect(await put({ unknown: 1, Description: 5, timeoutConfig: { InProgressTimeoutInMinutes: '60' } })).toMatchObject({ status: 200 });
    expect(service.templates.get('one')).toMatchObject({ description: 'd', timeoutConfig: {} });
    expect(service.templates.get('one')).not.toHaveProperty('unknown');
  });

  test('null is the same as nothing', async () => {
    expect(await put({ timeoutConfig: null })).toMatchObject({ status: 200 });
    expect(await put({ description: null })).toMatchObject({ status: 400, error: 'InvalidRequestException' });
  });

  test('the id of the path counts, not one in the body', async () => {
    await put({ jobTemplateId: 'two' });
    expect([...service.templates.keys()]).toEqual(['one']);
  });

  test.each([
    ['GET', '/job-templates/', 404, 'UnknownOperationException'],
    ['PATCH', '/job-templates/one', 404, 'UnknownOperationException'],
    ['GET', '/job-templates/a%2Fb', 400, 'InvalidRequestException'],
    ['GET', '/job-templates/%zz', 400, 'InvalidRequestException'],
    ['GET', '/job-templates?maxResults=many', 400, 'SerializationException'],
    ['GET', '/tags', 400, 'InvalidRequestException'],
    ['POST', '/tags', 400, 'InvalidRequestException'],
  ])('%s %s is %i %s', async (method, path, status, error) => {
    expect(await raw(method, path)).toMatchObject({ status, error });
  });

  test('calls are logged with what was decided', async () => {
    await create({ document: '{"a":1}' });
    await failureOf(create({ document: '{"a":2}' }));
    await tagsOf(arnOf('one'));
    expect(service.calls).toEqual([
      { operation: 'CreateJobTemplate', id: 'one', body: { description: 'One', document: '{"a":1}' }, at: NOW, iamTags: {}, status: 200 },
      { operation: 'CreateJobTemplate', id: 'one', body: { description: 'One', document: '{"a":2}' }, at: NOW, tagsBefore: {}, iamTags: {}, status: 409, errorName: 'ConflictException' },
      { operation: 'ListTagsForResource', id: 'one', arn: arnOf('one'), body: {}, at: NOW, tagsBefore: {}, iamTags: {}, status: 200 },
    ]);
  });
});

describe('DeleteJobTemplate', () => {
  test('answers with nothing', async () => {
    await create();
    const response = await fetch(`${server.endpoint}/job-templates/one`, { method: 'DELETE' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('frees the id, without the tags of before', async () => {
    await create({ tags: [{ Key: 'k', Value: 'v' }] });
    await client.send(new DeleteJobTemplateCommand({ jobTemplateId: 'one' }));
    expect(await failureOf(describeTemplate('one'))).toEqual(notFound('one'));
    await create();
    expect(service.templates.get('one')!.tags).toEqual({});
  });

  test('refuses an unknown id', async () => {
    expect(await failureOf(client.send(new DeleteJobTemplateCommand({ jobTemplateId: 'none' })))).toEqual(notFound('none'));
  });
});

describe('ListJobTemplates', () => {
  const list = (input: object) => client.send(new ListJobTemplatesCommand(input));

  const idsOf = async (input: object) => (await list(input)).jobTemplates!.map(({ jobTemplateId }) => jobTemplateId);

  beforeEach(() => {
    for (const jobTemplateId of ['oldest', 'older', 'newest']) {
      time += 1000;
      service.seed({ jobTemplateId });
    }
  });

  test('returns summaries, newest first', async () => {
    const { jobTemplates } = await list({});
    expect(jobTemplates!.map(({ jobTemplateId }) => jobTemplateId)).toEqual(['newest', 'older', 'oldest']);
    expect(jobTemplates![2]).toEqual(
      { jobTemplateArn: arnOf('oldest'), jobTemplateId: 'oldest', description: 'made by hand', createdAt: new Date(NOW + 1000) });
  });

  test('returns them page by page', async () => {
    const pages = [];
    for await (const { jobTemplates } of paginateListJobTemplates({ client, pageSize: 2 }, {})) pages.push(jobTemplates!.length);
    expect(pages).toEqual([2, 1]);
    const { nextToken } = await list({ maxResults: 1 });
    expect(await idsOf({ maxResults: 1, nextToken })).toEqual(['older']);
  });

  test('has no token after the last page', async () => {
    expect((await list({ maxResults: 3 })).nextToken).toBeUndefined();
    expect((await list({ maxResults: 2 })).nextToken).toBeDefined();
  });

  test.each([[1, 0], [250, 251]])('takes %i and refuses %i at a time', async (lastGood, firstBad) => {
    await list({ maxResults: lastGood });
    expect(await failureOf(list({ maxResults: firstBad }))).toMatchObject({ name: 'InvalidRequestException', status: 400 });
  });

  test('refuses a made-up token', async () => {
    expect(await failureOf(list({ nextToken: 'made-up' }))).toEqual(invalid('Next token is invalid.'));
  });
});

describe('tags', () => {
  const tag = (resourceArn: string, tags: Record<string, string>) => client.send(
    new TagResourceCommand({ resourceArn, tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }));
  const untag = (resourceArn: string, tagKeys: string[]) => client.send(new UntagResourceCommand({ resourceArn, tagKeys }));
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v']));

  test('are added, changed and removed in place', async () => {
    service.seed({ jobTemplateId: 'one' }, { keep: '1', change: '1', remove: '1' });
    await tag(arnOf('one'), { change: '2', add: '2' });
    await untag(arnOf('one'), ['remove', 'never-there']);
    expect(service.templates.get('one')!.tags).toEqual({ keep: '1', change: '2', add: '2' });
  });

  test('are listed page by page', async () => {
    service.seed({ jobTemplateId: 'one' }, fifty);
    const pages = [];
    for await (const { tags } of paginateListTagsForResource({ client }, { resourceArn: arnOf('one') })) pages.push(tags!);
    expect(pages.map((page) => page.length)).toEqual([20, 20, 10]);
    expect(Object.fromEntries(pages.flat().map(({ Key, Value }) => [Key, Value]))).toEqual(fifty);
  });

  test('of one page come with a token that is null', async () => {
    service.seed({ jobTemplateId: 'one' }, { k: 'v' });
    expect((await raw('GET', `/tags?resourceArn=${encodeURIComponent(arnOf('one'))}`)).body).toEqual({ nextToken: null, tags: [{ Key: 'k', Value: 'v' }] });
  });

  test('are fifty at most, all told', async () => {
    service.seed({ jobTemplateId: 'one' }, fifty);
    await tag(arnOf('one'), { k0: 'changed' });
    expect(await failureOf(tag(arnOf('one'), { more: 'v' }))).toEqual(invalid('Too many tags provided in the request. Please check the input.'));
    expect(Object.keys(service.templates.get('one')!.tags)).toHaveLength(50);
  });

  test('may have any text for a value', async () => {
    service.seed({ jobTemplateId: 'one' });
    await tag(arnOf('one'), { team: 'R&D, "größe" 🚀' });
    expect((await tagsOf(arnOf('one'))).tags).toEqual([{ Key: 'team', Value: 'R&D, "größe" 🚀' }]);
  });

  test.each<[string, (arn: string) => Promise<unknown>, string]>([
    ['TagResource, a reserved key', (arn) => tag(arn, { 'AWS:key': 'v' }), 'Tags cannot begin with "aws:", offending tag: AWS:key'],
    ['UntagResource, a reserved key', (arn) => untag(arn, ['k', 'aws:key']), 'Tags cannot begin with "aws:", offending tag: aws:key'],
    ['TagResource, no tags', (arn) => tag(arn, {}), 'The validated collection is empty'],
    ['UntagResource, no keys', (arn) => untag(arn, []), 'The validated collection is empty'],
    [
      'TagResource, no value',
      (arn) => client.send(new TagResourceCommand({ resourceArn: arn, tags: [{ Key: 'k' }] })),
      'Invalid request exception. Please check the input.',
    ],
    [
      'TagResource, a key of other characters',
      (arn) => tag(arn, { 'k,': 'v' }),
      "1 validation error detected: Value 'k,' at 'tags.1.member.key' failed to satisfy constraint: "
        + 'Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$',
    ],
    [
      'UntagResource, a key of other characters',
      (arn) => untag(arn, ['k', 'k,']),
      "1 validation error detected: Value '[k, k,]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: "
        + '[Member must have length less than or equal to 128, Member must have length greater than or equal to 1, '
        + 'Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$]',
    ],
  ])('are refused: %s', async (_, call, message) => {
    service.seed({ jobTemplateId: 'one' }, { k: 'v' });
    expect(await failureOf(call(arnOf('one')))).toEqual(invalid(message));
    expect(service.templates.get('one')!.tags).toEqual({ k: 'v' });
  });

  const OTHER_REGION = arnOf('one').replace('us-east-1', 'eu-west-1');

  test.each<[string, (arn: string) => Promise<unknown>]>([
    ['TagResource', (arn) => tag(arn, { k: 'v' })],
    ['UntagResource', (arn) => untag(arn, ['k'])],
  ])('%s refuses a template that is not there', async (_, call) => {
    service.seed({ jobTemplateId: 'one' });
    expect(await failureOf(call(arnOf('none')))).toEqual(notFound('none'));
    expect(await failureOf(call(OTHER_REGION))).toEqual(invalid('Invalid request exception. Please check the input.'));
  });

  test('of a template in another Region are none', async () => {
    service.seed({ jobTemplateId: 'one' }, { k: 'v' });
    expect((await tagsOf(OTHER_REGION)).tags).toEqual([]);
  });

  test.each<[string, (arn: string) => Promise<unknown>]>([
    ['TagResource', (arn) => tag(arn, { k: 'v' })],
    ['UntagResource', (arn) => untag(arn, ['k'])],
    ['ListTagsForResource', tagsOf],
  ])('%s refuses an ARN that is none of a template of the account', async (_, call) => {
    service.seed({ jobTemplateId: 'one' });
    for (const arn of ['one', 'arn:aws:iot:us-east-1:123456789012:jobtemplate/', 'arn:aws:iot:us-east-1:123456789012:nothing/one', 'arn:aws:s3:::one']) {
      expect(await failureOf(call(arn))).toEqual(invalid('Invalid arn in request'));
    }
    const ofOthers = arnOf('one').replace('123456789012', '000000000000');
    expect(await failureOf(call(ofOthers))).toEqual(invalid("ResourceArn doesn't belong in requester's account"));
  });
});

describe('DescribeManagedJobTemplate', () => {
  const describeManaged = (templateName: string, templateVersion?: string) => client.send(
    new DescribeManagedJobTemplateCommand({ templateName, templateVersion }));

  test.each(MANAGED_TEMPLATES.map(({ templateName }) => templateName))('%s', async (name) => {
    const { $metadata, ...described } = await describeManaged(name);
    expect(described).toMatchObject({
      templateName: name,
      templateArn: `arn:aws:iot:us-east-1::jobtemplate/${name}:1.0`,
      templateVersion: '1.0',
      environments: ['LINUX'],
    });
    const placeholders = [...described.document!.matchAll(/\$\{aws:iot:parameter:(\w+)\}/g)].map(([, key]) => key);
    expect(described.documentParameters!.map(({ key }) => key).sort()).toEqual(placeholders.sort());
    expect(await describeManaged(name, '1.0')).toMatchObject(described);
  });

  test('there are eight', () => expect(MANAGED_TEMPLATES).toHaveLength(8));

  test.each([
    ['AWS-Nothing', undefined, 'ResourceNotFoundException', 404],
    ['AWS-Reboot', '2.0', 'ResourceNotFoundException', 404],
    ['AWS-Reboot', 'latest', 'InvalidRequestException', 400],
    ['a'.repeat(65), undefined, 'InvalidRequestException', 400],
  ])('%s %s is %s', async (name, version, errorName, status) => {
    expect(await failureOf(describeManaged(name, version))).toMatchObject({ name: errorName, status });
  });
});

describe('throttling', () => {
  test('each operation has its own rate, which comes back with time', async () => {
    service.requestsPerSecond = 2;
    await create({ jobTemplateId: 'a' });
    await create({ jobTemplateId: 'b' });
    expect(await failureOf(create({ jobTemplateId: 'c' }))).toMatchObject({ name: 'ThrottlingException', status: 400 });
    await describeTemplate('a');
    time += 499;
    expect(await failureOf(create({ jobTemplateId: 'c' }))).toMatchObject({ name: 'ThrottlingException' });
    time += 1;
    await create({ jobTemplateId: 'c' });
    expect([...service.templates.keys()]).toEqual(['a', 'b', 'c']);
  });
});

describe('state', () => {
  test('a snapshot is a copy that can be restored', () => {
    service.seed({ jobTemplateId: 'one' }, { k: 'v' });
    const snapshot = service.snapshot();
    service.templates.get('one')!.tags.k = 'changed';
    service.seed({ jobTemplateId: 'two' });
    expect(snapshot.one.tags).toEqual({ k: 'v' });
    service.restore(snapshot);
    expect(service.snapshot()).toEqual(snapshot);
  });

  test('contents are equal for what was recreated alike', () => {
    const seeded = () => service.seed({ jobTemplateId: 'one' });
    seeded();
    const before = service.contents();
    service.reset();
    time += 1000;
    seeded();
    expect(service.contents()).toEqual(before);
  });

  test('a clone goes its own way', () => {
    service.seed({ jobTemplateId: 'one' });
    service.quota = 7;
    const twin = service.clone();
    twin.seed({ jobTemplateId: 'two' });
    expect([...service.templates.keys()]).toEqual(['one']);
    expect([...twin.templates.keys()]).toEqual(['one', 'two']);
    expect(twin.quota).toBe(7);
  });

  test('what is seeded is neither changed nor shared', () => {
    const template = { jobTemplateId: 'one', timeoutConfig: { inProgressTimeoutInMinutes: 1 } };
    service.seed(template);
    service.templates.get('one')!.timeoutConfig!.inProgressTimeoutInMinutes = 2;
    expect(template).toEqual({ jobTemplateId: 'one', timeoutConfig: { inProgressTimeoutInMinutes: 1 } });
  });

  test('sources that nobody describes are stubs', () => {
    const bare = new FakeIotService({ now: () => 0, region: 'cn-north-1', account: '000000000000', partition: 'aws-cn' });
    bare.seed({ jobTemplateId: 'one', documentSource: 's3://any/key' });
    bare.seed({ jobTemplateId: 'two', jobArn: KNOWN_JOB });
    expect(bare.snapshot()).toMatchObject({
      one: { document: '{"readFrom":"s3://any/key"}', jobTemplateArn: 'arn:aws-cn:iot:cn-north-1:000000000000:jobtemplate/one' },
      two: { document: `{"takenFrom":"${KNOWN_JOB}"}` },
    });
  });
});
