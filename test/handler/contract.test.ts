import { DescribeJobTemplateCommand, type IoTClient, ListJobTemplatesCommand, ListTagsForResourceCommand } from '@aws-sdk/client-iot';
import { IotJobTemplateService } from '../../src/handler/iot-job-template-service';
import { Redactor } from '../../src/handler/redactor';
import { ServiceCaller } from '../../src/handler/service-caller';
import { createClient, failureOf } from '../fake-iot/client';
import { MOTO_SETUP_MS, startMoto } from '../fake-iot/moto';
import { type CustomResource, Harness } from '../support/harness';
import { ImpatientClock } from '../support/impatient-clock';
import type { ServerProcess } from '../support/process';
import { setMembers } from '../support/set-members';

/**
 * The resource contract of CloudFormation, row by row.
 *
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/contract-tests.html
 */
const INPUT = {
  JobTemplateId: 'reboot',
  Description: 'Reboots',
  Document: '{"operation":"reboot"}',
  TimeoutConfig: { InProgressTimeoutInMinutes: 30 },
  AbortConfig: { CriteriaList: [{ FailureType: 'ALL', Action: 'CANCEL', ThresholdPercentage: 10.25, MinNumberOfExecutedThings: 3 }] },
  Tags: [{ Key: 'team', Value: 'fleet' }, { Key: 'stage', Value: 'prod' }],
};
const UPDATED = {
  ...INPUT,
  Description: 'Reboots at once',
  TimeoutConfig: { InProgressTimeoutInMinutes: 60 },
  AbortConfig: { CriteriaList: [{ FailureType: 'FAILED', Action: 'CANCEL', ThresholdPercentage: 5, MinNumberOfExecutedThings: 1 }] },
  Tags: [{ Key: 'team', Value: 'edge' }, { Key: 'tier', Value: '1' }],
};
const DESCRIBED = {
  jobTemplateId: 'reboot',
  description: 'Reboots',
  document: '{"operation":"reboot"}',
  timeoutConfig: { inProgressTimeoutInMinutes: 30 },
  abortConfig: { criteriaList: [{ failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 10.25, minNumberOfExecutedThings: 3 }] },
};
const DESCRIBED_UPDATED = {
  ...DESCRIBED,
  description: 'Reboots at once',
  timeoutConfig: { inProgressTimeoutInMinutes: 60 },
  abortConfig: { criteriaList: [{ failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 5, minNumberOfExecutedThings: 1 }] },
};
const SUCCESS = { status: 'SUCCESS', physicalResourceId: 'reboot' };

async function read(client: IoTClient, jobTemplateId = 'reboot') {
  const { $metadata: _, createdAt: __, jobTemplateArn: ___, ...described } = await client.send(new DescribeJobTemplateCommand({ jobTemplateId }));
  return setMembers(described);
}

async function list(client: IoTClient) {
  return (await client.send(new ListJobTemplatesCommand({}))).jobTemplates!.map(({ jobTemplateId }) => jobTemplateId);
}

const notFound = { name: 'ResourceNotFoundException' };

describe('Against the fake', () => {
  let harness: Harness;
  let resource: CustomResource;

  beforeEach(async () => {
    harness = await Harness.start();
    resource = harness.resource('Reboot');
    expect(await resource.create(INPUT)).toMatchObject(SUCCESS);
  });

  afterEach(async () => harness.close());

  const tags = async () => {
    const resourceArn = harness.template('reboot').jobTemplateArn;
    const { tags: found } = await harness.client.send(new ListTagsForResourceCommand({ resourceArn }));
    return Object.fromEntries(found!.filter(({ Key }) => !Key!.startsWith('cdk-iot-job-template:')).map(({ Key, Value }) => [Key, Value]));
  };

  test('create, create: the second of another resource fails as already existing, and changes nothing', async () => {
    const before = harness.iot.snapshot();
    const second = await harness.resource('Second').create(UPDATED);
    expect(second).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('already exists') });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('create, read: the input is there', async () => {
    expect(await read(harness.client)).toEqual(DESCRIBED);
    expect(await tags()).toEqual({ team: 'fleet', stage: 'prod' });
  });

  test('create, delete: the delete by the returned id succeeds', async () => {
    expect(resource.physicalResourceId).toBe('reboot');
    expect(await resource.delete()).toMatchObject(SUCCESS);
  });

  test('create, list: the id is listed', async () => {
    expect(await list(harness.client)).toEqual(['reboot']);
  });

  test('create with tags: the tags are there', async () => {
    expect(await tags()).toEqual({ team: 'fleet', stage: 'prod' });
  });

  test('update, read: the id is the same, with the updated input', async () => {
    expect(await resource.update(UPDATED)).toMatchObject(SUCCESS);
    expect(await read(harness.client)).toEqual(DESCRIBED_UPDATED);
    expect(await tags()).toEqual({ team: 'edge', tier: '1' });
  });

  test('update, list: the id is the same and listed', async () => {
    expect(await resource.update(UPDATED)).toMatchObject(SUCCESS);
    expect(await list(harness.client)).toEqual(['reboot']);
  });

  test('update of tags: added, changed and removed without a new template', async () => {
    const { createdAt } = harness.template('reboot');
    expect(await resource.update({ ...INPUT, Tags: UPDATED.Tags })).toMatchObject(SUCCESS);
    expect(await tags()).toEqual({ team: 'edge', tier: '1' });
    expect(harness.template('reboot').createdAt).toBe(createdAt);
  });

  test('update without create: the template is created', async () => {
    const uncreated = harness.resource('Uncreated');
    const input = { ...INPUT, JobTemplateId: 'uncreated' };
    [uncreated.physicalResourceId, uncreated.properties] = ['uncreated', input];
    expect(await uncreated.update({ ...UPDATED, JobTemplateId: 'uncreated' })).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'uncreated' });
    expect(await read(harness.client, 'uncreated')).toEqual({ ...DESCRIBED_UPDATED, jobTemplateId: 'uncreated' });
  });

  test('delete, read: not found', async () => {
    await resource.delete();
    expect(await failureOf(read(harness.client))).toMatchObject(notFound);
  });

  test('delete, list: absent', async () => {
    await resource.delete();
    expect(await list(harness.client)).toEqual([]);
  });

  test('delete, update: the template is created', async () => {
    await resource.delete();
    expect(await resource.update(UPDATED)).toMatchObject(SUCCESS);
    expect(await read(harness.client)).toEqual(DESCRIBED_UPDATED);
  });

  test('delete, delete: success', async () => {
    await resource.delete();
    expect(await resource.delete()).toMatchObject(SUCCESS);
  });

  test('delete, create: the same id is recreated', async () => {
    await resource.delete();
    expect(await resource.create(UPDATED)).toMatchObject(SUCCESS);
    expect(await read(harness.client)).toEqual(DESCRIBED_UPDATED);
  });

  test('a list is replaced as a whole', async () => {
    const versions = (...names: string[]) => names.map(name => `arn:aws:iot:us-east-1:123456789012:package/${name}/version/1`);
    await resource.update({ ...INPUT, DestinationPackageVersions: versions('a', 'b') });
    await resource.update({ ...INPUT, DestinationPackageVersions: versions('c') });
    expect(harness.template('reboot').destinationPackageVersions).toEqual(versions('c'));
  });

  test('nothing is left behind', async () => {
    await resource.update(UPDATED);
    await resource.delete();
    expect(harness.iot.snapshot()).toEqual({});
  });
});

