import { tagChanges, type TagState } from '../../src/shared/tag-change';

const NONE: TagState = {
  found: new Map(), isUpToDate: false, declared: new Map(), declaredBefore: new Map(), bookkeeping: new Map(), needless: [], ofOthers: new Map(),
};
const team = (value: string) => new Map([['team', value]]);

describe('A declared tag that the template already has', () => {
  test('is set again if the event edits it, because the read may be stale', () => {
    expect(tagChanges({ ...NONE, found: team('new'), declared: team('new'), declaredBefore: team('old') }).set).toEqual(team('new'));
  });

  test('is not set if the event does not edit it', () => {
    expect(tagChanges({ ...NONE, found: team('same'), declared: team('same'), declaredBefore: team('same') }).set).toEqual(new Map());
  });

  test('is not set if this very request wrote the tags', () => {
    expect(tagChanges({ ...NONE, isUpToDate: true, found: team('new'), declared: team('new'), declaredBefore: team('old') }).set).toEqual(new Map());
  });
});

describe('Tags that are no longer declared', () => {
  const declaredBefore = new Map([['seen', 'a'], ['unseen', 'b']]);
  const found = new Map([['seen', 'a'], ['other', 'c']]);

  test('are removed, each according to whether a read shows it', () => {
    expect(tagChanges({ ...NONE, found, declaredBefore })).toMatchObject({ set: new Map(), remove: ['seen'], removeUnseen: ['unseen'] });
  });

  test('are removed only if they are found, if this very request wrote the tags', () => {
    expect(tagChanges({ ...NONE, isUpToDate: true, found, declaredBefore })).toMatchObject({ remove: ['seen'], removeUnseen: [] });
  });

  test('stay if another tool had them before the template was recreated', () => {
    expect(tagChanges({ ...NONE, found: new Map(), declaredBefore: team('a'), ofOthers: team('a') })).toMatchObject({ set: team('a'), remove: [], removeUnseen: [] });
  });
});

test('Bookkeeping tags that are no longer needed are removed', () => {
  expect(tagChanges({ ...NONE, found: new Map([['link', 'a']]), needless: ['link'] }).remove).toEqual(['link']);
});

test.each([[50, true], [51, false]])('%i old and new tags fit together: %s', (count, fits) => {
  const tags = new Map(Array.from({ length: count - 1 }, (_, index) => [`key-${index}`, 'a']));
  expect(tagChanges({ ...NONE, found: tags, declared: team('a') }).fits).toBe(fits);
});
