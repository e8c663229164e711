import { timeUntil } from '../../verify/poll';

const never = new AbortController().signal;

/** What can be seen, call by call; all of it from then on. */
const appears = (...seen: boolean[]) => jest.fn(async () => seen.shift() ?? true);

test('What is there at once takes no time', async () => {
  expect(await timeUntil({ signal: never, limitMs: 1_000, isThere: appears() })).toBeLessThan(200);
});

test('What disappears again is not there yet', async () => {
  const isThere = appears(true, true, false);
  expect(await timeUntil({ signal: never, limitMs: 1_000, isThere })).toBeGreaterThanOrEqual(200);
  expect(isThere).toHaveBeenCalledTimes(6);
});

test('What does not come is given up', async () => {
  expect(await timeUntil({ signal: never, limitMs: 100, isThere: async () => false })).toBeUndefined();
});

test('An end that is near is not slept through', async () => {
  const ending = new AbortController();
  const waiting = timeUntil({ signal: ending.signal, limitMs: 60_000, isThere: async () => false });
  ending.abort(new Error('ended early'));
  await expect(waiting).rejects.toThrow(/ended early|aborted/);
});
