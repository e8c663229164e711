import { type IResolvable, Token, Tokenization } from 'aws-cdk-lib';

/** A text with each of its tokens replaced. */
export function mapTokens(text: string, replace: (token: IResolvable) => unknown): string {
  return Tokenization.reverseString(text)
    .mapTokens({ mapToken: replace })
    .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
}

/** A JSON value with each of its tokens replaced, wherever they are: as a value of its own or inside a text. */
export function mapTokensDeep(value: unknown, replace: (token: IResolvable) => unknown): unknown {
  if (typeof value === 'string') return mapTokens(value, replace);
  if (Token.isUnresolved(value)) return replace(Tokenization.reverse(value)!);
  if (Array.isArray(value)) return value.map(item => mapTokensDeep(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTokensDeep(item, replace)]));
}
