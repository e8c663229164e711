import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { IoTServiceException } from '@aws-sdk/client-iot';
import type { LogLine } from '../../src/handler/log';
import { Redactor } from '../../src/handler/redactor';
import { decideRetry, type FailedAttempt } from '../../src/handler/retry-policy';
import { ServiceCaller } from '../../src/handler/service-caller';
import { ServiceRefusal } from '../../src/handler/service-refusal';
import { Settling } from '../../src/handler/settling';
import { Harness } from '../support/harness';
import { ImpatientClock } from '../support/impatient-clock';

const CANARY = 'payload-canary';
const DEADLINE_MS = 240_000;

let clock: ImpatientClock;
let lines: LogLine[];
let attempts: number;

beforeEach(() => {
  clock = new ImpatientClock();
  lines = [];
  attempts = 0;
});

function serviceError(name: string, status: number, message = 'why'): Error {
  return new IoTServiceException({ name, message, $fault: status < 500 ? 'client' : 'server', $metadata: { httpStatusCode: status } });
}

/** A response that the SDK could not read: it keeps the response, and knows no fault. */
const unreadable = (status: number) => Object.assign(new SyntaxError('Unexpected token < in JSON. Deserialization error: to see the raw response, inspect'), {
  $metadata: { httpStatusCode: status }, $response: {},
});

const networkError = (code = 'ECONNRESET') => Object.assign(new Error('socket hang up'), { code });

/** Calls until it succeeds or is given up. Each call takes its time. */
async function call(
  outcome: (attempt: number, elapsedMs: number) => Error | undefined, { deadlineMs = DEADLINE_MS, callMs = 20, retryUntilDeadline = false } = {},
) {
  const began = clock.now();
  const caller = new ServiceCaller({ clock, log: line => lines.push(line), deadline: began + deadlineMs, redactor: new Redactor() });
  const send = async () => {
    clock.pass(callMs);
    const error = outcome(++attempts, clock.now() - began);
    if (error) throw error;
    return `${CANARY} answer`;
  };
  const isExpected = (error: unknown) => (error as Error).name === 'ConflictException';
  const result: unknown = await caller.call({ operation: 'CreateJobTemplate', id: 'reboot', send, isExpected, retryUntilDeadline })
    .catch(error => error);
  return { result, elapsedMs: clock.now() - began };
}

/** The names of errors in a list of the SDK. */
const sdkNames = (list: string): string[] => {
  const constants = readFileSync(join(dirname(require.resolve('@smithy/core/package.json')), RETRY_CONSTANTS), 'utf8');
  return JSON.parse(new RegExp(`export const ${list} = (\\[[^\\]]*\\])`).exec(constants)![1].replace(/,\s*\]/, ']'));
};
const RETRY_CONSTANTS = 'dist-es/submodules/retry/service-error-classification/constants.js';
// The SDK takes a full quota for throttling.
const THROTTLING_NAMES = sdkNames('THROTTLING_ERROR_CODES').filter(name => name !== 'LimitExceededException');

describe('Throttling', () => {
  test.each([...THROTTLING_NAMES.map(name => [name, 400] as const), ['TooManyRequestsException', 429], ['RequestLimitExceeded', 503], ['Unknown', 429]] as const)(
    'as %s is waited for until it ends', async (name, status) => {
      const { result, elapsedMs } = await call((_, elapsed) => elapsed < 200_000 ? serviceError(name, status) : undefined);
      expect(result).toBe(`${CANARY} answer`);
      expect(elapsedMs).toBeLessThan(210_000);
    });

  test('is waited for until the deadline, and not beyond', async () => {
    const { result, elapsedMs } = await call(() => serviceError('ThrottlingException', 400));
    expect(result).toBeInstanceOf(ServiceRefusal);
    expect((result as Error).message).toMatch(/throttled, tried \d+ times in 2\d\d s.*ThrottlingException: why/);
    expect(elapsedMs).toBeLessThanOrEqual(DEADLINE_MS);
    expect(elapsedMs).toBeGreaterThan(DEADLINE_MS - 6_000);
  });

  test('that eases only at times does not use up the attempts for other errors', async () => {
    const { result } = await call(attempt => {
      if (attempt > 90) return undefined;
      return attempt % 30 === 0 ? serviceError('InternalFailureException', 500) : serviceError('ThrottlingException', 400);
    });
    expect(result).toBe(`${CANARY} answer`);
    expect(attempts).toBe(91);
  });
});

