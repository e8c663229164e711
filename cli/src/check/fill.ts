import { CREATE_JOB_TEMPLATE } from '../../../src/shared/create-job-template';
import { memberPath, propertyName, type Shape, type StructureShape } from '../../../src/shared/shape';
import { type Properties, Unresolved } from '../cloudformation/properties';

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
