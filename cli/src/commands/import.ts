import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { appAround, hasAppIn, languageIn } from './app-folder';
import { type Account, READ_RESOURCES, READ_TEMPLATES } from '../account/account';
import { environmentRegion } from '../account/clients';
import { nativeTemplatesIn } from '../cloudformation/job-templates';
import { NATIVE_TYPE, type NativeResource } from '../cloudformation/native-resource';
import { readTemplateFile } from '../cloudformation/template-file';
import { filesOf, IGNORE_FILE, stacksOf } from '../code/app';
import type { Language } from '../code/language';
import { LANGUAGES } from '../code/languages';
import { indented } from '../code/layout';
import { type StackCode, STACK_NAME, STACK_NAME_PATTERN } from '../code/stack';
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
  readonly language?: string;
  readonly fromTemplate?: string;
  readonly stackName: string;
  readonly out: string;
}

/** Writes the code that declares and adopts existing templates. */
export const IMPORT: CommandDefinition = {
  name: 'import',
  summary: 'Write the CDK code that adopts existing job templates under their ids',
  examples: [
    'import --region eu-central-1 --out my-app',
    "import --id 'gateway-*' --language python --out my-app",
    "import --id 'sensor-*' --stack-name Sensors --out my-app",
    'import --from-template template.yaml --out my-app',
  ],
  permissions: [...READ_TEMPLATES, ...READ_RESOURCES],
  configure: command => command
    .option('--id <pattern>', 'only templates whose id matches, * stands for any characters and ? for one (default: all templates)', notEmpty)
    .addOption(new Option('--language <language>', `the language of the code (default: that of the app in --out, otherwise ${LANGUAGES[0].name})`).choices(LANGUAGES.map(({ name }) => name)))
    .option('--from-template <file>', `read the ${NATIVE_TYPE} resources of a CloudFormation template in JSON or YAML, not the account`)
    .option('--stack-name <name>', 'the name of the stack; further stacks have a number after it', stackName, STACK_NAME)
    .option('--out <folder>', 'the folder to write to; if it has no cdk.json, a whole app is written', notEmpty, '.')
    .allowExcessArguments()
    .hook('preAction', (_, { args: [argument] }) => refuse(argument, command)),
  run: importTemplates,
};

function notEmpty(value: string): string {
  if (value === '') throw new InvalidArgumentError('It is empty: pass a value, or leave the option out.');
  return value;
}

function stackName(value: string): string {
  if (STACK_NAME_PATTERN.test(value)) return value;
  throw new InvalidArgumentError('Pass a name that begins with a letter, and has at most 125 letters, digits and hyphens.');
}

/** An argument is probably the pattern of ids. */
function refuse(argument: string | undefined, command: Command): void {
  if (argument !== undefined) command.error(`error: import has no argument, but got '${argument}': pass --id '${argument}' to choose templates`);
}

async function importTemplates({ options, account, terminal }: CommandContext<ImportOptions>): Promise<Status> {
  const { id, fromTemplate, out } = options;
  const hasApp = hasAppIn(out);
  const language = LANGUAGES.find(({ name }) => name === options.language) ?? (hasApp ? languageIn(out) : undefined) ?? LANGUAGES[0];
  const found = fromTemplate === undefined ? await fromAccount(account, id, terminal) : fromFile(fromTemplate, options);
  const templates = found.map(each => isSkipped(each) ? each : toDeclare(each));
  const skipped = templates.filter(isSkipped);
  const declared = templates.flatMap(each => isSkipped(each) ? [] : [each]);

  const stacks = stacksOf(declared, options.stackName);
  const files = declared.length === 0 ? [] : filesOf(language, stacks, { hasApp })
    .filter(({ path }) => path !== IGNORE_FILE || !existsSync(join(out, path)));
  const otherName = hasApp ? `another --stack-name than ${options.stackName}, or ` : '';
  writeFiles(out, files, `pass ${otherName}--out with another folder, and move the new stack into your app`);
  const around = hasApp || files.length === 0 ? undefined : appAround(out);
  if (around !== undefined) {
    terminal.printError(`warning: ${around} has an app already, so ${out} is another app inside of it. To write only the stack, pass --out ${around}`);
  }
  const report = { imported: declared.map(each => each.id), skipped, files: files.map(({ path }) => join(out, path)) };
  if (options.json) {
    terminal.print(JSON.stringify(report, undefined, 2));
  } else {
    const documents = stacks.flatMap(each => each.documents);
    terminal.print(summaryOf(terminal, report, documents.map(({ path }) => path)));
    // Only a native resource has a comment.
    const hasNative = declared.some(({ comment }) => comment !== undefined);
    if (declared.length > 0) terminal.print(nextSteps({ options, language, out, hasApp, hasNative, stacks }));
  }
  return Status.DONE;
}

