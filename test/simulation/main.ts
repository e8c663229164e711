import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { LIMITS } from './limits';
import { SCENARIOS } from './scenarios';
import { storm } from './storm';
import { MOST_PROBABLE, VARIANTS } from './variants';
import type { Job, Report } from './worker';

const RANDOM_RUNS = 10_000;
const PAIRS = 1_500;
const RANDOM_RUNS_OF_VARIANT = 200;
/** Each job has its own seed, so that a seed means the same on any number of processors. */
const RANDOM_JOBS = 8;

/** Explores everything on all processors, and prints the findings. Fails if an invariant was broken. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    // projen removes the quotes of a name with spaces.
    allowPositionals: true,
    options: { seed: { type: 'string' }, path: { type: 'string' }, runs: { type: 'string' }, pairs: { type: 'string' }, only: { type: 'string' }, variant: { type: 'string' } },
  });
  const only = values.only && [values.only, ...positionals].join(' ');
  const variants = [...VARIANTS.keys()].filter(name => values.variant === undefined || name.startsWith(values.variant));
  const seed = Number(values.seed ?? Date.now() % 2 ** 31);
  const isReplay = values.path !== undefined;
  const randomJobs = isReplay ? 1 : RANDOM_JOBS;
  const runs = Math.ceil(Number(values.runs ?? RANDOM_RUNS) / randomJobs);
  const randomJobsOf = (variant: string): Job[] => variant === MOST_PROBABLE
    ? Array.from({ length: randomJobs }, (_, index): Job => ({ variant, random: { runs, seed: seed + index, path: values.path } }))
    : [{ variant, random: { runs: Number(values.runs ?? RANDOM_RUNS_OF_VARIANT), seed, path: values.path } }];
  const scenarioJobs = SCENARIOS.map(({ name }): Job => ({ scenario: name, variants, pairs: Number(values.pairs ?? PAIRS) }));
  // The short jobs come last, so that all processes end at about the same time.
  const jobs: Job[] = [...isReplay ? [] : scenarioJobs, ...variants.flatMap(randomJobsOf)]
    .filter(job => only === undefined || ('scenario' in job && job.scenario.includes(only)));

  console.log(row('scenario, in the most probable variant', ...COLUMNS));
  const reports = await inParallel(jobs, availableParallelism(), report => {
    if (report.variant === MOST_PROBABLE) console.log(row(report.name, ...figuresOf([report])));
  });
  console.log(`\n${row('all scenarios, by variant', ...COLUMNS)}`);
  for (const variant of variants) console.log(row(variant, ...figuresOf(reports.filter(report => report.variant === variant))));
  console.log(row('all', ...figuresOf(reports)));

  const met = new Set(reports.flatMap(({ limits }) => limits.map(([limit]) => limit)));
  console.log('\nlimits that were reached, each with its repair or loss in every case:');
  for (const [limit, repair] of Object.entries(LIMITS)) if (met.has(limit)) console.log(`- ${limit}: ${repair}`);

  const violations = reports.flatMap(report => report.violations.map(violation => `${report.variant}, ${report.name}: ${violation}`));
  for (const violation of violations) console.log(`\nVIOLATION ${violation}`);
  if (!isReplay && only === undefined) violations.push(...await storms());
  if (violations.length > 0) console.log(`\nreplay a random finding with: npm run simulate -- --seed SEED --path PATH --runs ${runs} --variant NAME`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}

async function storms(): Promise<string[]> {
  console.log(`\n${row('storm of 500 at 10 requests a second', 'succeeded', 'seconds', 'by quota', 'ratio', '')}`);
  const results = await storm(500, 10);
  for (const { name, succeeded, seconds, byQuota } of results) console.log(row(name, succeeded, seconds.toFixed(1), byQuota.toFixed(1), (seconds / byQuota).toFixed(2), ''));
  return results.filter(({ succeeded, seconds, byQuota }) => succeeded < 500 || seconds > 1.2 * byQuota).map(({ name }) => `storm: ${name}`);
}

/** The processes take the jobs in turn. */
async function inParallel(jobs: readonly Job[], processes: number, done: (report: Report) => void): Promise<Report[]> {
  const waiting = [...jobs];
  const reports: Report[] = [];
  const work = async (): Promise<void> => {
    const worker = fork(path.join(__dirname, 'worker.ts'));
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      for (const report of await ask(worker, job)) {
        reports.push(report);
        done(report);
      }
    }
    worker.disconnect();
  };
  await Promise.all(Array.from({ length: processes }, work));
  return reports;
}

async function ask(worker: ChildProcess, job: Job): Promise<Report[]> {
  const over = new AbortController();
  worker.send(job);
  try {
    return await Promise.race([
      once(worker, 'message', over).then(([reports]) => reports as Report[]),
      once(worker, 'exit', over).then(([code]) => { throw new Error(`a worker ended with ${code}`); }),
    ]);
  } finally {
    over.abort();
  }
}

const COLUMNS = ['schedules', 'shared', 'faults', 'limits met', 'violations', 'seconds'];

const figuresOf = (reports: readonly Report[]): (string | number)[] => [
  sum(reports.map(({ schedules }) => schedules)),
  sum(reports.map(({ shared }) => shared)),
  sum(reports.map(({ faults }) => faults)),
  sum(reports.flatMap(({ limits }) => limits.map(([, count]) => count))),
  sum(reports.map(({ violations }) => violations.length)),
  sum(reports.map(({ seconds }) => seconds)).toFixed(1),
];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const row = (name: string, ...columns: (string | number)[]): string =>
  name.padEnd(50) + columns.map(column => String(column).padStart(11)).join('');

void main();
