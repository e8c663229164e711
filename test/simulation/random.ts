import * as fc from 'fast-check';
import { DISTURBANCE_NAMES, type DisturbanceName, type Plan, planText } from './disturbances';
import { Findings, run } from './explore';
import { type Scenario, scenarioNamed, SCENARIOS } from './scenarios';
import { VirtualClock } from './virtual-clock';
import type { Variant } from '../fake-iot/variants';

const MAX_FAULTS = 5;
/** Few runs have more calls than this, including all retries. */
const LAST_CALL = 24;

interface Schedule {
  readonly scenario: Scenario;
  readonly faults: [call: number, name: DisturbanceName][];
  readonly copies: number;
  /** Chooses the event that is delivered once more at the end. */
  readonly late?: number;
  readonly seed: number;
}

export interface RandomOptions {
  readonly runs: number;
  readonly seed?: number;
  /** The path to a failing run, as fast-check prints it. */
  readonly path?: string;
  readonly variant?: Partial<Variant>;
}

/** Runs that once ended badly. Their schedules may differ now, but they are still tried. */
const FOUND_BEFORE: readonly Schedule[] = [
  found('update content', [[9, 'throttled'], [19, 'stall before'], [6, 'role not assumable for a while']], { copies: 2, seed: -1531231330 }),
  found('update the id', [[5, 'access denied for a while'], [15, 'throttled'], [23, 'stall before'], [2, 'stall before']], { seed: -4 }),
  found('update content, refused', [[4, 'access denied for a while'], [12, 'role not assumable for a while'], [21, 'role not assumable for a while']], { seed: -276312012 }),
  found('update content and tags', [[3, 'stall before']], { copies: 2, late: 0 }),
  found('update what was deleted by hand', [[2, 'access denied for a while'], [19, 'role not assumable for a while'], [11, 'access denied for a while']]),
  found('remove what was adopted, after an edit was refused', [[3, 'stall before']], { copies: 2 }),
  found('remove what was adopted, after an edit was refused', [[3, 'stall before'], [0, 'throttled']], { copies: 2 }),
  found('remove what was adopted, after an edit was refused', [[4, 'stall before'], [13, 'throttled']], { copies: 2, seed: -29 }),
  found('remove what was adopted, after an edit was refused', [[15, 'stall before']], { copies: 2, seed: -623687399 }),
  found('remove what was adopted, after an edit was refused', [[8, 'death before'], [2, 'stall before']], { copies: 2, seed: 905693938 }),
  found('update content', [[2, 'late effect'], [4, 'internal error after']]),
];

function found(scenario: string, faults: Schedule['faults'], rest: Partial<Schedule> = {}): Schedule {
  return { scenario: scenarioNamed(scenario), faults, copies: 1, seed: 0, ...rest };
}

/**
 * Several faults at once, duplicates in random order, and an old event at the end. @throws with the seed and path of
 * the smallest failure
 */
export async function random({ runs, seed, path, variant }: RandomOptions, findings: Findings): Promise<void> {
  const schedules: fc.Arbitrary<Schedule> = fc.record({
    scenario: fc.constantFrom(...SCENARIOS),
    faults: fc.array(fc.tuple(fc.nat(LAST_CALL), fc.constantFrom(...DISTURBANCE_NAMES)), { maxLength: MAX_FAULTS }),
    copies: fc.constantFrom(1, 1, 2),
    late: fc.option(fc.nat(5), { nil: undefined }),
    seed: fc.integer(),
  });
  await fc.assert(fc.asyncProperty(schedules, async ({ scenario, faults, copies, late, seed: chance }) => {
    const plan: Plan = new Map(faults);
    const order = new VirtualClock(chance);
    const result = await run(scenario, {
      plan,
      copies,
      variant,
      seed: chance,
      lateDuplicate: late,
      schedule: copies === 2 ? waiting => Math.floor(order.random() * waiting) : undefined,
    });
    const how = `${scenario.name}, ${planText(plan)}, ${copies} deliveries at once${late === undefined ? '' : `, event ${late} once more in the end`}`;
    findings.add(result, how, plan.size);
    if (result.violations.length > 0) throw new Error(`${how}: ${result.violations.join('; ')}`);
  }), { numRuns: runs + FOUND_BEFORE.length, seed, path, examples: FOUND_BEFORE.map(schedule => [schedule]), endOnFailure: false });
}
