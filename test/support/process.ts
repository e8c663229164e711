import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;
const GRACE_MS = 5_000;
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+(?=\s)/;

export interface ServerProcessOptions {
  readonly command: string;
  readonly args: string[];
  /** Variables that are added to the environment of this process. */
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** The server is ready when this path returns a 2xx status. */
  readonly healthPath: string;
  /** @default 60000 */
  readonly timeoutMs?: number;
}

export interface ServerProcess {
  readonly pid: number;
  /** The address of the server, without a slash at its end. */
  readonly endpoint: string;
  /** All output of the process so far, including standard error. */
  output(): string;
  /** Ends the process with a signal, then by force. May be called repeatedly. */
  stop(): Promise<void>;
}

/**
 * Starts a server and resolves when it is ready. Rejects with its output if it ends or does not respond.
 *
 * The server chooses its port and writes its address. A port that this process chose for it could belong to another
 * server before it listens, and that server might look healthy.
 */
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
  const addressOf = () => ADDRESS.exec(output())?.[0];
  while (!await isHealthy(addressOf(), options.healthPath)) {
    if (dead || Date.now() > deadline) {
      await stop();
      throw new Error(`${options.command} ${options.args.join(' ')} did not become healthy at ${options.healthPath}:\n${output()}`);
    }
    await Promise.race([delay(POLL_MS), exited]);
  }
  return { pid: child.pid!, endpoint: addressOf()!, output, stop };
}

async function isHealthy(endpoint: string | undefined, path: string): Promise<boolean> {
  if (endpoint === undefined) return false;
  try {
    const response = await fetch(`${endpoint}${path}`, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
