import type { StackWithTemplates } from './ownership';
import { BookkeepingTags, stackOf } from '../../../src/shared/bookkeeping-tags';
import type { Account, AccountStack, AccountTemplate } from '../account/account';
import { withProgress } from '../output/progress';
import type { Terminal } from '../output/terminal';

/** The templates with these ids. Somebody may have deleted one since the ids were read. */
export async function readTemplates(ids: readonly string[], account: Account, terminal: Terminal): Promise<AccountTemplate[]> {
  const templates = await withProgress({ terminal, label: 'Reading job templates' }, ids, id => account.template(id));
  return templates.filter(template => template !== undefined);
}

/** The stacks that may have the templates: those that tags name, and all of them if a template has no tag. */
export async function readStacksOf(templates: readonly AccountTemplate[], account: Account, terminal: Terminal): Promise<StackWithTemplates[]> {
  const owners = templates.map(({ tags }) => new BookkeepingTags(tags).owner);
  const isNamed = ({ id }: AccountStack) => owners.some(owner => owner !== undefined && id.endsWith(`:stack/${stackOf(owner)}`));
  return withResources((await account.stacks()).filter(stack => owners.includes(undefined) || isNamed(stack)), account, terminal);
}

/** All stacks. */
export const readStacks = async (account: Account, terminal: Terminal): Promise<StackWithTemplates[]> =>
  withResources(await account.stacks(), account, terminal);

const withResources = (stacks: readonly AccountStack[], account: Account, terminal: Terminal): Promise<StackWithTemplates[]> =>
  withProgress({ terminal, label: 'Reading stacks' }, stacks, async stack => ({ ...stack, resources: await account.resources(stack.id) }));
