import { errorCodesTable, ERRORS, errorsTable } from './errors';
import { limitsTable } from './limits';
import { withBlock } from './markdown';
import { rulesTable } from './rules';
import { scannersTable } from './scanners';
import { warningsTable } from './warnings';

/** The parts of pages that are generated from the code: the page, the name of the block, its content. */
export const BLOCKS: ReadonlyArray<readonly [page: string, block: string, content: () => string]> = [
  ['docs/limits.md', 'limits', limitsTable],
  ['docs/limits.md', 'rules', rulesTable],
  ['docs/limits.md', 'warnings', warningsTable],
  ['docs/scanners.md', 'suppressions', scannersTable],
  ['docs/troubleshooting.md', 'codes', errorCodesTable],
  ['docs/troubleshooting.md', 'errors', () => Object.keys(ERRORS).map(heading => `### ${heading}\n\n${errorsTable(heading)}`).join('\n\n')],
];

export const PAGES: readonly string[] = [...new Set(BLOCKS.map(([page]) => page))];

/** A page as it must be, from what it is. */
export const generated = (page: string, current: string): string =>
  BLOCKS.filter(([file]) => file === page).reduce((text, [, block, content]) => withBlock(text, block, content()), current);
