import { type Run, run, type Runner } from './explore';
import type { Scenario } from './scenarios';
import { VARIANTS } from './variants';
import { Alternatives } from '../fake-iot/alternatives';
import type { Variant } from '../fake-iot/variants';
import { once } from '../support/once';

/** The runs of a scenario in all variants of AWS IoT. Variants that decide everything in a run in the same way share it. */
export class SharedRuns {
  /** The number of runs that another variant had made before. */
  shared = 0;
  private readonly left: Map<string, Partial<Variant>>;
  private readonly known = new Map<string, { readonly made: Run; readonly variants: ReadonlySet<string> }[]>();

  /** @param variants the names of the variants, in the order of their runs */
  constructor(private readonly scenario: Scenario, variants: readonly string[]) {
    this.left = new Map(variants.map(name => [name, VARIANTS.get(name)!]));
  }

  /** Runs of the next variant, for it and for those that come after it. */
  in(variant: string): Runner {
    this.left.delete(variant);
    return async (disruption, how) => {
      const same = once(this.known, how, () => []);
      const found = same.find(({ variants }) => variants.has(variant));
      if (found) {
        this.shared++;
        return found.made;
      }
      const alternatives = this.left.size === 0 ? undefined : new Alternatives(this.left);
      const made = await run(this.scenario, { ...disruption, variant: VARIANTS.get(variant), alternatives });
      same.push({ made, variants: new Set([variant, ...alternatives?.names ?? []]) });
      return made;
    };
  }
}
