import { readdirSync, readFileSync } from 'node:fs';
import { compile, snippetsOf } from './snippets';

const PAGES = ['README.md', ...readdirSync('docs').filter(name => name.endsWith('.md')).map(name => `docs/${name}`)];

test('every snippet of the README and of the pages compiles', () => {
  const snippets = PAGES.flatMap(page => snippetsOf(page, readFileSync(page, 'utf8')));
  expect(snippets.length).toBeGreaterThan(35);
  const broken = { place: 'a snippet that does not', source: 'const text: string = 5;' };
  expect(compile([...snippets, broken])).toEqual(["a snippet that does not: Type 'number' is not assignable to type 'string'."]);
}, 300_000);

test('a snippet is compiled inside the fixture, unless it is whole', () => {
  const page = 'text\n\n```ts\nfirst();\n```\n\n```sh\nls\n```\n\n```ts nofixture\nsecond();\n```\n';
  expect(snippetsOf('a.md', page)).toEqual([
    { place: 'a.md:4', source: expect.stringMatching(/^\/\/[^]*import [^]*super\(scope, id, props\);\n\s*first\(\);\n/) },
    { place: 'a.md:12', source: 'second();\n' },
  ]);
});
