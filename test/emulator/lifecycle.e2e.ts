import { Account, type Outcome } from './lifecycle/account';
import type { Declaration, TemplateDeclaration } from './lifecycle/declaration';
import type { Snapshot, StoredTemplate } from '../fake-iot/service';
import { ADOPTED_FROM, ADOPTED_FROM_2, CONTENT, OWNER, REQUESTS } from '../support/harness';

/**
 * One account, in which the tests follow each other. The templates of the stack Fleet live through its deployments,
 * and every other stack is independent. The CDK CLI is real, and the emulator replaces AWS.
 */
let account: Account;

beforeAll(async () => {
  account = await Account.open();
});

afterAll(async () => account?.close());

/** The owner tag of a construct's template. */
const belongingTo = (construct: string, stack = 'Fleet') => expect.stringMatching(new RegExp(`^${stack}/[\\w-]+/${construct}[0-9A-F]{8}$`));

/** A template without its record of reads. */
function still({ tags: { [REQUESTS]: _, ...tags }, ...template }: StoredTemplate) {
  return { ...template, tags };
}

const stillAll = (templates: Snapshot) => Object.fromEntries(Object.entries(templates).map(([id, template]) => [id, still(template)]));

/** The stack whose templates live longest, and a stack that uses the ARN of one of them. */
const fleet = (templates: Record<string, TemplateDeclaration>): Declaration => ({
  Fleet: { templates },
  Operations: { parameters: { EditedArn: ['Fleet', 'Edited'] } },
});

const FIRST: Record<string, TemplateDeclaration> = {
  Untouched: { document: { operation: 'nothing' } },
  Edited: { document: { version: 1 }, tags: { team: 'gateways' } },
  Sourced: { document: 'first.json', tags: { team: 'gateways' } },
  Tagged: { tags: { ring: 'beta', pilot: 'yes' } },
  Lost: { document: { operation: 'lost' } },
  Removed: {},
  Retained: { jobTemplateId: 'retained', retain: true, tags: { team: 'gateways' } },
  Replaced: { jobTemplateId: 'replaced-1' },
  OldName: { jobTemplateId: 'renamed', adoptExisting: true, tags: { team: 'gateways' } },
};

const { Removed, Retained, OldName, ...KEPT } = FIRST;

const SECOND: Record<string, TemplateDeclaration> = {
  ...KEPT,
  Edited: { ...FIRST.Edited, document: { version: 2 } },
  Tagged: { tags: { ring: 'stable', region: 'emea' } },
  Lost: { ...FIRST.Lost, description: 'Found' },
  Replaced: { jobTemplateId: 'replaced-2' },
  NewName: OldName,
};

/** The ids of the templates of Fleet with generated ids. */
const ids: Record<string, string> = {};

