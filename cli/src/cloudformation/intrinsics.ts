import type { TemplateFile } from './template-file';

/** A value that is known only when the template is deployed. */
export class UnknownValue extends Error {
  constructor(readonly reference: string) {
    super(`it depends on ${reference}, which is known only at deployment`);
  }
}

/** How a text begins that CloudFormation replaces with the value of a parameter or a secret. */
export const DYNAMIC_REFERENCE = '{{resolve:';

/** What a text with `DYNAMIC_REFERENCE` depends on. */
export const A_DYNAMIC_REFERENCE = 'a dynamic reference';

/** What the intrinsic functions of a template refer to. */
export interface KnownValues {
  /** The values of parameters, pseudo parameters and resources, by their names. */
  readonly refs: ReadonlyMap<string, unknown>;
  readonly mappings: TemplateFile['Mappings'];
  readonly conditions?: TemplateFile['Conditions'];
  /** The value of an attribute of a resource. Undefined if it is not known. */
  readonly attributeOf?: (logicalId: string, attribute: string) => unknown;
  /** The values that stacks export, by their names. */
  readonly exported?: ReadonlyMap<string, unknown>;
}

/** Replaces the intrinsic functions in a value. @throws UnknownValue if it refers to something else */
export function resolveIntrinsics(value: unknown, { refs, mappings, conditions = {}, attributeOf, exported }: KnownValues): unknown {
  const resolve = (inner: unknown): any => {
    if (Array.isArray(inner)) return inner.map(resolve).filter(item => item !== NO_VALUE);
    if (typeof inner !== 'object' || inner === null) return inner;
    const entries = Object.entries(inner);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return evaluate(name, argument);
    return Object.fromEntries(entries.map(([key, each]) => [key, resolve(each)] as const).filter(([, each]) => each !== NO_VALUE));
  };

  const evaluate = (name: string, argument: any): unknown => {
    switch (name) {
      case 'Ref': return valueOf(argument);
      case 'Fn::Sub': return substitute(argument);
      case 'Fn::Join': {
        const [separator, parts] = resolve(argument);
        return parts.join(separator);
      }
      case 'Fn::Select': {
        const [index, items] = resolve(argument);
        return items[Number(index)];
      }
      case 'Fn::Split': {
        const [separator, text] = resolve(argument);
        return text.split(separator);
      }
      case 'Fn::FindInMap': {
        const [map, first, second] = resolve(argument);
        const found = mappings?.[map]?.[first]?.[second];
        if (found === undefined) throw new UnknownValue(`the mapping ${map}`);
        return found;
      }
      case 'Fn::ToJsonString': return JSON.stringify(resolve(argument));
      case 'Fn::GetAtt': return attribute(([] as string[]).concat(argument).join('.'));
      case 'Fn::ImportValue': {
        const shared = String(resolve(argument));
        if (!exported?.has(shared)) throw new UnknownValue(`the export ${shared}`);
        return exported.get(shared);
      }
      case 'Fn::If': return resolve(isTrue({ Condition: argument[0] }) ? argument[1] : argument[2]);
      default: throw new UnknownValue(name);
    }
  };

  /** Whether a condition is true. */
  const isTrue = (condition: any): boolean => {
    const [[name, argument]] = Object.entries<any>(condition);
    switch (name) {
      case 'Condition':
        if (!Object.hasOwn(conditions, argument)) throw new UnknownValue(`the condition ${argument}`);
        return isTrue(conditions[argument]);
      case 'Fn::Equals': {
        const [first, second] = resolve(argument);
        return String(first) === String(second);
      }
      case 'Fn::And': return argument.every(isTrue);
      case 'Fn::Or': return argument.some(isTrue);
      case 'Fn::Not': return !isTrue(argument[0]);
      default: throw new UnknownValue(name);
    }
  };

  const attribute = (path: string): unknown => {
    const [logicalId, ...rest] = path.split('.');
    const known = attributeOf?.(logicalId, rest.join('.'));
    if (known === undefined) throw new UnknownValue(path);
    return known;
  };

  const valueOf = (name: string): unknown => {
    if (name === 'AWS::NoValue') return NO_VALUE;
    if (!refs.has(name)) throw new UnknownValue(name);
    return refs.get(name);
  };

  const substitute = (argument: unknown): string => {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return String(text).replace(/\$\{([^}]*)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (Object.hasOwn(variables, name)) return String(resolve(variables[name]));
      return String(name.includes('.') ? attribute(name) : valueOf(name));
    });
  };

  return resolve(value);
}

/** The value that removes its property. */
export const NO_VALUE = Symbol('AWS::NoValue');
