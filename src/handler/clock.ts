/** Time and chance, as the handler sees them: a test brings its own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 to 1. */
  random(): number;
  /** What the promise gives, or what `late` gives where the promise takes longer. */
  within<T>(milliseconds: number, promise: Promise<T>, late: () => T): Promise<T>;
}

/** A pause before the next attempt: random, and growing with the attempts up to a bound. */
export const pauseAfter = (attempt: number, clock: Clock, first: number, longest: number): number =>
  clock.random() * Math.min(longest, first * 2 ** attempt);

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
