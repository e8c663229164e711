/**
 * The shape of a value in a request. A shape is plain data, and `check`, `render` and `decode` interpret it.
 */
export type Shape = TextShape | NumberShape | ListShape | StructureShape;

export interface TextShape {
  readonly kind: 'text';
  /** The shortest and the longest length, in characters. */
  readonly min?: number;
  readonly max?: number;
  /** The pattern, and its description, to follow the word "must" in messages. */
  readonly pattern?: RegExp;
  readonly patternDescription?: string;
  /** The only values that are allowed. */
  readonly oneOf?: readonly string[];
}

export interface NumberShape {
  readonly kind: 'number';
  readonly min: number;
  readonly max?: number;
  /** The number of decimals that AWS IoT accepts. */
  readonly decimals: number;
  readonly unit?: string;
  /** The value that AWS IoT uses if the member is unset. It describes an unset member as null. */
  readonly default?: number;
  /** Whether `max` is a quota that an account can raise. Synthesis checks it, but a token passes. At deployment, AWS IoT checks it. */
  readonly quota?: boolean;
}

export interface ListShape {
  readonly kind: 'list';
  readonly item: Shape;
  readonly min?: number;
  readonly max?: number;
}

export interface StructureShape {
  readonly kind: 'structure';
  readonly members: { readonly [name: string]: Shape };
  /** The members in their order, with all that `check`, `render` and `decode` need for each request. */
  readonly list: readonly Member[];
}

export interface Member {
  readonly name: string;
  /** The name of the member in CloudFormation. */
  readonly property: string;
  readonly shape: Shape;
  readonly isRequired: boolean;
}

/** A function for each kind of shape. */
export type ByKind<Others extends unknown[], Result> = { readonly [Kind in Shape['kind']]: (shape: Extract<Shape, { kind: Kind }>, ...others: Others) => Result };

/** The function for the kind of this shape. V8 would inline a `switch` into the walk over a shape, and spend more time on it than the walk takes. */
export const forKind = <Others extends unknown[], Result>(functions: ByKind<Others, Result>, { kind }: Shape) =>
  functions[kind] as (shape: Shape, ...others: Others) => Result;

type Members = { readonly [name: string]: Shape | Required };
interface Required {
  readonly required: Shape;
}

export const text = (options: Omit<TextShape, 'kind'> = {}): TextShape => ({ kind: 'text', ...options });
/** The largest integer in the API model of AWS IoT. Evidence: integers-32-bit. */
export const MAX_INTEGER = 2 ** 31 - 1;

export const integer = (options: Omit<NumberShape, 'kind' | 'decimals'>): NumberShape => ({ kind: 'number', decimals: 0, max: MAX_INTEGER, ...options });
export const decimal = (options: Omit<NumberShape, 'kind'>): NumberShape => ({ kind: 'number', ...options });
export const list = (item: Shape, options: Omit<ListShape, 'kind' | 'item'> = {}): ListShape => ({ kind: 'list', item, ...options });
export const required = (shape: Shape): Required => ({ required: shape });
export const structure = (members: Members): StructureShape => {
  const memberOf = (name: string, member: Shape | Required): Member => 'kind' in member
    ? { name, property: propertyName(name), shape: member, isRequired: false }
    : { name, property: propertyName(name), shape: member.required, isRequired: true };
  const all = Object.entries(members).map(([name, member]) => memberOf(name, member));
  return {
    kind: 'structure',
    members: Object.fromEntries(all.map(({ name, shape }) => [name, shape])),
    list: all,
  };
};

/** A number with the decimals that AWS IoT accepts. Most numbers are whole, and need no rounding. */
export const rounded = ({ decimals }: NumberShape, value: number): number => Number.isInteger(value) ? value : Number(value.toFixed(decimals));

/** The name of a member in CloudFormation: `JobTemplateId` for `jobTemplateId`. */
export const propertyName = (member: string): string => member.charAt(0).toUpperCase() + member.slice(1);

/** A path into a request: `abortConfig.criteriaList[0].action`. */
export function memberPath(path: string, member: string | number): string {
  if (typeof member === 'number') return `${path}[${member}]`;
  return path === '' ? member : `${path}.${member}`;
}

/** The value at such a path without indexes. Undefined if there is none. */
export const valueAtPath = (value: object, path: string): unknown =>
  path.split('.').reduce<any>((inner, member) => inner?.[member], value);

/** Whether a text has one half of a character, such as the rest of a cut emoji. UTF-8 has no such halves. */
export const hasLoneSurrogate = (value: string): boolean => !(value as ModernString).isWellFormed();

/** Node.js 20 has more than the types of its language version. */
type ModernString = string & { isWellFormed(): boolean };
