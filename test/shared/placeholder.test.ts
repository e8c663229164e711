import {
  downloadPlaceholder, needsRole, packageArtifactPlaceholder, packageAttributesPlaceholder, placeholdersOf, uploadPlaceholder, variablesOf,
} from '../../src/shared/placeholder';

import { inReasonableTime } from '../support/time-limit';

const URL = 'https://s3.eu-west-1.amazonaws.com/bucket/key';
const download = (text: string, url = URL) => ({ kind: 'download', text, url });
const upload = (text: string, url: string) => ({ kind: 'upload', text, url });
const version = (text: string, packageName: string, versionName: string, presigned: boolean) =>
  ({ kind: 'package', text, packageName, versionName, presigned });

describe('the placeholders of a document', () => {
  test.each([
    ['', []],
    ['{"a":"${HOME}","b":"{}","c":"$aws:iot:"}', []],
    ['${aws:s3:x}', []],
  ])('are not in %j', (document, expected) => {
    expect(placeholdersOf(document)).toEqual(expected);
  });

  test.each([
    [`\${aws:iot:s3-presigned-url-v2:${URL}}`, download(`\${aws:iot:s3-presigned-url-v2:${URL}}`)],
    [`\${aws:iot:s3-presigned-url-v1:${URL}}`, download(`\${aws:iot:s3-presigned-url-v1:${URL}}`)],
    [`\${aws:iot:s3-presigned-url:${URL}}`, download(`\${aws:iot:s3-presigned-url:${URL}}`)],
    [`\${aws:iot:s3-presigned-url-upload:${URL}}`, upload(`\${aws:iot:s3-presigned-url-upload:${URL}}`, URL)],
    ['${aws:iot:s3-presigned-url-upload:u/${thingName}/${jobId}}',
      upload('${aws:iot:s3-presigned-url-upload:u/${thingName}/${jobId}}', 'u/${thingName}/${jobId}')],
    ['${aws:iot:package:a:version:1.0:attributes}', version('${aws:iot:package:a:version:1.0:attributes}', 'a', '1.0', false)],
    ['${aws:iot:package:a:version:$default:attributes:x:y}', version('${aws:iot:package:a:version:$default:attributes:x:y}', 'a', '$default', false)],
    ['${aws:iot:package::version::artifact-location:s3-presigned-url}',
      version('${aws:iot:package::version::artifact-location:s3-presigned-url}', '', '', true)],
    ['${aws:iot:parameter:x}', { kind: 'parameter', text: '${aws:iot:parameter:x}' }],
    ['${aws:iot:code-sign-signature:s3://eu-west-1.bucket/code@v1}', { kind: 'signature', text: '${aws:iot:code-sign-signature:s3://eu-west-1.bucket/code@v1}' }],
    ['${aws:iot:x-code-sign-signature:y}', { kind: 'unknown', text: '${aws:iot:x-code-sign-signature:y}' }],
    ['${aws:iot:package:a:version:1}', { kind: 'unknown', text: '${aws:iot:package:a:version:1}' }],
    ['${aws:iot:package:a:version:1:artifact-location}', { kind: 'unknown', text: '${aws:iot:package:a:version:1:artifact-location}' }],
    ['${aws:iot:s3-presigned-url-v3:x}', { kind: 'unknown', text: '${aws:iot:s3-presigned-url-v3:x}' }],
    ['${aws:iot:x-s3-presigned-url-upload:u}', { kind: 'unknown', text: '${aws:iot:x-s3-presigned-url-upload:u}' }],
    ['${aws:iot:x-s3-presigned-url:u}', { kind: 'unknown', text: '${aws:iot:x-s3-presigned-url:u}' }],
    ['${aws:iot:x-package:a:version:1:attributes}', { kind: 'unknown', text: '${aws:iot:x-package:a:version:1:attributes}' }],
    ['${aws:iot:package:a:version:1:attributesx}', { kind: 'unknown', text: '${aws:iot:package:a:version:1:attributesx}' }],
    ['${aws:iot:}', { kind: 'unknown', text: '${aws:iot:}' }],
  ])('are distinguished: %s', (text, expected) => {
    expect(placeholdersOf(`{"a":"before ${text} after"}`)).toEqual([expected]);
  });

  test.each([
    ['adjacent', '${aws:iot:parameter:a}${aws:iot:parameter:b}', ['${aws:iot:parameter:a}', '${aws:iot:parameter:b}']],
    ['after a closing brace', '}}${aws:iot:parameter:a}}', ['${aws:iot:parameter:a}']],
    ['within braces of another kind', '${HOME${aws:iot:parameter:a}}', ['${aws:iot:parameter:a}']],
    ['after an opening brace', '${${aws:iot:parameter:a} and more}', ['${aws:iot:parameter:a}']],
    ['nested', '${aws:iot:s3-presigned-url-v2:a/${aws:iot:parameter:b}}', ['${aws:iot:s3-presigned-url-v2:a/${aws:iot:parameter:b}}']],
    ['with variables and neighbours', '${aws:iot:s3-presigned-url-upload:a/${jobId}}${aws:iot:parameter:b}',
      ['${aws:iot:s3-presigned-url-upload:a/${jobId}}', '${aws:iot:parameter:b}']],
    ['unclosed', 'a ${aws:iot:parameter:b', ['${aws:iot:parameter:b']],
    ['unclosed inside', '${aws:iot:s3-presigned-url-upload:a/${jobId}', ['${aws:iot:s3-presigned-url-upload:a/${jobId}']],
  ])('are found if they are %s', (_, document, expected) => {
    expect(placeholdersOf(document).map(({ text }) => text)).toEqual(expected);
  });

  test('are those that are written', () => {
    const written = [
      downloadPlaceholder(URL), uploadPlaceholder('u/${thingName}'), packageAttributesPlaceholder('a', '1', 'x'),
      packageAttributesPlaceholder('a', '1'), packageArtifactPlaceholder('a', '1'),
    ];
    const found = placeholdersOf(written.join(', '));
    expect(found.map(({ text }) => text)).toEqual(written);
    expect(found.map(({ kind }) => kind)).toEqual(['download', 'upload', 'package', 'package', 'package']);
    expect(found.map(needsRole)).toEqual([true, true, false, false, true]);
  });

  test('have the key of an attribute if one is asked for', () => {
    expect(packageAttributesPlaceholder('a', '1')).toBe('${aws:iot:package:a:version:1:attributes}');
    expect(packageAttributesPlaceholder('a', '1', 'x')).toBe('${aws:iot:package:a:version:1:attributes:x}');
  });

  test('need no role if they are parameters or unknown', () => {
    expect(placeholdersOf('${aws:iot:parameter:a} ${aws:iot:other}').map(needsRole)).toEqual([false, false]);
  });
});

