import { ADOPTED_FROM, ADOPTED_FROM_2, CONTENT, type CustomResource, Harness, OWNER, REQUESTS } from '../support/harness';
import { REBOOT, REBOOT_SLOWLY, tags } from '../support/properties';

const ADOPT = { ...REBOOT, AdoptExisting: true };
const BY_HAND = { jobTemplateId: 'reboot', description: 'Reboots', document: '{"operation":"reboot"}' };

let harness: Harness;

beforeEach(async () => {
  harness = await Harness.start();
});

afterEach(async () => harness.close());

/** The owner, and those that it came from. An owner that got its template back may still be named as its own origin: it has none. */
const owners = () => {
  const { [OWNER]: owner, [ADOPTED_FROM]: first, [ADOPTED_FROM_2]: second } = harness.template('reboot').tags;
  return [owner, ...[first, second].filter(name => name !== undefined && name !== owner)];
};

/** What was asked for by the last change of tags. */
function lastTags(): Record<string, string> {
  const { body } = harness.iot.calls.filter(({ operation }) => operation === 'TagResource').at(-1)!;
  return Object.fromEntries((body as { tags: { Key: string; Value: string }[] }).tags.map(({ Key, Value }) => [Key, Value]));
}

/** The differences that a refused adoption lists. */
const differencesIn = ({ reason }: { readonly reason?: string }): string | undefined => /It differs in (.*)$/.exec(reason ?? '')?.[1];

/** The template without its tags. */
const content = () => ({ ...harness.template('reboot'), tags: undefined });

async function maker(stackName = 'maker', properties: object = REBOOT): Promise<CustomResource> {
  const resource = harness.resource('Reboot', stackName);
  expect(await resource.create(properties as never)).toMatchObject({ status: 'SUCCESS' });
  return resource;
}

async function adopter(stackName: string, properties: object = ADOPT): Promise<CustomResource> {
  const resource = harness.resource('Reboot', stackName);
  expect(await resource.create(properties as never)).toMatchObject({ status: 'SUCCESS' });
  return resource;
}

