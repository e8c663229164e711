import { Account, type Checked, type Stored } from './check/account';
import type { Declaration, TemplateDeclaration } from './check/declaration';
import { BOOKKEEPING_TAGS, OWNER_TAG } from '../../src/shared/contract';

/** One account, in which the tests follow each other: what the tool says, and then what the deployment does. */
let account: Account;

beforeAll(async () => {
  account = await Account.open();
  const byHand = { description: 'Declared', document: '{}' };
  await account.createByHand({ jobTemplateId: 'adopted', ...byHand, tags: [{ Key: 'by', Value: 'hand' }] });
  await account.createByHand({ jobTemplateId: 'taken', ...byHand });
  await account.createByHand({ jobTemplateId: 'differs', ...byHand, document: '{"operation":"other"}', timeoutConfig: { inProgressTimeoutInMinutes: 5 } });
}, 600_000);

afterAll(async () => account?.close());

const actions = (checked: readonly Checked[]) => Object.fromEntries(checked.map(({ id, action }) => [id, action]));
const of = (checked: readonly Checked[], id: string) => checked.find(each => each.id === id)!;

/** A stack with templates, and one with a nested stack. */
const fleet = (templates: Record<string, TemplateDeclaration>, nested: Record<string, TemplateDeclaration>): Declaration =>
  ({ Fleet: { templates }, Outer: { nested } });
const FIRST = {
  edited: { document: { version: 1 }, tags: { team: 'gateways' } },
  retagged: { tags: { team: 'gateways', pilot: 'yes' } },
  untouched: {},
  missing: {},
  drifted: { document: { operation: 'reboot' } },
  moved: {},
  presigned: { presigned: true },
};
const SECOND = {
  ...FIRST,
  edited: { document: { version: 2 }, tags: { team: 'gateways' } },
  retagged: { tags: { team: 'sensors' } },
  adopted: { adoptExisting: true },
  created: {},
};

describe('Before the first deployment', () => {
  test('everything is to be created, and what refers to resources is known at deployment', async () => {
    const { status, checked } = await account.check(fleet(FIRST, { inner: {} }));
    expect(actions(checked)).toEqual(Object.fromEntries([...Object.keys(FIRST), 'inner'].map(id => [id, 'create'])));
    expect(status).toBe(0);
    expect(of(checked, 'presigned').unresolved).toEqual([{ member: 'presignedUrlConfig.roleArn', reference: expect.stringMatching(/^PresignedUrlRolepresigned\w+\.Arn$/) }]);
    expect(checked.filter(({ id }) => id !== 'presigned').flatMap(({ unresolved }) => unresolved)).toEqual([]);
  });

  test('the deployment creates it, and then nothing is left to do', async () => {
    await account.deploy(fleet(FIRST, { inner: {} }));
    const { status, checked } = await account.check(fleet(FIRST, { inner: {} }));
    expect(actions(checked)).toEqual(Object.fromEntries([...Object.keys(FIRST), 'inner'].map(id => [id, 'leave'])));
    expect(checked.flatMap(({ unresolved }) => unresolved)).toEqual([]);
    expect(status).toBe(0);
  }, 600_000);
});

describe('Before an update', () => {
  let checked: readonly Checked[];
  let before: Record<string, Stored>;
  const declaration = fleet(SECOND, { inner: { description: 'Edited' } });

  beforeAll(async () => {
    await account.deleteByHand('missing');
    await account.deleteByHand('drifted');
    await account.createByHand({ jobTemplateId: 'drifted', description: 'Declared', document: '{"operation":"reset"}' });
    before = await account.templates();
    const run = await account.check(declaration);
    checked = run.checked;
    expect(run.status).toBe(2);
  }, 600_000);

  test('each template has its action', () => {
    expect(actions(checked)).toEqual({
      edited: 'edit',
      retagged: 'retag',
      untouched: 'leave',
      missing: 'drifted',
      drifted: 'drifted',
      moved: 'leave',
      presigned: 'leave',
      adopted: 'adopt',
      created: 'create',
      inner: 'edit',
    });
  });

  test('each change is shown, with what is expected and what was found', () => {
    expect(of(checked, 'edited').differences).toEqual([{ member: 'document', expected: '{"version":2}', found: '{"version":1}' }]);
    expect(of(checked, 'inner').differences).toEqual([{ member: 'description', expected: 'Edited', found: 'Declared' }]);
    expect(of(checked, 'retagged').differences).toEqual([
      { member: 'tags', tag: 'team', expected: 'sensors', found: 'gateways' }, { member: 'tags', tag: 'pilot', found: 'yes' },
    ]);
    expect(of(checked, 'drifted')).toMatchObject({
      why: 'the template was not created by this library; this deployment does not touch it, because its properties are unchanged: '
        + 'to get it back, set adoptExisting, declare it as it is, and edit it in a later deployment',
      differences: [{ member: 'document', expected: '{"operation":"reboot"}', found: '{"operation":"reset"}' }],
    });
    expect(of(checked, 'missing').why).toBe('the template does not exist; this deployment does not touch it, because its properties are unchanged: '
      + 'to restore it, edit its content, for example its description');
    expect(of(checked, 'adopted').why).toBe('it has the declared content, and was not created by this library');
  });

  test('the report shows a document as a diff', async () => {
    const report = await account.report();
    expect(report).toContain('-  "version": 1\n');
    expect(report).toContain('+  "version": 2\n');
    expect(report).toMatch(/^10 job templates: 1 create, 1 adopt, 2 edit, 1 retag, 3 leave, 2 drifted$/m);
  });

  test('one stack is selected by its name, and another name is refused', async () => {
    expect((await account.check(declaration, '--stack', 'Fleet')).checked).toHaveLength(9);
    await expect(account.check(declaration, '--stack', 'Other')).rejects.toThrow('has no stack Other: pass one of Fleet, Outer');
  });

  test('the deployment does what was said', async () => {
    // The emulator cannot update a nested stack whose resources refer to each other.
    await account.deploy(declaration, 'Fleet');
    const after = await account.templates();
    const deployed = checked.filter(({ stack }) => stack === 'Fleet');
    const done = Object.fromEntries(deployed.map(({ id }) => [id, actionBetween(before[id!], after[id!])]));
    const said = Object.fromEntries(deployed.map(({ id, action }) => [id, action === 'drifted' ? 'leave' : action]));
    expect(done).toEqual(said);
    expect(after.adopted.tags.by).toBe('hand');
  }, 600_000);
});

