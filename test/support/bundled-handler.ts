import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The deployed bundle. `npx projen bundle` builds it. */
const BUNDLE = join(__dirname, '..', '..', 'assets', 'handler', 'index.js');

/** Replaces Lambda's runtime: receives events, and reports how they ended. */
const RUNTIME = `
  const wait = setTimeout;
  globalThis.setTimeout = (callback, milliseconds) => wait(callback, milliseconds / process.env.SPEED);
  const { handler } = require(process.env.BUNDLE);
  process.on('message', ({ id, event }) => handler(event, { getRemainingTimeInMillis: () => 60_000 })
    .then(() => process.send({ id }), error => process.send({ id, error: String(error.stack) })));
  process.send({ id: 'ready' });
`;

/** The deployed function in its own process. */
export class BundledHandler {
  /** @param speed the factor by which the timers of the function are faster than a clock */
  static async start(iotEndpoint: string, speed = 1): Promise<BundledHandler> {
    const child = spawn(process.execPath, ['--no-warnings', '-e', RUNTIME], {
      // The environment of Lambda, and no other variable of this process.
      env: {
        BUNDLE,
        SPEED: `${speed}`,
        AWS_ENDPOINT_URL_IOT: iotEndpoint,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const handler = new BundledHandler(child);
    for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => handler.written.push(text));
    const died = once(child, 'exit').then(() => { throw new Error(`the handler did not start:\n${handler.output}`); });
    await Promise.race([handler.outcomeOf('ready'), died]);
    died.catch(() => {});
    return handler;
  }

  private readonly written: string[] = [];
  private invocations = 0;

  private constructor(private readonly child: ReturnType<typeof spawn>) {}

  /** All output of the function. */
  get output(): string {
    return this.written.join('');
  }

  async invoke(event: unknown): Promise<void> {
    const id = `${this.invocations++}`;
    const outcome = this.outcomeOf(id);
    this.child.send({ id, event });
    await outcome;
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill();
    await exited;
  }

  private outcomeOf(id: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const listen = (message: { id: string; error?: string }) => {
        if (message.id !== id) return;
        this.child.off('message', listen);
        if (message.error === undefined) resolve();
        else reject(new Error(message.error));
      };
      this.child.on('message', listen);
    });
  }
}
