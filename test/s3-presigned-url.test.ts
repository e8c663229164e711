import { Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, PackageVersion, S3PresignedUrl } from '../src';
import { allowing, deployed, ENV, newApp, newJobTemplate, newStack, propertiesOf, refusalOf, statementsOf, warningsWithIdsOf } from './support/construct';
import { inReasonableTime } from './support/time-limit';

/** The placeholder in a template's document, as the service gets it. */
function placeholder(make: (bucket: s3.IBucket, stack: Stack) => S3PresignedUrl, stack = newStack({ env: ENV })): string {
  newJobTemplate({ document: JobDocument.fromObject({ url: make(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), stack) }) }, stack);
  return JSON.parse(deployed(propertiesOf(stack).Document)).url;
}

describe('a URL for a download', () => {
  test.each([
    ['firmware.bin', 'firmware.bin'],
    ['a/b/c.bin', 'a/b/c.bin'],
    ['with space.bin', 'with%20space.bin'],
    ['größe/火.bin', 'gr%C3%B6%C3%9Fe/%E7%81%AB.bin'],
    ['a+b.bin', 'a%2Bb.bin'],
    ['100%.bin', '100%25.bin'],
    ['a%20b.bin', 'a%2520b.bin'],
    ['a?b#c&d=e.bin', 'a%3Fb%23c%26d%3De.bin'],
    ['{x}"y"\\z', '%7Bx%7D%22y%22%5Cz'],
    ['${name}.bin', '%24%7Bname%7D.bin'],
    ['a\u{F0000}b.bin', 'a%F3%B0%80%80b.bin'],
    ['...bin', '...bin'],
  ])('has the key %s encoded', (key, encoded) => {
    expect(placeholder(bucket => S3PresignedUrl.forDownload(bucket, key))).toBe(
      `\${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/bucket/${encoded}}`);
  });

  test('may be one for a version', () => {
    expect(placeholder(bucket => S3PresignedUrl.forDownload(bucket, 'a b', { versionId: 'v.7_x' }))).toBe(
      '${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/bucket/a%20b%3FversionId%3Dv.7_x}');
  });

  test.each([['a+b/c', 'a%2Bb%2Fc'], ['a}b', 'a%7Db'], ['a&b=c', 'a%26b%3Dc'], ['a\u{F0000}b', 'a%F3%B0%80%80b']])(
    'has a version encoded that is none of Amazon S3: %s', (versionId, encoded) => {
      expect(placeholder(bucket => S3PresignedUrl.forDownload(bucket, 'a', { versionId }))).toBe(
        `\${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/bucket/a%3FversionId%3D${encoded}}`);
    });

  test('may have a key, a version and a bucket that are only known later', () => {
    expect(placeholder((_, stack) => {
      const version = new CfnParameter(stack, 'Version').valueAsString;
      return S3PresignedUrl.forDownload(new s3.Bucket(stack, 'Own'), `a b/${Aws.REGION}+${Aws.ACCOUNT_ID}`, { versionId: version });
    })).toMatch(/^\$\{aws:iot:s3-presigned-url-v2:https:\/\/s3\.eu-west-1\.amazonaws\.com\/ref-Own\w+\/a%20b\/eu-west-1%2B123456789012%3FversionId%3Dref-Version\}$/);
  });
});

describe('a URL for an upload', () => {
  test.each(['log.txt', '${thingName}/${jobId}-${executionNumber}.txt', 'with space.txt'])('has the key %s as it is', (key) => {
    expect(placeholder(bucket => S3PresignedUrl.forUpload(bucket, key))).toBe(
      `\${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/bucket/${key}}`);
  });

  test('may have a key that is partly only known later', () => {
    expect(placeholder(bucket => S3PresignedUrl.forUpload(bucket, `${Aws.REGION}/\${thingName}`))).toBe(
      '${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/bucket/eu-west-1/${thingName}}');
  });
});

