import { execFileSync } from 'node:child_process';
import { type Consumer, GO, JAVA, PYTHON, synthesize, TYPESCRIPT } from './consumers';
import { imported, importedFiles } from './imported';
import { publicTypes } from './public-names';
import { HANDMADE } from '../../cli/test/migration/templates';

const STACK = 'JobTemplates';
const synthesized = new Map<Consumer, object | Error>();

beforeAll(async () => {
  await Promise.all([[GO], [TYPESCRIPT, PYTHON, JAVA]].map(async (lane) => {
    for (const consumer of lane) synthesized.set(consumer, await synthesize(imported(consumer), STACK).catch(error => error));
  }));
}, 1_200_000);

function templateOf(consumer: Consumer): any {
  const template = synthesized.get(consumer);
  if (template instanceof Error) throw template;
  return template;
}

describe('The code that the command line tool writes', () => {
  test('has every template in TypeScript', () => {
    const resources = Object.values<any>(templateOf(TYPESCRIPT).Resources).filter(({ Type }) => Type === 'Custom::IoTJobTemplate');
    expect(resources.map(({ Properties }) => Properties.JobTemplateId)).toEqual(Object.keys(HANDMADE));
  });

  test.each([PYTHON, JAVA, GO])('makes the same template in $language as in TypeScript', (consumer) => {
    expect(templateOf(consumer)).toEqual(templateOf(TYPESCRIPT));
  });

  test('is formatted in Go as gofmt formats it', () => {
    for (const { path, content } of importedFiles('go').filter(file => file.path.endsWith('.go'))) {
      expect({ path, content }).toEqual({ path, content: execFileSync('gofmt', { input: content, encoding: 'utf8' }) });
    }
  });

  test('has in C# only types, methods and members that the assembly has', () => {
    const [code] = importedFiles('csharp').filter(({ path }) => path.endsWith('Stack.cs'));
    const texts = /"(?:\\.|[^"\\])*"/g;
    const source = code.content.replace(texts, '""').replace(/\/\/.*$/gm, '');
    const types = new Map(publicTypes().map(type => [type.name, type]));
    const isOwn = ([, type]: string[]) => types.has(type);
    const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
    const named = [...source.matchAll(/\b(\w+)\.(\w+)/g)].filter(isOwn).map(([, type, member]) => `${type}.${member}`);
    const initialized = [...source.matchAll(/new (\w+)\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g)].filter(isOwn).flatMap(([, type, body]) =>
      [...body.replace(/\{[^{}]*\}/g, '').matchAll(/\b(\w+) =/g)].map(([, member]) => `${type}.${member}`));
    const known = [...types.values()].flatMap(({ name, methods = [], properties = [], members = [] }) =>
      [...methods, ...properties].map(member => `${name}.${pascal(member.name)}`).concat(members.map(member => `${name}.${member.name}`)));
    expect(named.length).toBeGreaterThan(50);
    expect(initialized.length).toBeGreaterThan(20);
    expect([...new Set([...named, ...initialized])].filter(name => !known.includes(name))).toEqual([]);
  });
});