describe('A template made by hand', () => {
  test('is adopted unchanged if it matches its declaration', async () => {
    harness.seed(BY_HAND, { by: 'hand' });
    const before = content();
    const reboot = await adopter('fleet');
    expect(content()).toEqual(before);
    expect(harness.template('reboot').tags).toEqual({
      by: 'hand', [OWNER]: reboot.owner, [ADOPTED_FROM]: 'unmanaged', [CONTENT]: expect.any(String), [REQUESTS]: expect.any(String),
    });
  });

  test('is adopted if AWS IoT filled in members that were not declared', async () => {
    const roleArn = 'arn:aws:iam::123456789012:role/presign';
    harness.seed({ ...BY_HAND, presignedUrlConfig: { roleArn, expiresInSec: 3600 } });
    await adopter('fleet', { ...ADOPT, PresignedUrlConfig: { RoleArn: roleArn } });
  });

  test('is adopted with the tags that are declared', async () => {
    harness.seed(BY_HAND, { team: 'fleet', by: 'hand' });
    await adopter('fleet', { ...ADOPT, ...tags({ team: 'fleet' }) });
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'fleet', by: 'hand' });
  });

  test('is returned with its attributes, as if it had been created', async () => {
    const { createdAt, jobTemplateArn } = harness.seed(BY_HAND);
    const outcome = await harness.resource('Reboot').create({ ...ADOPT, Attributes: ['CreatedAt'] });
    expect(outcome).toMatchObject({
      physicalResourceId: 'reboot', data: { Arn: jobTemplateArn, CreatedAt: new Date(createdAt * 1000).toISOString() },
    });
  });

  test.each<[string, object, string[]]>([
    ['the description', { Description: 'Resets' }, ['description (from line 1, column 3)']],
    ['the document', { Document: '{}' }, ['document (from line 1, column 2)']],
    ['a member that it lacks', { TimeoutConfig: { InProgressTimeoutInMinutes: 5 } }, ['timeoutConfig.inProgressTimeoutInMinutes (declared 5, found none)']],
    ['a tag', tags({ team: 'edge' }), ['tag team (another value)']],
    ['a tag that it lacks', tags({ stage: 'prod' }), ['tag stage (found none)']],
    ['a list', { DestinationPackageVersions: ['arn:aws:iot:us-east-1:123456789012:package/a/version/1'] },
      ['destinationPackageVersions (declared a list of 1, found none)']],
    [
      'many things at once',
      {
        Description: 'Other',
        JobExecutionsRolloutConfig: {
          MaximumPerMinute: 7,
          ExponentialRate: { BaseRatePerMinute: 1, IncrementFactor: 1.5, RateIncreaseCriteria: { NumberOfNotifiedThings: 3 } },
        },
        AbortConfig: { CriteriaList: [{ FailureType: 'ALL', Action: 'CANCEL', ThresholdPercentage: 10, MinNumberOfExecutedThings: 1 }] },
        PresignedUrlConfig: { RoleArn: 'arn:aws:iam::123456789012:role/presign', ExpiresInSec: 60 },
        ...tags({ team: 'edge', stage: 'prod' }),
      },
      [
        'description (from line 1, column 1)',
        'presignedUrlConfig.roleArn (declared arn:aws:iam::123456789012:role/presign, found none)',
        'presignedUrlConfig.expiresInSec (declared 60, found none)',
        'jobExecutionsRolloutConfig.maximumPerMinute (declared 7, found none)',
        'jobExecutionsRolloutConfig.exponentialRate.baseRatePerMinute (declared 1, found none)',
        'jobExecutionsRolloutConfig.exponentialRate.incrementFactor (declared 1.5, found none)',
        'jobExecutionsRolloutConfig.exponentialRate.rateIncreaseCriteria.numberOfNotifiedThings (declared 3, found none)',
        'abortConfig.criteriaList (declared a list of 1, found none)',
        'tag team (another value)',
        'tag stage (found none)',
      ],
    ],
  ])('is not adopted if %s differs, and the reason names both values', async (_, changes, differing) => {
    harness.seed(BY_HAND, { team: 'fleet' });
    const before = harness.iot.snapshot();
    const outcome = await harness.resource('Reboot').create({ ...ADOPT, ...changes });
    expect(outcome.status).toBe('FAILED');
    expect(outcome.reason).toContain('job template reboot cannot be adopted, because it differs from its declaration');
    expect(differencesIn(outcome)).toEqual(differing.join(', '));
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is not adopted if it has members that are not declared', async () => {
    harness.seed({
      ...BY_HAND,
      timeoutConfig: { inProgressTimeoutInMinutes: 5 },
      maintenanceWindows: [{ startTime: 'cron(0 3 * * ? *)', durationInMinutes: 60 }],
      abortConfig: { criteriaList: [{ failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 10, minNumberOfExecutedThings: 1 }] },
    });
    const { reason } = await harness.resource('Reboot').create(ADOPT);
    expect(reason).toMatch(/^job template reboot cannot be adopted, because it differs from its declaration\. Declare it as it is, adopt it, and edit it in a later deployment\. /);
    expect(reason).toMatch(new RegExp('It differs in abortConfig.criteriaList \\(declared none, found a list of 1\\), '
      + 'timeoutConfig.inProgressTimeoutInMinutes \\(declared none, found 5\\), maintenanceWindows \\(declared none, found a list of 1\\)$'));
  });

  test('is not adopted if an item of a list differs, which the reason names', async () => {
    const criterion = { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 10, minNumberOfExecutedThings: 1 } as const;
    harness.seed({ ...BY_HAND, abortConfig: { criteriaList: [criterion, { ...criterion, failureType: 'FAILED' }] } });
    const declared = (FailureType: string, ThresholdPercentage: number) =>
      ({ FailureType, Action: 'CANCEL', ThresholdPercentage, MinNumberOfExecutedThings: 1 });
    const { reason } = await harness.resource('Reboot').create({
      ...ADOPT, AbortConfig: { CriteriaList: [declared('ALL', 10), declared('FAILED', 20)] },
    });
    expect(reason).toMatch(/It differs in abortConfig.criteriaList\[1\].thresholdPercentage \(declared 20, found 10\)$/);
  });

  test('is not adopted if its document or description has a different length or different lines', async () => {
    harness.seed({ ...BY_HAND, document: '{\n  "operation": "reboot"\n}\n' });
    const differences = async (Document: string) => differencesIn(await harness.resource('Reboot').create({ ...ADOPT, Document }));
    expect(await differences('{\n  "operation": "reboot"\n}')).toBe('document (from line 3, column 2, but the same JSON)');
    expect(await differences('{\n  "operation": "reboot"\n}\n\n')).toBe('document (from line 4, column 1, but the same JSON)');
    expect(await differences('{\n  "operation": "reset"\n}\n')).toBe('document (from line 2, column 19)');
    expect(await differences('{"operation":"reboot"}')).toBe('document (from line 1, column 2, but the same JSON)');
  });

  test('is not adopted if its document has the same members in another order', async () => {
    harness.seed({ ...BY_HAND, document: '{"b":"😀","a":1}' });
    const differences = async (Document: string) => differencesIn(await harness.resource('Reboot').create({ ...ADOPT, Document }));
    expect(await differences('{"a":1,"b":"😀"}')).toBe('document (from line 1, column 3, but the same JSON)');
    expect(await differences('{"b":"😁","a":1}')).toBe('document (from line 1, column 7)');
  });

  test('is described within the size limit if the role and package versions are long', async () => {
    const roleArn = (name: string) => `arn:aws:iam::123456789012:role/${name.repeat(1000)}`;
    harness.seed({ ...BY_HAND, presignedUrlConfig: { roleArn: roleArn('a') } });
    const { reason, body } = await harness.resource('Reboot').create({ ...ADOPT, Description: 'Other', PresignedUrlConfig: { RoleArn: roleArn('b') } });
    expect(reason).toMatch(/presignedUrlConfig.roleArn \(declared arn:aws:iam::123456789012:role\/b{100,}\.\.\., found arn:.*a{100,}\.\.\.\)$/);
    expect(body.length).toBeLessThan(2000);
    const versions = (version: number) => Array.from({ length: 25 }, (_, at) =>
      `arn:aws:iot:us-east-1:123456789012:package/${'p'.repeat(100)}/version/${version}${String.fromCharCode(97 + at)}`);
    harness.seed({ ...BY_HAND, jobTemplateId: 'versions', destinationPackageVersions: versions(1) });
    const outcome = await harness.resource('Versions').create({ ...ADOPT, JobTemplateId: 'versions', DestinationPackageVersions: versions(2) });
    expect(outcome.reason).toMatch(/edit it in a later deployment. It differs in destinationPackageVersions\[0\] \(declared .*\.\.\.$/);
  });

  test.each(['CREATE_FAILED', 'the log'])('gives away no secret in %s if all values differ', async place => {
    const confidential = { description: 'A found-description', document: '{"secret":"found-document"}', tag: 'found-tag-value' };
    harness.seed({ ...BY_HAND, ...confidential, tag: undefined } as never, { team: confidential.tag });
    const declared = { Description: 'A declared-description', Document: '{"secret":"declared-document"}', ...tags({ team: 'declared-tag-value' }) };
    const outcome = await harness.resource('Reboot').create({ ...ADOPT, ...declared });
    expect(differencesIn(outcome)).toBe('description (from line 1, column 3), document (from line 1, column 12), tag team (another value)');
    expect(place === 'the log' ? JSON.stringify(outcome.lines) : outcome.body).not.toMatch(/(found|declared)-|secret/);
  });

  test('does not lose itself to an adopter that was refused', async () => {
    harness.seed(BY_HAND);
    const before = harness.iot.snapshot();
    const reboot = harness.resource('Reboot');
    await reboot.create({ ...ADOPT, Description: 'Other' });
    await reboot.delete();
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is released without a trace when the adopter is deleted', async () => {
    harness.seed(BY_HAND, { by: 'hand' });
    const before = harness.iot.snapshot();
    const reboot = await adopter('fleet');
    const { status, calls } = await reboot.delete();
    expect(status).toBe('SUCCESS');
    expect(calls).toEqual(['ListTagsForResource', 'UntagResource']);
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is released if the adopting Create never got a response', async () => {
    harness.seed(BY_HAND);
    const before = harness.iot.snapshot();
    const reboot = await adopter('fleet');
    await reboot.delete({ PhysicalResourceId: 'fleet-Reboot-1ABCDEF2GHIJK' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is not tagged again by a change of its tags after its release', async () => {
    harness.seed(BY_HAND);
    const reboot = await adopter('fleet');
    await reboot.update({ ...ADOPT, ...tags({ team: 'fleet' }) });
    expect(Object.keys(lastTags())).toEqual(['team', REQUESTS]);
  });

  test('stays adopted through updates of tags', async () => {
    harness.seed(BY_HAND);
    const reboot = await adopter('fleet');
    await reboot.update({ ...ADOPT, ...tags({ team: 'fleet' }) });
    expect(owners()).toEqual([reboot.owner, 'unmanaged']);
    await reboot.delete();
    expect(harness.ids).toEqual(['reboot']);
  });

  test('is no longer adopted after its content is recreated', async () => {
    harness.seed(BY_HAND, { by: 'hand' });
    const reboot = await adopter('fleet');
    await reboot.update({ ...REBOOT_SLOWLY, AdoptExisting: true });
    expect(owners()).toEqual([reboot.owner]);
    expect(harness.tagsOfOthers('reboot')).toEqual({ by: 'hand' });
    await reboot.delete();
    expect(harness.ids).toEqual([]);
  });

  test('stays adopted if AWS IoT refuses new content', async () => {
    harness.seed(BY_HAND);
    const reboot = await adopter('fleet');
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest' });
    expect(await reboot.update({ ...REBOOT_SLOWLY, AdoptExisting: true })).toMatchObject({ status: 'FAILED' });
    expect(owners()).toEqual([reboot.owner, 'unmanaged']);
    await reboot.delete();
    expect(harness.ids).toEqual(['reboot']);
  });

  test('is adopted by an Update to its id, and released by the rollback', async () => {
    harness.seed({ ...BY_HAND, jobTemplateId: 'by-hand' });
    const before = harness.template('by-hand');
    const reboot = await maker('fleet');
    const adopted = { ...ADOPT, JobTemplateId: 'by-hand' };
    expect(await reboot.update(adopted)).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'by-hand' });
    expect(harness.template('by-hand').tags[ADOPTED_FROM]).toBe('unmanaged');
    expect(await reboot.update(REBOOT)).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot' });
    await reboot.cleanUp(adopted);
    expect(harness.template('by-hand')).toEqual(before);
  });

  test('is not adopted if it has no room for the ownership tags', async () => {
    harness.seed(BY_HAND, Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`key-${index}`, 'value'])));
    const before = harness.iot.snapshot();
    expect(await harness.resource('Reboot').create(ADOPT)).toMatchObject({ status: 'FAILED' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('that another adopts at the same time is adopted from that one', async () => {
    harness.seed(BY_HAND);
    harness.server.intercept = ({ operation, nth }) => {
      if (operation === 'ListTagsForResource' && nth === 2) harness.iot.templates.get('reboot')!.tags[OWNER] = 'other/uuid/Reboot';
      return undefined;
    };
    const reboot = await adopter('fleet');
    expect(owners()).toEqual([reboot.owner, 'unmanaged', 'other/uuid/Reboot']);
  });

  test('that vanishes while it is read is created', async () => {
    harness.seed(BY_HAND);
    harness.server.intercept = ({ operation, nth }) => {
      if (operation === 'DescribeJobTemplate' && nth === 1) harness.iot.templates.delete('reboot');
      return undefined;
    };
    const reboot = await adopter('fleet');
    expect(owners()).toEqual([reboot.owner]);
  });
});

