import { readFileSync } from 'node:fs';
import { parse, type ScalarTag, type CollectionTag } from 'yaml';
import { UserError } from '../explain';

/** The type of a nested stack. */
export const NESTED_STACK_TYPE = 'AWS::CloudFormation::Stack';

/** A CloudFormation template, as far as it is read here. */
export interface TemplateFile {
  readonly Parameters?: { readonly [name: string]: { readonly Type?: string; readonly Default?: unknown } };
  readonly Conditions?: { readonly [name: string]: unknown };
  readonly Mappings?: { readonly [name: string]: { readonly [key: string]: { readonly [key: string]: unknown } } };
  readonly Resources: { readonly [logicalId: string]: TemplateResource };
}

export interface TemplateResource {
  readonly Type?: string;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: object;
  readonly Metadata?: { readonly [key: string]: unknown };
}

/** The path of the construct of a resource, if the CDK has written it into the template. */
export function constructPathOf({ Metadata }: TemplateResource): string | undefined {
  const path = Metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path.replace(/\/Resource$/, '') : undefined;
}

/** Reads a template in JSON or in YAML, with all intrinsic functions in their long form. */
export const parseTemplate = (text: string): TemplateFile => parse(text, { customTags: SHORT_INTRINSICS, uniqueKeys: false, merge: true });

/** @throws if the file is not a CloudFormation template in JSON or YAML */
export function readTemplateFile(path: string): TemplateFile {
  const template = parsed(path);
  if (typeof template?.Resources !== 'object' || template.Resources === null) {
    throw new UserError(`${path} has no Resources: pass a CloudFormation template in JSON or YAML`);
  }
  return template;
}

function parsed(path: string): any {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}): pass the path of a CloudFormation template`);
  }
  try {
    return parseTemplate(text);
  } catch (error) {
    throw new UserError(`${path} is neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}`);
  }
}

const FUNCTIONS = [
  'And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'ForEach', 'GetAZs', 'If', 'ImportValue', 'Join', 'Length', 'Not', 'Or', 'Select', 'Split', 'Sub',
  'ToJsonString', 'Transform',
];

/** The long form of a short one: `!Ref a` is `{ Ref: a }`, and `!GetAtt a.b` is `{ Fn::GetAtt: [a, b] }`. */
const LONG_FORMS: { readonly [tag: string]: (value: any) => object } = {
  '!Ref': value => ({ Ref: value }),
  '!Condition': value => ({ Condition: value }),
  '!GetAtt': value => ({ 'Fn::GetAtt': typeof value === 'string' ? [value.split('.')[0], value.split('.').slice(1).join('.')] : value }),
  ...Object.fromEntries(FUNCTIONS.map(name => [`!${name}`, (value: any) => ({ [`Fn::${name}`]: value })])),
};

const SHORT_INTRINSICS = Object.entries(LONG_FORMS).flatMap(([tag, long]): (ScalarTag | CollectionTag)[] => [
  { tag, resolve: value => long(value) },
  { tag, collection: 'seq', resolve: node => long((node as { toJSON(): unknown }).toJSON()) },
  { tag, collection: 'map', resolve: node => long((node as { toJSON(): unknown }).toJSON()) },
]);
