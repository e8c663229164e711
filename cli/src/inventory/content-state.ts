import { CONTENT_TAG } from '../../../src/shared/contract';
import { CREATE_JOB_TEMPLATE } from '../../../src/shared/create-job-template';
import { decode } from '../../../src/shared/decode';
import { contentFingerprint } from '../../../src/shared/fingerprint';
import { INHERITED_MEMBERS } from '../../../src/shared/inheritance';
import { propertyName } from '../../../src/shared/shape';
import { templateDifferences } from '../../../src/shared/template-differences';
import { type AccountStack, type AccountTemplate, descriptionOf } from '../account/account';
import { type KnownValues, resolveIntrinsics, UnknownValue } from '../cloudformation/intrinsics';
import { placeOf, pseudoParametersOf } from '../cloudformation/pseudo-parameters';
import type { TemplateFile } from '../cloudformation/template-file';

/** Whether a template has the content and the tags that its stack has declared. */
export type ContentState =
  | { readonly state: 'as declared' }
  | { readonly state: 'changed by hand'; readonly members: readonly string[] }
  | { readonly state: 'not known' }
  /** The template does not exist. */
  | { readonly state: 'missing' };

/**
 * Whether the tag of a template names the content that it has. The owner made the tag of what it declared: a document or its source, of which
 * a description has both.
 */
export function hasTaggedContent({ content, tags }: AccountTemplate): boolean {
  const { document, documentSource, ...rest } = content;
  const tag = tags.get(CONTENT_TAG);
  return tag !== undefined && [{ ...rest, document }, { ...rest, documentSource }].some(declared => contentFingerprint(declared) === tag);
}

export interface DeployedResource {
  readonly logicalId: string;
  readonly stack: AccountStack & { readonly resources: readonly { readonly logicalId: string; readonly physicalId: string }[] };
  /** The template of the stack. */
  readonly template: TemplateFile;
}

/**
 * Compares a template with the properties that its stack has deployed last, as far as they are known.
 * Its tag may name its content, but not its other tags.
 */
export function compareWithDeployed(template: AccountTemplate, deployed: DeployedResource): ContentState {
  const isTagged = hasTaggedContent(template);
  const resource = deployed.template.Resources[deployed.logicalId];
  if (resource === undefined) return { state: isTagged ? 'as declared' : 'not known' };
  const { known, unresolved } = requestProperties(resource.Properties ?? {}, knownValuesOf(deployed));
  const unknown = unresolved.flatMap(member => [member, ...DEPENDENT_MEMBERS[member] ?? []]);
  const changed = templateDifferences(decode(known), descriptionOf(template), template.tags)
    .filter(({ member }) => !unknown.includes(member.split(/[.[]/)[0]) && (!isTagged || member === 'tags'))
    .map(({ member, tag }) => tag === undefined ? member : `tag ${tag}`);
  if (changed.length > 0) return { state: 'changed by hand', members: changed };
  const undecided = unresolved.filter(member => !isTagged || member === 'tags');
  return { state: undecided.length > 0 ? 'not known' : 'as declared' };
}

/** The members that cannot be compared if another member is not known. */
const DEPENDENT_MEMBERS: { readonly [member: string]: readonly string[] } = {
  document: ['documentSource'],
  documentSource: ['document'],
  jobArn: ['document', 'documentSource', ...INHERITED_MEMBERS],
};

/** What a deployed stack refers to. The attributes of its resources are not known. */
function knownValuesOf({ stack, template }: DeployedResource): KnownValues {
  return {
    mappings: template.Mappings,
    refs: new Map<string, unknown>([
      ...pseudoParametersOf({ ...placeOf(stack.id), name: stack.name, id: stack.id }),
      ...stack.resources.map(({ logicalId, physicalId }) => [logicalId, physicalId] as const),
      ...stack.parameters,
    ]),
  };
}

const { jobTemplateId: _id, ...MEMBERS } = CREATE_JOB_TEMPLATE.members;

/** The properties for content and tags whose values are known, and the members of the others. */
function requestProperties(properties: object, values: KnownValues): { readonly known: object; readonly unresolved: readonly string[] } {
  const known: { [property: string]: unknown } = {};
  const unresolved: string[] = [];
  for (const member of Object.keys(MEMBERS)) {
    const property = propertyName(member);
    try {
      known[property] = resolveIntrinsics((properties as { [name: string]: unknown })[property], values);
    } catch (error) {
      if (!(error instanceof UnknownValue)) throw error;
      unresolved.push(member);
    }
  }
  return { known, unresolved };
}
