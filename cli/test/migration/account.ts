import { execFile } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateJobCommand, CreateJobTemplateCommand, CreateThingCommand, DeleteJobTemplateCommand, DescribeJobTemplateCommand, IoTClient,
  ListTagsForResourceCommand, paginateListJobTemplates,
} from '@aws-sdk/client-iot';
import { ACCOUNT, BUCKET, HANDMADE, NATIVE_STACK, NATIVE_TEMPLATE, ODD_KEY, PILOT_SETTINGS, REGION } from './templates';
import { CdkCli } from '../../../test/emulator/cdk';
import { CloudFormation } from '../../../test/emulator/cloudformation';
import { Emulator } from '../../../test/emulator/emulator';
import { Bucket } from '../../../test/emulator/try/bucket';
import { until } from '../../../test/emulator/until';

const run = promisify(execFile);
const TOOL = resolve(__dirname, '..', '..', 'lib', 'main.js');

/** A template as the account has it: all members of its description, and its tags. */
export interface Found {
  readonly described: { readonly [member: string]: unknown };
  readonly tags: { readonly [key: string]: string };
}

export interface ToolRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A local account with job templates that were made by hand and by a stack. */
export class Account {
  static async open(): Promise<Account> {
    const account = new Account(await Emulator.start());
    try {
      await account.provide();
      return account;
    } catch (error) {
      await account.close();
      throw error;
    }
  }

  readonly stacks: CloudFormation;
  private readonly iot: IoTClient;
  private readonly cloudFormation: CloudFormationClient;

  private constructor(readonly emulator: Emulator) {
    const client = { endpoint: emulator.endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
    this.iot = new IoTClient(client);
    this.cloudFormation = new CloudFormationClient(client);
    this.stacks = new CloudFormation(emulator.endpoint);
  }

  /** Runs the bundled tool, as a user does. */
  async tool(...args: string[]): Promise<ToolRun> {
    return this.run(process.execPath, TOOL, ...args);
  }

  /** Runs the tool with one argument, and another command that reads its output. */
  async piped(argument: string, reader: string): Promise<ToolRun> {
    return this.run('bash', '--norc', '-c', `set -o pipefail; "${process.execPath}" "${TOOL}" ${argument} | ${reader}`);
  }

  private async run(command: string, ...args: string[]): Promise<ToolRun> {
    const options = { env: { PATH: process.env.PATH, ...this.emulator.env }, cwd: this.emulator.home, maxBuffer: Infinity };
    return run(command, args, options).then(
      ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ status: code, stdout, stderr }),
    );
  }

  /** The JSON that a command prints. */
  async json(...args: string[]): Promise<any> {
    const { status, stdout, stderr } = await this.tool(...args, '--json');
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr}`);
    return JSON.parse(stdout);
  }

  /** The CDK CLI in the folder of an app. */
  cdk(cwd: string, env: Record<string, string> = {}): CdkCli {
    return new CdkCli({ binary: join(dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk'), cwd, emulator: this.emulator, env, timeoutMs: 600_000 });
  }

  /** All templates of the account, by id. */
  async templates(): Promise<Map<string, Found>> {
    const found = new Map<string, Found>();
    for await (const { jobTemplates = [] } of paginateListJobTemplates({ client: this.iot }, {})) {
      for (const { jobTemplateId } of jobTemplates) found.set(jobTemplateId!, await this.find(jobTemplateId!));
    }
    return found;
  }

  /** Replaces a template, as the console does. AWS IoT cannot edit one. */
  async editByHand(jobTemplateId: string, template: { description: string; document: string }): Promise<void> {
    await this.iot.send(new DeleteJobTemplateCommand({ jobTemplateId }));
    await this.iot.send(new CreateJobTemplateCommand({ jobTemplateId, ...template }));
  }

  async removeNativeStack(): Promise<void> {
    await this.cloudFormation.send(new DeleteStackCommand({ StackName: NATIVE_STACK }));
    await until('the stack to be gone', async () => await this.stacks.status(NATIVE_STACK) === undefined ? true : undefined);
  }

  async close(): Promise<void> {
    await this.emulator.stop();
  }

  private async provide(): Promise<void> {
    const bucket = await Bucket.create(this.emulator.endpoint, BUCKET);
    await bucket.upload('reboot.json', '{"operation":"reboot","from":"a bucket"}');
    await bucket.upload(ODD_KEY.split('/').map(encodeURIComponent).join('/'), '{"operation":"boot"}');
    const { thingArn } = await this.iot.send(new CreateThingCommand({ thingName: 'pilot' }));
    await this.iot.send(new CreateJobCommand({ jobId: 'pilot', targets: [thingArn!], ...PILOT_SETTINGS }));
    for (const [jobTemplateId, template] of Object.entries(HANDMADE)) {
      await this.iot.send(new CreateJobTemplateCommand({ jobTemplateId, ...template }));
    }
    await this.cloudFormation.send(new CreateStackCommand({ StackName: NATIVE_STACK, TemplateBody: NATIVE_TEMPLATE }));
    await until('the stack with native resources', async () => await this.stacks.status(NATIVE_STACK) === 'CREATE_COMPLETE' ? true : undefined);
    await this.cdk(this.emulator.home).run(['bootstrap', `aws://${ACCOUNT}/${REGION}`]);
  }

  private async find(jobTemplateId: string): Promise<Found> {
    const { $metadata, ...described } = await this.iot.send(new DescribeJobTemplateCommand({ jobTemplateId }));
    const { tags = [] } = await this.iot.send(new ListTagsForResourceCommand({ resourceArn: described.jobTemplateArn! }));
    return { described, tags: Object.fromEntries(tags.map(({ Key, Value = '' }) => [Key, Value])) };
  }
}
