/**
 * Uses the library as a user would, on this machine. Packs it, installs it in `examples/firmware-fleet`, and deploys
 * the example with the CDK CLI to an emulator of AWS. Then edits and destroys the example. Every step is checked, and
 * the first mismatch ends the run.
 */
import { parseArgs } from 'node:util';
import { Narration } from './try/narration';
import { Story } from './try/story';
import { Workshop } from './try/workshop';
import { World } from './try/world';

async function main(): Promise<void> {
  const { values: { report } } = parseArgs({ options: { report: { type: 'string' } } });
  const narration = new Narration();
  // The emulator comes first, because its requirements may be missing on a machine.
  const world = await narration.step('Start AWS on this machine', () => World.create());
  try {
    narration.print(world.addresses);
    const workshop = await Workshop.open();
    await narration.step('Build and pack the library', () => workshop.pack());
    await narration.step('Install the example, and in it the packed library', () => workshop.install());
    await narration.step('Run the tests of the example', () => workshop.test(report));
    await new Story(narration, world, workshop.example).run();
  } finally {
    await world.end();
  }
  narration.end('Everything was as declared, and nothing is left running');
}

// Processes and folders that must be ended or removed listen to the exit of this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    console.error(`\n${signal}: ended early, all processes are stopped`);
    process.exit(1);
  });
}

main().catch((error: Error) => {
  console.error(`\n✘ ${error.message}`);
  process.exit(1);
});
