import { type IResolvable, Token, Tokenization } from 'aws-cdk-lib';

/** A number may be a token, which not every version of the CDK recognizes inside a text. */
export const textOf = (value: number): string => Tokenization.stringifyNumber(value);

/** Whether there is a token anywhere in a JSON value. */
export const hasTokens = (value: unknown): boolean =>
  Token.isUnresolved(value) || typeof value === 'object' && value !== null && Object.values(value).some(hasTokens);

/** What takes the place of a token; `as` is how it stands there, for what is to stay. */
export type Replace = (token: IResolvable, as: unknown) => unknown;

/** A text with each of its tokens replaced. */
export function mapTokens(text: string, replace: Replace): string {
  if (!Token.isUnresolved(text)) return text;
  return Tokenization.reverseString(text)
    .mapTokens({ mapToken: token => replace(token, Token.asString(token)) })
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
export function mapTokensDeep(value: unknown, replace: Replace): unknown {
  if (typeof value === 'string') return mapTokens(value, replace);
  if (Token.isUnresolved(value)) return replace(Tokenization.reverse(value)!, value);
  if (Array.isArray(value)) return value.map(item => mapTokensDeep(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTokensDeep(item, replace)]));
}
