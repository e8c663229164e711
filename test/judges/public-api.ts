import { readFileSync, writeFileSync } from 'node:fs';
import { compareAssemblies } from 'jsii-diff';
import type { Assembly } from 'jsii-reflect';
import { assemblyOf, type Spec } from './assembly';

const FILE = 'api/public-api.json';
/** Members of an assembly that may change without an effect on users' code. */
const SILENT = ['locationInModule', 'symbolId'];

/** The public API that was last accepted. */
export const acceptedApi = (): Spec => JSON.parse(readFileSync(FILE, 'utf8'));

export const accept = (api: Spec): void => writeFileSync(FILE, `${written(api)}\n`);

/** The parts of an API that users' code relies on: names, types, stability and peer dependencies, but no prose. */
export function publicApi({ schema, name, docs, targets, dependencies, types }: Spec): Spec {
  return withoutWords({ schema, name, docs, targets, dependencies, types }) as Spec;
}

/** The parts of an API that code may miss in another API. */
export function breaks(before: Spec, after: Spec, among: readonly Assembly[]): string[] {
  return [
    ...compareAssemblies(assemblyOf(before, among), assemblyOf(after, among)).messages(),
    ...isSame(before.dependencies, after.dependencies) ? [] : [`dependencies: ${written(after.dependencies)}`],
  ];
}

export const isSame = (one: unknown, other: unknown): boolean => written(one) === written(other);

function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value)
    .filter(([key]) => !SILENT.includes(key))
    .map(([key, item]) => [key, key === 'docs' ? marks(item) : withoutWords(item)]));
}

/** Docs that tools read. */
const marks = ({ stability, deprecated, custom }: NonNullable<Spec['docs']>) =>
  ({ stability, deprecated, custom: custom && { resource: custom.resource, attribute: custom.attribute } });

/** The same text for equal values, whatever the order of their members. */
const written = (value: unknown): string => JSON.stringify(value, (_, item) => typeof item === 'object' && item !== null && !Array.isArray(item)
  ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => a < b ? -1 : 1))
  : item, 1);
