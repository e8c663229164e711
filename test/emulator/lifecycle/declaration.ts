/** What the app declares, by the names of stacks. It comes as JSON from the test that deploys it. */
export interface Declaration {
  readonly [stack: string]: {
    /** By the ids of their constructs. */
    readonly templates?: { readonly [construct: string]: TemplateDeclaration };
    /** Parameters that hold the ARN of a template of another stack: its stack and its construct. */
    readonly parameters?: { readonly [construct: string]: readonly [stack: string, template: string] };
  };
}

export interface TemplateDeclaration {
  readonly jobTemplateId?: string;
  readonly description?: string;
  /** An object, or the key of one in the bucket of documents. */
  readonly document?: { readonly [key: string]: unknown } | string;
  readonly tags?: { readonly [key: string]: string };
  readonly adoptExisting?: boolean;
  readonly retain?: boolean;
  /** Templates of the stack that CloudFormation is to be done with first. */
  readonly after?: readonly string[];
}

/** The context by which the app is told. */
export const DECLARATION = 'declaration';

/** Where documents are that the templates name by a key. */
export const DOCUMENTS = 'documents';
