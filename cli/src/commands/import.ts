import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Option } from 'commander';
import { type Account, READ_RESOURCES, READ_TEMPLATES } from '../account/account';
import { nativeTemplatesIn, NATIVE_TYPE } from '../cloudformation/job-templates';
import { readTemplateFile } from '../cloudformation/template-file';
import { filesOf, stacksOf } from '../code/app';
import type { Language } from '../code/language';
import { LANGUAGES } from '../code/languages';
import { type CommandContext, type CommandDefinition, type GlobalOptions, Status } from '../command';
import { UserError } from '../explain';
import { type FoundTemplate, isSkipped, type SkippedTemplate, toDeclare } from '../found-template';
import { patternOf } from '../id-pattern';
import { type Ownership, ownershipOf } from '../inventory/ownership';
import { readStacksOf, readTemplates } from '../inventory/read';
import { writeFiles } from '../output/files';
import { tableOf } from '../output/table';
import type { Terminal } from '../output/terminal';

interface ImportOptions extends GlobalOptions {
  readonly id?: string;
  readonly language: string;
  readonly fromTemplate?: string;
  readonly out: string;
}

/** Writes the code that declares and adopts existing templates. */
export const IMPORT: CommandDefinition = {
  name: 'import',
  summary: 'Write the CDK code that adopts existing job templates under their ids',
  examples: [
    'import --region eu-central-1 --out my-app',
    "import --id 'gateway-*' --language python --out my-app",
    'import --from-template template.yaml --out my-app',
  ],
  permissions: [...READ_TEMPLATES, ...READ_RESOURCES],
  configure: command => command
    .option('--id <pattern>', 'only templates whose id matches, * stands for any characters (default: all templates)')
    .addOption(new Option('--language <language>', 'the language of the code').choices(LANGUAGES.map(({ name }) => name)).default(LANGUAGES[0].name))
    .option('--from-template <file>', `read the ${NATIVE_TYPE} resources of a CloudFormation template in JSON or YAML, not the account`)
    .option('--out <folder>', 'the folder to write to; if it has no cdk.json, a whole app is written', '.'),
  run: importTemplates,
};

async function importTemplates({ options, account, terminal }: CommandContext<ImportOptions>): Promise<Status> {
  const { id, fromTemplate, out } = options;
  const language = LANGUAGES.find(({ name }) => name === options.language)!;
  const found = fromTemplate === undefined ? await fromAccount(account, id, terminal) : fromFile(fromTemplate, options);
  const templates = found.map(each => isSkipped(each) ? each : toDeclare(each));
  const skipped = templates.filter(isSkipped);
  const declared = templates.flatMap(each => isSkipped(each) ? [] : [each]);

  const hasApp = existsSync(join(out, 'cdk.json'));
  const stacks = stacksOf(declared);
  const files = declared.length === 0 ? [] : filesOf(language, stacks, { hasApp });
  writeFiles(out, files);
  const report = { imported: declared.map(each => each.id), skipped, files: files.map(({ path }) => join(out, path)) };
  if (options.json) {
    terminal.print(JSON.stringify(report, undefined, 2));
  } else {
    terminal.print(summaryOf(terminal, report));
    if (declared.length > 0) terminal.print(nextSteps({ language, out, hasApp, classes: stacks.map(({ className }) => className) }));
  }
  return Status.DONE;
}

async function fromAccount(account: Account, id: string | undefined, terminal: Terminal): Promise<FoundTemplate[]> {
  const pattern = patternOf(id);
  const ids = (await account.templateIds()).filter(each => pattern.test(each));
  if (ids.length === 0) {
    const where = `in Region ${await account.iot.config.region()} of this account`;
    throw new UserError(id === undefined ? `there are no job templates ${where}: pass another --region or --profile`
      : `no job template ${where} has an id that matches ${id}: "list" shows all ids`);
  }
  const templates = await readTemplates(ids, account, terminal);
  const stacks = await readStacksOf(templates, account, terminal);
  return templates.map(template => ({ ...template, comment: remarkOn(ownershipOf(template, stacks)) }));
}

/** A template of a native resource has to be kept when that resource is removed. */
function remarkOn(ownership: Ownership | undefined): string | undefined {
  if (ownership?.bond !== 'native') return undefined;
  const { stackName, logicalId } = ownership;
  return `${NATIVE_TYPE} ${logicalId} of stack ${stackName} has this template, too. Set its DeletionPolicy to Retain, and deploy that stack,\n`
    + 'before you deploy this one. Then remove the resource from that stack.';
}

function fromFile(path: string, { id, region = process.env.AWS_REGION }: ImportOptions): (FoundTemplate | SkippedTemplate)[] {
  const pattern = patternOf(id);
  const templates = nativeTemplatesIn(readTemplateFile(path), region).filter(template => pattern.test(template.id));
  if (templates.length > 0) return templates;
  throw new UserError(`${path} has no ${NATIVE_TYPE}${id === undefined ? '' : ` whose id matches ${id}`}: pass another file, or read the account without --from-template`);
}

interface ImportReport {
  readonly imported: readonly string[];
  readonly skipped: readonly SkippedTemplate[];
  readonly files: readonly string[];
}

function summaryOf(terminal: Terminal, { imported, skipped, files }: ImportReport): string {
  const documents = files.filter(file => /documents[\\/][^\\/]+$/.test(file)).length;
  const code = files.slice(0, files.length - documents);
  return [
    `${counted(imported.length, 'job template')} imported, ${skipped.length} skipped.`,
    ...files.length === 0 ? [] : ['', 'Written:', ...code.map(file => `  ${file}`), ...documents === 0 ? [] : [`  ${counted(documents, 'document')} in documents/`]],
    ...skipped.length === 0 ? [] : ['', 'Skipped:', tableOf(terminal, ['ID', 'REASON'], skipped.map(({ id, reason }) => [id, reason]))],
  ].join('\n');
}

interface NextSteps {
  readonly language: Language;
  readonly out: string;
  readonly hasApp: boolean;
  readonly classes: readonly string[];
}

function nextSteps({ language, out, hasApp, classes }: NextSteps): string {
  const folder = relative('.', out);
  const steps = hasApp ? [`Create ${classes.join(' and ')} in your app, and deploy it.`]
    : [...folder === '' ? [] : [`cd ${folder}`], ...language.commands];
  return ['', 'Next, adopt the templates:', ...steps.map(step => `  ${step}`)].join('\n');
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
