import { Aws, Lazy } from 'aws-cdk-lib';
import { hasTokens, mapKnown, mapTokensDeep } from '../../src/private/tokens';
import { newStack } from '../support/construct';

const marked = (text: string): unknown => newStack().resolve(mapKnown(text, part => `<${part}>`));

describe('the known parts of a text are rewritten, and its tokens stay', () => {
  test.each<[string, string, unknown]>([
    ['no token', 'ab', '<ab>'],
    ['nothing', '', '<>'],
    ['a token only', Aws.REGION, { Ref: 'AWS::Region' }],
    ['tokens only', `${Aws.REGION}${Aws.ACCOUNT_ID}`, { 'Fn::Join': ['', [{ Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }]] }],
    ['parts around tokens', `a${Aws.REGION}b${Aws.ACCOUNT_ID}c`,
      { 'Fn::Join': ['', ['<a>', { Ref: 'AWS::Region' }, '<b>', { Ref: 'AWS::AccountId' }, '<c>']] }],
    ['characters that might be taken for marks', `\u{F0000}a\uE000${Aws.REGION}\0\u{F0000}`,
      { 'Fn::Join': ['', ['<\u{F0000}a\uE000>', { Ref: 'AWS::Region' }, '<\0\u{F0000}>']] }],
    ['such characters and no token', '\u{F0000}a', '<\u{F0000}a>'],
  ])('%s', (_, text, expected) => {
    expect(marked(text)).toEqual(expected);
  });
});

test('tokens are replaced in the names of members, too', () => {
  const replaced = mapTokensDeep({ [`in ${Aws.REGION}`]: [`at ${Aws.ACCOUNT_ID}`, Lazy.any({ produce: () => 1 })] }, () => 'x');
  expect(replaced).toEqual({ 'in x': ['at x', 'x'] });
});

test('a member that has a name of every object is a member', () => {
  const value = JSON.parse('{"__proto__":{"a":"b"},"toString":"c","constructor":1}');
  expect(JSON.stringify(mapTokensDeep(value, () => 'x'))).toBe(JSON.stringify(value));
  expect(hasTokens(JSON.parse(`{"__proto__":"${Aws.REGION}"}`))).toBe(true);
});
