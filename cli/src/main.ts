#!/usr/bin/env node
import { COMMANDS } from './commands';
import { terminal } from './output/terminal';
import { run } from './program';

// A reader such as `head` may close the pipe before it has read everything.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

// The status is set, and the process ends by itself, so that output to a pipe is complete.
void run(process.argv.slice(2), COMMANDS, terminal).then(status => { process.exitCode = status; });
