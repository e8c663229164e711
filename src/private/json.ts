import { Duration, Size, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { MAX_LEVELS } from './nesting';
import { markOf } from './prop-types';
import { MAX_DOCUMENT_BYTES } from '../shared/document-rules';
import { hasLoneSurrogate, memberPath } from '../shared/shape';

/** A part of a value that a job document cannot contain. */
interface Finding {
  readonly what: string;
  readonly must: string;
  readonly remedy: string;
}

/** What to do with parts of a value that JSON cannot represent. Each gets the path of the part, such as `steps[0].timeout`. */
export interface JsonObserver {
  /** Throws, because JSON would leave the part out or turn it into something that nobody means. */
  refuse(found: Finding & { readonly path: string }): never;
  /** Notes a member that is undefined and left out, as by `JSON.stringify`. */
  leaveOut(path: string): void;
  /** Notes a value that is a token. A token in a text is as recognizable in the JSON. */
  findToken(): void;
}

/**
 * A value as `JSON.stringify` would write it, with sorted keys. Tokens stay as they are.
 *
 * The walk ends at the first value that cannot be part of a document. Each value needs at least one byte, so a value that repeats the same
 * part many times is refused before it fills the memory.
 */
export function toJson(value: unknown, { refuse, leaveOut, findToken }: JsonObserver): unknown {
  const ancestors: unknown[] = [];
  /** Where the value is that is being written: joined only for a message. */
  const path: (string | number)[] = [];
  let values = 0;
  const check = (found: Finding | undefined) => {
    if (found) refuse({ ...found, path: path.length === 0 ? 'the top' : shortened(pathOf(path)) });
  };
  const write = (given: unknown): unknown => {
    check(problemOf(given));
    if (++values > MAX_DOCUMENT_BYTES) check(TOO_MANY);
    if (typeof given === 'string') return given;
    const item = hasJson(given) ? given.toJSON() : given;
    if (item !== given) check(problemOf(item));
    const isToken = Token.isUnresolved(item);
    if (isToken) findToken();
    if (typeof item !== 'object' || item === null || isToken) return item;
    if (ancestors.includes(item)) check(ITSELF);
    if (ancestors.length === MAX_LEVELS) check(TOO_DEEP);
    ancestors.push(item);
    const written = Array.isArray(item) ? writeList(item) : writeMembers(item as { readonly [name: string]: unknown });
    ancestors.pop();
    return written;
  };
  const writeAt = (place: string | number, given: unknown): unknown => {
    path.push(place);
    const written = write(given);
    path.pop();
    return written;
  };
  const writeList = (list: readonly unknown[]): unknown[] => {
    if (list.length > MAX_DOCUMENT_BYTES) check(TOO_MANY);
    return Array.from(list, (item, index) => writeAt(index, item ?? null));
  };
  const writeMembers = (members: { readonly [name: string]: unknown }): object => {
    const written: { [name: string]: unknown } = {};
    for (const name of Object.keys(members).sort()) {
      check(problemOfName(name));
      const item = members[name] === undefined ? undefined : writeAt(name, members[name]);
      if (item === undefined) leaveOut(shortened(pathOf([...path, name])));
      else written[name] = item;
    }
    return written;
  };
  check(value === undefined ? notJson('undefined', 'write an object') : undefined);
  return write(value);
}

/** The path of a part of a document, such as `steps[0].timeout`. */
const pathOf = (path: ReadonlyArray<string | number>): string => path.reduce<string>(memberPath, '');

const shortened = (path: string): string => path.length > MAX_PATH_LENGTH ? `${path.slice(0, MAX_PATH_LENGTH)}...` : path;
const MAX_PATH_LENGTH = 200;

const notJson = (what: string, remedy: string): Finding => ({ what, must: 'be JSON', remedy });

const HALF_A_CHARACTER: Finding = {
  what: 'one half of a character', must: 'have whole characters only', remedy: 'UTF-8 has no lone surrogates, such as one half of an emoji',
};
const TOO_MANY: Finding = {
  what: `more than ${MAX_DOCUMENT_BYTES} values`,
  must: `have at most ${MAX_DOCUMENT_BYTES} bytes`,
  remedy: 'move large parts into an object that the document refers to',
};
const ITSELF: Finding = { what: 'a circular reference', must: 'be JSON', remedy: 'put a part of the object there' };
const TOO_DEEP: Finding = { what: `more than ${MAX_LEVELS} levels`, must: `have at most ${MAX_LEVELS}`, remedy: 'use fewer levels' };

/** The CDK loses a member `__proto__` if the same document has a token. Many parsers lose it, too. */
function problemOfName(name: string): Finding | undefined {
  if (name === '__proto__') return { what: 'a member __proto__', must: 'have another name for it', remedy: 'this name has a special meaning in JavaScript, so the member would be lost' };
  return hasLoneSurrogate(name) ? HALF_A_CHARACTER : undefined;
}

const hasJson = (value: unknown): value is { toJSON(): unknown } =>
  typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function' && !Token.isUnresolved(value);

function problemOf(value: unknown): Finding | undefined {
  if (typeof value === 'string') return hasLoneSurrogate(value) ? HALF_A_CHARACTER : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : notJson(`${value}`, 'write a number that is finite');
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    return notJson(`a ${typeof value}`, 'write the value that devices need');
  }
  // Most values are plain, and have none of the problems of other objects.
  if (typeof value !== 'object' || value === null || isPlain(value)) return undefined;
  if (value instanceof Duration) return notJson('a Duration', 'write a number, such as that of toSeconds()');
  if (value instanceof Size) return notJson('a Size', 'write a number, such as that of toMebibytes()');
  if (Construct.isConstruct(value)) return notJson(`the construct ${value.node.path}`, 'write one of its attributes, such as its ARN');
  // A presigned URL of this package is a token, so it is replaced later.
  const type = Token.isUnresolved(value) ? undefined : markOf(value);
  if (type !== undefined) return notJson(`a ${type}`, REMEDIES[type] ?? 'write the values that devices need');
  if (ArrayBuffer.isView(value)) return notJson(`a ${value.constructor.name}`, "write a text, such as toString('base64') of a Buffer");
  return isOpaque(value) ? notJson(`a ${value.constructor.name}`, 'write an object, a list or a text') : undefined;
}

/** What the user probably means by an object of this package. */
const REMEDIES: { readonly [type: string]: string } = {
  JobDocument: 'pass it as the document of the template',
  PackageVersion: 'write attributes() or artifactUrl()',
};

/** Whether JSON would lose the content of an object: `{}` for a Map, a RegExp or a Promise, and single letters for a String. */
function isOpaque(value: object): boolean {
  if ('toJSON' in value || Token.isUnresolved(value)) return false;
  return value instanceof String || Object.keys(value).length === 0;
}

/** Whether a value is a list, or an object without a class of its own, whichever realm it is from. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}
