import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { USAGE } from './build';

/** The resources that a process used from its start to its end. */
export interface Usage {
  /** Processor time of all its threads, which hardly depends on other load on the machine. */
  readonly cpuMs: number;
  readonly peakBytes: number;
  /** The part of the processor time that the process measured itself. */
  readonly measuredMs?: number;
}

export interface Program {
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env?: { readonly [name: string]: string };
}

/** Runs a program in its own process. */
export async function run({ args, env }: Program): Promise<Usage> {
  const child = spawn(process.execPath, ['--no-warnings', '--require', USAGE, ...args], { env: { ...env }, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const [usage, errors, [code]] = await Promise.all([text(child.stdio[3] as NodeJS.ReadableStream), text(child.stderr!), once(child, 'close')]);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${errors}`);
  return JSON.parse(usage);
}

export type Candidates<Name extends string> = { readonly [name in Name]: () => Promise<Usage> };
export type Usages<Name extends string> = { readonly [name in Name]: readonly Usage[] };

/** Runs all candidates in turn, round by round, so that a change over time affects all of them. */
export async function interleaved<Name extends string>(rounds: number, candidates: Candidates<Name>): Promise<Usages<Name>> {
  const names = Object.keys(candidates) as Name[];
  const usages = Object.fromEntries(names.map(name => [name, [] as Usage[]])) as { [name in Name]: Usage[] };
  // The first run of each candidate finds cold disks.
  for (const name of names) await candidates[name]();
  for (let round = 0; round < rounds; round++) {
    for (const name of names) usages[name].push(await candidates[name]());
  }
  return usages;
}

export type Measure = (usage: Usage) => number;
export const cpu: Measure = ({ cpuMs }) => cpuMs;
export const measured: Measure = ({ measuredMs }) => measuredMs!;
export const peak: Measure = ({ peakBytes }) => peakBytes;

/** The median over all rounds. */
export const typical = (usages: readonly Usage[], measure: Measure): number => median(usages.map(measure));

/**
 * The minimum over all rounds. It contains no random overhead, which would count twice in a difference of two
 * minimums.
 */
export const least = (usages: readonly Usage[], measure: Measure): number => Math.min(...usages.map(measure));

/** The median over all rounds of the ratio of two candidates in the same round. */
export const ratio = (usages: readonly Usage[], others: readonly Usage[], measure: Measure): number =>
  median(usages.map((usage, round) => measure(usage) / measure(others[round])));

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}