describe('A deployment of many changes', () => {
  let before: Snapshot;
  let outcome: Outcome;

  beforeAll(async () => {
    await account.documents.upload('first.json', '{"from":"the first object"}');
    await account.deploy(fleet(FIRST));
    for (const construct of Object.keys(FIRST)) ids[construct] = await account.idOf('Fleet', construct);
    account.iot.templates.get(ids.Edited)!.tags.operator = 'kim';
    account.iot.templates.get(ids.Tagged)!.tags.operator = 'kim';
    before = account.iot.snapshot();
    account.iot.templates.delete(ids.Lost);
    outcome = await account.deploy(fleet(SECOND));
  });

  test('succeeds', async () => {
    expect(await account.stacks.status('Fleet')).toBe('UPDATE_COMPLETE');
    expect(Object.keys(outcome.templates).sort()).toEqual([
      ids.Untouched, ids.Edited, ids.Sourced, ids.Tagged, ids.Lost, 'retained', 'replaced-2', 'renamed',
    ].sort());
  });

  test('makes no call for a template that is as it was', () => {
    expect(outcome.callsFor(ids.Untouched)).toEqual([]);
    expect(outcome.templates[ids.Untouched]).toEqual(before[ids.Untouched]);
  });

  test('replaces a document under the same id and ARN, and keeps the tags of others', () => {
    const { createdAt, ...edited } = still(outcome.templates[ids.Edited]);
    const { createdAt: firstCreatedAt, ...first } = still(before[ids.Edited]);
    expect(createdAt).toBeGreaterThan(firstCreatedAt);
    expect(edited).toEqual({ ...first, document: '{"version":2}', tags: { ...first.tags, [CONTENT]: edited.tags[CONTENT] } });
    expect(edited.tags).toEqual({ team: 'gateways', operator: 'kim', [OWNER]: belongingTo('Edited'), [CONTENT]: expect.any(String) });
    expect(edited.tags[CONTENT]).not.toBe(first.tags[CONTENT]);
  });

  test('leaves the other stack, which has the ARN of the edited template, as it was', async () => {
    const { jobTemplateArn } = outcome.templates[ids.Edited];
    expect(await account.stacks.status('Operations')).toBe('CREATE_COMPLETE');
    expect(await account.stacks.outputs('Operations')).toEqual({ EditedArnValue: jobTemplateArn });
  });

  test('changes tags in place', () => {
    expect(outcome.callsFor(ids.Tagged)).toEqual(['ListTagsForResource', 'TagResource', 'UntagResource']);
    const tagged = outcome.templates[ids.Tagged];
    expect({ ...tagged, tags: {} }).toEqual({ ...before[ids.Tagged], tags: {} });
    expect(still(tagged).tags).toEqual({
      ring: 'stable', region: 'emea', operator: 'kim', [OWNER]: belongingTo('Tagged'), [CONTENT]: before[ids.Tagged].tags[CONTENT],
    });
  });

  test('makes a template again that somebody has deleted', () => {
    expect(outcome.templates[ids.Lost]).toMatchObject({ description: 'Found', document: '{"operation":"lost"}' });
  });

  test('deletes a template that is declared no more', () => {
    expect(outcome.callsFor(ids.Removed)).toEqual(['ListTagsForResource', 'DeleteJobTemplate']);
  });

  test('leaves a template that is to be retained, with its marks', () => {
    expect(outcome.callsFor('retained')).toEqual([]);
    expect(outcome.templates.retained).toEqual(before.retained);
    expect(outcome.templates.retained.tags).toMatchObject({ team: 'gateways', [OWNER]: belongingTo('Retained') });
  });

  test('replaces a template whose id is another, and deletes the old one after that', () => {
    expect(outcome.templates['replaced-2'].tags).toMatchObject({ [OWNER]: belongingTo('Replaced') });
    const changes = outcome.calls.map(({ operation, id }) => `${operation} ${id}`)
      .filter((call) => /^(Create|Delete)JobTemplate replaced/.test(call));
    expect(changes).toEqual(['CreateJobTemplate replaced-2', 'DeleteJobTemplate replaced-1']);
  });

  test('hands a template over to the construct that got a new name', () => {
    const { tags, ...content } = still(outcome.templates.renamed);
    expect(content).toEqual({ ...before.renamed, tags: undefined });
    expect(tags).toEqual({ team: 'gateways', [OWNER]: belongingTo('NewName'), [CONTENT]: before.renamed.tags[CONTENT] });
  });
});

