import type { ClientRequest, RequestOptions } from 'node:http';
import { runInNewContext } from 'node:vm';
import { type ResourceResponse, bodyOf, checkSize, respond, sendOverHttp } from '../../src/handler/cloudformation-response';
import type { CloudFormationEvent } from '../../src/handler/event';
import type { LogLine } from '../../src/handler/log';
import { CloudFormationEndpoint } from '../support/cloudformation-endpoint';
import { ImpatientClock } from '../support/impatient-clock';

const MAX_BYTES = 4096;
const ROOM_FOR_LOGICAL_ID = 256;
const EVENT = {
  StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/uuid',
  RequestId: '00000000-0000-0000-0000-000000000001',
  LogicalResourceId: 'Reboot',
};
const SUCCESS: ResourceResponse = { physicalResourceId: 'reboot', data: { Arn: 'arn:aws:iot:us-east-1:123456789012:jobtemplate/reboot' } };

/** A body that is not composed within a second never is. */
function compose(event: CloudFormationEvent, answer: ResourceResponse) {
  const body: string = runInNewContext('compose()', { compose: () => bodyOf(event, answer) }, { timeout: 1_000 });
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_BYTES);
  return JSON.parse(body);
}

describe('The response', () => {
  test('of a success has all that CloudFormation reads, and nothing else', () => {
    expect(compose(EVENT, SUCCESS)).toEqual({ Status: 'SUCCESS', PhysicalResourceId: 'reboot', ...EVENT, Data: SUCCESS.data });
  });

  test('of a failure has a reason', () => {
    expect(compose(EVENT, { physicalResourceId: 'reboot', failure: 'No such luck' }))
      .toEqual({ Status: 'FAILED', Reason: 'No such luck', PhysicalResourceId: 'reboot', ...EVENT });
  });

  test('of a success may be as large as CloudFormation reads', () => {
    const withText = (length: number): ResourceResponse => ({ physicalResourceId: 'reboot', data: { Document: 'a'.repeat(length) } });
    const room = MAX_BYTES - Buffer.byteLength(bodyOf(EVENT, withText(0)));
    expect(compose(EVENT, withText(room))).toMatchObject({ Status: 'SUCCESS', Data: { Document: 'a'.repeat(room) } });
    expect(compose(EVENT, withText(room + 1))).toMatchObject({ Status: 'FAILED' });
  });

  test('without data has none', () => {
    expect(compose(EVENT, { physicalResourceId: 'reboot' })).not.toHaveProperty('Data');
  });

  test.each([['one byte', 'a'], ['two bytes', 'ö'], ['three bytes', '€'], ['four bytes', '🚀'], ['an escape', '"'], ['a long escape', '\u0001']])(
    'cuts a reason whose characters have %s between two of them', (_, character) => {
      for (let length = 3000; length < 3010; length++) {
        const { Status, Reason } = compose(EVENT, { physicalResourceId: 'reboot', failure: `${'x'.repeat(length % 7)}${character.repeat(length)}` });
        expect(Status).toBe('FAILED');
        const rest = Reason.replace(/^x*/, '').replace(/\.\.\.$/, '');
        expect(rest.length).toBeGreaterThan(0);
        expect(rest.replaceAll(character, '')).toBe('');
      }
    });

  test('keeps as much of a long reason as there is room for', () => {
    const body = bodyOf(EVENT, { physicalResourceId: 'reboot', failure: 'x'.repeat(10_000) });
    expect(Buffer.byteLength(body)).toBe(MAX_BYTES);
  });

  test('of exactly the size that CloudFormation reads is whole, and a byte more is not', () => {
    const room = MAX_BYTES - Buffer.byteLength(bodyOf(EVENT, { physicalResourceId: 'reboot', failure: '' }));
    expect(compose(EVENT, { physicalResourceId: 'reboot', failure: 'x'.repeat(room) }).Reason).toBe('x'.repeat(room));
    expect(compose(EVENT, { physicalResourceId: 'reboot', failure: 'x'.repeat(room + 1) }).Reason).toMatch(/^x+\.\.\.$/);
  });

  test('of a success may have exactly that size, and not a byte more', () => {
    const withData = (size: number): ResourceResponse => ({ physicalResourceId: 'reboot', data: { Document: 'x'.repeat(size) } });
    const room = MAX_BYTES - Buffer.byteLength(bodyOf(EVENT, withData(0)));
    expect(() => checkSize(EVENT, withData(room))).not.toThrow();
    expect(() => checkSize(EVENT, withData(room + 1))).toThrow(/^attribute Document has/);
  });

  test('repeats a logical id of exactly the size that it has room for', () => {
    const LogicalResourceId = 'L'.repeat(ROOM_FOR_LOGICAL_ID);
    expect(compose({ ...EVENT, LogicalResourceId }, SUCCESS).LogicalResourceId).toBe(LogicalResourceId);
    expect(compose({ ...EVENT, LogicalResourceId: `${LogicalResourceId}L` }, SUCCESS).LogicalResourceId).toMatch(/^L+\.\.\.$/);
  });

  test.each([['one-byte', 'd', 5_000], ['two-byte', 'ö', 2_100], ['four-byte', '🚀', 1_050], ['escaped', '\\', 2_100]])(
    'with more %s data than fits fails, and names the largest attribute', (_, character, length) => {
      const data = { Arn: 'arn', Description: character.repeat(length), CreatedAt: '2026-01-01T00:00:00.000Z' };
      const { Status, Reason, Data, PhysicalResourceId } = compose(EVENT, { physicalResourceId: 'reboot', data });
      expect({ Status, PhysicalResourceId, Data }).toEqual({ Status: 'FAILED', PhysicalResourceId: 'reboot' });
      expect(Reason).toMatch(/^attribute Description has \d+ bytes.*4096 bytes.*DescribeJobTemplate/);
      expect(Reason).not.toContain(character.repeat(3));
    });

  test.each([
    ['a huge physical id', { physicalResourceId: 'x'.repeat(100_000) }],
    ['a huge physical id of many bytes', { physicalResourceId: '🚀'.repeat(10_000) }],
    ['a physical id that grows when it is escaped', { physicalResourceId: '"'.repeat(1024) }],
    ['a physical id that grows sixfold when it is escaped', { physicalResourceId: '\u0000'.repeat(1024) }],
    ['a physical id of halves of characters', { physicalResourceId: '\ud800'.repeat(1024) }],
    ['a huge physical id and a failure', { physicalResourceId: '\u0000'.repeat(100_000), failure: 'x'.repeat(100_000) }],
    ['a failure of halves of characters', { physicalResourceId: 'reboot', failure: '\udc00'.repeat(10_000) }],
  ])('fits, whatever the id: %s', (_, answer: ResourceResponse) => {
    const { PhysicalResourceId, Status } = compose(EVENT, answer);
    expect(Status).toBe(answer.failure === undefined ? 'SUCCESS' : 'FAILED');
    expect(PhysicalResourceId).not.toBe('');
    expect(Buffer.byteLength(PhysicalResourceId)).toBeLessThanOrEqual(1024);
  });

  test.each(['x', '"', '\u0000', '🚀'])('fits, whatever the event: a hundred thousand %j everywhere', character => {
    const huge = character.repeat(100_000);
    const event = { StackId: huge, RequestId: huge, LogicalResourceId: huge };
    expect(compose(event, { physicalResourceId: huge, failure: 'No such luck' })).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/./) });
    expect(compose(event, { physicalResourceId: huge })).toMatchObject({ Status: expect.stringMatching(/^(SUCCESS|FAILED)$/) });
    expect(compose(event, { physicalResourceId: huge, data: { Arn: huge } })).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/./) });
  });

  test.each([undefined, null, 7, {}, ['a']])('has texts if the event has %j', value => {
    const { StackId, RequestId, LogicalResourceId } = compose({ StackId: value, RequestId: value, LogicalResourceId: value }, SUCCESS);
    expect([StackId, RequestId, LogicalResourceId]).toEqual(['', '', '']);
  });
});

