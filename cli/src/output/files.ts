import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from '../code/stack';
import { UserError } from '../explain';

/** Writes files into a folder. @throws if one exists already, and then writes nothing */
export function writeFiles(folder: string, files: readonly GeneratedFile[]): void {
  const existing = files.map(({ path }) => join(folder, path)).filter(path => existsSync(path));
  if (existing.length > 0) {
    throw new UserError(`${existing.slice(0, 5).join(', ')} ${existing.length > 1 ? 'exist' : 'exists'} already: pass --out with another folder, or remove `
      + `${existing.length > 1 ? 'them' : 'it'}`);
  }
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    // A document has exactly its own characters.
    writeFileSync(join(folder, path), content);
  }
}
