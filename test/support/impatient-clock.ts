import type { Clock } from '../../src/handler/clock';

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** A clock that advances at once when somebody waits, so that no test waits. */
export class ImpatientClock implements Clock {
  /** The durations of all sleeps, one after the other. */
  readonly pauses: number[] = [];
  /** The next random number, from 0 to 1. */
  chance: () => number;

  private time = Date.UTC(2026, 0, 1);
  private alarms: Alarm[] = [];
  private readonly works: Promise<unknown>[] = [];

  constructor() {
    this.chance = () => 0.5;
  }

  now(): number {
    return this.time;
  }

  random(): number {
    return this.chance();
  }

  async sleep(milliseconds: number): Promise<void> {
    this.pauses.push(milliseconds);
    this.pass(milliseconds);
    await Promise.all(this.works);
  }

  /** Runs some work after a delay. A sleep until then ends after that work. */
  later(milliseconds: number, work: () => Promise<unknown>): void {
    this.alarms.push({ at: this.time + milliseconds, ring: () => this.works.push(work()) });
  }

  async within<T>(milliseconds: number, promise: Promise<T>, late: () => T): Promise<T> {
    let alarm: Alarm;
    const expiry = new Promise<void>(ring => this.alarms.push(alarm = { at: this.time + milliseconds, ring }));
    return Promise.race([promise, expiry.then(late)]).finally(() => { this.alarms = this.alarms.filter(other => other !== alarm); });
  }

  /** Advances time. */
  pass(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.alarms.filter(({ at }) => at <= this.time);
    this.alarms = this.alarms.filter(alarm => !due.includes(alarm));
    due.forEach(({ ring }) => ring());
  }
}
