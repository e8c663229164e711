import { sourceOf } from './document';
import { type Assignment, call, type Creation, type Expression, options, SCOPE, type Statement, text, variable } from './expression';
import { type DeclaredTemplate, propsOf } from './job-template';
import { camelCase, pascalCase, UniqueNames } from './names';
import { TYPES } from './types';

/** A file of the generated code. */
export interface GeneratedFile {
  /** The path from the folder of the app. */
  readonly path: string;
  readonly content: string;
}

/** Where the templates of a stack are. */
export interface Environment {
  /** Undefined if it is not known. */
  readonly account?: string;
  readonly region: string;
}

/** A stack in a form that is independent of languages. */
export interface StackCode {
  readonly className: string;
  readonly stackName: string;
  readonly statements: readonly Statement[];
  /** The documents that have files of their own. */
  readonly documents: readonly GeneratedFile[];
  readonly env?: Environment;
}

/** A template with a remark for the reader of its code. */
export interface TemplateToDeclare extends DeclaredTemplate {
  readonly comment?: string;
}

/** Ids that the library or the CDK gives to other constructs of a stack, and those that every object has, which constructs takes for constructs. */
const RESERVED_IDS = [
  'JobTemplateProvider', 'BootstrapVersion', 'CheckBootstrapVersion', 'CDKMetadata', 'Exports', 'Condition',
  ...Object.getOwnPropertyNames(Object.prototype),
];

export const STACK_NAME = 'JobTemplates';

/** At most as many characters as a stack may have, with a number behind them. */
export const STACK_NAME_PATTERN = /^[a-z][a-z\d-]{0,124}$/i;

export interface StackOptions {
  /** The name of the first stack of the same import. */
  readonly name: string;
  /** The number of the stack, from 1. */
  readonly number: number;
  /** The folder of the files of documents. */
  readonly documentFolder: string;
  /** The names of the files of documents, which all stacks of an app share. */
  readonly fileNames: UniqueNames;
}

/** The code of a stack that adopts templates. */
export function stackOf(templates: readonly TemplateToDeclare[], { name, number, ...files }: StackOptions): StackCode {
  const suffix = number === 1 ? '' : String(number);
  const references = new StackReferences(templates, files);
  const creations = templates.map((template): Creation => ({
    kind: 'creation',
    type: TYPES.JobTemplate,
    id: constructIdOf(template, templates),
    props: propsOf(template, references.of(template)),
    comment: template.comment,
  }));
  return {
    // A name may end with the word already.
    className: `${pascalCase(name).replace(/(?<=.)Stack$/, '')}${suffix}Stack`,
    stackName: `${name}${suffix}`,
    statements: [...references.assignments, ...creations],
    documents: references.documents,
    env: templates.map(envOf).find(env => env !== undefined),
  };
}

/** The id of a template as the id of its construct, with a suffix if that id is reserved. */
function constructIdOf({ id }: TemplateToDeclare, templates: readonly TemplateToDeclare[]): string {
  if (!RESERVED_IDS.includes(id)) return id;
  let free = `${id}Template`;
  while (templates.some(other => other.id === free)) free += 'Template';
  return free;
}

/** Undefined if nothing depends on it. */
function envOf({ arn, region: known }: DeclaredTemplate): Environment | undefined {
  if (arn === undefined) return known === undefined ? undefined : { region: known };
  const [, , , region, account] = arn.split(':');
  return { account, region };
}

/** The roles, buckets and files that templates refer to, each once. */
class StackReferences {
  readonly documents: GeneratedFile[] = [];
  private readonly variables = new Map<string, Assignment>();
  private readonly constructIds: UniqueNames;
  private readonly variableNames = new UniqueNames(RESERVED_VARIABLES);

  constructor(templates: readonly TemplateToDeclare[], private readonly files: Pick<StackOptions, 'documentFolder' | 'fileNames'>) {
    this.constructIds = new UniqueNames([...RESERVED_IDS, ...templates.map(template => constructIdOf(template, templates))]);
  }

  get assignments(): Assignment[] {
    return [...this.variables.values()];
  }

  of(template: TemplateToDeclare): { readonly document: Expression; readonly presignedUrlRole?: Expression } {
    const roleArn = template.content.presignedUrlConfig?.roleArn;
    return { document: this.document(template), presignedUrlRole: roleArn === undefined ? undefined : this.role(roleArn) };
  }

  private document(template: TemplateToDeclare): Expression {
    const { jobArn, document, documentSource } = template.content;
    const own = document === undefined && documentSource === undefined ? undefined : this.ownDocument(template);
    if (jobArn === undefined) return own!;
    const beside = own === undefined ? [] : [options(TYPES.FromJobArnOptions, { document: own })];
    return call(TYPES.JobDocument, 'fromJobArn', text(jobArn), ...beside);
  }

  private ownDocument(template: TemplateToDeclare): Expression {
    const source = sourceOf(template.content);
    switch (source.kind) {
      case 'object': {
        const version = source.version === undefined ? [] : [text(source.version)];
        return call(TYPES.JobDocument, 'fromBucket', this.bucket(source, template), text(source.key), ...version);
      }
      case 'short text':
        return call(TYPES.JobDocument, 'fromString', text(source.document));
      case 'long text': {
        const path = `${this.files.documentFolder}/${this.files.fileNames.unique(template.id)}.json`;
        this.documents.push({ path, content: source.document });
        return call(TYPES.JobDocument, 'fromFile', text(path));
      }
    }
  }

  private role(arn: string): Expression {
    const name = arn.split('/').at(-1)!;
    return this.variable(arn, withSuffix(name, 'role'), id => call(TYPES.Role, 'fromRoleArn', SCOPE, id, text(arn)));
  }

  /** The Region of a bucket is needed only if it is another than that of the stack. */
  private bucket({ bucket, region }: { readonly bucket: string; readonly region?: string }, template: TemplateToDeclare): Expression {
    const elsewhere = region === undefined || region === envOf(template)?.region ? undefined : region;
    return this.variable(`s3 ${bucket} ${elsewhere}`, withSuffix(bucket, 'bucket'), id => elsewhere === undefined
      ? call(TYPES.Bucket, 'fromBucketName', SCOPE, id, text(bucket))
      : call(TYPES.Bucket, 'fromBucketAttributes', SCOPE, id, options(TYPES.BucketAttributes, { bucketName: text(bucket), region: text(elsewhere) })));
  }

  private variable(key: string, name: string, value: (id: Expression) => Assignment['value']): Expression {
    const known = this.variables.get(key);
    if (known !== undefined) return variable(known.name);
    const variableName = this.variableNames.unique(camelCase(name));
    const id = text(this.constructIds.unique(pascalCase(name)));
    this.variables.set(key, { kind: 'assignment', name: variableName, value: value(id) });
    return variable(variableName);
  }
}

/** Names of the generated code itself. */
const RESERVED_VARIABLES = ['scope', 'id', 'props', 'stack', 'app', 'self', 'this', 'kwargs'];

/** A name that says what it is the name of, and begins with a letter. */
function withSuffix(name: string, suffix: string): string {
  const base = /^[a-z]/i.test(name) ? name : `${suffix}-${name}`;
  return pascalCase(base).toLowerCase().endsWith(suffix) || base.startsWith(`${suffix}-`) ? base : `${base}-${suffix}`;
}
