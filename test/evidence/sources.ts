import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { idsNamedIn } from './register';

export const ROOT = path.join(__dirname, '..', '..');

/** The folders whose code relies on AWS: the deployed code, the fake of AWS IoT, and the simulation of IAM. */
const RELIANT = ['src', 'test/fake-iot', 'test/simulation', 'test/iam'];

/** The text of a file of the repository, by its path. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Every file whose `Evidence:` comments count. */
export const reliantSources = (): Source[] => RELIANT.flatMap(folder => readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  .filter(name => /(?<!\.test|\.exploration)\.ts$|\.md$/.test(name))
  .map(name => sourceAt(path.posix.join(folder, name.split(path.sep).join('/')))));

export const sourceAt = (file: string): Source => ({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') });

/** The files of a module: the file itself, and its imports from the same folder, except for types. */
export function partsOf(entry: string, read: (file: string) => Source = sourceAt): Source[] {
  const parts = new Map<string, Source>();
  const add = (file: string): void => {
    if (parts.has(file)) return;
    const source = read(file);
    parts.set(file, source);
    for (const [, name] of source.text.matchAll(/^import (?!type\b)[^;]*? from '\.\/([\w-]+)';$/gm)) add(`${path.posix.dirname(file)}/${name}.ts`);
  };
  add(entry);
  return [...parts.values()];
}

/** The files that name no evidence. */
export const withoutEvidence = (sources: readonly Source[]): string[] =>
  sources.filter(({ text }) => idsNamedIn(text).length === 0).map(({ path: file }) => `${file} names no evidence`);

/** A rule: its code, with the comment above it. */
interface RuleText {
  readonly name: string;
  readonly text: string;
}

/** The rules of a file. @param types the names that the file gives to the type of a rule */
export function rulesIn({ path: file, text }: Source, types: readonly string[]): RuleText[] {
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return parsed.statements.filter(ts.isVariableStatement).flatMap(statement => statement.declarationList.declarations
    .filter(({ type }) => type !== undefined && types.includes(type.getText(parsed)))
    .map(({ name }) => ({ name: name.getText(parsed), text: statement.getFullText(parsed) })));
}

/** The rules that name no evidence, neither in the comment above nor inside. */
export const rulesWithoutEvidence = (source: Source, types: readonly string[]): string[] => rulesIn(source, types)
  .filter(({ text }) => idsNamedIn(text).length === 0)
  .map(({ name }) => `${source.path}: the rule ${name} names no evidence`);
