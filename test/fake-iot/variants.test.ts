import {
  CreateJobTemplateCommand, DeleteJobTemplateCommand, DescribeJobTemplateCommand, IoTClient, ListTagsForResourceCommand, TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-iot';
import { createClient, failureOf } from './client';
import { History } from './history';
import { InProcessHandler } from './in-process';
import { FakeIotService } from './service';
import { DEFAULT_VARIANT, Variant } from './variants';

const LAG = 10_000;
const resourceArn = 'arn:aws:iot:us-east-1:123456789012:jobtemplate/one';
const NOT_FOUND = { name: 'ResourceNotFoundException', status: 404, message: 'Job Template one cannot be found.' };

let time: number;
let service: FakeIotService;
let client: IoTClient;

function given(variant: Partial<Variant>): void {
  time = 1_700_000_000_000;
  service = new FakeIotService({ now: () => time, variant });
  client = createClient({ requestHandler: new InProcessHandler(service) });
}

const create = (description = 'One', tags?: Record<string, string>) => client.send(new CreateJobTemplateCommand({
  jobTemplateId: 'one', description, document: '{}', tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
}));
const remove = () => client.send(new DeleteJobTemplateCommand({ jobTemplateId: 'one' }));
const tag = (Key: string, Value: string) => client.send(new TagResourceCommand({ resourceArn, tags: [{ Key, Value }] }));
const untag = (...tagKeys: string[]) => client.send(new UntagResourceCommand({ resourceArn, tagKeys }));
const describeOne = () => client.send(new DescribeJobTemplateCommand({ jobTemplateId: 'one' }));
const descriptionSeen = async () => (await describeOne()).description;
const tagsSeen = async () => {
  const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn }));
  return Object.fromEntries(tags!.map(({ Key, Value }) => [Key, Value]));
};

/** Advances to the last moment before the lag is over. */
const almost = () => { time += LAG - 1; };
const over = () => { time += 1; };

describe('tagsOfMissing', () => {
  test('empty: no tags, as for a template without tags', async () => {
    given({});
    expect(await tagsSeen()).toEqual({});
  });

  test('notFound', async () => {
    given({ tagsOfMissing: 'notFound' });
    expect(await failureOf(tagsSeen())).toEqual(NOT_FOUND);
  });

  test.each(['empty', 'notFound'] as const)('%s: writing tags of a missing template is refused', async (tagsOfMissing) => {
    given({ tagsOfMissing });
    expect(await failureOf(tag('k', 'v'))).toEqual(NOT_FOUND);
    expect(await failureOf(untag('k'))).toEqual(NOT_FOUND);
  });
});

describe('conflictAfterDeleteMs', () => {
  test('a deleted id is taken until the time is over', async () => {
    given({ conflictAfterDeleteMs: LAG });
    await create();
    await remove();
    almost();
    expect(await failureOf(create())).toMatchObject({ name: 'ConflictException', status: 409 });
    expect(await failureOf(describeOne())).toEqual(NOT_FOUND);
    over();
    await create();
  });

  test('an id that nobody had is free at once', async () => {
    given({ conflictAfterDeleteMs: LAG });
    await create();
    expect(service.templates.size).toBe(1);
  });

  test('by default it is free at once', async () => {
    given({});
    await create();
    await remove();
    await create();
  });
});

describe('describeLagMs', () => {
  test('a new template is seen late', async () => {
    given({ describeLagMs: LAG });
    await create();
    almost();
    expect(await failureOf(describeOne())).toEqual(NOT_FOUND);
    over();
    expect(await descriptionSeen()).toBe('One');
  });

  test('a deleted template is seen for a while', async () => {
    given({ describeLagMs: LAG });
    service.seed({ jobTemplateId: 'one', description: 'Old' });
    await remove();
    almost();
    expect(await descriptionSeen()).toBe('Old');
    over();
    expect(await failureOf(describeOne())).toEqual(NOT_FOUND);
  });

  test('a recreated template is seen as it was before, as missing, and as it is', async () => {
    given({ describeLagMs: LAG });
    service.seed({ jobTemplateId: 'one', description: 'Old' });
    await remove();
    time += 1;
    await create('New');
    time += LAG - 2;
    expect(await descriptionSeen()).toBe('Old');
    over();
    expect(await failureOf(describeOne())).toEqual(NOT_FOUND);
    over();
    expect(await descriptionSeen()).toBe('New');
  });

  test('what the service decides itself rests on the truth', async () => {
    given({ describeLagMs: LAG, tagsLagMs: LAG, iamTagsLagMs: LAG });
    await create();
    expect(await failureOf(create())).toMatchObject({ name: 'ConflictException' });
    await tag('k', 'v');
    await remove();
    expect(await failureOf(remove())).toEqual(NOT_FOUND);
    expect(await failureOf(untag('k'))).toEqual(NOT_FOUND);
    await create();
  });
});

