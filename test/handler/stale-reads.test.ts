import { type CustomResource, Harness, type HarnessOptions, OWNER, type Outcome } from '../support/harness';
import { REBOOT, REBOOT_SLOWLY, tags } from '../support/properties';

/** Reads may be stale for less than this time. */
const SETTLING_MS = 45_000;
const LAG_MS = 30_000;
const ADOPT = { ...REBOOT, AdoptExisting: true };
const BY_HAND = { jobTemplateId: 'reboot', description: 'Reboots', document: '{"operation":"reboot"}' };
const { Document: _document, ...WITHOUT_DOCUMENT } = REBOOT;
const FROM_OBJECT = { ...WITHOUT_DOCUMENT, DocumentSource: 'https://bucket.s3.us-east-1.amazonaws.com/reboot.json' };
const PILOT = 'arn:aws:iot:us-east-1:123456789012:job/pilot';

let harness: Harness;

const start = async (options: HarnessOptions = {}): Promise<void> => {
  harness = await Harness.start({ inProcess: true, ...options });
};

afterEach(async () => harness.close());

async function given(properties: object = REBOOT, stackName?: string): Promise<CustomResource> {
  const resource = harness.resource('Reboot', stackName);
  expect(await resource.create(properties as never)).toMatchObject({ status: 'SUCCESS' });
  return resource;
}

const decisionsIn = ({ lines }: Outcome) => lines.flatMap(line => 'decision' in line ? [line.decision] : []);

/** The time that something takes. */
async function durationOf(work: () => Promise<unknown>): Promise<number> {
  const began = harness.clock.now();
  await work();
  return harness.clock.now() - began;
}

describe('A Create by another request of the same resource', () => {
  beforeEach(() => start({ jobs: new Map([[PILOT, { document: '{}' }]]), readDocument: () => '{}' }));

  test('keeps a template whose description proves its content', async () => {
    const reboot = await given();
    expect((await reboot.create(REBOOT)).calls).not.toContain('DeleteJobTemplate');
  });

  test.each([
    ['an object', FROM_OBJECT],
    ['a job', { ...WITHOUT_DOCUMENT, JobArn: PILOT }],
    ['a job and a text', { ...REBOOT, JobArn: PILOT }],
  ])('recreates a template from %s, whose description proves nothing', async (_, properties) => {
    const reboot = await given(properties);
    expect((await reboot.create(properties as never)).calls).toContain('DeleteJobTemplate');
  });
});

describe('Without the time to wait until reads have settled', () => {
  beforeEach(() => start({ variant: { tagsLagMs: LAG_MS } }));

  test('a Create of a taken id fails, and may have created the template', async () => {
    harness.seed(BY_HAND);
    const event = harness.resource('Reboot').event('Create', { ResourceProperties: REBOOT });
    expect(await harness.deliver(event, 20_000)).toMatchObject({
      status: 'FAILED',
      physicalResourceId: expect.stringContaining('(perhaps not created by'),
      reason: expect.stringContaining('job template reboot keeps changing, or AWS IoT did not show its state in time: deploy again'),
    });
  });

  test('a Delete fails if the owner does not show', async () => {
    const { physicalResourceId: PhysicalResourceId, ...reboot } = await given();
    const event = harness.resource(reboot.logicalId).event('Delete', { PhysicalResourceId, ResourceProperties: REBOOT });
    expect(await harness.deliver(event, 20_000)).toMatchObject({
      status: 'FAILED', reason: expect.stringContaining('AWS IoT did not show the owner of job template reboot in time: delete it again'),
    });
  });

  test('a Create that had no response from AWS IoT has a Delete that waits for its template', async () => {
    const reboot = harness.resource('Reboot');
    harness.fault({ operation: 'CreateJobTemplate' }, { when: 'after', kind: 'internal' });
    const event = reboot.event('Create', { ResourceProperties: REBOOT });
    const { physicalResourceId } = await harness.deliver(event, 5_000);
    harness.heal();
    // A read does not show the template at all.
    harness.fault({ operation: 'DescribeJobTemplate' }, { when: 'before', kind: 'notFound' });
    const removal = reboot.event('Delete', { PhysicalResourceId: physicalResourceId, ResourceProperties: REBOOT });
    expect(await harness.deliver(removal)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.ids).toEqual([]);
  });
});

