import { type CustomResource, Harness, OWNER } from '../support/harness';
import { REBOOT, REBOOT_SLOWLY, tags } from '../support/properties';

let harness: Harness;
let reboot: CustomResource;

beforeEach(async () => {
  harness = await Harness.start();
  reboot = harness.resource('Reboot');
});

afterEach(async () => harness.close());

/** Delivers an event once more, after all that came since, and finds that it changes nothing. */
async function comesTooLate(event: CustomResource['last']): Promise<void> {
  const before = harness.iot.snapshot();
  expect(await harness.deliver(event!)).toMatchObject({ status: 'SUCCESS' });
  expect(harness.iot.snapshot()).toEqual(before);
}

describe('A late duplicate changes nothing', () => {
  test('of a Create after an Update of tags', async () => {
    await reboot.create({ ...REBOOT, ...tags({ team: 'fleet' }) });
    const create = reboot.last;
    await reboot.update({ ...REBOOT, ...tags({ stage: 'prod' }) });
    await comesTooLate(create);
    expect(harness.tagsOfOthers('reboot')).toEqual({ stage: 'prod' });
  });

  test('of a Create after an Update of content', async () => {
    await reboot.create(REBOOT);
    const create = reboot.last;
    await reboot.update(REBOOT_SLOWLY);
    await comesTooLate(create);
  });

  test('of an Update after another', async () => {
    await reboot.create(REBOOT);
    await reboot.update(REBOOT_SLOWLY);
    const update = reboot.last;
    await reboot.update({ ...REBOOT, Description: 'Reboots at once' });
    await comesTooLate(update);
    await reboot.update({ ...REBOOT, ...tags({ a: 'b' }) });
    await comesTooLate(update);
  });

  test('of an Update after its rollback', async () => {
    await reboot.create(REBOOT);
    await reboot.update(REBOOT_SLOWLY);
    const update = reboot.last;
    await reboot.update(REBOOT);
    await comesTooLate(update);
  });

  test('of an Update that failed, after its rollback', async () => {
    await reboot.create(REBOOT);
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest' });
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED' });
    const update = reboot.last;
    await reboot.rollBack(REBOOT_SLOWLY);
    await comesTooLate(update);
  });

  test('of the latest request, however often it comes', async () => {
    await reboot.create(REBOOT);
    await reboot.update({ ...REBOOT_SLOWLY, ...tags({ a: 'b' }) });
    for (let count = 0; count < 3; count++) await comesTooLate(reboot.last);
  });

  test('of an adopting Create after the template was released', async () => {
    const maker = harness.resource('Maker');
    await maker.create(REBOOT);
    await reboot.create({ ...REBOOT, AdoptExisting: true });
    const create = reboot.last;
    await reboot.delete();
    await comesTooLate(create);
    expect(harness.template('reboot').tags[OWNER]).toBe(maker.owner);
  });

  test('of a Delete that gave the template back', async () => {
    const maker = harness.resource('Maker');
    await maker.create(REBOOT);
    await reboot.create({ ...REBOOT, AdoptExisting: true });
    await reboot.delete();
    const { last } = reboot;
    await comesTooLate(last);
    await maker.update(REBOOT_SLOWLY);
    await comesTooLate(last);
  });

  test('of a Delete that completed a handover', async () => {
    await reboot.create(REBOOT);
    const heir = harness.resource('Heir');
    await heir.create({ ...REBOOT, AdoptExisting: true });
    await reboot.delete();
    await comesTooLate(reboot.last);
    await heir.update({ ...REBOOT_SLOWLY, AdoptExisting: true });
    await comesTooLate(reboot.last);
  });

  test('of the creator\'s last Update after another owner adopted the template', async () => {
    await reboot.create(REBOOT);
    await reboot.update(REBOOT_SLOWLY);
    const update = reboot.last;
    await harness.resource('Heir').create({ ...REBOOT_SLOWLY, AdoptExisting: true });
    await comesTooLate(update);
  });

  test('of an Update to a new id after its rollback leaves no second template', async () => {
    await reboot.create(REBOOT);
    const renamed = { ...REBOOT, JobTemplateId: 'reboot-2' };
    await reboot.update(renamed);
    await reboot.update(REBOOT);
    const rollback = reboot.last;
    await reboot.cleanUp(renamed);
    await comesTooLate(rollback);
    expect(harness.ids).toEqual(['reboot']);
  });
});

test('two simultaneous deliveries end in the same state as one', async () => {
  await reboot.create(REBOOT);
  const event = reboot.event('Update', {
    PhysicalResourceId: 'reboot',
    ResourceProperties: { ...REBOOT, TimeoutConfig: { InProgressTimeoutInMinutes: '60' } },
    OldResourceProperties: REBOOT,
  });
  await Promise.all([harness.handle(event), harness.handle(event)]);
  const answers = harness.endpoint.acceptedFor(event.RequestId).map(({ body }) => JSON.parse(body).Status);
  expect(answers).toEqual(['SUCCESS', 'SUCCESS']);
  expect(harness.template('reboot')).toMatchObject({ timeoutConfig: { inProgressTimeoutInMinutes: 60 } });
  expect(harness.template('reboot').tags[OWNER]).toBe(reboot.owner);
});
