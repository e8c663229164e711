import { isDeepStrictEqual } from 'node:util';
import { CREATE_JOB_TEMPLATE } from '../../../src/shared/create-job-template';
import { memberPath, propertyName, type Shape, type StructureShape } from '../../../src/shared/shape';
import { type KnownValues, NO_VALUE, resolveIntrinsics, UnknownValue } from '../cloudformation/intrinsics';

/** A value that is known only at deployment. */
export class Unresolved {
  /** @param reference what it depends on */
  constructor(readonly reference: string) {}
}

/** The properties of a resource as the template has them, and as they are resolved. */
export interface Properties {
  readonly written: { readonly [name: string]: unknown };
  /** Scalars are texts, as CloudFormation sends them. */
  readonly resolved: { readonly [name: string]: unknown };
}

/** Resolves the intrinsic functions of properties as far as possible. */
export function resolveProperties(written: object = {}, values: KnownValues): Properties {
  return { written: written as Properties['written'], resolved: resolve(written, values) as Properties['resolved'] };
}

function resolve(value: unknown, values: KnownValues): unknown {
  if (Array.isArray(value)) return value.map(item => resolve(item, values)).filter(item => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return asSent(value);
  const [[name] = [''], ...others] = Object.entries(value);
  if (others.length > 0 || !(name === 'Ref' || name.startsWith('Fn::'))) {
    return Object.fromEntries(Object.entries(value)
      .map(([key, inner]) => [key, resolve(inner, values)] as const)
      .filter(([, inner]) => inner !== NO_VALUE));
  }
  try {
    return asSent(resolveIntrinsics(value, values));
  } catch (error) {
    if (error instanceof UnknownValue) return new Unresolved(error.reference);
    throw error;
  }
}

function asSent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asSent);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asSent(inner)]));
  if (value === undefined || value === null || typeof value === 'symbol') return value;
  const text = String(value);
  return text.includes('{{resolve:') ? new Unresolved('a dynamic reference') : text;
}

/** Whether CloudFormation sends nothing, because no property changes. What cannot be resolved is compared as it is written. */
export function areEqual(one: Properties, other: Properties): boolean {
  const names = new Set([...Object.keys(one.resolved), ...Object.keys(other.resolved)]);
  return [...names].every(name => [one, other].some(({ resolved }) => hasUnresolved(resolved[name]))
    ? isDeepStrictEqual(one.written[name], other.written[name])
    : isDeepStrictEqual(one.resolved[name], other.resolved[name]));
}

function hasUnresolved(value: unknown): boolean {
  if (value instanceof Unresolved) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnresolved);
}

/** The text for a text that is not known and has no other. */
const NOT_KNOWN = '\u{F8FF}known at deployment';

export const isUnresolved = (value: unknown): boolean => value === NOT_KNOWN;

/** A member of the request that is known only at deployment. */
export interface UnresolvedMember {
  readonly member: string;
  readonly reference: string;
}

export interface FilledProperties {
  readonly properties: { readonly [name: string]: unknown };
  readonly unresolved: readonly UnresolvedMember[];
}

/** Where a value is in the request. */
interface Place {
  readonly shape?: Shape;
  /** The value that was found there. */
  readonly found: unknown;
  readonly member: string;
}

/** The properties with the values of a template in place of those that are not known. */
export function fill({ resolved }: Properties, template: { readonly [name: string]: unknown } = {}): FilledProperties {
  const unresolved: UnresolvedMember[] = [];
  const filled = (value: unknown, place: Place): unknown => {
    const { shape, member } = place;
    if (value instanceof Unresolved) {
      unresolved.push({ member, reference: value.reference });
      if (place.found !== undefined) return place.found;
      return shape === undefined || shape.kind === 'text' ? NOT_KNOWN : undefined;
    }
    if (Array.isArray(value)) {
      const item = shape?.kind === 'list' ? shape.item : undefined;
      const found = place.found as readonly unknown[] | undefined;
      return value.map((inner, index) => filled(inner, { shape: item, found: found?.[index], member: memberPath(member, index) }));
    }
    return typeof value === 'object' && value !== null ? structure(value, place) : value;
  };
  const structure = (value: object, place: Place) =>
    Object.fromEntries(Object.entries(value).map(([property, inner]) => {
      const [name, shape] = memberOf(place.shape, property);
      const found = place.found as { readonly [name: string]: unknown } | undefined;
      return [property, filled(inner, { shape, found: found?.[property], member: memberPath(place.member, name) })];
    }));
  const properties = structure(resolved, { shape: CREATE_JOB_TEMPLATE, found: template, member: '' });
  return { properties, unresolved: unresolved.filter(({ member }) => Object.hasOwn(CREATE_JOB_TEMPLATE.members, member.split(/[.[]/)[0])) };
}

function memberOf(shape: Shape | undefined, property: string): [string, Shape | undefined] {
  const members = shape?.kind === 'structure' ? (shape as StructureShape).members : {};
  const [name, inner] = Object.entries(members).find(([member]) => propertyName(member) === property) ?? [property, undefined];
  return [name, inner];
}
