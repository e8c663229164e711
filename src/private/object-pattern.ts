import { Token } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { shownProp } from './shown';
import { mapKnown, mapTokens } from './tokens';
import { UPLOAD_VARIABLES } from '../shared/placeholder';

/** The keys of all objects of a bucket. */
export const ALL_OBJECTS = '*';

/** The key as IAM writes it to match this object only: wildcards and variables are escaped. Evidence: iam-pattern-escapes. */
export const exactly = (key: string): string => mapKnown(key, part => part.replace(/[*?$]/g, '${$&}'));

/** A pattern of keys as IAM writes it: `*` stays the wildcard that it is. Evidence: iam-pattern-escapes. */
export const wildcards = (pattern: string): string => mapKnown(pattern, part => part.replace(/[?$]/g, '${$&}'));

/** The key of an upload as IAM writes it: AWS IoT replaces each variable with any text. */
export const uploadPattern = (key: string): string => mapKnown(key, part => part.split(VARIABLE).map(exactly).join('*'));

/** @throws if the role could not reach the very object of the URL. Tokens are not known yet, and pass. */
export function checkObjectPattern({ node, bucketArn }: s3.IBucket, key: string, pattern: string | undefined): void {
  if (pattern === undefined) return;
  const refusal = (must: string) => new Error(`[${node.path}] ${shownProp('objectPattern', pattern)}, must ${must}`);
  if (typeof pattern !== 'string') throw refusal('be a text: write gateway/*, for example');
  if (pattern.search(VARIABLE) >= 0) throw refusal('have no variables: write * for each');
  const isArn = pattern.startsWith(bucketArn) || BUCKET_ARN.test(pattern);
  if (isArn && !key.startsWith('arn:')) throw refusal('be a pattern of keys, not of ARNs: write gateway/*, for example');
  if (mayMatch(key.replace(VARIABLE, ANY_TEXT), pattern)) return;
  throw refusal(`match the key ${JSON.stringify(key)}: * stands for any part of a key, such as the value of a variable`);
}

/** A variable in the key of an upload. */
export const VARIABLE = new RegExp(`\\$\\{(?:${UPLOAD_VARIABLES.join('|')})\\}`, 'g');

/** The value of a variable: no pattern has this character, so that only a wildcard matches it. */
const ANY_TEXT = '\uffff';

/** Of a bucket, or of objects in it. Its partition may be a token. */
const BUCKET_ARN = /^arn:[^:]+:s3:/;

/** Whether a key is one of a pattern, as far as both are known: what stands before the first token must fit. */
function mayMatch(key: string, pattern: string): boolean {
  if (![key, pattern].some(Token.isUnresolved)) return isMatched(key, pattern);
  const [beginning] = mapTokens(key, () => ANY_TEXT).split(ANY_TEXT);
  const [expected] = mapTokens(pattern, () => ALL_OBJECTS).split(ALL_OBJECTS);
  return beginning.startsWith(expected) || expected.startsWith(beginning);
}

/** Whether a key is one of a pattern whose only wildcard is `*`. */
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
