import { Duration, Size, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** What JSON has no word for. */
interface NotJson {
  readonly what: string;
  readonly remedy: string;
}

/**
 * A value as `JSON.stringify` would write it, whether there are tokens in it or not: those stay. Keys are sorted.
 *
 * @param refuse what to do with what JSON has no word for: it would be left out, or become what nobody means
 * @param path where the value is, such as `steps[0].timeout`
 */
export function toJson(
  value: unknown, refuse: (found: NotJson & { readonly path: string }) => never, path = '', ancestors: readonly unknown[] = [],
): unknown {
  const problem = ancestors.includes(value) ? { what: 'itself', remedy: 'put a part of it there' } : problemOf(value);
  if (problem) return refuse({ ...problem, path: path === '' ? 'the top' : path });
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  const inner = (item: unknown, at: string) => toJson(item, refuse, at, [...ancestors, value]);
  if ('toJSON' in value && typeof value.toJSON === 'function') return inner(value.toJSON(), path);
  if (Array.isArray(value)) return value.map((item, index) => inner(item ?? null, `${path}[${index}]`));
  return Object.fromEntries(Object.entries(value)
    .sort(([a], [b]) => a < b ? -1 : 1)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => [key, inner(item, path === '' ? key : `${path}.${key}`)]));
}

function problemOf(value: unknown): NotJson | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : { what: `${value}`, remedy: 'write a number that is finite' };
  if (['function', 'symbol', 'bigint'].includes(typeof value)) return { what: `a ${typeof value}`, remedy: 'write what it stands for' };
  if (value instanceof Duration) return { what: 'a Duration', remedy: 'write a number of some unit, such as toSeconds()' };
  if (value instanceof Size) return { what: 'a Size', remedy: 'write a number of some unit, such as toMebibytes()' };
  if (Construct.isConstruct(value)) return { what: `the construct ${value.node.path}`, remedy: 'write one of its attributes, such as its ARN' };
  return isOpaque(value) ? { what: `a ${value.constructor.name}`, remedy: 'write an object, a list or a text' } : undefined;
}

/** Whether an object keeps what it holds to itself, as a Map, a RegExp and a Promise do: it would be written as `{}`. */
function isOpaque(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'toJSON' in value || Token.isUnresolved(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return !isPlain && Object.keys(value).length === 0;
}
