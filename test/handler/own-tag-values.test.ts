import { type CustomResource, Harness, OWNER, type Outcome } from '../support/harness';
import { REBOOT, REBOOT_SLOWLY, tags } from '../support/properties';

let harness: Harness;

const succeeds = (outcome: Outcome): void => expect(outcome).toMatchObject({ status: 'SUCCESS' });

async function given(stackName?: string): Promise<CustomResource> {
  const resource = harness.resource('Reboot', stackName);
  succeeds(await resource.create(REBOOT));
  return resource;
}

describe('If tag values may have only the characters of tag keys', () => {
  beforeEach(async () => { harness = await Harness.start({ variant: { tagValues: 'restricted' } }); });
  afterEach(async () => harness.close());

  test('a tag with other characters fails the deployment', async () => {
    const outcome = await harness.resource('Reboot').create({ ...REBOOT, ...tags({ team: 'R&D' }) });
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('tags.1.member.value') });
  });

  test('a template is created and edited', async () => {
    const resource = await given();
    succeeds(await resource.update({ ...REBOOT, ...tags({ team: 'edge' }) }));
    succeeds(await resource.update(REBOOT_SLOWLY));
    expect(harness.template('reboot')).toMatchObject({ timeoutConfig: { inProgressTimeoutInMinutes: 60 }, tags: { [OWNER]: resource.owner } });
  });

  test('a template of another stack is adopted and released', async () => {
    const maker = await given('maker');
    const adopter = harness.resource('Reboot', 'adopter');
    succeeds(await adopter.create({ ...REBOOT, AdoptExisting: true }));
    expect(harness.template('reboot')).toMatchObject({ tags: { [OWNER]: adopter.owner } });
    succeeds(await adopter.delete());
    expect(harness.template('reboot')).toMatchObject({ tags: { [OWNER]: maker.owner } });
  });
});
