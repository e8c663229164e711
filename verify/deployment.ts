import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Names, Stage } from './names';
import type { Target } from './options';

const CHECKOUT = join(__dirname, '..');
const CLI = join(dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk');
/** The command that runs the app, quoted for a shell. */
const APP = `node --require ${JSON.stringify(require.resolve('ts-node/register/transpile-only'))} ${JSON.stringify(join(__dirname, 'app.ts'))}`;
const QUIET = ['--require-approval', 'never', '--progress', 'events', '--no-notices', '--no-version-reporting', '--no-color', '--ci'];
const TAIL_LINES = 40;

export interface DeploymentOptions {
  readonly names: Names;
  readonly target: Target;
  /** A folder for all output of the CDK CLI. */
  readonly workspace: string;
  readonly signal: AbortSignal;
}

/** The stacks of a run, deployed with the CDK CLI. */
export class Deployment {
  constructor(private readonly options: DeploymentOptions) {}

  async deploy(stage: Stage): Promise<void> {
    const { names, target: { account, region, profile }, workspace } = this.options;
    const context = { run: names.run, stage, account, region, bucket: names.bucket(account) };
    await this.run([
      CLI, 'deploy', '--all', '--app', APP, '--profile', profile, '--output', join(workspace, 'cdk.out'),
      ...QUIET, ...Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]),
    ]);
  }

  private async run(args: string[]): Promise<void> {
    const { workspace, target: { region }, signal } = this.options;
    signal.throwIfAborted();
    const child = spawn(process.execPath, args, {
      cwd: workspace,
      stdio: ['ignore', 'pipe', 'pipe'],
      // The CLI runs in its own process group. Ctrl-C at the terminal reaches only this program, which ends that
      // group.
      detached: true,
      env: {
        ...process.env,
        AWS_REGION: region,
        CDK_HOME: join(workspace, 'cdk-home'),
        TMPDIR: workspace,
        TS_NODE_PROJECT: join(CHECKOUT, 'test', 'tsconfig.json'),
      },
    });
    const end = () => {
      try {
        process.kill(-child.pid!, 'SIGTERM');
      } catch { /* it has ended already */ }
    };
    signal.addEventListener('abort', end);
    try {
      const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      signal.throwIfAborted();
      if (code !== 0) throw new Error(`cdk deploy failed (exit code ${code}):\n${tail(stdout + stderr)}`);
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
}

function tail(output: string): string {
  return output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
