import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { version as cdkVersion } from 'aws-cdk-lib/package.json';
import { build } from './build';
import { type Row, tableOf } from './row';
import { code, coldStart } from './rows/function';
import { tarball } from './rows/package';
import { calls, stormOfCreates } from './rows/service';
import { loading, sizes, times } from './rows/synthesis';

const RESULTS = path.join(__dirname, 'RESULTS.md');

/** Measures, prints the table, and fails where a target is missed. */
async function main(): Promise<void> {
  const { values: { quick, write, rounds } } = parseArgs({
    options: { quick: { type: 'boolean' }, write: { type: 'boolean' }, rounds: { type: 'string', default: '7' } },
  });
  build();
  const rows: Row[] = [
    ...quick ? [] : [...await times(Number(rounds)), await loading(Number(rounds)), ...await coldStart(Number(rounds))],
    ...await sizes(),
    code(),
    tarball(),
    ...await calls(),
    await stormOfCreates(),
  ];
  const table = tableOf(rows);
  console.log(table);
  if (write) writeFileSync(RESULTS, results(table, Number(rounds)));
  process.exitCode = rows.every(({ met }) => met) ? 0 : 1;
}

const results = (table: string, rounds: number): string => `# What it costs, beside what people would use instead

\`npm run bench -- --write\` has written this: medians of ${rounds} fresh processes each, interleaved; times are processor time (user and system), so that
other load on the machine hardly counts. What one more template takes is a difference of the least that two processes took.

- Machine: ${cpus()[0].model}, ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GiB
- Node.js ${process.version}, aws-cdk-lib ${cdkVersion}

${table}

How to read it:

- Most of what a whole process takes in synth is Node.js and aws-cdk-lib being loaded, and aws-cdk-lib writing its assembly. What no construct can
  go below is the row of CfnJobTemplate, which only renders.
- Whoever declares a Lambda function loads aws-lambda, aws-s3-assets and the facts of all Regions. We do it once an app, and CfnJobTemplate never:
  beside it, the whole process shows that, and the row of the templates after the first does not.
- Node.js itself starts in every cold start, and for no handler faster: nothing that is loaded can change that part. The second figure is the
  processor time from when the handler is loaded until it has answered.
- The log groups of the others' functions do not keep everything for ever either.
- A template whose tags change takes one more call where one of them is removed: UntagResource is an operation of its own.
`;

void main();
