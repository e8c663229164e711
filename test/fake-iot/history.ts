/** A change of a value: its time, and the value before it. */
interface Change<T> {
  readonly at: number;
  /** Undefined if there was no value. */
  readonly before: T | undefined;
}

/**
 * The latest changes of each key. A key without a change has always had its current value.
 *
 * Evidence: describe-lag, tags-lag, iam-tags-lag, create-after-delete.
 */
export class History<T> {
  private readonly changes = new Map<string, Change<T>[]>();

  /** Adds a change, and drops changes from before `since`. */
  add(key: string, change: Change<T>, since: number): void {
    const kept = (this.changes.get(key) ?? []).filter(({ at }) => at > since);
    this.changes.set(key, [...kept, change]);
  }

  /** The value at a time, given the current value. A change counts from its very moment. */
  stateAt(time: number, key: string, now: T | undefined): T | undefined {
    const next = this.changes.get(key)?.find(({ at }) => at > time);
    return next ? next.before : now;
  }

  /** The latest change of a key. */
  last(key: string): Change<T> | undefined {
    return this.changes.get(key)?.at(-1);
  }

  forget(key: string): void {
    this.changes.delete(key);
  }

  clear(): void {
    this.changes.clear();
  }
}
