import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';

/** The account and Region in which the program runs. */
export interface Target {
  readonly profile: string;
  readonly region: string;
  readonly account: string;
}

export interface Options extends Target {
  /** The file to write the table to: JSON if the name ends in `.json`, Markdown otherwise. */
  readonly report?: string;
  /** Whether to remove the leftovers of an earlier run without asking. */
  readonly removeLeftovers: boolean;
}

export const USAGE = `npm run verify:aws -- --profile PROFILE --region REGION --account ACCOUNT [--report FILE] [--remove-leftovers]

Checks the library's assumptions about AWS on an AWS account, and removes everything that it created.

  --profile           the AWS CLI profile whose credentials are used
  --region            the Region
  --account           the account that the profile must belong to: 12 digits
  --report            a file to write the table to: JSON if it ends in .json, Markdown otherwise
  --remove-leftovers  remove the leftovers of an earlier run without asking`;

/** The reason why a run cannot start, for the user. */
export class CannotRun extends Error {}

const FORMATS: { readonly [name in keyof Target]: RegExp } = {
  profile: /./,
  region: /^[a-z]{2}(-[a-z]+)+-\d$/,
  account: /^\d{12}$/,
};

/** Reads the command line, and asks at the terminal for missing options. */
export async function readOptions(args: string[], signal: AbortSignal): Promise<Options | 'help'> {
  const { values } = parse(args);
  if (values.help) return 'help';
  const target = {
    profile: await required('profile', values.profile, signal),
    region: await required('region', values.region, signal),
    account: await required('account', values.account, signal),
  };
  return { ...target, report: values.report, removeLeftovers: values['remove-leftovers'] };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args,
      options: { 'profile': text, 'region': text, 'account': text, 'report': text, 'remove-leftovers': flag, 'help': flag },
    });
  } catch (error) {
    throw new CannotRun(`${(error as Error).message}\n\n${USAGE}`);
  }
}

async function required(name: keyof Target, given: string | undefined, signal: AbortSignal): Promise<string> {
  const value = given ?? await ask(`${name}: `, signal);
  if (value === undefined) throw new CannotRun(`--${name} is missing\n\n${USAGE}`);
  if (!FORMATS[name].test(value)) throw new CannotRun(`--${name} is ${JSON.stringify(value)}, must match ${FORMATS[name].source}`);
  return value;
}

/** The answer at the terminal; `undefined` if there is no terminal. */
export async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // The terminal is in raw mode, in which Ctrl-C sends no signal.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return (await terminal.question(question, { signal })).trim();
  } finally {
    terminal.close();
  }
}
