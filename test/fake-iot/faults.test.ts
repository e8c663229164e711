import { CreateJobTemplateCommand, DescribeJobTemplateCommand, IoTClient } from '@aws-sdk/client-iot';
import { createClient, failureOf } from './client';
import { Fault, FaultPlan, Interceptor } from './faults';
import { InProcessHandler } from './in-process';
import { FakeIotServer } from './server';
import { FakeIotService } from './service';

interface Setup {
  readonly client: IoTClient;
  readonly service: FakeIotService;
  close(): Promise<void>;
}

const TRANSPORTS: Record<string, (intercept: Interceptor) => Promise<Setup>> = {
  'over HTTP': async (intercept) => {
    const server = await FakeIotServer.start();
    server.intercept = intercept;
    const client = createClient({ endpoint: server.endpoint });
    return { client, service: server.service, close: async () => { client.destroy(); await server.close(); } };
  },
  'in process': async (intercept) => {
    const service = new FakeIotService({ now: () => 0 });
    return { client: createClient({ requestHandler: new InProcessHandler(service, { intercept }) }), service, close: async () => {} };
  },
};

const create = new CreateJobTemplateCommand({ jobTemplateId: 'one', description: 'One', document: '{}' });

describe.each(Object.entries(TRANSPORTS))('faults %s', (_, setUp) => {
  let setup: Setup | undefined;

  /** A client of a service whose first call has the fault. */
  async function withFault(fault: Fault): Promise<Setup> {
    return setup = await setUp(new FaultPlan().on({ first: 1 }, fault).intercept);
  }

  afterEach(async () => setup?.close());

  describe.each(['before', 'after'] as const)('%s the effect', (when) => {
    const effect = when === 'after' ? ['one'] : [];

    test.each([
      ['throttling', 'ThrottlingException', 400],
      ['internal', 'InternalFailureException', 500],
      ['unavailable', 'ServiceUnavailableException', 503],
      ['accessDenied', 'AccessDeniedException', 403],
      ['unauthorized', 'UnauthorizedException', 401],
      ['roleNotAssumable', 'InvalidRequestException', 400],
      ['invalidRequest', 'InvalidRequestException', 400],
      ['quota', 'LimitExceededException', 410],
    ] as const)('%s is %s', async (kind, name, status) => {
      const { client, service } = await withFault({ when, kind, message: 'because' });
      expect(await failureOf(client.send(create))).toEqual({ name, status, message: 'because' });
      expect([...service.templates.keys()]).toEqual(effect);
      expect(service.calls).toMatchObject([{ operation: 'CreateJobTemplate', id: 'one', fault: { when, kind } }]);
    });

    test('reset breaks the connection', async () => {
      const { client, service } = await withFault({ when, kind: 'reset' });
      // Not the name, because the SDK in Jest's realm does not recognize errors of Node.js's own realm, and wraps
      // them.
      expect(await failureOf(client.send(create))).toMatchObject({ status: undefined, message: expect.stringContaining('socket hang up') });
      expect([...service.templates.keys()]).toEqual(effect);
    });

    test('hang lasts until the caller gives up', async () => {
      const giveUp = new AbortController();
      setup = await setUp(() => {
        setImmediate(() => giveUp.abort());
        return { when, kind: 'hang' };
      });
      expect(await failureOf(setup.client.send(create, { abortSignal: giveUp.signal }))).toMatchObject({ name: 'AbortError' });
      expect([...setup.service.templates.keys()]).toEqual(effect);
    });

    test('latency spoils nothing', async () => {
      const { client, service } = await withFault({ when, kind: 'latency', ms: 1 });
      expect(await client.send(create)).toMatchObject({ jobTemplateId: 'one' });
      expect([...service.templates.keys()]).toEqual(['one']);
    });
  });
});

describe('FaultPlan', () => {
  const fault: Fault = { when: 'before', kind: 'internal' };
  const arrivals = (plan: FaultPlan, ...ids: string[]) =>
    ids.map((id, index) => plan.intercept({ operation: 'CreateJobTemplate', id, nth: index + 1 }) !== undefined);

  test.each([
    ['every call', {}, [true, true, true]],
    ['an operation', { operation: 'CreateJobTemplate' }, [true, true, true]],
    ['another operation', { operation: 'DeleteJobTemplate' }, [false, false, false]],
    ['an id', { id: 'a' }, [true, false, true]],
    ['the n-th of an id', { id: 'a', nth: 2 }, [false, false, true]],
    ['the first', { first: 2 }, [true, true, false]],
  ] as const)('strikes %s', (_, rule, struck) => {
    expect(arrivals(new FaultPlan().on(rule, fault), 'a', 'b', 'a')).toEqual(struck);
  });

  test('the first rule that applies decides, and idle rules are told', () => {
    const plan = new FaultPlan().on({ id: 'a' }, fault).on({ id: 'a' }, { ...fault, kind: 'reset' }).on({ id: 'b' }, fault);
    expect(plan.intercept({ id: 'a', nth: 1 })).toBe(fault);
    expect(plan.idle).toEqual([{ id: 'a' }, { id: 'b' }]);
  });
});

describe('an interceptor', () => {
  test('is told what the call is about and counts the calls of an operation', async () => {
    const told: unknown[] = [];
    const service = new FakeIotService({ now: () => 0 });
    const client = createClient({ requestHandler: new InProcessHandler(service, { intercept: (arrival) => void told.push(arrival) }) });
    await client.send(create);
    await client.send(new DescribeJobTemplateCommand({ jobTemplateId: 'one' }));
    await client.send(new DescribeJobTemplateCommand({ jobTemplateId: 'one' }));
    expect(told).toEqual([
      { operation: 'CreateJobTemplate', id: 'one', nth: 1 },
      { operation: 'DescribeJobTemplate', id: 'one', nth: 1 },
      { operation: 'DescribeJobTemplate', id: 'one', nth: 2 },
    ]);
  });
});
