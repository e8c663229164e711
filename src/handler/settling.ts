import { type Clock, pauseAfter } from './clock';

/**
 * How long AWS IoT may take until a read shows what was written before it, and until a deleted id is free again.
 * The same for a call that was given up to have its effect. Evidence: describe-lag, tags-lag, create-after-delete, late-effect.
 */
const SETTLING_MS = 45_000;
/** When to give up on a template that something else keeps changing. */
const GIVE_UP_AFTER_MS = 120_000;
/** Repetitions that do not wait: an adoption takes two. */
const IMMEDIATE_REPETITIONS = 2;
const FIRST_PAUSE_IN_MS = 500;
const LONGEST_PAUSE_IN_MS = 15_000;

/** What an attempt does if it has no result: it wrote something and must read again, or it doubts what it read. */
export type Repeat = 'progress' | 'doubt';

/** The age of what an attempt reads. */
export interface View {
  /** Whether reads have had time to show all earlier writes. An attempt that sees a settled view must not doubt it. */
  readonly isSettled: boolean;
  /** Whether something was so young when the attempt began that its tags may not have shown yet. */
  readonly isRecent: (date: Date) => boolean;
}

/** Repeats what was decided on reads that may be out of date, until they have settled. Only what cannot go on otherwise waits. */
export class Settling {
  /** @param deadline when the last repetition may begin */
  constructor(private readonly clock: Clock, private readonly deadline: number) {}

  /** @returns the result of the first attempt that has one; undefined if the template keeps changing, or time is up */
  async until<T extends object | string | boolean>(attempt: (view: View) => Promise<T | Repeat>): Promise<Exclude<T, Repeat> | undefined> {
    const givesUpAt = this.clock.now() + GIVE_UP_AFTER_MS;
    let settledAt = this.clock.now() + SETTLING_MS;
    for (let repetition = 0; this.clock.now() < givesUpAt; repetition++) {
      const began = this.clock.now();
      const isSettled = began >= settledAt;
      const result = await attempt({ isSettled, isRecent: date => date.getTime() > began - SETTLING_MS });
      if (result !== 'progress' && result !== 'doubt') return result as Exclude<T, Repeat>;
      const pause = repetition < IMMEDIATE_REPETITIONS ? 0 : pauseAfter(repetition, this.clock, FIRST_PAUSE_IN_MS, LONGEST_PAUSE_IN_MS);
      if (isSettled && result === 'doubt' || this.clock.now() + pause >= this.deadline) return undefined;
      if (result === 'progress') settledAt = this.clock.now() + SETTLING_MS;
      if (pause > 0) await this.clock.sleep(pause);
    }
    return undefined;
  }

  /** Waits until calls that were given up have had their late effects. @returns whether there was time for that */
  async outlast(): Promise<boolean> {
    if (this.clock.now() + SETTLING_MS >= this.deadline) return false;
    await this.clock.sleep(SETTLING_MS);
    return true;
  }
}
