import { type Findings, type Run, run, type Runner } from './explore';
import type { Scenario } from './scenarios';
import { VARIANTS } from './variants';
import { Alternatives } from '../fake-iot/alternatives';
import { once } from '../support/once';

/** The runs of a scenario in all variants of AWS IoT. Variants that decide everything in a run in the same way share it. */
export class SharedRuns {
  private readonly known = new Map<string, { readonly made: Run; readonly variants: ReadonlySet<string> }[]>();

  /** @param variants the names of the variants, in the order of their runs */
  constructor(private readonly scenario: Scenario, private readonly variants: readonly string[]) {}

  /** Runs of a variant, which those that come after it may share. */
  in(variant: string, findings: Findings): Runner {
    const later = new Map(this.variants.slice(this.variants.indexOf(variant) + 1).map(name => [name, VARIANTS.get(name)!]));
    return async (disruption, how) => {
      const same = once(this.known, how, () => []);
      const found = same.find(({ variants }) => variants.has(variant));
      if (found) {
        findings.shared++;
        return found.made;
      }
      const alternatives = later.size === 0 ? undefined : new Alternatives(later);
      const made = await run(this.scenario, { ...disruption, variant: VARIANTS.get(variant), alternatives });
      same.push({ made, variants: new Set([variant, ...alternatives?.names ?? []]) });
      return made;
    };
  }
}