describe('A template whose document was read from an object', () => {
  const URL = 'https://s3.eu-west-1.amazonaws.com/firmware/gateway/reboot.json';
  const TEXT = JSON.stringify({ readFrom: URL });
  const OTHER_URL = 'https://firmware.s3.amazonaws.com/gateway/reboot.json';
  const { Document: _, ...WITHOUT_DOCUMENT } = ADOPT;

  beforeEach(() => {
    harness.seed({ jobTemplateId: 'reboot', description: 'Reboots', documentSource: URL });
  });

  test.each([
    ['the same URL', URL],
    ['a virtual-hosted URL', OTHER_URL],
    ['the URL of the global endpoint', 'https://s3.amazonaws.com/firmware/gateway/reboot.json'],
    ['an s3:// URI', 's3://firmware/gateway/reboot.json'],
    ['an encoded URL', 'https://s3.eu-west-1.amazonaws.com/firmware/gateway/reboot%2Ejson'],
  ])('is adopted unchanged by a template from the same object, by %s', async (_name, DocumentSource) => {
    const before = content();
    const reboot = await adopter('fleet', { ...WITHOUT_DOCUMENT, DocumentSource });
    expect(content()).toEqual(before);
    const { status, calls } = await reboot.update({ ...WITHOUT_DOCUMENT, DocumentSource, ...tags({ team: 'edge' }) });
    expect({ status, calls }).toEqual({ status: 'SUCCESS', calls: ['ListTagsForResource', 'TagResource'] });
    await reboot.delete();
    expect(content()).toEqual(before);
  });

  test.each([
    ['another key', 'https://firmware.s3.amazonaws.com/gateway/reboot-2.json'],
    ['a version of it', `${URL}?versionId=L4kqtJlcpXroDTDmpUMLUo`],
    ['an encoded URI, which can be read in two ways', 's3://firmware/gateway/reboot%2Ejson'],
  ])('is not adopted by a template from %s, whose URL is redacted', async (_name, DocumentSource) => {
    const before = harness.iot.snapshot();
    const outcome = await harness.resource('Reboot').create({ ...WITHOUT_DOCUMENT, DocumentSource });
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringMatching(/It differs in documentSource \(from line 1, column \d+\)$/) });
    expect(outcome.body).not.toContain('firmware');
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is adopted by a template that declares the same text, and released unchanged', async () => {
    const before = harness.iot.snapshot();
    const reboot = await adopter('fleet', { ...ADOPT, Document: TEXT, Attributes: ['DocumentSource'] });
    expect(harness.template('reboot')).toMatchObject({ documentSource: URL, document: TEXT });
    await reboot.delete();
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is not adopted by a template that declares another text', async () => {
    const outcome = await harness.resource('Reboot').create({ ...ADOPT, Document: TEXT.replace('reboot', 'reset') });
    expect(outcome).toMatchObject({ status: 'FAILED' });
    expect(differencesIn(outcome)).toBe(`document (from line 1, column ${TEXT.indexOf('reboot') + 3})`);
  });

  test('gets a response without delay if it was adopted under another URL', async () => {
    const declared = { ...WITHOUT_DOCUMENT, DocumentSource: OTHER_URL, Attributes: ['DocumentSource'] };
    const reboot = harness.resource('Reboot');
    expect(await reboot.create(declared)).toMatchObject({ status: 'SUCCESS', data: { DocumentSource: URL } });
    const began = harness.clock.now();
    expect(await reboot.update({ ...declared, ...tags({ team: 'edge' }) })).toMatchObject({ status: 'SUCCESS', data: { DocumentSource: URL } });
    expect(harness.clock.now() - began).toBeLessThan(10_000);
  });

  test('stays adopted, with its text, if an edit is refused', async () => {
    const reboot = await adopter('fleet', { ...ADOPT, Document: TEXT });
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest' });
    expect(await reboot.update({ ...REBOOT_SLOWLY, AdoptExisting: true })).toMatchObject({ status: 'FAILED' });
    expect(harness.template('reboot')).toMatchObject({ document: TEXT });
    expect(owners()).toEqual([reboot.owner, 'unmanaged']);
  });
});

