import { type Aspect, type Difference, firstDifference, knownToDiffer, type Outcome, type Replica, replay, type Request } from './replay';
import { startFake } from './replicas';

export interface Opinion {
  readonly start: () => Promise<Replica>;
  /** The success of a request is always compared. */
  readonly compared: readonly Aspect[];
  readonly differences: readonly Difference[];
  /** Sequences of requests, by their titles. */
  readonly requests: { readonly [name: string]: readonly Request[] };
  /** The aspects of the outcomes to compare. @default - all of them */
  readonly simplify?: (outcome: Outcome) => Outcome;
  /** The time limit of the start. */
  readonly setupMs: number;
}

/** Defines tests that the fake answers every request like another implementation, except for known differences. */
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
