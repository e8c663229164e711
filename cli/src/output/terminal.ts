import pc from 'picocolors';

/** Where the tool writes to. Tests pass their own. */
export interface Terminal {
  /** Whether the result is shown on a terminal that has colors. */
  readonly hasColors: boolean;
  /** Whether progress can be shown, which replaces itself. */
  readonly isInteractive: boolean;
  /** Writes a line of the result. */
  print(text: string): void;
  /** Writes a line that is no part of the result, such as a hint or an error. */
  printError(text: string): void;
}

export const terminal: Terminal = {
  print: text => { process.stdout.write(`${text}\n`); },
  printError: text => { process.stderr.write(`${text}\n`); },
  hasColors: process.stdout.isTTY === true && pc.isColorSupported,
  isInteractive: process.stderr.isTTY === true,
};