describe('A template whose document was given inline', () => {
  test('is not adopted by a template from an object, whose content is unknown', async () => {
    harness.seed(BY_HAND);
    const before = harness.iot.snapshot();
    const { Document: _, ...rest } = ADOPT;
    const outcome = await harness.resource('Reboot').create({ ...rest, DocumentSource: 'https://s3.eu-west-1.amazonaws.com/firmware/reboot.json' });
    expect(outcome).toMatchObject({ status: 'FAILED' });
    expect(differencesIn(outcome)).toBe('documentSource (found none)');
    expect(harness.iot.snapshot()).toEqual(before);
  });
});

describe('A template of another stack', () => {
  test('is adopted unchanged, and names its previous owner', async () => {
    const first = await maker();
    const before = content();
    const second = await adopter('fleet');
    expect(owners()).toEqual([second.owner, first.owner]);
    expect(content()).toEqual(before);
  });

  test('is released when the adopter is deleted, and deleted by its creator', async () => {
    const first = await maker('maker', { ...REBOOT, ...tags({ team: 'fleet' }) });
    const before = content();
    const second = await adopter('fleet');
    const { status, calls } = await second.delete();
    expect(status).toBe('SUCCESS');
    expect(calls.length).toBeLessThanOrEqual(2);
    expect(content()).toEqual(before);
    expect(owners()).toEqual([first.owner]);
    expect(await first.update({ ...REBOOT_SLOWLY, ...tags({ team: 'fleet' }) })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.template('reboot').tags).not.toHaveProperty([ADOPTED_FROM]);
    await first.delete();
    expect(harness.ids).toEqual([]);
  });

  test('that was released has no trace of the adopter after the next edit of tags', async () => {
    const first = await maker();
    await (await adopter('fleet')).delete();
    expect(await first.update({ ...REBOOT, ...tags({ a: 'b' }) })).toMatchObject({ status: 'SUCCESS' });
    expect(Object.keys(harness.template('reboot').tags).sort()).toEqual(['a', CONTENT, OWNER, REQUESTS]);
  });

  test('is neither changed nor deleted by its creator while it is adopted', async () => {
    const first = await maker();
    await adopter('fleet');
    const before = harness.iot.snapshot();
    expect(await first.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED', physicalResourceId: 'reboot' });
    expect(await first.update({ ...REBOOT, ...tags({ a: 'b' }) })).toMatchObject({ status: 'FAILED' });
    expect(harness.iot.snapshot()).toEqual(before);
    await first.delete();
    expect(content()).toEqual({ ...before.reboot, tags: undefined });
  });

  test('is unchanged if its creator\'s edit was refused, so the rollback succeeds', async () => {
    const first = await maker();
    await adopter('fleet');
    const before = harness.iot.snapshot();
    expect(await first.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED' });
    expect(await first.rollBack(REBOOT_SLOWLY)).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('belongs to the adopter after its creator is deleted', async () => {
    const first = await maker();
    const second = await adopter('fleet');
    expect(await first.delete()).toMatchObject({ status: 'SUCCESS', calls: ['ListTagsForResource', 'UntagResource'] });
    expect(owners()).toEqual([second.owner]);
    await second.delete();
    expect(harness.ids).toEqual([]);
  });

  test('belongs to the adopter, even if the removal of its creator\'s tag is refused at first', async () => {
    const first = await maker();
    const second = await adopter('fleet');
    harness.fault({ operation: 'UntagResource', nth: 1 }, { when: 'before', kind: 'invalidRequest' });
    expect(await first.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(harness.heal()).toEqual([]);
    expect(owners()).toEqual([second.owner]);
  });

  test('is adopted back, even if the removal of its creator\'s tag is refused at first', async () => {
    const first = await maker('maker', ADOPT);
    await adopter('fleet');
    harness.fault({ operation: 'UntagResource', nth: 1 }, { when: 'before', kind: 'invalidRequest' });
    expect(await first.update({ ...ADOPT, ...tags({}) })).toMatchObject({ status: 'SUCCESS' });
    expect(harness.heal()).toEqual([]);
    expect(owners()[0]).toBe(first.owner);
  });

  test('is not adopted back if AWS IoT refuses the removal of its creator\'s tag', async () => {
    const first = await maker('maker', ADOPT);
    const second = await adopter('fleet');
    harness.fault({ operation: 'UntagResource' }, { when: 'before', kind: 'invalidRequest', message: 'No such luck' });
    expect(await first.update({ ...ADOPT, ...tags({}) })).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('No such luck') });
    expect(owners()).toEqual([second.owner, first.owner]);
  });

  test('that its creator declares again is adopted back', async () => {
    const first = await maker('maker', ADOPT);
    await adopter('fleet');
    expect(await first.update({ ...ADOPT, ...tags({}) })).toMatchObject({ status: 'SUCCESS' });
    expect(owners()[0]).toBe(first.owner);
  });

  test('that its creator declares differently stays with the adopter, and still names its creator', async () => {
    const first = await maker('maker', ADOPT);
    const second = await adopter('fleet');
    const before = harness.iot.snapshot();
    const outcome = await first.update({ ...REBOOT_SLOWLY, AdoptExisting: true });
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('timeoutConfig.inProgressTimeoutInMinutes') });
    expect(harness.iot.snapshot()).toEqual(before);
    await second.delete();
    expect(owners()).toEqual([first.owner]);
  });

  test('that its former creator declares again with different content stays unchanged', async () => {
    const first = await maker();
    const second = await adopter('fleet');
    const before = harness.iot.snapshot();
    const outcome = await first.create({ ...REBOOT_SLOWLY, AdoptExisting: true });
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('timeoutConfig.inProgressTimeoutInMinutes') });
    expect(harness.iot.snapshot()).toEqual(before);
    await second.delete();
    expect(owners()).toEqual([first.owner]);
  });

  test('that its former creator declares again unchanged is adopted in turn', async () => {
    const first = await maker();
    const second = await adopter('fleet');
    expect(await first.create(ADOPT)).toMatchObject({ status: 'SUCCESS' });
    expect(owners()).toEqual([first.owner, second.owner]);
    await first.delete();
    expect(owners()).toEqual([second.owner]);
  });

  test('stays with the adopter until AWS IoT allows the release', async () => {
    const first = await maker();
    const second = await adopter('fleet');
    const before = harness.iot.snapshot();
    harness.fault({ operation: 'TagResource' }, { when: 'before', kind: 'invalidRequest' });
    expect(await second.delete()).toMatchObject({ status: 'FAILED' });
    expect(harness.heal()).toEqual([]);
    expect(harness.iot.snapshot()).toEqual(before);
    expect(await second.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(owners()).toEqual([first.owner]);
  });

  test('is adopted by its stack\'s Update if a rolled-back adopter did not release it', async () => {
    const first = harness.resource('OldName');
    await first.create(REBOOT);
    await harness.resource('NewName').create(ADOPT);
    expect(await first.update({ ...REBOOT, ...tags({ a: 'b' }) })).toMatchObject({ status: 'SUCCESS' });
    expect(owners()).toEqual([first.owner]);
    expect(harness.tagsOfOthers('reboot')).toEqual({ a: 'b' });
  });

  test('is not adopted by a Create of the same stack without adoptExisting', async () => {
    const first = harness.resource('OldName');
    await first.create(REBOOT);
    const second = harness.resource('NewName');
    await second.create(ADOPT);
    expect(await first.create(REBOOT)).toMatchObject({ status: 'FAILED', reason: expect.stringContaining(`belongs to ${second.owner}`) });
    expect(owners()).toEqual([second.owner, first.owner]);
  });
});

