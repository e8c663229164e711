/** `npm run verify:aws`: checks the library's assumptions about AWS on an AWS account. See CONTRIBUTING.md. */
import { CannotRun, readOptions, USAGE } from './options';
import { Run } from './run';

const CONTRADICTED = 1;
const DID_NOT_RUN = 2;

async function main(signal: AbortSignal): Promise<number> {
  try {
    const options = await readOptions(process.argv.slice(2), signal);
    if (options === 'help') {
      console.log(USAGE);
      return 0;
    }
    const run = await Run.prepare(options, signal);
    const { isComplete, hasContradictions } = await run.carryOut();
    if (!isComplete) return DID_NOT_RUN;
    return hasContradictions ? CONTRADICTED : 0;
  } catch (error) {
    console.error(error instanceof CannotRun || signal.aborted ? `\n${(error as Error).message}` : error);
    return DID_NOT_RUN;
  }
}

/**
 * Ends the run early at a signal, after everything is removed. npm repeats a signal that the terminal has already
 * sent.
 */
function ending(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (!controller.signal.aborted) console.error(`\n${name}: ended early, removing the resources of this run`);
      controller.abort(new CannotRun('ended early'));
    });
  }
  return controller.signal;
}

// A closed terminal accepts no more lines, but the resources must still be removed.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

void main(ending()).then((code) => process.exit(code));
