import { CONTENT_TAG } from '../../../src/shared/contract';
import { CREATE_JOB_TEMPLATE } from '../../../src/shared/create-job-template';
import { decode } from '../../../src/shared/decode';
import { contentFingerprint } from '../../../src/shared/fingerprint';
import { INHERITED_MEMBERS } from '../../../src/shared/inheritance';
import { propertyName } from '../../../src/shared/shape';
import { templateDifferences } from '../../../src/shared/template-differences';
import { type AccountTemplate, descriptionOf } from '../account/account';
import type { DeployedStack } from '../account/deployed-stack';
import { deployedValues } from '../cloudformation/known-values';
import { hasUnresolved, type Properties, resolveProperties } from '../cloudformation/properties';

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
  readonly stack: DeployedStack;
  /** The values that stacks export, by their names. */
  readonly exported: ReadonlyMap<string, string>;
}

/**
 * Compares a template with the properties that its stack has deployed last, as far as they are known.
 * Its tag may name its content, but not its other tags.
 */
export function compareWithDeployed(template: AccountTemplate, { logicalId, stack, exported }: DeployedResource): ContentState {
  const isTagged = hasTaggedContent(template);
  const resource = stack.template.Resources[logicalId];
  if (resource === undefined) return { state: isTagged ? 'as declared' : 'not known' };
  const { known, unresolved } = requestProperties(resolveProperties(resource.Properties, deployedValues(stack, exported)));
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

const { jobTemplateId: _id, ...MEMBERS } = CREATE_JOB_TEMPLATE.members;

/** The properties for content and tags whose values are known, and the members of the others. */
function requestProperties({ resolved }: Properties): { readonly known: object; readonly unresolved: readonly string[] } {
  const members = Object.keys(MEMBERS);
  const unresolved = members.filter(member => hasUnresolved(resolved[propertyName(member)]));
  const known = members.filter(member => !unresolved.includes(member)).map(propertyName);
  return { known: Object.fromEntries(known.map(property => [property, resolved[property]])), unresolved };
}