describe('the URL', () => {
  test('is one of the bucket\'s Region', () => {
    expect(placeholder((_, stack) => S3PresignedUrl.forDownload(
      s3.Bucket.fromBucketAttributes(stack, 'Far', { bucketName: 'far', region: 'ap-south-1' }), 'key',
    ))).toBe('${aws:iot:s3-presigned-url-v2:https://s3.ap-south-1.amazonaws.com/far/key}');
  });

  test('has the stack\'s Region and partition if the bucket is there', () => {
    const stack = newStack();
    newJobTemplate({ document: JobDocument.fromObject({ url: S3PresignedUrl.forDownload(new s3.Bucket(stack, 'Bucket'), 'key') }) }, stack);
    const chinese = { 'AWS::Region': 'cn-north-1', 'AWS::URLSuffix': 'amazonaws.com.cn', 'Bucket83908E77': 'bucket' };
    expect(JSON.parse(deployed(propertiesOf(stack).Document, chinese)).url).toBe(
      '${aws:iot:s3-presigned-url-v2:https://s3.cn-north-1.amazonaws.com.cn/bucket/key}');
  });

  test.each([
    ['the same Region', ENV],
    ['another Region', { ...ENV, region: 'us-east-1' }],
  ])('may be one of a bucket of another stack in %s', (_, env) => {
    const app = newApp();
    const bucket = new s3.Bucket(new Stack(app, 'Other', { env }), 'Bucket', { bucketName: 'named' });
    const stack = new Stack(app, 'Fleet', { env: ENV });
    newJobTemplate({ document: JobDocument.fromObject({ url: S3PresignedUrl.forDownload(bucket, 'key') }) }, stack);
    const url: string = JSON.parse(deployed(propertiesOf(stack).Document)).url;
    expect(url.replace(/import-[^/]*/, 'named')).toBe(`\${aws:iot:s3-presigned-url-v2:https://s3.${env.region}.amazonaws.com/named/key}`);
  });
});

test('an upload to a bucket of another Region is refused, but a download is allowed', () => {
  const far = (stack: Stack) => s3.Bucket.fromBucketAttributes(stack, 'Far', { bucketName: 'far', region: 'us-east-1' });
  const upload = (stack: Stack) => ({ document: JobDocument.fromObject({ report: S3PresignedUrl.forUpload(far(stack), 'log.txt') }) });
  const download = (stack: Stack) => ({ document: JobDocument.fromObject({ image: S3PresignedUrl.forDownload(far(stack), 'image.bin') }) });
  const [near, other, anywhere] = [newStack({ env: ENV }), newStack({ env: ENV }), newStack()];
  expect(refusalOf(upload(near), near)).toBe('[Fleet/Reboot] document has "${aws:iot:s3-presigned-url-upload:https://s3.us-east-1.<token>/far/log.txt}", must have '
    + 'a bucket of the template\'s own Region, eu-west-1: AWS IoT refuses it, "Cross region S3 bucket is not supported for presigned url upload placeholder". '
    + 'Downloads may come from any Region');
  expect(refusalOf(download(other), other)).toBeUndefined();
  expect(refusalOf(upload(anywhere), anywhere)).toBeUndefined();
});

test.each(['thingName', 'jobId', 'executionNumber'])('a download has no variable ${%s} in its key', (name) => {
  const bucket = new s3.Bucket(newStack(), 'Bucket');
  expect(() => S3PresignedUrl.forDownload(bucket, `logs/\${${name}}.txt`)).toThrow(
    `[Fleet/Bucket] key is "logs/\${${name}}.txt", must have no variables such as \${${name}}: `
    + 'AWS IoT replaces them only in the keys of uploads');
});

test.each(['a}b', '{a', '${thingName}}', '$${jobId}{'])('an upload has no braces in its key but those of variables: %s', (key) => {
  const bucket = new s3.Bucket(newStack(), 'Bucket');
  expect(() => S3PresignedUrl.forUpload(bucket, key)).toThrow(
    `[Fleet/Bucket] key is "${key}", must have no braces except those of variables: another brace would end the placeholder`);
});

test.each<[string, (bucket: s3.IBucket) => unknown, string]>([
  ['a download without a key', bucket => S3PresignedUrl.forDownload(bucket, ''), 'key'],
  ['a download without the version it names', bucket => S3PresignedUrl.forDownload(bucket, 'a', { versionId: '' }), 'versionId'],
  ['an upload without a key', bucket => S3PresignedUrl.forUpload(bucket, ''), 'key'],
  ['a document without a key', bucket => JobDocument.fromBucket(bucket, ''), 'key'],
  ['a document without the version it names', bucket => JobDocument.fromBucket(bucket, 'a', ''), 'objectVersion'],
])('there is not %s', (_, make, name) => {
  expect(() => make(new s3.Bucket(newStack(), 'Bucket'))).toThrow(`[Fleet/Bucket] ${name} is "", must have at least 1 character`);
});