describe('tagsLagMs', () => {
  test('the tags of a new template are seen late', async () => {
    given({ tagsLagMs: LAG });
    await create('One', { k: 'v' });
    almost();
    expect(await tagsSeen()).toEqual({});
    over();
    expect(await tagsSeen()).toEqual({ k: 'v' });
  });

  test('a template that is not seen yet is missing', async () => {
    given({ tagsLagMs: LAG, tagsOfMissing: 'notFound' });
    await create('One', { k: 'v' });
    expect(await failureOf(tagsSeen())).toEqual(NOT_FOUND);
  });

  test('changes of tags are seen one by one', async () => {
    given({ tagsLagMs: LAG });
    service.seed({ jobTemplateId: 'one' }, { a: '1' });
    await tag('b', '2');
    time += 1;
    await untag('a');
    time += LAG - 2;
    expect(await tagsSeen()).toEqual({ a: '1' });
    over();
    expect(await tagsSeen()).toEqual({ a: '1', b: '2' });
    over();
    expect(await tagsSeen()).toEqual({ b: '2' });
  });

  test('the quota of tags counts those that are not seen yet', async () => {
    given({ tagsLagMs: LAG });
    service.seed({ jobTemplateId: 'one' }, Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`k${index}`, 'v'])));
    await tag('last', 'v');
    await expect(tag('more', 'v')).rejects.toThrow();
  });
});

describe('iamTagsLagMs', () => {
  test('IAM sees a template, its tags and its end late', async () => {
    given({ iamTagsLagMs: LAG });
    await create('One', { owner: 'a' });
    almost();
    expect(service.iamTagsOf('one')).toBeUndefined();
    over();
    expect(service.iamTagsOf('one')).toEqual({ owner: 'a' });
    await tag('owner', 'b');
    expect(service.iamTagsOf('one')).toEqual({ owner: 'a' });
    expect(service.iamTagsOf('one', time + LAG)).toEqual({ owner: 'b' });
    await remove();
    expect(service.iamTagsOf('one', time + LAG)).toBeUndefined();
  });

  test('a call is logged with the tags that IAM sees, and those that there are', async () => {
    given({ iamTagsLagMs: LAG });
    service.seed({ jobTemplateId: 'one' }, { owner: 'a' });
    await tag('owner', 'b');
    await describeOne();
    expect(service.calls).toMatchObject([
      { operation: 'TagResource', tagsBefore: { owner: 'a' }, iamTags: { owner: 'a' } },
      { operation: 'DescribeJobTemplate', tagsBefore: { owner: 'b' }, iamTags: { owner: 'a' } },
    ]);
  });

  test('by default IAM sees what there is', async () => {
    given({});
    expect(service.iamTagsOf('one')).toBeUndefined();
    await create('One', { owner: 'a' });
    await tag('owner', 'b');
    expect(service.iamTagsOf('one')).toEqual({ owner: 'b' });
  });
});

