import { App, Aws, CfnDynamicReference, CfnDynamicReferenceService, Fn, Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, type JobTemplateProps, PackageVersion, S3PresignedUrl } from '../src';
import { ENV, newJobTemplate, newStack, refusalOf, unknownText } from './support/construct';
import { temporaryFile } from './support/temporary';
import { inReasonableTime } from './support/time-limit';

type Content = { [member: string]: unknown };

/** Every source of a document whose text is known at synthesis. */
const SOURCES: [string, (document: Content) => JobDocument][] = [
  ['fromObject', document => JobDocument.fromObject(document)],
  ['fromString', document => JobDocument.fromString(JSON.stringify(document))],
  ['fromString with a token', document => JobDocument.fromString(JSON.stringify({ region: Aws.REGION, ...document }))],
  ['fromFile', document => JobDocument.fromFile(temporaryFile(JSON.stringify(document)))],
  ['fromAsset', document => JobDocument.fromAsset(temporaryFile(JSON.stringify(document)))],
];

/** What a template with this document is refused for. It has a role, so that a placeholder is not refused for the lack of one. */
function refusal(document: JobDocument, props: Partial<JobTemplateProps> = {}, stack = newStack({ env: ENV })): string | undefined {
  const presignedUrlRole = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/presign', { mutable: false });
  return refusalOf({ presignedUrlRole, document, ...props }, stack)?.replace(/ \(the document is file .*\)$/, '');
}

const at = (of: string, url: string): string => `\${aws:iot:s3-presigned-url${of}:${url}}`;
const HOST = 'https://s3.eu-west-1.amazonaws.com';
const DOWNLOAD = at('-v2', `${HOST}/bucket/key`);
const UPLOAD = at('-upload', `${HOST}/bucket/key`);
const ATTRIBUTE = '${aws:iot:package:app:version:1:attributes:url}';
const ALL_ATTRIBUTES = '${aws:iot:package:app:version:1:attributes}';
const ARTIFACT = '${aws:iot:package:app:version:1:artifact-location:s3-presigned-url}';

const UNTERMINATED = 'end with }: AWS IoT refuses it, "One or more parameters or placeholders are not terminated."';
const PAIR = 'name both the package and the version, or neither: AWS IoT refuses it, "Empty package name and version name have to be used in pair."';
const NULL = 'not name $null: only destinationPackageVersions may have it';
const BY_ITSELF = 'be a JSON value by itself, since it becomes an object of all attributes, or name one attribute (:attributes:KEY): AWS '
  + 'IoT refuses it inside a text, inside another placeholder and as the name of a member';
const NESTED = 'not be inside another placeholder: AWS IoT refuses it, "${aws:...} should not be the second layer pattern."';
const NESTED_ARTIFACT = 'not be inside another placeholder: AWS IoT refuses the URL of an artifact there, "... cannot be nested inside another placeholder."';
const local = (name: string) => `not have \${${name}}: AWS IoT refuses it, "Local placeholder, \${...}, is only valid inside of presign url upload"`;
const UNDEFINED = 'have no variables but ${thingName}, ${jobId}, ${executionNumber} in an upload\'s key';
const OFTEN = 'have each of ${thingName}, ${jobId}, ${executionNumber} at most 2 times in an upload\'s key';
const BUCKET = 'have no variable in the name of the bucket: AWS IoT refuses it, '
  + '"S3 bucket name in presigned url upload is not allowed to contain any placeholders"';
const NO_S3 = 'have the URL of an object in Amazon S3, such as https://s3.REGION.amazonaws.com/BUCKET/KEY: AWS IoT refuses any other';
const NO_KEY = 'have a URL with a bucket and a key: AWS IoT refuses it, "Provided S3 url is not valid: ... Error: Key cannot be null"';
const raw = (character: string, encoded: string) =>
  `have an encoded URL, with ${encoded} for ${JSON.stringify(character)}: AWS IoT refuses it, "Given S3 url ... is invalid."`;

