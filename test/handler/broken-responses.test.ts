import * as fc from 'fast-check';
import { BREAKAGE_NAMES, type BreakageName, BreakingServer } from '../support/breaking-server';
import { BundledHandler } from '../support/bundled-handler';
import { sent } from '../support/cloudformation-event';
import { Harness, LOOKUP, type Outcome } from '../support/harness';

const REBOOT = { JobTemplateId: 'reboot', Description: 'Reboots', Document: '{"operation":"reboot"}', Tags: [{ Key: 'team', Value: 'fleet' }] };
const REBOOT_SLOWLY = { ...REBOOT, TimeoutConfig: { InProgressTimeoutInMinutes: 60 } };
const RETAGGED = { ...REBOOT, Tags: [{ Key: 'stage', Value: 'prod' }] };
const RESTART = { ...REBOOT, JobTemplateId: 'restart' };
const { Document: _, ...WITHOUT_DOCUMENT } = REBOOT;
const REFUSED = { ...WITHOUT_DOCUMENT, DocumentSource: 'https://s3.us-east-1.amazonaws.com/bucket/missing.json' };
const BY_HAND = { jobTemplateId: 'reboot', description: REBOOT.Description, document: REBOOT.Document };

/** When the handler stops to begin calls for what is wanted. */
const WORK_MS = 240_000;

/** Part of the life of a template. */
interface Flow {
  readonly before?: (harness: Harness) => Promise<unknown>;
  /** @param before what the part before came to */
  readonly happens: (harness: Harness, before: any) => Promise<Outcome[]>;
}

/** A resource that has been created, and updated where there are more properties. */
async function deployed(harness: Harness, ...[first, ...others]: { readonly JobTemplateId: string }[]) {
  const resource = harness.resource('Reboot');
  await resource.create({ ...first });
  for (const properties of others) await resource.update({ ...properties });
  return resource;
}

const adopted = async (harness: Harness) => {
  harness.seed(BY_HAND, { team: 'fleet' });
  return deployed(harness, { ...REBOOT, AdoptExisting: true } as typeof REBOOT);
};

type Resource = Awaited<ReturnType<typeof deployed>>;

const FLOWS: { readonly [name: string]: Flow } = {
  'a Create': { happens: async harness => [await harness.resource('Reboot').create({ ...REBOOT, Attributes: ['Arn', 'Document'] })] },
  'an edit of content': {
    before: harness => deployed(harness, REBOOT),
    happens: async (_harness, reboot: Resource) => [await reboot.update(REBOOT_SLOWLY)],
  },
  'an edit of tags': {
    before: harness => deployed(harness, REBOOT),
    happens: async (_harness, reboot: Resource) => [await reboot.update(RETAGGED)],
  },
  'a change of the id': {
    before: harness => deployed(harness, REBOOT),
    happens: async (_harness, reboot: Resource) => [await reboot.update(RESTART), await reboot.cleanUp(REBOOT)],
  },
  'a Delete': {
    before: harness => deployed(harness, REBOOT),
    happens: async (_harness, reboot: Resource) => [await reboot.delete()],
  },
  'an adoption': {
    before: async harness => harness.seed(BY_HAND, { team: 'fleet' }),
    happens: async harness => [await harness.resource('Reboot').create({ ...REBOOT, AdoptExisting: true })],
  },
  'a release': {
    before: adopted,
    happens: async (_harness, reboot: Resource) => [await reboot.delete()],
  },
  'an edit that is refused, and its rollback': {
    before: harness => deployed(harness, REBOOT),
    happens: async (_harness, reboot: Resource) => [await reboot.update(REFUSED), await reboot.rollBack(REFUSED)],
  },
  'a lookup': {
    before: async harness => harness.seed(BY_HAND),
    happens: async harness => [
      await harness.resource('Found', 'fleet', LOOKUP).create({ JobTemplateId: 'reboot', Attributes: ['Arn', 'Document'] }),
    ],
  },
};

const FLOW_NAMES = Object.keys(FLOWS);

let harness: Harness;
const undisturbed = new Map<string, Awaited<ReturnType<typeof endOf>>>();

beforeAll(async () => {
  harness = await Harness.start({ breakable: true, readDocument: () => undefined });
  for (const name of FLOW_NAMES) undisturbed.set(name, await endOf(name));
});
afterAll(async () => harness.close());

/** What a flow came to, with these responses broken. */
async function endOf(name: string, plan: ReadonlyMap<number, BreakageName> = new Map()) {
  const { before, happens } = FLOWS[name];
  harness.reset();
  const ready = await before?.(harness);
  harness.break(plan);
  const began = harness.clock.now();
  const outcomes = await happens(harness, ready);
  const ended = harness.clock.now();
  // Late effects have happened by then.
  await harness.clock.sleep(WORK_MS);
  return {
    calls: harness.callsSinceBreak,
    end: {
      answers: outcomes.map(({ status, physicalResourceId, data }) => ({ status, physicalResourceId, data })),
      templates: Object.values(harness.iot.snapshot()).map(({ createdAt: __, ...template }) => template),
      isInTime: ended - began < WORK_MS,
    },
    reasons: outcomes.map(({ reason }) => reason),
  };
}

describe.each(FLOW_NAMES)('%s ends as ever, in time, if one response is', name => {
  test.each(BREAKAGE_NAMES)('%s', async breakage => {
    const { calls, end } = undisturbed.get(name)!;
    expect(calls).toBeGreaterThan(0);
    for (let call = 0; call < calls; call++) {
      const { reasons, ...disturbed } = await endOf(name, new Map([[call, breakage]]));
      expect({ call, reasons, end: disturbed.end }).toEqual({ call, reasons: expect.anything(), end });
    }
  });
});

test('any two broken responses leave the end as ever', async () => {
  const breakage = fc.constantFrom(...BREAKAGE_NAMES);
  const call = fc.nat(8);
  const broken = fc.tuple(call, breakage);
  await fc.assert(fc.asyncProperty(fc.constantFrom(...FLOW_NAMES), broken, broken, async (name, first, second) => {
    const { end } = await endOf(name, new Map([first, second]));
    expect(end).toEqual(undisturbed.get(name)!.end);
  }), { seed: 13, numRuns: 100 });
});

describe('The function as it is deployed creates a template if the first response is', () => {
  let server: BreakingServer;
  let handler: BundledHandler;

  beforeAll(async () => {
    server = await BreakingServer.start(harness.iot, { pass: () => {}, later: (_milliseconds, work) => void work() });
    // Fast enough for a test, and slow enough for a whole response: where it is not, the call is repeated, too.
    handler = await BundledHandler.start(server.endpoint, 50);
  });
  afterAll(async () => {
    await handler.stop();
    await server.close();
  });

  test.each(BREAKAGE_NAMES)('%s', async breakage => {
    harness.reset();
    server.break(new Map([[0, breakage]]));
    const event = harness.resource('Reboot').event('Create', { ResourceProperties: sent(REBOOT) });
    await handler.invoke(event);
    expect(harness.endpoint.acceptedFor(event.RequestId).map(({ body }) => JSON.parse(body))).toEqual([expect.objectContaining({ Status: 'SUCCESS' })]);
    expect(harness.ids).toEqual(['reboot']);
    expect(server.calls).toBeGreaterThan(1);
  });
});
