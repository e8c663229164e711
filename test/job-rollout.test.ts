import { JobRollout, RateIncrease } from '../src';
import { rendered } from './support/construct';

const configOf = (rollout: JobRollout) => rendered({ rollout }).JobExecutionsRolloutConfig;

test.each([
  ['whose rate was not set', JobRollout.constant({} as never)],
  ['that is none', { maximumPerMinute: 50 } as never],
])('a rollout %s is refused, and not as fast as it can be', (_, rollout) => {
  expect(() => rendered({ rollout })).toThrow('rollout.maximumPerMinute is missing, must be given');
});

test('a constant rollout has a rate and nothing else', () => {
  expect(configOf(JobRollout.constant({ maximumPerMinute: 50 }))).toEqual({ MaximumPerMinute: 50 });
});

test.each([
  ['notified', RateIncrease.notifiedThings(100), { NumberOfNotifiedThings: 100 }],
  ['succeeded', RateIncrease.succeededThings(100), { NumberOfSucceededThings: 100 }],
])('an exponential rollout becomes faster as things have %s', (_, increaseAfter, criteria) => {
  expect(configOf(JobRollout.exponential({ baseRatePerMinute: 10, incrementFactor: 2.5, increaseAfter }))).toEqual({
    ExponentialRate: { BaseRatePerMinute: 10, IncrementFactor: 2.5, RateIncreaseCriteria: criteria },
  });
});

test('an exponential rollout may be bounded', () => {
  const increaseAfter = RateIncrease.notifiedThings(1);
  expect(configOf(JobRollout.exponential({ baseRatePerMinute: 10, incrementFactor: 2, increaseAfter, maximumPerMinute: 20 }))).toMatchObject({
    MaximumPerMinute: 20,
  });
});
