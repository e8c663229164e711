/** The expression for a pattern of ids, in which `*` stands for any characters, and `?` for one. No pattern matches every id. */
export const patternOf = (pattern = '*'): RegExp =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`);
