import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const [BEFORE, AFTER] = readFileSync(join(ROOT, 'rosetta', 'default.ts-fixture'), 'utf8').split('/// here');

/** A block of TypeScript in a page. */
export interface Snippet {
  /** Where it is, such as `docs/lookups.md:12`. */
  readonly place: string;
  /** As jsii-rosetta compiles those of the README: inside the fixture, unless it is marked as `nofixture`. */
  readonly source: string;
}

export function snippetsOf(page: string, text: string): Snippet[] {
  return [...text.matchAll(/^```ts( nofixture)?\n([^]*?)^```$/gm)].map(({ 1: isWhole, 2: source, index }) => ({
    place: `${page}:${text.slice(0, index).split('\n').length + 1}`,
    source: isWhole === undefined ? `${BEFORE}${source}${AFTER}` : source,
  }));
}

/** What the compiler says about snippets, with the place of each. */
export function compile(snippets: readonly Snippet[]): string[] {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(ROOT, 'test', 'tsconfig.json'), ts.sys.readFile).config, ts.sys, join(ROOT, 'test'));
  const files = new Map(snippets.map((snippet, index) => [join(ROOT, 'test', 'docs', `snippet-${index}.ts`), snippet]));
  // Snippets leave out what a whole app would do with its values.
  const lenient = { ...options, noUnusedLocals: false, noUnusedParameters: false, noEmit: true };
  const host = ts.createCompilerHost(lenient);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = name => files.has(name) || fileExists(name);
  host.readFile = name => files.get(name)?.source ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const snippet = files.get(name);
    return snippet === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, snippet.source, version);
  };
  const program = ts.createProgram({ rootNames: [...files.keys()], options: lenient, host });
  return [...files].flatMap(([name, { place }]) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name))
    .map(({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`));
}
