import { Throttle } from '../../src/account/throttle';

test('calls begin at the rate, and not faster after a pause', async () => {
  jest.useFakeTimers();
  const throttle = new Throttle(10);
  const began: number[] = [];
  const start = Date.now();
  const call = () => throttle.turn().then(() => { began.push(Date.now() - start); });
  const calls = [call(), call(), call()];
  await jest.advanceTimersByTimeAsync(1000);
  calls.push(call(), call());
  await jest.advanceTimersByTimeAsync(1000);
  await Promise.all(calls);
  expect(began).toEqual([0, 100, 200, 1000, 1100]);
  jest.useRealTimers();
});
