import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteJobTemplateCommand, DescribeJobTemplateCommand, type IoTClient } from '@aws-sdk/client-iot';
import { withDeadlines } from '../../src/handler/call-deadline';
import { createIotClient } from '../../src/handler/iot-client';
import { CALLER, withoutRetries } from '../fake-iot/client';
import { ImpatientClock } from '../support/impatient-clock';

const DESCRIBE = new DescribeJobTemplateCommand({ jobTemplateId: 'reboot' });
const DELETE = new DeleteJobTemplateCommand({ jobTemplateId: 'reboot' });

describe('A call that does not end', () => {
  /** A client whose calls last for ever. */
  const silent = { send: () => new Promise(() => {}) } as unknown as IoTClient;

  test.each([['10 s', DESCRIBE, 10_000], ['20 s if it deletes', DELETE, 20_000]])('is aborted after %s', async (_, command, limit) => {
    const clock = new ImpatientClock();
    const ended = jest.fn();
    const call = withDeadlines(silent, clock).send(command as never).catch(ended);
    clock.pass(limit - 1);
    await new Promise(setImmediate);
    expect(ended).not.toHaveBeenCalled();
    clock.pass(1);
    await call;
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ name: 'TimeoutError', message: `there was no complete response within ${limit / 1000} s` }));
  });
});

test('A call that ends in time has its result', async () => {
  const client = { send: async () => ({ jobTemplateId: 'reboot' }) } as unknown as IoTClient;
  expect(await withDeadlines(client, new ImpatientClock()).send(DESCRIBE)).toEqual({ jobTemplateId: 'reboot' });
});

describe('A response that stops in its body', () => {
  let server: Server;
  let responses: ServerResponse[];

  beforeEach(async () => {
    responses = [];
    server = createServer((_, response) => {
      responses.push(response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 }));
      response.write('{"jobTemplateId":');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => server.close());

  test('is aborted together with its connection', async () => {
    const clock = new ImpatientClock();
    const client = withoutRetries(createIotClient({ ...CALLER, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
    const readingBody = new Promise<void>(reached => client.middlewareStack.add(next => async args => {
      const result = await next(args);
      reached();
      return result;
    }, { step: 'deserialize', priority: 'low' }));
    const call = withDeadlines(client, clock).send(DESCRIBE);
    await Promise.all([readingBody, expect(Promise.race([call, readingBody])).resolves.toBeUndefined()]);
    const closed = once(responses[0], 'close');
    clock.pass(10_000);
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
    await closed;
  });
});
