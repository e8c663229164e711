/** The creation times of templates by the clock of a test, because MiniStack has its own clock. */
export class MinistackDates {
  private readonly creations = new Map<string, number>();

  /** Sets the creation time of a template, in seconds since the epoch. */
  set(id: string, createdAt: number): void {
    this.creations.set(id, createdAt);
  }

  /** A response with these times in place of MiniStack's. */
  translate(body: string): string {
    if (!body.includes('"createdAt"')) return body;
    return JSON.stringify(JSON.parse(body, (_, value) => {
      const createdAt = this.creations.get(Object(value).jobTemplateId);
      return createdAt === undefined || !Object.hasOwn(value, 'createdAt') ? value : { ...value, createdAt };
    }));
  }
}