test.each([
  ['log.txt', []],
  ['${thingName}', ['thingName']],
  ['a/${jobId}/${jobId}-${executionNumber}.txt', ['jobId', 'jobId', 'executionNumber']],
  ['${}', ['']],
])('the variables of the key %s', (key, expected) => {
  expect(variablesOf(key)).toEqual(expected);
});

test.each([
  ['a/${jobId', []],
  ['${thingName}/${jobId', ['thingName']],
  ['${thing${jobId}', ['thing${jobId']],
])('a variable without an end in the key %s is none', (key, expected) => {
  expect(variablesOf(key)).toEqual(expected);
});

describe('a long text is read once', () => {
  const long = (part: string) => part.repeat(1_000_000);

  test.each(['${', '${thingName', '$', '{', '${}${'])('for variables: %s over and over', (part) => {
    expect(inReasonableTime(() => variablesOf(long(part)).length)).toBe(part === '${}${' ? 1_000_000 : 0);
  });

  test.each(['${aws:iot:', '${aws:iot:package:', '${aws:iot:s3-presigned-url-upload:${', '${', '}'])('for placeholders: %s over and over', (part) => {
    expect(inReasonableTime(() => placeholdersOf(long(part)).length)).toBe(part.length > 2 ? 1 : 0);
  });
});
