import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is removed when the run ends. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'test-'));

/** A JSON file in its own folder. */
export function temporaryFile(content: string | Buffer): string {
  const file = join(temporaryFolder(), 'document.json');
  writeFileSync(file, content);
  return file;
}
