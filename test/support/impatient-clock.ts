import type { Clock } from '../../src/handler/clock';

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Time that passes at once where somebody waits for it, so that nobody has to. */
export class ImpatientClock implements Clock {
  /** How long everybody slept, one after the other. */
  readonly pauses: number[] = [];
  /** What chance gives, from 0 to 1. */
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

  /** Has something done when so much time has passed: whoever has slept until then goes on after it. */
  later(milliseconds: number, work: () => Promise<unknown>): void {
    this.alarms.push({ at: this.time + milliseconds, ring: () => this.works.push(work()) });
  }

  async within<T>(milliseconds: number, promise: Promise<T>, late: () => T): Promise<T> {
    let alarm: Alarm;
    const expiry = new Promise<void>(ring => this.alarms.push(alarm = { at: this.time + milliseconds, ring }));
    return Promise.race([promise, expiry.then(late)]).finally(() => { this.alarms = this.alarms.filter(other => other !== alarm); });
  }

  /** Lets time pass. */
  pass(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.alarms.filter(({ at }) => at <= this.time);
    this.alarms = this.alarms.filter(alarm => !due.includes(alarm));
    due.forEach(({ ring }) => ring());
  }
}