async function fromAccount(account: Account, id: string | undefined, terminal: Terminal): Promise<(FoundTemplate | SkippedTemplate)[]> {
  const pattern = patternOf(id);
  const ids = (await account.templateIds()).filter(each => pattern.test(each));
  if (ids.length === 0) {
    const where = `in Region ${await account.iot.config.region()} of this account`;
    throw new UserError(id === undefined ? `there are no job templates ${where}: pass another --region or --profile`
      : `no job template ${where} has an id that matches ${id}: "list" shows all ids`);
  }
  const templates = await readTemplates(ids, account, terminal);
  const stacks = await readStacksOf(templates, account, terminal);
  return templates.map((template) => {
    const ownership = ownershipOf(template, stacks);
    return ownership?.bond === 'recreated by hand' ? { id: template.id, reason: recreated(ownership) } : { ...template, native: nativeResourceOf(ownership) };
  });
}

/** Two stacks must not declare the same template. */
const recreated = ({ stackName: stack, logicalId }: Ownership): string =>
  `stack ${stack} (${logicalId}) declares it, but somebody has recreated it by hand: set adoptExisting in that stack`;

function nativeResourceOf(ownership: Ownership | undefined): NativeResource | undefined {
  return ownership?.bond === 'native' ? { logicalId: ownership.logicalId, stack: `stack ${ownership.stackName}` } : undefined;
}

function fromFile(path: string, { id, region = environmentRegion() }: ImportOptions): (FoundTemplate | SkippedTemplate)[] {
  const pattern = patternOf(id);
  const all = nativeTemplatesIn(readTemplateFile(path), { stack: `the stack of ${basename(path)}`, region });
  // A template whose id is not known may be meant, and is listed as skipped.
  const isMeant = (template: FoundTemplate | SkippedTemplate) => template.id === undefined || pattern.test(template.id);
  const unknown = id === undefined ? [] : all.filter(template => template.id === undefined);
  const templates = all.filter(isMeant);
  if (templates.length > unknown.length) return templates;
  const hint = unknown.length === 0 ? '' : `; ${counted(unknown.length, 'id')} of it cannot be read from the file`;
  throw new UserError(`${path} has no ${NATIVE_TYPE}${id === undefined ? '' : ` whose id matches ${id}`}${hint}: pass another file, or read the account without --from-template`);
}

interface ImportReport {
  readonly imported: readonly string[];
  readonly skipped: readonly SkippedTemplate[];
  readonly files: readonly string[];
}

/** @param documents the files of documents, which come last */
function summaryOf(terminal: Terminal, { imported, skipped, files }: ImportReport, documents: readonly string[]): string {
  const code = files.slice(0, files.length - documents.length);
  return [
    `${counted(imported.length, 'job template')} imported, ${skipped.length} skipped.`,
    ...files.length === 0 ? ['Nothing was written.'] : ['', 'Written:', ...code.map(file => `  ${file}`), ...documents.length === 0 ? [] : [`  ${counted(documents.length, 'document')} in ${dirname(documents[0])}/`]],
    ...skipped.length === 0 ? [] : ['', 'Skipped:', tableOf(terminal, ['ID', 'REASON'], skipped.map(({ id, logicalId, reason }) => [id ?? `${logicalId} (logical id)`, reason]))],
  ].join('\n');
}

interface NextSteps {
  readonly options: GlobalOptions;
  readonly language: Language;
  readonly out: string;
  readonly hasApp: boolean;
  readonly hasNative: boolean;
  readonly stacks: readonly StackCode[];
}

function nextSteps({ options, language, out, hasApp, hasNative, stacks }: NextSteps): string {
  const folder = relative('.', out);
  const { importOf } = language;
  const code = [...new Set(importOf === undefined ? [] : stacks.map(importOf)), ...stacks.map(language.creation)];
  const steps = [
    ...folder === '' ? [] : [`cd ${folder}`],
    ...hasApp ? [`Add the library to your app: ${language.dependency}`, 'Create the stack in your app:', ...code.map(each => indented(each, '  '))] : language.commands,
    `${language.cdk} bootstrap`,
    `${language.cdk} synth --quiet`,
    `npx cdk-iot-job-template-cli check${placeOptions(options)}`,
    `${language.cdk} deploy ${hasApp ? stacks.map(({ stackName: name }) => name).join(' ') : '--all'}`,
  ];
  const keep = [
    '', `First, keep the templates that an ${NATIVE_TYPE} has, too:`,
    '  Set DeletionPolicy: Retain on each resource that a comment in the code names, unless it is set, and deploy its stack.',
  ];
  return [...hasNative ? keep : [], '', 'Next, adopt the templates:', ...steps.map(step => indented(step, '  '))].join('\n');
}

/** The options that the next command needs, too. */
const placeOptions = ({ region, profile }: GlobalOptions): string =>
  `${region === undefined ? '' : ` --region ${region}`}${profile === undefined ? '' : ` --profile ${profile}`}`;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
