/** When templates were created, by the clock of a test: MiniStack has one of its own. */
export class MinistackDates {
  private readonly creations: { readonly since: number; readonly createdAt: number }[] = [];

  /** Before a template is created. @param at in milliseconds since the epoch */
  creating(at: number): void {
    this.creations.push({ since: Date.now() / 1000, createdAt: at / 1000 });
  }

  /** A time of creation that MiniStack tells, in seconds since the epoch, by the clock of the test. */
  translate(createdAt: number): number {
    return this.creations.filter(({ since }) => since <= createdAt).at(-1)?.createdAt ?? createdAt;
  }

  /** The same in an answer. */
  translateIn(body: string): string {
    if (!body.includes('"createdAt"')) return body;
    return JSON.stringify(JSON.parse(body, (name, value) => name === 'createdAt' ? this.translate(value) : value));
  }
}
