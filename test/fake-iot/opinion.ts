import { type Aspect, type Difference, firstDifference, knownToDiffer, type Replica, replay } from './replay';
import { startFake } from './replicas';
import { REQUESTS } from './requests';

export interface Opinion {
  readonly start: () => Promise<Replica>;
  readonly compared: readonly Aspect[];
  readonly differences: readonly Difference[];
  /** How long the start may take. */
  readonly setupMs: number;
}

/** Defines the tests that the fake answers every request as another implementation does, apart from the differences that are known. */
export function compareWithFake({ start, compared, differences, setupMs }: Opinion): void {
  let fake: Replica;
  let other: Replica;

  beforeAll(async () => {
    [fake, other] = [await startFake(), await start()];
  }, setupMs);

  afterAll(async () => {
    await Promise.all([fake?.close(), other?.close()]);
  });

  test.each(Object.entries(REQUESTS))('%s', async (name, requests) => {
    const ours = await replay(fake, requests);
    const theirs = await replay(other, requests);
    const { index = 0, aspects = [] } = firstDifference(ours, theirs, compared) ?? {};
    const context = { request: requests[index], ours: ours[index], theirs: theirs[index] };
    expect({ ...context, differIn: aspects }).toEqual({ ...context, differIn: knownToDiffer(differences, name) });
  });

  test('every difference is one of a request', () => {
    expect(differences.flatMap(({ of }) => of).filter((name) => !(name in REQUESTS))).toEqual([]);
  });
}
