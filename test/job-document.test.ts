import { resolve } from 'node:path';
import { Aws, CfnOutput, CfnParameter, Duration, Fn, Lazy, Size, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, JobRollout, type JobTemplateProps, PackageVersion, S3PresignedUrl } from '../src';
import { allowing, deployed, ENV, newJobTemplate, newStack, propertiesOf, refusalOf, rendered, statementsOf, warningsWithIdsOf } from './support/construct';
import { temporaryFile } from './support/temporary';
import { inReasonableTime } from './support/time-limit';

const DOWNLOAD = '${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/bucket/key}';
const UPLOAD = '${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/bucket/key}';
const ATTRIBUTES = '${aws:iot:package:app:version:1:attributes}';

let lastFile: string;

function file(content: string | Buffer): string {
  lastFile = temporaryFile(content);
  return lastFile;
}

/** The sources of a document whose text is known at synthesis. */
const KNOWN: [string, (json: string) => JobDocument][] = [
  ['fromString', json => JobDocument.fromString(json)],
  ['fromFile', json => JobDocument.fromFile(file(json))],
  ['fromAsset', json => JobDocument.fromAsset(file(json))],
];

const documented = (document: JobDocument, props: Partial<JobTemplateProps> = {}): string | undefined => refusalOf({ ...props, document });
const givenRole = (stack: Stack) => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/presign', { mutable: false });

/** What an accepted document needs to be accepted for its placeholders. */
function refusalWithRole(document: JobDocument, props: Partial<JobTemplateProps> = {}): string | undefined {
  const stack = newStack({ env: ENV });
  return refusalOf({ presignedUrlRole: givenRole(stack), document, ...props }, stack);
}

const download = (stack: Stack, key: string) => S3PresignedUrl.forDownload(s3.Bucket.fromBucketName(stack, `Bucket of ${key}`, 'bucket'), key);

/** The document as devices would get it. */
const deliver = (stack: Stack): any => JSON.parse(deployed(propertiesOf(stack).Document));

