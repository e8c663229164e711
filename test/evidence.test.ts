import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { idsNamedIn, incomplete, missingSwitches, rowsOf, unknownIds, unnamed } from './evidence/register';
import { partsOf, reliantSources, ROOT, rulesIn, rulesWithoutEvidence, sourceAt, withoutEvidence } from './evidence/sources';

const REGISTER = 'docs/evidence.md';
const VARIANTS = 'test/fake-iot/variants.ts';
const SERVICE = 'test/fake-iot/service.ts';
/** How the types of rules are called in `src/shared` and `src/private`. */
const RULES = ['Rule', 'DocumentRule', 'PlaceholderRule', 'WarningRule', 'DocumentRule<Warning>'];

const table = (...rows: string[]): string => ['# A register', '', '| Id | Statement | Mark | Source | Test | Either way |', '|---|---|---|---|---|---|', ...rows].join('\n');
const row = (cells: { [cell: string]: string } = {}): string => {
  const { id = '`an-id`', statement = 'It is so.', mark = 'M', source = 'Somebody, us-east-1 2026-01-01', test = '`test/a.test.ts`', eitherWay = '' } = cells;
  return `| ${[id, statement, mark, source, test, eitherWay].join(' | ')} |`;
};
const read = (file: string) => file === 'test/a.test.ts' ? "test('is so')" : undefined;

