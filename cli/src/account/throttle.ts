/** Lets calls begin at a limited rate. */
export class Throttle {
  private next = 0;

  constructor(private readonly perSecond: number, private readonly now: () => number = Date.now) {}

  /** Waits for the turn of a call. */
  async turn(): Promise<void> {
    const begin = Math.max(this.now(), this.next);
    this.next = begin + 1000 / this.perSecond;
    const pause = begin - this.now();
    if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause));
  }
}
