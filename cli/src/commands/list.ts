import { READ_STACKS, READ_TEMPLATES } from '../account/account';
import { type CommandContext, type CommandDefinition, type GlobalOptions, Status } from '../command';
import { withProgress } from '../output/progress';
import { tableOf } from '../output/table';

interface ListOptions extends GlobalOptions {
  readonly stack?: string;
  readonly orphans?: boolean;
}

/** Lists the templates of an account with their owners. */
export const LIST: CommandDefinition = {
  name: 'list',
  summary: 'List the job templates of the account, with the stacks that own them',
  examples: ['list --region eu-central-1', 'list --stack Fleet', 'list --orphans --json'],
  permissions: [...READ_TEMPLATES, ...READ_STACKS],
  configure: command => command
    .option('--stack <name>', 'only the templates of this stack')
    .option('--orphans', 'only templates that a stack may have left behind'),
  run: list,
};

async function list({ account, terminal }: CommandContext<ListOptions>): Promise<Status> {
  const ids = await account.templateIds();
  const templates = await withProgress({ terminal, label: 'Reading templates' }, ids, id => account.template(id));
  terminal.print(tableOf(terminal, ['ID', 'DESCRIPTION'], templates.flatMap(template => template ? [[template.id, template.content.description]] : [])));
  return Status.DONE;
}
