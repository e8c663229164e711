/** Time and chance for the handler. Tests pass their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 to 1. */
  random(): number;
  /** @returns the result of the promise, or of `late` if the promise takes longer */
  within<T>(milliseconds: number, promise: Promise<T>, late: () => T): Promise<T>;
}

/**
 * The pause before the next attempt: random, with an upper bound that doubles with each attempt.
 *
 * @param random from 0 to 1
 */
export const pauseAfter = (attempt: number, random: number, firstMs: number, longestMs: number): number =>
  random * Math.min(longestMs, firstMs * 2 ** attempt);

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
  random: () => Math.random(),
  within: async (milliseconds, promise, late) => {
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<void>(resolve => { timer = setTimeout(resolve, milliseconds); });
    try {
      return await Promise.race([promise, expiry.then(late)]);
    } finally {
      clearTimeout(timer);
    }
  },
};
