import { execFile } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  CreateJobTemplateCommand, type CreateJobTemplateCommandInput, DeleteJobTemplateCommand, DescribeJobTemplateCommand, IoTClient,
  ListTagsForResourceCommand, paginateListJobTemplates,
} from '@aws-sdk/client-iot';
import { type Declaration, DECLARATION } from './declaration';
import { CdkCli, CdkError } from '../../../test/emulator/cdk';
import { CloudFormation } from '../../../test/emulator/cloudformation';
import { Emulator } from '../../../test/emulator/emulator';

const run = promisify(execFile);
const TOOL = resolve(__dirname, '..', '..', 'lib', 'main.js');
const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

/** What the tool says of a template. */
export interface Checked {
  readonly stack: string;
  readonly id?: string;
  readonly action: string;
  readonly why: string;
  readonly differences: readonly object[];
  readonly unresolved: readonly { readonly member: string }[];
}

export interface CheckRun {
  readonly status: number;
  readonly checked: readonly Checked[];
}

/** A template as the account has it. */
export interface Stored {
  readonly described: { readonly [member: string]: unknown };
  readonly tags: { readonly [key: string]: string };
}

/** A local account, in which the app of this folder is checked and deployed. */
export class Account {
  static async open(): Promise<Account> {
    const account = new Account(await Emulator.start());
    await account.cdkIn(account.emulator.home).run(['bootstrap', `aws://${ACCOUNT}/${REGION}`]);
    return account;
  }

  readonly stacks: CloudFormation;
  private readonly cdk: CdkCli;
  /** The declaration in the assembly. */
  private synthesized?: string;
  private readonly iot: IoTClient;

  private constructor(private readonly emulator: Emulator) {
    this.stacks = new CloudFormation(emulator.endpoint);
    this.cdk = this.cdkIn(__dirname);
    this.iot = new IoTClient({ endpoint: emulator.endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  }

  /** Synthesizes a declaration, and checks it before its deployment. */
  async check(declaration: Declaration, ...args: string[]): Promise<CheckRun> {
    await this.synthesize(declaration);
    const { status, stdout, stderr } = await this.tool('check', this.cdk.assembly, '--json', ...args);
    if (status === 3) throw new Error(stderr);
    return { status, checked: JSON.parse(stdout) };
  }

  /** The text that the tool prints for the assembly of the last command. */
  async report(...args: string[]): Promise<string> {
    return (await this.tool('check', this.cdk.assembly, ...args)).stdout;
  }

  async tool(...args: string[]): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
    const env = { PATH: process.env.PATH, ...this.emulator.env };
    return run(process.execPath, [TOOL, ...args], { env, maxBuffer: Infinity }).then(
      ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ status: code, stdout, stderr }),
    );
  }

  async deploy(declaration: Declaration, ...stacks: string[]): Promise<void> {
    await this.synthesize(declaration);
    await this.cdk.ofAssembly.deploy(stacks);
  }

  /** Deploys a stack that must fail. @returns what CloudFormation says about the failure */
  async failToDeploy(declaration: Declaration, stack: string): Promise<string> {
    try {
      await this.deploy(declaration, stack);
    } catch (error) {
      if (!(error instanceof CdkError)) throw error;
      const events = await this.stacks.events(stack);
      return events.map(({ reason }) => reason).join('\n');
    }
    throw new Error('the deployment succeeded');
  }

  async createByHand(input: CreateJobTemplateCommandInput): Promise<void> {
    await this.iot.send(new CreateJobTemplateCommand(input));
  }

  async deleteByHand(jobTemplateId: string): Promise<void> {
    await this.iot.send(new DeleteJobTemplateCommand({ jobTemplateId }));
  }

  /** All templates, by id. */
  async templates(): Promise<Record<string, Stored>> {
    const stored: Record<string, Stored> = {};
    for await (const { jobTemplates = [] } of paginateListJobTemplates({ client: this.iot }, {})) {
      for (const { jobTemplateId } of jobTemplates) {
        const { $metadata, ...described } = await this.iot.send(new DescribeJobTemplateCommand({ jobTemplateId }));
        const { tags = [] } = await this.iot.send(new ListTagsForResourceCommand({ resourceArn: described.jobTemplateArn! }));
        stored[jobTemplateId!] = { described, tags: Object.fromEntries(tags.map(({ Key, Value = '' }) => [Key, Value])) };
      }
    }
    return stored;
  }

  async close(): Promise<void> {
    await this.emulator.stop();
  }

  /** Runs the app, unless the last run had the same declaration. */
  private async synthesize(declaration: Declaration): Promise<void> {
    const context = `${DECLARATION}=${JSON.stringify(declaration)}`;
    if (this.synthesized === context) return;
    await this.cdk.run(['synth', '--all', '--quiet', '--context', context]);
    this.synthesized = context;
  }

  private cdkIn(cwd: string): CdkCli {
    return new CdkCli({ binary: join(dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk'), cwd, emulator: this.emulator });
  }
}
