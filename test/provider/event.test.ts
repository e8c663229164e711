import { attributesOf, jobTemplateIdOf, textOf } from '../../src/provider/event';

test.each([
  [['Arn', 'CreatedAt'], ['Arn', 'CreatedAt']],
  [['Arn', 1, null, ['CreatedAt'], { Name: 'CreatedAt' }], ['Arn']],
  [[], []],
  ['CreatedAt', []],
  [undefined, []],
])('of the attributes %j those are asked for that have a name', (Attributes, names) => {
  expect(attributesOf({ ResourceProperties: { Attributes } })).toEqual(names);
});

test.each([null, undefined, 'text', 5, []])('properties that are %j have nothing', (ResourceProperties) => {
  expect(attributesOf({ ResourceProperties })).toEqual([]);
  expect(jobTemplateIdOf(ResourceProperties)).toBeUndefined();
});

test.each([[undefined, undefined], ['', undefined], [5, undefined], ['a', 'a']])('%j as a text is %j', (value, text) => {
  expect(textOf(value)).toBe(text);
});
