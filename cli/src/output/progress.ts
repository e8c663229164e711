import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal';

/** Reads one item after another, several at a time, and shows a progress bar on a terminal. The results keep the order of the items. */
export async function withProgress<Item, Result>(
  { terminal, label }: { readonly terminal: Terminal; readonly label: string },
  items: readonly Item[], read: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const bar = terminal.isInteractive && items.length > 0 ? newBar(label) : undefined;
  bar?.start(items.length, 0);
  try {
    const results: Result[] = [];
    const remaining = [...items.entries()];
    const work = async () => {
      for (let next = remaining.shift(); next !== undefined; next = remaining.shift()) {
        results[next[0]] = await read(next[1]);
        bar?.increment();
      }
    };
    await Promise.all(Array.from({ length: SIMULTANEOUS_READS }, work));
    return results;
  } finally {
    bar?.stop();
  }
}

/** Enough to use the rate that AWS IoT allows in spite of the time that a response takes. */
const SIMULTANEOUS_READS = 10;

const newBar = (label: string): SingleBar => new SingleBar({
  format: `${label} {bar} {value}/{total}`, stream: process.stderr, clearOnComplete: true, hideCursor: true, barsize: 30,
});
