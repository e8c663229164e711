import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from '../code/stack';
import { UserError } from '../explain';

/**
 * Writes files into the folder of `--out`.
 *
 * @param remedy what to do if a file exists already
 * @throws if one exists already, and then writes nothing
 */
export function writeFiles(folder: string, files: readonly GeneratedFile[], remedy: string): void {
  const existing = files.map(({ path }) => join(folder, path)).filter(path => existsSync(path));
  if (existing.length > 0) {
    throw new UserError(`${existing.slice(0, 5).join(', ')} ${existing.length > 1 ? 'exist' : 'exists'} already: ${remedy}`);
  }
  for (const { path, content } of files) {
    const file = join(folder, path);
    try {
      makeFolder(dirname(file));
      // A document has exactly its own characters.
      writeFileSync(file, content);
    } catch (error) {
      throw new UserError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}): pass --out with a folder that you can write to, and no file`);
    }
  }
}

/** Makes a folder and those around it. With `recursive`, Node.js would never return in a file system that accepts no folders, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
