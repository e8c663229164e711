import pc from 'picocolors';
import { BookkeepingTags } from '../../../src/shared/bookkeeping-tags';
import { type Account, type AccountStack, type AccountTemplate, READ_EXPORTS, READ_STACKS, READ_TEMPLATES } from '../account/account';
import { type DeployedStack, deployedWith } from '../account/deployed-stack';
import { NeededExports } from '../account/needed-exports';
import { placeOf } from '../cloudformation/pseudo-parameters';
import { constructPathOf } from '../cloudformation/template-file';
import { type CommandContext, type CommandDefinition, type GlobalOptions, Status } from '../command';
import { UserError } from '../explain';
import { ownerText } from '../found-template';
import { compareWithDeployed, type ContentState, hasTaggedContent } from '../inventory/content-state';
import { missingTemplates, nativeOwnership, type Ownership, ownershipOf, type StackWithTemplates } from '../inventory/ownership';
import { readStacks, readTemplates } from '../inventory/read';
import { oncePer } from '../once';
import { withProgress } from '../output/progress';
import { tableOf } from '../output/table';
import type { Terminal } from '../output/terminal';

interface ListOptions extends GlobalOptions {
  readonly stack?: string;
  readonly orphans?: boolean;
}

/** Lists the templates of an account with their owners. */
export const LIST: CommandDefinition = {
  name: 'list',
  summary: 'List the job templates of the account, with the stacks that own them',
  examples: ['list --region eu-central-1', 'list --stack Fleet', 'list --orphans --json'],
  permissions: [...READ_TEMPLATES, ...READ_STACKS, READ_EXPORTS],
  configure: command => command
    .option('--stack <name>', 'only the templates of this stack, also if the stack is gone')
    .option('--orphans', 'only templates that are left behind: retained, or of a stack that is gone or does not have them'),
  run: list,
};

/** A line of the list. */
interface ListedTemplate {
  readonly id: string;
  /** Undefined if the template is missing. */
  readonly arn?: string;
  readonly owner?: {
    readonly stack: string;
    readonly logicalId: string;
    /** The path of the construct, if the stack's template names it. */
    readonly construct?: string;
    readonly stackStatus: string;
    readonly bond: Ownership['bond'];
  };
  /** A native resource that has the template, too. */
  readonly native?: { readonly stack: string; readonly logicalId: string };
  readonly adoptedFrom: readonly string[];
  /** Undefined if no stack declares the content. */
  readonly content?: ContentState;
  readonly createdAt?: Date;
  readonly description: string;
}

/** A template, or the id of one that is missing, with what is known of its owner. */
interface TemplateToList {
  readonly id: string;
  /** Undefined if it is missing. */
  readonly template?: AccountTemplate;
  readonly ownership?: Ownership;
  readonly native?: Ownership;
}

async function list({ options, account, terminal }: CommandContext<ListOptions>): Promise<Status> {
  const templates = await readTemplates(await account.templateIds(), account, terminal);
  // A native resource of any stack may still have a template that another stack has adopted.
  const stacks = await readStacks(account, terminal);
  const selected = templatesToList(templates, stacks).filter(({ ownership, native }) =>
    (options.stack === undefined || [ownership, native].some(each => each?.stackName === options.stack)) && (!options.orphans || ownership?.bond === 'left behind'));
  if (options.stack !== undefined && selected.length === 0 && stacks.every(({ name }) => name !== options.stack)) {
    throw new UserError(`there is no stack ${options.stack} ${await placeText(account, options, stacks)}, and no job template names it: "list" shows all`);
  }
  const exports = new NeededExports(account);
  const read = oncePer(async (stack: StackWithTemplates): Promise<ReadStack> => {
    const deployed = await deployedWith(account, stack, stack.resources);
    return { deployed, exported: await exports.of(deployed.template) };
  });
  const listed = await withProgress({ terminal, label: 'Comparing' }, selected, each => listedTemplate(each, read));
  if (options.json) terminal.print(JSON.stringify(listed, undefined, 2));
  else if (listed.length > 0) terminal.print(textOf(terminal, listed));
  else terminal.print(`${nothingText(options)} ${await placeText(account, options, stacks)}.`);
  return Status.DONE;
}

function nothingText({ stack, orphans }: ListOptions): string {
  if (stack === undefined) return orphans ? 'No job template was left behind' : 'There are no job templates';
  return orphans ? `Stack ${stack} has left no job template behind` : `Stack ${stack} has no job templates`;
}

