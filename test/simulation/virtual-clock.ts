import type { Clock } from '../../src/handler/clock';

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** Park and Miller's generator: small, and the same everywhere. */
const MODULUS = 2 ** 31 - 1;
const MULTIPLIER = 48_271;

/** Time that passes only when nobody can go on without it, and chance that a seed decides. */
export class VirtualClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private timers: Timer[] = [];
  private state: number;
  private held = 0;

  constructor(seed = 1) {
    this.state = Math.abs(seed) % (MODULUS - 1) + 1;
  }

  /** Asked when everybody waits, before time passes: lets one of them go on, if it wants to. @returns whether it did */
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
    // Hundred thousands of calls end before their time is up: a timer that nobody waits for costs a turn.
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

  /** Holds time, and everybody else, until something real is there. */
  hold<T>(promise: Promise<T>): Promise<T> {
    this.held++;
    return promise.finally(() => { this.held--; });
  }

  /** Lets time pass until the promise is settled. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    promise.then(() => { settled = true; }, () => { settled = true; });
    for (;;) {
      await new Promise(resolve => setImmediate(resolve));
      if (settled) return promise;
      if (this.held > 0) continue;
      if (this.release()) continue;
      const next = this.timers.shift();
      if (!next) throw new Error('everybody waits for ever');
      this.time = next.at;
      next.wake();
    }
  }
}
