import * as fc from 'fast-check';
import { CREATE_JOB_TEMPLATE, type CreateJobTemplateRequest } from '../../src/shared/create-job-template';
import type { Shape } from '../../src/shared/shape';

/** Code points that are one half of a character. */
const HALVES = { first: 0xd800, count: 0x800 };

/**
 * Any character. The unit `binary` of fast-check means the same, but builds a table of all code points first, which takes a second in each
 * file of tests.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.integer({ min: 0, max: 0x10ffff - HALVES.count }).map(
  index => String.fromCodePoint(index < HALVES.first ? index : index + HALVES.count),
  text => {
    const [character, ...others] = String(text);
    if (character === undefined || others.length > 0) throw new Error('not one character');
    const codePoint = character.codePointAt(0)!;
    return codePoint < HALVES.first ? codePoint : codePoint - HALVES.count;
  },
);

/** Random values of a shape, within its limits or not: any text, numbers with their decimals, missing members. */
export function anyOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'text': return fc.string({ unit: anyCharacter });
    case 'number': return fc.integer({ min: -100_000, max: 100_000 }).map(number => Number((number / 10 ** shape.decimals).toFixed(shape.decimals)));
    case 'list': return fc.array(anyOf(shape.item), { maxLength: 3 });
    case 'structure': {
      const members = Object.entries(shape.members).map(([name, member]) => [name, anyOf(member)] as const);
      return fc.record(Object.fromEntries(members), { requiredKeys: [] });
    }
  }
}

export const anyRequest = anyOf(CREATE_JOB_TEMPLATE) as fc.Arbitrary<CreateJobTemplateRequest>;

/** A request without its empty lists and structures, which are never rendered. */
export function withoutEmpty(value: any): any {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(item => withoutEmpty(item) ?? {});
  const members = Object.entries(value).map(([name, member]) => [name, withoutEmpty(member)]).filter(([, member]) => member !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
