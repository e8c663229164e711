import { Token } from 'aws-cdk-lib';
import { isPlain } from './json';
import { MAX_LEVELS } from './nesting';

/**
 * The JSON of a value that is plain data, as `toJson` would write it, with sorted keys. Undefined if any part may be something else.
 *
 * The walk is that of JavaScript itself, which takes a fraction of the time. It knows no paths, so `toJson` says what is wrong.
 */
export function plainJson(value: unknown): string | undefined {
  let values = 0;
  function write(this: Members, name: string, written: unknown): unknown {
    if (this[name] !== written || !isPlainData(written)) throw new NotPlain();
    if (typeof written !== 'object' || written === null) return written;
    const names = Object.keys(written);
    values += names.length;
    // More values may be nested too deep, or never end: JavaScript does not see that a copy contains its original.
    if (values > MAX_LEVELS) throw new NotPlain();
    return Array.isArray(written) ? written : copyOf(written as Members, names.sort());
  }
  let json: string;
  try {
    json = JSON.stringify(value, write);
  } catch {
    return undefined;
  }
  return SPECIAL.test(json) || Token.isUnresolved(json) ? undefined : json;
}

interface Members {
  readonly [name: string]: unknown;
}

/** A copy of an object with its members in this order. */
function copyOf(members: Members, names: readonly string[]): Members {
  const copy: { [name: string]: unknown } = {};
  for (const name of names) {
    // JavaScript would take it for the prototype of the copy.
    if (name === '__proto__') throw new NotPlain();
    copy[name] = members[name];
  }
  return copy;
}

/** Ends the walk. It never leaves this file. */
class NotPlain extends Error {}

/** One half of a character, and names that are numbers, which JavaScript puts first. */
const SPECIAL = /\\ud[89a-f]|"\d+":/;

function isPlainData(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value) && !Token.isUnresolved(value);
  // A list that is a token has one item.
  return typeof value === 'object' && isPlain(value) && !(Array.isArray(value) && value.length === 1 && Token.isUnresolved(value));
}