describe('The register', () => {
  const rows = rowsOf(sourceAt(REGISTER).text);
  const sources = reliantSources();

  test('has rows, each of them complete', () => {
    expect(rows.length).toBeGreaterThan(100);
    expect(incomplete(rows, file => existsSync(path.join(ROOT, file)) ? readFileSync(path.join(ROOT, file), 'utf8') : undefined)).toEqual([]);
  });

  test('names only switches that the fake has', () => {
    expect(missingSwitches(rows, sourceAt(VARIANTS).text)).toEqual([]);
  });

  test('has every id that the code names', () => {
    expect(sources.flatMap(({ path: file, text }) => unknownIds(rows, file, text))).toEqual([]);
  });

  test('has no row that nothing relies upon', () => {
    expect(unnamed(rows, sources.map(({ text }) => text))).toEqual([]);
  });

  test('is named by every rule', () => {
    const files = sources.filter(({ path: file }) => /^src\/(?:shared|private)\//.test(file));
    expect(files.flatMap(file => rulesIn(file, RULES)).length).toBeGreaterThan(40);
    expect(files.flatMap(file => rulesWithoutEvidence(file, RULES))).toEqual([]);
  });

  test('is named by every file that the fake service consists of', () => {
    const parts = partsOf(SERVICE);
    expect(parts.map(({ path: file }) => file)).toEqual(expect.arrayContaining([SERVICE, 'test/fake-iot/rules.ts', 'test/fake-iot/validation.ts']));
    expect(withoutEvidence(parts)).toEqual([]);
  });
});

describe('Rows of a register', () => {
  test('are read cell by cell, an escaped bar included', () => {
    expect(rowsOf(table(row({ statement: 'a \\| b' }), row({ id: '`other`', eitherWay: '`aSwitch`' })))).toEqual([
      { id: 'an-id', statement: 'a | b', mark: 'M', source: 'Somebody, us-east-1 2026-01-01', test: '`test/a.test.ts`', eitherWay: '' },
      { id: 'other', statement: 'It is so.', mark: 'M', source: 'Somebody, us-east-1 2026-01-01', test: '`test/a.test.ts`', eitherWay: '`aSwitch`' },
    ]);
  });

  test('stand in tables with the header of the register only', () => {
    expect(rowsOf('| Mark | Meaning |\n|---|---|\n| `M` | measured |')).toEqual([]);
  });

  test('are complete with a mark, a source and a test that exists', () => {
    expect(incomplete(rowsOf(table(row(), row({ id: '`other`', test: '`test/a.test.ts` "is so"' }))), read)).toEqual([]);
  });

  test.each([
    ['another mark', { mark: 'X' }, 'an-id has the mark "X", must have one of M, E, A, D, U'],
    ['no mark', { mark: '' }, 'an-id has the mark "", must have one of M, E, A, D, U'],
    ['no statement', { statement: '' }, 'an-id states nothing'],
    ['no source', { source: '' }, 'an-id has no source'],
    ['no test', { test: '' }, 'an-id has no test that pins it'],
    ['a test that does not exist', { test: '`test/b.test.ts`' }, 'an-id is pinned by test/b.test.ts, which does not exist'],
    ['one of two tests that does not exist', { test: '`test/a.test.ts`, `test/b.test.ts`' }, 'an-id is pinned by test/b.test.ts, which does not exist'],
    ['the title of no test', { test: '`test/a.test.ts` "is not so"' }, 'an-id is pinned by "is not so", which no such test is called'],
    ['an id that is not in kebab-case', { id: '`An_id`' }, 'An_id is not in kebab-case'],
    ['nothing to say although only an emulator does so', { mark: 'E' }, 'an-id is not measured, and does not say why the code is right either way'],
    ['nothing to say although it is unknown', { mark: 'U' }, 'an-id is not measured, and does not say why the code is right either way'],
  ])('are incomplete with %s', (_, cells, problem) => {
    expect(incomplete(rowsOf(table(row(cells))), read)).toEqual([problem]);
  });

  test('are incomplete if an id stands twice', () => {
    expect(incomplete(rowsOf(table(row(), row())), read)).toEqual(['an-id stands twice']);
  });

  test('name no switch that the variants do not have', () => {
    const variants = 'export interface Variant {\n  /** What there is. */\n  readonly aSwitch: boolean;\n  readonly another?: number;\n}';
    const rows = rowsOf(table(row({ mark: 'U', eitherWay: '`aSwitch`, `another`; and `goneMs`' })));
    expect(missingSwitches(rows, variants)).toEqual(['an-id names the switch goneMs, which the fake does not have']);
  });
});

describe('Evidence that a text names', () => {
  test.each([
    ['in a comment of one line', '// Evidence: a-b, c.\nconst x = 1;', ['a-b', 'c']],
    ['after other words', '/** What it is. Evidence: a-b. */', ['a-b']],
    ['over two lines', '/**\n * Evidence: a-b,\n * c-d. More.\n */', ['a-b', 'c-d']],
    ['over two lines of another form', '  // Evidence: a-b,\n  // c-d.', ['a-b', 'c-d']],
    ['twice', '// Evidence: a.\n\n// Evidence: b.', ['a', 'b']],
    ['in a table', '| 1 | A rule. | Seen. Evidence: a-b. |', ['a-b']],
    ['without an end', '// Evidence: a-b and more', ['a-b and more']],
    ['nowhere', '// There is evidence.', []],
  ])('is read %s', (_, text, ids) => {
    expect(idsNamedIn(text)).toEqual(ids);
  });

  test('must be in the register', () => {
    expect(unknownIds(rowsOf(table(row())), 'src/a.ts', '// Evidence: an-id, other.')).toEqual(['src/a.ts names "other", which is not in the register']);
  });

  test('must not be left over in the register', () => {
    const rows = rowsOf(table(row(), row({ id: '`other`' })));
    expect(unnamed(rows, ['// Evidence: an-id.'])).toEqual(['other is named by nothing: name it where it is relied upon, or remove it']);
  });

  test('is missing from a rule if neither its comment nor its body names any', () => {
    const text = [
      '// Evidence: a.', 'const above: Rule = () => [];', '',
      'const inside: Rule = () => {', '  // Evidence: b.', '  return [];', '};', '',
      '/** Says nothing. */', 'const without: Rule = () => [];', '',
      'const noRule: Other = () => [];',
    ].join('\n');
    expect(rulesWithoutEvidence({ path: 'rules.ts', text }, ['Rule'])).toEqual(['rules.ts: the rule without names no evidence']);
  });

  test('is missing from a file that a module imports, but for types', () => {
    const files: { [file: string]: string } = {
      'fake/service.ts': "import { a } from './a';\nimport type { T } from './types';\nimport {\n  b,\n} from './b';\n// Evidence: x.",
      'fake/a.ts': "import { b } from './b';\n// Evidence: y.",
      'fake/b.ts': 'export const b = 1;',
    };
    const parts = partsOf('fake/service.ts', file => ({ path: file, text: files[file] }));
    expect(withoutEvidence(parts)).toEqual(['fake/b.ts names no evidence']);
  });
});
