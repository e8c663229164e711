import { type IResolvable, Token, Tokenization } from 'aws-cdk-lib';

/** The text of a number, which may be a token. Not every version of the CDK recognizes a number token inside a text. */
export const numberTokenText = (value: number): string => Tokenization.stringifyNumber(value);

/** Whether there is a token anywhere in a JSON value. */
export const hasTokens = (value: unknown): boolean =>
  Token.isUnresolved(value) || typeof value === 'object' && value !== null && Object.values(value).some(hasTokens);

/** Returns the replacement of a token. To keep the token, return `as`, which is the form that it has in the value. */
export type Replace = (token: IResolvable, as: unknown) => unknown;

/** A text with all of its tokens replaced. */
export function mapTokens(text: string, replace: Replace): string {
  if (!Token.isUnresolved(text)) return text;
  return Tokenization.reverseString(text)
    .mapTokens({ mapToken: token => replace(token, Token.asString(token)) })
    .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
}

/** A text with its known parts rewritten. Its tokens stay. */
export function mapKnown(text: string, rewrite: (part: string) => string): string {
  if (!Token.isUnresolved(text)) return rewrite(text);
  const finish = (part: string | Finished): string => typeof part === 'string' ? rewrite(part) : part.finished;
  return finish(Tokenization.reverseString(text)
    .mapTokens({ mapToken: (token): Finished => ({ finished: Token.asString(token) }) })
    .join({ join: (left, right): Finished => ({ finished: finish(left) + finish(right) }) }));
}

/** A part of a text that is a token, or that is rewritten already. */
interface Finished {
  readonly finished: string;
}

/** A JSON value with all of its tokens replaced: whole values, parts of texts and parts of the names of members. */
export function mapTokensDeep(value: unknown, replace: Replace): unknown {
  if (typeof value === 'string') return mapTokens(value, replace);
  if (Token.isUnresolved(value)) return replace(Tokenization.reverse(value)!, value);
  if (Array.isArray(value)) return value.map(item => mapTokensDeep(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [mapTokens(key, replace), mapTokensDeep(item, replace)]));
}
