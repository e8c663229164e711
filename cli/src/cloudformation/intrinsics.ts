import type { TemplateFile } from './template-file';

/** A value that is known only when the template is deployed. */
export class UnknownValue extends Error {
  constructor(readonly reference: string) {
    super(`it depends on ${reference}, which is known only at deployment`);
  }
}

/** What the intrinsic functions of a template refer to. */
export interface KnownValues {
  /** The values of parameters, pseudo parameters and resources, by their names. */
  readonly refs: ReadonlyMap<string, unknown>;
  readonly mappings: TemplateFile['Mappings'];
}

/** Replaces the intrinsic functions in a value. @throws UnknownValue if it refers to something else */
export function resolveIntrinsics(value: unknown, { refs, mappings }: KnownValues): unknown {
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
      case 'Fn::GetAtt': throw new UnknownValue(([] as string[]).concat(argument).join('.'));
      default: throw new UnknownValue(name);
    }
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
      if (name.includes('.')) throw new UnknownValue(name);
      return String(valueOf(name));
    });
  };

  return resolve(value);
}

/** The value that removes its property. */
const NO_VALUE = Symbol('AWS::NoValue');
