import { DISTURBANCE_KINDS } from './disturbances';
import { everyFault, everyInterleaving, everyLateDuplicate, Findings } from './explore';
import { random, type RandomOptions } from './random';
import { scenarioNamed } from './scenarios';
import { MOST_PROBABLE, VARIANTS } from './variants';

interface ScenarioJob {
  readonly variant: string;
  readonly scenario: string;
  /** The number of pairs of disturbances in the most probable variant of AWS IoT. */
  readonly pairs: number;
}

interface RandomJob {
  readonly variant: string;
  readonly random: Omit<RandomOptions, 'variant'>;
}

/** A part of the exploration in its own process, in one variant of AWS IoT. */
export type Job = ScenarioJob | RandomJob;

export interface Report {
  readonly variant: string;
  readonly name: string;
  readonly schedules: number;
  readonly faults: number;
  readonly limits: readonly (readonly [string, number])[];
  readonly violations: readonly string[];
  readonly seconds: number;
}

/**
 * The maximum number of orders of two deliveries. The variants have fewer, because a waiting delivery has many more
 * calls.
 */
const MAX_INTERLEAVINGS = 1_000;
const MAX_INTERLEAVINGS_OF_VARIANT = 30;
const MAX_VIOLATIONS = 5;

async function explore(job: Job): Promise<Report> {
  const began = Date.now();
  const findings = new Findings();
  const variant = VARIANTS.get(job.variant)!;
  const work = 'random' in job ? random({ ...job.random, variant }, findings) : exhaust(job, findings);
  const failure = await work.then(() => undefined, textOf);
  return {
    variant: job.variant,
    name: 'random' in job ? `at random, seed ${job.random.seed}` : job.scenario,
    schedules: findings.schedules,
    faults: findings.faults,
    limits: [...findings.limits],
    violations: failure === undefined ? findings.violations.slice(0, MAX_VIOLATIONS) : [failure],
    seconds: (Date.now() - began) / 1000,
  };
}

/** fast-check puts its finding into the cause of the error. */
const textOf = ({ message, cause }: Error): string => [message, ...cause instanceof Error ? [cause.message] : []].join('\n');

/** Every single kind of fault in every variant, and pairs of all faults in the most probable variant of AWS IoT. */
async function exhaust(job: ScenarioJob, findings: Findings): Promise<void> {
  const scenario = scenarioNamed(job.scenario);
  const variant = VARIANTS.get(job.variant)!;
  const isMostProbable = job.variant === MOST_PROBABLE;
  await everyFault(scenario, findings, { variant, ...isMostProbable ? { pairs: job.pairs } : { names: DISTURBANCE_KINDS } });
  await everyInterleaving(scenario, isMostProbable ? MAX_INTERLEAVINGS : MAX_INTERLEAVINGS_OF_VARIANT, findings, { variant });
  await everyLateDuplicate(scenario, findings, { variant });
}

process.on('message', (job: Job) => void explore(job).then(report => process.send!(report)));
