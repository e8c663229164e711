import { join } from 'node:path';
import { Bucket, readObject } from './bucket';
import { Inventory } from './inventory';
import { createClient } from '../../fake-iot/client';
import { FakeIotServer } from '../../fake-iot/server';
import { freePort } from '../../support/port';
import { CdkCli } from '../cdk';
import { CloudFormation } from '../cloudformation';
import { Emulator } from '../emulator';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** The job whose document the example takes: its `cdk.json` names it. */
const PROVEN_JOB = `arn:aws:iot:${REGION}:${ACCOUNT}:job/rotate-certificates-pilot`;
export const PROVEN_DOCUMENT = '{"operation":"rotate-certificates"}';

/** What somebody once made in the console, and the example takes over. */
export const HANDMADE = {
  jobTemplateId: 'fleet-reboot',
  description: 'Reboots a device',
  document: '{"operation":"reboot","delaySeconds":5}',
  timeoutConfig: { inProgressTimeoutInMinutes: 10 },
};

/** What the security team made in the console, and the example looks up. */
export const AUDIT = {
  jobTemplateId: 'security-audit',
  description: 'Audits the "trusted" certificates of a device',
  document: '{"operation":"audit","stores":["/etc/ssl","/opt/größe"]}',
  jobExecutionsRolloutConfig: {
    maximumPerMinute: 250,
    exponentialRate: { baseRatePerMinute: 10, incrementFactor: 1.5, rateIncreaseCriteria: { numberOfNotifiedThings: 100 } },
  },
  abortConfig: { criteriaList: [{ failureType: 'ALL' as const, action: 'CANCEL' as const, thresholdPercentage: 12.5, minNumberOfExecutedThings: 10 }] },
  timeoutConfig: { inProgressTimeoutInMinutes: 45 },
  maintenanceWindows: [{ startTime: 'cron(0 18 ? * MON-FRI *)', durationInMinutes: 60 }],
  destinationPackageVersions: ['agent', 'probe'].map((name) => `arn:aws:iot:${REGION}:${ACCOUNT}:package/${name}/version/3.1`),
};

/** An account on this machine, with what the example expects to be there. */
export class World {
  static async create(): Promise<World> {
    // Each needs the address of the other.
    const port = await freePort();
    const iot = await FakeIotServer.start({
      account: ACCOUNT,
      region: REGION,
      jobs: new Map([[PROVEN_JOB, { document: PROVEN_DOCUMENT }]]),
      fetchDocument: (url) => readObject(`http://127.0.0.1:${port}`, url),
    });
    iot.service.seed(HANDMADE);
    iot.service.seed(AUDIT, { team: 'security' });
    const emulator = await Emulator.start({ iotEndpoint: iot.endpoint, port });
    return new World(iot, emulator, await Bucket.create(emulator.endpoint, 'fleet-documents'));
  }

  readonly stacks: CloudFormation;
  readonly inventory: Inventory;

  private constructor(private readonly iot: FakeIotServer, private readonly emulator: Emulator, private readonly documents: Bucket) {
    this.stacks = new CloudFormation(emulator.endpoint);
    this.inventory = new Inventory(createClient({ endpoint: iot.endpoint }));
  }

  /** What to tell of it. */
  get addresses(): string {
    return `AWS IoT at ${this.iot.endpoint}, everything else at ${this.emulator.endpoint}`;
  }

  cdk(app: string): CdkCli {
    return new CdkCli({ binary: join(app, 'node_modules', 'aws-cdk', 'bin', 'cdk'), cwd: app, emulator: this.emulator });
  }

  /** Publishes the document that the example takes from the bucket of another team; returns its version. */
  async publishDiagnostics(document: string): Promise<string> {
    return this.documents.upload('diagnostics/collect.json', document);
  }

  /** The environment of a deployed function. */
  async environmentOf(functionName: string): Promise<Record<string, string>> {
    const response = await fetch(`${this.emulator.endpoint}/2015-03-31/functions/${functionName}/configuration`);
    const { Environment } = await response.json() as { Environment: { Variables: Record<string, string> } };
    return Environment.Variables;
  }

  async end(): Promise<void> {
    await this.emulator.stop();
    await this.iot.close();
  }
}
