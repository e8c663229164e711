import type { Properties, Stack, StackStatus } from '../simulation/cloudformation';
import { Simulation } from '../simulation/simulation';
import { OWNER } from '../support/harness';

/**
 * A resource that gets another logical id, or another stack, without an event: CloudFormation believes that it has the template. IAM decides
 * about each call, by the policy of the stack that it is in by then.
 */
const PROPERTIES: Properties = { JobTemplateId: 'reboot', Description: 'Reboots', Document: '{"operation":"reboot"}', Tags: [] };
const EDITED: Properties = { ...PROPERTIES, Document: '{"operation":"restart"}' };
const RETAGGED: Properties = { ...PROPERTIES, Tags: [{ Key: 'team', Value: 'fleet' }] };
const ADOPTING = { AdoptExisting: true };

let simulation: Simulation;
/** The stack that the resource is in after the move. */
let stack: Stack;
let formerOwner: string;
let owner: string;

const template = () => simulation.service.templates.get('reboot');

const deploy = (properties?: Properties): Promise<StackStatus> => simulation.calmly(() => stack.deploy(properties ? { Moved: { properties } } : {}));

const decisions = (): unknown[] => simulation.lambda.log.flatMap(({ decision }) => decision ?? []);

describe.each(['Fleet', 'Other'])('A resource of stack Fleet that was moved to stack %s', name => {
  beforeEach(async () => {
    simulation = new Simulation();
    const [fleet, other] = ['Fleet', 'Other'].map(each => simulation.stack(each));
    stack = name === 'Fleet' ? fleet : other;
    formerOwner = fleet.ownerOf('Reboot');
    owner = stack.ownerOf('Moved');
    await simulation.calmly(() => fleet.deploy({ Reboot: { properties: PROPERTIES } }));
    if (stack === other) await simulation.calmly(() => other.deploy({ Before: { properties: { ...PROPERTIES, JobTemplateId: 'before' } } }));
    stack.believed.clear();
    stack.believed.set('Moved', fleet.believed.get('Reboot') ?? { properties: PROPERTIES, physicalId: 'reboot' });
    fleet.believed.delete('Reboot');
  });

  test.each([['content', EDITED], ['tags', RETAGGED]])('is refused an edit of its %s, with both owners and the next step', async (_, edited) => {
    const before = template();
    expect(await deploy(edited)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(template()).toEqual(before);
    expect(stack.reasons).toEqual([expect.stringMatching(new RegExp(`^job template reboot does not belong to ${owner}: it belongs to ${formerOwner}. .*adoptExisting`))]);
  });

  test('keeps the template at an update without changes, and the log names both owners', async () => {
    const before = template();
    expect(await deploy({ ...PROPERTIES, Attributes: ['Description'] })).toBe('UPDATE_COMPLETE');
    expect(template()).toEqual(before);
    expect(decisions()).toEqual([`left unchanged: it has the desired state, but does not belong to ${owner}: it belongs to ${formerOwner}`]);
  });

  test('adopts the template, edits it, and deletes it when it is removed', async () => {
    expect(await deploy({ ...PROPERTIES, ...ADOPTING })).toBe('UPDATE_COMPLETE');
    expect(template()!.tags[OWNER]).toBe(owner);
    expect(await deploy({ ...EDITED, ...ADOPTING })).toBe('UPDATE_COMPLETE');
    expect(template()).toMatchObject({ document: EDITED.Document, tags: { [OWNER]: owner } });
    expect(await deploy()).toBe('UPDATE_COMPLETE');
    expect(template()).toBeUndefined();
  });

  test('releases the template if removed before an edit, and logs the former owner', async () => {
    await deploy({ ...PROPERTIES, ...ADOPTING });
    expect(await deploy()).toBe('UPDATE_COMPLETE');
    expect(template()!.tags[OWNER]).toBe(formerOwner);
    expect(decisions().at(-1)).toBe(`released to ${formerOwner}`);
  });

  test('keeps the template if removed before an adoption, and logs the former owner', async () => {
    const before = template();
    expect(await deploy()).toBe('UPDATE_COMPLETE');
    expect(template()).toEqual(before);
    expect(decisions()).toEqual([`left: it belongs to ${formerOwner}`]);
  });
});