test.each<[string, (bucket: s3.IBucket, key: any) => unknown]>([
  ['a download', (bucket, key) => S3PresignedUrl.forDownload(bucket, key)],
  ['an upload', (bucket, key) => S3PresignedUrl.forUpload(bucket, key)],
  ['a document', (bucket, key) => JobDocument.fromBucket(bucket, key)],
  ['an artifact', (bucket, key) => PackageVersion.fromNames('fw', '1.0.0', { artifact: { bucket, key } })],
])('the key of %s is a text', (_, make) => {
  const bucket = new s3.Bucket(newStack(), 'Bucket');
  expect(() => make(bucket, undefined)).toThrow('[Fleet/Bucket] key is missing, must be a text');
  expect(() => make(bucket, 5)).toThrow('[Fleet/Bucket] key is 5, must be a text');
});

test('the version of an object is a text', () => {
  const bucket = new s3.Bucket(newStack(), 'Bucket');
  expect(() => S3PresignedUrl.forDownload(bucket, 'a', { versionId: 5 as never })).toThrow('[Fleet/Bucket] versionId is 5, must be a text');
  expect(() => JobDocument.fromBucket(bucket, 'a', 5 as never)).toThrow('[Fleet/Bucket] objectVersion is 5, must be a text');
});

const KEYS: [string, (bucket: s3.IBucket, key: string) => unknown][] = [
  ['a download', (bucket, key) => S3PresignedUrl.forDownload(bucket, key)],
  ['an upload', (bucket, key) => S3PresignedUrl.forUpload(bucket, key)],
  ['a document', (bucket, key) => JobDocument.fromBucket(bucket, key)],
  ['an artifact', (bucket, key) => PackageVersion.fromNames('app', '1', { artifact: { bucket, key } })],
];

describe.each(KEYS)('%s', (_, make) => {
  const refusal = (key: string) => () => make(new s3.Bucket(newStack(), 'Bucket'), key);

  test.each(['.', '..', './a', '../other/a', 'a/../b', 'a/..'])('has no step to another object in its key: %s', (key) => {
    expect(refusal(key)).toThrow(`[Fleet/Bucket] key is ${JSON.stringify(key)}, must have no part . or ..: in a URL such a part is a step `
      + 'to another object');
  });

  test.each(['.a', 'a..b/c', 'a/...'])('may have the key %s', (key) => {
    expect(refusal(key)).not.toThrow();
  });

  test('is refused for a dot segment beside a token only if the segment is complete', () => {
    expect(refusal(`${Aws.REGION}/../b`)).toThrow('must have no part . or ..');
    expect(refusal(`..${Aws.REGION}`)).not.toThrow();
  });

  test('has no half of a character in its key', () => {
    expect(refusal('a\ud800')).toThrow('[Fleet/Bucket] key is "a\\ud800", must have whole characters only: it has one half of a character, which UTF-8 cannot hold');
  });
});

describe.each(KEYS)('the key of %s', (_, make) => {
  const refusal = (key: string) => () => make(new s3.Bucket(newStack(), 'Bucket'), key);

  test.each([
    ['1024 characters', 'k'.repeat(1024)],
    ['1024 bytes in fewer characters', 'ü'.repeat(512)],
    ['1024 bytes that are known', `${'k'.repeat(1024)}${Aws.REGION}`],
  ])('may have %s', (__, key) => {
    expect(refusal(key)).not.toThrow();
  });

  test.each([
    ['1025 characters', 'k'.repeat(1025)],
    ['1025 bytes in fewer characters', `${'ü'.repeat(512)}k`],
    ['1025 bytes that are known', `${'k'.repeat(1025)}${Aws.REGION}`],
  ])('may not have %s', (__, key) => {
    expect(refusal(key)).toThrow(`[Fleet/Bucket] key is "${key.slice(0, 100)}"..., must have at most 1024 bytes in UTF-8, has 1025`);
  });
});

test('the variables of an upload do not count as bytes of its key', () => {
  const bucket = new s3.Bucket(newStack(), 'Bucket');
  expect(() => S3PresignedUrl.forUpload(bucket, `${'k'.repeat(1024)}\${thingName}`)).not.toThrow();
  expect(() => S3PresignedUrl.forUpload(bucket, `${'k'.repeat(1025)}\${thingName}`)).toThrow('must have at most 1024 bytes in UTF-8, has 1025');
});

