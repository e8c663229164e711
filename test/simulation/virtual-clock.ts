import type { Clock } from '../../src/handler/clock';

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** Park and Miller's generator, which is small and portable. */
const MODULUS = 2 ** 31 - 1;
const MULTIPLIER = 48_271;

/** A clock that advances only if nothing can continue without it, and a source of randomness with a seed. */
export class VirtualClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private timers: Timer[] = [];
  private state: number;
  private held = 0;

  constructor(seed = 1) {
    this.state = Math.abs(seed) % (MODULUS - 1) + 1;
  }

  /**
   * Called before time advances, when everything waits. Lets one waiting call continue, if there is one. @returns
   * whether a call continues
   */
  release: () => boolean = () => false;

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise(wake => { this.set({ at: this.time + milliseconds, wake }); });
  }

  random(): number {
    this.state = this.state * MULTIPLIER % MODULUS;
    return this.state / MODULUS;
  }

  within<T>(milliseconds: number, promise: Promise<T>, late: () => T): Promise<T> {
    let timer: Timer;
    const expiry = new Promise<void>(wake => {
      timer = { at: this.time + milliseconds, wake };
      this.set(timer);
    });
    // Hundreds of thousands of calls end before their timeout. A timer that nothing waits for costs a turn.
    return Promise.race([promise, expiry.then(late)]).finally(() => { this.timers = this.timers.filter(other => other !== timer); });
  }

  private set(timer: Timer): void {
    let [low, high] = [0, this.timers.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.timers[middle].at <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.timers.splice(low, 0, timer);
  }

  /** Stops the clock until a real promise is settled. */
  hold<T>(promise: Promise<T>): Promise<T> {
    this.held++;
    return promise.finally(() => { this.held--; });
  }

  /** Advances time until the promise is settled. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    promise.then(() => { settled = true; }, () => { settled = true; });
    for (;;) {
      await new Promise(resolve => setImmediate(resolve));
      if (settled) return promise;
      if (this.held > 0) continue;
      if (this.release()) continue;
      const next = this.timers.shift();
      if (!next) throw new Error('all work waits, and no timer is left');
      this.time = next.at;
      next.wake();
    }
  }
}
