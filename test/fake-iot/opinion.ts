import { type Aspect, type Difference, firstDifference, knownToDiffer, type Outcome, type Replica, replay, type Request } from './replay';
import { startFake } from './replicas';

export interface Opinion {
  readonly start: () => Promise<Replica>;
  /** Whether a request succeeds is always compared. */
  readonly compared: readonly Aspect[];
  readonly differences: readonly Difference[];
  /** Requests that follow each other, by the name of what they show. */
  readonly requests: { readonly [name: string]: readonly Request[] };
  /** What of the outcomes is compared. @default - all of them */
  readonly simplify?: (outcome: Outcome) => Outcome;
  /** How long the start may take. */
  readonly setupMs: number;
}

/** Defines the tests that the fake answers every request as another implementation does, apart from the differences that are known. */
export function compareWithFake({ start, compared, differences, requests, simplify = (outcome) => outcome, setupMs }: Opinion): void {
  let fake: Replica;
  let other: Replica;

  beforeAll(async () => {
    [fake, other] = [await startFake(), await start()];
  }, setupMs);

  afterAll(async () => {
    await Promise.all([fake?.close(), other?.close()]);
  });

  test.each(Object.entries(requests))('%s', async (name, sequence) => {
    const ours = (await replay(fake, sequence)).map(simplify);
    const theirs = (await replay(other, sequence)).map(simplify);
    const { index = 0, aspects = [] } = firstDifference(ours, theirs, compared) ?? {};
    const context = { request: sequence[index], ours: ours[index], theirs: theirs[index] };
    expect({ ...context, differIn: aspects }).toEqual({ ...context, differIn: knownToDiffer(differences, name) });
  });

  test('every difference is one of a request', () => {
    expect(differences.flatMap(({ of }) => of).filter((name) => !(name in requests))).toEqual([]);
  });
}
