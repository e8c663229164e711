/** Writes the parts of the pages in docs/ that are generated from the code. */
import { readFileSync, writeFileSync } from 'node:fs';
import { generated, PAGES } from './pages';

for (const page of PAGES) writeFileSync(page, generated(page, readFileSync(page, 'utf8')));
