/** The declaration of the app, by the names of stacks. The test that deploys it passes it as JSON. */
export interface Declaration {
  readonly [stack: string]: {
    /** The templates, by the ids of their constructs. */
    readonly templates?: { readonly [construct: string]: TemplateDeclaration };
    /** Parameters that contain the ARN of a template of another stack: its stack and its construct. */
    readonly parameters?: { readonly [construct: string]: readonly [stack: string, template: string] };
  };
}

export interface TemplateDeclaration {
  readonly jobTemplateId?: string;
  readonly description?: string;
  /** An object, or the key of a document in the bucket. */
  readonly document?: { readonly [key: string]: unknown } | string;
  readonly tags?: { readonly [key: string]: string };
  readonly adoptExisting?: boolean;
  readonly retain?: boolean;
  /** Templates of the stack that CloudFormation must create first. */
  readonly after?: readonly string[];
}

/** The context key of the declaration. */
export const DECLARATION = 'declaration';

/** The bucket of the documents that templates name by a key. */
export const DOCUMENTS = 'documents';
