import { mergeSpans, replaceSpans, type Span, withoutSpansIn } from '../../src/handler/spans';

const span = (from: number, to: number, label = 'a'): Span => ({ from, to, label });

test.each<[string, Span[], Span[]]>([
  ['in order', [span(4, 6), span(0, 2)], [span(0, 2), span(4, 6)]],
  ['joined if they overlap', [span(0, 4), span(2, 6)], [span(0, 6)]],
  ['joined if they touch', [span(0, 2), span(2, 4)], [span(0, 4)]],
  ['joined if one is inside of the other', [span(0, 6), span(2, 4)], [span(0, 6)]],
  ['dropped if they are empty', [span(0, 0), span(3, 1)], []],
  ['labelled like the last one with the first character', [span(0, 4, 'a'), span(0, 2, 'b'), span(1, 6, 'c')], [span(0, 6, 'b')]],
])('Merged spans are %s', (_, spans, merged) => {
  const given = structuredClone(spans);
  expect(mergeSpans(spans)).toEqual(merged);
  expect(spans).toEqual(given);
});

test.each<[string, Span[], Span[]]>([
  ['nothing else touches the range', [span(0, 1), span(3, 5), span(6, 7), span(9, 10)], [span(0, 1), span(9, 10)]],
  ['the range is covered as a whole', [span(3, 8)], []],
])('Spans in a range are left out if %s', (_, spans, left) => {
  expect(withoutSpansIn(spans, 3, 8)).toEqual(left);
});

test.each<[string, Span[]]>([
  ['begins before it', [span(2, 4), span(5, 6)]],
  ['ends after it', [span(4, 5), span(7, 9)]],
  ['ends right before it', [span(1, 3), span(5, 6)]],
  ['begins right after it', [span(4, 5), span(8, 9)]],
])('Spans in a range stay if one %s', (_, spans) => {
  expect(withoutSpansIn(spans, 3, 8)).toEqual(spans);
});

test.each<[string, Span[], string]>([
  ['no span', [], '0123456789'],
  ['spans at the beginning, inside and at the end', [span(0, 1, 'a'), span(4, 6, 'b'), span(9, 10, 'c')], '[a]123[b]678[c]'],
  ['a span that begins at its end', [span(8, 10, 'a'), span(10, 12, 'b')], '01234567[a]'],
  ['spans at and after the end of a shortened text', [span(8, 12, 'a'), span(12, 14, 'b')], '01234567[a]'],
])('A text is shown with %s', (_, spans, expected) => {
  expect(replaceSpans('0123456789', spans)).toBe(expected);
});