describe('A construct that is renamed while its template keeps its id', () => {
  const old = () => harness.resource('OldName');
  const renamed = () => harness.resource('NewName');

  test('keeps the template as it is', async () => {
    const [before, after] = [old(), renamed()];
    await before.create(REBOOT);
    const template = content();
    expect(await after.create(ADOPT)).toMatchObject({ status: 'SUCCESS' });
    expect(await before.delete()).toMatchObject({ status: 'SUCCESS' });
    expect(content()).toEqual(template);
    expect(owners()).toEqual([after.owner]);
    expect(await after.update({ ...REBOOT_SLOWLY, AdoptExisting: true })).toMatchObject({ status: 'SUCCESS' });
    await after.delete();
    expect(harness.ids).toEqual([]);
  });

  test('can be renamed again, and back', async () => {
    const [before, after] = [old(), renamed()];
    await before.create(ADOPT);
    for (let count = 0; count < 3; count++) {
      expect(await after.create(ADOPT)).toMatchObject({ status: 'SUCCESS' });
      await before.delete();
      expect(await before.create(ADOPT)).toMatchObject({ status: 'SUCCESS' });
      await after.delete();
    }
    expect(owners()).toEqual([before.owner]);
  });

  test('adopts its template again if the renaming is rolled back', async () => {
    const [before, after] = [old(), renamed()];
    await before.create(REBOOT);
    const template = content();
    await after.create(ADOPT);
    await after.delete();
    expect(content()).toEqual(template);
    expect(owners()).toEqual([before.owner]);
    expect(await before.update({ ...REBOOT, ...tags({ a: 'b' }) })).toMatchObject({ status: 'SUCCESS' });
    await before.delete();
    expect(harness.ids).toEqual([]);
  });

  test('fails without adoptExisting, and keeps its template', async () => {
    const [before, after] = [old(), renamed()];
    await before.create(REBOOT);
    const template = harness.iot.snapshot();
    expect(await after.create(REBOOT)).toMatchObject({ status: 'FAILED' });
    await after.delete();
    expect(harness.iot.snapshot()).toEqual(template);
  });
});

