#!/usr/bin/env node
import { Status } from './command';
import { COMMANDS } from './commands';
import { explain } from './explain';
import { terminal } from './output/terminal';
import { NAME, run } from './program';

/** Ends the process after an error that no command has foreseen. */
function fail(reason: string): never {
  process.stderr.write(`${NAME}: ${reason}\n`);
  process.exit(Status.FAILED);
}

// The SDK would print a warning of nine lines with each command on a version of Node.js that it supports only for now.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

process.on('uncaughtException', error => fail(explain(error, {})));
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as `head` may close the pipe before it has read everything.
  if (error.code === 'EPIPE') process.exit();
  fail(`the output could not be written (${error.message})`);
});
// There is nowhere left to say it.
process.stderr.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? undefined : Status.FAILED));

// The status is set, and the process ends by itself, so that output to a pipe is complete.
void run(process.argv.slice(2), COMMANDS, terminal).then(status => { process.exitCode = status; });
