import { AT_DEPLOYMENT, check } from '../../src/shared/check';
import type { CreateJobTemplateRequest } from '../../src/shared/create-job-template';

const VERSION = 'arn:aws:iot:us-east-1:123456789012:package/app/version/1';
const documentWith = (text: string): string => JSON.stringify({ text });

/**
 * AWS IoT refuses these requests, when the template or when a job is created. Synthesis refuses most of them, too. At deployment the rules do
 * not look for them, so that a template of an older version of the library can still be rolled back to.
 */
test.each<[string, string]>([
  ['a placeholder without an end', '${aws:iot:package:app:version:1:attributes:url'],
  ['a package placeholder that leaves out only the name of the package', '${aws:iot:package::version:1:attributes:url}'],
  ['a package placeholder that leaves out only the version', '${aws:iot:package:app:version::attributes:url}'],
  ['all attributes as a part of a text', 'all: ${aws:iot:package:app:version:1:attributes}'],
  ['a presigned URL inside a placeholder', '${aws:iot:parameter:${aws:iot:s3-presigned-url-v2:https://s3.us-east-1.amazonaws.com/bucket/key}}'],
  ['a variable outside of an upload', '${aws:iot:parameter:${thingName}}'],
  ['a URL of no object', '${aws:iot:s3-presigned-url-v2:https://example.com/key}'],
  ['a URL without a key', '${aws:iot:s3-presigned-url-v2:https://s3.us-east-1.amazonaws.com/bucket}'],
  ['a package version that is no destination', '${aws:iot:package:app:version:2:attributes:url}'],
  ['what only Fn::Sub takes', '${!aws:iot:parameter:a}'],
  ['an upload to a bucket with a variable in its name', '${aws:iot:s3-presigned-url-upload:https://s3.us-east-1.amazonaws.com/${thingName}/log}'],
  ['an upload to a bucket that the role may not list', '${aws:iot:s3-presigned-url-upload:https://s3.us-east-1.amazonaws.com/other/log}'],
  ['an artifact that the version may not have', '${aws:iot:package:app:version:1:artifact-location:s3-presigned-url}'],
])('the rules leave to AWS IoT %s', (_, placeholder) => {
  const request: CreateJobTemplateRequest = {
    jobTemplateId: 'update',
    description: 'Updates the app',
    document: documentWith(placeholder),
    presignedUrlConfig: { roleArn: 'arn:aws:iam::123456789012:role/presign' },
    destinationPackageVersions: [VERSION],
  };
  expect(check(request, AT_DEPLOYMENT)).toEqual([]);
});