describe.each<[string, () => Error]>([
  ...sdkNames('TRANSIENT_ERROR_CODES').map((name): [string, () => Error] => [`A ${name} of the service`, () => serviceError(name, 400)]),
  ['A response of 200 that cannot be read', () => unreadable(200)],
  ['A response of 404 that cannot be read', () => unreadable(404)],
  ['A redirection', () => serviceError('Unknown', 302)],
  ['A request that took too long', () => serviceError('Unknown', 408)],
  ['A request that took too long, by any name', () => serviceError('Odd', 408)],
  ['An error without a name', () => serviceError('Unknown', 400)],
  ['An internal error', () => serviceError('InternalFailureException', 500)],
  ['A service that is unavailable', () => serviceError('ServiceUnavailableException', 503)],
  ['A broken connection', networkError],
  ['A timeout', () => Object.assign(networkError(), { name: 'TimeoutError' })],
  ['What is denied', () => serviceError('AccessDeniedException', 403)],
  ['What is unauthorized', () => serviceError('UnauthorizedException', 401)],
  ['A role that cannot be assumed', () => serviceError('InvalidRequestException', 400, 'Permission denied when attempting to assume role x.')],
  ['A role that is not authorized', () => serviceError('InvalidRequestException', 400, 'The role is not authorized to read the object')],
  ['What does not show yet', () => serviceError('ResourceNotFoundException', 404)],
])('%s', (_, error) => {
  test('is waited for up to a minute', async () => {
    const { result } = await call((__, elapsed) => elapsed < 50_000 ? error() : undefined);
    expect(result).toBe(`${CANARY} answer`);
  });

  test('fails after a minute', async () => {
    const { result, elapsedMs } = await call(error);
    expect(result).toBeInstanceOf(ServiceRefusal);
    expect(elapsedMs).toBeGreaterThan(50_000);
    expect(elapsedMs).toBeLessThanOrEqual(61_000);
  });

  test('is retried until the deadline, and not beyond, if there is no alternative', async () => {
    const { result } = await call((__, elapsed) => elapsed < 200_000 ? error() : undefined, { retryUntilDeadline: true });
    expect(result).toBe(`${CANARY} answer`);
    const { result: refusal, elapsedMs } = await call(error, { retryUntilDeadline: true });
    expect(refusal).toBeInstanceOf(ServiceRefusal);
    expect(elapsedMs).toBeLessThanOrEqual(DEADLINE_MS);
  });

  test('fails before the deadline if the deadline comes first', async () => {
    const { elapsedMs } = await call(error, { deadlineMs: 10_000 });
    expect(elapsedMs).toBeLessThanOrEqual(10_000);
  });
});

describe.each<[string, () => Error]>([
  ['A full quota', () => serviceError('LimitExceededException', 410)],
  ['A full quota, even where it looks like an outage', () => serviceError('LimitExceededException', 503)],
  ['A request that is invalid', () => serviceError('InvalidRequestException', 400, 'The request is not valid.')],
  ['A version conflict', () => serviceError('VersionConflictException', 409)],
  ['What speaks of permissions, but is about something else', () => serviceError('VersionConflictException', 409, 'Permission denied')],
  ['A request that cannot be read', () => serviceError('SerializationException', 400)],
])('%s', (_, error) => {
  test.each([false, true])('is final at the first attempt, even if transient errors are retried long (%s)', async retryUntilDeadline => {
    const { result } = await call(error, { retryUntilDeadline });
    expect(result).toBeInstanceOf(ServiceRefusal);
    expect(attempts).toBe(1);
    expect(clock.pauses).toEqual([]);
  });
});

test('An expected error is passed on unchanged, at the first attempt', async () => {
  const conflict = serviceError('ConflictException', 409);
  const { result } = await call(() => conflict);
  expect(result).toBe(conflict);
  expect(attempts).toBe(1);
});

test('No call begins after the deadline', async () => {
  const { result } = await call(() => undefined, { deadlineMs: 0 });
  expect(attempts).toBe(0);
  const message = 'AWS IoT did not accept CreateJobTemplate for job template reboot: Error: there was no time left';
  expect(result).toMatchObject({ name: 'ServiceRefusal', message });
});

test('A pause until the deadline is not begun, and the error of AWS IoT remains', async () => {
  clock.chance = () => 1;
  const { result, elapsedMs } = await call(() => serviceError('ThrottlingException', 400), { deadlineMs: 520, callMs: 20 });
  expect(result).toMatchObject({ message: expect.stringContaining('ThrottlingException') });
  expect(elapsedMs).toBe(20);
});

test('A slow service is asked as often as there is time for', async () => {
  const { elapsedMs } = await call(() => networkError(), { callMs: 8_000 });
  expect(attempts).toBeGreaterThanOrEqual(6);
  expect(elapsedMs).toBeLessThanOrEqual(68_000);
});

