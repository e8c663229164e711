import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { IoT } from '@aws-sdk/client-iot';
import { S3 } from '@aws-sdk/client-s3';
import { Emulator } from '../emulator/emulator';

const CHECKOUT = resolve(__dirname, '..', '..');
const PROFILE = 'emulator';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** The environment of the program: nothing of this machine's, and a profile that the emulator knows. */
export async function environment(home: string, endpoint: string): Promise<NodeJS.ProcessEnv> {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|JEST|NODE_OPTIONS|npm)|_proxy$/i.test(name));
  const temporary = join(home, 'tmp');
  await mkdir(temporary, { recursive: true });
  const credentials = join(home, 'credentials');
  await writeFile(credentials, `[${PROFILE}]\naws_access_key_id = test\naws_secret_access_key = test\n`);
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpoint,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    AWS_CONFIG_FILE: join(home, 'no-config'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
    TMPDIR: temporary,
  };
}

/** A run of the program. */
export class Program {
  static start(env: NodeJS.ProcessEnv, ...args: string[]): Program {
    const main = join(CHECKOUT, 'verify', 'main.ts');
    const target = ['--profile', PROFILE, '--region', REGION, '--account', ACCOUNT];
    return new Program(spawn(process.execPath, ['--require', 'ts-node/register/transpile-only', main, ...target, ...args], { cwd: CHECKOUT, env }));
  }

  /** The code that it ended with. */
  readonly code: Promise<number>;
  output = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text) => { this.output += text; });
    this.code = once(child, 'close').then(([code]) => code);
    process.once('exit', () => child.kill('SIGKILL'));
  }

  /** Sends a signal when it is time. */
  async interrupt(signal: NodeJS.Signals, isTime: (output: string) => Promise<boolean>): Promise<void> {
    while (!await isTime(this.output)) {
      if (this.child.exitCode !== null) throw new Error(`ended with ${this.child.exitCode}:\n${this.output}`);
      await delay(50);
    }
    this.child.kill(signal);
  }
}

/** An account on this machine in which IAM policies are enforced. */
export class Account {
  static async open(): Promise<Account> {
    const emulator = await Emulator.start({ enforcesIam: true });
    return new Account(emulator, await environment(emulator.home, emulator.endpoint));
  }

  readonly iot: IoT;
  readonly s3: S3;
  private readonly cloudFormation: CloudFormation;

  private constructor(private readonly emulator: Emulator, readonly env: NodeJS.ProcessEnv) {
    const config = { endpoint: emulator.endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
    this.iot = new IoT(config);
    this.s3 = new S3({ ...config, forcePathStyle: true });
    this.cloudFormation = new CloudFormation(config);
  }

  /** Everything that a run makes, and its folders, in the order of the alphabet. */
  async inventory(): Promise<string[]> {
    const [{ Stacks = [] }, { Buckets = [] }] = [await this.cloudFormation.describeStacks({}), await this.s3.listBuckets({})];
    const { jobTemplates = [] } = await this.iot.listJobTemplates({});
    const { jobs = [] } = await this.iot.listJobs({});
    const { thingGroups = [] } = await this.iot.listThingGroups({});
    // ts-node has a cache of its own there.
    const folders = (await readdir(this.env.TMPDIR!)).filter((name) => !name.startsWith('v8-compile-cache-'));
    return [
      ...Stacks.map(({ StackName }) => `stack ${StackName}`),
      ...Buckets.map(({ Name }) => `bucket ${Name}`),
      ...jobTemplates.map(({ jobTemplateId }) => `job template ${jobTemplateId}`),
      ...jobs.map(({ jobId }) => `job ${jobId}`),
      ...thingGroups.map(({ groupName }) => `thing group ${groupName}`),
      ...folders.map((name) => `folder ${name}`),
    ].sort();
  }

  async close(): Promise<void> {
    await this.emulator.stop();
  }
}
