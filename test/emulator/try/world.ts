import { join } from 'node:path';
import { Bucket } from './bucket';
import { Inventory } from './inventory';
import { createClient } from '../../fake-iot/client';
import { CdkCli } from '../cdk';
import { CloudFormation } from '../cloudformation';
import { ACCOUNT, REGION, startWatched, type Watched } from '../watched';

/** The job whose document the example uses. Its `cdk.json` names the job. */
const PROVEN_JOB = `arn:aws:iot:${REGION}:${ACCOUNT}:job/rotate-certificates-pilot`;
export const PROVEN_DOCUMENT = '{"operation":"rotate-certificates"}';

/** A template that was created in the console, and that the example adopts. */
export const HANDMADE = {
  jobTemplateId: 'fleet-reboot',
  description: 'Reboots a device',
  document: '{"operation":"reboot","delaySeconds":5}',
  timeoutConfig: { inProgressTimeoutInMinutes: 10 },
};

/** A template that the security team created in the console, and that the example looks up. */
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

/** A local account with the resources that the example expects. */
export class World {
  static async create(): Promise<World> {
    const { emulator, iot } = await startWatched();
    iot.service.account.provideJob(PROVEN_JOB, { document: PROVEN_DOCUMENT });
    iot.service.seed(HANDMADE);
    iot.service.seed(AUDIT, { team: 'security' });
    return new World(iot, emulator, await Bucket.create(emulator.endpoint, 'fleet-documents'));
  }

  readonly stacks: CloudFormation;
  readonly inventory: Inventory;

  private constructor(private readonly iot: Watched['iot'], private readonly emulator: Watched['emulator'], private readonly documents: Bucket) {
    this.stacks = new CloudFormation(emulator.endpoint);
    this.inventory = new Inventory(createClient({ endpoint: iot.endpoint }));
  }

  /** A description of the account, to be printed. */
  get addresses(): string {
    return `AWS at ${this.emulator.endpoint}, its AWS IoT by way of ${this.iot.endpoint}, which adds the templates that AWS manages`;
  }

  cdk(app: string): CdkCli {
    return new CdkCli({ binary: join(app, 'node_modules', 'aws-cdk', 'bin', 'cdk'), cwd: app, emulator: this.emulator });
  }

  /** Publishes the document that the example reads from the bucket of another team. Returns its version. */
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
