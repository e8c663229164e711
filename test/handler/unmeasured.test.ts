import { ask } from '../fake-iot/direct';
import type { FakeIotService } from '../fake-iot/service';
import { sent } from '../support/cloudformation-event';
import { type CustomResource, Harness, type HarnessOptions, OWNER, type Outcome, REQUESTS } from '../support/harness';
import { REBOOT, REBOOT_SLOWLY, tags } from '../support/properties';

/** Nobody has measured these behaviors of AWS IoT: the handler must end well whichever way each of them is. */
const RENAMED = { ...REBOOT, JobTemplateId: 'reboot-2' };
const LAG_MS = 30_000;

let harness: Harness;

const start = async (options: HarnessOptions): Promise<void> => {
  harness = await Harness.start({ inProcess: true, ...options });
};

afterEach(async () => harness.close());

/** A template that a resource of the stack made. */
async function given(properties: object, stackName?: string): Promise<CustomResource> {
  const resource = harness.resource('Reboot', stackName);
  expect(await resource.create(properties as never)).toMatchObject({ status: 'SUCCESS' });
  return resource;
}

const succeeds = (outcome: Outcome): void => expect(outcome).toMatchObject({ status: 'SUCCESS' });

describe.each(['empty', 'notFound'] as const)('A missing template, if the list of its tags is "%s"', tagsOfMissing => {
  beforeEach(() => start({ variant: { tagsOfMissing } }));

  const missing = async (properties: object = REBOOT): Promise<CustomResource> => {
    const resource = await given(properties);
    harness.iot.restore({});
    return resource;
  };

  test('is created by an edit', async () => {
    const resource = await missing();
    succeeds(await resource.update(REBOOT_SLOWLY));
    expect(harness.template('reboot')).toMatchObject({ timeoutConfig: { inProgressTimeoutInMinutes: 60 }, tags: { [OWNER]: resource.owner } });
  });

  test('is created by an edit of its tags', async () => {
    const resource = await missing();
    succeeds(await resource.update({ ...REBOOT, ...tags({ team: 'edge' }) }));
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'edge' });
  });

  test('is created by an edit, and not adopted, if the resource may adopt', async () => {
    const resource = await missing({ ...REBOOT, AdoptExisting: true });
    succeeds(await resource.update({ ...REBOOT_SLOWLY, AdoptExisting: true }));
    succeeds(await resource.delete());
    expect(harness.ids).toEqual([]);
  });

  test('does not keep an id change from creating the new one', async () => {
    const resource = await missing();
    succeeds(await resource.update(RENAMED));
    succeeds(await resource.cleanUp(REBOOT));
    expect(harness.ids).toEqual(['reboot-2']);
  });

  test('is created by the rollback of an edit that was refused', async () => {
    const resource = await missing();
    harness.fault({ operation: 'CreateJobTemplate', first: 2 }, { when: 'before', kind: 'invalidRequest' });
    expect(await resource.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED' });
    succeeds(await resource.rollBack(REBOOT_SLOWLY));
    expect(harness.template('reboot')).toMatchObject({ description: 'Reboots', tags: { [OWNER]: resource.owner } });
  });

  test('is no reason to fail a Delete', async () => {
    succeeds(await (await missing()).delete());
  });

  test('is found although IAM denies changes to a template without an owner', async () => {
    const resource = await given(REBOOT);
    harness.server.intercept = ({ operation }) => {
      if (!['TagResource', 'DeleteJobTemplate'].includes(operation!)) return undefined;
      harness.iot.restore({});
      return { when: 'before', kind: 'accessDenied' };
    };
    succeeds(await resource.update({ ...REBOOT, ...tags({ team: 'edge' }) }));
    expect(harness.ids).toEqual(['reboot']);
    succeeds(await resource.delete());
    expect(harness.ids).toEqual([]);
  });
});

