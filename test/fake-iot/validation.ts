import { invalidRequest, ServiceError } from './errors';
import { ListShape, NumberShape, Shape, StringShape, StructureShape } from './model';
import { once } from '../support/once';

/** Integers have 32 bits. */
const MAX_INTEGER = 2_147_483_647;

/**
 * Reads a JSON value in the way of the protocol: drops unknown members and nulls, and refuses a value of another
 * type.
 *
 * Evidence: wire-names, wire-types, integers-32-bit.
 */
export function deserialize(shape: Shape, value: unknown): unknown {
  if (value === null) return undefined;
  switch (shape.kind) {
    case 'structure':
      if (!isObject(value)) throw misplaced(value, shape);
      return Object.fromEntries(Object.entries(shape.members)
        .filter(([name]) => Object.hasOwn(value, name))
        .map(([name, member]) => [name, deserialize(member, value[name])])
        .filter(([, read]) => read !== undefined));
    case 'list':
      if (!Array.isArray(value)) throw misplaced(value, shape);
      return value.map((item) => deserialize(shape.member, item));
    case 'string':
      if (typeof value !== 'string') throw misplaced(value, shape);
      return value;
    case 'integer':
      if (!Number.isInteger(value)) throw misplaced(value, shape);
      if (Math.abs(value as number) > MAX_INTEGER) throw new ServiceError('SerializationException', `Numeric value (${value}) out of range of int`);
      return value;
    case 'number':
      if (typeof value !== 'number') throw misplaced(value, shape);
      return value;
  }
}

/**
 * Refuses values that break a limit of the model. As in the service, one message names every breach.
 *
 * Evidence: validation-message, validation-collects.
 */
export function checkLimits(shape: StructureShape, input: unknown): void {
  const breaches = violations(shape, input, '');
  if (breaches.length === 0) return;
  const count = breaches.length === 1 ? '1 validation error' : `${breaches.length} validation errors`;
  throw invalidRequest(`${count} detected: ${breaches.join('; ')}`);
}

function violations(shape: Shape, value: unknown, path: string): string[] {
  if (value === undefined) return [`Value null at '${path}' failed to satisfy constraint: Member must not be null`];
  switch (shape.kind) {
    case 'structure': return structureViolations(shape, value as Record<string, unknown>, path);
    case 'list': return listViolations(shape, value as unknown[], path);
    case 'string': return report(value as string, path, stringConstraints(shape, value as string));
    case 'integer': return report(String(value), path, numberConstraints(shape, value as number));
    case 'number': return report(decimal(value as number), path, numberConstraints(shape, value as number));
  }
}

function structureViolations(shape: StructureShape, value: Record<string, unknown>, path: string): string[] {
  return Object.entries(shape.members)
    .filter(([name]) => value[name] !== undefined || shape.required?.includes(name))
    .flatMap(([name, member]) => violations(member, value[name], path ? `${path}.${inCamelCase(name)}` : inCamelCase(name)));
}

/** The members of tags are in camelCase in messages too. */
function inCamelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** The problems of text items are reported together, with all limits. */
function listViolations({ member, ...shape }: ListShape, value: unknown[], path: string): string[] {
  const ofList = report(JSON.stringify(value), path, lengthConstraints(shape, value.length));
  if (member.kind !== 'string') return [...ofList, ...value.flatMap((item, index) => violations(member, item, `${path}.${index + 1}.member`))];
  const isBroken = value.some((item) => stringConstraints(member, item as string).length > 0);
  return isBroken ? [...ofList, ...report(`[${value.join(', ')}]`, path, [`satisfy constraint: [${allConstraints(member).join(', ')}]`])] : ofList;
}

function allConstraints({ min, max, pattern }: StringShape): string[] {
  return [
    ...unless(max === undefined, `Member must have length less than or equal to ${max}`),
    ...unless(min === undefined, `Member must have length greater than or equal to ${min}`),
    ...unless(pattern === undefined, `Member must satisfy regular expression pattern: ${pattern}`),
  ];
}

function stringConstraints(shape: StringShape, value: string): string[] {
  return [
    ...lengthConstraints(shape, value.length),
    ...unless(shape.pattern === undefined || wholeOf(shape.pattern).test(value), `satisfy regular expression pattern: ${shape.pattern}`),
    ...unless(shape.values?.includes(value) ?? true, `satisfy enum value set: [${shape.values?.join(', ')}]`),
  ];
}

const wholes = new Map<string, RegExp>();

/** The expression that a pattern is for a whole text. */
const wholeOf = (pattern: string): RegExp => once(wholes, pattern, () => new RegExp(`^(?:${pattern})$`, 'u'));

function lengthConstraints({ min = 0, max = Infinity }: { min?: number; max?: number }, length: number): string[] {
  return [
    ...unless(length >= min, `have length greater than or equal to ${min}`),
    ...unless(length <= max, `have length less than or equal to ${max}`),
  ];
}

function numberConstraints({ min = -Infinity, max = Infinity }: NumberShape, value: number): string[] {
  return [
    ...unless(value >= min, `have value greater than or equal to ${min}`),
    ...unless(value <= max, `have value less than or equal to ${max}`),
  ];
}

function unless(satisfied: boolean, constraint: string): string[] {
  return satisfied ? [] : [constraint];
}

/** A number in the form of the service's doubles. */
export function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function report(value: string, path: string, constraints: string[]): string[] {
  return constraints.map((constraint) => `Value '${value}' at '${path}' failed to satisfy constraint: Member must ${constraint}`);
}

function misplaced(value: unknown, shape: Shape): ServiceError {
  if (Array.isArray(value)) return new ServiceError('SerializationException', 'Start of list found where not expected');
  if (isObject(value)) return new ServiceError('SerializationException', 'Start of structure or map found where not expected');
  if (shape.kind === 'list' || shape.kind === 'structure') {
    return new ServiceError('SerializationException', `Expected ${shape.kind} or null`);
  }
  const wanted = { string: 'a String', integer: 'an Integer', number: 'a Double' }[shape.kind];
  const found = (typeof value === 'boolean' ? String(value) : typeof value).toUpperCase();
  return new ServiceError('SerializationException', `${found}_VALUE can not be converted to ${wanted}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
