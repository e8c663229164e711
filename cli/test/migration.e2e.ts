import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Account, type Found } from './migration/account';
import { installPython, installTypeScript } from './migration/app';
import { HANDMADE, NATIVE_TEMPLATE } from './migration/templates';
import type { CdkCli } from '../../test/emulator/cdk';
import { temporaryFile, temporaryFolder } from '../../test/support/temporary';

const STACK = 'JobTemplates';
const RESERVED = 'cdk-iot-job-template:';
const EDITED = 'reboot';

let account: Account;
let before: Map<string, Found>;
const typescript = join(temporaryFolder(), 'typescript');
const python = join(temporaryFolder(), 'python');
/** The CDK CLI in each app. The apps are run once. */
let inTypeScript: CdkCli;
let inPython: CdkCli;

beforeAll(async () => {
  account = await Account.open();
  before = await account.templates();
}, 300_000);

afterAll(async () => account?.close());

/** Templates without the tags that the library keeps. */
const withoutOwnTags = (templates: Map<string, Found>) => new Map([...templates].map(([id, { described, tags }]) =>
  [id, { described, tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith(RESERVED))) }]));

test('import in TypeScript writes an app with every template', async () => {
  const { imported, skipped } = await account.json('import', '--out', typescript);
  expect(imported).toEqual([...before.keys()].sort());
  expect(imported).toHaveLength(30);
  expect(skipped).toEqual([]);
});

test('import in Python writes an app with every template', async () => {
  const { status, stdout } = await account.tool('import', '--language', 'python', '--out', python);
  expect(status).toBe(0);
  expect(stdout).toContain('30 job templates imported, 0 skipped.');
});

test('a second import into the same folder changes nothing', async () => {
  const code = readFileSync(join(typescript, 'job-templates-stack.ts'), 'utf8');
  const { status, stderr } = await account.tool('import', '--id', EDITED, '--out', typescript);
  expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringContaining('job-templates-stack.ts exists already: pass another --stack-name than JobTemplates, or --out with another folder, and move the new stack into your app') });
  expect(readFileSync(join(typescript, 'job-templates-stack.ts'), 'utf8')).toBe(code);
});

test('check says that the app in TypeScript adopts every template', async () => {
  inTypeScript = account.cdk(typescript, await installTypeScript(typescript));
  await inTypeScript.run(['synth', '--quiet']);
  const checked: any[] = await account.json('check', inTypeScript.assembly);
  expect(checked.map(({ id }) => id).sort()).toEqual([...before.keys()].sort());
  expect(checked.filter(({ action }) => action !== 'adopt')).toEqual([]);
  expect(Object.fromEntries(checked.filter(({ native }) => native).map(({ id, native }) => [id, native]))).toEqual(Object.fromEntries([
    ['calibrate', 'Calibrate'], ['restart-radio', 'Restart'], ['archive', 'Archive'], ['wipe', 'Wipe'],
  ].map(([id, logicalId]) => [id, { stack: 'Native', logicalId, deletionPolicy: 'Retain' }])));
});

describe('The app in TypeScript, deployed', () => {
  beforeAll(async () => {
    await inTypeScript.ofAssembly.deploy();
  }, 600_000);

  test('leaves ids, ARNs, contents and other tags as they were', async () => {
    const adopted = await account.templates();
    expect(withoutOwnTags(adopted)).toEqual(before);
    expect([...adopted.values()].map(({ tags }) => tags[`${RESERVED}owner`].split('/')[0])).toEqual([...before.keys()].map(() => STACK));
  });

  test('is the owner of every template in the list', async () => {
    const listed: any[] = await account.json('list', '--stack', STACK);
    expect(listed.map(({ id }) => id)).toEqual([...before.keys()].sort());
    for (const { id, owner, adoptedFrom, content } of listed) {
      expect({ id, owner, adoptedFrom, content }).toEqual({
        id,
        owner: expect.objectContaining({ stack: STACK, construct: expect.stringMatching(`^${STACK}/${id}(Template)?$`), bond: 'owned' }),
        adoptedFrom: ['unmanaged'],
        content: { state: 'as declared' },
      });
    }
  });

  test('keeps another import from taking its templates', async () => {
    const { imported, skipped } = await account.json('import', '--id', 'Reboot-*', '--out', temporaryFolder());
    expect({ imported, skipped }).toEqual({
      imported: [], skipped: [{ id: 'Reboot-2', reason: expect.stringMatching(`^it belongs to stack ${STACK} \\(Reboot2\\w{8}\\)$`) }],
    });
  });

  test('has the template in CloudFormation that the app in Python has', async () => {
    inPython = account.cdk(python, await installPython(python));
    await inPython.run(['synth', '--quiet']);
    expect(await inPython.template(STACK)).toEqual(await inTypeScript.template(STACK));
  });

  test('keeps the templates of the stack with native resources, which is removed', async () => {
    await account.removeNativeStack();
    expect(withoutOwnTags(await account.templates())).toEqual(before);
  });

  test('has a template that was edited by hand, and the list says so', async () => {
    await account.editByHand(EDITED, { description: 'Edited', document: '{"operation":"edited"}' });
    const listed: any[] = await account.json('list', '--stack', STACK);
    expect(listed.filter(({ content }) => content.state !== 'as declared').map(({ id, owner, content }) => ({ id, bond: owner.bond, content }))).toEqual([
      { id: EDITED, bond: 'recreated by hand', content: { state: 'changed by hand', members: ['description', 'document'] } },
    ]);
  });

  test('releases every template when it is destroyed, as it was found', async () => {
    const edited = (await account.templates()).get(EDITED)!;
    await inTypeScript.ofAssembly.destroy();
    expect(await account.stacks.status(STACK)).toBeUndefined();
    expect(await account.templates()).toEqual(new Map([...before, [EDITED, edited]]));
  }, 600_000);
});

describe('The app in Python, deployed', () => {
  test('adopts the templates, and releases them', async () => {
    const now = await account.templates();
    await account.editByHand(EDITED, HANDMADE[EDITED] as { description: string; document: string });
    const restored = await account.templates();
    expect([...restored.keys()]).toEqual([...now.keys()]);
    await inPython.ofAssembly.deploy();
    const adopted = await account.templates();
    expect(withoutOwnTags(adopted)).toEqual(restored);
    expect([...adopted.values()].every(({ tags }) => tags[`${RESERVED}owner`].startsWith(`${STACK}/`))).toBe(true);
    await inPython.ofAssembly.destroy();
    expect(await account.templates()).toEqual(restored);
  }, 900_000);
});

test('a pipe that is closed early is no error', async () => {
  const { status, stderr } = await account.piped('--print-policy', 'true');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('import from a CloudFormation template gives the same code as the account', async () => {
  const file = temporaryFile(NATIVE_TEMPLATE);
  const [fromFile, fromAccount] = [temporaryFolder(), temporaryFolder()];
  const ids: string[] = (await account.json('import', '--from-template', file, '--out', fromFile)).imported;
  expect(ids).toEqual(['calibrate', 'restart-radio', 'archive', 'wipe']);
  for (const id of ids) await account.json('import', '--id', id, '--out', join(fromAccount, id));
  expect(constructsIn(fromFile)).toEqual(ids.flatMap(id => constructsIn(join(fromAccount, id))));
});

/** The code of each construct. */
const constructsIn = (folder: string): string[] =>
  readFileSync(join(folder, 'job-templates-stack.ts'), 'utf8').match(/new JobTemplate\(.*?\n {4}\}\);/gs)!;
