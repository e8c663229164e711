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
    for (const [other, names] of this.groupedBy(by)) if (!isDeepStrictEqual(other, decision)) this.drop(names);
  }

  /** The names of the variants, by what they result in. Results that are not identical may still be equal. */
  groupedBy<T>(result: (variant: Variant) => T): Map<T, string[]> {
    const groups = new Map<T, string[]>();
    for (const [name, variant] of this.left) {
      const key = result(variant);
      groups.set(key, [...groups.get(key) ?? [], name]);
    }
    return groups;
  }

  drop(names: readonly string[]): void {
    for (const name of names) this.left.delete(name);
  }
}