describe.each(KEYS)('the bucket of %s', (_, make) => {
  const refusal = (bucketOf: (stack: Stack) => s3.IBucket) => () => make(bucketOf(newStack()), 'key');
  const MUST = 'AWS IoT documents URLs of buckets only, and permissions are granted on a bucket';

  test.each([
    ['firmware-abc-s3alias', 'an access point'], ['firmware-abc--ol-s3', 'an Object Lambda Access Point'], ['firmware.mrap', 'a Multi-Region Access Point'],
    ['firmware--use1-az4--x-s3', 'a directory bucket'], ['firmware--table-s3', 'a table bucket'],
  ])('is not called %s', (name, owner) => {
    expect(refusal(stack => s3.Bucket.fromBucketName(stack, 'Imported', name))).toThrow(
      `[Fleet/Imported] bucket is "${name}", must be a general purpose bucket, not ${owner}: ${MUST}`);
  });

  test.each(['s3:eu-west-1:123456789012:accesspoint/firmware', 's3-object-lambda:eu-west-1:123456789012:accesspoint/firmware'])('is not arn:aws:%s', (arn) => {
    expect(refusal(stack => s3.Bucket.fromBucketArn(stack, 'Imported', `arn:aws:${arn}`))).toThrow(
      `[Fleet/Imported] bucket is "arn:aws:${arn}", must be a general purpose bucket, not an access point: ${MUST}`);
  });

  test.each(['s3alias', 'firmware-s3aliases', 'accesspoint', 'x-s3'])('may be called %s', (name) => {
    expect(refusal(stack => s3.Bucket.fromBucketName(stack, 'Imported', name))).not.toThrow();
  });

  test('may have a name that is only known later', () => {
    expect(refusal(stack => s3.Bucket.fromBucketName(stack, 'Imported', new CfnParameter(stack, 'Name').valueAsString))).not.toThrow();
  });
});

describe('a key that is probably another one', () => {
  const SLASH = 'a key has a slash at its beginning only if the object was stored like this: leave the slash out';
  const URL = 'this is a whole URL or ARN: write only the part after the bucket, such as gateway/image.bin';
  const UNSET = 'a variable in it was probably not set: check the variable';
  const OBJECT = 'it contains an object that is probably meant to be a text: write a member of the object';
  const LITERAL = 'nothing replaces ${...} in it: in TypeScript, write the key in backticks';

  const READ: [string, (bucket: s3.IBucket, key: string) => JobDocument][] = [
    ['a download', (bucket, key) => JobDocument.fromObject({ url: S3PresignedUrl.forDownload(bucket, key) })],
    ['a document', (bucket, key) => JobDocument.fromBucket(bucket, key)],
    ['an artifact', (bucket, key) => JobDocument.fromObject({ url: PackageVersion.fromNames('app', '1', { artifact: { bucket, key } }).artifactUrl() })],
  ];
  const UPLOAD: typeof READ[number] = ['an upload', (bucket, key) => JobDocument.fromObject({ url: S3PresignedUrl.forUpload(bucket, key) })];

  function warningsFor(make: (bucket: s3.IBucket, key: string) => JobDocument, key: string): unknown[] {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document: make(new s3.Bucket(stack, 'Bucket'), key) }, stack);
    return warningsWithIdsOf(stack, '/Fleet/Reboot');
  }
  const warning = (key: string, but: string) => `document has key ${JSON.stringify(key)} of bucket Fleet/Bucket, but ${but} [ack: cdk-iot-job-template:unlikelyObjectKey]`;

  test.each([...READ, UPLOAD].flatMap(([what, make]) => ([
    ['/gateway/image.bin', SLASH], ['s3://bucket/image.bin', URL], ['https://bucket.s3.amazonaws.com/image.bin', URL], ['HTTP://a/image.bin', URL],
    ['arn:aws:s3:::bucket/image.bin', URL], ['gateway/undefined/image.bin', UNSET], ['undefined', UNSET], ['gateway/image-undefined.bin', UNSET],
    ['null/image.bin', UNSET], ['gateway/[object Object]/image.bin', OBJECT],
  ] as const).map(([key, but]) => [what, key, but, make] as const)))('is one of %s: %s', (_, key, but, make) => {
    expect(warningsFor(make, key)).toEqual([warning(key, but)]);
  });

  test.each(READ)('is one of %s with a variable that nothing fills in', (_, make) => {
    expect(warningsFor(make, 'gateway/${version}/image.bin')).toEqual([warning('gateway/${version}/image.bin', LITERAL)]);
  });

  test.each(READ.flatMap(([what, make]) => ([
    ['gateway/image.bin?versionId=x', 'a version is not part of a key: pass the version as versionId of a download or as objectVersion of a document'],
    ['gateway/*', 'it is the key of one object, so * is not a wildcard in it: use objectPattern to choose the objects that the role may read'],
    ['gateway/', 'it ends with a slash, as a folder does: add the name of the object'],
  ] as const).map(([key, but]) => [what, key, but, make] as const)))('is one of %s: %s', (_, key, but, make) => {
    expect(warningsFor(make, key)).toEqual([warning(key, but)]);
  });

  test.each([...READ, UPLOAD])('is none of %s without such a sign', (_, make) => {
    for (const key of ['gateway/2.4.0/image.bin', 'undefinedness/nullable.bin', 'a//b', '$version/x', 'urn:x', 'a?version=1', `${Aws.REGION}/image.bin`]) {
      expect(warningsFor(make, key)).toEqual([]);
    }
  });

  test('is none of an upload with its variables', () => {
    expect(warningsFor(UPLOAD[1], 'reports/${thingName}/${jobId}-${executionNumber}.json')).toEqual([]);
  });

  test('shows tokens by a sign', () => {
    expect(warningsFor(READ[0][1], `/${Aws.REGION}`)).toEqual([warning('/<token>', SLASH)]);
  });
});

