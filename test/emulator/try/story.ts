import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectedRunbook, type ExpectedTemplate, expectedTemplates } from './expected';
import { assertAsDeclared, type Item } from './inventory';
import type { Narration } from './narration';
import { same } from './same';
import { AUDIT, HANDMADE, PROVEN_DOCUMENT, type World } from './world';
import type { CdkCli } from '../cdk';
import { ACCOUNT, REGION } from '../watched';

const CATALOG = 'FleetCatalog';
const FIRMWARE = 'FirmwareFleet';
const OPERATIONS = 'FleetOperations';
/** Is synthesized and not deployed, because the emulator does not know its resource type. */
const RELEASE = 'FleetRelease';
const TEMPLATE = 'Custom::IoTJobTemplate';

/** Context values of the app on the command line. */
interface Settings extends Record<string, string> {
  readonly firmwareVersion: string;
  readonly ring: string;
  readonly documentVersion: string;
}

/** The templates after a deployment, by construct. */
type Deployed = Record<string, Item>;

/** The life of the example, from the first deployment to the removal of the last resource. */
export class Story {
  private readonly cdk: CdkCli;
  /** The looked-up template, in its original state. */
  private audit?: Item;

  /** @param app the folder of the installed example */
  constructor(private readonly narration: Narration, private readonly world: World, private readonly app: string) {
    this.cdk = world.cdk(app);
  }

  async run(): Promise<void> {
    const { narration } = this;
    await narration.step('Bootstrap the account', () => this.cdk.run(['bootstrap', `aws://${ACCOUNT}/${REGION}`]));

    const documentVersion = await this.world.publishDiagnostics(await this.read('documents/collect-diagnostics.json'));
    const first = { firmwareVersion: '2.4.0', ring: 'beta', documentVersion };
    const created = await narration.step('Deploy the stacks', () => this.deploy(first));
    for (const { described } of Object.values(created)) narration.show(described);
    narration.print('✔ each template is as declared, member by member, and there are no others');
    const arn = await this.arnOfTheConsumer(created);
    narration.print(`${OPERATIONS} has the ARN ${arn}`);
    narration.print(`${OPERATIONS} outputs the attributes of the looked-up templates`);
    narration.show(await this.runbook());
    const firstJob = await this.jobOfTheRelease();
    narration.print(`${RELEASE} is not deployed. Its job would be ${firstJob}`);

    const edited = { ...first, ...await this.edit() };
    const edits = `Edit three documents, one of them from firmware ${first.firmwareVersion} to ${edited.firmwareVersion}`;
    const recreated = await narration.step(edits, () => this.deploy(edited));
    this.assertRecreated(created, recreated, ['CanaryUpdate', 'CollectDiagnostics', 'FirmwareUpdate']);
    same('the ARN that the other stack has', await this.arnOfTheConsumer(recreated), arn);
    narration.print(`${OPERATIONS} still has the ARN ${arn}, whose document is now`);
    narration.show(JSON.parse(recreated.FirmwareUpdate.described.document!));
    const secondJob = await this.jobOfTheRelease();
    if (secondJob === firstJob) throw new Error(`the job of ${RELEASE} is still ${firstJob}`);
    narration.print(`${RELEASE} would start another job: ${secondJob}`);

    const tagged = await narration.step('Edit a tag, and nothing else', () => this.deploy({ ...edited, ring: 'stable' }));
    this.assertRecreated(recreated, tagged, []);
    same(`the job of ${RELEASE}`, await this.jobOfTheRelease(), secondJob);
    narration.show(tagged.FirmwareUpdate.tags);
    narration.print('✔ changed in place: no template was recreated');

    await narration.step('Destroy the stacks', () => this.cdk.destroy().then(() => this.assertLeftovers(tagged)));
  }

  /** Deploys the app, and compares the state of the service with the expected state. */
  private async deploy(settings: Settings): Promise<Deployed> {
    await this.cdk.deploy([CATALOG, FIRMWARE, OPERATIONS], settings);
    const ids = await this.physicalIds();
    const expected = await this.expected(settings, ids);
    const inventory = await this.world.inventory.read();
    const names = [...Object.keys(expected).map((name) => ids[name]), AUDIT.jobTemplateId];
    same('the list of templates', [...inventory.keys()].sort(), names.sort());
    this.assertAuditIsUntouched(inventory);
    return Object.fromEntries(Object.entries(expected).map(([name, template]) => {
      const item = inventory.get(ids[name])!;
      assertAsDeclared(name, `arn:aws:iot:${REGION}:${ACCOUNT}:jobtemplate/${ids[name]}`, item, template);
      return [name, item];
    }));
  }

  /** The id of the only job of the stack that is not deployed. */
  private async jobOfTheRelease(): Promise<string> {
    same(`the status of ${RELEASE}`, await this.world.stacks.status(RELEASE), undefined);
    const { Resources } = await this.cdk.template(RELEASE);
    const [job, ...others] = Object.values<any>(Resources).filter(({ Type }) => Type === 'AWS::IoT::Job');
    same('the number of other jobs', others.length, 0);
    return job.Properties.JobId;
  }

  /** By the path of the construct, because logical ids consist of the path and a hash. */
  private async physicalIds(): Promise<Record<string, string>> {
    const resources = await this.world.stacks.resources(FIRMWARE);
    return Object.fromEntries(resources
      .filter(({ type }) => [TEMPLATE, 'AWS::S3::Bucket', 'AWS::IAM::Role'].includes(type))
      .map(({ logicalId, physicalId }) => [logicalId.slice(0, -8), physicalId]));
  }