describe('A refusal', () => {
  test('names the call, the template and the reason of the service', async () => {
    const { result } = await call(() => serviceError('InvalidRequestException', 400, 'The request is not valid.'));
    expect((result as Error).message).toBe('AWS IoT did not accept CreateJobTemplate for job template reboot: InvalidRequestException: The request is not valid');
  });

  test.each([[unreadable(200), 200], [unreadable(404), 404], [serviceError('Unknown', 408, 'UnknownError'), 408]])(
    'for a response that cannot be read names the call and the status (%#)', async (error, status) => {
      const { result } = await call(() => error);
      expect((result as Error).message).toMatch(new RegExp('^AWS IoT did not accept CreateJobTemplate for job template reboot '
        + `\\(unavailable, tried \\d+ times in \\d+ s\\): the response with HTTP status ${status} could not be read$`));
      expect(lines[0]).toMatchObject({ outcome: `unreadable response with HTTP status ${status}` });
    });

  test('and the log redact the name of an error', async () => {
    const redactor = new Redactor({ Description: CANARY });
    const caller = new ServiceCaller({ clock, log: line => lines.push(line), deadline: clock.now() + DEADLINE_MS, redactor });
    const refusal = caller.call({ operation: 'TagResource', id: 'reboot', send: () => Promise.reject(serviceError(CANARY, 400)) });
    await expect(refusal).rejects.toThrow('AWS IoT did not accept TagResource for job template reboot: [description]: why');
    expect(lines).toEqual([expect.objectContaining({ outcome: '[description]' })]);
  });

  test('for the quota names remedies', async () => {
    expect((await call(() => serviceError('LimitExceededException', 410))).result).toMatchObject({ message: expect.stringContaining('Service Quotas') });
  });

  test('for another quota than that of templates does not mention templates', async () => {
    const caller = new ServiceCaller({ clock, log: () => {}, deadline: clock.now() + DEADLINE_MS, redactor: new Redactor() });
    const send = () => Promise.reject(serviceError('LimitExceededException', 410));
    await expect(caller.call({ operation: 'TagResource', id: 'reboot', send })).rejects.toThrow(/LimitExceededException: why$/);
  });

  test('for permissions names the policy to check', async () => {
    expect((await call(() => serviceError('AccessDeniedException', 403))).result).toMatchObject({ message: expect.stringContaining('role of the provider') });
  });

  test('by something that is no error is one', async () => {
    expect((await call(() => 'odd' as never)).result).toMatchObject({ message: expect.stringContaining('Error: odd') });
  });
});

describe('The decision to retry', () => {
  const throttling = serviceError('ThrottlingException', 400);
  const outage = serviceError('InternalFailureException', 500);
  const at = (seconds: number, error: Error): FailedAttempt => ({ error, startedAt: seconds * 1_000, failedAt: seconds * 1_000 + 20 });

  test('depends on nothing but the failed attempts, chance and the limits', () => {
    const failed = Object.freeze([at(0, throttling), at(1, throttling)]);
    const decisions = [1, 2].map(() => decideRetry(failed, 0.5, { deadline: 10_000 }));
    expect(decisions).toEqual([{ pauseMs: 500 }, { pauseMs: 500 }]);
  });

  test.each<[string, FailedAttempt[], number, object]>([
    ['an error that does not pass', [at(0, serviceError('InvalidRequestException', 400))], 10, { retries: '' }],
    ['the last moment of a minute of outage', [at(0, outage), at(59.97, outage)], 600, { pauseMs: 0 }],
    ['an outage of a minute', [at(0, outage), at(59.98, outage)], 600, { retries: ' (unavailable, tried 2 times in 60 s)' }],
    ['an outage that throttling has interrupted', [at(0, outage), at(30, throttling), at(60, outage)], 600, { pauseMs: 0 }],
    ['the last moment before the deadline', [at(9.97, throttling)], 10, { pauseMs: 0 }],
    ['the deadline', [at(9.98, throttling)], 10, { retries: ' (throttled, tried 1 times in 0 s)' }],
  ])('after %s', (_, failed, deadlineSeconds, expected) => {
    expect(decideRetry(failed, 0, { deadline: deadlineSeconds * 1_000 })).toEqual(expected);
  });
});

describe('Pauses', () => {
  const throttled = (attempt: number) => attempt <= 20 ? serviceError('ThrottlingException', 400) : undefined;

  test('grow to a bound', async () => {
    clock.chance = () => 1;
    await call(throttled);
    expect(clock.pauses).toHaveLength(20);
    expect(clock.pauses).toEqual([...clock.pauses].sort((a, b) => a - b));
    expect(clock.pauses[0]).toBeLessThanOrEqual(1_000);
    expect(clock.pauses.at(-1)).toBe(5_000);
  });

  test('are random from none to all of it, so that many do not meet again', async () => {
    clock.chance = () => 0;
    await call(throttled);
    expect(new Set(clock.pauses)).toEqual(new Set([0]));
    attempts = clock.pauses.length = 0;
    let chance = 0;
    clock.chance = () => chance = (chance + 0.1) % 1;
    await call(throttled);
    expect(new Set(clock.pauses).size).toBeGreaterThan(8);
  });
});

