import { type IResolvable, Token, Tokenization } from 'aws-cdk-lib';

/** A number may be a token, which not every version of the CDK recognizes inside a text. */
export const numberTokenText = (value: number): string => Tokenization.stringifyNumber(value);

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

/** A text with the parts of it that are known rewritten, and its tokens kept. */
export function mapKnown(text: string, rewrite: (part: string) => string): string {
  const finished = (part: unknown): string => part instanceof Finished ? part.text : rewrite(String(part));
  if (!Token.isUnresolved(text)) return rewrite(text);
  return finished(Tokenization.reverseString(text)
    .mapTokens({ mapToken: token => new Finished(Token.asString(token)) })
    .join({ join: (left, right) => new Finished(finished(left) + finished(right)) }));
}

/** A part of a text that must not be rewritten, or has been. No character can mark it: a key may hold any. */
class Finished {
  constructor(public readonly text: string) {}
}

/** A JSON value with each of its tokens replaced, wherever they are: as a value of its own, inside a text or inside the name of a member. */
export function mapTokensDeep(value: unknown, replace: Replace): unknown {
  if (typeof value === 'string') return mapTokens(value, replace);
  if (Token.isUnresolved(value)) return replace(Tokenization.reverse(value)!, value);
  if (Array.isArray(value)) return value.map(item => mapTokensDeep(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [mapTokens(key, replace), mapTokensDeep(item, replace)]));
}