describe.each(SOURCES)('a document of %s', (_, make) => {
  test.each<[string, string]>([
    ['a placeholder with its end', '${aws:iot:package:app:version:1:attributes:a}'],
    ['another brace after it', `${ATTRIBUTE}}`],
    ['a variable of a shell without an end', 'echo ${HOME'],
    ['both names of a package', ATTRIBUTE],
    ['all attributes by themselves', ALL_ATTRIBUTES],
    ['one attribute in a text', `url: ${ATTRIBUTE}`],
    ['an attribute inside a download', at('-v2', ATTRIBUTE)],
    ['an attribute in the key of a download', at('-v2', `${HOST}/bucket/${ATTRIBUTE}`)],
    ['attributes for the bucket and the key of a download', at('-v2', `https://${ATTRIBUTE}.s3.eu-west-1.amazonaws.com/${ATTRIBUTE}`)],
    ['a variable in a placeholder that no page names', '${aws:iot:new:${thingName}}'],
    ['all variables in an upload', at('-upload', `${HOST}/bucket/\${thingName}/\${jobId}/\${executionNumber}`)],
    ['each variable twice in an upload', at('-upload', `${HOST}/bucket/\${jobId}/\${jobId}`)],
    ['an upload without a bucket and a key', at('-upload', `${HOST}`)],
    ['an upload to nowhere', at('-upload', '')],
    ['an upload of an older host', at('-upload', 'https://bucket.s3.amazonaws.com/${thingName}')],
    ['a download by a path-style URL', DOWNLOAD],
    ['a download with a version', at('-v2', `${HOST}/bucket/key%3FversionId%3Dv1`)],
    ['a download by a virtual-hosted URL', at('-v2', 'https://bucket.s3.eu-west-1.amazonaws.com/key')],
    ['a download from a bucket with dots', at('-v2', 'https://a.s3.b.s3.eu-west-1.amazonaws.com/key')],
    ['a download from a bucket that is called like S3', at('-v2', 'https://s3-a.s3.eu-west-1.amazonaws.com/key')],
    ['a download from a Region in the old form', at('-v2', 'https://s3-us-west-2.amazonaws.com/bucket/key')],
    ['a download from no Region', at('-v2', 'https://s3.amazonaws.com/bucket/key')],
    ['a download by IPv6', at('-v2', 'https://s3.dualstack.eu-west-1.amazonaws.com/bucket/key')],
    ['a download by FIPS', at('-v2', 'https://bucket.s3-fips.us-gov-west-1.amazonaws.com/key')],
    ['a download from China', at('-v2', 'https://s3.cn-north-1.amazonaws.com.cn/bucket/key')],
    ['a download from the European Sovereign Cloud', at('-v2', 'https://s3.eusc-de-east-1.amazonaws.eu/bucket/key')],
    ['a download from a partition that is isolated', at('-v2', 'https://s3.us-iso-east-1.c2s.ic.gov/bucket/key')],
    ['a download from another one', at('-v2', 'https://bucket.s3.us-isob-east-1.sc2s.sgov.gov/key')],
    ['a download from a third', at('-v2', 'https://s3.eu-isoe-west-1.cloud.adc-e.uk/bucket/key')],
    ['a download from a fourth', at('-v2', 'https://bucket.s3.us-isof-south-1.csp.hci.ic.gov/key')],
    ['a download from a directory bucket', at('-v2', 'https://bucket--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/key')],
    ['a download by s3://', at('-v2', 's3://bucket/key')],
    ['a download of the first form, not encoded', at('', `${HOST}/bucket/a key`)],
    ['a download of a key with a line break, not encoded', at('', `${HOST}/bucket/a\nkey`)],
    ['a download of version 1, not encoded', at('-v1', `${HOST}/bucket/a key`)],
    ['the artifact of a version', ARTIFACT],
    ['10 placeholders', ATTRIBUTE.repeat(10)],
  ])('may have %s', (__, text) => {
    expect(refusal(make({ text }))).toBeUndefined();
  });

  test.each<[string, string, string, string?]>([
    ['P1: a placeholder without its end', 'a ${aws:iot:parameter:b', UNTERMINATED, '${aws:iot:parameter:b'],
    ['P1: a placeholder without its end, and another one inside', '${aws:iot:parameter:a ${aws:iot:parameter:b', UNTERMINATED],
    ['P1: an upload whose variable has its only end', '${aws:iot:s3-presigned-url-upload:https://a/${jobId}', UNTERMINATED],
    ['P2: a package without a version', '${aws:iot:package:app:version::attributes:a}', PAIR],
    ['P2: a version without a package', '${aws:iot:package::version:1:artifact-location:s3-presigned-url}', PAIR],
    ['P4: the version $null', '${aws:iot:package:app:version:$null:attributes:a}', NULL],
    ['P5: all attributes after a text', `all: ${ALL_ATTRIBUTES}`, BY_ITSELF, ALL_ATTRIBUTES],
    ['P5: all attributes before a space', `${ALL_ATTRIBUTES} `, BY_ITSELF, ALL_ATTRIBUTES],
    ['P5: all attributes twice', `${ALL_ATTRIBUTES}${ALL_ATTRIBUTES}`, BY_ITSELF, ALL_ATTRIBUTES],
    ['P5: all attributes inside a placeholder', at('-v2', ALL_ATTRIBUTES), BY_ITSELF, ALL_ATTRIBUTES],
    ['P6: a download inside a download', at('-v2', DOWNLOAD), NESTED, DOWNLOAD],
    ['P6: a download inside other braces of a placeholder', `\${aws:iot:parameter:\${a ${DOWNLOAD}}}`, NESTED, DOWNLOAD],
    ['P6: an upload inside a parameter', `\${aws:iot:parameter:${UPLOAD}}`, NESTED, UPLOAD],
    ['P6: an artifact inside a download', at('-v2', ARTIFACT), NESTED_ARTIFACT, ARTIFACT],
    ['P8: a variable in a download', at('-v2', `${HOST}/bucket/\${thingName}`), local('thingName')],
    ['P8: a variable in the name of an attribute', '${aws:iot:package:app:version:1:attributes:${jobId}}', local('jobId')],
    ['P8: a variable in a parameter', '${aws:iot:parameter:${executionNumber}}', local('executionNumber')],
    ['P9: another variable in an upload', at('-upload', `${HOST}/bucket/\${device}`), UNDEFINED],
    ['P10: a variable three times in an upload', at('-upload', `${HOST}/bucket/\${jobId}/\${jobId}/\${jobId}`), OFTEN],
    ['P11: a variable in a bucket, path-style', at('-upload', `${HOST}/logs-\${thingName}/key`), BUCKET],
    ['P11: a variable in a bucket, virtual-hosted', at('-upload', 'https://${thingName}.s3.eu-west-1.amazonaws.com/key'), BUCKET],
    ['P14: a download from elsewhere', at('-v2', 'https://example.com/s3/key'), NO_S3],
    ['P14: a download from a name that only looks like S3', at('-v2', 'https://s30.example.com/bucket/key'), NO_S3],
    ['P14: an upload to elsewhere', at('-upload', 'https://example.com/${thingName}'), NO_S3],
    ['P14: a download by another scheme', at('-v2', 'ftp://s3.eu-west-1.amazonaws.com/bucket/key'), NO_S3],
    ['P14: a download by a path', at('-v2', 'bucket/key'), NO_S3],
    ['P14: a download by an ARN', at('', 'arn:aws:s3:::bucket/key'), NO_S3],
    ['P14: a download from nowhere', at('-v2', ''), NO_S3],
    ['P14: a download without a key, path-style', at('-v2', `${HOST}/bucket`), NO_KEY],
    ['P14: a download with an empty key, path-style', at('-v2', `${HOST}/bucket/`), NO_KEY],
    ['P14: a download without a bucket', at('-v2', `${HOST}//key`), NO_KEY],
    ['P14: a download without a key, virtual-hosted', at('-v2', 'https://bucket.s3.eu-west-1.amazonaws.com/'), NO_KEY],
    ['P14: a download without a key, by s3://', at('', 's3://bucket'), NO_KEY],
    ['P14: a download with a space', at('-v2', `${HOST}/bucket/a key`), raw(' ', '%20')],
    ['P14: a download with a brace', at('-v2', `${HOST}/bucket/{key`), raw('{', '%7B')],
    ['an end of Fn::Sub outside of it', 'at ${!aws:iot:parameter:b}', 'be written without the !: CloudFormation turns ${!NAME} into ${NAME} '
      + 'only inside Fn::Sub, so AWS IoT would not replace this text', '${!aws:iot:parameter:b}'],
  ])('may not have %s', (__, text, must, shown = text) => {
    expect(refusal(make({ steps: [{ text }] }))).toBe(`[Fleet/Reboot] document has ${JSON.stringify(shown)}, must ${must}`);
  });

  test('may not have all attributes as the name of a member (P5)', () => {
    expect(refusal(make({ [ALL_ATTRIBUTES]: 1 }))).toBe(`[Fleet/Reboot] document has "${ALL_ATTRIBUTES}", must ${BY_ITSELF}`);
  });

  test('has a role for a presigned URL (P12)', () => {
    expect(refusal(make({ DOWNLOAD }), { presignedUrlRole: undefined })).toContain('presignedUrlRole must be given, since the document has '
      + 'a presigned URL');
  });

  test('has at most 10 placeholders (P16)', () => {
    expect(refusal(make({ text: ATTRIBUTE.repeat(11) }))).toBe('[Fleet/Reboot] document has 11 placeholders, must have at most 10 placeholders');
  });

  test('is refused once for a placeholder that it has twice', () => {
    expect(refusal(make({ a: at('-v2', ''), b: at('-v2', '') }))).toBe(`[Fleet/Reboot] document has "${at('-v2', '')}", must ${NO_S3}`);
  });

  describe('names the package versions of the template (P3, P15):', () => {
    const named = (document: Content, ...arns: string[]) => refusal(make(document), {
      destinationPackageVersions: arns.map(arn => PackageVersion.fromPackageVersionArn(`arn:aws:iot:eu-west-1:123456789012:${arn}`)),
    });

    test.each<[string, Content, string[]]>([
      ['none', { ATTRIBUTE }, []],
      ['the one that it has', { ATTRIBUTE }, ['package/app/version/1']],
      ['one of those that it has', { ATTRIBUTE }, ['package/config/version/3', 'package/app/version/1']],
      ['the version of a package that is removed', { ATTRIBUTE }, ['package/app/version/$null']],
      ['a placeholder without names', { a: '${aws:iot:package::version::attributes:a}' }, ['package/app/version/1']],
    ])('%s', (__, document, arns) => {
      expect(named(document, ...arns)).toBeUndefined();
    });

    test.each<[string, string[], string]>([
      ['another version', ['package/app/version/2'], 'package/app/version/2'],
      ['another package', ['package/config/version/1'], 'package/config/version/1'],
      ['one that is removed, and another package', ['package/config/version/$null', 'package/agent/version/1'], 'package/config/version/$null, package/agent/version/1'],
    ])('not %s', (__, arns, expected) => {
      expect(named({ ATTRIBUTE }, ...arns)).toBe(`[Fleet/Reboot] document has "${ATTRIBUTE}", must name one of destinationPackageVersions, ${expected}: `
        + 'AWS IoT refuses a document whose package versions do not match them');
    });

    test('not one without names beside several (P3)', () => {
      expect(named({ a: '${aws:iot:package::version::attributes:a}' }, 'package/app/version/1', 'package/config/version/1')).toContain(
        'must name a package and a version, since destinationPackageVersions has 2 entries, not exactly one');
    });
  });
});