describe('a document that is written in the app', () => {
  test('is rendered as compact JSON', () => {
    expect(rendered({ document: JobDocument.fromObject({ a: 1, b: [true, null, 'ü'], c: { d: 0.5 } }) }).Document).toBe(
      '{"a":1,"b":[true,null,"ü"],"c":{"d":0.5}}');
  });

  test('has its keys in order, wherever they are: the maps of Java have none', () => {
    expect(rendered({ document: JobDocument.fromObject({ z: [{ y: 1, x: 2 }], B: null, a: { c: 3, b: 4 } }) }).Document).toBe(
      '{"B":null,"a":{"b":4,"c":3},"z":[{"x":2,"y":1}]}');
  });

  test('is rendered alike, with the permissions that it needs, whatever the order of its keys', () => {
    const [one, other] = [['image', 'report'], ['report', 'image']].map((keys) => {
      const stack = newStack({ env: ENV });
      const url = { image: download(stack, 'image.bin'), report: download(stack, 'report.json') };
      newJobTemplate({ document: JobDocument.fromObject(Object.fromEntries(keys.map(key => [key, url[key as keyof typeof url]]))) }, stack);
      return Template.fromStack(stack).toJSON();
    });
    expect(other).toEqual(one);
  });

  test('keeps tokens', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Parameter', { type: 'Number' });
    newJobTemplate({
      document: JobDocument.fromObject({
        region: Aws.REGION,
        sentence: `in "${Aws.REGION}" of ${Aws.ACCOUNT_ID}`,
        number: Token.asNumber(Lazy.number({ produce: () => 4.5 })),
        parameter: parameter.valueAsString,
        list: Lazy.list({ produce: () => ['x', 'y'] }),
        lazy: Lazy.any({ produce: () => ({ deep: [1, { deeper: 'ok' }] }) }),
        plain: [null, true, 'x', new Date(0)],
        absent: undefined,
      }),
    }, stack);
    expect(deliver(stack)).toEqual({
      region: 'eu-west-1',
      sentence: 'in "eu-west-1" of 123456789012',
      number: 4.5,
      parameter: 'ref-Parameter',
      list: ['x', 'y'],
      lazy: { deep: [1, { deeper: 'ok' }] },
      plain: [null, true, 'x', '1970-01-01T00:00:00.000Z'],
    });
  });

  test.each([
    ['an object', (text: string) => JobDocument.fromObject({ steps: [{ run: text }] })],
    ['a text', (text: string) => JobDocument.fromString(`{"run":"${text}"}`)],
  ])('may not be %s with Python\'s text for an object', (_, document) => {
    expect(documented(document('fetch <cdk_iot_job_template.S3PresignedUrl object at 0x7f3a5c0d1e50>'))).toBe(
      '[Fleet/Reboot] document has "<cdk_iot_job_template.S3PresignedUrl object at 0x7f3a5c0d1e50>" in a text, must have the value itself: '
      + 'write {url.to_string()} in an f-string');
    expect(documented(document('an <object at 0x1>'))).toBeUndefined();
  });

  test.each([
    ['Token.asAny', Token.asAny({ Ref: 'AWS::Region' }), '<unresolved-token>'],
    ['Lazy.any', Lazy.any({ produce: () => ({}) }), '<unresolved-lazy>'],
  ])('may not be a text in which JSON.stringify has lost %s', (_, token, lost) => {
    const refused = `[Fleet/Reboot] document has "${lost}" in a text, must have the value itself: JSON.stringify loses this token, so pass `
      + 'the object with its tokens to JobDocument.fromObject';
    expect(documented(JobDocument.fromString(JSON.stringify({ a: token })))).toBe(refused);
    expect(documented(JobDocument.fromObject({ a: JSON.stringify({ token }) }))).toBe(refused);
    expect(documented(JobDocument.fromObject({ a: token, b: '<unresolved>' }))).toBeUndefined();
  });

  test.each<[string, object, string | undefined]>([
    ['none', { a: null, b: [undefined], c: '' }, undefined],
    ['one', { steps: [{ run: 'x', version: process.env.NOT_SET }] }, 'steps[0].version'],
    ['several, in order', { b: undefined, a: { c: undefined } }, 'a.c, b'],
    ['one that its own JSON makes', { a: { toJSON: () => undefined } }, 'a'],
    ['more than five', Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(name => [name, undefined])), 'a, b, c, d, e and 2 more'],
  ])('warns of its undefined members, which JSON leaves out: %s', (_, object, members) => {
    const stack = newStack();
    newJobTemplate({ document: JobDocument.fromObject(object) }, stack);
    expect(JSON.parse(propertiesOf(stack).Document)).toEqual(JSON.parse(JSON.stringify(object)));
    expect(warningsWithIdsOf(stack)).toEqual(members === undefined ? [] : [
      `document has undefined at ${members}, but JSON leaves out a member that is undefined: check for a variable that was not set, or `
        + 'leave the member out '
      + '[ack: cdk-iot-job-template:undefinedMember]',
    ]);
  });

  test('may not be undefined as a whole', () => {
    expect(documented(JobDocument.fromObject(undefined as never))).toBe('[Fleet/Reboot] document has undefined at the top, must be JSON: write an object');
  });

  test('may be text, and is taken as it is', () => {
    expect(rendered({ document: JobDocument.fromString(' {"a": 1} ') }).Document).toBe(' {"a": 1} ');
  });

  test('may be text with tokens', () => {
    const stack = newStack();
    newJobTemplate({ document: JobDocument.fromString(`{"region":"${Aws.REGION}"}`) }, stack);
    expect(deliver(stack)).toEqual({ region: 'eu-west-1' });
  });

  test('may be a file', () => {
    expect(rendered({ document: JobDocument.fromFile(file('{"a":1}')) }).Document).toBe('{"a":1}');
  });

  test.each([
    ['fromFile', 'nowhere.json', 'ENOENT'],
    ['fromAsset', 'nowhere.json', 'ENOENT'],
    ['fromFile', 'test', 'EISDIR'],
    ['fromAsset', 'test', 'EISDIR'],
  ] as const)('may not be from a file that cannot be read: %s %s', (source, path, code) => {
    const refusal = (shown: string) => `[Fleet/Reboot] document is "${shown}", must be a file that can be read: ${code}`;
    expect(documented(JobDocument[source](path))).toBe(
      `${refusal(path)}. The path is relative to ${process.cwd()}: write path.join(__dirname, ...) to be independent of it`);
    expect(documented(JobDocument[source](resolve(path)))).toBe(refusal(resolve(path)));
  });

  const WHOLE = 'must have whole characters only: UTF-8 has no lone surrogates, such as one half of an emoji';
  const NAME = 'must have another name for it: this name has a special meaning in JavaScript, so the member would be lost';
  const circular: { [key: string]: unknown } = { a: 1 };
  circular.inside = [{ circular }];

  test.each<[string, object, string]>([
    ['a number that is none', { wait: [1, NaN] }, 'NaN at wait[1], must be JSON: write a number that is finite'],
    ['an infinite number', { deep: { wait: -Infinity } }, '-Infinity at deep.wait, must be JSON: write a number that is finite'],
    ['a function', { run: () => 'x' }, 'a function at run, must be JSON: write the value that devices need'],
    ['a symbol', { run: Symbol.iterator }, 'a symbol at run, must be JSON: write the value that devices need'],
    ['a bigint', { size: 1n }, 'a bigint at size, must be JSON: write the value that devices need'],
    ['a Duration', { steps: [{ timeout: Duration.hours(1) }] }, 'a Duration at steps[0].timeout, must be JSON: write a number, such as that '
      + 'of toSeconds()'],
    ['a Size', { image: Size.mebibytes(4) }, 'a Size at image, must be JSON: write a number, such as that of toMebibytes()'],
    ['a Buffer', { image: Buffer.from('hi') }, "a Buffer at image, must be JSON: write a text, such as toString('base64') of a Buffer"],
    ['bytes', { image: new Uint8Array(2) }, "a Uint8Array at image, must be JSON: write a text, such as toString('base64') of a Buffer"],
    ['a package version', { v: PackageVersion.fromNames('fw', '1') }, 'a PackageVersion at v, must be JSON: write attributes() or artifactUrl()'],
    ['a document', JobDocument.fromString('{}'), 'a JobDocument at the top, must be JSON: pass it as the document of the template'],
    ['a rollout', { r: JobRollout.constant({ maximumPerMinute: 5 }) }, 'a JobRollout at r, must be JSON: write the values that devices need'],
    ['a Map', { env: new Map([['a', 1]]) }, 'a Map at env, must be JSON: write an object, a list or a text'],
    ['a Set', { packages: new Set(['a']) }, 'a Set at packages, must be JSON: write an object, a list or a text'],
    ['what keeps itself to itself', { pattern: [/x/] }, 'a RegExp at pattern[0], must be JSON: write an object, a list or a text'],
    ['a String', { name: new String('a') }, 'a String at name, must be JSON: write an object, a list or a text'],
    ['half of a character', { steps: ['😀'.slice(0, 1)] }, `one half of a character at steps[0], ${WHOLE}`],
    ['half of a character in the name of a member', { 'a😀': { '\ude00': 1 } }, `one half of a character at a😀, ${WHOLE}`],
    ['what becomes half of a character', { name: { toJSON: () => '\ud83d' } }, `one half of a character at name, ${WHOLE}`],
    ['a member that is lost beside a token', JSON.parse('{"steps":[{"__proto__":{}}]}'), `a member __proto__ at steps[0], ${NAME}`],
    ['such a member beside a token', { ...JSON.parse('{"__proto__":"x"}'), region: Aws.REGION }, `a member __proto__ at the top, ${NAME}`],
    ['itself in what it becomes', { name: { toJSON() { return { again: this }; } } },
      `more than 1000 levels at name${'.again'.repeat(32)}.aga..., must have at most 1000: use fewer levels`],
    ['itself', circular, 'a circular reference at inside[0].circular, must be JSON: put a part of the object there'],
  ])('may not have %s in it', (_, document, found) => {
    expect(documented(JobDocument.fromObject(document as { [key: string]: any }))).toBe(`[Fleet/Reboot] document has ${found}`);
  });

  const nested = (levels: number, inside: (inner: unknown) => unknown): any => {
    let value: unknown = 1;
    for (let level = 0; level < levels; level++) value = inside(value);
    return value;
  };

  test.each<[string, (inner: unknown) => unknown]>([['lists', inner => [inner]], ['objects', inner => ({ a: inner })]])('may have 1000 levels of %s, and no more', (_, inside) => {
    expect(documented(JobDocument.fromObject(nested(1000, inside)))).toBeUndefined();
    for (const levels of [1001, 100_000]) {
      expect(documented(JobDocument.fromObject(nested(levels, inside)))).toMatch(
        /^\[Fleet\/Reboot\] document has more than 1000 levels at .{200}\.\.\., must have at most 1000: use fewer levels$/);
    }
  });

  test.each<[string, () => any, string]>([
    ['parts that stand in ever more places', () => nested(64, inner => [inner, inner]), '\\[0\\].*'],
    ['a list that is far too long', () => ({ list: new Array(2 ** 32 - 1) }), 'list'],
    ['members without number', () => ({ map: Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [index, 0])) }), 'map\\.\\d+'],
  ])('may not have %s', (_, value, at) => {
    expect(inReasonableTime(() => documented(JobDocument.fromObject(value())))).toMatch(new RegExp(
      `^\\[Fleet/Reboot\\] document has more than 32768 values at ${at}, must have at most 32768 bytes: `
      + 'move large parts into an object that the document refers to$'));
  });

  test.each(['toString', 'constructor', 'hasOwnProperty', 'valueOf', 'toJSON', 'Ref', 'Fn::GetAtt'])(
    'keeps a member with the name %s, whether there are tokens beside it or not', (name) => {
      expect(rendered({ document: JobDocument.fromObject({ a: { [name]: 'x' } }) }).Document).toBe(`{"a":{"${name}":"x"}}`);
      const stack = newStack();
      newJobTemplate({ document: JobDocument.fromObject({ a: { [name]: 'x' }, region: Aws.REGION }) }, stack);
      expect(deliver(stack)).toEqual({ a: { [name]: 'x' }, region: 'eu-west-1' });
    });

  test('may not have a construct in it', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    expect(refusalOf({ document: JobDocument.fromObject({ from: { bucket } }) }, stack)).toBe(
      '[Fleet/Reboot] document has the construct Fleet/Bucket at from.bucket, must be JSON: write one of its attributes, such as its ARN');
  });

  test.each<[string, unknown, unknown]>([
    ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a URL', new URL('https://example.com/a b'), 'https://example.com/a%20b'],
    ['what has a JSON of its own', { toJSON: () => ({ b: '1.50', a: undefined }) }, { b: '1.50' }],
    ['what is not there', [undefined, null, { absent: undefined }], [null, null, {}]],
  ])('is the same with %s in it, whether there are tokens beside it or not', (_, value, json) => {
    expect(rendered({ document: JobDocument.fromObject({ value }) }).Document).toBe(JSON.stringify({ value: json }));
    const stack = newStack();
    newJobTemplate({ document: JobDocument.fromObject({ region: Aws.REGION, value }) }, stack);
    expect(deployed(propertiesOf(stack).Document)).toBe(JSON.stringify({ region: 'eu-west-1', value: json }));
  });

  test('may have the same object in two places, and objects of any class', () => {
    class Step { constructor(readonly run: string) {} }
    const step = new Step('reboot');
    expect(rendered({ document: JobDocument.fromObject({ first: step, then: [step] }) }).Document).toBe('{"first":{"run":"reboot"},"then":[{"run":"reboot"}]}');
  });
});

