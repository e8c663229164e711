import { App, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { generatedId } from '../../src/private/generated-id';
import { newApp, newJobTemplate, propertiesOf, refusalOf } from '../support/construct';
import { anyCharacter } from '../support/request';

const PATTERN = /^[a-zA-Z0-9_-]{1,64}$/;

/** The id of the template that stands under these names in a stack. */
function idOf(stackName: string, ...names: string[]): string {
  let scope: Construct = new Stack(newApp(), 'Stack', { stackName });
  names.slice(0, -1).forEach(name => { scope = new Construct(scope, name); });
  return generatedId(scope, names[names.length - 1]);
}

test.each([
  ['names its stack and its path', ['Fleet', 'Reboot'], /^Fleet-Reboot-[0-9a-f]{8}$/],
  ['names all that is between', ['Fleet', 'Line-1', 'Press_2', 'Reboot'], /^Fleet-Line-1-Press_2-Reboot-[0-9a-f]{8}$/],
  ['leaves out what an id cannot have', ['Fleet', 'Größe 1.5', '日本', 'Reboot!'], /^Fleet-Gre15-Reboot-[0-9a-f]{8}$/],
  ['shortens the middle of a long name', ['Fleet', 'x'.repeat(100), 'Reboot'], /^Fleet-x{21}x{21}-Reboot-[0-9a-f]{8}$/],
  ['has 55 characters of its name, and a hash', ['F'.repeat(60), 'R'.repeat(60)], /^F{27}R{28}-[0-9a-f]{8}$/],
])('a generated id %s', (_, [stackName, ...names], expected) => {
  expect(idOf(stackName, ...names)).toMatch(expected);
  expect(idOf(stackName, ...names)).toMatch(PATTERN);
});

test('an id never changes: the service and other stacks know it', () => {
  expect(idOf('Fleet', 'Reboot')).toBe('Fleet-Reboot-b0bf5c3a');
  expect(idOf('Fleet', 'Line', 'Reboot')).toBe('Fleet-Line-Reboot-784d85d7');
});

test('ids are distinct even if the readable part is equal', () => {
  const ids = [idOf('Fleet', 'a.b'), idOf('Fleet', 'ab'), idOf('Fleet', 'a', 'b'), idOf('Fleet', 'a/b'), idOf('Fleet', 'a-b'), idOf('Fleet-a', 'b'), idOf('Fleet', 'a b')];
  expect(new Set(ids).size).toBe(ids.length);
});

test('a name with a slash is the name that the construct has', () => {
  const [first, second] = ['x'.repeat(40), 'y'.repeat(40)];
  expect(idOf('Fleet', first, `a/${second}`)).toBe(idOf('Fleet', first, `a--${second}`));
  expect(idOf('Fleet', first, `a/${second}`)).not.toBe(idOf('Fleet', first, 'a', second));
});

test('an id is known at synthesis, and is rendered', () => {
  const stack = new Stack(newApp(), 'Fleet');
  const template = newJobTemplate({}, stack);
  expect(Token.isUnresolved(propertiesOf(stack).JobTemplateId)).toBe(false);
  expect(propertiesOf(stack).JobTemplateId).toBe(generatedId(stack, template.node.id));
});

test('every template has a valid, unique id that is the same at every synthesis', () => {
  const name = fc.oneof(
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.string({ minLength: 1, maxLength: 300, unit: anyCharacter }),
    fc.constantFrom('Resource', 'Default', 'Reboot', 'a', 'a-a', 'A', 'ä'),
  // Names like toString are no names of constructs.
  ).filter(id => !(id in {}));
  const paths = fc.uniqueArray(fc.array(name, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 30, selector: path => path.join('/') });
  const ids = (stackName: string, nested: boolean, names: string[][]): string[] => {
    const root = new Stack(newApp(), 'Stack', { stackName });
    const stack = nested ? new NestedStack(root, 'Nested') : root;
    return names.map((path) => {
      const scope = path.slice(0, -1).reduce<Construct>((parent, id) =>
        parent.node.tryFindChild(safe(id)) as Construct | undefined ?? new Construct(parent, safe(id)), stack);
      return generatedId(scope, path[path.length - 1]);
    });
  };
  const safe = (id: string) => id.replace(/\//g, '--');
  fc.assert(fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/), fc.boolean(), paths, (stackName, nested, names) => {
    const distinct = names.filter((path, index) => names.findIndex(other => other.map(safe).join('/') === path.map(safe).join('/')) === index);
    const made = ids(stackName, nested, distinct);
    made.forEach(id => expect(id).toMatch(PATTERN));
    expect(new Set(made).size).toBe(made.length);
    expect(ids(stackName, nested, distinct)).toEqual(made);
  }), { numRuns: 200 });
});

describe('templates with the same name', () => {
  const id = (scope: Construct) => generatedId(scope, 'Reboot');

  test('have other ids in other stacks and stages', () => {
    const app = new App();
    const ids = [
      id(new Stack(app, 'One')),
      id(new Stack(app, 'Two')),
      id(new Stack(new Stage(app, 'Beta'), 'One')),
      id(new Stack(new Stage(app, 'Prod'), 'One')),
    ];
    expect(ids.map(generated => generated.slice(0, -9))).toEqual(['One-Reboot', 'Two-Reboot', 'Beta-One-Reboot', 'Prod-One-Reboot']);
    expect(new Set(ids).size).toBe(4);
  });

  test('have other ids in nested stacks, which name the stack that deploys them', () => {
    const stack = new Stack(newApp(), 'Fleet');
    const one = new NestedStack(stack, 'One');
    const deep = new NestedStack(one, 'Deep');
    expect(id(one)).toMatch(/^Fleet-One-Reboot-[0-9a-f]{8}$/);
    expect(id(deep)).toMatch(/^Fleet-One-Deep-Reboot-[0-9a-f]{8}$/);
    expect(refusalOf({}, deep)).toBeUndefined();
  });

  test('have the same id in another account and Region: they are another deployment of one', () => {
    const [one, two] = ['eu-west-1', 'us-east-1'].map(region => id(new Stack(newApp(), 'Fleet', { env: { account: '123456789012', region } })));
    expect(one).toBe(two);
  });
});