describe('Sending', () => {
  let endpoint: CloudFormationEndpoint;
  let clock: ImpatientClock;
  const lines: LogLine[] = [];
  const event = () => ({ ...EVENT, ResponseURL: endpoint.urlFor(EVENT.RequestId) });
  const send = (sentEvent: CloudFormationEvent, deadlineInMs = 10_000, response = SUCCESS) => respond({
    event: sentEvent, response, deadline: clock.now() + deadlineInMs, send: sendOverHttp, clock, log: line => lines.push(line),
  });

  beforeEach(async () => {
    endpoint = await CloudFormationEndpoint.start();
    clock = new ImpatientClock();
    lines.length = 0;
  });

  afterEach(async () => endpoint.close());

  test('puts the unchanged body to the URL, with an empty content type and its length', async () => {
    await send(event(), 10_000, { physicalResourceId: 'reboot', failure: 'Größe 🚀' });
    expect(endpoint.received).toHaveLength(1);
    const [{ method, target, headers, body }] = endpoint.received;
    expect({ method, url: `http://${headers.host}${target}` }).toEqual({ method: 'PUT', url: event().ResponseURL });
    expect(headers['content-type']).toBe('');
    expect(headers['content-length']).toBe(`${Buffer.byteLength(body)}`);
    expect(headers).not.toHaveProperty('transfer-encoding');
    expect(JSON.parse(body)).toMatchObject({ Reason: 'Größe 🚀' });
    expect(lines).toEqual([{ step: 'respond', attempt: 1, outcome: 'FAILED' }]);
  });

  test.each([503, 500, 429, 300])('tries again after status %d', async status => {
    endpoint.failures = [status, status, status];
    await send(event());
    expect(endpoint.received.map(answer => answer.status)).toEqual([status, status, status, 200]);
    expect(new Set(endpoint.received.map(({ body }) => body)).size).toBe(1);
    expect(lines).toEqual([`Status${status}`, `Status${status}`, `Status${status}`, 'SUCCESS']
      .map((outcome, index) => ({ step: 'respond', attempt: index + 1, outcome })));
  });

  test.each([400, 403, 410])('stops at once after status %d, because an expired URL stays expired', async status => {
    endpoint.failures = [status];
    await expect(send(event())).rejects.toThrow(`CloudFormation returned HTTP status ${status}`);
    expect(endpoint.received).toHaveLength(1);
  });

  test('waits between two tries, at random and longer each time, but never long', async () => {
    endpoint.failures = Array.from({ length: 8 }, () => 503);
    clock.chance = () => 1;
    await send(event(), 100_000);
    expect(clock.pauses).toHaveLength(8);
    expect(clock.pauses).toEqual([...clock.pauses].sort((a, b) => a - b));
    expect(Math.max(...clock.pauses)).toBeLessThanOrEqual(5_000);
    clock.chance = () => 0;
    endpoint.failures = [503];
    await send(event());
    expect(clock.pauses[8]).toBe(0);
  });

  test('throws in the end, so that Lambda delivers the event again', async () => {
    endpoint.failures = Array.from({ length: 1000 }, () => 503);
    const until = clock.now() + 10_000;
    await expect(send(event())).rejects.toThrow('CloudFormation returned HTTP status 503');
    expect(clock.now()).toBeLessThanOrEqual(until);
    expect(endpoint.received.length).toBeGreaterThan(3);
  });

  test('does not wait for a try that would begin at the deadline', async () => {
    endpoint.failures = [503, 503];
    clock.chance = () => 1;
    await expect(send(event(), 400)).rejects.toThrow('CloudFormation returned HTTP status 503');
    expect(clock.pauses).toEqual([]);
  });

  test('throws if no server listens', async () => {
    const { ResponseURL } = event();
    await endpoint.close();
    await expect(send({ ...EVENT, ResponseURL })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    endpoint = await CloudFormationEndpoint.start();
  });

  test('is left alone without a URL', async () => {
    for (const ResponseURL of [undefined, null, '', 7, {}]) await send({ ...EVENT, ResponseURL });
    expect(lines).toEqual(Array(5).fill({ step: 'respond', outcome: 'the event has no ResponseURL: no response can be sent' }));
    expect(clock.pauses).toEqual([]);
  });

  test.each(['not a URL', 'file:///etc/passwd', 'xhttp://127.0.0.1/answer', 'ftp://127.0.0.1/answer', '//127.0.0.1/answer'])('is left alone at once with %j, which is no URL to send to', async ResponseURL => {
    await send({ ...EVENT, ResponseURL });
    expect(lines).toHaveLength(1);
    expect(clock.pauses).toEqual([]);
  });

  test('does not wait long for a missing response', async () => {
    const request = jest.spyOn(jest.requireActual('node:http'), 'request');
    const sending = sendOverHttp(event().ResponseURL, '{}');
    const { mock: { calls: [[, options]], results: [{ value }] } } = request as unknown as jest.SpyInstance<ClientRequest, [string, RequestOptions]>;
    request.mockRestore();
    value.emit('timeout');
    await expect(sending).rejects.toMatchObject({ name: 'TimeoutError', message: 'no response in time' });
    expect(options.timeout).toBeLessThanOrEqual(5_000);
  });

  test('over TLS reaches for a TLS server', async () => {
    await expect(sendOverHttp(event().ResponseURL.replace('http:', 'https:'), '{}')).rejects.toMatchObject({ code: expect.stringMatching(/EPROTO|SSL/) });
    expect(endpoint.received).toEqual([]);
  });

  test('logs neither the URL nor the body', async () => {
    endpoint.failures = [503];
    await send(event());
    const logged = JSON.stringify(lines);
    expect(logged).not.toContain(endpoint.urlFor(EVENT.RequestId).split('?')[1]);
    expect(logged).not.toContain('jobtemplate/reboot');
  });
});