function templatesToList(templates: readonly AccountTemplate[], stacks: readonly StackWithTemplates[]): TemplateToList[] {
  const existing = templates.map(template => (
    { id: template.id, template, ownership: ownershipOf(template, stacks), native: nativeOwnership(template.id, stacks) }
  ));
  const missing = missingTemplates(templates.map(({ id }) => id), stacks);
  return [...existing, ...missing].sort((one, other) => one.id < other.id ? -1 : Number(one.id > other.id));
}

/** A deployed stack, with the values that it may import. */
interface ReadStack {
  readonly deployed: DeployedStack;
  readonly exported: ReadonlyMap<string, string>;
}

async function listedTemplate(
  { id, template, ownership, native }: TemplateToList, read: (stack: StackWithTemplates) => Promise<ReadStack>,
): Promise<ListedTemplate> {
  const stack = ownership?.stack && await read(ownership.stack);
  const resource = ownership && stack?.deployed.template.Resources[ownership.logicalId];
  return {
    id,
    arn: template?.arn,
    owner: ownership && {
      stack: ownership.stackName,
      logicalId: ownership.logicalId,
      construct: resource && constructPathOf(resource),
      stackStatus: ownership.stack?.status ?? 'GONE',
      bond: ownership.bond,
    },
    native: ownership?.bond === 'native' ? undefined : native && { stack: native.stackName, logicalId: native.logicalId },
    adoptedFrom: template === undefined ? [] : [...new BookkeepingTags(template.tags).previousOwners.values()].reverse(),
    content: template === undefined ? { state: 'missing' } : contentStateOf(template, ownership, stack),
    createdAt: template?.createdAt,
    description: template?.content.description ?? '',
  };
}

function contentStateOf(template: AccountTemplate, ownership: Ownership | undefined, stack: ReadStack | undefined): ContentState | undefined {
  if (ownership === undefined || ownership.bond === 'native') return undefined;
  if (stack === undefined) return { state: hasTaggedContent(template) ? 'as declared' : 'not known' };
  return compareWithDeployed(template, { logicalId: ownership.logicalId, stack: stack.deployed, exported: stack.exported });
}

const HEAD = ['ID', 'OWNER', 'ADOPTED FROM', 'STACK', 'CONTENT', 'CREATED', 'DESCRIPTION'];
const MAX_DESCRIPTION = 60;

/** The Region and the account, as far as anything shows it. */
async function placeText(account: Account, { profile = process.env.AWS_PROFILE }: ListOptions, [stack]: readonly AccountStack[]): Promise<string> {
  const credentials = profile === undefined ? 'the credentials' : `profile ${profile}`;
  const owner = stack === undefined ? `the account of ${credentials}` : `account ${placeOf(stack.id).account}`;
  return `in Region ${await account.iot.config.region()} of ${owner}`;
}

function textOf(terminal: Terminal, listed: readonly ListedTemplate[]): string {
  const { red, yellow } = pc.createColors(terminal.hasColors);
  const stackText = ({ owner, native }: Pick<ListedTemplate, 'owner' | 'native'>): string => owner === undefined ? '-' : [
    owner.stackStatus === 'GONE' ? red('gone') : 'exists',
    ...owner.bond === 'owned' ? [] : [owner.bond],
    ...native === undefined ? [] : [yellow(`also native: ${native.stack}/${native.logicalId}`)],
  ].join(', ');
  const rows = listed.map(({ id, owner, native, adoptedFrom, content, createdAt, description }) => [
    id,
    owner === undefined ? '-' : owner.construct ?? `${owner.stack}/${owner.logicalId}`,
    adoptedFrom.length === 0 ? '-' : adoptedFrom.map(each => each.includes('/') ? ownerText(each) : each).join(', '),
    stackText({ owner, native }),
    content?.state === 'changed by hand' || content?.state === 'missing' ? yellow(contentText(content)) : contentText(content),
    createdAt?.toISOString().slice(0, 10) ?? '-',
    description.length > MAX_DESCRIPTION ? `${description.slice(0, MAX_DESCRIPTION - 1)}…` : description,
  ]);
  return tableOf(terminal, HEAD, rows);
}

function contentText(content: ContentState | undefined): string {
  if (content === undefined) return '-';
  return content.state === 'changed by hand' ? `changed by hand: ${content.members.join(', ')}` : content.state;
}
