import { Duration, Size, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** What JSON has no word for, and where it is. */
export interface NotJson {
  readonly what: string;
  /** Such as `steps[0].timeout`. */
  readonly path: string;
  readonly remedy: string;
}

/** The first such thing in a value that is to become JSON. `JSON.stringify` would leave it out, or write what nobody means. */
export function notJsonIn(value: unknown, path = 'the top', ancestors: readonly unknown[] = []): NotJson | undefined {
  const problem = ancestors.includes(value) ? { what: 'itself', remedy: 'put a part of it there' } : problemOf(value);
  if (problem) return { ...problem, path };
  if (typeof value !== 'object' || value === null || 'toJSON' in value || Token.isUnresolved(value)) return undefined;
  const inside = Array.isArray(value)
    ? value.map((item, index) => [`${ancestors.length === 0 ? '' : path}[${index}]`, item] as const)
    : Object.entries(value).map(([key, item]) => [ancestors.length === 0 ? key : `${path}.${key}`, item] as const);
  for (const [innerPath, item] of inside) {
    const found = notJsonIn(item, innerPath, [...ancestors, value]);
    if (found) return found;
  }
  return undefined;
}

function problemOf(value: unknown): Omit<NotJson, 'path'> | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : { what: `${value}`, remedy: 'write a number that is finite' };
  if (['function', 'symbol', 'bigint'].includes(typeof value)) return { what: `a ${typeof value}`, remedy: 'write what it stands for' };
  if (value instanceof Duration) return { what: 'a Duration', remedy: 'write a number of some unit, such as toSeconds()' };
  if (value instanceof Size) return { what: 'a Size', remedy: 'write a number of some unit, such as toMebibytes()' };
  if (value instanceof Map || value instanceof Set) return { what: `a ${value.constructor.name}`, remedy: 'write an object or a list' };
  if (Construct.isConstruct(value)) return { what: `the construct ${value.node.path}`, remedy: 'write one of its attributes, such as its ARN' };
  return undefined;
}
