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

/** Measures, prints the table, and fails if a target is missed. */
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

const results = (table: string, rounds: number): string => `# Cost of the library and its alternatives

\`npm run bench -- --write\` writes this page. Each figure is the median of at least ${rounds} fresh processes, which run in turn. Times are processor time
(user and system), so that other load on the machine hardly counts. The time of one more template is a difference of the minimums of two
processes.

- Machine: ${cpus()[0].model}, ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GiB
- Node.js ${process.version}, aws-cdk-lib ${cdkVersion}

${table}

How to read it:

- In synthesis, a whole process mostly loads Node.js and aws-cdk-lib, and writes the assembly. The floor is the least that an L2 with tags and
  a function of its own can do: in the stack one Lambda function with its role and its log group, and for each template a \`Resource\` with a
  \`TagManager\`, which \`Tags.of\` needs, and one \`CfnResource\`, which depends on the permissions of the function. It only renders, and checks
  nothing.
- The library takes 12 to 13 % more than the floor. The checks of requests take about a third of that, and all other checks about a tenth, as
  measured once by taking them out one after the other. The rest is for loading the package, for turning typed props and documents into a
  request, and for V8, which compiles all of that. In a single round, the ratio has a standard deviation of 6 %, so the row of many templates
  has 12 times as many rounds.
- CfnJobTemplate is below the floor. It has no construct around the resource, and its app does not load aws-lambda, aws-s3-assets and the facts
  of all Regions. So a target below the floor, such as 1.1 times CfnJobTemplate or 0.35 times AwsCustomResource, asks for less than the CDK
  itself takes. The rows of whole processes contain the first template with its function. The row of the templates after the first does not.
- Every cold start includes the start of Node.js, which no handler can change. The target is for the processor time from loading the handler
  until it has responded.
- The floor of the cold start only creates, describes and responds, without any check. It is bundled as the library's function, and takes
  about 0.35 times AwsCustomResource. So a target of 0.33 times asks for less than Node.js and the client of the SDK take.
- The log groups of the alternatives' functions do not keep their logs forever either.
- A change of tags takes one more call if a tag is removed, because UntagResource is a separate operation.
`;

void main();