/** What a deployment has done to a template. */
function actionBetween(before: Stored | undefined, after: Stored | undefined): string {
  if (JSON.stringify(before) === JSON.stringify(after)) return 'leave';
  if (before === undefined) return 'create';
  if (after === undefined) return 'delete';
  if (JSON.stringify(before.described) !== JSON.stringify(after.described)) return 'edit';
  if (before.tags[OWNER_TAG] !== after.tags[OWNER_TAG]) return 'adopt';
  const declared = ({ tags }: Stored) => JSON.stringify(Object.entries(tags).filter(([key]) => !BOOKKEEPING_TAGS.includes(key)).sort());
  return declared(before) === declared(after) ? 'leave' : 'retag';
}

describe('A deployment that would fail', () => {
  const FAILING: Declaration = {
    Owned: { templates: { untouched: {} } },
    Taken: { templates: { taken: {} } },
    Differs: { templates: { differs: { adoptExisting: true } } },
    Invalid: { templates: { invalid: { descriptionParameter: 'two\nlines' } } },
  };
  let checked: readonly Checked[];
  let before: Record<string, Stored>;
  /** What CloudFormation says, by stack. */
  let failures: Map<string, string>;

  beforeAll(async () => {
    const run = await account.check(FAILING);
    checked = run.checked;
    expect(run.status).toBe(1);
    before = await account.templates();
    // At once, because the function refuses only what it has read long enough.
    const stacks = Object.keys(FAILING);
    const reasons = await Promise.all(stacks.map(stack => account.failToDeploy(FAILING, stack)));
    failures = new Map(stacks.map((stack, index) => [stack, reasons[index]]));
  }, 600_000);

  test.each([
    ['Owned', /^job template untouched already exists and belongs to Fleet\/[\w-]+\/untouched\w+: choose another jobTemplateId/],
    ['Taken', /^job template taken already exists and was not created by this library: choose another jobTemplateId/],
    ['Differs', /^job template differs cannot be adopted, because it differs from its declaration/],
    ['Invalid', /^description must have no line breaks or other control characters$/],
  ])('of %s is said to fail, and fails for that reason', (stack, why) => {
    const [{ action, why: said }] = checked.filter(each => each.stack === stack);
    expect({ action, why: said }).toEqual({ action: 'fail', why: expect.stringMatching(why) });
    expect(failures.get(stack)).toContain(said);
  });

  test('changes no template', async () => {
    expect(await account.templates()).toEqual(before);
  });

  test('shows each difference of a template that cannot be adopted', () => {
    expect(of(checked, 'differs').differences).toEqual([
      { member: 'document', expected: '{}', found: '{"operation":"other"}' },
      { member: 'timeoutConfig.inProgressTimeoutInMinutes', found: 5 },
    ]);
  });
});

test('A folder without a cloud assembly is refused', async () => {
  expect(await account.tool('check', '/')).toMatchObject({ status: 3, stderr: expect.stringContaining('/ is no cloud assembly: synthesize the app with "cdk synth"') });
});

test('The policy that the command needs has only actions that read', async () => {
  const { stdout } = await account.tool('check', '--print-policy');
  expect(JSON.parse(stdout).Statement.flatMap(({ Action }: { Action: string[] }) => Action).sort()).toEqual([
    'cloudformation:DescribeStacks', 'cloudformation:GetTemplate', 'cloudformation:ListExports', 'cloudformation:ListStackResources',
    'iot:DescribeJobTemplate', 'iot:ListTagsForResource',
  ]);
});
