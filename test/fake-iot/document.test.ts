import { create, describeTemplate } from './direct';
import { FakeIotService } from './service';

const ROLE = 'arn:aws:iam::123456789012:role/presign';
const invalid = (message: string) => ({ status: 400, error: 'InvalidRequestException', message });
const nested = (depth: number) => '[ '.repeat(depth) + ']'.repeat(depth);

/** An account with one bucket. */
const withObject = (document: string | undefined) =>
  new FakeIotService({ now: () => 0, buckets: new Set(['bucket']), readDocument: () => document });

describe('a document', () => {
  test.each([
    ['an object', '{"a": 1}'],
    ['a list', '[1]'],
    ['a text', '"a"'],
    ['a number', '5'],
    ['null', 'null'],
    ['a number beyond the range of a double', '{"a": 1E400}'],
    ['a name that stands twice', '{"a": 1, "a": 2}'],
    ['a thousand levels', nested(1000)],
    ['brackets in a text', JSON.stringify('['.repeat(1001))],
  ])('may be %s, and is kept as it is', (_, document) => {
    const service = withObject(document);
    expect(create(service, { document }).status).toBe(200);
    expect(describeTemplate(service).body.document).toBe(document);
    expect(create(service, { documentSource: 's3://bucket/key' }, 'two').status).toBe(200);
    expect(describeTemplate(service, 'two').body.document).toBe(document);
  });

  test.each([
    ['no JSON', 'not json'],
    ['NaN', '{"a": NaN}'],
    ['Infinity', '{"a": Infinity}'],
    ['-Infinity', '{"a": -Infinity}'],
    ['a text without its end', `"${'\\"'.repeat(10)}`],
    ['1001 levels', nested(1001)],
    ['16000 levels', nested(16000).replaceAll(' ', '')],
  ])('may not be %s', (_, document) => {
    expect(create(withObject(undefined), { document })).toMatchObject(invalid('Job document located at request input is an invalid JSON document.'));
    expect(create(withObject(document), { documentSource: 's3://bucket/key' })).toMatchObject(
      invalid('Job document located at s3://bucket/key is an invalid JSON document.'));
  });
});

describe('the object behind a source', () => {
  test.each([
    's3://bucket/dir/key.json',
    'https://s3.us-east-1.amazonaws.com/bucket/key.json',
    'https://s3.us-east-1.amazonaws.com/bucket/key.json?versionId=1',
    'https://s3.amazonaws.com/bucket/a%20b.json',
    'https://bucket.s3.eu-west-1.amazonaws.com/key.json',
    'https://bucket.s3-eu-west-1.amazonaws.com/key.json',
    'https://s3.cn-north-1.amazonaws.com.cn/bucket/key.json',
  ])('is read at %s, and described with its address', (documentSource) => {
    const service = withObject('{"from":"s3"}');
    expect(create(service, { documentSource }).status).toBe(200);
    expect(describeTemplate(service).body).toMatchObject({ documentSource, document: '{"from":"s3"}' });
  });

  test.each([
    ['https://example.com/bucket/key.json', 'Job document source {} is invalid.'],
    ['ftp://s3.amazonaws.com/bucket/key.json', 'Job document source {} is invalid.'],
    ['https://s3 x/key', 'Job document source {} is invalid.'],
    ['key.json', 'Job document source {} is invalid.'],
    ['s3://bucket', 'Provided S3 url is not valid: {}. Error: Key cannot be null'],
    ['s3://bucket/', 'Provided S3 url is not valid: {}. Error: Key cannot be null'],
    ['https://s3.us-east-1.amazonaws.com/bucket', 'Provided S3 url is not valid: {}. Error: Key cannot be null'],
    ['https://bucket.s3.us-east-1.amazonaws.com/', 'Provided S3 url is not valid: {}. Error: Key cannot be null'],
    ['s3://another/key.json', 'Bucket specified by url: {} is not found.'],
    ['https://s3.us-east-1.amazonaws.com/another/key.json', 'Bucket specified by url: {} is not found.'],
    ['s3://bucket/key.json', 'Job document located at {} is not found.'],
  ])('must be there: %s', (documentSource, message) => {
    expect(create(withObject(undefined), { documentSource })).toMatchObject(invalid(message.replace('{}', documentSource)));
  });

  test('has at most 32768 bytes', () => {
    const ofBytes = (bytes: number) => withObject(JSON.stringify('ä'.repeat((bytes - 2) / 2)));
    expect(create(ofBytes(32768), { documentSource: 's3://bucket/key' }).status).toBe(200);
    expect(create(ofBytes(32770), { documentSource: 's3://bucket/key' })).toMatchObject(
      { status: 410, error: 'LimitExceededException', message: 'Job document from s3://bucket/key exceeds size limit 32768 bytes.' });
  });

  test('is measured in bytes, and a document of the request in characters', () => {
    expect(create(withObject(undefined), { document: JSON.stringify('ä'.repeat(32766)) }).status).toBe(200);
  });
});

