/**
 * The kinds of value that a request is made of. A description of a request is data in these kinds;
 * checking, rendering and decoding are three readings of it.
 */
export type Shape = TextShape | NumberShape | ListShape | StructureShape;

export interface TextShape {
  readonly kind: 'text';
  /** Shortest and longest, in characters. */
  readonly min?: number;
  readonly max?: number;
  /** The pattern, and the same in words, which follow "must" in error messages. */
  readonly pattern?: RegExp;
  readonly patternDescription?: string;
  /** The closed set of values, where there is one. */
  readonly oneOf?: readonly string[];
}

export interface NumberShape {
  readonly kind: 'number';
  readonly min: number;
  readonly max?: number;
  /** How many decimals the service takes. */
  readonly decimals: number;
  readonly unit?: string;
  /** The value that AWS IoT uses if the member is unset. It describes an unset member as null. */
  readonly default?: number;
  /** `max` is a quota that an account can have raised: checked at synth, where a token passes, and left to the service at deploy. */
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
  readonly required: readonly string[];
}

type Members = { readonly [name: string]: Shape | Required };
interface Required {
  readonly required: Shape;
}

export const text = (options: Omit<TextShape, 'kind'> = {}): TextShape => ({ kind: 'text', ...options });
/** The largest integer that the model of AWS IoT has room for. Evidence: integers-32-bit. */
export const MAX_INTEGER = 2 ** 31 - 1;

export const integer = (options: Omit<NumberShape, 'kind' | 'decimals'>): NumberShape => ({ kind: 'number', decimals: 0, max: MAX_INTEGER, ...options });
export const decimal = (options: Omit<NumberShape, 'kind'>): NumberShape => ({ kind: 'number', ...options });
export const list = (item: Shape, options: Omit<ListShape, 'kind' | 'item'> = {}): ListShape => ({ kind: 'list', item, ...options });
export const required = (shape: Shape): Required => ({ required: shape });
export const structure = (members: Members): StructureShape => {
  const isRequired = (member: Shape | Required): member is Required => 'required' in member && !('kind' in member);
  return {
    kind: 'structure',
    members: Object.fromEntries(Object.entries(members).map(([name, member]) => [name, isRequired(member) ? member.required : member])),
    required: Object.entries(members).filter(([, member]) => isRequired(member)).map(([name]) => name),
  };
};

/** A number with the decimals that the service takes. */
export const rounded = (value: number, { decimals }: NumberShape): number => Number(value.toFixed(decimals));

/** A member's name as CloudFormation spells it: `jobTemplateId` is `JobTemplateId`. */
export const propertyName = (member: string): string => member.charAt(0).toUpperCase() + member.slice(1);

/** A path into a request: `abortConfig.criteriaList[0].action`. */
export const memberPath = (path: string, member: string | number): string =>
  typeof member === 'number' ? `${path}[${member}]` : path === '' ? member : `${path}.${member}`;

/** What stands at such a path without indexes; undefined where there is nothing. */
export const valueAtPath = (value: object, path: string): unknown =>
  path.split('.').reduce<any>((inner, member) => inner?.[member], value);

/** Whether a text has one half of a character, such as the rest of an emoji that was cut. UTF-8 cannot hold it. */
export const hasLoneSurrogate = (text: string): boolean => /\p{Surrogate}/u.test(text);
