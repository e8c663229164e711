import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { mapTokens } from './tokens';
import { warn } from './warn';
import { WarningId } from './warning';
import { UNKNOWN } from '../shared/placeholder';

/** A pattern of unlikely keys, and the reason, to follow the word "but". */
type Reason = readonly [pattern: RegExp, but: string];

const ALWAYS_UNLIKELY: readonly Reason[] = [
  [/^\//, 'a key has a slash at its beginning only if the object was stored like this: leave the slash out'],
  [/^(?:s3|https?):\/\/|^arn:/i, 'this is a whole URL or ARN: write only the part after the bucket, such as gateway/image.bin'],
  [/(?:^|[/._-])(?:undefined|null)(?:[/._-]|$)/, 'a variable in it was probably not set: check the variable'],
  [/\[object \w+\]/, 'it contains an object that is probably meant to be a text: write a member of the object'],
];

/** The key of an upload may have variables, and another rule checks them. */
const UNLIKELY_TO_READ: readonly Reason[] = [
  ...ALWAYS_UNLIKELY,
  [/\$\{[^}]*\}/, 'nothing replaces ${...} in it: in TypeScript, write the key in backticks'],
  [/\?versionId=/, 'a version is not part of a key: pass the version as versionId of a download or as objectVersion of a document'],
  [/\*/, 'it is the key of one object, so * is not a wildcard in it: use objectPattern to choose the objects that the role may read'],
  [/\/$/, 'it ends with a slash, as a folder does: add the name of the object'],
];

/** Warns of a key to read that is probably a mistake. Amazon S3 accepts any key. Evidence: s3-key-format. */
export const warnOfKeyToRead = (template: Construct, bucket: s3.IBucket, key: string): void => warnOf(UNLIKELY_TO_READ, template, bucket, key);

/** Warns of the key of an upload that is probably a mistake. Evidence: s3-key-format. */
export const warnOfKeyToWrite = (template: Construct, bucket: s3.IBucket, key: string): void => warnOf(ALWAYS_UNLIKELY, template, bucket, key);

function warnOf(reasons: readonly Reason[], template: Construct, { node }: s3.IBucket, key: string): void {
  const known = mapTokens(key, () => UNKNOWN);
  for (const [, but] of reasons.filter(([pattern]) => pattern.test(known))) {
    warn(template, WarningId.UNLIKELY_OBJECT_KEY, `document has key ${JSON.stringify(known)} of bucket ${node.path}, but ${but}`);
  }
}
