import type { IDependable } from 'constructs';

/**
 * The facts about a template that are known at synthesis and that its jobs need: the member `_known` of the template. A
 * template of another package, or of another copy of this package, may lack it, or parts of it.
 */
export interface KnownTemplate {
  /** The id, for ids of jobs. */
  readonly jobTemplateId: string;
  /** A text that changes with the id and the content. Undefined if they are known only at deployment. */
  readonly fingerprint?: string;
  readonly hasMaintenanceWindows?: boolean;
  readonly isManagedByAws?: boolean;
  /** The role that presigns the URLs of the document. */
  readonly presignedUrlRole?: IDependable;
  /** The parameters of the document. */
  readonly parameters?: ReadonlyArray<{ readonly key: string; readonly required: boolean }>;
}

export const knownTemplateOf = (jobTemplate: object): Partial<KnownTemplate> => (jobTemplate as { readonly _known?: KnownTemplate })._known ?? {};
