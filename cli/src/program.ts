import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { Account } from './account/account';
import { type CommandDefinition, type GlobalOptions, Status } from './command';
import { explain, UserError } from './explain';
import type { Terminal } from './output/terminal';
import { policyOf } from './policy';

/** The name of the tool. */
export const NAME = 'cdk-iot-job-template-cli';

/** The package is one folder above the bundle, and above this source file. */
const version = (): string => JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')).version;

/** Explains the exit statuses: those of all commands, and those of some of them. */
const statusHelp = (commands: readonly CommandDefinition[]): string => {
  const own = commands.flatMap(({ statuses = {} }) => Object.entries(statuses));
  const all = [[Status.DONE, 'the command has done its work'], ...own, [Status.FAILED, 'the command could not do its work']] as const;
  return `\nExit status:\n${all.map(([status, meaning]) => `  ${status}  ${meaning}`).join('\n')}`;
};

/** Runs the command that the arguments name. @returns the exit status */
export async function run(args: readonly string[], commands: readonly CommandDefinition[], terminal: Terminal): Promise<Status> {
  let status = Status.DONE;
  const program = configured(new Command(NAME), terminal, `${NAME} --help`)
    .version(version(), '--version', 'print the version of the tool')
    .helpCommand('help [command]', 'show the help of a command')
    .description('Brings existing AWS IoT job templates into an AWS CDK app, and shows who owns them. It only reads the account.')
    .option('--print-policy', 'print the IAM policy that all commands need, and do nothing else')
    .addHelpText('after', `${statusHelp(commands)}\n\nRun "${NAME} COMMAND --help" for the options of a command, with examples.`)
    // Otherwise, the program itself would take the options that follow the name of a command.
    .enablePositionalOptions()
    .allowExcessArguments()
    .action(({ printPolicy }, command: Command) => {
      const [unknown] = command.args;
      if (unknown !== undefined) command.error(`error: unknown command '${unknown}'`);
      if (printPolicy) terminal.print(policyOf(commands.flatMap(each => each.permissions)));
      else command.help({ error: true });
    });
  for (const definition of commands) {
    program.addCommand(subcommand(definition, terminal, result => { status = result; }));
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    // Commander has printed its own error already, and exits with 0 after the help that the user asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? Status.DONE : Status.FAILED;
    terminal.printError(`${NAME}: ${explain(error, {})}`);
    return Status.FAILED;
  }
}

function subcommand(definition: CommandDefinition, terminal: Terminal, finish: (status: Status) => void): Command {
  const { name, summary, examples, permissions, region = 'the AWS Region' } = definition;
  const command = configured(new Command(name), terminal, `${NAME} ${name} --help`).summary(summary).description(summary);
  definition.configure(command);
  // Options that every command has.
  command
    .option('--region <region>', `${region} (default: that of the environment or the profile)`)
    .option('--profile <name>', 'the profile of the AWS configuration files')
    .addOption(new Option('--json', 'print JSON, for other programs'))
    .option('--print-policy', 'print the IAM policy that this command needs, and do nothing else')
    .addHelpText('after', `\nExamples:\n${examples.map(example => `  $ ${NAME} ${example}`).join('\n')}\n${statusHelp([definition])}`);
  return command.action(async () => {
    const options: GlobalOptions = command.opts();
    if (options.printPolicy) {
      terminal.print(policyOf(permissions));
      return;
    }
    try {
      finish(await definition.run({ args: command.processedArgs, options, account: new Account(options), terminal }));
    } catch (error) {
      throw new UserError(explain(error, options));
    }
  });
}

/** A command that neither ends the process nor writes to it by itself. @param help the command line that shows its help */
const configured = (command: Command, terminal: Terminal, help: string): Command => command
  .showHelpAfterError(`Run "${help}" to see what is possible.`)
  .exitOverride()
  .configureOutput({
    writeOut: text => terminal.print(text.replace(/\n$/, '')),
    writeErr: text => terminal.printError(text.replace(/\n$/, '')),
    getOutHasColors: () => terminal.hasColors,
    getErrHasColors: () => terminal.hasColors,
  });
