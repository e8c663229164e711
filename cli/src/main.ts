#!/usr/bin/env node
import { COMMANDS } from './commands';
import { terminal } from './output/terminal';
import { run } from './program';

// The status is set, and the process ends by itself, so that output to a pipe is complete.
void run(process.argv.slice(2), COMMANDS, terminal).then(status => { process.exitCode = status; });