describe.each(['fromFile', 'fromAsset'] as const)('%s', (source) => {
  test.each<[string, Buffer]>([
    ['Latin-1', Buffer.from('{"a":"\u00e4"}', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le')],
    ['UTF-8 with half of a character', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['UTF-8 that was cut', Buffer.from('{"a":"ä').subarray(0, -1)],
  ])('takes no file in %s', (_, content) => {
    const path = file(content);
    expect(documented(JobDocument[source](path))).toBe(`[Fleet/Reboot] document is "${path}", must be a file in UTF-8: save it in this encoding`);
  });

  test('takes no file that was written with tokens: they may be those of another app', () => {
    const path = file(`{"region":"${Aws.REGION}"}`);
    expect(documented(JobDocument[source](path))).toBe(`[Fleet/Reboot] document is "${path}", must be a file without tokens of the CDK, such as \${Token[...]}: `
      + 'only the app that made a token knows its value. Use JobDocument.fromString for a text with tokens');
  });
});

describe('a presigned URL in a document', () => {
  test('has its key inside a string of the text, whatever characters the key has', () => {
    const stack = newStack({ env: ENV });
    const url = S3PresignedUrl.forUpload(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), 'a","run":"\\reboot');
    newJobTemplate({ document: JobDocument.fromString(`{"url":"${url}"}`) }, stack);
    expect(deliver(stack)).toEqual({ url: '${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/bucket/a","run":"\\reboot}' });
  });

  test('may be the name of a member', () => {
    const stack = newStack({ env: ENV });
    const template = newJobTemplate({ document: JobDocument.fromObject({ [`${download(stack, 'key')}`]: 1 }) }, stack);
    expect(deliver(stack)).toEqual({ [DOWNLOAD]: 1 });
    expect(template.presignedUrlRole).toBeDefined();
  });

  test('may stand anywhere', () => {
    const stack = newStack({ env: ENV });
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket');
    const url = S3PresignedUrl.forDownload(bucket, 'key');
    newJobTemplate({
      document: JobDocument.fromObject({
        value: url,
        list: [['x', [url, { deep: S3PresignedUrl.forUpload(bucket, 'key') }]]],
        text: `curl "${url}" -o \\tmp`,
      }),
    }, stack);
    expect(deliver(stack)).toEqual({
      value: DOWNLOAD,
      list: [['x', [DOWNLOAD, { deep: UPLOAD }]]],
      text: `curl "${DOWNLOAD}" -o \\tmp`,
    });
  });

  test.each<[string, (url: S3PresignedUrl) => string]>([
    ['written', url => `{"url":"${url}"}`],
    ['made of an object', url => JSON.stringify({ url })],
  ])('may stand in a document that is text, %s', (_, text) => {
    const stack = newStack({ env: ENV });
    const url = S3PresignedUrl.forDownload(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), 'key');
    const template = newJobTemplate({ document: JobDocument.fromString(text(url)) }, stack);
    expect(deliver(stack)).toEqual({ url: DOWNLOAD });
    expect(template.presignedUrlRole).toBeDefined();
  });
});

describe('a document from a bucket', () => {
  test('is named by its URL, and the provider may read that object and nothing else', () => {
    const stack = newStack({ env: ENV });
    const document = JobDocument.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), 'jobs/reboot.json');
    const properties = rendered({ document }, stack);
    expect(properties).not.toHaveProperty('Document');
    expect(deployed(properties.DocumentSource)).toBe('https://s3.eu-west-1.amazonaws.com/bucket/jobs/reboot.json');
    expect(deployed(statementsOf(stack)).filter(({ Action }: any) => JSON.stringify(Action).includes('s3:'))).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/jobs/reboot.json' },
    ]);
  });

  test.each([['a&b=c', 'a%26b%3Dc'], ['a#b', 'a%23b'], ['a\u{F0000}b', 'a%F3%B0%80%80b']])('has a version encoded that is none of Amazon S3: %s', (version, encoded) => {
    const stack = newStack({ env: ENV });
    const document = JobDocument.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), 'a\u{F0000}', version);
    expect(deployed(rendered({ document }, stack).DocumentSource)).toBe(`https://s3.eu-west-1.amazonaws.com/bucket/a%F3%B0%80%80?versionId=${encoded}`);
  });

  test('may be a version', () => {
    const stack = newStack({ env: ENV });
    const document = JobDocument.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), 'reboot.json', 'v7');
    expect(deployed(rendered({ document }, stack).DocumentSource)).toBe('https://s3.eu-west-1.amazonaws.com/bucket/reboot.json?versionId=v7');
    expect(deployed(allowing(statementsOf(stack), 's3:GetObjectVersion'))).toEqual([
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: 'arn:aws:s3:::bucket/reboot.json' },
    ]);
  });

  test('with a key lets the provider decrypt', () => {
    const stack = newStack({ env: ENV });
    const encryptionKey = new kms.Key(stack, 'Key');
    const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey });
    newJobTemplate({ document: JobDocument.fromBucket(bucket, 'reboot.json') }, stack);
    expect(allowing(statementsOf(stack), 'kms:Decrypt')).toEqual([
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: stack.resolve(encryptionKey.keyArn) },
    ]);
  });

  test.each(['/jobs/reboot.json', 'jobs//reboot.json'])('has the same key %s for who reads it and who may', (key) => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document: JobDocument.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), key) }, stack);
    expect(deployed(propertiesOf(stack).DocumentSource)).toBe(`https://s3.eu-west-1.amazonaws.com/bucket/${key}`);
    expect(deployed(allowing(statementsOf(stack), 's3:GetObject'))[0].Resource).toBe(`arn:aws:s3:::bucket/${key}`);
  });

  test('has a key that stands for itself, whatever IAM and URLs would make of it', () => {
    const stack = newStack({ env: ENV });
    const document = JobDocument.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), `a*?$/${Aws.REGION}/b c#.json`);
    newJobTemplate({ document }, stack);
    expect(deployed(allowing(statementsOf(stack), 's3:GetObject'))[0].Resource).toBe('arn:aws:s3:::bucket/a${*}${?}${$}/eu-west-1/b c#.json');
    expect(deployed(propertiesOf(stack).DocumentSource)).toBe('https://s3.eu-west-1.amazonaws.com/bucket/a*%3F%24/eu-west-1/b%20c%23.json');
  });
});

