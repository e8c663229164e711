import { Token } from 'aws-cdk-lib';
import { isPlain } from './json';
import { MAX_LEVELS } from './nesting';

/**
 * The JSON of a value that is plain data, as `toJson` would write it, with sorted keys. Undefined if any part may be something else.
 *
 * The walk is that of JavaScript itself, which takes a fraction of the time. It knows no paths, so `toJson` says what is wrong.
 */
export function plainJson(value: unknown): string | undefined {
  const names = new Set<string>();
  let values = 0;
  function look(this: { readonly [name: string]: unknown }, name: string, written: unknown): unknown {
    // More values may be nested too deep.
    if (this[name] !== written || !isPlainData(written) || ++values > MAX_LEVELS) throw new NotPlain();
    names.add(name);
    return written;
  }
  try {
    JSON.stringify(value, look);
  } catch {
    return undefined;
  }
  const json = JSON.stringify(value, [...names].sort());
  return SPECIAL.test(json) || Token.isUnresolved(json) ? undefined : json;
}

/** Ends the walk. It never leaves this file. */
class NotPlain extends Error {}

/** One half of a character, and names with a special meaning in JavaScript, which puts numbers first. */
const SPECIAL = /\\ud[89a-f]|"(?:__proto__|\d+)":/;

function isPlainData(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value) && !Token.isUnresolved(value);
  // A list that is a token has one item.
  return typeof value === 'object' && isPlain(value) && !(Array.isArray(value) && value.length === 1 && Token.isUnresolved(value));
}
