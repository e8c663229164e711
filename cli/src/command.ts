import type { Command } from 'commander';
import type { Account } from './account/account';
import type { Terminal } from './output/terminal';

/** The exit status of the tool. */
export enum Status {
  DONE = 0,
  /** The next deployment would fail. */
  WOULD_FAIL = 1,
  /** Somebody has changed a template by hand, and the next deployment does not touch it. */
  HAS_DRIFTED = 2,
  FAILED = 3,
}

/** The options that every command has. */
export interface GlobalOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly json?: boolean;
  readonly printPolicy?: boolean;
}

/** A statement of an IAM policy. */
export interface Statement {
  readonly actions: readonly string[];
  /** The resources, with `REGION` and `ACCOUNT` for the user to fill in. @default - all, because the actions have no resources */
  readonly resources?: readonly string[];
}

export interface CommandContext<Options extends GlobalOptions = GlobalOptions> {
  /** The arguments in their order, without options. */
  readonly args: readonly string[];
  readonly options: Options;
  readonly account: Account;
  readonly terminal: Terminal;
}

/** A command. A new command is a file of this folder's `commands` and a line in its index. */
export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  /** Each without the name of the tool. */
  readonly examples: readonly string[];
  /** What the command needs, for `--print-policy`. */
  readonly permissions: readonly Statement[];
  /** The meanings of the exit statuses that only this command has. */
  readonly statuses?: { readonly [status: number]: string };
  /** The Region that `--region` gives. @default - that of everything that the command reads */
  readonly region?: string;
  /** Declares the command's own arguments and options. */
  readonly configure: (command: Command) => void;
  readonly run: (context: CommandContext<any>) => Promise<Status>;
}
