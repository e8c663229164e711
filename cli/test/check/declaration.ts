/** What a test declares: templates by their ids, by the stacks that have them. */
export interface Declaration {
  readonly [stack: string]: {
    readonly templates?: { readonly [id: string]: TemplateDeclaration };
    /** The templates of a nested stack. */
    readonly nested?: { readonly [id: string]: TemplateDeclaration };
  };
}

export interface TemplateDeclaration {
  /** The construct, whose id is that of the template otherwise. */
  readonly construct?: string;
  readonly description?: string;
  /** The description, as the default of a parameter, so that synthesis does not know it. */
  readonly descriptionParameter?: string;
  readonly document?: object;
  readonly tags?: { readonly [key: string]: string };
  readonly adoptExisting?: boolean;
  /** Whether the document has a presigned URL, so that the template gets a generated role. */
  readonly presigned?: boolean;
}

/** The context that holds the declaration. */
export const DECLARATION = 'declaration';