describe('iamTagsAtCreation', () => {
  test.each<[Variant['iamTagsAtCreation'], object, object]>([
    ['none', {}, {}],
    ['existing', {}, { owner: 'old' }],
    ['requested', { owner: 'new' }, { owner: 'new' }],
  ])('%s', async (iamTagsAtCreation, ofNew, ofExisting) => {
    given({ iamTagsAtCreation, iamTagsLagMs: LAG });
    const requested = [{ Key: 'owner', Value: 'new' }];
    expect(service.iamTagsForCreate('one', requested)).toEqual(ofNew);
    service.seed({ jobTemplateId: 'one' }, { owner: 'old' });
    expect(service.iamTagsForCreate('one', requested)).toEqual(ofExisting);
    await remove();
    expect(service.iamTagsForCreate('one', requested)).toEqual(ofExisting);
    await create('One', { owner: 'new' });
    expect(service.calls.at(-1)!.iamTags).toEqual(ofExisting);
  });

  test('tags of a request that are none are ignored', () => {
    given({ iamTagsAtCreation: 'requested' });
    for (const tags of [undefined, 'text', [null, 5, { Value: 'v' }]]) {
      const call = service.log({ method: 'PUT', path: '/job-templates/one', query: {}, headers: {}, body: JSON.stringify({ tags }) });
      expect(call.iamTags).toEqual({});
    }
  });
});

describe('untagOfMissingKey', () => {
  test.each(['accepted', 'refused'] as const)('%s', async (untagOfMissingKey) => {
    given({ untagOfMissingKey });
    service.seed({ jobTemplateId: 'one' }, { a: '1', b: '2' });
    await untag('a');
    expect(await tagsSeen()).toEqual({ b: '2' });
    const again = untag('a', 'b');
    if (untagOfMissingKey === 'accepted') await again;
    else expect(await failureOf(again)).toMatchObject({ name: 'InvalidRequestException', status: 400 });
    expect(await tagsSeen()).toEqual(untagOfMissingKey === 'accepted' ? {} : { b: '2' });
  });
});

describe('the state in a variant with lags', () => {
  const LAGGING = { describeLagMs: LAG, tagsLagMs: LAG, iamTagsLagMs: LAG, conflictAfterDeleteMs: LAG };

  test('seeds are seen at once, whatever was there before', async () => {
    given(LAGGING);
    await create('Old');
    await remove();
    time += LAG;
    service.seed({ jobTemplateId: 'one', description: 'New' }, { k: 'v' });
    expect(await descriptionSeen()).toBe('New');
    expect(await tagsSeen()).toEqual({ k: 'v' });
    expect(service.iamTagsOf('one')).toEqual({ k: 'v' });
  });

  test('a restored snapshot is seen at once, and what it lacks is free', async () => {
    given(LAGGING);
    service.seed({ jobTemplateId: 'one', description: 'Old' });
    const snapshot = service.snapshot();
    await remove();
    service.restore(snapshot);
    expect(await descriptionSeen()).toBe('Old');
    service.restore({});
    await create('New');
    expect(service.contents()).toMatchObject({ one: { description: 'New' } });
  });

  test('a clone has the variant, and has been as it is for long', async () => {
    given({});
    service.variant = { ...DEFAULT_VARIANT, ...LAGGING };
    await create();
    const twin = service.clone();
    expect(twin.variant).toEqual(service.variant);
    expect(service.iamTagsOf('one')).toBeUndefined();
    expect(twin.iamTagsOf('one')).toEqual({});
  });

  test('a reset takes back a changed variant, and forgets what was deleted', async () => {
    given({ conflictAfterDeleteMs: LAG });
    await create();
    await remove();
    service.variant = DEFAULT_VARIANT;
    service.reset();
    expect(service.variant).toEqual({ ...DEFAULT_VARIANT, conflictAfterDeleteMs: LAG });
    await create();
  });

  test('a seed takes an id that was just deleted', async () => {
    given(LAGGING);
    await create('Old');
    await remove();
    service.seed({ jobTemplateId: 'one', description: 'New' });
    expect(await descriptionSeen()).toBe('New');
  });
});

test('a history keeps no more than can still be seen', () => {
  const history = new History<string>();
  for (let at = 1; at <= 50; at++) history.add('key', { at, before: `before ${at}` }, at - 20);
  expect(history.stateAt(30, 'key', 'now')).toBe('before 31');
  expect(history.stateAt(0, 'key', 'now')).toBe('before 31');
  expect(history.stateAt(49, 'key', 'now')).toBe('before 50');
  expect(history.stateAt(50, 'key', 'now')).toBe('now');
  expect(history.stateAt(0, 'other', 'now')).toBe('now');
});
