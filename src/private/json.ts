import { Duration, Size, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { MAX_LEVELS } from './nesting';
import { markOf } from './prop-types';
import { MAX_DOCUMENT_BYTES } from '../shared/document-rules';
import { hasLoneSurrogate } from '../shared/shape';

/** A part of a value that cannot become a job document. */
interface Finding {
  readonly what: string;
  readonly must: string;
  readonly remedy: string;
}

/** What to do with parts of a value that JSON cannot represent. Each gets the path of the part, such as `steps[0].timeout`. */
export interface JsonObserver {
  /** The part would be left out, or become what nobody means. */
  refuse(found: Finding & { readonly path: string }): never;
  /** A member that is undefined is left out, as `JSON.stringify` does. */
  leaveOut(path: string): void;
}

/**
 * A value as `JSON.stringify` would write it, whether there are tokens in it or not: those stay. Keys are sorted.
 *
 * The walk ends at the first value that cannot be part of a document. Each value takes a byte at least, so a value that has the same
 * part in many places is refused before it fills the memory.
 */
export function toJson(value: unknown, { refuse, leaveOut }: JsonObserver): unknown {
  const ancestors = new Set<unknown>();
  let values = 0;
  const check = (found: Finding | undefined, path: string) => {
    if (found) refuse({ ...found, path: path === '' ? 'the top' : shortened(path) });
  };
  const write = (given: unknown, path: string): unknown => {
    check(problemOf(given), path);
    const item = hasJson(given) ? given.toJSON() : given;
    if (item !== given) check(problemOf(item), path);
    if (Token.isUnresolved(item)) return item;
    if (++values > MAX_DOCUMENT_BYTES) check(TOO_MANY, path);
    if (typeof item !== 'object' || item === null) return item;
    if (ancestors.has(item)) check(ITSELF, path);
    if (ancestors.size === MAX_LEVELS) check(TOO_DEEP, path);
    ancestors.add(item);
    const written = Array.isArray(item) ? writeList(item, path) : writeMembers(item, path);
    ancestors.delete(item);
    return written;
  };
  const writeList = (list: readonly unknown[], path: string): unknown[] => {
    if (list.length > MAX_DOCUMENT_BYTES) check(TOO_MANY, path);
    return Array.from(list, (item, index) => write(item ?? null, `${path}[${index}]`));
  };
  const writeMembers = (members: object, path: string): object => Object.fromEntries(Object.entries(members)
    .sort(([a], [b]) => a < b ? -1 : 1)
    .flatMap(([name, item]) => {
      check(problemOfName(name), path);
      const memberPath = path === '' ? name : `${path}.${name}`;
      const written = item === undefined ? undefined : write(item, memberPath);
      if (written === undefined) leaveOut(shortened(memberPath));
      return written === undefined ? [] : [[name, written]];
    }));
  check(value === undefined ? notJson('undefined', 'write an object') : undefined, '');
  return write(value, '');
}

const shortened = (path: string): string => path.length > MAX_PATH_LENGTH ? `${path.slice(0, MAX_PATH_LENGTH)}...` : path;
const MAX_PATH_LENGTH = 200;

const notJson = (what: string, remedy: string): Finding => ({ what, must: 'be JSON', remedy });

const HALF_A_CHARACTER: Finding = {
  what: 'one half of a character', must: 'have whole characters only', remedy: 'UTF-8 cannot hold a lone surrogate, such as the rest of an emoji that was cut',
};
const TOO_MANY: Finding = {
  what: `more than ${MAX_DOCUMENT_BYTES} values`,
  must: `have at most ${MAX_DOCUMENT_BYTES} bytes`,
  remedy: 'move what is large into an object that the document refers to',
};
const ITSELF: Finding = { what: 'a circular reference', must: 'be JSON', remedy: 'put a part of the object there' };
const TOO_DEEP: Finding = { what: `more than ${MAX_LEVELS} levels`, must: `have at most ${MAX_LEVELS}`, remedy: 'write it flatter' };

/** The CDK loses a member `__proto__` if there is a token in the same document, and so do many parsers. */
function problemOfName(name: string): Finding | undefined {
  if (name === '__proto__') return { what: 'a member __proto__', must: 'have another name for it', remedy: 'JavaScript takes it for something else, and would lose it' };
  return hasLoneSurrogate(name) ? HALF_A_CHARACTER : undefined;
}

const hasJson = (value: unknown): value is { toJSON(): unknown } =>
  typeof value === 'object' && value !== null && !Token.isUnresolved(value) && 'toJSON' in value && typeof value.toJSON === 'function';

function problemOf(value: unknown): Finding | undefined {
  if (typeof value === 'string') return hasLoneSurrogate(value) ? HALF_A_CHARACTER : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : notJson(`${value}`, 'write a number that is finite');
  if (['function', 'symbol', 'bigint'].includes(typeof value)) return notJson(`a ${typeof value}`, 'write what it stands for');
  if (value instanceof Duration) return notJson('a Duration', 'write a number of some unit, such as toSeconds()');
  if (value instanceof Size) return notJson('a Size', 'write a number of some unit, such as toMebibytes()');
  if (Construct.isConstruct(value)) return notJson(`the construct ${value.node.path}`, 'write one of its attributes, such as its ARN');
  // A token of this package, a presigned URL, is filled in.
  const type = Token.isUnresolved(value) ? undefined : markOf(value);
  if (type !== undefined) return notJson(`a ${type}`, REMEDIES[type] ?? 'write the values that devices need');
  if (ArrayBuffer.isView(value)) return notJson(`a ${value.constructor.name}`, "write a text, such as toString('base64') of a Buffer");
  return isOpaque(value) ? notJson(`a ${value.constructor.name}`, 'write an object, a list or a text') : undefined;
}

/** What is probably meant by an object of this package. */
const REMEDIES: { readonly [type: string]: string } = {
  JobDocument: 'it is a document already, so pass it as the document of the template',
  PackageVersion: 'write attributes() or artifactUrl()',
};

/** Whether an object keeps what it holds to itself, as a Map, a RegExp and a Promise do: it would be written as `{}`. A String would become its letters. */
function isOpaque(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'toJSON' in value || Token.isUnresolved(value)) return false;
  if (value instanceof String) return true;
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return !isPlain && Object.keys(value).length === 0;
}
