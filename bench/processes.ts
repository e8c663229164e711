import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { USAGE } from './build';

/** What a process has used from its start to its end. */
export interface Usage {
  /** Processor time of all its threads: what else the machine does hardly counts. */
  readonly cpuMs: number;
  readonly peakBytes: number;
  /** The part of its processor time that it has measured itself. */
  readonly measuredMs?: number;
}

export interface Program {
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env?: { readonly [name: string]: string };
}

/** Runs a program in a process of its own. */
export async function run({ args, env }: Program): Promise<Usage> {
  const child = spawn(process.execPath, ['--no-warnings', '--require', USAGE, ...args], { env: { ...env }, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const [usage, errors, [code]] = await Promise.all([text(child.stdio[3] as NodeJS.ReadableStream), text(child.stderr!), once(child, 'close')]);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${errors}`);
  return JSON.parse(usage);
}

export type Candidates<Name extends string> = { readonly [name in Name]: () => Promise<Usage> };
export type Usages<Name extends string> = { readonly [name in Name]: readonly Usage[] };

/** Each candidate in turn, so many times: what changes with time changes for all. */
export async function interleaved<Name extends string>(rounds: number, candidates: Candidates<Name>): Promise<Usages<Name>> {
  const names = Object.keys(candidates) as Name[];
  const usages = Object.fromEntries(names.map(name => [name, [] as Usage[]])) as { [name in Name]: Usage[] };
  // The first of each finds cold disks.
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

/** The least over all rounds: what was added by chance is not in it, which in a difference of two would count twice. */
export const least = (usages: readonly Usage[], measure: Measure): number => Math.min(...usages.map(measure));

/** The median over all rounds of how much more one takes than another in the same round. */
export const ratio = (usages: readonly Usage[], others: readonly Usage[], measure: Measure): number =>
  median(usages.map((usage, round) => measure(usage) / measure(others[round])));

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}
