import { isDeepStrictEqual } from 'node:util';
import { A_DYNAMIC_REFERENCE, DYNAMIC_REFERENCE, type KnownValues, NO_VALUE, resolveIntrinsics, UnknownValue } from './intrinsics';

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
  return text.includes(DYNAMIC_REFERENCE) ? new Unresolved(A_DYNAMIC_REFERENCE) : text;
}

/** Whether CloudFormation sends nothing, because no property changes. What cannot be resolved is compared as it is written. */
export function areEqual(one: Properties, other: Properties): boolean {
  const names = new Set([...Object.keys(one.resolved), ...Object.keys(other.resolved)]);
  return [...names].every(name => [one, other].some(({ resolved }) => hasUnresolved(resolved[name]))
    ? isDeepStrictEqual(one.written[name], other.written[name])
    : isDeepStrictEqual(one.resolved[name], other.resolved[name]));
}

/** Whether a value, or a value inside of it, is known only at deployment. */
export function hasUnresolved(value: unknown): boolean {
  if (value instanceof Unresolved) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnresolved);
}
