import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Consumer, CSHARP, GO, JAVA, PYTHON, synthesizeStacks, TYPESCRIPT } from './consumers';
import { imported, IMPORTED_AGAIN, importedFiles, STACKS } from './imported';
import { publicTypes, type Type } from './public-names';
import { HANDMADE } from '../../cli/test/migration/templates';
import { ensureVenv } from '../support/python';

const synthesized = new Map<Consumer, object[] | Error>();

// Many machines have no .NET SDK. On GitHub, a missing one is an error.
const compilesCSharp = process.env.GITHUB_ACTIONS === 'true' || spawnSync('dotnet', ['--version']).status === 0;

beforeAll(async () => {
  if (!compilesCSharp) process.stderr.write('The code in C# is NOT COMPILED, because there is no .NET SDK on the PATH. Its syntax and its names are checked.\n');
  await Promise.all([[GO], [TYPESCRIPT, PYTHON, JAVA, ...compilesCSharp ? [CSHARP] : []]].map(async (lane) => {
    for (const consumer of lane) synthesized.set(consumer, await synthesizeStacks(imported(consumer), STACKS).catch(error => error));
  }));
}, 1_200_000);

/** The templates of both stacks. */
function templatesOf(consumer: Consumer): any[] {
  const templates = synthesized.get(consumer)!;
  if (templates instanceof Error) throw templates;
  return templates;
}

describe('The code that the command line tool writes', () => {
  test('has every template in TypeScript', () => {
    const ids = templatesOf(TYPESCRIPT).map(({ Resources }) => Object.values<any>(Resources)
      .filter(({ Type }) => Type === 'Custom::IoTJobTemplate').map(({ Properties }) => Properties.JobTemplateId));
    expect(ids).toEqual([Object.keys(HANDMADE), IMPORTED_AGAIN]);
  });

  test.each([PYTHON, JAVA, GO])('makes the same templates in $language as in TypeScript', (consumer) => {
    expect(templatesOf(consumer)).toEqual(templatesOf(TYPESCRIPT));
  });

  (compilesCSharp ? test : test.skip)('makes the same templates in C# as in TypeScript, if there is a .NET SDK', () => {
    expect(templatesOf(CSHARP)).toEqual(templatesOf(TYPESCRIPT));
  });

  test('is formatted in Go as gofmt formats it', () => {
    for (const { path, content } of importedFiles('go').filter(file => file.path.endsWith('.go'))) {
      expect({ path, content }).toEqual({ path, content: execFileSync('gofmt', { input: content, encoding: 'utf8' }) });
    }
  });

  test('is without syntax errors in C#', async () => {
    const { python } = await ensureVenv({ name: 'csharp', requirements: ['tree-sitter==0.26.1', 'tree-sitter-c-sharp==0.23.5'] });
    const errorsIn = (code: string) => JSON.parse(execFileSync(python, [join(__dirname, 'csharp_syntax.py')], { input: code, encoding: 'utf8' }));
    expect(errorsIn('class A { void F() { new B { C = , }; } }')).toHaveLength(1);
    for (const { content } of importedFiles('csharp').filter(({ path }) => path.endsWith('.cs'))) expect(errorsIn(content)).toEqual([]);
  });

  test('has in C# only methods, members and options that the assembly has', () => {
    const [code] = importedFiles('csharp').filter(({ path }) => path.endsWith('Stack.cs'));
    const source = code.content.replace(/"(?:\\.|[^"\\])*"/g, '""').replace(/\/\/.*$/gm, '');
    const types = new Map(publicTypes().map(type => [type.name, type]));
    const namesOf = ({ methods = [], properties = [], members = [], interfaces = [] }: Type): string[] => [
      ...[...methods, ...properties].map(({ name }) => pascal(name)), ...members.map(({ name }) => name),
      ...interfaces.flatMap(fqn => types.has(fqn.split('.')[1]) ? namesOf(types.get(fqn.split('.')[1])!) : []),
    ];
    const known = [...types.values()].flatMap(type => namesOf(type).map(name => `${type.name}.${name}`));
    const accessed = [...source.matchAll(/\b(\w+)\.(\w+)/g)].map(([, type, member]) => `${type}.${member}`);
    const assigned = optionsIn(source).flatMap(({ type, members }) => members.map(member => `${type}.${member}`));
    const own = new Set([...accessed, ...assigned].filter(name => types.has(name.split('.')[0])));
    expect([...own].filter(name => !known.includes(name))).toEqual([]);
    expect([...own]).toEqual(expect.arrayContaining([
      'JobTemplateProps.MaintenanceWindows', 'AbortCriterion.ThresholdPercentage', 'JobRollout.Exponential', 'MaintenanceWindow.Weekly', 'JobFailureType.ALL',
    ]));
  });
});

const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** The options in C# code, the innermost first: the name of each type, and of the members that have a value. */
function optionsIn(code: string): { type: string; members: string[] }[] {
  const found: { type: string; members: string[] }[] = [];
  let rest = code;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(/new ?(\w*)(?:<[^<>]*>|\[\])?\s*\{([^{}]*)\}/g, (_, type: string, body: string) => {
      if (type !== '') found.push({ type, members: [...body.matchAll(/\b(\w+) =/g)].map(([, member]) => member) });
      return '()';
    });
  }
  return found;
}
