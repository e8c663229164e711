import { everyFault, everyInterleaving, everyLateDuplicate, Findings } from './explore';
import { random, type RandomOptions } from './random';
import { scenarioNamed } from './scenarios';

/** A piece of the exploration, for a process of its own. */
export type Job = { readonly scenario: string } | { readonly random: RandomOptions };

export interface Report {
  readonly name: string;
  readonly schedules: number;
  readonly faults: number;
  readonly limits: readonly (readonly [string, number])[];
  readonly violations: readonly string[];
  readonly seconds: number;
}

const MAX_INTERLEAVINGS = 1_000;
const MAX_VIOLATIONS = 5;

async function explore(job: Job): Promise<Report> {
  const began = Date.now();
  const findings = new Findings();
  const failure = await ('random' in job ? random(job.random, findings) : exhaust(job.scenario, findings)).then(() => undefined, textOf);
  return {
    name: 'random' in job ? `at random, seed ${job.random.seed}` : job.scenario,
    schedules: findings.schedules,
    faults: findings.faults,
    limits: [...findings.limits],
    violations: failure === undefined ? findings.violations.slice(0, MAX_VIOLATIONS) : [failure],
    seconds: (Date.now() - began) / 1000,
  };
}

/** What fast-check has found is the cause of its error. */
const textOf = ({ message, cause }: Error): string => [message, ...cause instanceof Error ? [cause.message] : []].join('\n');

async function exhaust(name: string, findings: Findings): Promise<void> {
  const scenario = scenarioNamed(name);
  await everyFault(scenario, 2, findings);
  await everyInterleaving(scenario, MAX_INTERLEAVINGS, findings);
  await everyLateDuplicate(scenario, findings);
}

// Hundred thousands of errors are part of an exploration: where each came from is not.
Error.stackTraceLimit = 0;

process.on('message', (job: Job) => void explore(job).then(report => process.send!(report)));
