import { BookkeepingTags, type Tags } from '../../src/shared/bookkeeping-tags';
import type { CreateJobTemplateRequest } from '../../src/shared/create-job-template';
import { type ActualState, decide, type Decision, type DesiredChange } from '../../src/shared/decision';
import { contentFingerprint } from '../../src/shared/fingerprint';
import { ADOPTED_FROM, ADOPTED_FROM_2, CONTENT, OWNER, REQUESTS } from '../support/harness';

const US = 'fleet/uuid/Reboot';
const BESIDE = 'fleet/uuid/Heir';
const OTHER = 'maker/uuid/Reboot';

const REQUEST: CreateJobTemplateRequest = { jobTemplateId: 'reboot', description: 'Reboots', document: '{}' };
const OTHER_CONTENT = { ...REQUEST, description: 'Resets' };
const BEFORE = new Date(0);
const NOW = new Date(1_000_000);

interface Case {
  readonly change?: Partial<DesiredChange>;
  readonly desired?: Partial<DesiredChange['desired']>;
  readonly tags?: { readonly [key: string]: string };
  /** Undefined if AWS IoT shows no template. */
  readonly described?: CreateJobTemplateRequest;
  readonly createdAt?: Date;
  readonly actual?: Partial<ActualState>;
}

/** The decision, and how often the description was read for it. */
async function decisionFor({ tags = {}, described, createdAt = BEFORE, ...given }: Case): Promise<{ decision: Decision; reads: number }> {
  const found: Tags = new Map(Object.entries(tags));
  let reads = 0;
  const decision = await decide({
    owner: US,
    requestFingerprint: 'request',
    hadTemplate: true,
    ...given.change,
    desired: { request: REQUEST, adoptExisting: false, keepsContent: false, ...given.desired },
  }, {
    tags: found,
    bookkeeping: new BookkeepingTags(found),
    describe: async () => {
      reads += 1;
      return described && { ...described, jobTemplateArn: 'arn', createdAt };
    },
    view: { isSettled: true, isRecent: date => date === NOW },
    isIdTaken: true,
    ...given.actual,
  });
  return { decision, reads };
}

const YOUNG = { view: { isSettled: false, isRecent: (date: Date) => date === NOW } };
const contentTag = (request = REQUEST) => ({ [CONTENT]: contentFingerprint(request) });
const ours = (request = REQUEST) => ({ [OWNER]: US, ...contentTag(request) });
const theirs = { [OWNER]: OTHER, ...contentTag() };
const CREATE: Case = { change: { hadTemplate: false } };
const ADOPT: Case = { ...CREATE, desired: { adoptExisting: true } };
const TAGGED = { ...REQUEST, tags: [{ Key: 'team', Value: 'fleet' }] };