test('a version has no half of a character', () => {
  const bucket = new s3.Bucket(newStack(), 'Bucket');
  const message = (name: string) => `[Fleet/Bucket] ${name} is "\\udc00", must have whole characters only`;
  expect(() => S3PresignedUrl.forDownload(bucket, 'a', { versionId: '\udc00' })).toThrow(message('versionId'));
  expect(() => JobDocument.fromBucket(bucket, 'a', '\udc00')).toThrow(message('objectVersion'));
});

test.each<[string, (bucket: s3.IBucket, text: string) => S3PresignedUrl, string]>([
  ['the pattern of a download', (bucket, text) => S3PresignedUrl.forDownload(bucket, text, { objectPattern: text }), 's3:GetObject'],
  ['the pattern of an upload', (bucket, text) => S3PresignedUrl.forUpload(bucket, text, { objectPattern: text }), 's3:PutObject'],
  ['the key of an upload', (bucket, key) => S3PresignedUrl.forUpload(bucket, key), 's3:PutObject'],
])('%s is granted, whatever characters and tokens it has', (_, make, action) => {
  const stack = newStack({ env: ENV });
  const url = make(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), `a\u{F0000}b/${Aws.REGION}/c`);
  newJobTemplate({ document: JobDocument.fromObject({ url }) }, stack);
  expect(deployed(allowing(statementsOf(stack), action))[0].Resource).toBe('arn:aws:s3:::bucket/a\u{F0000}b/eu-west-1/c');
});