describe('An update that AWS IoT refuses', () => {
  let before: Snapshot;
  let outcome: Outcome;

  beforeAll(async () => {
    before = account.iot.snapshot();
    outcome = await account.failToDeploy(fleet({
      ...SECOND,
      Tagged: { tags: { ring: 'alpha' } },
      Sourced: { document: 'not-there.json', tags: { team: 'edge' }, after: ['Tagged'] },
    }));
  });

  test('is rolled back, and says why', async () => {
    expect(await account.stacks.status('Fleet')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(outcome.output).toContain(`AWS IoT did not accept CreateJobTemplate for job template ${ids.Sourced}`);
    expect(outcome.output).toContain('Job document located at [document source] is not found');
  });

  test('is refused once', () => {
    expect(outcome.callsFor(ids.Sourced).filter((call) => call.includes(':'))).toEqual(['CreateJobTemplate: InvalidRequestException']);
  });

  test('had begun', () => {
    expect(outcome.callsFor(ids.Tagged)).toContain('TagResource');
    expect(outcome.callsFor(ids.Sourced)).toContain('DeleteJobTemplate');
  });

  test('leaves every template with the content and the tags that it had', () => {
    const { [ids.Sourced]: { createdAt: _, ...sourced }, ...others } = stillAll(outcome.templates);
    const { [ids.Sourced]: { createdAt: __, ...sourcedBefore }, ...othersBefore } = stillAll(before);
    expect(sourced).toEqual(sourcedBefore);
    expect(others).toEqual(othersBefore);
  });
});

describe('A rename and a replacement that are rolled back because another template fails', () => {
  let before: Snapshot;
  let outcome: Outcome;

  const { NewName, ...others } = SECOND;

  beforeAll(async () => {
    account.iot.seed({ jobTemplateId: 'taken', description: 'Declared', document: '{}' });
    before = account.iot.snapshot();
    outcome = await account.failToDeploy(fleet({
      ...others,
      Replaced: { jobTemplateId: 'replaced-3' },
      ThirdName: NewName,
      Added: {},
      Clash: { jobTemplateId: 'taken', after: ['Replaced', 'ThirdName', 'Added'] },
    }));
  });

  test('say why', async () => {
    expect(await account.stacks.status('Fleet')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(outcome.output).toContain('job template taken already exists and was not created by this library');
  });

  test('had begun', () => {
    expect(outcome.callsFor('renamed')).toContain('TagResource');
    expect(outcome.callsFor('replaced-3')).toContain('CreateJobTemplate');
  });

  test('give the template back to the construct with the old name', async () => {
    const { [OWNER]: owner, [ADOPTED_FROM]: first = owner, [ADOPTED_FROM_2]: second = owner, ...tags } = still(outcome.templates.renamed).tags;
    expect({ ...still(outcome.templates.renamed), tags: { ...tags, [OWNER]: owner } }).toEqual(still(before.renamed));
    expect(owner).toEqual(belongingTo('NewName'));
    // A template whose owner is also its own previous owner was adopted from nobody.
    expect([first, second]).toEqual([owner, owner]);
    expect(await account.idOf('Fleet', 'NewName')).toBe('renamed');
  });

  test('leave nothing else behind', () => {
    const { renamed: _, ...left } = stillAll(outcome.templates);
    const { renamed: __, ...leftBefore } = stillAll(before);
    expect(left).toEqual(leftBefore);
  });

  test('can be followed by an edit', async () => {
    const { templates: { renamed } } = await account.deploy(fleet({ ...SECOND, NewName: { ...NewName, document: { version: 2 } } }));
    expect(await account.stacks.status('Fleet')).toBe('UPDATE_COMPLETE');
    expect(renamed).toMatchObject({ document: '{"version":2}', jobTemplateArn: before.renamed.jobTemplateArn });
    expect(still(renamed).tags).toEqual({ team: 'gateways', [OWNER]: belongingTo('NewName'), [CONTENT]: expect.any(String) });
  });
});

describe('A template that was made by hand', () => {
  const BY_HAND = { jobTemplateId: 'by-hand', description: 'Reboots a device', document: '{"operation":"reboot"}' };
  const adopter = (changes: TemplateDeclaration = {}): Declaration => ({
    Adopter: {
      templates: {
        Adopted: { jobTemplateId: 'by-hand', description: 'Reboots a device', document: { operation: 'reboot' }, adoptExisting: true, ...changes },
      },
    },
  });
  let before: Snapshot;

  beforeAll(() => {
    account.iot.seed(BY_HAND, { operator: 'kim', team: 'gateways' });
    before = account.iot.snapshot();
  });

  test('is not adopted if it differs, and the failure names the differences', async () => {
    const { output, templates } = await account.failToDeploy(adopter({ description: 'Reboots', tags: { team: 'edge' } }));
    expect(await account.stacks.status('Adopter')).toBe('ROLLBACK_COMPLETE');
    expect(output).toContain('job template by-hand cannot be adopted, because it differs from its declaration. Declare it as it is');
    expect(output).toContain('It differs in description (from line 1, column 8), tag team (another value)');
    expect(templates).toEqual(before);
  });

  test('is adopted as it is', async () => {
    const { templates } = await account.deploy(adopter({ tags: { team: 'gateways' } }));
    expect(await account.stacks.status('Adopter')).toBe('CREATE_COMPLETE');
    const { tags, ...content } = still(templates['by-hand']);
    expect(content).toEqual({ ...before['by-hand'], tags: undefined });
    expect(tags).toEqual({
      operator: 'kim', team: 'gateways', [OWNER]: belongingTo('Adopted', 'Adopter'), [ADOPTED_FROM]: 'unmanaged', [CONTENT]: expect.any(String),
    });
  });

  test('is released as it was when the stack is destroyed', async () => {
    const { templates } = await account.destroy(adopter());
    expect(await account.stacks.status('Adopter')).toBeUndefined();
    expect(templates).toEqual(before);
  });
});

describe('A quota that is used up', () => {
  let before: Snapshot;
  let outcome: Outcome;

  beforeAll(async () => {
    before = account.iot.snapshot();
    account.intercept(({ operation, id }) => operation === 'CreateJobTemplate' && id === 'two' ? { when: 'before', kind: 'quota' } : undefined);
    outcome = await account.failToDeploy({ Crowd: { templates: { One: { jobTemplateId: 'one' }, Two: { jobTemplateId: 'two', after: ['One'] } } } });
    account.intercept();
  });

  test('fails the deployment at once, and says what to do', () => {
    expect(outcome.callsFor('one')).toContain('CreateJobTemplate');
    expect(outcome.callsFor('two')).toEqual(['CreateJobTemplate']);
    expect(outcome.output).toContain('The quota of job templates in this account and Region is used up: delete templates, or request an increase');
  });

  test('leaves nothing behind', async () => {
    expect(await account.stacks.status('Crowd')).toBe('ROLLBACK_COMPLETE');
    expect(outcome.templates).toEqual(before);
  });
});

test('Both stacks are destroyed, and what was retained or never theirs is left', async () => {
  const { retained, taken, 'by-hand': byHand } = account.iot.snapshot();
  const { templates } = await account.destroy(fleet(SECOND));
  expect(await Promise.all(['Fleet', 'Operations'].map(async (stack) => account.stacks.status(stack)))).toEqual([undefined, undefined]);
  expect(templates).toEqual({ retained, taken, 'by-hand': byHand });
});