describe('If tags show 30 s after they are written', () => {
  beforeEach(() => start({ variant: { tagsLagMs: LAG_MS } }));

  test('a rollback restores content that they name already', async () => {
    const resource = await given(REBOOT);
    harness.clock.pass(60_000);
    succeeds(await resource.update(REBOOT_SLOWLY));
    succeeds(await resource.update(REBOOT));
    expect(harness.template('reboot').timeoutConfig).toBeUndefined();
  });

  test('a rollback sets and removes tags that they do not show', async () => {
    const resource = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    harness.clock.pass(60_000);
    succeeds(await resource.update({ ...REBOOT, ...tags({ team: 'edge', stage: 'prod' }) }));
    succeeds(await resource.update({ ...REBOOT, ...tags({ team: 'fleet' }) }));
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'fleet' });
  });

  test('a Create whose response was lost does not adopt its own template', async () => {
    const resource = harness.resource('Reboot');
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'after', kind: 'internal' });
    succeeds(await resource.create({ ...REBOOT, AdoptExisting: true }));
    harness.clock.pass(60_000);
    succeeds(await resource.delete());
    expect(harness.ids).toEqual([]);
  });

  test('a Delete right after the Create removes the template', async () => {
    succeeds(await (await given(REBOOT)).delete());
    expect(harness.ids).toEqual([]);
  });

  test('a Delete with no time to wait for them fails', async () => {
    const resource = await given(REBOOT);
    const event = resource.event('Delete', { PhysicalResourceId: 'reboot', ResourceProperties: sent(REBOOT) });
    expect(await harness.deliver(event, 20_000)).toMatchObject({
      status: 'FAILED', reason: 'AWS IoT did not show the owner of job template reboot in time: delete it again',
    });
    expect(harness.ids).toEqual(['reboot']);
  });

  test('a Create with no time to wait for them fails, and may have created the template', async () => {
    harness.seed({ jobTemplateId: 'reboot' });
    const event = harness.resource('Reboot').event('Create', { ResourceProperties: sent(REBOOT) });
    expect(await harness.deliver(event, 20_000)).toMatchObject({
      status: 'FAILED',
      reason: 'job template reboot keeps changing, or AWS IoT did not show its state in time: deploy again',
      physicalResourceId: expect.stringContaining('reboot (perhaps not created by'),
    });
  });

  test('a failed Create that may appear late has a Delete that waits for it', async () => {
    const resource = harness.resource('Reboot');
    harness.fault({ operation: 'CreateJobTemplate' }, { when: 'before', kind: 'internal' });
    const { physicalResourceId } = await resource.create(REBOOT);
    const [, fingerprint] = /perhaps not created by (.*)\)$/.exec(physicalResourceId)!;
    harness.seed({ jobTemplateId: 'reboot' });
    const appearsAt = harness.clock.now() + 40_000;
    harness.server.intercept = () => {
      if (harness.clock.now() > appearsAt) Object.assign(harness.iot.templates.get('reboot')!.tags, { [OWNER]: resource.owner, [REQUESTS]: fingerprint });
      return undefined;
    };
    succeeds(await resource.delete());
    expect(harness.ids).toEqual([]);
  });

  test('a Create that was refused has a Delete that does not wait', async () => {
    harness.seed({ jobTemplateId: 'reboot' });
    harness.clock.pass(60_000);
    const resource = harness.resource('Reboot');
    const { status, physicalResourceId } = await resource.create(REBOOT);
    expect({ status, physicalResourceId }).toEqual({ status: 'FAILED', physicalResourceId: expect.stringContaining('reboot (not created by') });
    const began = harness.clock.now();
    succeeds(await resource.delete());
    expect(harness.clock.now() - began).toBeLessThan(10_000);
    expect(harness.ids).toEqual(['reboot']);
  });

  test('the rollback of a failed id change deletes the new template', async () => {
    const resource = await given(REBOOT);
    harness.clock.pass(60_000);
    const failed = { ...RENAMED, Attributes: ['DocumentSource'] };
    expect(await resource.update(failed)).toMatchObject({ status: 'FAILED' });
    succeeds(await resource.rollBack(failed));
    expect(harness.ids).toEqual(['reboot']);
  });

  test('a template that left its third owner is adopted by a fourth', async () => {
    await given(REBOOT, 'first');
    for (const stackName of ['second', 'third']) {
      harness.clock.pass(60_000);
      await given({ ...REBOOT, AdoptExisting: true }, stackName);
    }
    harness.clock.pass(60_000);
    const third = harness.resource('Reboot', 'third');
    third.properties = REBOOT;
    succeeds(await third.delete({ PhysicalResourceId: 'reboot' }));
    const fourth = await given({ ...REBOOT, AdoptExisting: true }, 'fourth');
    expect(harness.template('reboot').tags[OWNER]).toBe(fourth.owner);
  });

  test('a refused edit whose new template appears late succeeds', async () => {
    const resource = await given(REBOOT);
    harness.clock.pass(60_000);
    let body: object | undefined;
    let takenUntil = 0;
    harness.server.intercept = ({ operation }) => {
      if (operation !== 'CreateJobTemplate') return undefined;
      if (takenUntil === 0) {
        takenUntil = harness.clock.now() + 45_000;
        return { when: 'before', kind: 'invalidRequest' };
      }
      body ??= harness.iot.calls.at(-1)!.body as object;
      if (harness.clock.now() < takenUntil) return { when: 'before', kind: 'conflict' };
      // The refused call has its effect at last. The response to the call that restores the old template is lost.
      harness.server.intercept = undefined;
      ask(harness.iot as FakeIotService, 'PUT', '/job-templates/reboot', body);
      return { when: 'before', kind: 'internal' };
    };
    succeeds(await resource.update(REBOOT_SLOWLY));
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
  });

  test('an id that somebody else has is refused, after that time only', async () => {
    harness.seed({ jobTemplateId: 'reboot' });
    const began = harness.clock.now();
    expect(await harness.resource('Reboot').create(REBOOT)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('already exists') });
    expect(harness.clock.now() - began).toBeGreaterThan(LAG_MS);
  });
});

