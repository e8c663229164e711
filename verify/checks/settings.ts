/** Checks of rollouts, abort criteria, timeouts, retries, windows and package versions in CreateJobTemplate. */
import type { AbortCriteria, ExponentialRolloutRate, JobExecutionsRolloutConfig, MaintenanceWindow, RetryCriteria } from '@aws-sdk/client-iot';
import type { Check } from '../check';
import { accepts, acceptsOrRefuses, type Members, refuses, updateJobRefuses } from './kinds';

const rollout = (jobExecutionsRolloutConfig: JobExecutionsRolloutConfig): Members => ({ jobExecutionsRolloutConfig });
const exponential = (rate: Partial<ExponentialRolloutRate>, maximumPerMinute = 100): Members => rollout({
  maximumPerMinute,
  exponentialRate: { baseRatePerMinute: 10, incrementFactor: 2, rateIncreaseCriteria: { numberOfNotifiedThings: 10 }, ...rate },
});
const abort = (...criteria: Partial<AbortCriteria>[]): Members => ({
  abortConfig: {
    criteriaList: criteria.map((given) => ({ failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 10, minNumberOfExecutedThings: 1, ...given })),
  },
});
const retry = (...criteriaList: RetryCriteria[]): Members => ({
  jobExecutionsRetryConfig: { criteriaList },
  timeoutConfig: { inProgressTimeoutInMinutes: 60 },
});
const timeout = (inProgressTimeoutInMinutes: number): Members => ({ timeoutConfig: { inProgressTimeoutInMinutes } });
const windows = (...given: Partial<MaintenanceWindow>[]): Members => ({
  maintenanceWindows: given.map((window) => ({ startTime: 'cron(0 2 ? * SUN *)', durationInMinutes: 60, ...window })),
});
const versions = (count: number): Members => ({
  destinationPackageVersions: Array.from({ length: count }, (_, i) => `arn:aws:iot:us-east-1:123456789012:package/p${i}/version/1`),
});