describe('a pattern', () => {
  const ofDownload = (key: string, objectPattern: string) => () => S3PresignedUrl.forDownload(new s3.Bucket(newStack(), 'Bucket'), key, { objectPattern });
  const ofUpload = (key: string, objectPattern: string) => () => S3PresignedUrl.forUpload(new s3.Bucket(newStack(), 'Bucket'), key, { objectPattern });
  const refusal = (key: string, pattern: string) =>
    `[Fleet/Bucket] objectPattern is ${JSON.stringify(pattern)}, must match the key ${JSON.stringify(key)}: * stands for any part of a key, such as the value of a variable`;

  test.each([
    ['a/b.bin', '*'], ['a/b.bin', 'a/*'], ['a/b.bin', '*.bin'], ['a/b.bin', 'a/b.bin'], ['a/b.bin', 'a/b.bin*'], ['a/b.bin', '*a*/*b*.bin'],
    ['aba', 'a*a'], ['aab', '*ab'], ['a', '**'],
  ])('matches the key %s of a download: %s', (key, pattern) => {
    expect(ofDownload(key, pattern)).not.toThrow();
  });

  test.each([
    ['a/b.bin', ''], ['a/b.bin', 'b/*'], ['a/b.bin', '/a/*'], ['a/b.bin', '*.txt'], ['a/b.bin', 'a/b'], ['a/b.bin', 'a/?.bin'], ['aba', 'ab*ba'],
    ['abc', 'a*c*b'], ['a', 'a*a'],
  ])('must match the key %s of a download: %j does not', (key, pattern) => {
    expect(ofDownload(key, pattern)).toThrow(refusal(key, pattern));
  });

  test.each([
    ['logs/${thingName}/1.txt', 'logs/*'], ['logs/${thingName}/${jobId}.txt', 'logs/*/*.txt'],
  ])('matches every key %s of an upload: %s', (key, pattern) => {
    expect(ofUpload(key, pattern)).not.toThrow();
  });

  test.each([
    ['logs/${thingName}.txt', 'logs/press-1.txt'], ['${jobId}.txt', '*Id*'],
  ])('must match every key %s of an upload: %s does not', (key, pattern) => {
    expect(ofUpload(key, pattern)).toThrow(refusal(key, pattern));
  });

  test.each([
    [`fw/${Aws.REGION}`, 'fw/*'], [`fw/${Aws.REGION}`, 'f*'], [`fw/${Aws.REGION}`, 'fw/eu-west-1'], [`${Aws.REGION}/fw`, 'sw/*'],
    ['fw/1', `fw/${Aws.REGION}`], ['fw/1', `${Aws.REGION}/*`], [`fw/${Aws.REGION}`, `fw/a/${Aws.REGION}`],
  ])('may match the key %s, as far as both are known: %s', (key, pattern) => {
    expect(ofDownload(key, pattern)).not.toThrow();
  });

  test.each([
    [`fw/${Aws.REGION}`, 'sw/*'], [`fw/${Aws.REGION}`, 'fw-*'], ['fw/1', `sw/${Aws.REGION}`], [`fw/${Aws.REGION}`, `sw/${Aws.REGION}`],
  ])('must match the beginning of the key %s that is known: %s does not', (key, pattern) => {
    expect(ofDownload(key, pattern)).toThrow(refusal(key, pattern));
  });

  test('must match the beginning of an upload up to its first variable', () => {
    const key = `logs/\${thingName}/${Aws.REGION}`;
    expect(ofUpload(key, 'logs/a*')).not.toThrow();
    expect(ofUpload(key, 'log/*')).toThrow(refusal(key, 'log/*'));
  });

  test.each(['logs/${thingName}/*', '${jobId}*', `logs/\${thingName}/${Aws.REGION}`])('has no variables: %s', (pattern) => {
    expect(ofUpload('logs/${thingName}/1.txt', pattern)).toThrow(
      `[Fleet/Bucket] objectPattern is ${JSON.stringify(pattern)}, must have no variables: write * in place of each variable`);
  });

  test.each<[string, string, (bucket: s3.IBucket) => string]>([
    ['an ARN', 'a/b.bin', () => 'arn:aws:s3:::bucket/a/*'],
    ['an ARN whose partition is known later', `${Aws.REGION}/b.bin`, () => `arn:${Aws.PARTITION}:s3:::bucket/*`],
    ['the ARN of objects of the bucket', 'a/b.bin', bucket => bucket.arnForObjects('a/*')],
  ])('is not %s', (_, key, patternIn) => {
    const bucket = new s3.Bucket(newStack(), 'Bucket');
    const objectPattern = patternIn(bucket);
    expect(() => S3PresignedUrl.forDownload(bucket, key, { objectPattern })).toThrow(
      `[Fleet/Bucket] objectPattern is ${JSON.stringify(objectPattern)}, must be a pattern of keys, not of ARNs: write gateway/*, for example`);
  });

  test('may begin as an ARN if the key does', () => {
    expect(ofDownload('arn:aws:s3:::bucket/a', 'arn:aws:s3:::bucket/*')).not.toThrow();
  });

  test('is a text', () => {
    expect(ofUpload('a/b.txt', ['a/*'] as never)).toThrow('[Fleet/Bucket] objectPattern is ["a/*"], must be a text: write gateway/*, for example');
  });
});

test.each(['${', '${thingName', '{', '$'])('a long key is read once: %s over and over', (part) => {
  const bucket = new s3.Bucket(newStack(), 'Bucket');
  const make = () => { try { S3PresignedUrl.forUpload(bucket, part.repeat(1_000_000)); } catch { /* a brace too many */ } };
  expect(() => inReasonableTime(make)).not.toThrow();
});
