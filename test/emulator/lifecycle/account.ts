import { dirname, join } from 'node:path';
import { type Declaration, DECLARATION, DOCUMENTS } from './declaration';
import type { IotBackend } from '../../fake-iot/backend';
import type { Interceptor } from '../../fake-iot/faults';
import { FakeIotServer } from '../../fake-iot/server';
import type { Call, Snapshot } from '../../fake-iot/service';
import { CdkCli, CdkError, type CdkRun } from '../cdk';
import { CloudFormation } from '../cloudformation';
import { Emulator } from '../emulator';
import { Bucket } from '../try/bucket';
import { ACCOUNT, REGION, startWatched } from '../watched';

/** A local account, in which the app of this folder is deployed. */
export class Account {
  static async open(): Promise<Account> {
    const { emulator, iot } = await startWatched();
    try {
      const account = new Account(iot, emulator, await Bucket.create(emulator.endpoint, DOCUMENTS));
      // A folder without an app, because nothing is declared yet.
      await cdkIn(emulator.home, emulator).run(['bootstrap', `aws://${ACCOUNT}/${REGION}`]);
      return account;
    } catch (error) {
      await emulator.stop();
      await iot.close();
      throw error;
    }
  }

  readonly stacks: CloudFormation;
  private readonly cdk: CdkCli;

  private constructor(private readonly server: FakeIotServer<IotBackend>, private readonly emulator: Emulator, readonly documents: Bucket) {
    this.stacks = new CloudFormation(emulator.endpoint);
    this.cdk = cdkIn(__dirname, emulator);
  }

  /** AWS IoT, as a person with a console sees it. */
  get iot(): IotBackend {
    return this.server.service;
  }

  /** Sets the faults of calls to AWS IoT, until the next change. */
  intercept(interceptor?: Interceptor): void {
    this.server.intercept = interceptor;
  }

  async deploy(declaration: Declaration): Promise<Outcome> {
    return this.watch(async () => this.cdk.deploy([], contextOf(declaration)));
  }

  /** Deploys a declaration whose deployment must fail. */
  async failToDeploy(declaration: Declaration): Promise<Outcome> {
    return this.watch(async () => {
      const outcome = await this.cdk.deploy([], contextOf(declaration)).catch((error: unknown) => error);
      if (outcome instanceof CdkError) return outcome;
      throw outcome instanceof Error ? outcome : new Error('the deployment succeeded');
    });
  }

  async destroy(declaration: Declaration): Promise<Outcome> {
    return this.watch(async () => this.cdk.destroy([], contextOf(declaration)));
  }

  /** The physical id of a construct's template. */
  async idOf(stack: string, construct: string): Promise<string> {
    const resources = await this.stacks.resources(stack);
    // Logical ids consist of the construct's path and a hash.
    return resources.find(({ type, logicalId }) => type === 'Custom::IoTJobTemplate' && logicalId.slice(0, -8) === construct)!.physicalId;
  }

  async close(): Promise<void> {
    await this.emulator.stop();
    await this.server.close();
  }

  private async watch(act: () => Promise<CdkRun>): Promise<Outcome> {
    const began = this.iot.calls.length;
    const { output } = await act();
    return new Outcome(output, this.iot.calls.slice(began), this.iot.snapshot());
  }
}

const cdkIn = (cwd: string, emulator: Emulator) =>
  new CdkCli({ binary: join(dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk'), cwd, emulator });

/** The outcome of a command of the CDK CLI. */
export class Outcome {
  /**
   * @param calls the calls of AWS IoT, in their order
   * @param templates the templates of AWS IoT, by id
   */
  constructor(readonly output: string, readonly calls: readonly Call[], readonly templates: Snapshot) {}

  /** The calls for a template, each with its error if it failed. */
  callsFor(id: string): string[] {
    return this.calls.filter((call) => call.id === id)
      .map(({ operation, errorName }) => errorName === undefined ? operation! : `${operation}: ${errorName}`);
  }
}

const contextOf = (declaration: Declaration) => ({ [DECLARATION]: JSON.stringify(declaration) });
