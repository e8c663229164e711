import type { Creation } from './expression';

/** The most characters of a line, unless a text is longer. */
const MAX_LINE = 110;

export interface Brackets {
  readonly open: string;
  /** The beginning if each item has a line of its own. @default - the same */
  readonly brokenOpen?: string;
  readonly close: string;
  readonly items: readonly string[];
  /** The indentation of one level. */
  readonly indent: string;
  /** Spaces inside of brackets on one line, as in `{ a: 1 }`. */
  readonly padding?: string;
  /** What follows the last item on a line of its own. @default ',' */
  readonly trailing?: string;
  /** Whether each item has a line of its own although all would fit on one. */
  readonly isBroken?: boolean;
}

/** Whether code fits on a line of a constructor. */
export const fitsOnLine = (code: string, indent: string): boolean => !code.includes('\n') && code.length <= MAX_LINE - 4 * indent.length;

/** Items in brackets: on one line if they fit, otherwise each on a line of its own. */
export function bracketed(brackets: Brackets): string {
  const { open, brokenOpen = open, close, items, indent, padding = '', trailing = ',', isBroken = false } = brackets;
  if (items.length === 0) return open + close;
  const line = `${open}${padding}${items.join(', ')}${padding}${close}`;
  if (!isBroken && fitsOnLine(line, indent)) return line;
  const lines = items.map((item, index) => `${item}${index < items.length - 1 ? ',' : trailing}`);
  return `${brokenOpen}\n${indented(lines.join('\n'), indent)}\n${close}`;
}

/** Arguments in parentheses. A last argument that has several lines begins on the line of the call. */
export function argumentsOf(items: readonly string[], indent: string, trailing?: string): string {
  const others = items.slice(0, -1);
  const isHugged = items.at(-1)?.includes('\n') && others.every(item => !item.includes('\n')) && /^(?:new \w+|\S*[[({])\n/.test(items.at(-1)!);
  if (isHugged) return `(${items.join(', ')})`;
  return bracketed({ open: '(', close: ')', items, indent, trailing });
}

/** Every line with an indentation. */
export const indented = (code: string, indent: string): string => code.replace(/^(?=.)/gm, indent);

/** The statements of a constructor, the first of which needs no empty line before it. */
export const bodyOf = (statements: readonly string[], indent: string): string => indented(statements.join('\n').trim(), indent);

/** Every line as a comment. */
export const commented = (code: string, mark: string): string => code.replace(/^/gm, `${mark} `);

/** The comment of a construct, before its code. */
export const commentBefore = ({ comment }: Creation, mark: string): string => comment === undefined ? '' : `${commented(comment, mark)}\n`;

/**
 * The text in double quotes. All languages have the escapes of JSON. Characters that nobody sees, and those that end a line in some
 * languages, are escaped, too.
 */
export const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, character => character.length > 1 ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The text in the quotes that a language prefers, or in the other quotes if that avoids escapes. */
export function inQuotes(text: string, preferred: '"' | "'"): string {
  const other = preferred === '"' ? "'" : '"';
  const mark = text.includes(preferred) && !text.includes(other) ? other : preferred;
  const escaped = quoted(text);
  // Without an escape, a quote of the other kind stands for itself. A text with both kinds stays in the quotes of JSON.
  if (mark === '"' || text.includes("'")) return escaped;
  return `'${escaped.slice(1, -1).replaceAll('\\"', '"')}'`;
}