describe('a document from an asset', () => {
  test('is uploaded, and the provider may read only that object', () => {
    const stack = newStack({ env: ENV });
    const properties = rendered({ document: JobDocument.fromAsset(file('{"asset":1}')) }, stack);
    expect(properties).not.toHaveProperty('Document');
    const source: string = deployed(properties.DocumentSource);
    expect(source).toMatch(/^https:\/\/s3\.eu-west-1\.amazonaws\.com\/cdk-hnb659fds-assets-123456789012-eu-west-1\/[0-9a-f]{64}\.json$/);
    const [bucket, key] = source.split('/').slice(3);
    expect(deployed(statementsOf(stack)).filter(({ Action }: any) => JSON.stringify(Action).includes('s3:'))).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/${key}` },
    ]);
  });

  test('is another when the file changes', () => {
    const source = (content: string) => deployed(rendered({ document: JobDocument.fromAsset(file(content)) }).DocumentSource);
    expect(source('{"a":1}')).toBe(source('{"a":1}'));
    expect(source('{"a":2}')).not.toBe(source('{"a":1}'));
  });
});

describe.each(KNOWN)('%s checks that the document', (source, make) => {
  /** What it is refused for, without the file, which is named last. */
  const refusal = (json: string) => documented(make(json))?.replace(/ \(the document is file .*\)$/, '');

  test.each(['{}', '[]', '1', '"x"', '{"a":"\\u00e4"}'])('is JSON, as %s', (json) => {
    expect(documented(make(json))).toBeUndefined();
  });

  test.each(['', '{', "{'a':1}", '{"a":1,}', 'text'])('is JSON, unlike %j', (json) => {
    const [, value, path] = /^\[Fleet\/Reboot\] document is (".*"), must be valid JSON: [^(]+?(?: \(the document is file (.*)\))?$/
      .exec(documented(make(json)) ?? '') ?? [];
    expect(value).toBe(JSON.stringify(json));
    expect(path).toBe(source === 'fromString' ? undefined : lastFile);
  });

  test('has no byte order mark', () => {
    expect(documented(make('\uFEFF{}'))).toContain('[Fleet/Reboot] document is "\uFEFF{}", must not begin with a byte order mark: save the file without it');
  });

  test('has at most 32,768 bytes', () => {
    expect(documented(make(`"${'x'.repeat(32766)}"`))).toBeUndefined();
    expect(documented(make(`"${'ü'.repeat(16383)}"`))).toBeUndefined();
  });

  test.each([
    ['one too many', `"${'x'.repeat(32767)}"`],
    ['too many in fewer characters', `"${'ü'.repeat(16383)}x"`],
  ])('does not have %s', (__, json) => {
    expect(refusal(json)).toBe('[Fleet/Reboot] document has 32769 bytes, '
      + 'must have at most 32768 bytes: move large parts into an object that the document refers to');
  });

  test('has at most 10 placeholders', () => {
    expect(documented(make(JSON.stringify(Array(10).fill(ATTRIBUTES))))).toBeUndefined();
    expect(refusal(JSON.stringify(Array(11).fill(ATTRIBUTES)))).toBe(
      '[Fleet/Reboot] document has 11 placeholders, must have at most 10 placeholders');
  });

  test.each([
    DOWNLOAD, UPLOAD, '${aws:iot:s3-presigned-url-v1:https://s3.eu-west-1.amazonaws.com/bucket/key}',
    '${aws:iot:s3-presigned-url:https://s3.eu-west-1.amazonaws.com/bucket/key}',
    '${aws:iot:package:app:version:1:artifact-location:s3-presigned-url}',
  ])('has a role to presign %s', (placeholder) => {
    const document = make(JSON.stringify({ url: placeholder }));
    const remedy = placeholder.includes(':package:') ? 'pass artifact to PackageVersion.fromNames and write its artifactUrl()'
      : 'use S3PresignedUrl in the document';
    expect(refusalWithRole(document)).toBeUndefined();
    expect(documented(document)).toBe('[Fleet/Reboot] presignedUrlRole must be given, since the document has a presigned URL: '
      + `set the role, or ${remedy}, which creates one`);
  });

  test('needs no role for the attributes of a package version', () => {
    expect(documented(make(JSON.stringify([ATTRIBUTES])))).toBeUndefined();
  });

  test('may have parameters, which cause a warning', () => {
    expect(refusal('{"a":"${aws:iot:parameter:name}"}')).toBeUndefined();
  });
});

describe('fromObject checks that the document', () => {
  test('has a role for a placeholder that is written by hand', () => {
    expect(documented(JobDocument.fromObject({ deep: [{ url: DOWNLOAD }] }))).toContain('presignedUrlRole must be given, since the document has');
  });

  test('has at most 10 placeholders, of either kind', () => {
    const document = (made: number, written: number) => (stack: Stack) => {
      const url = S3PresignedUrl.forDownload(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), 'key');
      return JobDocument.fromObject({ made: Array(made).fill(url), written: Array(written).fill(DOWNLOAD).join(' ') });
    };
    const refusal = (made: number, written: number) => {
      const stack = newStack({ env: ENV });
      return refusalOf({ document: document(made, written)(stack) }, stack);
    };
    expect(refusal(6, 4)).toBeUndefined();
    expect(refusal(10, 0)).toBeUndefined();
    expect(refusal(6, 5)).toBe('[Fleet/Reboot] document has 11 placeholders, must have at most 10 placeholders');
    expect(refusal(11, 0)).toBe('[Fleet/Reboot] document has 11 placeholders, must have at most 10 placeholders');
  });

  test('has at most 32,768 bytes, tokens or not', () => {
    const large = { text: 'x'.repeat(32760) };
    expect(documented(JobDocument.fromObject({ ...large, region: Aws.REGION }))).toContain('must have at most 32768 bytes');
    expect(documented(JobDocument.fromObject({ ...large, [Aws.REGION]: 1 }))).toContain('must have at most 32768 bytes');
    expect(documented(JobDocument.fromObject(large))).toContain('document has 32771 bytes');
  });
});

describe('an upload', () => {
  const upload = (key: string) => JobDocument.fromString(
    JSON.stringify([`\${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/bucket/${key}}`]));
  const ALLOWED = '${thingName}, ${jobId}, ${executionNumber}';

  test.each([
    'log.txt', '${thingName}', '${thingName}/${jobId}/${executionNumber}.txt',
    '${thingName}${thingName}${jobId}${jobId}${executionNumber}${executionNumber}',
  ])('may have the key %s', (key) => {
    expect(refusalWithRole(upload(key))).toBeUndefined();
  });

  test.each([
    ['${deviceName}.txt', `must have no variables but ${ALLOWED} in an upload's key`],
    ['${THINGNAME}.txt', `must have no variables but ${ALLOWED} in an upload's key`],
    ['${}.txt', `must have no variables but ${ALLOWED} in an upload's key`],
    ['${thingName}/${thingName}/${thingName}', `must have each of ${ALLOWED} at most 2 times in an upload's key`],
    ['${jobId}${executionNumber}${executionNumber}${executionNumber}', `must have each of ${ALLOWED} at most 2 times in an upload's key`],
  ])('may not have the key %s', (key, must) => {
    expect(refusalWithRole(upload(key))).toBe(
      `[Fleet/Reboot] document has "\${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/bucket/${key}}", ${must}`);
  });

  test('that is an S3PresignedUrl may not either', () => {
    const stack = newStack();
    const url = S3PresignedUrl.forUpload(new s3.Bucket(stack, 'Bucket'), '${deviceName}');
    expect(refusalOf({ document: JobDocument.fromObject({ url }) }, stack)).toContain('must have no variables but ${thingName}, ${jobId}, ${executionNumber}');
  });
});