describe('A pause until reads have settled', () => {
  test('is made if there is time for it, and left out if there is none', async () => {
    clock.chance = () => 0.5;
    const began = clock.now();
    expect(await new Settling(clock, began + 10_000).retry(async () => 'stale')).toBeUndefined();
    expect(clock.pauses.length).toBeGreaterThanOrEqual(1);
    expect(clock.now() - began).toBeLessThan(10_000);
    const made = clock.pauses.length;
    expect(await new Settling(clock, clock.now()).retry(async () => 'stale')).toBeUndefined();
    expect(clock.pauses).toHaveLength(made);
  });
});

describe('The log', () => {
  test('has a line for each attempt, with names and durations only', async () => {
    await call(attempt => attempt < 3 ? serviceError('ThrottlingException', 400, CANARY) : undefined);
    expect(lines).toEqual([
      { step: 'CreateJobTemplate', jobTemplateId: 'reboot', attempt: 1, outcome: 'ThrottlingException', ms: 20 },
      { step: 'CreateJobTemplate', jobTemplateId: 'reboot', attempt: 2, outcome: 'ThrottlingException', ms: 20 },
      { step: 'CreateJobTemplate', jobTemplateId: 'reboot', attempt: 3, outcome: 'done', ms: 20 },
    ]);
    expect(JSON.stringify(lines)).not.toContain(CANARY);
  });
});

describe('In a deployment', () => {
  const REBOOT = { JobTemplateId: 'reboot', Description: 'Reboots', Document: '{"operation":"reboot"}' };
  let harness: Harness;

  beforeEach(async () => {
    harness = await Harness.start();
  });

  afterEach(async () => harness.close());

  test('a quota that the SDK would take for throttling is asked once', async () => {
    harness.iot.quota = 0;
    expect((await harness.resource('Reboot').create(REBOOT)).calls).toEqual(['CreateJobTemplate']);
  });

  test('the service\'s throttling of many templates is waited for', async () => {
    harness.iot.requestsPerSecond = 10;
    const resources = Array.from({ length: 40 }, (_, index) => ({ resource: harness.resource(`Template${index}`), id: `template-${index}` }));
    const events = resources.map(({ resource, id }) => resource.event('Create', { ResourceProperties: { ...REBOOT, JobTemplateId: id } }));
    await Promise.all(events.map(event => harness.handle(event)));
    expect(harness.ids).toHaveLength(40);
    expect(events.flatMap(({ RequestId }) => harness.endpoint.acceptedFor(RequestId).map(({ body }) => JSON.parse(body).Status)))
      .toEqual(events.map(() => 'SUCCESS'));
    expect(harness.iot.calls.filter(({ errorName }) => errorName === 'ThrottlingException').length).toBeGreaterThan(0);
  });

  test.each(['accessDenied', 'roleNotAssumable', 'unauthorized'] as const)('%s for a while does not fail it', async kind => {
    const until = harness.clock.now() + 45_000;
    harness.server.intercept = () => harness.clock.now() < until ? { when: 'before', kind } : undefined;
    expect(await harness.resource('Reboot').create(REBOOT)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.clock.now()).toBeGreaterThan(until);
  });

  test.each(['accessDenied', 'roleNotAssumable'] as const)('%s for good fails it after a minute', async kind => {
    harness.fault({}, { when: 'before', kind });
    const began = harness.clock.now();
    expect(await harness.resource('Reboot').create(REBOOT)).toMatchObject({ status: 'FAILED' });
    expect(harness.clock.now() - began).toBeLessThan(65_000);
  });

  test('a service without a response leads to a timely failure that says how to continue', async () => {
    harness.fault({}, { when: 'before', kind: 'hang' });
    const reboot = harness.resource('Reboot');
    const event = reboot.event('Create', { ResourceProperties: REBOOT });
    const handling = harness.handle(event);
    while (harness.iot.calls.length === 0) await new Promise(resolve => setImmediate(resolve));
    const began = harness.clock.now();
    harness.clock.pass(286_000);
    await handling;
    expect(harness.clock.now() - began).toBeLessThan(300_000);
    const [{ body }] = harness.endpoint.acceptedFor(event.RequestId);
    expect(JSON.parse(body)).toMatchObject({
      Status: 'FAILED', Reason: expect.stringContaining('the provider function timed out after 300 s'), PhysicalResourceId: expect.stringContaining('(perhaps not created'),
    });
  });
});
