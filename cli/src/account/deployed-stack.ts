import type { Account, AccountResource, AccountStack } from './account';
import { NESTED_STACK_TYPE, type TemplateFile } from '../cloudformation/template-file';

/** A stack as it is deployed. */
export interface DeployedStack {
  readonly stack: AccountStack;
  readonly template: TemplateFile;
  readonly resources: ReadonlyMap<string, AccountResource>;
  /** The outputs of its nested stacks, by their logical ids. */
  readonly nestedOutputs: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** The states of a stack that holds nothing, and that the next deployment creates. */
const EMPTY = ['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'DELETE_COMPLETE'];

/** @param name the name or the ARN of the stack. @returns undefined if it has not been deployed */
export async function deployedStack(account: Account, name: string): Promise<DeployedStack | undefined> {
  const stack = await account.stack(name);
  return stack === undefined || EMPTY.includes(stack.status) ? undefined : deployedWith(account, stack, await account.resources(stack.id));
}

/** The deployed stack with resources that have been read already. */
export async function deployedWith(account: Account, stack: AccountStack, resources: readonly AccountResource[]): Promise<DeployedStack> {
  const template = await account.stackTemplate(stack.id);
  const nestedOutputs = new Map<string, ReadonlyMap<string, string>>();
  for (const { logicalId, physicalId, type } of resources) {
    if (type === NESTED_STACK_TYPE && physicalId !== '') nestedOutputs.set(logicalId, (await account.stack(physicalId))?.outputs ?? new Map());
  }
  return { stack, template, nestedOutputs, resources: new Map(resources.map(resource => [resource.logicalId, resource])) };
}
