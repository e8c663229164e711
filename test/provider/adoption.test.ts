import { ADOPTED_FROM, ADOPTED_FROM_2, CONTENT, type CustomResource, Harness, OWNER, REQUESTS } from '../support/harness';

const REBOOT = { JobTemplateId: 'reboot', Description: 'Reboots', Document: '{"operation":"reboot"}' };
const REBOOT_SLOWLY = { ...REBOOT, TimeoutConfig: { InProgressTimeoutInMinutes: 60 } };
const ADOPT = { ...REBOOT, AdoptExisting: true };
const BY_HAND = { jobTemplateId: 'reboot', description: 'Reboots', document: '{"operation":"reboot"}' };
const tags = (record: Record<string, string>) => ({ Tags: Object.entries(record).map(([Key, Value]) => ({ Key, Value })) });

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
  test('is adopted as it is, where it is what was declared', async () => {
    harness.seed(BY_HAND, { by: 'hand' });
    const before = content();
    const reboot = await adopter('fleet');
    expect(content()).toEqual(before);
    expect(harness.template('reboot').tags).toEqual({
      by: 'hand', [OWNER]: reboot.owner, [ADOPTED_FROM]: 'unmanaged', [CONTENT]: expect.any(String), [REQUESTS]: expect.any(String),
    });
  });

  test('is adopted where the service filled in what was not declared', async () => {
    const roleArn = 'arn:aws:iam::123456789012:role/presign';
    harness.seed({ ...BY_HAND, presignedUrlConfig: { roleArn, expiresInSec: 3600 } });
    await adopter('fleet', { ...ADOPT, PresignedUrlConfig: { RoleArn: roleArn } });
  });

  test('is adopted with the tags that are declared', async () => {
    harness.seed(BY_HAND, { team: 'fleet', by: 'hand' });
    await adopter('fleet', { ...ADOPT, ...tags({ team: 'fleet' }) });
    expect(harness.tagsOfOthers('reboot')).toEqual({ team: 'fleet', by: 'hand' });
  });

  test('is answered for with its attributes, as if it had been created', async () => {
    const { createdAt, jobTemplateArn } = harness.seed(BY_HAND);
    const outcome = await harness.resource('Reboot').create({ ...ADOPT, Attributes: ['CreatedAt'] });
    expect(outcome).toMatchObject({
      physicalResourceId: 'reboot', data: { Arn: jobTemplateArn, CreatedAt: new Date(createdAt * 1000).toISOString() },
    });
  });

  test.each<[string, object, string[]]>([
    ['the description', { Description: 'Other' }, ['description']],
    ['the document', { Document: '{}' }, ['document']],
    ['a member that it lacks', { TimeoutConfig: { InProgressTimeoutInMinutes: 5 } }, ['timeoutConfig.inProgressTimeoutInMinutes']],
    ['a tag', tags({ team: 'edge' }), ['tag team']],
    ['a tag that it lacks', tags({ stage: 'prod' }), ['tag stage']],
    ['a list', { DestinationPackageVersions: ['arn:aws:iot:us-east-1:123456789012:package/a/version/1'] }, ['destinationPackageVersions']],
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
        'description', 'presignedUrlConfig.roleArn', 'presignedUrlConfig.expiresInSec', 'jobExecutionsRolloutConfig.maximumPerMinute',
        'jobExecutionsRolloutConfig.exponentialRate.baseRatePerMinute', 'abortConfig.criteriaList', 'tag team', 'tag stage',
      ],
    ],
  ])('is not adopted where %s differs, which is named', async (_, changes, differing) => {
    harness.seed(BY_HAND, { team: 'fleet' });
    const before = harness.iot.snapshot();
    const outcome = await harness.resource('Reboot').create({ ...ADOPT, ...changes });
    expect(outcome.status).toBe('FAILED');
    const named = /differs in (.*): declare/.exec(outcome.reason!)![1].split(', ');
    expect(named).toEqual(expect.arrayContaining(differing));
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is not adopted where it has what is not declared', async () => {
    harness.seed({
      ...BY_HAND,
      timeoutConfig: { inProgressTimeoutInMinutes: 5 },
      maintenanceWindows: [{ startTime: 'cron(0 3 * * ? *)', durationInMinutes: 60 }],
      abortConfig: { criteriaList: [{ failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 10, minNumberOfExecutedThings: 1 }] },
    });
    const { reason } = await harness.resource('Reboot').create(ADOPT);
    expect(reason).toContain('differs in abortConfig.criteriaList, timeoutConfig.inProgressTimeoutInMinutes, maintenanceWindows: ');
  });

  test('is not adopted where an item of a list differs, which is named', async () => {
    const criterion = { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 10, minNumberOfExecutedThings: 1 } as const;
    harness.seed({ ...BY_HAND, abortConfig: { criteriaList: [criterion, { ...criterion, failureType: 'FAILED' }] } });
    const declared = (FailureType: string, ThresholdPercentage: number) =>
      ({ FailureType, Action: 'CANCEL', ThresholdPercentage, MinNumberOfExecutedThings: 1 });
    const { reason } = await harness.resource('Reboot').create({
      ...ADOPT, AbortConfig: { CriteriaList: [declared('ALL', 10), declared('FAILED', 20)] },
    });
    expect(reason).toContain('differs in abortConfig.criteriaList[1].thresholdPercentage: ');
  });

  test('does not lose itself to an adopter that was refused', async () => {
    harness.seed(BY_HAND);
    const before = harness.iot.snapshot();
    const reboot = harness.resource('Reboot');
    await reboot.create({ ...ADOPT, Description: 'Other' });
    await reboot.delete();
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is given back without a trace when the adopter is deleted', async () => {
    harness.seed(BY_HAND, { by: 'hand' });
    const before = harness.iot.snapshot();
    const reboot = await adopter('fleet');
    const { status, calls } = await reboot.delete();
    expect(status).toBe('SUCCESS');
    expect(calls).toEqual(['ListTagsForResource', 'UntagResource']);
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is given back where the adopting Create was never answered', async () => {
    harness.seed(BY_HAND);
    const before = harness.iot.snapshot();
    const reboot = await adopter('fleet');
    await reboot.delete({ PhysicalResourceId: 'fleet-Reboot-1ABCDEF2GHIJK' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is not marked again by a change of its tags: where it was given back in between, the policy denies a change that names no owner', async () => {
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

  test('is adopted no longer once its content is made anew', async () => {
    harness.seed(BY_HAND, { by: 'hand' });
    const reboot = await adopter('fleet');
    await reboot.update({ ...REBOOT_SLOWLY, AdoptExisting: true });
    expect(owners()).toEqual([reboot.owner]);
    expect(harness.tagsOfOthers('reboot')).toEqual({ by: 'hand' });
    await reboot.delete();
    expect(harness.ids).toEqual([]);
  });

  test('stays adopted where the service refuses new content', async () => {
    harness.seed(BY_HAND);
    const reboot = await adopter('fleet');
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest' });
    expect(await reboot.update({ ...REBOOT_SLOWLY, AdoptExisting: true })).toMatchObject({ status: 'FAILED' });
    expect(owners()).toEqual([reboot.owner, 'unmanaged']);
    await reboot.delete();
    expect(harness.ids).toEqual(['reboot']);
  });

  test('is adopted by an Update to its id, and given back by the rollback', async () => {
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

  test('is not adopted where it has no room for the tags that say so', async () => {
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

  test('that vanishes while it is looked at is made', async () => {
    harness.seed(BY_HAND);
    harness.server.intercept = ({ operation, nth }) => {
      if (operation === 'DescribeJobTemplate' && nth === 1) harness.iot.templates.delete('reboot');
      return undefined;
    };
    const reboot = await adopter('fleet');
    expect(owners()).toEqual([reboot.owner]);
  });
});

describe('A template of another stack', () => {
  test('is adopted as it is, and remembers whom it came from', async () => {
    const first = await maker();
    const before = content();
    const second = await adopter('fleet');
    expect(owners()).toEqual([second.owner, first.owner]);
    expect(content()).toEqual(before);
  });

  test('is given back when the adopter is deleted, and deleted by its maker', async () => {
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

  test('that was given back has no trace of the adopter after the next edit of its tags', async () => {
    const first = await maker();
    await (await adopter('fleet')).delete();
    expect(await first.update({ ...REBOOT, ...tags({ a: 'b' }) })).toMatchObject({ status: 'SUCCESS' });
    expect(Object.keys(harness.template('reboot').tags).sort()).toEqual(['a', CONTENT, OWNER, REQUESTS]);
  });

  test('is neither changed nor deleted by its maker while it is adopted', async () => {
    const first = await maker();
    await adopter('fleet');
    const before = harness.iot.snapshot();
    expect(await first.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED', physicalResourceId: 'reboot' });
    expect(await first.update({ ...REBOOT, ...tags({ a: 'b' }) })).toMatchObject({ status: 'FAILED' });
    expect(harness.iot.snapshot()).toEqual(before);
    await first.delete();
    expect(content()).toEqual({ ...before.reboot, tags: undefined });
  });

  test('which its maker was refused an edit of is rolled back to there, since it is as it was', async () => {
    const first = await maker();
    await adopter('fleet');
    const before = harness.iot.snapshot();
    expect(await first.update(REBOOT_SLOWLY)).toMatchObject({ status: 'FAILED' });
    expect(await first.rollBack(REBOOT_SLOWLY)).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'reboot' });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is the adopter\'s own once its maker is deleted', async () => {
    const first = await maker();
    const second = await adopter('fleet');
    expect(await first.delete()).toMatchObject({ status: 'SUCCESS', calls: ['ListTagsForResource', 'UntagResource'] });
    expect(owners()).toEqual([second.owner]);
    await second.delete();
    expect(harness.ids).toEqual([]);
  });

  test('that its maker wants back is taken back', async () => {
    const first = await maker('maker', ADOPT);
    await adopter('fleet');
    expect(await first.update({ ...ADOPT, ...tags({}) })).toMatchObject({ status: 'SUCCESS' });
    expect(owners()[0]).toBe(first.owner);
  });

  test('that its maker wants back as something else stays with the adopter, and still remembers its maker', async () => {
    const first = await maker('maker', ADOPT);
    const second = await adopter('fleet');
    const before = harness.iot.snapshot();
    const outcome = await first.update({ ...REBOOT_SLOWLY, AdoptExisting: true });
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('timeoutConfig.inProgressTimeoutInMinutes') });
    expect(harness.iot.snapshot()).toEqual(before);
    await second.delete();
    expect(owners()).toEqual([first.owner]);
  });

  test('that is declared anew as something else by the maker which let go of it changes nothing', async () => {
    const first = await maker();
    const second = await adopter('fleet');
    const before = harness.iot.snapshot();
    const outcome = await first.create({ ...REBOOT_SLOWLY, AdoptExisting: true });
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('timeoutConfig.inProgressTimeoutInMinutes') });
    expect(harness.iot.snapshot()).toEqual(before);
    await second.delete();
    expect(owners()).toEqual([first.owner]);
  });

  test('that is declared anew as it is by the maker which let go of it is adopted in turn', async () => {
    const first = await maker();
    const second = await adopter('fleet');
    expect(await first.create(ADOPT)).toMatchObject({ status: 'SUCCESS' });
    expect(owners()).toEqual([first.owner, second.owner]);
    await first.delete();
    expect(owners()).toEqual([second.owner]);
  });

  test('which the service does not let go back stays the adopter\'s, until it does', async () => {
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

  test('is taken back by an Update of the same stack where a rolled-back adopter did not give it back', async () => {
    const first = harness.resource('OldName');
    await first.create(REBOOT);
    await harness.resource('NewName').create(ADOPT);
    expect(await first.update({ ...REBOOT, ...tags({ a: 'b' }) })).toMatchObject({ status: 'SUCCESS' });
    expect(owners()).toEqual([first.owner]);
    expect(harness.tagsOfOthers('reboot')).toEqual({ a: 'b' });
  });

  test('is not taken back by a Create of the same stack that was not told to adopt', async () => {
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

  test('gets its template back where the renaming is rolled back', async () => {
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

describe('A template of a stack that is gone, whose name another has now', () => {
  /** The same construct, in a stack of the same name that was made anew. */
  const reborn = (life: number): CustomResource =>
    Object.assign(harness.resource('Reboot', 'fleet'), { stackId: `arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/life-${life}` });

  test('is adopted as often as that happens: nobody comes back from there', async () => {
    for (const life of [1, 2, 3, 4, 5]) expect(await reborn(life).create(ADOPT)).toMatchObject({ status: 'SUCCESS' });
    expect(owners()).toEqual(['fleet/life-5/Reboot', 'unmanaged']);
  });

  test('is nobody\'s where the adoption is rolled back', async () => {
    await reborn(1).create(REBOOT);
    const before = content();
    const second = reborn(2);
    await second.create(ADOPT);
    await second.delete();
    expect(content()).toEqual(before);
    expect(harness.template('reboot').tags).toEqual({});
  });

  test('goes back to whom that stack had it from', async () => {
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

  test('is remembered to be of another stack where only the beginning of the names is the same', async () => {
    const first = await maker('fleet-1');
    await reborn(1).create(ADOPT);
    expect(owners()).toEqual(['fleet/life-1/Reboot', first.owner]);
  });
});

describe('A template that came back after it was adopted', () => {
  test('is adopted again, and let go of, one tag at a time', async () => {
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

  test('remembers both from whom it came', () => {
    expect(owners()).toEqual([third.owner, first.owner, second.owner]);
  });

  test('is not adopted a third time', async () => {
    const before = harness.iot.snapshot();
    const outcome = await harness.resource('Reboot', 'fourth').create(ADOPT);
    expect(outcome).toMatchObject({ status: 'FAILED', reason: expect.stringContaining(`cannot be adopted from ${third.owner}`) });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('is adopted anew by the first, which is then nobody before itself', async () => {
    expect(await first.create(ADOPT)).toMatchObject({ status: 'SUCCESS' });
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

  test('goes back to the one in the middle where the first has left', async () => {
    await first.delete();
    await third.delete();
    expect(owners()).toEqual([second.owner]);
  });

  test('goes back to the first where the one in the middle has left', async () => {
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

  test('is nobody\'s but the adopter\'s once its content is made anew', async () => {
    await third.update({ ...REBOOT_SLOWLY, AdoptExisting: true });
    expect(owners()).toEqual([third.owner]);
    for (const left of [first, second]) await left.delete();
    expect(owners()).toEqual([third.owner]);
  });
});
