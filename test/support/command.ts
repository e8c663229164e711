import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const TAIL_LINES = 120;

/** Runs a command with all of its child processes, which do not outlive this process. Returns its output. */
export async function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  // The command has its own process group, because npm does not pass a signal on to all of its processes.
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, ...QUIET, ...env } });
  const kill = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch { /* it has ended, or never began */ }
  };
  // This must happen before its working folders are removed.
  process.prependOnceListener('exit', kill);
  try {
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    if (code === 0) return stdout;
    throw new Error(`${[command, ...args].join(' ')} failed (exit code ${code}):\n${tail(stdout + stderr)}`);
  } finally {
    process.off('exit', kill);
  }
}

/** Warnings about the version of Node.js, printed before the important lines. */
const QUIET = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1' };

function tail(output: string): string {
  return output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