  private async expected(settings: Settings, ids: Record<string, string>): Promise<Record<string, ExpectedTemplate>> {
    return expectedTemplates({
      ...settings,
      account: ACCOUNT,
      region: REGION,
      firmwareBucket: ids.Firmware,
      // The only generated role, whose name contains the id of its template.
      firmwareUpdateRole: ids[Object.keys(ids).find(id => id.startsWith('PresignedUrlRole'))!],
      artifactReader: ids.ArtifactReader,
      canaryDocument: await this.read('documents/canary-update.json'),
      agentDocument: await this.read('documents/agent-update.json'),
      diagnosticsDocument: await this.read('documents/collect-diagnostics.json'),
      provenDocument: PROVEN_DOCUMENT,
      audit: AUDIT,
    });
  }

  /**
   * Every kind of attribute of a template that was created outside of the CDK and of an AWS managed one, read in
   * another stack.
   */
  private async runbook(): Promise<Record<string, string>> {
    const outputs = await this.world.stacks.outputs(OPERATIONS);
    const { FirmwareUpdateArn, RebootId, StartJobName, DownloadFileDocument, DownloadFileParameters, ...runbook } = outputs;
    same('the outputs of the other stack about the looked-up templates', runbook, expectedRunbook(REGION, this.audit!.described.createdAt!));
    same('the document of the AWS managed template', JSON.parse(DownloadFileDocument).steps[0].action.input.args,
      ['${aws:iot:parameter:downloadUrl}', '${aws:iot:parameter:filePath}']);
    const parameters: { key: string; optional: boolean }[] = JSON.parse(DownloadFileParameters);
    same('the required parameters', parameters.filter(({ optional }) => !optional).map(({ key }) => key).join(', '), runbook.DownloadFileRequires);
    const { AUDIT: auditArn, DOWNLOAD_FILE } = await this.world.environmentOf(StartJobName);
    same('the ARNs of the looked-up templates', { auditArn, DOWNLOAD_FILE }, {
      auditArn: this.audit!.described.jobTemplateArn,
      DOWNLOAD_FILE: `arn:aws:iot:${REGION}::jobtemplate/AWS-Download-File:1.0`,
    });
    return runbook;
  }

  private assertAuditIsUntouched(inventory: Map<string, Item>): void {
    const audit = inventory.get(AUDIT.jobTemplateId)!;
    this.audit ??= audit;
    same('the looked-up template', audit, this.audit);
    same('its tags', audit.tags, { team: 'security' });
  }

  /** As the output of the stack contains it, and as the function of the stack has it. */
  private async arnOfTheConsumer({ FirmwareUpdate, Reboot }: Deployed): Promise<string> {
    const { FirmwareUpdateArn, StartJobName } = await this.world.stacks.outputs(OPERATIONS);
    const { FIRMWARE_UPDATE, REBOOT } = await this.world.environmentOf(StartJobName);
    const { jobTemplateArn } = FirmwareUpdate.described;
    same('the ARNs in the other stack', { FirmwareUpdateArn, FIRMWARE_UPDATE, REBOOT }, {
      FirmwareUpdateArn: jobTemplateArn,
      FIRMWARE_UPDATE: jobTemplateArn,
      REBOOT: Reboot.described.jobTemplateArn,
    });
    return FirmwareUpdateArn;
  }

  /** One document of each kind: from an object, from an asset, and a new version of an object in a bucket. */
  private async edit(): Promise<Pick<Settings, 'firmwareVersion' | 'documentVersion'>> {
    await this.rewrite('documents/canary-update.json', '"nightly"', '"release-candidate"');
    await this.rewrite('documents/collect-diagnostics.json', '"metrics"', '"metrics", "core-dumps"');
    const documentVersion = await this.world.publishDiagnostics(await this.read('documents/collect-diagnostics.json'));
    return { firmwareVersion: '2.5.0', documentVersion };
  }

  /** Id and ARN stay through every edit. The creation time shows whether there was an edit. */
  private assertRecreated(before: Deployed, after: Deployed, names: string[]): void {
    const arns = (deployed: Deployed) => Object.entries(deployed).map(([name, { described }]) => [name, described.jobTemplateArn]);
    same('the ARNs', arns(after), arns(before));
    const changed = Object.keys(after).filter((name) => after[name].described.createdAt! > before[name].described.createdAt!);
    same('the list of recreated templates', changed.sort(), names);
  }

  private async assertLeftovers(before: Deployed): Promise<string> {
    const stacks = await Promise.all([CATALOG, FIRMWARE, OPERATIONS].map(async (stack) => this.world.stacks.status(stack)));
    same('the list of remaining stacks', stacks, [undefined, undefined, undefined]);
    const inventory = await this.world.inventory.read();
    const retained = before.RotateCertificates;
    const retainedId = retained.described.jobTemplateId!;
    same('the list of remaining templates', [...inventory.keys()].sort(), [retainedId, HANDMADE.jobTemplateId, AUDIT.jobTemplateId].sort());
    same('the retained template', inventory.get(retainedId), retained);
    same('the adopted template', inventory.get(HANDMADE.jobTemplateId), { described: before.Reboot.described, tags: {} });
    this.assertAuditIsUntouched(inventory);
    return `no stack remains, and these templates: ${retainedId}, which has RemovalPolicy.RETAIN,\n`
      + `${HANDMADE.jobTemplateId}, which existed before and was released unchanged,\n`
      + `and ${AUDIT.jobTemplateId}, which was only looked up`;
  }

  private async read(file: string): Promise<string> {
    return readFile(join(this.app, file), 'utf8');
  }

  private async rewrite(file: string, from: string, to: string): Promise<void> {
    await writeFile(join(this.app, file), (await this.read(file)).replace(from, to));
  }
}