describe('tokens are not refused:', () => {
  const later = unknownText('later');

  test.each<[string, string]>([
    ['the end of a placeholder', `\${aws:iot:parameter:${later}`],
    ['the end of a URL, and of its placeholder', `\${aws:iot:s3-presigned-url-v2:ftp://${later}`],
    ['what stands beside all attributes', `${later}${ALL_ATTRIBUTES}`],
    ['the version of a package', `\${aws:iot:package::version:${later}:attributes:a}`],
    ['the package of a version', `\${aws:iot:package:${later}:version::attributes:a}`],
    ['a whole URL', at('-v2', later)],
    ['the host of a URL', at('-v2', `https://${later}/bucket/key`)],
    ['the beginning of a URL', at('-v2', `${later}/key`)],
    ['the key of a URL', at('-v2', `${HOST}/bucket/${later}`)],
    ['the bucket and the key of a URL', at('-v2', `${HOST}/${later}`)],
    ['the bucket of an upload', at('-upload', `${HOST}/${later}/\${thingName}`)],
    ['a version of a package that has another', `\${aws:iot:package:app:version:${later}:attributes:a}`],
  ])('%s', (_, text) => {
    const destinationPackageVersions = [PackageVersion.fromNames('app', '1')];
    expect(refusal(JobDocument.fromObject({ text }), { destinationPackageVersions })).toBeUndefined();
  });

  test.each<[string, PackageVersion]>([
    ['the package', PackageVersion.fromNames(later, '1')],
    ['the version', PackageVersion.fromNames('app', later)],
    ['all', PackageVersion.fromPackageVersionArn(later)],
  ])('%s of a package version of the template', (_, destination) => {
    expect(refusal(JobDocument.fromObject({ ATTRIBUTE }), { destinationPackageVersions: [destination] })).toBeUndefined();
  });

  test('its known parts are compared', () => {
    const destinationPackageVersions = [PackageVersion.fromNames(later, '2')];
    expect(refusal(JobDocument.fromObject({ ATTRIBUTE }), { destinationPackageVersions })).toContain(
      'must name one of destinationPackageVersions, package/<token>/version/2: AWS IoT refuses');
  });

  test('a text that is JSON only with its tokens', () => {
    expect(refusal(JobDocument.fromString(`{"a":${later},"b":"\${aws:iot:parameter:c"}`))).toBeUndefined();
  });
});