describe('package placeholders', () => {
  const document = (packageName: string, versionName: string) => JobDocument.fromObject({
    attributes: `\${aws:iot:package:${packageName}:version:${versionName}:attributes:size}`,
  });
  const refusal = (packageName: string, versionName: string, ...destinations: [string, string][]) => documented(document(packageName, versionName), {
    destinationPackageVersions: destinations.map(([name, version]) => PackageVersion.fromNames(name, version)),
  });

  test.each<[string, string, string, [string, string][]]>([
    ['named with no destination', 'app', '1', []],
    ['empty with a single destination', '', '', [['app', '1']]],
    ['$default in both', 'app', '$default', [['app', '$default']]],
    ['a version in both', 'app', '1', [['app', '1'], ['config', '$default']]],
    ['a version here, and $null of another package', 'app', '1', [['app', '1'], ['config', '$null']]],
  ])('may be %s', (_, packageName, versionName, destinations) => {
    expect(refusal(packageName, versionName, ...destinations)).toBeUndefined();
  });

  const single = (count: number) => `name a package and a version, since destinationPackageVersions has ${count} entries, not exactly one`;
  test.each<[string, string, string, [string, string][], string]>([
    ['empty with no destination', '', '', [], single(0)],
    ['empty with two destinations', '', '', [['app', '1'], ['config', '1']], single(2)],
    ['$null', 'app', '$null', [['app', '$null']], 'not name $null: only destinationPackageVersions may have it'],
    ['$default here only', 'app', '$default', [['app', '1']], 'name $default if destinationPackageVersions names it for this package, and only then'],
    ['$default here, and another package there', 'app', '$default', [['config', '1']], 'name $default if destinationPackageVersions names it for this package, and only then'],
    ['$default here, and nothing there', 'app', '$default', [], 'name $default if destinationPackageVersions names it for this package, and only then'],
    ['$default there only, with a name like that of a token', 'token-store', '1', [['token-store', '$default']],
      'name $default if destinationPackageVersions names it for this package, and only then'],
    ['$default there only', 'app', '1', [['app', '$default']], 'name $default if destinationPackageVersions names it for this package, and only then'],
    ['$default there only, after another', 'app', '1', [['config', '1'], ['app', '$default']], 'name $default if destinationPackageVersions names it for this package, and only then'],
  ])('may not be %s', (_, packageName, versionName, destinations, must) => {
    expect(refusal(packageName, versionName, ...destinations)).toBe(
      `[Fleet/Reboot] document has "\${aws:iot:package:${packageName}:version:${versionName}:attributes:size}", must ${must}`);
  });

  test('are not compared with a destination that is not known yet', () => {
    const stack = newStack();
    const { valueAsString } = new CfnParameter(stack, 'Parameter');
    for (const destination of [PackageVersion.fromNames('app', valueAsString), PackageVersion.fromPackageVersionArn(valueAsString)]) {
      expect(documented(document('app', '$default'), { destinationPackageVersions: [destination] })).toBeUndefined();
      expect(documented(document('app', '1'), { destinationPackageVersions: [destination] })).toBeUndefined();
    }
  });
});

