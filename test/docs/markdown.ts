/** A table of GitHub's Markdown. */
export function table(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ')).join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

/** Text as code, also if there are backticks in it. */
export const code = (text: string): string => text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;

/** A page with the text between the markers of a block replaced. @throws if the page does not have the block exactly once */
export function withBlock(page: string, name: string, content: string): string {
  const parts = page.split(new RegExp(`(<!-- generated: ${name} -->\n)[^]*?(<!-- end -->)`));
  if (parts.length !== 4) throw new Error(`the page must have the block "${name}" once: <!-- generated: ${name} --> and <!-- end -->`);
  const [before, begin, end, after] = parts;
  return `${before}${begin}\n${content}\n\n${end}${after}`;
}