test('a document that is too large has no other problem', () => {
  const document = JobDocument.fromObject({ a: '${aws:iot:parameter:b', large: 'x'.repeat(32768) });
  expect(refusal(document)).toMatch(/^\[Fleet\/Reboot\] document has \d+ bytes, must have at most 32768 bytes: [^;]*$/);
});

test('a placeholder that is hidden by an escape of JSON is found', () => {
  expect(refusal(JobDocument.fromString('{"a":"\\u0024{aws:iot:s3-presigned-url-v2:https:\\/\\/example.com\\/a}"}'))).toContain(NO_S3);
});

test('an S3PresignedUrl is refused inside another placeholder', () => {
  const stack = newStack({ env: ENV });
  const url = S3PresignedUrl.forDownload(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), 'key');
  expect(refusal(JobDocument.fromObject({ a: `\${aws:iot:parameter:${url}}` }), {}, stack)).toBe(
    `[Fleet/Reboot] document has "${at('-v2', 'https://s3.eu-west-1.<token>/bucket/key')}", must ${NESTED}`);
});

test.each(['${aws:iot:', '${aws:iot:parameter:', '${aws:iot:s3-presigned-url-v2:${', '}${', '${aws:iot:package:a:version:1:attributes}'])(
  'a document is read in reasonable time: %s over and over', (part) => {
    const text = part.repeat(Math.floor(32_000 / part.length));
    expect(inReasonableTime(() => refusal(JobDocument.fromObject({ text })))?.length).not.toBe(0);
  });

