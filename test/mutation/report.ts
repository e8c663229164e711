import { readFileSync } from 'node:fs';
import { SURVIVORS } from './survivors';

/** The part of Stryker's report that is read here. */
interface Report {
  readonly files: { readonly [file: string]: { readonly source: string; readonly mutants: readonly Mutant[] } };
}

interface Mutant {
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'Ignored' | 'RuntimeError' | 'CompileError';
  readonly location: { readonly start: Position; readonly end: Position };
}

/** Lines and columns count from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

const LOWEST_SCORE = 90;

const { files }: Report = JSON.parse(readFileSync('test-reports/mutation.json', 'utf8'));
const found = Object.entries(files)
  .flatMap(([file, { source, mutants }]) => mutants.map(mutant => ({ ...mutant, file, ...codeOf(source, mutant) })));

/**
 * The lines that a mutant changes, before and after the change, each on one line. They identify the mutant even if it
 * moves.
 */
function codeOf(source: string, { replacement, location: { start, end } }: Mutant): { readonly original: string; readonly code: string } {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const after = lines[lines.length - 1].slice(end.column - 1);
  const onOneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
  return { original: onOneLine(lines.join(' ')), code: onOneLine(`${lines[0].slice(0, start.column - 1)}${replacement}${after}`) };
}

function summary(title: string, mutants: readonly Mutant[]): { readonly score: number; readonly line: string } {
  const count = (...statuses: Mutant['status'][]) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, timedOut, survived, uncovered] = [count('Killed'), count('Timeout'), count('Survived'), count('NoCoverage')];
  const score = 100 * (killed + timedOut) / Math.max(1, killed + timedOut + survived + uncovered);
  const counts = [killed, timedOut, survived, uncovered, count('RuntimeError', 'CompileError'), count('Ignored')];
  return { score, line: [title.padEnd(48), score.toFixed(1).padStart(6), ...counts.map(number => `${number}`.padStart(9))].join('') };
}

const isSurvivor = ({ status }: Mutant) => status === 'Survived' || status === 'NoCoverage';
const reasonFor = ({ file, original, code }: typeof found[number]) => SURVIVORS.find(survivor =>
  file.endsWith(survivor.file) && survivor.mutants.includes(code) && (survivor.original ?? original) === original)?.reason;

const survivors = found.filter(isSurvivor).map(mutant => ({ ...mutant, reason: reasonFor(mutant) }));
const unexplained = survivors.filter(({ reason }) => reason === undefined);
const all = summary('all', found);

for (const { file, location, mutatorName, code, reason } of survivors) {
  console.log(`${file}:${location.start.line}:${location.start.column} ${mutatorName}\n  ${code}\n  ${reason ?? 'NOT EXPLAINED'}\n`);
}
console.log(`${''.padEnd(49)}score   killed  timeout survived no cover   errors  ignored`);
for (const file of Object.keys(files)) console.log(summary(file, found.filter(mutant => mutant.file === file)).line);
console.log(all.line);

if (all.score < LOWEST_SCORE) console.error(`the score is below ${LOWEST_SCORE}`);
if (unexplained.length > 0) console.error(`${unexplained.length} survivors are not explained in test/mutation/survivors.ts`);
process.exitCode = all.score < LOWEST_SCORE || unexplained.length > 0 ? 1 : 0;
