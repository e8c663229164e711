import type { CheckedTemplate } from './app';
import type { Account } from '../account/account';
import { nativeOwnership, type StackWithTemplates } from '../inventory/ownership';
import { readStacks } from '../inventory/read';
import { oncePer } from '../once';
import type { Terminal } from '../output/terminal';

/** A native resource that has a template which another stack adopts. */
export interface NativeHolder {
  /** The name of its stack. */
  readonly stack: string;
  readonly logicalId: string;
  /** What CloudFormation does with the template when the resource is removed, such as `Retain`. */
  readonly deletionPolicy: string;
}

/** Finds the native resources of an account. All stacks are read once, and only if a template is to be adopted. */
export class NativeHolders {
  private stacks?: Promise<readonly StackWithTemplates[]>;
  private readonly stackTemplate = oncePer((stackId: string) => this.account.stackTemplate(stackId));

  constructor(private readonly account: Account, private readonly terminal: Terminal) {}

  /** The templates with the native resources of those that are to be adopted. */
  async addTo(checked: readonly CheckedTemplate[]): Promise<CheckedTemplate[]> {
    return Promise.all(checked.map(async each => each.action === 'adopt' ? { ...each, native: await this.holderOf(each.id!) } : each));
  }

  private async holderOf(id: string): Promise<NativeHolder | undefined> {
    const { stack, logicalId } = nativeOwnership(id, await (this.stacks ??= readStacks(this.account, this.terminal))) ?? {};
    if (stack === undefined || logicalId === undefined) return undefined;
    const { Resources } = await this.stackTemplate(stack.id);
    // Without a policy, CloudFormation deletes it.
    return { stack: stack.name, logicalId, deletionPolicy: Resources[logicalId]?.DeletionPolicy ?? 'Delete' };
  }
}
