import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnParameter, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { JobDocument, JobTemplate } from '../../../src';
import { temporaryFolder } from '../../../test/support/temporary';
import type { Account, AccountTemplate } from '../../src/account/account';
import { AppCheck } from '../../src/check/app';
import { stacksIn } from '../../src/check/assembly';

const document = JobDocument.fromObject({});
const declare = (stack: Stack, jobTemplateId: string, description = 'Declared') => new JobTemplate(stack, jobTemplateId, { jobTemplateId, description, document });

/** An account without stacks. */
const accountWith = (...templates: AccountTemplate[]) => ({
  stack: async () => undefined,
  anyStackId: async () => undefined,
  template: async (id: string) => templates.find(each => each.id === id),
  iot: { config: { region: async () => 'eu-central-1' } },
}) as unknown as Account;

function assembly(): string {
  // The CDK CLI sets these.
  const context = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true };
  const app = new App({ outdir: temporaryFolder(), context });
  declare(new Stack(app, 'Plain'), 'plain');
  const stage = new Stage(app, 'Production', { env: { account: '123456789012', region: 'us-east-1' } });
  const stack = new Stack(stage, 'Fleet');
  const description = new CfnParameter(stack, 'Description', { default: 'Passed' });
  declare(new NestedStack(stack, 'Nested'), 'inner', description.valueAsString);
  const outer = new NestedStack(stack, 'Outer');
  declare(new NestedStack(outer, 'Deep'), 'deep');
  return app.synth().directory;
}

const folder = assembly();

test('the stacks of an app are those at its top and those of its stages', () => {
  expect(stacksIn(folder).map(({ path, name, account, region }) => ({ path, name, account, region }))).toEqual([
    { path: 'Plain', name: 'Plain', account: undefined, region: undefined },
    { path: 'Production/Fleet', name: 'Production-Fleet', account: '123456789012', region: 'us-east-1' },
  ]);
});

test.each(['Production/Fleet', 'Production-Fleet'])('a stack is selected by %s', selected => {
  expect(stacksIn(folder, selected).map(({ name }) => name)).toEqual(['Production-Fleet']);
});

test('a stack that the app does not have is refused, with those that it has', () => {
  expect(() => stacksIn(folder, 'Other')).toThrow(`${folder} has no stack Other: pass one of Plain, Production-Fleet`);
});

test('a folder without a cloud assembly is refused', () => {
  expect(() => stacksIn('/missing')).toThrow('/missing is no cloud assembly: synthesize the app with "cdk synth", and pass its output folder, such as cdk.out');
});

test('a folder beside the cloud assembly is refused, with the right one', () => {
  const project = temporaryFolder();
  cpSync(folder, join(project, 'cdk.out'), { recursive: true });
  expect(() => stacksIn(project)).toThrow(`${project} is no cloud assembly, but ${project}/cdk.out is: pass ${project}/cdk.out`);
});

test.each([
  ['{ "version": "99.0.0" }', /supported is [\w.]+, but found 99\.0\.0\): upgrade this tool$/],
  ['{', /while parsing "\{"\): synthesize the app again$/],
])('the manifest %s is refused by its name', (manifest, remedy) => {
  const broken = temporaryFolder();
  writeFileSync(join(broken, 'manifest.json'), manifest);
  const error = () => stacksIn(broken);
  expect(error).toThrow(`${join(broken, 'manifest.json')} cannot be read (`);
  expect(error).toThrow(remedy);
});

test('nested stacks are checked, with the parameters that their parents pass', async () => {
  const [stack] = stacksIn(folder, 'Production-Fleet');
  const inner: AccountTemplate = {
    id: 'inner', arn: 'arn:aws:iot:us-east-1:123456789012:jobtemplate/inner', content: { description: 'Passed', document: '{}' }, tags: new Map(), createdAt: new Date(0),
  };
  const checked = await new AppCheck(accountWith(inner)).check(stack);
  expect(checked.map(({ stack: name, id, action, construct, unresolved }) => ({ name: name.replace(/[0-9A-F]{8}/g, ''), id, action, construct, unresolved }))).toEqual([
    { name: 'Production-Fleet/NestedNestedStackNestedNestedStackResource', id: 'inner', action: 'fail', construct: 'Production/Fleet/Nested/inner', unresolved: [] },
    {
      name: 'Production-Fleet/OuterNestedStackOuterNestedStackResource/DeepNestedStackDeepNestedStackResource',
      id: 'deep',
      action: 'create',
      construct: 'Production/Fleet/Outer/Deep/deep',
      unresolved: [],
    },
  ]);
});

test('a stack of another account is refused', async () => {
  const [stack] = stacksIn(folder, 'Production-Fleet');
  const id = 'arn:aws:cloudformation:us-east-1:999999999999:stack/Production-Fleet/uuid';
  const account = {
    stack: async () => ({ id, name: stack.name, status: 'CREATE_COMPLETE', parameters: new Map(), outputs: new Map() }),
    stackTemplate: async () => ({ Resources: {} }),
    resources: async () => [],
  } as unknown as Account;
  await expect(new AppCheck(account).check(stack))
    .rejects.toThrow('the credentials are those of account 999999999999, but stack Production-Fleet is for account 123456789012: pass another --profile');
});