export const SETTINGS: readonly Check[] = [
  refuses('rollout-maximum-range', 'maximumPerMinute 0', rollout({ maximumPerMinute: 0 })),
  refuses('rollout-maximum-range', 'maximumPerMinute 1001', rollout({ maximumPerMinute: 1001 })),
  accepts('rollout-maximum-range', 'maximumPerMinute 1000', rollout({ maximumPerMinute: 1000 })),
  refuses('rollout-maximum-required', 'exponentialRate without maximumPerMinute',
    rollout({ exponentialRate: exponential({}).jobExecutionsRolloutConfig!.exponentialRate }),
    { message: 'Provide MaximumPerMinute value when ExponentialRate is defined' }),
  updateJobRefuses('rollout-empty', 'a rollout without members', rollout({}),
    { message: 'Provide MaximumPerMinute value or provide ExponentialRate and MaximumPerMinute' }),
  refuses('rollout-base-rate-range', 'baseRatePerMinute 0', exponential({ baseRatePerMinute: 0 })),
  refuses('rollout-base-rate-range', 'baseRatePerMinute 1001', exponential({ baseRatePerMinute: 1001 })),
  updateJobRefuses('rollout-base-above-maximum', 'baseRatePerMinute 101 of at most 100', exponential({ baseRatePerMinute: 101 }),
    { message: 'Exponential rollout baseRatePerMinute should be less than maximumPerMinute.' }),
  acceptsOrRefuses('rollout-base-equals-maximum', 'baseRatePerMinute 100 of at most 100', exponential({ baseRatePerMinute: 100 })),
  refuses('rollout-increment-factor', 'incrementFactor 1', exponential({ incrementFactor: 1 })),
  refuses('rollout-increment-factor', 'incrementFactor 5.1', exponential({ incrementFactor: 5.1 })),
  refuses('rollout-increment-decimals', 'incrementFactor 1.25', exponential({ incrementFactor: 1.25 })),
  refuses('rollout-increase-one', 'both rateIncreaseCriteria',
    exponential({ rateIncreaseCriteria: { numberOfNotifiedThings: 10, numberOfSucceededThings: 10 } }),
    { message: 'Provide only one of NumberOfNotifiedThings or NumberOfSucceededThings when RateIncreaseCriteria is defined' }),
  updateJobRefuses('rollout-increase-none', 'rateIncreaseCriteria without members', exponential({ rateIncreaseCriteria: {} }),
    { message: 'Provide either NumberOfNotifiedThings or NumberOfSucceededThings when RateIncreaseCriteria is defined' }),

  refuses('counts-minimum', 'numberOfNotifiedThings 0', exponential({ rateIncreaseCriteria: { numberOfNotifiedThings: 0 } })),
  refuses('counts-minimum', 'minNumberOfExecutedThings 0', abort({ minNumberOfExecutedThings: 0 })),
  refuses('integers-32-bit', 'minNumberOfExecutedThings 2147483648', abort({ minNumberOfExecutedThings: 2 ** 31 }), { name: 'X' }),
  accepts('integers-32-bit', 'minNumberOfExecutedThings 2147483647', abort({ minNumberOfExecutedThings: 2 ** 31 - 1 })),

  refuses('abort-members', 'an empty list of abort criteria', abort()),
  refuses('abort-members', 'an abort criterion without action', abort({ action: undefined })),
  refuses('abort-threshold-range', 'thresholdPercentage 0', abort({ thresholdPercentage: 0 }),
    { message: 'ThresholdPercentage value 0.0 for AbortCriteria must have value greater than 0' }),
  refuses('abort-threshold-range', 'thresholdPercentage 100.5', abort({ thresholdPercentage: 100.5 })),
  refuses('abort-threshold-decimals', 'thresholdPercentage 1.234', abort({ thresholdPercentage: 1.234 }),
    { message: 'Abort thresholdPercentage must have two or less decimal digits' }),
  refuses('abort-failure-type-once', 'two abort criteria of one failure type', abort({}, { minNumberOfExecutedThings: 2 }),
    { message: 'Multiple AbortCriteria cannot have the same failure type' }),

  refuses('timeout-range', 'inProgressTimeoutInMinutes 0', timeout(0),
    { message: 'Provide valid timeout value, inProgressTimeoutInMinutes cannot be 0.' }),
  refuses('timeout-range', 'inProgressTimeoutInMinutes 10081', timeout(10_081)),

  refuses('retry-members', 'an empty list of retry criteria', retry()),
  refuses('retry-members', 'numberOfRetries 11', retry({ failureType: 'FAILED', numberOfRetries: 11 })),
  refuses('retry-total', '6 and 5 retries', retry({ failureType: 'FAILED', numberOfRetries: 6 }, { failureType: 'TIMED_OUT', numberOfRetries: 5 })),
  updateJobRefuses('retry-all-alone', 'retries of ALL and of FAILED',
    // UpdateJob can set the number of retries only to 0.
    retry({ failureType: 'ALL', numberOfRetries: 0 }, { failureType: 'FAILED', numberOfRetries: 0 }),
    { message: 'A retryCriteria with failure type ALL must be used by itself.' }),
  acceptsOrRefuses('retry-failure-type-once', 'two retry criteria of one failure type',
    retry({ failureType: 'FAILED', numberOfRetries: 1 }, { failureType: 'FAILED', numberOfRetries: 2 })),
  refuses('retry-timed-out-timeout', 'retries of TIMED_OUT without a timeout',
    { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 1 }] } }),

  refuses('window-members', 'durationInMinutes 1431', windows({ durationInMinutes: 1431 })),
  refuses('window-cron', 'a window on day 1 and on Sunday', windows({ startTime: 'cron(0 2 1 * SUN *)' })),
  accepts('window-cron', 'a window on Sunday', windows({})),
  acceptsOrRefuses('window-overlap', 'a daily window of 1430 minutes, and another one inside of it',
    windows({ startTime: 'cron(0 0 * * ? *)', durationInMinutes: 1430 }, { startTime: 'cron(0 12 * * ? *)', durationInMinutes: 60 })),

  refuses('package-version-arn', 'a package version that is no ARN', { destinationPackageVersions: ['gateway'] }),
  refuses('package-version-maximum', '26 package versions', versions(26)),
];
