import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Emulator } from './emulator';

const run = promisify(execFile);

const TAIL_LINES = 80;
const QUIET = ['--no-notices', '--no-version-reporting', '--no-color', '--ci'];

export interface CdkCliOptions {
  /** The path of the CLI's script, as in `node_modules/aws-cdk/bin/cdk`. */
  readonly binary: string;
  /** The folder of the app, with its `cdk.json`. */
  readonly cwd: string;
  readonly emulator: Pick<Emulator, 'env' | 'home'>;
  /** The cloud assembly that the commands take, instead of running the app. */
  readonly synthesized?: string;
  /** Variables that are added to the environment of the CLI and the app. */
  readonly env?: Record<string, string>;
  /** The timeout of each command. @default 300000 */
  readonly timeoutMs?: number;
}

export interface CdkRun {
  readonly output: string;
  readonly durationMs: number;
}

/** A command that failed. Its message ends with the last output of the CLI, and `output` has all of it. */
export class CdkError extends Error implements CdkRun {
  constructor(args: string[], reason: string, readonly output: string, readonly durationMs: number) {
    super(`cdk ${args.join(' ')} failed after ${(durationMs / 1000).toFixed(1)} s (${reason}):\n${tail(output)}`);
  }
}

/** The CDK CLI in the folder of an app, with the endpoint of an emulator. */
export class CdkCli {
  // Not the app's own `cdk.out`, for which two simultaneous runs would compete.
  readonly assembly: string;

  constructor(private readonly options: CdkCliOptions) {
    this.assembly = mkdtempSync(join(options.emulator.home, 'cdk.out-'));
  }

  /** The CLI with the assembly that the last command has synthesized, so that the app is not run again. */
  get ofAssembly(): CdkCli {
    return new CdkCli({ ...this.options, synthesized: this.assembly });
  }

  async bootstrap(): Promise<CdkRun> {
    return this.run(['bootstrap']);
  }

  /** @param stacks names or patterns; all stacks if there are none */
  async deploy(stacks: string[] = [], context: Record<string, string> = {}): Promise<CdkRun> {
    return this.run(['deploy', ...selection(stacks), '--require-approval', 'never', '--progress', 'events', ...contextArguments(context)]);
  }

  /** @param stacks names or patterns; all stacks if there are none */
  async destroy(stacks: string[] = [], context: Record<string, string> = {}): Promise<CdkRun> {
    return this.run(['destroy', ...selection(stacks), '--force', ...contextArguments(context)]);
  }

  /** The template of a stack, as the last command has synthesized it. */
  async template(stack: string): Promise<any> {
    return JSON.parse(await readFile(join(this.assembly, `${stack}.template.json`), 'utf8'));
  }

  /** Any other command of the CLI. */
  async run(args: string[]): Promise<CdkRun> {
    const { binary, cwd, synthesized, timeoutMs = 300_000 } = this.options;
    const started = Date.now();
    const assembly = synthesized === undefined ? ['--output', this.assembly] : ['--app', synthesized];
    const running = run(process.execPath, [binary, ...args, ...QUIET, ...assembly], {
      cwd,
      env: this.environment(),
      timeout: timeoutMs,
      maxBuffer: Infinity,
    });
    const kill = () => running.child.kill();
    process.once('exit', kill);
    try {
      const { stdout, stderr } = await running;
      return { output: stdout + stderr, durationMs: Date.now() - started };
    } catch (error) {
      const { stdout = '', stderr = '', code, killed } = error as Failure;
      throw new CdkError(args, killed ? 'timed out' : `exit code ${code}`, stdout + stderr, Date.now() - started);
    } finally {
      process.off('exit', kill);
    }
  }

  /** Settings of this machine for the same tools would lead to other accounts, or change the synthesis of the app. */
  private environment(): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|JEST)_|^NODE_OPTIONS$|_proxy$/i.test(name));
    return { ...Object.fromEntries(own), ...this.options.emulator.env, ...this.options.env };
  }
}

interface Failure {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number | string;
  readonly killed?: boolean;
}

function selection(stacks: string[]): string[] {
  return stacks.length > 0 ? stacks : ['--all'];
}

function contextArguments(context: Record<string, string>): string[] {
  return Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
}

function tail(output: string): string {
  return output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