describe('the Region of an upload that is written as text (P13)', () => {
  const refusalIn = (url: string, stack = newStack({ env: ENV })) => refusal(JobDocument.fromString(JSON.stringify([at('-upload', url)])), {}, stack);

  test.each([
    'https://s3.eu-west-1.amazonaws.com/bucket/key', 'https://bucket.s3.eu-west-1.amazonaws.com/key', 'https://s3-eu-west-1.amazonaws.com/bucket/key',
    'https://s3.dualstack.eu-west-1.amazonaws.com/bucket/key', 'https://s3.amazonaws.com/bucket/key', 'https://s3-external-1.amazonaws.com/bucket/key',
    'https://us-east-1.s3.amazonaws.com/key', 's3://bucket/key', `https://s3.${Aws.REGION}.amazonaws.com/bucket/key`, 'https://S3.EU-WEST-1.amazonaws.com/bucket/key',
  ])('is that of the template, or not known: %s', (url) => {
    expect(refusalIn(url)).toBeUndefined();
  });

  test.each([
    'https://s3.us-east-1.amazonaws.com/bucket/key', 'https://eu-west-1.s3.us-east-1.amazonaws.com/key', 'https://s3-us-west-2.amazonaws.com/bucket/key',
    'https://s3.dualstack.eu-west-2.amazonaws.com/bucket/key', 'https://bucket.s3-fips.us-gov-west-1.amazonaws.com/key',
    'https://s3-fips-us-gov-west-1.amazonaws.com/bucket/key', 'https://s3.eusc-de-east-1.amazonaws.eu/bucket/key',
  ])('is not another one: %s', (url) => {
    expect(refusalIn(url)).toBe(`[Fleet/Reboot] document has "${at('-upload', url)}", must have a bucket of the template's own Region, eu-west-1: AWS IoT refuses it, `
      + '"Cross region S3 bucket is not supported for presigned url upload placeholder". Downloads may come from any Region');
  });

  test('is not compared with an unknown Region, and for a download never', () => {
    const far = 'https://s3.us-east-1.amazonaws.com/bucket/key';
    expect(refusalIn(far, newStack())).toBeUndefined();
    expect(refusal(JobDocument.fromObject({ image: at('-v2', far) }))).toBeUndefined();
  });

  test.each(['us-gov-west-1', 'us-iso-east-1'])('may be the own one of a stack in %s', (region) => {
    const stack = newStack({ env: { ...ENV, region } });
    expect(refusalIn(`https://s3-fips.${region}.amazonaws.com/bucket/key`, stack)).toBeUndefined();
    expect(refusalIn(`https://s3-fips-${region}.amazonaws.com/bucket/key`, newStack({ env: { ...ENV, region } }))).toBeUndefined();
  });
});

