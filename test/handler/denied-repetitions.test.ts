import { ADOPTED_FROM, type CustomResource, Harness, OWNER } from '../support/harness';

/**
 * The provider's policy rests on a template's tags. Where a call took them away, or the template, and its answer was lost, the same call is
 * denied when it is repeated: there is nothing left that IAM could allow it on.
 */
const REBOOT = { JobTemplateId: 'reboot', Description: 'Reboots', Document: '{}', Tags: [{ Key: 'team', Value: 'fleet' }] };
const ADOPTING = { ...REBOOT, AdoptExisting: true };

let harness: Harness;

beforeEach(async () => {
  harness = await Harness.start({ inProcess: true });
});

afterEach(async () => harness.close());

/** From now on the first of these calls has its effect and no answer, and each one after it is denied. */
function deniedWhereRepeated(operation: 'DeleteJobTemplate' | 'TagResource' | 'UntagResource'): void {
  harness.fault({ operation, nth: 1 }, { when: 'after', kind: 'reset' }).fault({ operation }, { when: 'before', kind: 'accessDenied' });
}

async function made(properties: object, stackName?: string): Promise<CustomResource> {
  const resource = harness.resource('Reboot', stackName);
  expect(await resource.create(properties as never)).toMatchObject({ status: 'SUCCESS' });
  return resource;
}

describe('A repeated call that is denied since it had its effect is done:', () => {
  test('the removal of a template', async () => {
    const resource = await made(REBOOT);
    deniedWhereRepeated('DeleteJobTemplate');
    expect(await resource.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(harness.ids).toEqual([]);
    expect(harness.heal()).toEqual([]);
  });

  test('the removal for new content', async () => {
    const resource = await made(REBOOT);
    deniedWhereRepeated('DeleteJobTemplate');
    expect(await resource.update({ ...REBOOT, Description: 'Reboots at once' })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').description).toBe('Reboots at once');
    expect(harness.heal()).toEqual([]);
  });

  test('the release of a template made by hand', async () => {
    harness.seed({ jobTemplateId: 'reboot', description: 'Reboots', document: '{}' }, { team: 'fleet' });
    const resource = await made(ADOPTING);
    deniedWhereRepeated('UntagResource');
    expect(await resource.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').tags).toEqual({ team: 'fleet' });
    expect(harness.heal()).toEqual([]);
  });

  test('the return to another stack', async () => {
    const maker = await made(REBOOT, 'maker');
    const adopter = await made(ADOPTING, 'adopter');
    deniedWhereRepeated('TagResource');
    expect(await adopter.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').tags[OWNER]).toBe(maker.owner);
    expect(harness.heal()).toEqual([]);
  });

  test('the handover to another stack', async () => {
    const maker = await made(REBOOT, 'maker');
    const adopter = await made(ADOPTING, 'adopter');
    deniedWhereRepeated('UntagResource');
    expect(await maker.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').tags).toMatchObject({ [OWNER]: adopter.owner });
    expect(harness.template('reboot').tags).not.toHaveProperty(ADOPTED_FROM);
    expect(harness.heal()).toEqual([]);
  });
});

test('A change of tags that is denied because the template is gone recreates it', async () => {
  const resource = await made(REBOOT);
  harness.server.intercept = ({ operation }) => {
    if (operation !== 'TagResource') return undefined;
    harness.iot.templates.clear();
    return { when: 'before', kind: 'accessDenied' };
  };
  const outcome = await resource.update({ ...REBOOT, Tags: [{ Key: 'team', Value: 'edge' }] });
  expect(outcome).toMatchObject({ status: 'SUCCESS', calls: expect.arrayContaining(['CreateJobTemplate']) });
  expect(harness.template('reboot').tags).toMatchObject({ team: 'edge', [OWNER]: resource.owner });
});

describe('A call that is denied before it had its effect fails after a minute:', () => {
  test.each([
    ['DeleteJobTemplate', (resource: CustomResource) => resource.delete()],
    ['TagResource', (resource: CustomResource) => resource.update({ ...REBOOT, Tags: [{ Key: 'team', Value: 'edge' }] })],
    ['UntagResource', (resource: CustomResource) => resource.update({ ...REBOOT, Tags: [] })],
  ] as const)('%s', async (operation, act) => {
    const resource = await made(REBOOT);
    harness.fault({ operation }, { when: 'before', kind: 'accessDenied' });
    const began = harness.clock.now();
    expect(await act(resource)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining(`did not accept ${operation} for job template reboot (not yet allowed`) });
    expect(harness.clock.now() - began).toBeLessThan(65_000);
    expect(harness.ids).toEqual(['reboot']);
  });

  test('and names the cause if its tags cannot be read', async () => {
    const resource = await made(REBOOT);
    harness.fault({ operation: 'DeleteJobTemplate' }, { when: 'before', kind: 'accessDenied' });
    harness.fault({ operation: 'ListTagsForResource', nth: 2 }, { when: 'before', kind: 'internal' });
    expect(await resource.delete()).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('did not accept DeleteJobTemplate') });
  });
});
