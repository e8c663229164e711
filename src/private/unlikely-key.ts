import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { mapTokens } from './tokens';
import { warn } from './warn';
import { WarningId } from './warning';
import { UNKNOWN } from '../shared/placeholder';

/** What makes a key unlikely, and what stands against it. */
type Reason = readonly [pattern: RegExp, but: string];

const ALWAYS_UNLIKELY: readonly Reason[] = [
  [/^\//, 'a key begins with a slash only if the object was stored under such a key: leave the slash out'],
  [/^(?:s3|https?):\/\/|^arn:/i, 'this is a whole URL or ARN: write only what follows the bucket, such as gateway/image.bin'],
  [/(?:^|[/._-])(?:undefined|null)(?:[/._-]|$)/, 'a variable in it was probably not set'],
  [/\[object \w+\]/, 'an object in it was probably meant to be a text'],
];

/** An upload may have variables, and a rule says which. */
const UNLIKELY_TO_READ: readonly Reason[] = [
  ...ALWAYS_UNLIKELY,
  [/\$\{[^}]*\}/, 'nothing fills in ${...} there: in TypeScript, write the key in backticks'],
  [/\?versionId=/, 'a version is no part of a key: leave it out, and pass it as versionId of a download or as objectVersion of a document'],
  [/\*/, 'it is the key of one object, in which * stands for itself: objectPattern says which objects the role may read'],
  [/\/$/, 'it ends with a slash, as a folder does: add the name of the object'],
];

/** Warns of a key to read that exists only by accident: Amazon S3 takes any. Evidence: s3-key-format. */
export const warnOfKeyToRead = (template: Construct, bucket: s3.IBucket, key: string): void => warnOf(UNLIKELY_TO_READ, template, bucket, key);

/** The same for the key of an upload. Evidence: s3-key-format. */
export const warnOfKeyToWrite = (template: Construct, bucket: s3.IBucket, key: string): void => warnOf(ALWAYS_UNLIKELY, template, bucket, key);

function warnOf(reasons: readonly Reason[], template: Construct, { node }: s3.IBucket, key: string): void {
  const known = mapTokens(key, () => UNKNOWN);
  for (const [, but] of reasons.filter(([pattern]) => pattern.test(known))) {
    warn(template, WarningId.UNLIKELY_OBJECT_KEY, `document has key ${JSON.stringify(known)} of bucket ${node.path}, but ${but}`);
  }
}