describe('a placeholder inside Fn::Sub', () => {
  const synthesize = (document: JobDocument) => () => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document }, stack);
    return App.of(stack)!.synth();
  };
  const TEXT = 'get ${aws:iot:package:app:version:1:attributes:url} for ${AWS::Region}';
  const ESCAPED = TEXT.replace('${aws:iot', '${!aws:iot');
  const MUST = 'document has ${aws:iot:package:app:version:1:attributes:url} inside Fn::Sub, must have ${!aws:iot:package:app:version:1:attributes:url} there';

  const PLACES: [string, (text: string) => JobDocument][] = [
    ['as a value', text => JobDocument.fromObject({ run: Fn.sub(text) })],
    ['deep inside', text => JobDocument.fromObject({ steps: [{ run: `sh -c "${Fn.sub(text)}"` }] })],
    ['with a map of variables', text => JobDocument.fromObject({ run: Fn.sub(text, { x: 'y' }) })],
    ['as the name of a member', text => JobDocument.fromObject({ [Fn.sub(text)]: 1 })],
    ['as a whole document', text => JobDocument.fromString(Fn.sub(`{"run":"${text}"}`))],
    ['in a text', text => JobDocument.fromString(`{"run":"${Fn.sub(text)}"}`)],
    ['inside another function', text => JobDocument.fromObject({ run: Fn.join('', ['a', Fn.sub(text)]) })],
    ['in what is only known later', text => JobDocument.fromObject({ run: Lazy.string({ produce: () => Fn.sub(text) }) })],
  ];

  test.each(PLACES)('is refused %s', (_, make) => {
    expect(synthesize(make(TEXT))).toThrow(MUST);
  });

  test.each(PLACES)('may stand there %s if it is escaped', (_, make) => {
    expect(synthesize(make(ESCAPED))).not.toThrow();
  });

  test('is refused in another case, too', () => {
    expect(synthesize(JobDocument.fromObject({ run: Fn.sub('${AWS:IoT:a}') }))).toThrow('document has ${AWS:IoT:a} inside Fn::Sub, must have ${!AWS:IoT:a} there');
  });

  test('is quoted as a whole, with its content', () => {
    const url = 'aws:iot:s3-presigned-url-v2:https://s3.${AWS::Region}.amazonaws.com/bucket/key}';
    expect(synthesize(JobDocument.fromObject({ run: Fn.sub(`get \${${url} now`) }))).toThrow(
      'document has '
        + `\${${url} inside Fn::Sub, must have \${!${url} there: CloudFormation reads \${NAME} as a variable of its own. It is better to write`);
  });

  test('may be a variable of the map', () => {
    expect(synthesize(JobDocument.fromObject({ run: Fn.sub('${aws:iot:x}', { 'aws:iot:x': '1' }) }))).not.toThrow();
  });
});

