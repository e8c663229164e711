import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { IoT } from '@aws-sdk/client-iot';
import { CANARIES, FIRMWARE, imageOf, THINGS, VERSION } from './names';
import { CALLER } from '../../fake-iot/client';
import { deployed } from '../../support/construct';
import { CdkCli } from '../cdk';
import { CloudFormation } from '../cloudformation';
import { Device } from '../device';
import { Emulator } from '../emulator';
import { type Execution, StepFunctions } from '../step-functions';
import { Bucket } from '../try/bucket';

const ACCOUNT = '000000000000';

/** A local account with devices, in which the app of this folder is released. */
export class Account {
  static async open(): Promise<Account> {
    const emulator = await Emulator.start();
    const account = new Account(emulator, await Bucket.create(emulator.endpoint, FIRMWARE));
    for (const thingName of [...CANARIES, ...THINGS]) await account.iot.createThing({ thingName });
    await account.cdk.run(['bootstrap', `aws://${ACCOUNT}/${CALLER.region}`, '--context', `${VERSION}=none`]);
    return account;
  }

  readonly iot: IoT;
  private readonly cdk: CdkCli;
  private readonly stacks: CloudFormation;
  private readonly stepFunctions: StepFunctions;

  private constructor(private readonly emulator: Emulator, private readonly firmware: Bucket) {
    this.iot = new IoT({ ...CALLER, endpoint: emulator.endpoint });
    this.stacks = new CloudFormation(emulator.endpoint);
    this.stepFunctions = new StepFunctions(emulator.endpoint);
    this.cdk = new CdkCli({ binary: join(dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk'), cwd: __dirname, emulator });
  }

  /** Uploads the firmware of a version, and deploys its template. */
  async deploy(version: string): Promise<void> {
    await this.firmware.upload(imageOf(version), `firmware ${version}`);
    await this.cdk.deploy(['Fleet'], { [VERSION]: version });
  }

  /** Starts the declared job, as CloudFormation would. Returns its id. */
  async startDeclaredJob(): Promise<string> {
    const { Resources } = this.assembly('Release');
    const { Properties } = Object.values<any>(Resources).find(({ Type }) => Type === 'AWS::IoT::Job');
    const { jobId } = await this.iot.createJob(memberNames(deployed(Properties, await this.exports())));
    return jobId!;
  }

  /** Starts the state machine, and returns a function that waits for its end. */
  async startCanaries(): Promise<() => Promise<Execution>> {
    const { CanariesArn } = await this.stacks.outputs('Fleet');
    const executionArn = await this.stepFunctions.start(CanariesArn);
    return async () => this.stepFunctions.ended(executionArn);
  }

  device(thingName: string): Device {
    return new Device(this.emulator.endpoint, thingName);
  }

  async close(): Promise<void> {
    await this.emulator.stop();
  }

  private assembly(stack: string): any {
    return JSON.parse(readFileSync(join(this.cdk.assembly, `${stack}.template.json`), 'utf8'));
  }

  /** The values that the deployed stack exports, and the names of this account. */
  private async exports(): Promise<Record<string, string>> {
    const outputs = await this.stacks.outputs('Fleet');
    const exported = Object.entries<any>(this.assembly('Fleet').Outputs).filter(([, { Export }]) => Export !== undefined);
    return {
      'AWS::AccountId': ACCOUNT,
      'AWS::Region': CALLER.region,
      ...Object.fromEntries(exported.map(([key, { Export }]) => [Export.Name, outputs[key]])),
    };
  }
}

/** The members of CreateJob. Their names differ from the properties only in the first letter. */
const memberNames = (value: any): any => {
  if (Array.isArray(value)) return value.map(memberNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name[0].toLowerCase() + name.slice(1), memberNames(item)]));
};
