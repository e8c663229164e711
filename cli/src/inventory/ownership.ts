import { BookkeepingTags } from '../../../src/shared/bookkeeping-tags';
import { RESOURCE_TYPE } from '../../../src/shared/contract';
import type { AccountResource, AccountStack, AccountTemplate } from '../account/account';
import { NATIVE_TYPE } from '../cloudformation/native-resource';

/** A stack with its resources that are job templates. */
export interface StackWithTemplates extends AccountStack {
  readonly resources: readonly AccountResource[];
}

/** Whom a template belongs to. */
export interface Ownership {
  readonly stackName: string;
  readonly logicalId: string;
  /** The stack, if it exists. */
  readonly stack?: StackWithTemplates;
  /**
   * What connects the two: the stack has the resource and the template has its tag; the template has the tag only, because it was left behind;
   * the stack has the resource only, because somebody recreated the template; or the resource is a native one, which has no tags.
   */
  readonly bond: 'owned' | 'left behind' | 'recreated by hand' | 'native';
}

/** The types of resources that stand for a job template of their own. */
export const TEMPLATE_TYPES: readonly string[] = [RESOURCE_TYPE, NATIVE_TYPE];

/** The owner of a template, by its tags and by the resources of stacks. Undefined if it has none. */
export function ownershipOf({ id, tags }: AccountTemplate, stacks: readonly StackWithTemplates[]): Ownership | undefined {
  const { owner } = new BookkeepingTags(tags);
  if (owner !== undefined) {
    const [stackName, uuid, ...rest] = owner.split('/');
    const logicalId = rest.join('/');
    const stack = stacks.find(each => each.id.endsWith(`:stack/${stackName}/${uuid}`));
    const isDeclared = stack?.resources.some(resource => resource.physicalId === id && resource.type === RESOURCE_TYPE) ?? false;
    return { stackName, logicalId, stack, bond: isDeclared ? 'owned' : 'left behind' };
  }
  return ownershipByResource(id, stacks, TEMPLATE_TYPES);
}

/** The native resource that stands for a template, if a stack has one. */
export const nativeOwnership = (id: string, stacks: readonly StackWithTemplates[]): Ownership | undefined =>
  ownershipByResource(id, stacks, [NATIVE_TYPE]);

/** The first resource of these types that stands for a template without tags. */
function ownershipByResource(id: string, stacks: readonly StackWithTemplates[], types: readonly string[]): Ownership | undefined {
  for (const stack of stacks) {
    const resource = stack.resources.find(({ physicalId, type }) => physicalId === id && types.includes(type));
    if (resource === undefined) continue;
    const bond = resource.type === NATIVE_TYPE ? 'native' : 'recreated by hand';
    return { stackName: stack.name, logicalId: resource.logicalId, stack, bond };
  }
  return undefined;
}

/** A template that a stack has, but the account has not. */
export interface MissingTemplate {
  readonly id: string;
  readonly ownership: Ownership;
}

/** @param ids those of the templates that exist */
export function missingTemplates(ids: readonly string[], stacks: readonly StackWithTemplates[]): MissingTemplate[] {
  return stacks.flatMap(stack => stack.resources
    .filter(({ physicalId, type }) => physicalId !== '' && TEMPLATE_TYPES.includes(type) && !ids.includes(physicalId))
    .map(({ physicalId, logicalId, type }) => (
      { id: physicalId, ownership: { stackName: stack.name, logicalId, stack, bond: type === NATIVE_TYPE ? 'native' : 'owned' } }
    )));
}
