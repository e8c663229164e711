import type { Snapshot, StoredTemplate } from '../fake-iot/service';
import { sent } from '../support/cloudformation-event';
import { ADOPTED_FROM, CONTENT, type CustomResource, Harness, type HarnessOptions, OWNER, REQUESTS } from '../support/harness';
import { REBOOT, REBOOT_SLOWLY, tags } from '../support/properties';

const INSTALL = { JobTemplateId: 'install', Description: 'Installs', Document: '{"operation":"install"}' };

let harness: Harness;

beforeEach(async () => {
  harness = await Harness.start();
});

afterEach(async () => harness.close());

async function restart(options: HarnessOptions): Promise<void> {
  await harness.close();
  harness = await Harness.start(options);
}

/** A template that a resource of the stack made. */
async function given(properties: object, logicalId = 'Reboot') {
  const resource = harness.resource(logicalId);
  expect(await resource.create(properties as never)).toMatchObject({ status: 'SUCCESS' });
  return resource;
}

/** Templates without the requests that they have seen. */
const unmarked = (templates: Snapshot) => Object.fromEntries(Object.entries(templates)
  .map(([id, { tags: { [REQUESTS]: _requests, ...others }, ...template }]) => [id, { ...template, tags: others }]));

describe('Create', () => {
  test('creates the template and returns its id and ARN, in two calls', async () => {
    const outcome = await harness.resource('Reboot').create({ ...REBOOT_SLOWLY, ...tags({ team: 'fleet' }) });
    expect(outcome).toMatchObject({
      status: 'SUCCESS', physicalResourceId: 'reboot', data: { Arn: 'arn:aws:iot:us-east-1:123456789012:jobtemplate/reboot' },
    });
    expect(outcome.calls).toEqual(['CreateJobTemplate', 'DescribeJobTemplate']);
    expect(harness.template('reboot')).toMatchObject({
      description: 'Reboots', document: '{"operation":"reboot"}', timeoutConfig: { inProgressTimeoutInMinutes: 60 },
    });
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'fleet' });
  });

  test('tags the template with its owner, its content and the request', async () => {
    const reboot = await given(REBOOT);
    expect(harness.template('reboot').tags).toEqual({
      [OWNER]: reboot.owner, [CONTENT]: expect.stringMatching(/^[0-9a-f]{32}$/), [REQUESTS]: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
  });

  test('returns only the attributes that the stack uses', async () => {
    await restart({ readDocument: () => '{}' });
    const source = 'https://bucket.s3.us-east-1.amazonaws.com/document.json';
    const { data } = await harness.resource('Reboot').create({
      JobTemplateId: 'reboot', Description: 'Reboots', DocumentSource: source, Attributes: ['CreatedAt', 'Description', 'DocumentSource'],
    });
    expect(data).toEqual({
      Arn: harness.template('reboot').jobTemplateArn,
      CreatedAt: new Date(harness.template('reboot').createdAt * 1000).toISOString(),
      Description: 'Reboots',
      DocumentSource: source,
    });
  });

  test('fails if an attribute is missing', async () => {
    const outcome = await harness.resource('Reboot').create({ ...REBOOT, Attributes: ['DocumentSource'] });
    expect(outcome).toMatchObject({
      status: 'FAILED',
      reason: 'job template reboot has no attribute DocumentSource, because it has no documentSource: '
        + 'do not use this attribute, or set documentSource on the template',
    });
  });

  test('happens in the partition, Region and account of the stack', async () => {
    await restart({ partition: 'aws-cn', region: 'cn-north-1', account: '210987654321' });
    const StackId = 'arn:aws-cn:cloudformation:cn-north-1:210987654321:stack/fleet/uuid';
    const reboot = harness.resource('Reboot');
    const { data } = await reboot.create(REBOOT, { StackId });
    expect(data).toEqual({ Arn: 'arn:aws-cn:iot:cn-north-1:210987654321:jobtemplate/reboot' });
    expect(await reboot.update({ ...REBOOT, ...tags({ a: 'b' }) }, { StackId })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.tagsOfOthers('reboot')).toEqual({ a: 'b' });
  });

  test('takes a tag without a value', async () => {
    await given({ ...REBOOT, Tags: [{ Key: 'bare' }] });
    expect(harness.tagsOfOthers('reboot')).toEqual({ bare: '' });
  });

  test('delivered twice creates one template', async () => {
    const reboot = await given(REBOOT);
    const before = harness.iot.snapshot();
    expect(await harness.deliver(reboot.last!)).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('by another request of the same resource recreates the template, whatever its content tag says', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    harness.iot.templates.get('reboot')!.document = '{"operation":"erase"}';
    expect(await reboot.create({ ...REBOOT, ...tags({ team: 'fleet', stage: 'prod' }) })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'fleet', stage: 'prod' });
    expect(harness.template('reboot').document).toBe(REBOOT.Document);
  });

  test('by another request of the same resource keeps a template whose description proves the content', async () => {
    const reboot = await given(REBOOT);
    const { createdAt } = harness.template('reboot');
    expect(await reboot.create(REBOOT)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').createdAt).toBe(createdAt);
  });

  test('of an id that another resource of the stack owns fails and changes nothing', async () => {
    const reboot = await given(REBOOT);
    const before = harness.iot.snapshot();
    const outcome = await harness.resource('Other').create(REBOOT);
    expect(outcome).toMatchObject({ status: 'FAILED', physicalResourceId: expect.stringContaining('reboot (not created') });
    expect(outcome.reason).toContain(`job template reboot already exists and belongs to ${reboot.owner}`);
    expect(outcome.reason).toContain('adoptExisting');
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('of an id that another stack owns fails and names the stack', async () => {
    const other = harness.resource('Reboot', 'other-stack');
    await other.create(REBOOT);
    const before = harness.iot.snapshot();
    expect((await harness.resource('Reboot').create(REBOOT)).reason).toContain(`belongs to ${other.owner}`);
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('of an id of a template made by hand fails and changes nothing', async () => {
    harness.seed({ jobTemplateId: 'reboot' }, { by: 'hand' });
    const before = harness.iot.snapshot();
    const outcome = await harness.resource('Reboot').create(REBOOT);
    expect(outcome.status).toBe('FAILED');
    expect(outcome.reason).toContain('job template reboot already exists and was not created by this library');
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('that failed has a Delete which removes nothing that was there before', async () => {
    harness.seed({ jobTemplateId: 'reboot' }, { by: 'hand' });
    const before = harness.iot.snapshot();
    const reboot = harness.resource('Reboot');
    await reboot.create(REBOOT);
    expect(await reboot.delete()).toMatchObject({ status: 'SUCCESS', physicalResourceId: reboot.physicalResourceId });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('that failed has a Delete that keeps a template that existed before', async () => {
    const reboot = await given(REBOOT);
    // Retained when it was removed from the stack, and declared again: wrongly.
    const before = harness.iot.snapshot();
    expect(await reboot.create({ ...REBOOT, Description: '' })).toMatchObject({ status: 'FAILED' });
    expect(await reboot.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('that failed after the template was created has a Delete that removes it', async () => {
    const reboot = harness.resource('Reboot');
    await reboot.create({ ...REBOOT, Attributes: ['DocumentSource'] });
    expect(harness.ids).toEqual(['reboot']);
    await reboot.delete();
    expect(harness.ids).toEqual([]);
  });

  test('without a response has a Delete with a generated id, which keeps an older template', async () => {
    const reboot = await given(REBOOT);
    const before = harness.iot.snapshot();
    expect(await reboot.delete({ PhysicalResourceId: 'fleet-Reboot-1ABCDEF2GHIJK' })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.iot.snapshot()).toEqual(before);
    expect(await reboot.create(REBOOT)).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot' });
  });

  test('that adopted without a response has a Delete with a generated id, which releases it', async () => {
    harness.seed({ jobTemplateId: 'reboot', description: REBOOT.Description, document: REBOOT.Document }, { by: 'hand' });
    const before = harness.iot.snapshot();
    const reboot = await given({ ...REBOOT, AdoptExisting: true });
    expect(await reboot.delete({ PhysicalResourceId: 'fleet-Reboot-1ABCDEF2GHIJK' })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('that failed has a Delete which leaves a template that a later request has touched', async () => {
    const reboot = await given(REBOOT);
    const made = harness.template('reboot').tags[REQUESTS];
    await reboot.update({ ...REBOOT, ...tags({ team: 'fleet' }) });
    await reboot.delete({ PhysicalResourceId: `reboot (not created by ${made})` });
    expect(harness.ids).toEqual(['reboot']);
  });

  test('whose response would be too large fails, and its Delete keeps the old template', async () => {
    const large = { ...REBOOT, Document: JSON.stringify({ x: 'y'.repeat(5000) }) };
    const reboot = await given(large);
    const outcome = await reboot.create({ ...large, Attributes: ['Document'] });
    expect(outcome).toMatchObject({
      status: 'FAILED', physicalResourceId: expect.stringContaining('not created by'), reason: expect.stringContaining('attribute Document has'),
    });
    await reboot.delete();
    expect(harness.ids).toEqual(['reboot']);
  });

  test('that failed releases nothing that was adopted before', async () => {
    harness.seed({ jobTemplateId: 'reboot', description: REBOOT.Description, document: REBOOT.Document }, { by: 'hand' });
    const reboot = await given({ ...REBOOT, AdoptExisting: true });
    const before = harness.iot.snapshot();
    expect(await reboot.create({ ...REBOOT, AdoptExisting: true, Description: '' })).toMatchObject({ status: 'FAILED' });
    expect(await reboot.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('without a response has a Delete with a generated id, which keeps templates of others', async () => {
    harness.seed({ jobTemplateId: 'reboot' }, { by: 'hand' });
    await given(INSTALL, 'Install');
    const before = harness.iot.snapshot();
    const reboot = harness.resource('Reboot');
    for (const properties of [REBOOT, INSTALL]) {
      reboot.properties = properties;
      expect(await reboot.delete({ PhysicalResourceId: 'fleet-Reboot-1ABCDEF2GHIJK' })).toMatchObject({ status: 'SUCCESS' });
    }
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('without a response has a Delete with a generated id, which keeps a used template', async () => {
    const reboot = await given(REBOOT);
    await reboot.update({ ...REBOOT, ...tags({ stage: 'prod' }) });
    const before = harness.iot.snapshot();
    await reboot.delete({ PhysicalResourceId: 'fleet-Reboot-1ABCDEF2GHIJK' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('whose response from AWS IoT was lost is recognized as done', async () => {
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'after', kind: 'internal' });
    expect(await harness.resource('Reboot').create(REBOOT)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.heal()).toEqual([]);
    expect(harness.ids).toEqual(['reboot']);
  });

  test('whose connection broke after its effect is found to have happened', async () => {
    await restart({ inProcess: true });
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'after', kind: 'reset' });
    expect(await harness.resource('Reboot').create(REBOOT)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.heal()).toEqual([]);
  });

  test('whose template does not show at once waits until it can be read', async () => {
    harness.fault({ operation: 'DescribeJobTemplate', first: 3 }, { when: 'before', kind: 'internal' });
    expect(await harness.resource('Reboot').create(REBOOT)).toMatchObject({ status: 'SUCCESS' });
  });

  test('beyond the quota fails and names remedies', async () => {
    harness.iot.quota = 0;
    const outcome = await harness.resource('Reboot').create(REBOOT);
    expect(outcome.status).toBe('FAILED');
    expect(outcome.reason).toMatch(/LimitExceededException.*quota of job templates.*Service Quotas/);
    expect(outcome.calls).toEqual(['CreateJobTemplate']);
  });

  test('keeps owners with long names apart', async () => {
    const [first, second] = ['First', 'Second'].map(end => harness.resource(`${'A'.repeat(240)}${end}`, 's'.repeat(128)));
    await first.create(REBOOT);
    const owner = harness.template('reboot').tags[OWNER];
    expect(owner).toHaveLength(255);
    expect(await second.create(REBOOT)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining(`belongs to ${owner}`) });
    expect(await first.update({ ...REBOOT, ...tags({ a: 'b' }) })).toMatchObject({ status: 'SUCCESS' });
  });
});

describe('Update of nothing but tags', () => {
  test('adds and changes in at most two calls, without recreating the template', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    const before = harness.template('reboot');
    const outcome = await reboot.update({ ...REBOOT, ...tags({ team: 'edge', stage: 'prod' }) });
    expect(outcome).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot', calls: ['ListTagsForResource', 'TagResource'] });
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'edge', stage: 'prod' });
    expect({ ...harness.template('reboot'), tags: undefined }).toEqual({ ...before, tags: undefined });
  });

  test('delivered twice asks once', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    await reboot.update({ ...REBOOT, ...tags({ team: 'edge' }) });
    expect(await harness.deliver(reboot.last!)).toMatchObject({ status: 'SUCCESS', calls: ['ListTagsForResource'] });
  });

  test('removes those that are declared no longer', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet', stage: 'prod' }) });
    const { createdAt } = harness.template('reboot');
    const { status, calls } = await reboot.update({ ...REBOOT, ...tags({ team: 'fleet' }) });
    expect(status).toBe('SUCCESS');
    expect(calls).toEqual(['ListTagsForResource', 'TagResource', 'UntagResource']);
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'fleet' });
    expect(harness.template('reboot').createdAt).toBe(createdAt);
    await reboot.update(REBOOT);
    expect(harness.tagsOfOthers('reboot')).toEqual({});
  });

  test('returns the ARN without reading the template', async () => {
    const reboot = await given({ ...REBOOT, Attributes: ['Arn'] });
    const outcome = await reboot.update({ ...REBOOT, ...tags({ team: 'fleet' }), Attributes: ['Arn'] });
    expect(outcome).toMatchObject({ status: 'SUCCESS', data: { Arn: 'arn:aws:iot:us-east-1:123456789012:jobtemplate/reboot' } });
    expect(outcome.calls).toEqual(['ListTagsForResource', 'TagResource']);
  });

  test('keeps the tags of other tools', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    harness.iot.templates.get('reboot')!.tags.auditor = 'somebody else';
    await reboot.update({ ...REBOOT, ...tags({ stage: 'prod' }) });
    expect(harness.tagsOfOthers('reboot')).toEqual({ auditor: 'somebody else', stage: 'prod' });
  });

  test('takes a template with more tags than one page shows', async () => {
    const many = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`key-${index}`, 'old']));
    const reboot = await given({ ...REBOOT, ...tags(many) });
    await reboot.update({ ...REBOOT, ...tags({ 'key-0': 'new' }) });
    expect(harness.tagsOfOthers('reboot')).toEqual({ 'key-0': 'new' });
  });

  test('takes empty values', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    await reboot.update({ ...REBOOT, ...tags({ team: '' }) });
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: '' });
  });

  test('of a template without a content fingerprint compares the content itself', async () => {
    const reboot = await given(REBOOT_SLOWLY);
    const before = harness.template('reboot');
    delete harness.iot.templates.get('reboot')!.tags[CONTENT];
    expect(await reboot.update({ ...REBOOT_SLOWLY, ...tags({ a: 'b' }) })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').createdAt).toBe(before.createdAt);
    expect(harness.template('reboot').tags[CONTENT]).toBe(before.tags[CONTENT]);
  });

  test('of a template without a content fingerprint recreates it if the content differs', async () => {
    const reboot = await given(REBOOT_SLOWLY);
    const tagged = harness.iot.templates.get('reboot')!;
    delete tagged.tags[CONTENT];
    delete tagged.timeoutConfig;
    expect(await reboot.update({ ...REBOOT_SLOWLY, ...tags({ a: 'b' }) })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
  });

  test('that the service refuses fails and leaves the tags', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    harness.fault({ operation: 'TagResource' }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    const before = harness.iot.snapshot();
    const outcome = await reboot.update({ ...REBOOT, ...tags({ team: 'edge' }) });
    expect(outcome).toMatchObject({ status: 'FAILED', physicalResourceId: 'reboot', reason: expect.stringContaining('No such luck') });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('removes tags before it adds others, if there is no room for both', async () => {
    const many = (prefix: string) => Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`${prefix}-${index}`, '']));
    const reboot = await given({ ...REBOOT, ...tags(many('Key')) });
    const { status, calls } = await reboot.update({ ...REBOOT, ...tags(many('key')) });
    expect([status, ...calls.slice(-2)]).toEqual(['SUCCESS', 'UntagResource', 'TagResource']);
    expect(harness.tagsOfOthers('reboot')).toEqual(many('key'));
  });

  test('adds tags before it removes others, if there is room for both', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    expect(await reboot.update({ ...REBOOT, ...tags({ crew: 'fleet' }) })).toMatchObject({
      status: 'SUCCESS', calls: ['ListTagsForResource', 'TagResource', 'UntagResource'],
    });
  });

  test('beyond the limit of tags does not mention the quota of templates', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    for (let index = 0; index < 46; index++) harness.iot.templates.get('reboot')!.tags[`foreign-${index}`] = '';
    const outcome = await reboot.update({ ...REBOOT, ...tags({ team: 'fleet', stage: 'prod' }) });
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('Too many tags') });
    expect(outcome.reason).not.toContain('quota of job templates');
  });
});

describe('Update of content', () => {
  test('recreates the template under the same id and ARN, in at most five calls', async () => {
    const reboot = await given(REBOOT);
    const before = harness.template('reboot');
    const outcome = await reboot.update({ ...REBOOT_SLOWLY, Attributes: ['CreatedAt'] });
    expect(outcome).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot' });
    expect(outcome.calls).toEqual(['ListTagsForResource', 'DescribeJobTemplate', 'DeleteJobTemplate', 'CreateJobTemplate', 'DescribeJobTemplate']);
    const after = harness.template('reboot');
    expect(after.timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
    expect(after.jobTemplateArn).toBe(before.jobTemplateArn);
    expect(after.createdAt).toBeGreaterThan(before.createdAt);
    expect(outcome.data).toEqual({ Arn: before.jobTemplateArn, CreatedAt: new Date(after.createdAt * 1000).toISOString() });
  });

  test('responds only when the template can be read, whether or not the stack uses attributes', async () => {
    const reboot = await given(REBOOT);
    const { calls } = await reboot.update(REBOOT_SLOWLY);
    expect(calls.slice(-2)).toEqual(['CreateJobTemplate', 'DescribeJobTemplate']);
  });

  test('that another delivery carried out keeps the tags of other tools', async () => {
    const reboot = await given(REBOOT);
    Object.assign(harness.iot.templates.get('reboot')!.tags, { auditor: 'somebody else', stage: 'beta' });
    const { intercept } = harness.server;
    let creations = 0;
    harness.server.intercept = arrival => {
      if (arrival.operation !== 'CreateJobTemplate') return intercept!(arrival);
      if (++creations === 1) return { when: 'after', kind: 'reset' };
      const { tags: seen } = harness.iot.templates.get('reboot')!;
      delete seen.auditor;
      seen.stage = 'gamma';
      return intercept!(arrival);
    };
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.tagsOfOthers('reboot')).toEqual({ auditor: 'somebody else', stage: 'gamma' });
  });

  test('removes members that are no longer declared', async () => {
    const reboot = await given({ ...REBOOT_SLOWLY, DestinationPackageVersions: ['arn:aws:iot:us-east-1:123456789012:package/a/version/1'] });
    await reboot.update(REBOOT);
    expect(harness.template('reboot')).not.toHaveProperty('timeoutConfig');
    expect(harness.template('reboot')).not.toHaveProperty('destinationPackageVersions');
  });

  test('adds the declared tags, and keeps the tags of other tools', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet', stage: 'prod' }) });
    harness.iot.templates.get('reboot')!.tags.auditor = 'somebody else';
    await reboot.update({ ...REBOOT_SLOWLY, ...tags({ team: 'edge' }) });
    expect(harness.tagsOfOthers('reboot')).toEqual({ auditor: 'somebody else', team: 'edge' });
    expect(harness.template('reboot').tags[OWNER]).toBe(reboot.owner);
  });

  test('that the service refuses leaves content and tags as they were', async () => {
    const reboot = await given({ ...REBOOT_SLOWLY, ...tags({ team: 'fleet' }) });
    harness.iot.templates.get('reboot')!.tags.auditor = 'somebody else';
    const { [REQUESTS]: _, ...before } = harness.template('reboot').tags;
    const content = { ...harness.template('reboot'), tags: undefined, createdAt: undefined };
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    const outcome = await reboot.update({ ...REBOOT, Description: 'Refused', ...tags({ team: 'edge' }) });
    expect(outcome).toMatchObject({ status: 'FAILED', physicalResourceId: 'reboot', reason: expect.stringContaining('No such luck') });
    expect(harness.heal()).toEqual([]);
    expect(outcome.calls.slice(2)).toEqual(['DeleteJobTemplate', 'CreateJobTemplate', 'CreateJobTemplate']);
    const { [REQUESTS]: __, ...after } = harness.template('reboot').tags;
    expect(after).toEqual(before);
    expect({ ...harness.template('reboot'), tags: undefined, createdAt: undefined }).toEqual(content);
  });

  test('for which the old template cannot be removed fails and leaves it', async () => {
    const reboot = await given(REBOOT);
    const before = harness.iot.snapshot();
    harness.fault({ operation: 'DeleteJobTemplate' }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('No such luck') });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('that AWS IoT refuses does not claim a template that another creates with equal content', async () => {
    const reboot = await given(REBOOT);
    await given({ ...REBOOT_SLOWLY, JobTemplateId: 'reboot-2' }, 'Other');
    const others = harness.template('reboot-2');
    harness.server.intercept = ({ operation }) => {
      if (operation !== 'CreateJobTemplate') return undefined;
      harness.server.intercept = undefined;
      harness.seed({ ...others, jobTemplateId: 'reboot' }, others.tags);
      return { when: 'before', kind: 'invalidRequest', message: 'No such luck' };
    };
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('No such luck') });
    expect(harness.template('reboot').tags).toEqual(others.tags);
  });

  test('that failed is rolled back to the content that is there', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest' });
    const failed = { ...REBOOT_SLOWLY, ...tags({ stage: 'prod' }) };
    await reboot.update(failed);
    const { createdAt } = harness.template('reboot');
    const { status, calls } = await reboot.rollBack(failed);
    // What the tags say of the content could be out of date: it is read until that cannot be.
    expect([status, [...new Set(calls)]]).toEqual(['SUCCESS', ['ListTagsForResource', 'TagResource', 'UntagResource']]);
    expect(harness.template('reboot')).toMatchObject({ createdAt, description: 'Reboots' });
    expect(harness.template('reboot')).not.toHaveProperty('timeoutConfig');
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'fleet' });
  });

  test('that succeeded is rolled back if another resource failed', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    const before = harness.iot.contents();
    const edited = { ...REBOOT_SLOWLY, ...tags({ stage: 'prod' }) };
    await reboot.update(edited);
    await reboot.update({ ...REBOOT, ...tags({ team: 'fleet' }) });
    const after = harness.iot.contents();
    expect({ ...after.reboot, tags: harness.tagsOfOthers('reboot') }).toEqual({ ...before.reboot, tags: { team: 'fleet' } });
  });

  test('for which there is no time left puts the old template back', async () => {
    const reboot = await given(REBOOT_SLOWLY);
    const until = harness.clock.now() + 250_000;
    const { intercept } = harness.server;
    harness.server.intercept = arrival => arrival.operation === 'CreateJobTemplate' && harness.clock.now() < until
      ? { when: 'before', kind: 'throttling' }
      : intercept!(arrival);
    const outcome = await reboot.update(REBOOT);
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('ThrottlingException') });
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
  });

  test.each(['internal', 'accessDenied', 'reset'] as const)('that can be undone only minutes later (%s) is undone in the end', async kind => {
    const reboot = await given(REBOOT_SLOWLY);
    const until = harness.clock.now() + 200_000;
    const { intercept } = harness.server;
    harness.server.intercept = arrival => arrival.operation === 'CreateJobTemplate' && harness.clock.now() < until
      ? { when: 'before', kind }
      : intercept!(arrival);
    expect(await reboot.update(REBOOT)).toMatchObject({ status: 'FAILED' });
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
  });

  test('that cannot succeed or be undone reports the missing template; the next recreates it', async () => {
    const reboot = await given(REBOOT);
    harness.fault({ operation: 'CreateJobTemplate' }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    const outcome = await reboot.update(REBOOT_SLOWLY);
    expect(outcome.status).toBe('FAILED');
    expect(outcome.reason).toMatch(/No such luck.*could not be restored: .*No such luck.*reboot is missing until/);
    harness.heal();
    expect(await reboot.rollBack(REBOOT_SLOWLY)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').description).toBe('Reboots');
  });

  test('whose response was lost has its effect once', async () => {
    const reboot = await given(REBOOT);
    harness.fault({ operation: 'DeleteJobTemplate', nth: 1 }, { when: 'after', kind: 'internal' })
      .fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'after', kind: 'internal' });
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.heal()).toEqual([]);
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
  });

  test('that AWS IoT refuses but carries out is recognized as done', async () => {
    const reboot = await given(REBOOT);
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'after', kind: 'invalidRequest' });
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
  });

  test('whose response came after the deadline is rolled back', async () => {
    const reboot = await given(REBOOT);
    harness.server.intercept = ({ operation }) => {
      if (operation !== 'CreateJobTemplate') return undefined;
      harness.server.intercept = undefined;
      harness.clock.pass(250_000);
      return { when: 'after', kind: 'internal' };
    };
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ physicalResourceId: 'reboot' });
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
    expect(await reboot.rollBack(REBOOT_SLOWLY)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot')).not.toHaveProperty('timeoutConfig');
  });

  test.each<[string, (template: StoredTemplate) => void]>([
    ['tags of AWS itself', ({ tags: held }) => Object.assign(held, { 'aws:cloudformation:stack-name': 'native', 'AWS:x': '' })],
    ['lists and structures with nothing in them', template => Object.assign(template, {
      abortConfig: { criteriaList: [] }, jobExecutionsRetryConfig: { criteriaList: [] }, timeoutConfig: {}, destinationPackageVersions: [],
    })],
  ])('is recreated, and restored, if AWS IoT describes the template with %s', async (_, change) => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    change(harness.iot.templates.get('reboot')!);
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('No such luck') });
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'fleet' });
    change(harness.iot.templates.get('reboot')!);
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
  });

  test.each([
    ['the id stays taken for a while', { operation: 'CreateJobTemplate', first: 8 }, 'conflict'],
    ['the new template shows late', { operation: 'DescribeJobTemplate', first: 8 }, 'notFound'],
  ] as const)('waits if %s after the removal', async (_, rule, kind) => {
    const reboot = await given(REBOOT);
    // What was there has been described by then.
    const { intercept } = harness.server;
    harness.server.intercept = arrival => harness.iot.calls.some(({ operation }) => operation === 'DeleteJobTemplate') ? intercept!(arrival) : undefined;
    harness.fault(rule, { when: 'before', kind });
    const before = harness.clock.now();
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.heal()).toEqual([]);
    expect(harness.clock.now() - before).toBeGreaterThan(5_000);
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
  });

  test.each([
    ['looks after the template again when a deletion that was given up has had its late effect', 300_000, 2],
    ['does not, if there is no time for it', 50_000, 1],
  ])('%s', async (_, remainingMs, creations) => {
    const reboot = await given(REBOOT);
    harness.fault({ operation: 'DeleteJobTemplate', nth: 1 }, { when: 'after', kind: 'reset' });
    const changes = { PhysicalResourceId: 'reboot', ResourceProperties: sent(REBOOT_SLOWLY), OldResourceProperties: sent(REBOOT) };
    const { status, calls } = await harness.deliver(reboot.event('Update', changes), remainingMs);
    expect(status).toBe('SUCCESS');
    expect(calls.filter(operation => operation === 'CreateJobTemplate')).toHaveLength(creations);
    expect(calls.at(-1)).toBe('DescribeJobTemplate');
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
  });

  test.each([1, 2])('creates the template once if the id stays taken %i times after a deletion that was given up', async first => {
    const reboot = await given(REBOOT);
    harness.fault({ operation: 'DeleteJobTemplate', nth: 1 }, { when: 'after', kind: 'reset' })
      .fault({ operation: 'CreateJobTemplate', first }, { when: 'before', kind: 'conflict' });
    const { status, calls } = await reboot.update(REBOOT_SLOWLY);
    expect(status).toBe('SUCCESS');
    expect(calls.filter(operation => operation === 'CreateJobTemplate')).toHaveLength(first + 1);
    expect(calls.slice(-2)).toEqual(['CreateJobTemplate', 'DescribeJobTemplate']);
  });

  test('that meets a new template of another owner fails and names it', async () => {
    const reboot = await given(REBOOT);
    // Whoever looks finds the template gone, and whoever creates finds it there.
    harness.server.intercept = ({ operation }) => {
      const exists = operation === 'CreateJobTemplate';
      if (exists) harness.iot.templates.has('reboot') || harness.seed({ jobTemplateId: 'reboot' });
      else harness.iot.templates.delete('reboot');
      return undefined;
    };
    const began = harness.clock.now();
    const outcome = await reboot.update(REBOOT_SLOWLY);
    expect(outcome).toMatchObject({
      status: 'FAILED',
      reason: expect.stringMatching(new RegExp(`does not belong to ${reboot.owner}: it was not created by this library\\. .* `
      + 'Set adoptExisting to adopt it unchanged and edit it in a later deployment, or choose another jobTemplateId$')),
    });
    expect(harness.clock.now() - began).toBeGreaterThan(40_000);
  });
});

