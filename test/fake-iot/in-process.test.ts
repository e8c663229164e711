import {
  CreateJobTemplateCommand, DeleteJobTemplateCommand, DescribeJobTemplateCommand, DescribeManagedJobTemplateCommand, IoTClient,
  ListJobTemplatesCommand, ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand,
} from '@aws-sdk/client-iot';
import { createClient, failureOf } from './client';
import { Fault } from './faults';
import { InProcessHandler, InProcessOptions } from './in-process';
import { FakeIotServer } from './server';
import { FakeIotService } from './service';

const resourceArn = 'arn:aws:iot:us-east-1:123456789012:jobtemplate/one';
const create = new CreateJobTemplateCommand({ jobTemplateId: 'one', description: 'Größe 🚀', document: '{"größe":1}', tags: [{ Key: 'k', Value: 'ö' }] });

describe('equivalence with HTTP', () => {
  const CALLS = [
    create,
    create,
    new DescribeJobTemplateCommand({ jobTemplateId: 'one' }),
    new DescribeJobTemplateCommand({ jobTemplateId: 'a/b ?%' }),
    new CreateJobTemplateCommand({ jobTemplateId: 'two', description: '' }),
    new CreateJobTemplateCommand({ jobTemplateId: 'two', description: 'Two', documentSource: 's3://bucket/two' }),
    new ListJobTemplatesCommand({ maxResults: 1 }),
    new ListJobTemplatesCommand({ nextToken: 'not one' }),
    new TagResourceCommand({ resourceArn, tags: [{ Key: 'a', Value: 'b' }] }),
    new UntagResourceCommand({ resourceArn, tagKeys: ['k'] }),
    new ListTagsForResourceCommand({ resourceArn }),
    new ListTagsForResourceCommand({ resourceArn: `${resourceArn}-not` }),
    new DescribeManagedJobTemplateCommand({ templateName: 'AWS-Reboot', templateVersion: '1.0' }),
    new DeleteJobTemplateCommand({ jobTemplateId: 'one' }),
    new DeleteJobTemplateCommand({ jobTemplateId: 'one' }),
  ];

  async function replay(client: IoTClient): Promise<unknown[]> {
    const outcomes = [];
    for (const call of CALLS) {
      outcomes.push(await client.send(call as never).then(
        ({ $metadata, ...output }: any) => ({ status: $metadata.httpStatusCode, output }),
        ({ $metadata, name, message, resourceId }) => ({ status: $metadata.httpStatusCode, name, message, resourceId }),
      ));
    }
    return outcomes;
  }

  test('the same calls have the same outcomes and leave the same state', async () => {
    const now = () => 1_700_000_000_123;
    const server = await FakeIotServer.start({ now });
    const service = new FakeIotService({ now });
    const overHttp = createClient({ endpoint: server.endpoint });
    const outcomes = await replay(createClient({ requestHandler: new InProcessHandler(service) }));
    expect(outcomes).toEqual(await replay(overHttp));
    expect(outcomes.map((outcome: any) => outcome.status)).toEqual([200, 409, 200, 400, 400, 200, 200, 400, 200, 200, 200, 200, 200, 200, 404]);
    expect(service.snapshot()).toEqual(server.service.snapshot());
    expect(service.calls).toEqual(server.service.calls);
    overHttp.destroy();
    await server.close();
  });
});

describe('on a virtual clock', () => {
  /** Waits end when the clock reaches their time. */
  class Clock {
    now = 0;
    waits: { at: number; end: () => void }[] = [];

    readonly sleep = (ms: number, signal?: AbortSignal) => new Promise<void>((end) => {
      const wait = { at: this.now + ms, end };
      this.waits.push(wait);
      signal?.addEventListener('abort', () => { this.waits = this.waits.filter((other) => other !== wait); });
    });

    /** Advances the clock from wait to wait until the work is done. */
    async run<T>(work: Promise<T>): Promise<T> {
      let done = false;
      const settled = work.finally(() => { done = true; });
      settled.catch(() => {});
      for (;;) {
        // Runs all work that does not wait for the clock.
        await new Promise(setImmediate);
        if (done) return settled;
        const next = this.waits.sort((a, b) => a.at - b.at).shift();
        if (!next) continue;
        this.now = next.at;
        next.end();
      }
    }
  }

  function setUp(fault: Fault | undefined, options: InProcessOptions = {}) {
    const clock = new Clock();
    const service = new FakeIotService({ now: () => clock.now });
    const client = createClient({ requestHandler: new InProcessHandler(service, { intercept: () => fault, sleep: clock.sleep, ...options }) });
    return { clock, service, client };
  }

  test('every call takes its latency', async () => {
    const { clock, service, client } = setUp(undefined, { latencyMs: 40 });
    await clock.run(client.send(create));
    expect(service.calls).toMatchObject([{ at: 40 }]);
  });

  test.each([['before', 300], ['after', 0]] as const)('latency %s the effect', async (when, effectAt) => {
    const { clock, service, client } = setUp({ when, kind: 'latency', ms: 300 });
    await clock.run(client.send(create));
    expect(service.calls).toMatchObject([{ at: effectAt, status: 200 }]);
    expect(clock.now).toBe(300);
  });

  test('a call that hangs is given up after the timeout', async () => {
    const { clock, service, client } = setUp({ when: 'after', kind: 'hang' }, { requestTimeoutMs: 5_000 });
    expect(await failureOf(clock.run(client.send(create)))).toMatchObject({ name: 'TimeoutError' });
    expect(clock.now).toBe(5_000);
    expect([...service.templates.keys()]).toEqual(['one']);
  });

  test('the timeout of the call itself comes first', async () => {
    const { clock, client } = setUp({ when: 'after', kind: 'hang' }, { requestTimeoutMs: 5_000 });
    expect(await failureOf(clock.run(client.send(create, { requestTimeout: 700 })))).toMatchObject({ name: 'TimeoutError' });
    expect(clock.now).toBe(700);
  });

  test('what arrives after the caller gave up still has its effect', async () => {
    const { clock, service, client } = setUp({ when: 'before', kind: 'latency', ms: 9_000 }, { requestTimeoutMs: 5_000 });
    expect(await failureOf(clock.run(client.send(create)))).toMatchObject({ name: 'TimeoutError' });
    expect(service.templates.size).toBe(0);
    await clock.run(clock.sleep(5_000));
    expect(service.calls).toMatchObject([{ at: 9_000, status: 200 }]);
  });

  test('an answer in time leaves no timer behind', async () => {
    const { clock, client } = setUp(undefined, { requestTimeoutMs: 5_000 });
    await clock.run(client.send(create));
    expect(clock.waits).toEqual([]);
  });

  test('a signal that was aborted before is heard', async () => {
    const { client } = setUp({ when: 'before', kind: 'hang' });
    expect(await failureOf(client.send(create, { abortSignal: AbortSignal.abort() }))).toMatchObject({ name: 'AbortError' });
  });
});
