import { JobDocument } from '../../src';
import { jsonMistake } from '../../src/private/json-mistake';
import { refusalOf } from '../support/construct';

describe('the place of a mistake in JSON', () => {
  test.each([
    ['a word', '{oops', 'the mistake is in line 1, column 2, at "oops"'],
    ['a trailing comma in an object', '{\n  "a": 1,\n}', 'the mistake is in line 3, column 1, at "}"'],
    ['a trailing comma in a list', '[1, 2, ]', 'the mistake is in line 1, column 8, at "]"'],
    ['a missing comma', '{"a": 1\r\n "b": 2}', 'the mistake is in line 2, column 2, at "\\"b\\": 2}"'],
    ['a missing colon', '{"a" 1}', 'the mistake is in line 1, column 6, at "1}"'],
    ['single quotes', "{'a': 1}", 'the mistake is in line 1, column 2, at "\'a\': 1}"'],
    ['a comment', '{\n  // why\n  "a": 1\n}', 'the mistake is in line 2, column 3, at "// why"'],
    ['a line break in a string', '{"a": "b\nc"}', 'the mistake is in line 1, column 7, at "\\"b"'],
    ['an escape that there is not', '["\\x"]', 'the mistake is in line 1, column 2, at "\\"\\\\x\\"]"'],
    ['a number that begins with zero', '[01]', 'the mistake is in line 1, column 2, at "01]"'],
    ['a number that is none', '{"a": NaN}', 'the mistake is in line 1, column 7, at "NaN}"'],
    ['the wrong end', '{"a": [1}', 'the mistake is in line 1, column 9, at "}"'],
    ['more than one value', '{} {}', 'the mistake is in line 1, column 4, at "{}"'],
    ['a long rest', `{${'x'.repeat(100)}`, `the mistake is in line 1, column 2, at "${'x'.repeat(40)}"`],
    ['no end', '{"a": [{"b": {}}\n', 'it ends too early, in line 2, column 1'],
    ['nothing', '', 'it ends too early, in line 1, column 1'],
  ])('%s', (_, text, mistake) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonMistake(text)).toBe(mistake);
  });

  test.each([
    ' {"a": [1, -0.5e+3, true, false, null, "\\u00fc\\n\\"ü", {}, [], [[{"b": {}}]]], "": 0} ',
    '"x"', '0', '[]', `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  ])('is the end of a text that has none, such as %.20s', text => {
    expect(JSON.parse(text)).toBeDefined();
    expect(jsonMistake(text)).toMatch(/^it ends too early/);
  });

  test('agrees with JSON.parse about every text that is cut or has a character changed', () => {
    const text = '{"a":[1,-2.5e3,true],"b":{"c":null,"d":"x\\n"}}';
    const changed = [...text].flatMap((_, at) => [...'{}[],:"x0'].map(character => text.slice(0, at) + character + text.slice(at + 1)));
    for (const each of [...changed, ...[...text].map((_, at) => text.slice(0, at))]) {
      const isRead = jsonMistake(`${each} `) === `it ends too early, in line 1, column ${each.length + 2}`;
      if (isJson(each)) expect([each, isRead]).toEqual([each, true]);
      // Without an end it is read to the end, too.
      else if (!isRead) expect(jsonMistake(each)).toMatch(/^the mistake is in line 1/);
    }
  });
});

test('a document that is no JSON is refused with the place of the mistake', () => {
  expect(refusalOf({ document: JobDocument.fromString('{\n  "a": 1,\n}') })).toBe(
    '[Fleet/Reboot] document is "{\\n  \\"a\\": 1,\\n}", must be valid JSON: the mistake is in line 3, column 1, at "}"');
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
