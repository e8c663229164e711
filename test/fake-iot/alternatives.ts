import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_VARIANT, memoryOf, Variant } from './variants';

/** The variants of the service that would have made all decisions so far in the same way. */
export class Alternatives {
  /** The time for which a service has to remember its changes, for the decisions of all variants. */
  readonly memoryMs: number;
  private readonly left: Map<string, Variant>;

  /** @param variants the differences of each variant from the most probable one */
  constructor(variants: ReadonlyMap<string, Partial<Variant>>) {
    this.left = new Map([...variants].map(([name, differences]) => [name, { ...DEFAULT_VARIANT, ...differences }]));
    this.memoryMs = Math.max(...[...this.left.values()].map(memoryOf));
  }

  get names(): ReadonlySet<string> {
    return new Set(this.left.keys());
  }

  /** Keeps the variants that decide in the same way. */
  keep(decision: unknown, by: (variant: Variant) => unknown): void {
    for (const [name, other] of this.differing(decision, by)) if (!isDeepStrictEqual(other, decision)) this.drop(name);
  }

  /** What other variants decide, if it is another value, which may still be equal. */
  differing<T>(decision: T, by: (variant: Variant) => T): [name: string, decision: T][] {
    const others: [string, T][] = [];
    for (const [name, variant] of this.left) {
      const other = by(variant);
      if (other !== decision) others.push([name, other]);
    }
    return others;
  }

  drop(name: string): void {
    this.left.delete(name);
  }
}
