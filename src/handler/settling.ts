import { type Clock, pauseAfter } from './clock';
import type { View } from '../shared/decision';

/**
 * The longest time until a read shows an earlier write, and until a deleted id is free again. A call without a response has its effect
 * within this time, too. Evidence: describe-lag, tags-lag, create-after-delete, late-effect.
 */
const SETTLING_MS = 45_000;
/** The time after which a template that keeps changing is given up. */
const GIVE_UP_AFTER_MS = 120_000;
/** Retries without a pause. An adoption takes two. */
const IMMEDIATE_RETRIES = 2;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Why an attempt has no result and is retried: it has written something and must read that, or what it read may be stale. */
export type Retry = 'written' | 'stale';

/** Retries decisions on reads that may be stale until the reads have settled. It pauses only between retries. */
export class Settling {
  /** @param deadline when the last retry may begin */
  constructor(private readonly clock: Clock, private readonly deadline: number) {}

  /** @returns the result of the first attempt that has one, or undefined if the template keeps changing or time is up */
  async retry<T extends object | string | boolean>(attempt: (view: View) => Promise<T | Retry>): Promise<Exclude<T, Retry> | undefined> {
    const givesUpAt = this.clock.now() + GIVE_UP_AFTER_MS;
    let settledAt = this.clock.now() + SETTLING_MS;
    for (let retries = 0; this.clock.now() < givesUpAt; retries++) {
      const began = this.clock.now();
      const isSettled = began >= settledAt;
      const result = await attempt({ isSettled, isRecent: date => date.getTime() > began - SETTLING_MS });
      if (result !== 'written' && result !== 'stale') return result as Exclude<T, Retry>;
      const pause = retries < IMMEDIATE_RETRIES ? 0 : pauseAfter(retries, this.clock.random(), FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
      if (isSettled && result === 'stale' || this.clock.now() + pause >= this.deadline) return undefined;
      if (result === 'written') settledAt = this.clock.now() + SETTLING_MS;
      if (pause > 0) await this.clock.sleep(pause);
    }
    return undefined;
  }

  /** Waits until calls without a response have had their late effects. @returns whether there was time for that */
  async outlastLateEffects(): Promise<boolean> {
    if (this.clock.now() + SETTLING_MS >= this.deadline) return false;
    await this.clock.sleep(SETTLING_MS);
    return true;
  }
}
