import { Token } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { errorAt } from './errors';
import { shownProp } from './shown';
import { mapKnown, mapTokens } from './tokens';
import { UPLOAD_VARIABLES } from '../shared/placeholder';

/** The keys of all objects of a bucket. */
export const ALL_OBJECTS = '*';

/** The pattern of IAM that matches only this object: wildcards and variables are escaped. Evidence: iam-pattern-escapes. */
export const exactly = (key: string): string => mapKnown(key, part => part.replace(/[*?$]/g, '${$&}'));

/** The pattern of IAM for a pattern of keys, in which only `*` is a wildcard. Evidence: iam-pattern-escapes. */
export const wildcards = (pattern: string): string => mapKnown(pattern, part => part.replace(/[?$]/g, '${$&}'));

/** The pattern of IAM for the key of an upload. AWS IoT may replace a variable with any text. */
export const uploadPattern = (key: string): string => mapKnown(key, part => part.split(VARIABLE).map(exactly).join('*'));

/** @throws if the role could not reach the object of the URL. Tokens pass, because their values are unknown. */
export function checkObjectPattern({ node, bucketArn }: s3.IBucket, key: string, pattern: string | undefined): void {
  if (pattern === undefined) return;
  const refusal = (must: string) => errorAt(node.path, 'invalidObjectPattern', `${shownProp('objectPattern', pattern)}, must ${must}`);
  if (typeof pattern !== 'string') throw refusal('be a text: write gateway/*, for example');
  if (pattern.search(VARIABLE) >= 0) throw refusal('have no variables: write * in place of each variable');
  const isArn = pattern.startsWith(bucketArn) || BUCKET_ARN.test(pattern);
  if (isArn && !key.startsWith('arn:')) throw refusal('be a pattern of keys, not of ARNs: write gateway/*, for example');
  if (mayMatch(key.replace(VARIABLE, ANY_TEXT), pattern)) return;
  throw refusal(`match the key ${JSON.stringify(key)}: * stands for any part of a key, such as the value of a variable`);
}

/** A variable in the key of an upload. */
export const VARIABLE = new RegExp(`\\$\\{(?:${UPLOAD_VARIABLES.join('|')})\\}`, 'g');

/** Stands for the value of a variable. No pattern has this character, so only a wildcard matches it. */
const ANY_TEXT = '\uffff';

/** The ARN of a bucket, or of objects in it. Its partition may be a token. */
const BUCKET_ARN = /^arn:[^:]+:s3:/;

/** Whether a key can match a pattern. If one of them has tokens, the parts before the first token must match. */
function mayMatch(key: string, pattern: string): boolean {
  if (![key, pattern].some(Token.isUnresolved)) return isMatched(key, pattern);
  const [beginning] = mapTokens(key, () => ANY_TEXT).split(ANY_TEXT);
  const [expected] = mapTokens(pattern, () => ALL_OBJECTS).split(ALL_OBJECTS);
  return beginning.startsWith(expected) || expected.startsWith(beginning);
}

/** Whether a key matches a pattern whose only wildcard is `*`. */
function isMatched(key: string, pattern: string): boolean {
  const [beginning, ...parts] = pattern.split('*');
  const end = parts.pop();
  if (end === undefined) return key === pattern;
  if (!key.startsWith(beginning)) return false;
  let position = beginning.length;
  for (const part of parts) {
    const found = key.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return key.length - end.length >= position && key.endsWith(end);
}
