import { execFileSync } from 'node:child_process';
import { ROOT } from '../build';
import { atMost, bytes, type Row } from '../row';

/** The size of the published package, as npm packs it. */
export function tarball(): Row {
  const [{ size, unpackedSize, entryCount }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  return atMost({ what: 'packed tarball', figure: size, atMost: 400_000, unit: ' B', detail: `${entryCount} files, ${bytes(unpackedSize)}` });
}