describe('A template of a deleted stack whose name a new stack has', () => {
  /** The same construct, in a stack of the same name that was recreated. */
  const reborn = (life: number): CustomResource =>
    Object.assign(harness.resource('Reboot', 'fleet'), { stackId: `arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/life-${life}` });

  test('is adopted again and again, because the old owner cannot return', async () => {
    for (const life of [1, 2, 3, 4, 5]) expect(await reborn(life).create(ADOPT)).toMatchObject({ status: 'SUCCESS' });
    expect(owners()).toEqual(['fleet/life-5/Reboot', 'unmanaged']);
  });

  test('has no owner if the adoption is rolled back', async () => {
    await reborn(1).create(REBOOT);
    const before = content();
    const second = reborn(2);
    await second.create(ADOPT);
    await second.delete();
    expect(content()).toEqual(before);
    expect(harness.template('reboot').tags).toEqual({});
  });

  test('returns to the previous owner of that stack', async () => {
    const first = await maker('first');
    await reborn(1).create(ADOPT);
    const second = reborn(2);
    await second.create(ADOPT);
    expect(owners()).toEqual(['fleet/life-2/Reboot', first.owner]);
    await second.delete();
    expect(owners()).toEqual([first.owner]);
    await first.delete();
    expect(harness.ids).toEqual([]);
  });

  test('belongs to another stack if only the beginning of the names is equal', async () => {
    const first = await maker('fleet-1');
    await reborn(1).create(ADOPT);
    expect(owners()).toEqual(['fleet/life-1/Reboot', first.owner]);
  });
});

