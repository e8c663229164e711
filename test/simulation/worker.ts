import { DISTURBANCE_KINDS } from './disturbances';
import { everyFault, everyInterleaving, everyLateDuplicate, Findings } from './explore';
import { random, type RandomOptions } from './random';
import { scenarioNamed } from './scenarios';
import { SharedRuns } from './shared-runs';
import { MOST_PROBABLE, VARIANTS } from './variants';

interface ScenarioJob {
  readonly scenario: string;
  readonly variants: readonly string[];
  /** The number of pairs of disturbances in the most probable variant of AWS IoT. */
  readonly pairs: number;
}

interface RandomJob {
  readonly variant: string;
  readonly random: Omit<RandomOptions, 'variant'>;
}

/** A part of the exploration in its own process: a scenario in some variants of AWS IoT, or anything in one. */
export type Job = ScenarioJob | RandomJob;

export interface Report {
  readonly variant: string;
  readonly name: string;
  readonly schedules: number;
  readonly shared: number;
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

async function explore(job: Job): Promise<Report[]> {
  if ('random' in job) {
    const variant = VARIANTS.get(job.variant);
    return [await reportOf(job.variant, `at random, seed ${job.random.seed}`, findings => random({ ...job.random, variant }, findings))];
  }
  // The most probable variant comes last, because most of its schedules are its own.
  const variants = [...job.variants].sort((a, b) => Number(a === MOST_PROBABLE) - Number(b === MOST_PROBABLE));
  const runs = new SharedRuns(scenarioNamed(job.scenario), variants);
  const reports: Report[] = [];
  for (const variant of variants) {
    reports.push(await reportOf(variant, job.scenario, findings => exhaust(job, variant, runs, findings)));
  }
  return reports;
}

async function reportOf(variant: string, name: string, work: (findings: Findings) => Promise<void>): Promise<Report> {
  const began = Date.now();
  const findings = new Findings();
  const failure = await work(findings).then(() => undefined, textOf);
  return {
    variant,
    name,
    schedules: findings.schedules,
    shared: findings.shared,
    faults: findings.faults,
    limits: [...findings.limits],
    violations: failure === undefined ? findings.violations.slice(0, MAX_VIOLATIONS) : [failure],
    seconds: (Date.now() - began) / 1000,
  };
}

/** fast-check puts its finding into the cause of the error. */
const textOf = ({ message, cause }: Error): string => [message, ...cause instanceof Error ? [cause.message] : []].join('\n');

/** Every single kind of fault in every variant, and pairs of all faults in the most probable variant of AWS IoT. */
async function exhaust({ scenario, pairs }: ScenarioJob, variant: string, runs: SharedRuns, findings: Findings): Promise<void> {
  const isMostProbable = variant === MOST_PROBABLE;
  const runner = runs.in(variant, findings);
  await everyFault(scenarioNamed(scenario), runner, findings, isMostProbable ? { pairs } : { names: DISTURBANCE_KINDS });
  await everyInterleaving(runner, isMostProbable ? MAX_INTERLEAVINGS : MAX_INTERLEAVINGS_OF_VARIANT, findings);
  await everyLateDuplicate(runner, findings);
}

process.on('message', (job: Job) => void explore(job).then(reports => process.send!(reports)));
