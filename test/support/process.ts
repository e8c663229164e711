import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;
const GRACE_MS = 5_000;

export interface ServerProcessOptions {
  readonly command: string;
  readonly args: string[];
  /** Variables that are added to the environment of this process. */
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** The server is ready when this URL returns a 2xx status. */
  readonly healthUrl: string;
  /** @default 60000 */
  readonly timeoutMs?: number;
}

export interface ServerProcess {
  readonly pid: number;
  /** All output of the process so far, including standard error. */
  output(): string;
  /** Ends the process with a signal, then by force. May be called repeatedly. */
  stop(): Promise<void>;
}

/** Starts a server and resolves when it is ready. Rejects with its output if it ends or does not respond. */
export async function startServer(options: ServerProcessOptions): Promise<ServerProcess> {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => written.push(text));
  const output = () => written.join('');
  let dead = false;
  const exited = new Promise<void>((done) => {
    const onEnd = () => { dead = true; done(); };
    child.once('exit', onEnd);
    child.once('error', (error) => { written.push(String(error)); onEnd(); });
  });

  const stop = async () => {
    if (dead) return;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await exited;
    clearTimeout(force);
  };

  const deadline = Date.now() + (options.timeoutMs ?? 60_000);
  while (!await isHealthy(options.healthUrl)) {
    if (dead || Date.now() > deadline) {
      await stop();
      throw new Error(`${options.command} ${options.args.join(' ')} did not become healthy at ${options.healthUrl}:\n${output()}`);
    }
    await Promise.race([delay(POLL_MS), exited]);
  }
  return { pid: child.pid!, output, stop };
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
