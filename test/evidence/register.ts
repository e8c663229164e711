/** A row of the register: a behavior of AWS, and its evidence. */
export interface Row {
  readonly id: string;
  readonly statement: string;
  readonly mark: string;
  readonly source: string;
  /** The tests of the behavior: paths in backticks, and titles in quotes. */
  readonly test: string;
  /** The reason why the code is right either way: switches of the fake in backticks, or words. */
  readonly eitherWay: string;
}

/** The marks: measured, emulated, from the model, from prose, unknown. */
const MARKS = ['M', 'E', 'A', 'D', 'U'];
const UNMEASURED = ['E', 'U'];
const HEADER = ['Id', 'Statement', 'Mark', 'Source', 'Test', 'Either way'];

/** The rows of all tables of the register. */
export function rowsOf(register: string): Row[] {
  let isRegister = false;
  return register.split('\n').flatMap(line => {
    const cells = cellsOf(line);
    if (cells.length === 0 || cells[0] === 'Id') isRegister = cells.join() === HEADER.join();
    const id = /^`([^`]*)`$/.exec(cells[0] ?? '')?.[1];
    if (!isRegister || id === undefined) return [];
    const [, statement = '', mark = '', source = '', test = '', eitherWay = ''] = cells;
    return [{ id, statement, mark, source, test, eitherWay }];
  });
}

/**
 * The problems of the rows by themselves. A row must have a statement, a mark with its source, and a test.
 *
 * @param read returns the text of a file, or undefined if the file does not exist
 */
export function incomplete(rows: readonly Row[], read: (path: string) => string | undefined): string[] {
  return rows.flatMap(({ id, statement, mark, source, test, eitherWay }, index) => {
    const paths = quoted(test);
    const tests = paths.map(path => path.startsWith('test/') ? read(path) : undefined);
    const titles = [...test.matchAll(/"([^"]*)"/g)].map(([, title]) => title);
    return problems(id, [
      [!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id), 'is not in kebab-case'],
      [rows.findIndex(row => row.id === id) !== index, 'stands twice'],
      [statement === '', 'states nothing'],
      [!MARKS.includes(mark), `has the mark "${mark}", must have one of ${MARKS.join(', ')}`],
      [source === '', 'has no source'],
      [paths.length === 0, 'has no test that pins it'],
      ...paths.map((path, at) => [tests[at] === undefined, `is pinned by ${path}, which does not exist`] as const),
      ...titles.map(title => [!tests.some(text => text?.includes(title)), `is pinned by "${title}", which no such test is called`] as const),
      [UNMEASURED.includes(mark) && eitherWay === '', 'is not measured, and does not say why the code is right either way'],
    ]);
  });
}

/** The switches that rows name but the fake does not have. @param variants the source of the fake's variants */
export function missingSwitches(rows: readonly Row[], variants: string): string[] {
  const switches = [...variants.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
  return rows.flatMap(({ id, eitherWay }) => quoted(eitherWay)
    .filter(name => !switches.includes(name))
    .map(name => `${id} names the switch ${name}, which the fake does not have`));
}

/**
 * The ids that a text names: `Evidence: an-id, another-id.` A list ends with a full stop, and may continue in the
 * next line of a comment.
 */
export function idsNamedIn(text: string): string[] {
  const joined = text.replace(/\n\s*(?:\/\/|\*(?!\/))/g, '');
  return [...joined.matchAll(/Evidence: ([^.\n]*)/g)].flatMap(([, list]) => list.split(',').map(id => id.trim()));
}

/** The ids that a text names but the register does not have. */
export function unknownIds(rows: readonly Row[], path: string, text: string): string[] {
  return idsNamedIn(text).filter(id => !rows.some(row => row.id === id)).map(id => `${path} names "${id}", which is not in the register`);
}

/** The rows that no text names. */
export function unnamed(rows: readonly Row[], texts: readonly string[]): string[] {
  const named = new Set(texts.flatMap(idsNamedIn));
  return rows.filter(({ id }) => !named.has(id)).map(({ id }) => `${id} is named by nothing: name it where it is relied upon, or remove it`);
}

/** The cells of a line of a table; none if the line is not of a table. */
function cellsOf(line: string): string[] {
  if (!line.startsWith('|')) return [];
  return line.split(/(?<!\\)\|/).slice(1, -1).map(cell => cell.trim().replace(/\\\|/g, '|'));
}

const quoted = (text: string): string[] => [...text.matchAll(/`([^`]*)`/g)].map(([, inner]) => inner);

const problems = (id: string, checks: readonly (readonly [boolean, string])[]): string[] =>
  checks.filter(([isProblem]) => isProblem).map(([, problem]) => `${id} ${problem}`);