describe('A deletion without a response', () => {
  const lose = (operation: 'DeleteJobTemplate') => harness.fault({ operation, nth: 1 }, { when: 'after', kind: 'internal' });

  test('is awaited once, and the template is created a second time', async () => {
    await start();
    const reboot = await given();
    lose('DeleteJobTemplate');
    const { calls } = await reboot.update(REBOOT_SLOWLY);
    expect(calls.slice(calls.indexOf('DeleteJobTemplate'))).toEqual([
      'DeleteJobTemplate', 'DeleteJobTemplate', 'CreateJobTemplate', 'CreateJobTemplate', 'DescribeJobTemplate',
    ]);
    expect(harness.clock.pauses.filter(pause => pause === SETTLING_MS)).toHaveLength(1);
  });

  test('may keep the id taken until the second creation', async () => {
    await start({ variant: { conflictAfterDeleteMs: LAG_MS } });
    const reboot = await given();
    lose('DeleteJobTemplate');
    const { calls } = await reboot.update(REBOOT_SLOWLY);
    expect(calls.slice(calls.lastIndexOf('DeleteJobTemplate'))).toEqual([
      'DeleteJobTemplate', 'CreateJobTemplate', 'CreateJobTemplate', 'DescribeJobTemplate',
    ]);
  });

  test('is not awaited again if somebody else has taken the id meanwhile', async () => {
    await start();
    const reboot = await given();
    harness.server.intercept = ({ operation }) => {
      const isDeleted = harness.iot.calls.at(-1)?.operation === 'DeleteJobTemplate';
      if (operation === 'CreateJobTemplate' && isDeleted) harness.iot.seed({ jobTemplateId: 'reboot', description: 'Not yours' });
      return operation === 'DeleteJobTemplate' && !isDeleted ? { when: 'after', kind: 'internal' } : undefined;
    };
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED' });
    expect(harness.clock.pauses.filter(pause => pause === SETTLING_MS)).toHaveLength(1);
    expect(harness.template('reboot').description).toBe('Not yours');
  });
});

describe('If a deleted id is taken for a while', () => {
  test('an edit outlasts that time, even if it began long before the deletion', async () => {
    await start({ variant: { tagsLagMs: 40_000, conflictAfterDeleteMs: LAG_MS } });
    const reboot = await given();
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
  });

  test('a template that is refused afterwards is restored once', async () => {
    await start({ variant: { conflictAfterDeleteMs: 1_000 } });
    const reboot = await given();
    harness.fault({ operation: 'CreateJobTemplate', nth: 4 }, { when: 'before', kind: 'invalidRequest' });
    const outcome = await reboot.update(REBOOT_SLOWLY);
    expect(outcome.status).toBe('FAILED');
    expect(decisionsIn(outcome)).toEqual(['content differs: recreated under the same id', 'refused: the old template was restored']);
    expect(harness.heal()).toEqual([]);
  });
});

test('A restoration without a response is looked at until reads have settled', async () => {
  await start({ variant: { conflictAfterDeleteMs: 50_000 } });
  const reboot = await given();
  const began = harness.clock.now();
  let creations = 0;
  let lost = 0;
  harness.server.intercept = ({ operation }) => {
    if (operation !== 'CreateJobTemplate') return undefined;
    if (creations++ === 0) return { when: 'before', kind: 'invalidRequest' };
    return harness.clock.now() - began > 50_000 && lost++ === 0 ? { when: 'after', kind: 'internal' } : undefined;
  };
  expect(decisionsIn(await reboot.update(REBOOT_SLOWLY))).toEqual(['content differs: recreated under the same id', 'refused: the old template still exists']);
  expect(harness.clock.now() - began).toBeGreaterThan(50_000 + SETTLING_MS);
  expect(harness.template('reboot').timeoutConfig).toBeUndefined();
});