/**
 * Moto does not know the tags of job templates: it answers 500 to TagResource, UntagResource and ListTagsForResource.
 * Every update and delete of the handler, and its second create of an id, begins with a look at the tags; so the rows
 * "create with tags", "update, read", "update, list", "update tags", "update without create" and "delete, update" cannot be
 * run here, and "create, create", "delete, ..." run on the adapter that the handler uses.
 */
describe('Against moto', () => {
  let moto: ServerProcess;
  let client: IoTClient;
  let service: IotJobTemplateService;
  const clock = new ImpatientClock();
  const request = { ...DESCRIBED, tags: [{ Key: 'team', Value: 'fleet' }] };

  beforeAll(async () => {
    moto = await startMoto();
    client = createClient({ endpoint: moto.endpoint });
  }, MOTO_SETUP_MS);

  beforeEach(async () => {
    await fetch(`${moto.endpoint}/moto-api/reset`, { method: 'POST' });
    const caller = new ServiceCaller({ clock, log: () => {}, deadline: clock.now() + 1_000, redactor: new Redactor() });
    service = new IotJobTemplateService(client, id => `arn:aws:iot:us-east-1:123456789012:jobtemplate/${id}`, caller);
  });

  afterAll(async () => {
    client?.destroy();
    await moto?.stop();
  });

  test('create, create: the second finds it there, and changes nothing', async () => {
    expect(await service.create(request)).toBe('created');
    expect(await service.create({ ...request, description: 'Other' })).toBe('exists');
    expect(await read(client)).toMatchObject(DESCRIBED);
  });

  test('create, read: the input is there', async () => {
    await service.create(request);
    expect(await service.describe('reboot')).toMatchObject({ ...DESCRIBED, createdAt: expect.any(Date) });
  });

  test('create, delete: the delete by the id succeeds', async () => {
    await service.create(request);
    await service.delete('reboot');
  });

  test('create, list: the id is listed', async () => {
    await service.create(request);
    expect(await list(client)).toEqual(['reboot']);
  });

  test('delete, read: not found', async () => {
    await service.create(request);
    await service.delete('reboot');
    expect(await service.describe('reboot')).toBeUndefined();
    expect(await failureOf(read(client))).toMatchObject(notFound);
  });

  test('delete, list: absent', async () => {
    await service.create(request);
    await service.delete('reboot');
    expect(await list(client)).toEqual([]);
  });

  test('delete, delete: success', async () => {
    await service.create(request);
    for (let count = 0; count < 2; count++) await service.delete('reboot');
  });

  test('delete, create: the same id is recreated', async () => {
    await service.create(request);
    await service.delete('reboot');
    expect(await service.create({ ...request, description: 'Other' })).toBe('created');
    expect(await service.describe('reboot')).toMatchObject({ description: 'Other' });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['ListTagsForResource', () => service.tags('reboot')],
    ['TagResource', () => service.tag('reboot', new Map([['team', 'edge']]))],
    ['UntagResource', () => service.untag('reboot', ['team'])],
  ])('no row with %s can be run, because moto responds with 500', async (operation, call) => {
    await service.create(request);
    await expect(call()).rejects.toThrow(`AWS IoT did not accept ${operation}`);
  });
});
