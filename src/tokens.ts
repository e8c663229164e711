import { type IResolvable, Token, Tokenization } from 'aws-cdk-lib';

/** A text with each of its tokens replaced. */
export function mapTokens(text: string, replace: (token: IResolvable) => unknown): string {
  if (!Token.isUnresolved(text)) return text;
  return Tokenization.reverseString(text)
    .mapTokens({ mapToken: replace })
    .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
}

/** Stands for a token while a text is rewritten: a character that is in none. */
const TOKEN_MARK = '\u{F0000}';

/** A text with the parts of it that are known rewritten, and its tokens kept. */
export function mapKnown(text: string, rewrite: (part: string) => string): string {
  const tokens = Tokenization.reverseString(text).tokens.map(token => Token.asString(token));
  return mapTokens(text, () => TOKEN_MARK).split(TOKEN_MARK)
    .map((part, index) => rewrite(part) + (tokens[index] ?? ''))
    .join('');
}

/** A JSON value with each of its tokens replaced, wherever they are: as a value of its own or inside a text. */
export function mapTokensDeep(value: unknown, replace: (token: IResolvable) => unknown): unknown {
  if (typeof value === 'string') return mapTokens(value, replace);
  if (Token.isUnresolved(value)) return replace(Tokenization.reverse(value)!);
  if (Array.isArray(value)) return value.map(item => mapTokensDeep(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTokensDeep(item, replace)]));
}
