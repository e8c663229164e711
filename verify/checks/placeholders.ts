/** Checks of placeholders in a document, and of the role for presigned URLs. */
import { answerOf } from '../answer';
import type { Check } from '../check';
import type { Context } from '../context';
import { accepts, acceptsOrRefuses, type Members, refuses, refusesDocument, updateJobRefuses } from './kinds';

const document = (...values: string[]) => ({ document: JSON.stringify(Object.fromEntries(values.map((value, i) => [`v${i}`, value]))) });
const url = ({ documents }: Context): string => documents.pathStyleUrl('firmware.bin');
const download = (of: string): string => `\${aws:iot:s3-presigned-url-v2:${of}}`;
const upload = (of: string): string => `\${aws:iot:s3-presigned-url-upload:${of}}`;

/** A document whose URLs AWS IoT presigns with a role that it can assume. */
const presigned = (...values: ((context: Context) => string)[]) => (context: Context): Members => ({
  ...document(...values.map((value) => value(context))),
  presignedUrlConfig: { roleArn: context.roleArn('presigner') },
});
/** A document with an upload under this key. */
const uploadTo = (key: string) => presigned((context) => upload(url(context).replace('firmware.bin', key)));

export const PLACEHOLDERS: readonly Check[] = [
  acceptsOrRefuses('parameter-in-own-template', 'a parameter of a managed template', document('${aws:iot:parameter:a}')),
  accepts('placeholder-download', 'a download', presigned((context) => download(url(context)))),
  accepts('placeholder-upload', 'an upload to a bucket that the role may list', (context) => ({
    ...document(upload(url(context))),
    presignedUrlConfig: { roleArn: context.roleArn('uploader') },
  })),
  acceptsOrRefuses('placeholder-upload-generated-key', 'an upload without a bucket and a key', (context) => ({
    ...document(upload(new URL(url(context)).origin)),
    presignedUrlConfig: { roleArn: context.roleArn('uploader') },
  })),
  refusesDocument('placeholder-maximum', '11 placeholders',
    presigned(...Array.from({ length: 11 }, () => (context: Context) => download(url(context)))), { name: 'X' }),
  refusesDocument('placeholder-unterminated', 'a placeholder without }', presigned((context) => download(url(context)).replace('}', '')),
    { message: 'One or more parameters or placeholders are not terminated.' }),
  refusesDocument('placeholder-package-pair', 'a package without a version', document('${aws:iot:package:gateway:version::attributes:a}'),
    { message: 'Empty package name and version name have to be used in pair.' }),
  refusesDocument('placeholder-package-empty', 'a package without names, of two', (context) => ({
    ...document('${aws:iot:package::version::attributes:a}'),
    destinationPackageVersions: ['a', 'b'].map((name) => context.arn(`package/${name}/version/1`)),
  }), { message: 'Cannot resolve empty package name and version name given multiple elements in destination package versions.' }),
  refusesDocument('placeholder-null-version', 'the version $null', document('${aws:iot:package:gateway:version:$null:attributes:a}'),
    { message: '$null is not allowed to be referenced as a package version in job documents.' }),
  refusesDocument('placeholder-all-attributes', 'all attributes inside a text', document('a ${aws:iot:package:gateway:version:1:attributes}'), {
    message: 'The package version attribute placeholder for all attributes has to be a json value by itself and not appended with other strings '
      + 'or nested with other placeholders.',
  }),
  refusesDocument('placeholder-nested', 'a download in a download', presigned((context) => download(download(url(context)))),
    { message: '${aws:X} should not be the second layer pattern.' }),
  refusesDocument('placeholder-local-variable', 'a thing name in a download', presigned((context) => download(url(context).replace('firmware.bin', '${thingName}'))),
    { message: 'Local placeholder, ${X}, is only valid inside of presign url upload' }),
  refusesDocument('placeholder-upload-variable', 'another variable in an upload', uploadTo('${a}'),
    { message: 'Undefined placeholder, ${X}, inside of presign url upload parameter' }),
  refusesDocument('placeholder-upload-variable-twice', 'a thing name three times in an upload', uploadTo('${thingName}/${thingName}/${thingName}'),
    { message: 'The occurrence of local placeholder X within S3 presigned url upload placeholder exceeds limit of X.' }),
  refusesDocument('placeholder-upload-bucket-variable', 'a thing name in the bucket of an upload',
    presigned(({ documents }) => upload(documents.pathStyleUrl('a').replace(/\/[^/]*\/documents/, '/${thingName}/documents'))),
    { message: 'S3 bucket name in presigned url upload is not allowed to contain any placeholders' }),
  refusesDocument('placeholder-upload-head-bucket', 'an upload to a bucket that the role may not list', uploadTo('report.json'),
    { message: 'Permission denied when attempting to use role X to access bucket X' }),
  refuses('placeholder-needs-role', 'a download of the first form without a role', (context) => document(`\${aws:iot:s3-presigned-url:${url(context)}}`),
    { message: 'Role must be provided for pre-sign S3 urls in job document of job X.' }),
  refuses('placeholder-needs-role-v2', 'a download without a role', (context) => document(download(url(context))),
    { message: 'presignedUrlConfig role ARN is required to generate an S3 presigned url in job document.' }),
  refuses('placeholder-url-invalid', 'a download from a URL that is not of a bucket', presigned(() => download('https://example.com/a')),
    { message: 'Given S3 url X is invalid.' }),
  refuses('placeholder-url-invalid', 'a download without a key', presigned((context) => download(url(context).replace(/\/documents.*/, ''))),
    { message: 'Provided S3 url is not valid: X. Error: Key cannot be null' }),
  acceptsOrRefuses('placeholder-local-variable-bare', 'a thing name outside of any placeholder', document('${thingName}')),
  acceptsOrRefuses('placeholder-case', 'a placeholder in another case', document('${AWS:IoT:parameter:a}')),
  acceptsOrRefuses('placeholder-unknown', 'a placeholder that AWS does not document', document('${aws:iot:unknown:a}')),

  refuses('presign-expiry-range', 'expiresInSec 59', { presignedUrlConfig: { expiresInSec: 59 } }),
  refuses('presign-expiry-range', 'expiresInSec 3601', { presignedUrlConfig: { expiresInSec: 3601 } }),
  refuses('presign-role-length', 'a role ARN of 19 characters', { presignedUrlConfig: { roleArn: 'a'.repeat(19) } }),
  updateJobRefuses('presign-role-malformed', 'a role ARN that is none', { presignedUrlConfig: { roleArn: 'arn:aws:iam::1:user/somebody' } },
    { message: 'Given role X is invalid.' }),
  {
    evidence: 'presign-role-not-yet-assumable',
    expected: 'a role that AWS IoT cannot assume: not known; accepted, denied, or an InvalidRequestException whose message mentions assuming or permissions',
    async observe(context) {
      const roleArn = context.roleArn('probe');
      const answer = await answerOf(context.create({ ...document(download(url(context))), presignedUrlConfig: { roleArn } }));
      const isRetried = answer.name === 'InvalidRequestException' && /assum|not authorized|(access|permission) denied/i.test(answer.message!);
      return { observed: answer.text, confirmed: answer.isAccepted || isRetried };
    },
  },
];
