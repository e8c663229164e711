import { placementsOf, textsOf, valueOf } from '../../src/private/document-text';
import { MAX_DOCUMENT_BYTES } from '../../src/shared/document-rules';

/** A JSON text of so many bytes. */
const textOf = (bytes: number): string => JSON.stringify('a'.repeat(bytes - 2));

describe('the value of a document', () => {
  test('is that of its JSON', () => {
    expect(valueOf('{"a":[1]}')).toEqual({ a: [1] });
  });

  test('is that of the document that was asked for last', () => {
    expect([valueOf('[1]'), valueOf('[2]'), valueOf('[1]')]).toEqual([[1], [2], [1]]);
  });

  test('is undefined if the document is no JSON', () => {
    expect(valueOf('{')).toBeUndefined();
  });

  test('is known up to the maximum size', () => {
    expect(valueOf(textOf(MAX_DOCUMENT_BYTES))).toHaveLength(MAX_DOCUMENT_BYTES - 2);
    expect(valueOf(textOf(MAX_DOCUMENT_BYTES + 1))).toBeUndefined();
  });
});

test('the texts of a document are its values and the names of its members', () => {
  const document = '{"a":["${b}",{"c":null}],"d":1}';
  expect(textsOf(document)).toHaveLength(4);
  expect(textsOf(document)).toEqual(expect.arrayContaining([
    { text: 'a', isName: true }, { text: '${b}', isName: false }, { text: 'c', isName: true }, { text: 'd', isName: true },
  ]));
});

test('a document without placeholders and dynamic references has no texts to look at', () => {
  expect(textsOf('{"a":["b",{"c":{"d":"$5 {6} }"}}]}')).toEqual([]);
});

test.each(['\\u0024{b', '$\\u007Bb', '{{b', '{\\u007bb'])('a beginning that is written as %s is seen', text => {
  expect(textsOf(`["${text}"]`)).toHaveLength(1);
});

test('a placeholder is found with its end, or without it', () => {
  expect(placementsOf('{"a":"${aws:iot:x} and ${aws:iot:y"}').map(({ placeholder: { text }, isTerminated }) => [text, isTerminated])).toEqual([
    ['${aws:iot:x}', true], ['${aws:iot:y', false],
  ]);
});

test.each<[string, [text: string, isNested: boolean][]]>([
  ['${aws:iot:a:${aws:iot:b}}', [['${aws:iot:b}', true], ['${aws:iot:a:${aws:iot:b}}', false]]],
  ['${HOME:-${aws:iot:b}}', [['${aws:iot:b}', false]]],
  ['${aws:iot:a:${b:${aws:iot:c}}}', [['${aws:iot:c}', true], ['${aws:iot:a:${b:${aws:iot:c}}}', false]]],
  ['} ${aws:iot:a}', [['${aws:iot:a}', false]]],
])('a placeholder in %j is nested if it is inside another', (text, expected) => {
  expect(placementsOf(JSON.stringify({ text })).map(({ placeholder, isNested }) => [placeholder.text, isNested])).toEqual(expected);
});