test('A missing template that is refused has the reason alone, if nothing is known to restore', async () => {
  await start();
  const reboot = await given();
  harness.iot.restore({});
  harness.fault({ operation: 'CreateJobTemplate' }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
  const { reason } = await reboot.update(REBOOT_SLOWLY, { OldResourceProperties: { ...REBOOT, Colour: 'red' } });
  expect(reason).toMatch(/No such luck$/);
});

test('A missing template is created by an edit without a second look', async () => {
  await start();
  const reboot = await given();
  harness.iot.restore({});
  expect((await reboot.update(REBOOT_SLOWLY)).calls).toEqual(['ListTagsForResource', 'CreateJobTemplate', 'DescribeJobTemplate']);
});

test('A tag that was never set is removed without an error, if AWS IoT refuses to remove missing tags', async () => {
  await start({ variant: { tagsLagMs: LAG_MS, untagOfMissingKey: 'refused' } });
  const reboot = await given();
  harness.clock.pass(60_000);
  expect(await reboot.rollBack({ ...REBOOT, ...tags({ stage: 'prod' }) })).toMatchObject({ status: 'SUCCESS' });
});

describe('An adoption', () => {
  test('waits if the template is so young that another delivery may have created it', async () => {
    await start();
    harness.iot.seed(BY_HAND);
    expect(await durationOf(() => given(ADOPT))).toBeGreaterThan(SETTLING_MS);
    expect(await durationOf(() => given(ADOPT, 'second'))).toBeLessThan(SETTLING_MS);
  });

  test('waits for the description of an edited template', async () => {
    await start({ variant: { describeLagMs: LAG_MS } });
    const maker = await given({ ...REBOOT, Description: 'Reboots slowly' }, 'maker');
    harness.clock.pass(60_000);
    await maker.update(REBOOT);
    await given(ADOPT);
  });

  test('waits until the release by one of many owners shows', async () => {
    await start({ variant: { tagsLagMs: LAG_MS } });
    await given(REBOOT, 'maker');
    const adopters: CustomResource[] = [];
    for (const name of ['first', 'second']) {
      harness.clock.pass(60_000);
      adopters.push(await given(ADOPT, name));
    }
    harness.clock.pass(60_000);
    expect(await adopters[1].delete()).toMatchObject({ status: 'SUCCESS' });
    const third = await given(ADOPT, 'third');
    expect(harness.template('reboot').tags[OWNER]).toBe(third.owner);
  });

  test('by an earlier owner does not wait', async () => {
    await start();
    const maker = await given(REBOOT, 'maker');
    for (const name of ['first', 'second']) await given(ADOPT, name);
    harness.clock.pass(60_000);
    expect(await durationOf(() => maker.update(ADOPT))).toBeLessThan(SETTLING_MS);
    expect(harness.template('reboot').tags[OWNER]).toBe(maker.owner);
  });

  test('by an earlier owner fails with the reason why its tag cannot be removed', async () => {
    await start();
    const maker = await given(REBOOT, 'maker');
    await given(ADOPT, 'first');
    harness.clock.pass(60_000);
    harness.fault({ operation: 'UntagResource' }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    expect(await maker.update(ADOPT)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('No such luck') });
  });
});

describe('A release', () => {
  beforeEach(() => start());

  test('removes tags at the second attempt if AWS IoT refuses the first', async () => {
    harness.seed(BY_HAND);
    const reboot = await given(ADOPT);
    harness.fault({ operation: 'UntagResource', nth: 1 }, { when: 'before', kind: 'invalidRequest' });
    const outcome = await reboot.delete();
    expect(decisionsIn(outcome)).toEqual(['released', 'released']);
    expect(harness.template('reboot').tags).toEqual({});
  });

  test('leaves a template that keeps being recreated by somebody else', async () => {
    const reboot = await given();
    const other = { jobTemplateId: 'reboot', description: 'Not yours' };
    harness.server.intercept = ({ operation }) => {
      if (operation === 'ListTagsForResource') {
        harness.iot.templates.delete('reboot');
        harness.iot.seed(other);
      }
      return undefined;
    };
    expect(await reboot.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot')).toMatchObject(other);
  });

  test('leaves a template that existed before the Create that failed, and says so', async () => {
    const reboot = await given();
    const failed = await reboot.create({ ...REBOOT, Attributes: ['DocumentSource'] });
    expect(failed).toMatchObject({ status: 'FAILED' });
    expect(decisionsIn(await reboot.delete())).toEqual(['left: it existed before']);
    expect(harness.ids).toEqual(['reboot']);
  });
});
