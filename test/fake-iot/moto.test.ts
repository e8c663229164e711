import { Moto, MOTO_SETUP_MS, startMoto } from './moto';
import { FakeIotServer } from './server';

interface Step {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

interface Outcome {
  readonly status: number;
  readonly error?: string;
  readonly body: Record<string, unknown>;
}

const ROLE = 'arn:aws:iam::123456789012:role/presign';
const FULL = {
  description: 'Every member that moto keeps',
  document: '{"operation":"reboot"}',
  presignedUrlConfig: { roleArn: ROLE, expiresInSec: 60 },
  jobExecutionsRolloutConfig: {
    maximumPerMinute: 100,
    exponentialRate: { baseRatePerMinute: 1, incrementFactor: 1.5, rateIncreaseCriteria: { numberOfNotifiedThings: 10 } },
  },
  abortConfig: { criteriaList: [{ failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 10.25, minNumberOfExecutedThings: 3 }] },
  timeoutConfig: { inProgressTimeoutInMinutes: 30 },
  jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 2 }] },
};
const MINIMAL = { description: 'd', document: '{}' };

const step = (method: string, path: string, body?: object): Step => ({ method, path, body });
const create = (id: string, body: object = MINIMAL) => step('PUT', `/job-templates/${id}`, body);
const read = (id: string) => step('GET', `/job-templates/${id}`);
const remove = (id: string) => step('DELETE', `/job-templates/${id}`);
const list = () => step('GET', '/job-templates');

let fake: FakeIotServer;
let moto: Moto;

beforeAll(async () => {
  moto = await startMoto();
}, MOTO_SETUP_MS);

beforeEach(async () => {
  fake = await FakeIotServer.start({ account: '123456789012', region: 'us-east-1' });
  await fetch(`${moto.endpoint}/moto-api/reset`, { method: 'POST' });
});

afterEach(async () => fake.close());

afterAll(async () => moto?.stop());

/** Sends the same request to both. */
async function both({ method, path, body }: Step): Promise<{ ours: Outcome; theirs: Outcome }> {
  const send = async (endpoint: string): Promise<Outcome> => {
    const response = await fetch(`${endpoint}${path}`, {
      method,
      body: body && JSON.stringify(body),
      // Moto tells services and Regions apart by the signature's scope.
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iot/aws4_request, SignedHeaders=host, Signature=none' },
    });
    const text = await response.text();
    const content = response.headers.get('content-type')?.includes('json') && text ? JSON.parse(text) : {};
    return { status: response.status, error: errorName(response.headers.get('x-amzn-errortype') ?? content.__type), body: content };
  };
  return { ours: await send(fake.endpoint), theirs: await send(moto.endpoint) };
}

function errorName(type: string | null | undefined): string | undefined {
  return type?.replace(/^.*#/, '').replace(/:.*$/, '');
}

/** Without what depends on the clock: only its kind matters. */
function timeless(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, member) => key === 'createdAt' ? typeof member : member));
}

/** Messages of errors are each side's own. */
function comparable({ status, error, body }: Outcome): unknown {
  return { status, error, body: error ? undefined : timeless(body) };
}

describe('the fake and moto agree on', () => {
  test.each<[string, Step[]]>([
    ['a template with every member that moto keeps', [create('full', FULL), read('full'), list()]],
    ['a life from creation to deletion and back', [create('one'), read('one'), remove('one'), read('one'), create('one'), read('one'), list()]],
    ['conflicts', [create('one'), create('one', { ...MINIMAL, description: 'other' }), read('one')]],
    ['what is not there', [read('none'), remove('none'), remove('none')]],
    ['nothing', [list()]],
    ['ids', [create('aZ0_-'), create('a.b'), create('a'.repeat(64)), create('a'.repeat(65)), list()]],
  ])('%s', async (_, steps) => {
    for (const request of steps) {
      const { ours, theirs } = await both(request);
      expect({ request, ...comparable(ours) as object }).toEqual({ request, ...comparable(theirs) as object });
    }
  });
});

/** Each of these is a place where the service does as the fake does. */
describe('moto leaves out', () => {
  test.each([
    ['limits other than those of the id', { ...MINIMAL, description: '' }],
    ['rules between members', { description: 'd' }],
    ['types', { ...MINIMAL, timeoutConfig: { inProgressTimeoutInMinutes: '60' } }],
  ])('%s', async (_, body) => {
    const { ours, theirs } = await both(create('one', body));
    expect([ours.status, theirs.status]).toEqual([400, 200]);
  });

  test('maintenance windows and package versions', async () => {
    const extra = {
      maintenanceWindows: [{ startTime: 'cron(0 0 1 * ? *)', durationInMinutes: 1 }],
      destinationPackageVersions: ['arn:aws:iot:us-east-1:123456789012:package/app/version/1'],
    };
    await both(create('one', { ...MINIMAL, ...extra }));
    const { ours, theirs } = await both(read('one'));
    expect(ours.body).toMatchObject(extra);
    expect(Object.keys(theirs.body)).not.toEqual(expect.arrayContaining(Object.keys(extra)));
  });

  test('the document behind a source', async () => {
    await both(create('one', { description: 'd', documentSource: 's3://bucket/one.json' }));
    const { ours, theirs } = await both(read('one'));
    expect(ours.body).toHaveProperty('document');
    expect(theirs.body.document ?? undefined).toBeUndefined();
  });

  test('the member of a conflict', async () => {
    await both(create('one'));
    const { ours, theirs } = await both(create('one'));
    expect(ours.body).toMatchObject({ resourceId: null });
    expect(theirs.body).not.toHaveProperty('resourceId');
  });

  test('the quota', async () => {
    fake.service.quota = 0;
    const { ours, theirs } = await both(create('one'));
    expect([ours.status, theirs.status]).toEqual([410, 200]);
  });

  test('tags', async () => {
    await both(create('one', { ...MINIMAL, tags: [{ Key: 'k', Value: 'v' }] }));
    const resourceArn = 'arn:aws:iot:us-east-1:123456789012:jobtemplate/one';
    const { ours, theirs } = await both(step('GET', `/tags?resourceArn=${encodeURIComponent(resourceArn)}`));
    expect(ours).toMatchObject({ status: 200, body: { tags: [{ Key: 'k', Value: 'v' }] } });
    expect(theirs.status).toBe(500);
  });

  test('managed templates', async () => {
    const { ours, theirs } = await both(step('GET', '/managed-job-templates/AWS-Reboot'));
    expect(ours.status).toBe(200);
    expect(theirs.status).not.toBe(200);
  });
});