describe('A template that came back after it was adopted', () => {
  test('is adopted again, and released, one tag at a time', async () => {
    const [first, second, third] = [await maker('first'), await adopter('second'), harness.resource('Reboot', 'third')];
    await third.create(ADOPT);
    // Moving on is rolled back; the first goes; the move is tried again.
    await third.delete();
    await first.delete();
    expect(await third.create(ADOPT)).toMatchObject({ status: 'SUCCESS' });
    expect(owners()).toEqual([third.owner, second.owner]);
    expect(await harness.resource('Reboot', 'fourth').create(ADOPT)).toMatchObject({ status: 'SUCCESS' });
    expect(await second.delete()).toMatchObject({ status: 'SUCCESS', calls: ['ListTagsForResource', 'UntagResource'] });
    // The policy allows one at a time.
    expect(harness.iot.calls.at(-1)!.body).toMatchObject({ tagKeys: [expect.any(String)] });
  });
});

describe('A template that was adopted twice', () => {
  let first: CustomResource, second: CustomResource, third: CustomResource;

  beforeEach(async () => {
    first = await maker('first');
    second = await adopter('second');
    third = await adopter('third');
  });

  test('names both previous owners', () => {
    expect(owners()).toEqual([third.owner, first.owner, second.owner]);
  });

  test('is not adopted a third time', async () => {
    const before = harness.iot.snapshot();
    const outcome = await harness.resource('Reboot', 'fourth').create(ADOPT);
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining(`cannot be adopted from ${third.owner}`) });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is adopted again by the first, which is not its own previous owner, without delay', async () => {
    const began = harness.clock.now();
    expect(await first.create(ADOPT)).toMatchObject({ status: 'SUCCESS' });
    expect(harness.clock.now() - began).toBeLessThan(10_000);
    expect(owners()).toEqual([first.owner, second.owner, third.owner]);
  });

  test('goes back from hand to hand', async () => {
    await third.delete();
    expect(owners()).toEqual([second.owner, first.owner]);
    await second.delete();
    expect(owners()).toEqual([first.owner]);
    await first.delete();
    expect(harness.ids).toEqual([]);
  });

  test('is the last one\'s own once those before have left', async () => {
    await second.delete();
    expect(owners()).toEqual([third.owner, first.owner]);
    await first.delete();
    expect(owners()).toEqual([third.owner]);
    await third.delete();
    expect(harness.ids).toEqual([]);
  });

  test('returns to the middle owner if the first has left', async () => {
    await first.delete();
    await third.delete();
    expect(owners()).toEqual([second.owner]);
  });

  test('returns to the first owner if the middle one has left', async () => {
    await second.delete();
    await third.delete();
    expect(owners()).toEqual([first.owner]);
  });

  test('and again after the first has left, goes back to the latest', async () => {
    await first.delete();
    const fourth = await adopter('fourth');
    await fourth.delete();
    expect(owners()[0]).toBe(third.owner);
    await third.delete();
    expect(owners()).toEqual([second.owner]);
  });

  test('belongs to the adopter alone after its content is recreated', async () => {
    await third.update({ ...REBOOT_SLOWLY, AdoptExisting: true });
    expect(owners()).toEqual([third.owner]);
    for (const left of [first, second]) await left.delete();
    expect(owners()).toEqual([third.owner]);
  });
});