describe('A template that belongs to this resource', () => {
  test.each<[string, Case, Decision['action'], number]>([
    ['with other content', { tags: ours(OTHER_CONTENT) }, 'edit', 0],
    ['with other content, before the reads have settled', { tags: ours(OTHER_CONTENT), actual: YOUNG }, 'edit', 0],
    ['with the content that the update keeps', { tags: ours(), desired: { keepsContent: true } }, 'retag', 0],
    ['with the content that this very request wrote', { tags: { ...ours(), [REQUESTS]: 'earlier request' }, ...CREATE }, 'retag', 0],
    ['with new content that an earlier event wrote', { tags: ours() }, 'retag', 0],
    ['with new content that a stale read shows', { tags: ours(), actual: YOUNG }, 'read again', 0],
    ['without a fingerprint, described with other content', { tags: { [OWNER]: US }, described: OTHER_CONTENT }, 'edit', 1],
    ['without a fingerprint, and without a description', { tags: { [OWNER]: US } }, 'edit', 1],
    ['without a fingerprint, described as declared', { tags: { [OWNER]: US }, described: REQUEST }, 'retag', 1],
    ['without a fingerprint, created and described as declared', { ...CREATE, tags: { [OWNER]: US }, described: REQUEST }, 'retag', 2],
    ['created again, described as declared', { ...CREATE, tags: ours(), described: REQUEST }, 'retag', 1],
    ['created again, described as declared by a stale read', { ...CREATE, tags: ours(), described: REQUEST, actual: YOUNG }, 'read again', 1],
    ['created again, described with other content', { ...CREATE, tags: ours(), described: OTHER_CONTENT }, 'edit', 1],
    ['created again, described with other content than its tags say', { ...CREATE, desired: { keepsContent: true }, tags: ours(), described: OTHER_CONTENT }, 'edit', 1],
    ['created again, with a document from an object, which no description shows', {
      ...CREATE,
      tags: ours({ ...REQUEST, document: undefined, documentSource: 's3' }),
      described: REQUEST,
      desired: { request: { ...REQUEST, document: undefined, documentSource: 's3' } },
    }, 'edit', 0],
    ['created again, from a job, which no description shows', {
      ...CREATE, tags: ours({ ...REQUEST, jobArn: 'job' }), described: REQUEST, desired: { request: { ...REQUEST, jobArn: 'job' } },
    }, 'edit', 0],
    ['replaced, and has seen the creation of its replacement', {
      change: { hadTemplate: false, creationOfReplaced: 'later' }, tags: { ...ours(), [REQUESTS]: 'earlier later' }, described: REQUEST, actual: YOUNG,
    }, 'retag', 1],
    ['that began with the creation of its replacement', {
      change: { hadTemplate: false, creationOfReplaced: 'later' }, tags: { ...ours(), [REQUESTS]: 'later' }, described: REQUEST, actual: YOUNG,
    }, 'read again', 1],
    ['replaced, but described with other content', {
      change: { hadTemplate: false, creationOfReplaced: 'later' }, tags: { ...ours(), [REQUESTS]: 'earlier later' }, described: OTHER_CONTENT,
    }, 'edit', 2],
  ])('%s', async (_, given, action, reads) => {
    expect(await decisionFor(given)).toMatchObject({ decision: { action }, reads });
  });

  test('gets its changed tags, keeps those of other tools, and loses those that are no longer declared', async () => {
    const previous = { ...REQUEST, tags: [{ Key: 'old', Value: 'a' }, { Key: 'unseen', Value: 'b' }] };
    const { decision } = await decisionFor({
      tags: { ...ours(), old: 'a', by: 'hand', [ADOPTED_FROM]: US },
      desired: { request: TAGGED, previous, keepsContent: true },
      actual: { tagsOfOthers: new Map([['lost', 'c']]) },
    });
    expect(decision).toEqual({
      action: 'retag',
      changes: { set: new Map([['lost', 'c'], ['team', 'fleet'], [REQUESTS, 'request']]), remove: ['old', ADOPTED_FROM], removeUnseen: ['unseen'], fits: true },
    });
  });

  test('gets no tags that this very request has already written', async () => {
    const { decision } = await decisionFor({
      tags: { ...ours(), team: 'fleet', [REQUESTS]: 'request' }, desired: { request: TAGGED, previous: { ...REQUEST, tags: [{ Key: 'unseen' }] } },
    });
    expect(decision).toEqual({ action: 'retag', changes: { set: new Map(), remove: [], removeUnseen: [], fits: true } });
  });
});

