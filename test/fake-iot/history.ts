/** A change of something: when it happened, and the state before it. */
interface Change<T> {
  readonly at: number;
  /** Undefined if there was nothing. */
  readonly before: T | undefined;
}

/**
 * The last changes of each key. Whatever has no change is as it always was.
 * Evidence: describe-lag, tags-lag, iam-tags-lag, create-after-delete.
 */
export class History<T> {
  private readonly changes = new Map<string, Change<T>[]>();

  /** Adds a change, and drops those from before `since`. */
  add(key: string, change: Change<T>, since: number): void {
    const kept = (this.changes.get(key) ?? []).filter(({ at }) => at > since);
    this.changes.set(key, [...kept, change]);
  }

  /** The state at a time, given the state now. A change is part of the state from its very moment. */
  stateAt(time: number, key: string, now: T | undefined): T | undefined {
    const next = this.changes.get(key)?.find(({ at }) => at > time);
    return next ? next.before : now;
  }

  /** The last change of a key. */
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
