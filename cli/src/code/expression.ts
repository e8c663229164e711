/**
 * Values in a program, whatever its language: the description of the constructs is written in them once, and each language prints them.
 */
export type Expression =
  | TextLiteral | NumberLiteral | BooleanLiteral | EnumMember | ListLiteral | TextMap | OptionsLiteral | Call | Variable | Scope;

/** A type of a package, such as `Duration` of the CDK. */
export interface Type {
  readonly module: Module;
  readonly name: string;
  /** Whether it is a structure of options, an enum, or a class. */
  readonly kind: 'class' | 'enum' | 'options';
}

/** The packages and modules that generated code imports. */
export type Module = 'library' | 'cdk' | 'iam' | 's3';

export interface TextLiteral { readonly kind: 'text'; readonly value: string }
export interface NumberLiteral { readonly kind: 'number'; readonly value: number }
export interface BooleanLiteral { readonly kind: 'boolean'; readonly value: boolean }
export interface EnumMember { readonly kind: 'enum'; readonly type: Type; readonly member: string }
export interface ListLiteral { readonly kind: 'list'; readonly of: Type; readonly items: readonly Expression[] }
export interface TextMap { readonly kind: 'map'; readonly entries: readonly (readonly [string, string])[] }
/** The construct in whose constructor the code stands: `this`. */
export interface Scope { readonly kind: 'scope' }
export interface Variable { readonly kind: 'variable'; readonly name: string }

/** A structure of options, such as the props of a construct. */
export interface OptionsLiteral { readonly kind: 'options'; readonly type: Type; readonly members: readonly Member[] }

/** A member of a structure, by its name in TypeScript. */
export interface Member {
  readonly name: string;
  readonly value: Expression;
}

/** A call of a static method. Options are the last argument. */
export interface Call { readonly kind: 'call'; readonly type: Type; readonly method: string; readonly args: readonly Expression[] }

/** A statement of a constructor. */
export type Statement = Assignment | Creation;

/** Assigns a value to a new variable. */
export interface Assignment { readonly kind: 'assignment'; readonly name: string; readonly value: Call }

/** Creates a construct. */
export interface Creation {
  readonly kind: 'creation';
  readonly type: Type;
  readonly id: string;
  readonly props: OptionsLiteral;
  readonly comment?: string;
}

export const SCOPE: Scope = { kind: 'scope' };
export const text = (value: string): TextLiteral => ({ kind: 'text', value });
export const number = (value: number): NumberLiteral => ({ kind: 'number', value });
export const TRUE: BooleanLiteral = { kind: 'boolean', value: true };
export const enumMember = (type: Type, member: string): EnumMember => ({ kind: 'enum', type, member });
export const list = (of: Type, items: readonly Expression[]): ListLiteral => ({ kind: 'list', of, items });
export const variable = (name: string): Variable => ({ kind: 'variable', name });
export const call = (type: Type, method: string, ...args: readonly Expression[]): Call => ({ kind: 'call', type, method, args });

/** Options without the members that are undefined. */
export const options = (type: Type, members: { readonly [name: string]: Expression | undefined }): OptionsLiteral => ({
  kind: 'options', type, members: Object.entries(members).flatMap(([name, value]) => value === undefined ? [] : [{ name, value }]),
});

/** All types that statements use, each once. */
export function typesIn(statements: readonly Statement[]): Type[] {
  const found = new Set<Type>();
  const visit = (expression: Expression): void => {
    if ('type' in expression) found.add(expression.type);
    switch (expression.kind) {
      case 'list': found.add(expression.of); return expression.items.forEach(visit);
      case 'options': return expression.members.forEach(({ value }) => visit(value));
      case 'call': return expression.args.forEach(visit);
    }
  };
  for (const statement of statements) {
    if (statement.kind === 'creation') found.add(statement.type);
    visit(statement.kind === 'creation' ? statement.props : statement.value);
  }
  return [...found];
}
