import { runInNewContext } from 'node:vm';
import { Aws, Lazy, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { type JsonObserver, toJson } from '../../src/private/json';
import { plainJson } from '../../src/private/plain-json';
import '../support/random-seed';

/** What `toJson` writes. Undefined if it finds anything to say. */
function written(value: unknown): string | undefined {
  let found = false;
  const note = () => { found = true; };
  const observer: JsonObserver = { leaveOut: note, findToken: note, refuse: () => { throw new Error('refused'); } };
  try {
    const json = JSON.stringify(toJson(value, observer));
    return found ? undefined : json;
  } catch {
    return undefined;
  }
}

const names = fc.constantFrom('version', 'steps', 'a', 'b', '', 'Ä', '😀', 'constructor', 'length', '-1', '1.5', '01x');
const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"1":', '\\', '\\ud800', '\n', '\u2028'));
const { plain } = fc.letrec(tie => ({
  plain: fc.oneof({ depthSize: 'small' }, texts, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('plain')),
  object: fc.dictionary(names, tie('plain'), { noNullPrototype: false }),
}));

test('plain data is written as toJson writes it, with the names in one order', () => {
  fc.assert(fc.property(plain, value => {
    const json = plainJson(value);
    fc.pre(json !== undefined);
    expect(json).toBe(written(value));
  }));
});

test('plain data is recognized', () => {
  fc.assert(fc.property(fc.jsonValue({ depthSize: 'small' }), value => {
    fc.pre(!/"\d+":|"__proto__":/.test(JSON.stringify(value)));
    expect(plainJson({ value })).toBe(written({ value }));
    expect(plainJson({ value })).toBeDefined();
  }));
});

test('what is not plain is never written in another way', () => {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  });
  fc.assert(fc.property(anything, value => {
    const json = plainJson(value);
    if (json !== undefined) expect(json).toBe(written(value));
  }), { numRuns: 1_000 });
});

const circular: { itself?: object } = {};
circular.itself = circular;
class Steps { public readonly a = 1; }
const nested = (levels: number): unknown => levels === 0 ? 1 : [nested(levels - 1)];

test.each<[string, unknown]>([
  ['undefined', undefined],
  ['a member that is undefined', { a: undefined }],
  ['a gap in a list', [, 1]],
  ['NaN', [NaN]],
  ['an infinite number', { a: Infinity }],
  ['a function', { a: () => 1 }],
  ['a bigint', [1n]],
  ['a symbol', { a: Symbol.iterator }],
  ['a Date', { a: new Date(0) }],
  ['an object of a class', { a: new Steps() }],
  ['an object that becomes another one', { a: { toJSON: () => 'b' } }],
  ['an object that becomes itself', { a: { toJSON() { return this; } } }],
  ['a circular reference', circular],
  ['one half of a character', { a: '\ud83d' }],
  ['one half of a character as a name', { '\ude00': 1 }],
  ['a member __proto__', JSON.parse('{"a":{"__proto__":1}}')],
  ['names that are numbers, which an object has in another order', { 10: 1, 9: 2 }],
  ['more than a thousand levels', nested(1001)],
  ['a list that is far too long', new Array(2 ** 32 - 1)],
  ['a token', { a: Lazy.any({ produce: () => 1 }) }],
  ['a token in a text', { a: `in ${Aws.REGION}` }],
  ['a token in a name', { [Aws.REGION]: 1 }],
  ['a token as a number', { a: Token.asNumber({ Ref: 'A' }) }],
  ['a token as a list', { a: Token.asList({ Ref: 'A' }) }],
])('%s is left to toJson', (_, value) => {
  expect(plainJson(value)).toBeUndefined();
});

test('an object with many members that contains itself is not copied', () => {
  let reads = 0;
  const value: { [name: string]: unknown } = { get a() { reads += 1; return this; } };
  for (let index = 0; index < 5_000; index++) value[`b${index}`] = index;
  expect(plainJson(value)).toBeUndefined();
  expect(reads).toBe(0);
});

test('an object of another realm may be plain', () => {
  const value = runInNewContext('({ b: [1], a: Object.create(null) })');
  expect(plainJson(value)).toBe('{"a":{},"b":[1]}');
});
