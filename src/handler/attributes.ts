import { type AttributeDescription, LIST_SEPARATOR } from '../shared/contract';
import { valueAtPath } from '../shared/shape';

/**
 * The attributes that a stack uses of a described template, as texts for CloudFormation. The ARN is always included.
 *
 * @param subject the template, for messages
 * @throws if the template does not have one of the attributes
 */
export function attributesIn(
  described: object, table: { readonly [name: string]: AttributeDescription }, names: readonly string[], subject: string,
): { [attribute: string]: string } {
  return Object.fromEntries([...new Set(['Arn', ...names])].map(name => {
    if (!Object.hasOwn(table, name)) throw new Error(`${subject} has no attribute ${name}`);
    const { member, kind } = table[name];
    const value = valueAtPath(described, member);
    if (value === undefined || value === null) {
      throw new Error(`${subject} has no attribute ${name}, because it has no ${member}: do not use this attribute, or set ${member} on the template`);
    }
    return [name, attributeText(kind, value)];
  }));
}

function attributeText(kind: AttributeDescription['kind'], value: any): string {
  switch (kind) {
    case 'date': return value.toISOString();
    case 'list': return value.join(LIST_SEPARATOR);
    case 'json': return JSON.stringify(value);
    default: return String(value);
  }
}
