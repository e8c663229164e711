import { type Run, run, type Runner } from './explore';
import type { Scenario } from './scenarios';
import { VARIANTS } from './variants';
import { Alternatives } from '../fake-iot/alternatives';
import { once } from '../support/once';

/** The runs of a scenario in all variants of AWS IoT. Variants that decide everything in a run in the same way share it. */
export class SharedRuns {
  /** The number of runs that another variant had made before. */
  shared = 0;
  private readonly known = new Map<string, { readonly made: Run; readonly variants: ReadonlySet<string> }[]>();

  constructor(private readonly scenario: Scenario) {}

  in(variant: string): Runner {
    return async (disruption, how) => {
      const same = once(this.known, how, () => []);
      const found = same.find(({ variants }) => variants.has(variant));
      if (found) {
        this.shared++;
        return found.made;
      }
      const alternatives = new Alternatives(VARIANTS);
      const made = await run(this.scenario, { ...disruption, variant: VARIANTS.get(variant), alternatives });
      same.push({ made, variants: alternatives.names });
      return made;
    };
  }
}
