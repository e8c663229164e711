import { readFileSync } from 'node:fs';

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
  .flatMap(([file, { source, mutants }]) => mutants.map(mutant => ({ ...mutant, file, code: codeOf(source, mutant) })));

/** The line as the mutant has it. */
function codeOf(source: string, { replacement, location: { start, end } }: Mutant): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const code = `${lines[0].slice(0, start.column - 1)}${replacement}${lines[lines.length - 1].slice(end.column - 1)}`;
  return code.replace(/\s+/g, ' ').trim();
}

function summary(title: string, mutants: readonly Mutant[]): { readonly score: number; readonly line: string } {
  const count = (...statuses: Mutant['status'][]) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, timedOut, survived, uncovered] = [count('Killed'), count('Timeout'), count('Survived'), count('NoCoverage')];
  const score = 100 * (killed + timedOut) / Math.max(1, killed + timedOut + survived + uncovered);
  const counts = [killed, timedOut, survived, uncovered, count('RuntimeError', 'CompileError'), count('Ignored')];
  return { score, line: [title.padEnd(48), score.toFixed(1).padStart(6), ...counts.map(number => `${number}`.padStart(9))].join('') };
}

const survivors = found.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
const all = summary('all', found);

for (const { file, location, mutatorName, code } of survivors) console.log(`${file}:${location.start.line}:${location.start.column} ${mutatorName}\n  ${code}\n`);
console.log(`${''.padEnd(49)}score   killed  timeout survived no cover   errors  ignored`);
for (const file of Object.keys(files)) console.log(summary(file, found.filter(mutant => mutant.file === file)).line);
console.log(all.line);

if (all.score < LOWEST_SCORE) console.error(`the score is below ${LOWEST_SCORE}`);
if (survivors.length > 0) console.error(`${survivors.length} mutants survive: each needs a test, or a comment "Stryker disable next-line MUTATOR: reason"`);
process.exitCode = all.score < LOWEST_SCORE || survivors.length > 0 ? 1 : 0;
