import { JobRollout, RateIncrease } from '../src';
import { errorOf, rendered } from './support/construct';

const configOf = (rollout: JobRollout) => rendered({ rollout }).JobExecutionsRolloutConfig;

test('a rollout without a rate is refused', () => {
  expect(() => rendered({ rollout: JobRollout.constant({} as never) })).toThrow(
    '[Fleet/Reboot] rollout.maximumPerMinute must be given: AWS IoT refuses a rollout without a rate');
});

test('an exponential rollout without a maximum is refused, as AWS IoT refuses it', () => {
  // @ts-expect-error The compiler refuses it, too.
  const rollout = JobRollout.exponential({ baseRatePerMinute: 10, incrementFactor: 2, increaseAfter: RateIncrease.notifiedThings(1) });
  expect(() => rendered({ rollout })).toThrow(
    '[Fleet/Reboot] rollout.maximumPerMinute must be given: AWS IoT refuses an exponential rate without a maximum');
});

test('a constant rollout has a rate and nothing else', () => {
  expect(configOf(JobRollout.constant({ maximumPerMinute: 50 }))).toEqual({ MaximumPerMinute: 50 });
});

test.each([
  ['notified', RateIncrease.notifiedThings(100), { NumberOfNotifiedThings: 100 }],
  ['succeeded', RateIncrease.succeededThings(100), { NumberOfSucceededThings: 100 }],
])('an exponential rollout becomes faster as things have %s', (_, increaseAfter, criteria) => {
  expect(configOf(JobRollout.exponential({ baseRatePerMinute: 10, incrementFactor: 2.5, increaseAfter, maximumPerMinute: 20 }))).toEqual({
    MaximumPerMinute: 20,
    ExponentialRate: { BaseRatePerMinute: 10, IncrementFactor: 2.5, RateIncreaseCriteria: criteria },
  });
});

test.each([
  ['nothing', undefined, 'increaseAfter is missing'],
  ['a number', 100, 'increaseAfter is 100'],
  ['a plain object', { numberOfNotifiedThings: 100 }, 'increaseAfter is {"numberOfNotifiedThings":100}'],
])('an exponential rollout is not increased after %s', (_, increaseAfter, problem) => {
  const rates = { baseRatePerMinute: 1, incrementFactor: 2, maximumPerMinute: 9 };
  expect(errorOf(() => JobRollout.exponential({ ...rates, increaseAfter: increaseAfter as never }))).toBe(
    `[JobRollout.exponential] ${problem}, must be a RateIncrease: write RateIncrease.notifiedThings(100), for example`);
});