describe('A template that does not belong to this resource', () => {
  test.each<[string, Case, Decision['action'], number]>([
    ['is created if its id may be free', { ...CREATE, actual: { isIdTaken: false } }, 'create', 0],
    ['is created although its tags name another owner', { ...ADOPT, tags: theirs, actual: { isIdTaken: false } }, 'create', 0],
    ['is read again before it is refused', { ...CREATE, actual: YOUNG }, 'read again', 0],
    ['is refused', { ...CREATE, described: REQUEST }, 'refuse', 0],
    ['is refused to an update that changes it', { desired: { previous: OTHER_CONTENT }, described: OTHER_CONTENT }, 'refuse', 1],
    ['is refused to an update if it cannot be read', { desired: { previous: REQUEST } }, 'refuse', 1],
    ['is refused to a rollback if it lacks a declared tag', { desired: { request: TAGGED, previous: REQUEST }, described: REQUEST }, 'refuse', 1],
    ['is left if a rollback has nothing to restore', { desired: { previous: REQUEST }, described: REQUEST }, 'leave', 1],
    ['is left with its declared tag', { desired: { request: TAGGED, previous: REQUEST }, tags: { team: 'fleet' }, described: REQUEST }, 'leave', 1],
    ['is adopted', { ...ADOPT, described: REQUEST }, 'adopt', 1],
    ['is adopted before the reads have settled', { ...ADOPT, described: REQUEST, actual: YOUNG }, 'adopt', 1],
    ['is read again before it is adopted if it is young', { ...ADOPT, described: REQUEST, createdAt: NOW, actual: YOUNG }, 'read again', 1],
    ['is adopted if it is young and the reads have settled', { ...ADOPT, described: REQUEST, createdAt: NOW }, 'adopt', 1],
    ['is read again if nobody shows it', ADOPT, 'read again', 1],
    ['is not adopted if it differs', { ...ADOPT, described: OTHER_CONTENT }, 'refuse', 1],
    ['is read again if it seems to differ', { ...ADOPT, described: OTHER_CONTENT, actual: YOUNG }, 'read again', 1],
    ['is not adopted from a second adopter', { ...ADOPT, tags: { ...theirs, [ADOPTED_FROM]: 'one', [ADOPTED_FROM_2]: 'two' }, described: REQUEST }, 'refuse', 1],
    ['is read again if it seems to have two adopters', {
      ...ADOPT, tags: { ...theirs, [ADOPTED_FROM]: 'one', [ADOPTED_FROM_2]: 'two' }, described: REQUEST, actual: YOUNG,
    }, 'read again', 1],
  ])('%s', async (_, given, action, reads) => {
    expect(await decisionFor(given)).toMatchObject({ decision: { action }, reads });
  });

  test('is adopted by tags that name its previous owner', async () => {
    expect((await decisionFor({ ...ADOPT, tags: theirs, described: REQUEST })).decision).toEqual({
      action: 'adopt', why: 'adopted', tags: new Map([[OWNER, US], [CONTENT, contentFingerprint(REQUEST)], [REQUESTS, 'request'], [ADOPTED_FROM, OTHER]]),
    });
  });

  test('loses its record of this resource before it is adopted back', async () => {
    const tags = { ...theirs, [ADOPTED_FROM]: US, [ADOPTED_FROM_2]: 'two' };
    expect((await decisionFor({ ...ADOPT, tags, described: REQUEST, actual: YOUNG })).decision).toEqual({ action: 'disclaim', keys: [ADOPTED_FROM] });
  });

  test('of another construct of the stack, which was rolled back, is taken back by its tags alone', async () => {
    const tags = { [OWNER]: BESIDE, [ADOPTED_FROM]: US, [REQUESTS]: 'earlier' };
    expect(await decisionFor({ tags, desired: { previous: REQUEST }, actual: { ...YOUNG, isIdTaken: false } })).toEqual({
      decision: { action: 'adopt', why: 'ownership restored', tags: new Map([[OWNER, US], [REQUESTS, 'earlier request']]) }, reads: 0,
    });
  });

  test.each<[string, Case]>([
    ['of another stack', { tags: { [OWNER]: OTHER, [ADOPTED_FROM]: US }, desired: { previous: REQUEST } }],
    ['of another construct that had no template of this one', { tags: { [OWNER]: BESIDE }, desired: { previous: REQUEST } }],
    ['of another construct, without earlier properties', { tags: { [OWNER]: BESIDE, [ADOPTED_FROM]: US } }],
  ])('%s, is not taken back by its tags alone', async (_, given) => {
    expect((await decisionFor({ ...given, actual: { isIdTaken: false } })).decision).toEqual({ action: 'create' });
  });
});

test.each<[string, Case, string]>([
  ['a taken id', { ...CREATE, tags: theirs }, `job template reboot already exists and belongs to ${OTHER}: choose another jobTemplateId, delete that template, `
    + 'or set adoptExisting to adopt it unchanged'],
  ['a moved resource', {}, `job template reboot does not belong to ${US}: it was not created by this library. The resource was moved, or the template was adopted. `
    + 'Set adoptExisting to adopt it unchanged and edit it in a later deployment, or choose another jobTemplateId'],
  ['a second adopter', { ...ADOPT, tags: { ...theirs, [ADOPTED_FROM]: 'one', [ADOPTED_FROM_2]: 'two' }, described: REQUEST },
    `job template reboot cannot be adopted from ${OTHER}, which has adopted it, too: remove it from the stack that had it before first`],
])('The refusal of %s says why', async (_, given, why) => {
  expect((await decisionFor(given)).decision).toEqual({ action: 'refuse', why });
});

test('The refusal of an adoption has the differences, member by member and tag by tag', async () => {
  const request = { ...REQUEST, timeoutConfig: { inProgressTimeoutInMinutes: 5 }, tags: [{ Key: 'team', Value: 'fleet' }, { Key: 'site' }] };
  const { decision } = await decisionFor({ ...ADOPT, desired: { adoptExisting: true, request }, tags: { team: 'edge' }, described: OTHER_CONTENT });
  expect(decision).toEqual({
    action: 'refuse',
    why: 'job template reboot cannot be adopted, because it differs from its declaration. Declare it as it is, adopt it, and edit it in a later deployment',
    differences: [
      { member: 'description', wanted: 'Reboots', found: 'Resets' },
      { member: 'timeoutConfig.inProgressTimeoutInMinutes', wanted: 5, found: undefined },
      { member: 'tags', tag: 'team', wanted: 'fleet', found: 'edge' },
      { member: 'tags', tag: 'site', wanted: '', found: undefined },
    ],
  });
});

test('A template that is left names its owner', async () => {
  expect((await decisionFor({ desired: { previous: REQUEST }, tags: theirs, described: REQUEST })).decision).toEqual({
    action: 'leave', why: `it has the desired state, but does not belong to ${US}: it belongs to ${OTHER}`,
  });
});