describe('a placeholder', () => {
  const URL = 'https://s3.us-east-1.amazonaws.com/bucket/fw.bin';
  const classic = (url = URL) => `\${aws:iot:s3-presigned-url:${url}}`;
  const v2 = (url = URL) => `\${aws:iot:s3-presigned-url-v2:${url}}`;
  const UPLOAD = '${aws:iot:s3-presigned-url-upload:https://s3.us-east-1.amazonaws.com/bucket/${thingName}}';
  const ARTIFACT = '${aws:iot:package:a:version:1:artifact-location:s3-presigned-url}';
  const NO_ROLE = 'Role must be provided for pre-sign S3 urls in job document of job one.';
  const NO_ROLE_V2 = 'presignedUrlConfig role ARN is required to generate an S3 presigned url in job document.';
  const creation = (document: object, presignedUrlConfig?: object) =>
    create(withObject(JSON.stringify(document)), { document: JSON.stringify(document), presignedUrlConfig });

  test.each<[string, object, string]>([
    ['the classic form', { a: classic() }, NO_ROLE],
    ['the form -v1', { a: classic().replace('url:', 'url-v1:') }, NO_ROLE],
    ['the form -v2', { a: v2() }, NO_ROLE_V2],
    ['both', { a: v2(), b: classic() }, NO_ROLE],
    ['an upload', { a: UPLOAD }, NO_ROLE_V2],
    ['an artifact', { a: ARTIFACT }, NO_ROLE_V2],
  ])('of a presigned URL needs a role: %s', (_, document, message) => {
    expect(creation(document)).toMatchObject(invalid(message));
    expect(creation(document, { expiresInSec: 300 })).toMatchObject(invalid(message));
    expect(creation(document, { roleArn: ROLE }).status).toBe(200);
  });

  test('in the object behind a source needs a role, too', () => {
    expect(create(withObject(JSON.stringify(classic())), { documentSource: 's3://bucket/key' })).toMatchObject(invalid(NO_ROLE));
  });

  test('of another kind needs none', () => {
    expect(creation({ a: '${aws:iot:package:a:version:1:attributes}', b: '${aws:other}', c: URL }).status).toBe(200);
  });

  const SPACED = 'https://s3.us-east-1.amazonaws.com/bucket/fw 1.bin';
  const KEYLESS = 'https://s3.us-east-1.amazonaws.com/bucket';

  test.each<[string, string, string]>([
    ['another host', classic('https://example.com/fw.bin'), 'Given S3 url https://example.com/fw.bin is invalid.'],
    ['a space in the form -v2', v2(SPACED), `Given S3 url ${SPACED} is invalid.`],
    ['no key', v2(KEYLESS), `Provided S3 url is not valid: ${KEYLESS}. Error: Key cannot be null`],
  ])('names an object of S3: not %s', (_, placeholder, message) => {
    expect(creation({ a: placeholder }, { roleArn: ROLE })).toMatchObject(invalid(message));
  });

  test('of the classic form may have a space', () => {
    expect(creation({ a: classic(SPACED) }, { roleArn: ROLE }).status).toBe(200);
  });
});