test('Of very many mistakes the first are named, and the others counted', () => {
  const nested = (levels: number): string => levels === 0 ? '' : `\${aws:iot:s3-presigned-url-v2:${levels}${nested(levels - 1)}}`;
  const message = refusalOf({ document: JobDocument.fromObject({ url: nested(100) }) })!;
  expect(message).toMatch(/; and \d+ more$/);
  expect(message.length).toBeLessThan(10_000);
});

describe('the content of Fn.join, Fn.sub or Lazy in a document', () => {
  const synthesize = (document: JobDocument) => () => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document }, stack);
    return App.of(stack)!.synth();
  };
  const BUCKET_URL = 'https://s3.${AWS::Region}.amazonaws.com/bucket/key';
  const NO_ROLE = '[Fleet/Reboot] presignedUrlRole must be given';
  const later = (text: string) => Lazy.string({ produce: () => text });

  test.each<[string, JobDocument, string]>([
    ['a download without a role', JobDocument.fromObject({ url: Fn.sub(`\${!aws:iot:s3-presigned-url-v2:${BUCKET_URL}}`) }), NO_ROLE],
    ['one in a text', JobDocument.fromString(Fn.sub(`{"url":"\${!aws:iot:s3-presigned-url-v2:${BUCKET_URL}}"}`)), NO_ROLE],
    ['one of a region in the map', JobDocument.fromObject({ url: Fn.sub('${!aws:iot:s3-presigned-url-v2:${Url}}', { Url: `${HOST}/b/k` }) }), NO_ROLE],
    ['a download in a join', JobDocument.fromObject({ url: Fn.join('', ['${aws:iot:s3-presigned-url-v2:https://s3.', Aws.REGION, '.amazonaws.com/b/k}']) }), NO_ROLE],
    ['a placeholder without its end', JobDocument.fromObject({ a: later('${aws:iot:parameter:b') }),
      `[Fleet/Reboot] document has "\${aws:iot:parameter:b", must ${UNTERMINATED}`],
    ['no JSON', JobDocument.fromString(later('{oops')), '[Fleet/Reboot] document is "{oops", must be valid JSON: the mistake is in line 1, column 2, at "oops"'],
    ['too much', JobDocument.fromObject({ a: later('x'.repeat(32768)) }), '[Fleet/Reboot] document has 32776 bytes, must have at most 32768 bytes'],
  ])('is refused when the app is synthesized: %s', (_, document, problem) => {
    expect(synthesize(document)).toThrow(problem);
  });

  test.each<[string, JobDocument]>([
    ['JSON', JobDocument.fromString(later('{"a":1}'))],
    ['a number that is not known yet', JobDocument.fromString(Fn.join('', ['{"a":', Fn.importValue('a'), '}']))],
    ['a document that is not known yet', JobDocument.fromString(Fn.importValue('document'))],
    ['a document that is a parameter', JobDocument.fromString(new CfnDynamicReference(CfnDynamicReferenceService.SSM, '/document').toString())],
    ['the end of a placeholder that is not known yet', JobDocument.fromObject({ a: Fn.join('', ['${aws:iot:parameter:b', Fn.importValue('end')]) })],
    ['a list to join that is not known yet', JobDocument.fromString(Fn.join(',', Fn.split('|', Fn.importValue('list'))))],
    ['many parts that are not known yet', JobDocument.fromObject({ a: Fn.join('', Array(5000).fill(Aws.REGION)) })],
    ['a choice', JobDocument.fromObject({ a: Fn.conditionIf('Condition', '${aws:iot:parameter', 'b') })],
  ])('may be %s', (_, document) => {
    expect(synthesize(document)).not.toThrow();
  });
});
