import { duration } from '../../src/code/duration';

test.each<[number, 'minutes' | 'seconds', string, number]>([
  [1, 'minutes', 'minutes', 1],
  [59, 'minutes', 'minutes', 59],
  [60, 'minutes', 'hours', 1],
  [90, 'minutes', 'minutes', 90],
  [1440, 'minutes', 'days', 1],
  [10080, 'minutes', 'days', 7],
  [60, 'seconds', 'minutes', 1],
  [90, 'seconds', 'seconds', 90],
  [3600, 'seconds', 'hours', 1],
])('%d %s are written as %s(%d)', (amount, unit, method, count) => {
  expect(duration(amount, unit)).toMatchObject({ type: { name: 'Duration' }, method, args: [{ value: count }] });
});
