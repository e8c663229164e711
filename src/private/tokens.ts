import { type IResolvable, Token, Tokenization } from 'aws-cdk-lib';

/** A number may be a token, which not every version of the CDK recognizes inside a text. */
export const textOf = (value: number): string => Tokenization.stringifyNumber(value);

/** Whether there is a token anywhere in a JSON value. */
export const hasTokens = (value: unknown): boolean =>
  Token.isUnresolved(value) || typeof value === 'object' && value !== null && Object.values(value).some(hasTokens);

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

/** A JSON value whose objects have their keys in order. What becomes JSON in its own way, as tokens and dates do, is left as it is. */
export function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== 'object' || value === null || 'toJSON' in value || Token.isUnresolved(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, item]) => [key, withSortedKeys(item)]));
}
