import { attributesOf } from '../../src/handler/event';

test.each([
  [['Arn', 'CreatedAt'], ['Arn', 'CreatedAt']],
  [['Arn', 1, null, ['CreatedAt'], { Name: 'CreatedAt' }], ['Arn']],
  [[], []],
  ['CreatedAt', []],
  [undefined, []],
])('of the attributes %j those are asked for that have a name', (Attributes, names) => {
  expect(attributesOf({ ResourceProperties: { Attributes } })).toEqual(names);
});

test.each([null, undefined, 'text', 5, []])('properties that are %j have no attributes', ResourceProperties => {
  expect(attributesOf({ ResourceProperties })).toEqual([]);
});