describe('Update of a template that is not as it was', () => {
  test('creates it if it is missing', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    harness.iot.templates.delete('reboot');
    const outcome = await reboot.update({ ...REBOOT_SLOWLY, ...tags({ stage: 'prod' }) });
    expect(outcome).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot' });
    expect(outcome.calls.slice(-2)).toEqual(['CreateJobTemplate', 'DescribeJobTemplate']);
    expect(harness.template('reboot').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
    expect(harness.tagsOfOthers('reboot')).toEqual({ stage: 'prod' });
    await reboot.delete();
    expect(harness.ids).toEqual([]);
  });

  test('restores the old content if it is missing and the new content is refused', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    harness.iot.templates.delete('reboot');
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    const outcome = await reboot.update(REBOOT_SLOWLY);
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('No such luck') });
    expect(harness.template('reboot')).not.toHaveProperty('timeoutConfig');
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'fleet' });
  });

  test('fails if it is missing and its new tags are refused, though the content stays', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    harness.iot.templates.delete('reboot');
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    const outcome = await reboot.update({ ...REBOOT, ...tags({ team: 'edge' }) });
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('No such luck') });
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'fleet' });
  });

  test('fails if it is missing, its new content refused and its old content unreadable', async () => {
    const reboot = await given(REBOOT);
    harness.iot.templates.delete('reboot');
    harness.fault({ operation: 'CreateJobTemplate' }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    const outcome = await reboot.update(REBOOT_SLOWLY, { OldResourceProperties: { JobTemplateId: 'reboot', Renamed: 'since' } });
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringMatching(/No such luck$/) });
    expect(harness.ids).toEqual([]);
  });

  test('fails if another resource of the stack created it again, and keeps it', async () => {
    const reboot = await given(REBOOT);
    harness.iot.templates.delete('reboot');
    const other = await given(REBOOT, 'Other');
    const before = harness.iot.snapshot();
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining(`belongs to ${other.owner}`) });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test.each<[string, (id: string) => unknown]>([
    ['another resource has', () => given(REBOOT, 'Other')],
    ['somebody remade by hand', jobTemplateId => harness.seed({ jobTemplateId, description: REBOOT.Description, document: REBOOT.Document })],
  ])('that was refused is rolled back to the unchanged template that %s', async (_, remake) => {
    const reboot = await given(REBOOT);
    harness.iot.templates.delete('reboot');
    await remake('reboot');
    const before = harness.iot.snapshot();
    expect(await reboot.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED' });
    expect(await reboot.rollBack(REBOOT_SLOWLY)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('fails if its declared tags differ from those of a template made by hand', async () => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    harness.iot.templates.delete('reboot');
    harness.seed({ jobTemplateId: 'reboot', description: REBOOT.Description, document: REBOOT.Document }, { team: 'other' });
    expect(await reboot.update({ ...REBOOT, ...tags({ team: 'fleet' }), Attributes: ['CreatedAt'] })).toMatchObject({ status: 'FAILED' });
  });

  test('fails if it was created again by hand, and keeps it', async () => {
    const reboot = await given(REBOOT);
    harness.iot.templates.delete('reboot');
    harness.seed({ jobTemplateId: 'reboot' });
    const before = harness.iot.snapshot();
    const outcome = await reboot.update(REBOOT_SLOWLY);
    expect(outcome).toMatchObject({
      status: 'FAILED',
      reason: `job template reboot does not belong to ${reboot.owner}: it was not created by this library. The resource was moved, or the template was adopted. `
        + 'Set adoptExisting to adopt it unchanged and edit it in a later deployment, or choose another jobTemplateId',
    });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('vanishes between two calls, and is created', async () => {
    const reboot = await given(REBOOT);
    const { intercept } = harness.server;
    harness.server.intercept = arrival => {
      if (arrival.operation === 'DescribeJobTemplate' && arrival.nth === 2) harness.iot.templates.delete('reboot');
      return intercept!(arrival);
    };
    const { status, calls } = await reboot.update(REBOOT_SLOWLY);
    expect(status).toBe('SUCCESS');
    expect(calls).not.toContain('DeleteJobTemplate');
    expect(harness.template('reboot').timeoutConfig).toBeDefined();
  });

  test.each<['TagResource' | 'UntagResource', Record<string, string>]>([
    ['TagResource', { team: 'fleet', stage: 'prod' }],
    ['UntagResource', {}],
  ])('vanishes before %s, and is created', async (operation, declared) => {
    const reboot = await given({ ...REBOOT, ...tags({ team: 'fleet' }) });
    const { intercept } = harness.server;
    harness.server.intercept = arrival => {
      if (arrival.operation === operation) harness.iot.templates.delete('reboot');
      return intercept!(arrival);
    };
    expect(await reboot.update({ ...REBOOT, ...tags(declared) })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.tagsOfOthers('reboot')).toEqual(declared);
  });
});

describe('Update with nothing to do', () => {
  test('takes at most two calls and changes nothing', async () => {
    const reboot = await given({ ...REBOOT_SLOWLY, ...tags({ team: 'fleet' }) });
    const before = harness.template('reboot');
    const { status, calls } = await reboot.update({ ...REBOOT_SLOWLY, ...tags({ team: 'fleet' }), ServiceTimeout: 600 });
    expect(status).toBe('SUCCESS');
    expect(calls.length).toBeLessThanOrEqual(2);
    const after = harness.template('reboot');
    expect({ ...after, tags: { ...after.tags, [REQUESTS]: '' } }).toEqual({ ...before, tags: { ...before.tags, [REQUESTS]: '' } });
  });

  test('does not mind the order of members', async () => {
    const criterion = { FailureType: 'ALL', Action: 'CANCEL', ThresholdPercentage: 10.25, MinNumberOfExecutedThings: 3 };
    const reboot = await given({ ...REBOOT, AbortConfig: { CriteriaList: [criterion] } });
    const { createdAt } = harness.template('reboot');
    const turned = Object.fromEntries(Object.entries(criterion).reverse());
    await reboot.update({ AbortConfig: { CriteriaList: [turned] }, ...REBOOT });
    expect(harness.template('reboot').createdAt).toBe(createdAt);
  });

  test('keeps the fingerprints of requests within a tag, however many there were', async () => {
    const reboot = await given(REBOOT);
    for (let count = 0; count < 40; count++) expect(await reboot.update(REBOOT)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').tags[REQUESTS].length).toBeLessThanOrEqual(255);
  });
});

describe('Update to a new id', () => {
  const RENAMED = { ...REBOOT, JobTemplateId: 'reboot-2' };

  test('creates a second template; a Delete removes the first', async () => {
    const reboot = await given(REBOOT);
    const first = harness.template('reboot');
    expect(await reboot.update(RENAMED)).toMatchObject({
      status: 'SUCCESS', physicalResourceId: 'reboot-2', data: { Arn: expect.stringMatching(/jobtemplate\/reboot-2$/) },
    });
    expect(unmarked({ first: harness.template('reboot') })).toEqual(unmarked({ first }));
    expect(harness.ids).toEqual(['reboot', 'reboot-2']);
    await reboot.cleanUp(REBOOT);
    expect(harness.ids).toEqual(['reboot-2']);
  });

  test('that is taken fails, and the physical id stays', async () => {
    const reboot = await given(REBOOT);
    harness.seed({ jobTemplateId: 'reboot-2' });
    const before = harness.iot.snapshot();
    const outcome = await reboot.update(RENAMED);
    expect(outcome).toMatchObject({ status: 'FAILED', physicalResourceId: 'reboot', reason: expect.stringContaining('reboot-2 already exists') });
    expect(unmarked(harness.iot.snapshot())).toEqual(unmarked(before));
  });

  test('that the service refuses fails, and the first is as it was', async () => {
    const reboot = await given(REBOOT);
    harness.iot.quota = 1;
    const before = harness.iot.snapshot();
    expect(await reboot.update(RENAMED)).toMatchObject({ status: 'FAILED', physicalResourceId: 'reboot' });
    expect(unmarked(harness.iot.snapshot())).toEqual(unmarked(before));
  });

  test.each<[string, (reboot: CustomResource) => Promise<unknown>]>([
    ['of it and nothing else', async () => {}],
    ['of it by another replacement', async reboot => { await reboot.update(REBOOT); await reboot.update(RENAMED); await reboot.update(REBOOT); }],
  ])('of a retained template that is refused is rolled back without harm: a life %s', async (_, live) => {
    const reboot = await given(RENAMED);
    await live(reboot);
    // Each time with UpdateReplacePolicy RETAIN: there is no Delete.
    await reboot.update(REBOOT);
    const before = harness.iot.snapshot();
    for (const refused of [{ ...RENAMED, Description: 'line\nbreak' }, { ...RENAMED, Attributes: ['DocumentSource'] }]) {
      expect(await reboot.update(refused)).toMatchObject({ status: 'FAILED', physicalResourceId: 'reboot' });
      expect(await reboot.rollBack(refused)).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot' });
      expect(unmarked(harness.iot.snapshot())).toEqual(unmarked(before));
    }
  });

  test('of a template that never existed creates it, without calls for the generated id', async () => {
    const reboot = await given(REBOOT);
    harness.iot.templates.clear();
    const outcome = await reboot.update(REBOOT, { PhysicalResourceId: 'reboot (not created by 0a1b2c3d)' });
    expect(outcome).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot', calls: ['CreateJobTemplate', 'DescribeJobTemplate'] });
  });

  test('that is repeated after its rollback creates nothing', async () => {
    const reboot = await given(REBOOT);
    const failed = { ...RENAMED, Attributes: ['DocumentSource'] };
    await reboot.update(failed);
    const late = reboot.last!;
    await reboot.rollBack(failed);
    expect(await harness.deliver(late)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('already been handled for job template reboot') });
    expect(harness.ids).toEqual(['reboot']);
  });

  test('of a missing template, or one with another owner, causes no warning', async () => {
    for (const marks of [undefined, { by: 'hand' }]) {
      const reboot = await given(REBOOT);
      harness.iot.templates.delete('reboot');
      if (marks) harness.seed({ jobTemplateId: 'reboot' }, marks);
      expect(await reboot.update(RENAMED)).toMatchObject({ status: 'SUCCESS', calls: ['ListTagsForResource', 'CreateJobTemplate', 'DescribeJobTemplate'] });
      harness.iot.templates.clear();
    }
  });

  test('that failed after the second was created is rolled back by removing the second', async () => {
    const reboot = await given(REBOOT);
    const failed = { ...RENAMED, Attributes: ['DocumentSource'] };
    expect(await reboot.update(failed)).toMatchObject({ status: 'FAILED', physicalResourceId: 'reboot' });
    expect(harness.ids).toEqual(['reboot', 'reboot-2']);
    expect(await reboot.rollBack(failed)).toMatchObject({
      status: 'SUCCESS',
      physicalResourceId: 'reboot',
      calls: [
        'ListTagsForResource', 'ListTagsForResource', 'ListTagsForResource', 'DeleteJobTemplate',
        'ListTagsForResource', 'TagResource',
      ],
    });
    expect(harness.ids).toEqual(['reboot']);
  });

  test('whose first template is gone is rolled back without releasing an adopted one', async () => {
    const reboot = await given(REBOOT);
    harness.seed({ jobTemplateId: 'reboot-2' }, { [OWNER]: reboot.owner, [ADOPTED_FROM]: 'unmanaged' });
    const before = harness.template('reboot-2');
    harness.iot.templates.delete('reboot');
    expect(await reboot.rollBack(RENAMED)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot-2')).toEqual(before);
  });

  test('that failed on a taken id is rolled back without harm to it', async () => {
    const reboot = await given(REBOOT);
    const other = await given({ ...RENAMED, Description: 'Not yours' }, 'Other');
    await reboot.update(RENAMED);
    const before = harness.template('reboot-2');
    expect(await reboot.rollBack(RENAMED)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot-2')).toEqual(before);
    expect(before.tags[OWNER]).toBe(other.owner);
  });

  test('that failed is rolled back even if the second cannot be removed', async () => {
    const reboot = await given(REBOOT);
    const failed = { ...RENAMED, Attributes: ['DocumentSource'] };
    await reboot.update(failed);
    harness.fault({ operation: 'DeleteJobTemplate' }, { when: 'before', kind: 'invalidRequest' });
    expect(await reboot.rollBack(failed)).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot' });
    expect(harness.heal()).toEqual([]);
  });

  test('that succeeded is rolled back to the first, and a Delete removes the second', async () => {
    const reboot = await given(REBOOT);
    const first = harness.template('reboot');
    await reboot.update(RENAMED);
    const outcome = await reboot.update(REBOOT);
    expect(outcome).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot' });
    expect(outcome.calls).toEqual([
      'ListTagsForResource', 'TagResource', 'CreateJobTemplate', 'ListTagsForResource', 'DescribeJobTemplate', 'TagResource',
    ]);
    await reboot.cleanUp(RENAMED);
    expect(harness.ids).toEqual(['reboot']);
    expect(harness.template('reboot').createdAt).toBe(first.createdAt);
  });

  test('that succeeded is rolled back to the declared content of the first, whatever its tags say', async () => {
    const reboot = await given(REBOOT);
    await reboot.update(RENAMED);
    harness.iot.templates.get('reboot')!.document = '{"operation":"erase"}';
    expect(await reboot.update(REBOOT)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').document).toBe(REBOOT.Document);
  });
});

describe('Delete', () => {
  test('removes the template of this resource, in two calls', async () => {
    const reboot = await given(REBOOT);
    await given(INSTALL, 'Install');
    expect(await reboot.delete()).toMatchObject({
      status: 'SUCCESS', physicalResourceId: 'reboot', calls: ['ListTagsForResource', 'DeleteJobTemplate'],
    });
    expect(harness.ids).toEqual(['install']);
  });

  test('of a missing template succeeds', async () => {
    const reboot = await given(REBOOT);
    await reboot.delete();
    expect(await reboot.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(await harness.deliver(reboot.last!)).toMatchObject({ status: 'SUCCESS', calls: ['ListTagsForResource', 'DescribeJobTemplate'] });
  });

  test('of a template that vanishes meanwhile succeeds', async () => {
    const reboot = await given(REBOOT);
    harness.fault({ operation: 'DeleteJobTemplate', nth: 1 }, { when: 'after', kind: 'internal' });
    expect(await reboot.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(harness.ids).toEqual([]);
  });

  test.each([
    ['by hand', {}],
    ['by another stack', { [OWNER]: 'other/uuid/Reboot' }],
    ['by an owner whose name begins like this one', { [OWNER]: 'fleet' }],
  ])('keeps a template that was created %s', async (_, marks) => {
    const reboot = await given(REBOOT);
    harness.iot.templates.delete('reboot');
    harness.seed({ jobTemplateId: 'reboot' }, marks as Record<string, string>);
    const before = harness.iot.snapshot();
    expect(await reboot.delete()).toMatchObject({ status: 'SUCCESS', calls: ['ListTagsForResource', 'DescribeJobTemplate'] });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('keeps a template that a later stack of the same name created', async () => {
    const reboot = await given(REBOOT);
    const before = harness.iot.snapshot();
    const StackId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/another-uuid';
    expect(await reboot.delete({ StackId })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test.each<[string, unknown]>([
    ['malformed', { JobTemplateId: 'reboot', TimeoutConfig: 'soon', Tags: { not: 'a list' }, Document: ['no'] }],
    ['of a version that nobody knows any more', { JobTemplateId: 'reboot', templateSpecification: { steps: ['1'] } }],
    ['refused by this version', { JobTemplateId: 'reboot', Description: '', MaintenanceWindows: [{ StartTime: 'never', DurationInMinutes: '0' }] }],
    ['nothing but the id', { JobTemplateId: 'reboot' }],
    ['empty', {}],
    ['missing', undefined],
    ['no object', 'nothing'],
  ])('removes the template of this resource if its properties are %s', async (_, ResourceProperties) => {
    const reboot = await given(REBOOT);
    expect(await reboot.delete({ ResourceProperties })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.ids).toEqual([]);
  });

  test('without a physical id removes nothing', async () => {
    const reboot = await given(REBOOT);
    expect(await reboot.delete({ PhysicalResourceId: undefined })).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'Reboot' });
    expect(harness.ids).toEqual(['reboot']);
  });

  test.each(['no id: it has spaces', 'reboot/../install', 'reboot (not created)', 'a'.repeat(65), 'größe'])('by %j, which is no id, calls for nothing', async id => {
    await given(INSTALL, 'Install');
    const reboot = harness.resource('Reboot');
    reboot.properties = { JobTemplateId: id };
    expect(await reboot.delete({ PhysicalResourceId: id })).toMatchObject({ status: 'SUCCESS', physicalResourceId: id, calls: [] });
    expect(harness.ids).toEqual(['install']);
  });

  test('keeps a template that somebody else recreates again and again', async () => {
    const reboot = await given(REBOOT);
    harness.iot.templates.delete('reboot');
    harness.seed({ jobTemplateId: 'reboot' });
    harness.server.intercept = () => {
      harness.iot.templates.get('reboot')!.createdAt = harness.clock.now() / 1000;
      return undefined;
    };
    expect(await reboot.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(harness.ids).toEqual(['reboot']);
  });

  test('that the service refuses fails with its reason', async () => {
    const reboot = await given(REBOOT);
    harness.fault({ operation: 'DeleteJobTemplate' }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    const outcome = await reboot.delete();
    expect(outcome).toMatchObject({ status: 'FAILED', physicalResourceId: 'reboot', reason: expect.stringContaining('No such luck') });
    expect(harness.ids).toEqual(['reboot']);
  });
});

describe('A template whose document is', () => {
  const SOURCE = 'https://bucket.s3.us-east-1.amazonaws.com/document.json';
  const FROM_SOURCE = { JobTemplateId: 'reboot', Description: 'Reboots', DocumentSource: SOURCE };
  const FROM_JOB = { JobTemplateId: 'reboot', Description: 'Reboots', JobArn: 'arn:aws:iot:us-east-1:123456789012:job/first' };

  describe('read from an object', () => {
    const objects = new Map<string, string>();

    beforeEach(async () => {
      objects.clear();
      objects.set(SOURCE, '{"version":1}').set(`${SOURCE}-2`, '{"version":2}');
      await restart({ readDocument: url => objects.get(url) });
    });

    test('is recreated by another Create, because its description does not prove the document', async () => {
      const reboot = await given(FROM_SOURCE);
      objects.set(SOURCE, '{"version":3}');
      expect(await reboot.create(FROM_SOURCE)).toMatchObject({ status: 'SUCCESS' });
      expect(harness.template('reboot').document).toBe('{"version":3}');
    });

    test('is edited in place, and reads the new object', async () => {
      const reboot = await given(FROM_SOURCE);
      await reboot.update({ ...FROM_SOURCE, DocumentSource: `${SOURCE}-2` });
      expect(harness.template('reboot')).toMatchObject({ documentSource: `${SOURCE}-2`, document: '{"version":2}' });
    });

    test('is tagged in place, whatever became of the object', async () => {
      const reboot = await given(FROM_SOURCE);
      objects.clear();
      expect(await reboot.update({ ...FROM_SOURCE, ...tags({ team: 'fleet' }) })).toMatchObject({ status: 'SUCCESS' });
      expect(harness.template('reboot').document).toBe('{"version":1}');
    });

    test('is restored if the new object cannot be read', async () => {
      const reboot = await given(FROM_SOURCE);
      const outcome = await reboot.update({ ...FROM_SOURCE, DocumentSource: `${SOURCE}-3` });
      expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('is not found') });
      expect(harness.template('reboot')).toMatchObject({ documentSource: SOURCE, document: '{"version":1}' });
    });

    test('is restored with its document if its own object is also gone', async () => {
      const reboot = await given(FROM_SOURCE);
      objects.clear();
      const outcome = await reboot.update({ ...FROM_SOURCE, DocumentSource: `${SOURCE}-3` });
      expect(outcome.reason).toMatch(/Job document located at \[document source\] is not found$/);
      expect(harness.template('reboot')).toMatchObject({ description: 'Reboots', document: '{"version":1}' });
    });

    test('is restored with its document if its own object is unreadable for over a minute', async () => {
      const reboot = await given(FROM_SOURCE);
      const until = harness.clock.now() + 100_000;
      const { intercept } = harness.server;
      harness.server.intercept = arrival => arrival.operation === 'CreateJobTemplate' && arrival.nth > 2 && harness.clock.now() < until
        ? { when: 'before', kind: 'accessDenied' }
        : intercept!(arrival);
      const outcome = await reboot.update({ ...FROM_SOURCE, DocumentSource: `${SOURCE}-3` });
      expect(outcome.reason).toMatch(/Job document located at \[document source\] is not found$/);
      expect(harness.template('reboot')).toMatchObject({ description: 'Reboots', document: '{"version":1}' });
      expect(harness.template('reboot')).not.toHaveProperty('documentSource');
    });

    test('is missing if its own object is gone and AWS IoT returns no document', async () => {
      const reboot = await given(FROM_SOURCE);
      objects.clear();
      delete harness.iot.templates.get('reboot')!.document;
      const { reason, calls } = await reboot.update({ ...FROM_SOURCE, DocumentSource: `${SOURCE}-3` });
      expect(reason).toMatch(/could not be restored.*reboot is missing until/);
      expect(calls.slice(2)).toEqual(['DeleteJobTemplate', 'CreateJobTemplate', 'CreateJobTemplate']);
    });

    test('becomes inline', async () => {
      const reboot = await given(FROM_SOURCE);
      await reboot.update(REBOOT);
      expect(harness.template('reboot')).toMatchObject({ document: REBOOT.Document });
      expect(harness.template('reboot')).not.toHaveProperty('documentSource');
    });
  });

  describe('that of a job', () => {
    const jobs = new Map([
      [FROM_JOB.JobArn, { document: '{"taken":1}' }],
      ['arn:aws:iot:us-east-1:123456789012:job/second', { document: '{"taken":2}' }],
    ]);

    beforeEach(() => restart({ jobs }));

    test.each<[string, object]>([
      ['', {}],
      [', with a document beside the job', { Document: '{"own":1}' }],
    ])('is recreated by another Create, because its description does not prove the job%s', async (_, document) => {
      const reboot = await given({ ...FROM_JOB, ...document });
      const { createdAt } = harness.template('reboot');
      expect(await reboot.create({ ...FROM_JOB, ...document } as never)).toMatchObject({ status: 'SUCCESS' });
      expect(harness.template('reboot').createdAt).toBeGreaterThan(createdAt);
    });

    test('is tagged in place', async () => {
      const reboot = await given(FROM_JOB);
      const { createdAt } = harness.template('reboot');
      const { calls } = await reboot.update({ ...FROM_JOB, ...tags({ team: 'fleet' }) });
      expect(calls).toEqual(['ListTagsForResource', 'TagResource']);
      expect(harness.template('reboot')).toMatchObject({ createdAt, document: '{"taken":1}' });
    });

    test('is tagged in place without its content fingerprint', async () => {
      const reboot = await given(FROM_JOB);
      const { createdAt } = harness.template('reboot');
      delete harness.iot.templates.get('reboot')!.tags[CONTENT];
      await reboot.update({ ...FROM_JOB, ...tags({ team: 'fleet' }) });
      expect(harness.template('reboot').createdAt).toBe(createdAt);
    });

    test('is edited in place to the document of another job', async () => {
      const reboot = await given(FROM_JOB);
      await reboot.update({ ...FROM_JOB, JobArn: 'arn:aws:iot:us-east-1:123456789012:job/second' });
      expect(harness.template('reboot').document).toBe('{"taken":2}');
    });

    test('is restored if AWS IoT does not return its document', async () => {
      const reboot = await given(FROM_JOB);
      delete harness.iot.templates.get('reboot')!.document;
      const outcome = await reboot.update({ ...FROM_JOB, JobArn: 'arn:aws:iot:us-east-1:123456789012:job/third' });
      expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('Job third cannot be found') });
      expect(harness.template('reboot')).toMatchObject({ description: 'Reboots', document: '{"taken":1}' });
    });

    test('is reported as missing if neither AWS IoT nor an earlier version returns its document', async () => {
      const reboot = await given(FROM_JOB);
      delete harness.iot.templates.get('reboot')!.document;
      const outcome = await reboot.update({ ...FROM_JOB, JobArn: 'arn:aws:iot:us-east-1:123456789012:job/third' }, { OldResourceProperties: { Renamed: 'since' } });
      expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringMatching(/could not be restored: its document is not known\. .* is missing until/) });
    });

    test('is restored if the other job does not exist', async () => {
      const reboot = await given(FROM_JOB);
      const outcome = await reboot.update({ ...FROM_JOB, JobArn: 'arn:aws:iot:us-east-1:123456789012:job/third' });
      expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('Job third cannot be found') });
      expect(harness.template('reboot')).toMatchObject({ description: 'Reboots', document: '{"taken":1}' });
    });
  });
});
