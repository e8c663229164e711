import * as fc from 'fast-check';
import { DISTURBANCE_NAMES, type Plan, planText } from './disturbances';
import { Findings, run } from './explore';
import { SCENARIOS } from './scenarios';
import { VirtualClock } from './virtual-clock';

const MAX_FAULTS = 5;
/** Few runs have more calls than this, with all that is tried again. */
const LAST_CALL = 24;

export interface RandomOptions {
  readonly runs: number;
  readonly seed?: number;
  /** The path to a failing run, as fast-check prints it. */
  readonly path?: string;
}

/** Several faults at once, duplicates in random order, an old event in the end. @throws with the seed and path of the smallest failure */
export async function random({ runs, seed, path }: RandomOptions, findings: Findings): Promise<void> {
  const disruption = fc.record({
    scenario: fc.constantFrom(...SCENARIOS),
    faults: fc.array(fc.tuple(fc.nat(LAST_CALL), fc.constantFrom(...DISTURBANCE_NAMES)), { maxLength: MAX_FAULTS }),
    copies: fc.constantFrom(1, 1, 2),
    late: fc.option(fc.nat(5), { nil: undefined }),
    seed: fc.integer(),
  });
  await fc.assert(fc.asyncProperty(disruption, async ({ scenario, faults, copies, late, seed: chance }) => {
    const plan: Plan = new Map(faults);
    const order = new VirtualClock(chance);
    const result = await run(scenario, {
      plan,
      copies,
      seed: chance,
      lateDuplicate: late,
      schedule: copies === 2 ? waiting => Math.floor(order.random() * waiting) : undefined,
    });
    const how = `${scenario.name}, ${planText(plan)}, ${copies} deliveries at once${late === undefined ? '' : `, event ${late} once more in the end`}`;
    findings.add(result, how, plan.size);
    if (result.violations.length > 0) throw new Error(`${how}: ${result.violations.join('; ')}`);
  }), { numRuns: runs, seed, path, endOnFailure: false });
}