describe('If a deleted id is taken for 30 s', () => {
  beforeEach(() => start({ variant: { conflictAfterDeleteMs: LAG_MS } }));

  test('an edit waits, and keeps the tags of other tools and the previous owners', async () => {
    const resource = await given(REBOOT);
    harness.iot.templates.get('reboot')!.tags.auditor = 'somebody else';
    const create = resource.last!;
    succeeds(await resource.update(REBOOT_SLOWLY));
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
    expect(harness.tagsOfOthers('reboot')).toEqual({ auditor: 'somebody else' });
    const before = harness.iot.snapshot();
    succeeds(await harness.deliver(create));
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('an edit restores the old template if its tags cannot be read any more', async () => {
    const resource = await given(REBOOT);
    harness.server.intercept = ({ operation }) => {
      const isDeleted = harness.iot.calls.some(call => call.operation === 'DeleteJobTemplate');
      return operation === 'ListTagsForResource' && isDeleted && harness.clock.now() < until ? { when: 'before', kind: 'accessDenied' } : undefined;
    };
    const until = harness.clock.now() + 70_000;
    expect(await resource.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('did not accept ListTagsForResource') });
    expect(harness.template('reboot').timeoutConfig).toBeUndefined();
  });

  test('a refused edit restores the old template', async () => {
    const resource = await given(REBOOT);
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    expect(await resource.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED', reason: expect.stringMatching(/No such luck$/) });
    expect(harness.template('reboot')).toMatchObject({ description: 'Reboots', tags: { [OWNER]: resource.owner } });
  });
});

test('A rollback succeeds if tags show late, and then a deleted id is taken for a while', async () => {
  await start({ variant: { tagsLagMs: LAG_MS, conflictAfterDeleteMs: LAG_MS } });
  const resource = await given(REBOOT);
  harness.clock.pass(60_000);
  succeeds(await resource.update(REBOOT_SLOWLY));
  succeeds(await resource.update(REBOOT));
  expect(harness.template('reboot').timeoutConfig).toBeUndefined();
});

test('An id change back to a template whose last edit shows late restores its content', async () => {
  await start({ variant: { tagsLagMs: LAG_MS, describeLagMs: LAG_MS } });
  const resource = await given(RENAMED);
  harness.clock.pass(60_000);
  succeeds(await resource.update({ ...RENAMED, Description: 'Reboots at once' }));
  succeeds(await resource.update(REBOOT));
  succeeds(await resource.update(RENAMED));
  expect(harness.template('reboot-2').description).toBe('Reboots');
});

describe('If a template is described 30 s late', () => {
  beforeEach(() => start({ variant: { describeLagMs: LAG_MS } }));

  test('a template that somebody has just recreated by hand is adopted with its new content', async () => {
    harness.seed({ jobTemplateId: 'reboot' });
    const byHand = (method: string, body?: object) => ask(harness.iot as FakeIotService, method, '/job-templates/reboot', body);
    byHand('DELETE');
    byHand('PUT', { description: REBOOT.Description, document: REBOOT.Document });
    const adopter = await given({ ...REBOOT, AdoptExisting: true });
    expect(harness.template('reboot').tags[OWNER]).toBe(adopter.owner);
  });

  test('the attributes of an edit are those of the new template', async () => {
    const resource = await given(REBOOT);
    harness.clock.pass(60_000);
    expect(await resource.update({ ...REBOOT, Description: 'Reboots at once', Attributes: ['Description'] }))
      .toMatchObject({ status: 'SUCCESS', data: { Description: 'Reboots at once' } });
  });

  test('an edit without the time to wait for it succeeds, with the attributes of the old template', async () => {
    const resource = await given(REBOOT);
    harness.clock.pass(60_000);
    const changed = sent({ ...REBOOT, Description: 'Reboots at once', Attributes: ['Description'] });
    const event = resource.event('Update', { PhysicalResourceId: 'reboot', ResourceProperties: changed, OldResourceProperties: sent(REBOOT) });
    expect(await harness.deliver(event, 25_000)).toMatchObject({ status: 'SUCCESS', data: { Description: 'Reboots' } });
    expect(harness.template('reboot').description).toBe('Reboots at once');
  });

  test.each([
    ['to the text that the object held', { Document: JSON.stringify({ readFrom: 'https://s3.eu-west-1.amazonaws.com/firmware/a' }) }],
    ['to another URL of the object', { DocumentSource: 's3://firmware/a' }],
  ])('the attributes of an edit from an object %s are those of the new template', async (_, source) => {
    const { Document: _document, ...rest } = REBOOT;
    const resource = await given({ ...rest, DocumentSource: 'https://s3.eu-west-1.amazonaws.com/firmware/a' });
    harness.clock.pass(60_000);
    const { data } = await resource.update({ ...rest, ...source, Attributes: ['CreatedAt'] } as never);
    expect(data).toMatchObject({ CreatedAt: new Date(harness.template('reboot').createdAt * 1000).toISOString() });
  });

  test('a refused edit restores the last declared content', async () => {
    const resource = await given(REBOOT);
    harness.clock.pass(60_000);
    succeeds(await resource.update(REBOOT_SLOWLY));
    harness.clock.pass(1_000 - LAG_MS);
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest' });
    expect(await resource.update({ ...REBOOT, Description: 'Refused' })).toMatchObject({ status: 'FAILED' });
    expect(harness.template('reboot')).toMatchObject({ description: 'Reboots', timeoutConfig: { inProgressTimeoutInMinutes: 60 } });
  });
});

test('A Create over a foreign template names its owner, if IAM sees the tags', async () => {
  await start({});
  const { owner } = await given(REBOOT, 'other');
  harness.fault({ operation: 'CreateJobTemplate' }, { when: 'before', kind: 'accessDenied' });
  expect(await harness.resource('Reboot').create(REBOOT)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining(`belongs to ${owner}`) });
});

test('A tag that was removed by hand does not fail the Update that removes it', async () => {
  await start({ variant: { untagOfMissingKey: 'refused' } });
  const resource = await given({ ...REBOOT, ...tags({ team: 'fleet', stage: 'prod' }) });
  delete harness.iot.templates.get('reboot')!.tags.team;
  succeeds(await resource.update(REBOOT));
  expect(harness.tagsOfOthers('reboot')).toEqual({});
});

test('Two simultaneous deliveries remove a tag once, if AWS IoT refuses to remove missing tags', async () => {
  await start({ variant: { untagOfMissingKey: 'refused' } });
  const resource = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
  const event = resource.event('Update', { PhysicalResourceId: 'reboot', ResourceProperties: REBOOT, OldResourceProperties: { ...REBOOT, ...tags({ team: 'fleet' }) } });
  await Promise.all([harness.handle(event), harness.handle(event)]);
  const statuses = harness.endpoint.acceptedFor(event.RequestId).map(({ body }) => JSON.parse(body).Status);
  expect(statuses).toEqual(['SUCCESS', 'SUCCESS']);
  expect(harness.tagsOfOthers('reboot')).toEqual({});
});

describe('If tags appear after 30 s, and AWS IoT refuses to remove missing tags', () => {
  const ADOPTING = { ...REBOOT, AdoptExisting: true };

  async function adoptedByAnother(): Promise<CustomResource> {
    await start({ variant: { untagOfMissingKey: 'refused', tagsLagMs: LAG_MS } });
    const maker = await given(ADOPTING, 'maker');
    harness.clock.pass(LAG_MS);
    succeeds(await harness.resource('Reboot', 'adopter').create(ADOPTING));
    harness.clock.pass(LAG_MS);
    return maker;
  }

  test('a template is adopted back from its adopter', async () => {
    const maker = await adoptedByAnother();
    succeeds(await maker.update({ ...ADOPTING, Attributes: ['CreatedAt'] }));
    expect(harness.template('reboot').tags).toMatchObject({ [OWNER]: maker.owner });
  });

  test('two simultaneous deliveries of a Delete succeed, and keep the template for its adopter', async () => {
    const maker = await adoptedByAnother();
    const event = maker.event('Delete', { PhysicalResourceId: 'reboot', ResourceProperties: REBOOT });
    await Promise.all([harness.handle(event), harness.handle(event)]);
    expect(harness.endpoint.acceptedFor(event.RequestId).map(({ body }) => JSON.parse(body).Status)).toEqual(['SUCCESS', 'SUCCESS']);
    expect(harness.ids).toEqual(['reboot']);
  });
});

describe('A template from a job', () => {
  const JOB = 'arn:aws:iot:us-east-1:123456789012:job/pilot';
  const FROM_JOB = { JobTemplateId: 'reboot', Description: 'Reboots', JobArn: JOB };
  const settings = {
    document: '{"operation":"reboot"}',
    timeoutConfig: { inProgressTimeoutInMinutes: 30 },
    presignedUrlConfig: { roleArn: 'arn:aws:iam::123456789012:role/presign', expiresInSec: 300 },
    jobExecutionsRolloutConfig: { maximumPerMinute: 50 },
  };

  beforeEach(() => start({ jobs: new Map([[JOB, settings]]) }));

  const madeByHand = () => harness.seed({ jobTemplateId: 'reboot', description: 'Reboots', jobArn: JOB });

  test('is adopted with its inherited members', async () => {
    madeByHand();
    succeeds(await harness.resource('Reboot').create({ ...FROM_JOB, AdoptExisting: true }));
    expect(harness.template('reboot')).toMatchObject(settings);
  });

  test('is adopted if its members match those declared beside the job', async () => {
    madeByHand();
    const declared = { ...FROM_JOB, PresignedUrlConfig: { ExpiresInSec: 300 }, TimeoutConfig: { InProgressTimeoutInMinutes: 30 } };
    succeeds(await harness.resource('Reboot').create({ ...declared, AdoptExisting: true }));
  });

  test('is not adopted if its members differ from those declared beside the job', async () => {
    madeByHand();
    const declared = { ...FROM_JOB, TimeoutConfig: { InProgressTimeoutInMinutes: 31 }, AdoptExisting: true };
    expect(await harness.resource('Reboot').create(declared))
      .toMatchObject({ status: 'FAILED', reason: expect.stringMatching(/It differs in timeoutConfig.inProgressTimeoutInMinutes \(declared 31, found 30\)$/) });
  });

  test('has a document beside the job', async () => {
    await given({ ...FROM_JOB, Document: '{"operation":"update"}' });
    expect(harness.template('reboot')).toMatchObject({ ...settings, document: '{"operation":"update"}' });
  });
});

describe('LimitExceededException', () => {
  test('of a document that is too large does not mention the quota', async () => {
    await start({ readDocument: () => `"${'x'.repeat(40_000)}"` });
    const { reason } = await harness.resource('Reboot').create({ JobTemplateId: 'reboot', Description: 'Reboots', DocumentSource: 'https://s3.us-east-1.amazonaws.com/bucket/large.json' });
    expect(reason).toMatch(/LimitExceededException.*The document object is too large/);
    expect(reason).not.toContain('quota');
  });
});
