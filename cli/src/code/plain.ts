import type { BooleanLiteral, EnumMember, Expression, NumberLiteral, Scope, TextLiteral, Type, Variable } from './expression';

/** A value that TypeScript, Java and C# write alike. */
type PlainValue = TextLiteral | NumberLiteral | BooleanLiteral | EnumMember | Scope | Variable;

/** What differs between these languages. */
export interface PlainForms {
  readonly text: (value: string) => string;
  readonly type: (type: Type) => string;
}

export const isPlain = (value: Expression): value is PlainValue => ['text', 'number', 'boolean', 'enum', 'scope', 'variable'].includes(value.kind);

export function plain(value: PlainValue, { text, type }: PlainForms): string {
  switch (value.kind) {
    case 'text': return text(value.value);
    case 'number': return String(value.value);
    case 'boolean': return String(value.value);
    case 'enum': return `${type(value.type)}.${value.member}`;
    case 'scope': return 'this';
    case 'variable': return value.name;
  }
}