test('package placeholders whose names are not known yet are not compared', () => {
  const stack = newStack();
  const { valueAsString } = new CfnParameter(stack, 'Parameter');
  for (const [packageName, versionName] of [['app', valueAsString], [valueAsString, '$default'], [valueAsString, '1']]) {
    const named = PackageVersion.fromNames(packageName, versionName);
    const documentOf = JobDocument.fromObject({ size: named.attributes('size') });
    expect(documented(documentOf, { destinationPackageVersions: [PackageVersion.fromNames('app', '$default')] })).toBeUndefined();
    expect(documented(documentOf, { destinationPackageVersions: [PackageVersion.fromNames('app', '1')] })).toBeUndefined();
  }
});

describe('an S3PresignedUrl that no document holds is refused when the app is synthesized', () => {
  const HIDDEN = 'S3PresignedUrl of "firmware.bin" is hidden inside another token, or outside of a job document';
  const urlIn = (stack: Stack) => S3PresignedUrl.forDownload(new s3.Bucket(stack, 'Bucket'), 'firmware.bin');

  test('inside another token', () => {
    const stack = newStack();
    const url = urlIn(stack);
    newJobTemplate({ document: JobDocument.fromObject({ url: Lazy.string({ produce: () => `${url}` }) }) }, stack);
    expect(() => Template.fromStack(stack)).toThrow(HIDDEN);
  });

  test('also if another document holds it', () => {
    const stack = newStack();
    const url = urlIn(stack);
    newJobTemplate({ document: JobDocument.fromObject({ url }) }, stack, 'Seen');
    newJobTemplate({ document: JobDocument.fromObject({ url: Fn.join('', ['at ', url.toString()]) }) }, stack);
    expect(() => Template.fromStack(stack)).toThrow(HIDDEN);
  });

  test('outside of a document', () => {
    const stack = newStack();
    new CfnOutput(stack, 'Url', { value: urlIn(stack).toString() });
    expect(() => Template.fromStack(stack)).toThrow(HIDDEN);
  });
});

test.each<[string, (path: any) => JobDocument]>([
  ['fromFile', JobDocument.fromFile],
  ['fromAsset', JobDocument.fromAsset],
])('the path of %s is a text', (_, make) => {
  expect(refusalOf({ document: make(undefined) })).toBe('[Fleet/Reboot] document is missing, must be the path of a file');
  expect(refusalOf({ document: make(5) })).toBe('[Fleet/Reboot] document is 5, must be the path of a file');
});
