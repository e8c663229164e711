import type { CreateJobTemplateCommandInput } from '@aws-sdk/client-iot';
import { isCron } from './cron';
import { invalidRequest } from './errors';
import { decimal } from './validation';

const MAX_RETRIES = 10;
const MAX_ROLLOUT_PER_MINUTE = 1000;
const MAX_TIMEOUT_MINUTES = 10080;
const MAX_PACKAGE_VERSIONS = 25;

type Input = CreateJobTemplateCommandInput;
/** The message for a broken rule, or nothing. */
type Rule = (input: Input) => string | undefined | false;

/** Checks of CreateJobTemplate that are measured or documented, beyond the model. */
const CREATE_RULES: readonly Rule[] = [
  // Evidence: timeout-range.
  ({ timeoutConfig }) => {
    const minutes = timeoutConfig?.inProgressTimeoutInMinutes ?? 1;
    return (minutes < 1 || minutes > MAX_TIMEOUT_MINUTES) && `Provide valid timeout value, inProgressTimeoutInMinutes cannot be ${minutes}.`;
  },
  // Evidence: abort-failure-type-once, abort-threshold-range, abort-threshold-decimals.
  ({ abortConfig }) => {
    const seen = new Set<string>();
    for (const { failureType, thresholdPercentage } of abortConfig?.criteriaList ?? []) {
      if (seen.has(failureType!)) return 'Multiple AbortCriteria cannot have the same failure type';
      seen.add(failureType!);
      if (thresholdPercentage! <= 0) {
        return `ThresholdPercentage value ${decimal(thresholdPercentage!)} for AbortCriteria must have value greater than 0`;
      }
      if (!hasDecimals(thresholdPercentage!, 2)) return 'Abort thresholdPercentage must have two or less decimal digits';
    }
    return undefined;
  },
  // Evidence: rollout-maximum-range.
  ({ jobExecutionsRolloutConfig: { maximumPerMinute = 1 } = {} }) => maximumPerMinute > MAX_ROLLOUT_PER_MINUTE
    && `1 validation error detected: Value '${maximumPerMinute}' at 'jobExecutionsRolloutConfig.maximumPerMinute' failed to satisfy constraint: `
      + `Member must have value less than or equal to ${MAX_ROLLOUT_PER_MINUTE}`,
  // Evidence: rollout-maximum-required.
  ({ jobExecutionsRolloutConfig: { maximumPerMinute, exponentialRate } = {} }) => exponentialRate && maximumPerMinute === undefined
    && 'Provide MaximumPerMinute value when ExponentialRate is defined',
  // Evidence: rollout-increase-one.
  (input) => increaseCriteria(input) > 1
    && 'Provide only one of NumberOfNotifiedThings or NumberOfSucceededThings when RateIncreaseCriteria is defined',
  // Evidence: rollout-increment-decimals.
  ({ jobExecutionsRolloutConfig }) => !hasDecimals(jobExecutionsRolloutConfig?.exponentialRate?.incrementFactor ?? 1, 1)
    && 'incrementFactor supports up to one digit after the decimal point.',
  // Evidence: retry-total, retry-failure-type-once.
  ({ jobExecutionsRetryConfig }) =>
    (jobExecutionsRetryConfig?.criteriaList ?? []).reduce((sum, { numberOfRetries }) => sum + numberOfRetries!, 0) > MAX_RETRIES
    && `The total number of retries must not exceed ${MAX_RETRIES}.`,
  // Evidence: window-cron, window-overlap.
  ({ maintenanceWindows }) => maintenanceWindows?.some(({ startTime }) => !isCron(startTime!)) && 'Invalid cron expression in maintenanceWindows.',
  // Evidence: package-version-maximum.
  ({ destinationPackageVersions }) => (destinationPackageVersions?.length ?? 0) > MAX_PACKAGE_VERSIONS
    && `At most ${MAX_PACKAGE_VERSIONS} destination package versions are allowed.`,
];

/** Checks that UpdateJob is known to make, and CreateJobTemplate may make. */
const UPDATE_JOB_RULES: readonly Rule[] = [
  // Evidence: rollout-empty.
  ({ jobExecutionsRolloutConfig: rollout }) => rollout && rollout.maximumPerMinute === undefined
    && 'Provide MaximumPerMinute value or provide ExponentialRate and MaximumPerMinute',
  // Evidence: rollout-increase-none.
  (input) => increaseCriteria(input) < 1
    && 'Provide either NumberOfNotifiedThings or NumberOfSucceededThings when RateIncreaseCriteria is defined',
  // Evidence: rollout-base-above-maximum, rollout-base-equals-maximum.
  ({ jobExecutionsRolloutConfig: { maximumPerMinute = Infinity, exponentialRate } = {} }) =>
    (exponentialRate?.baseRatePerMinute ?? 0) > maximumPerMinute && 'Exponential rollout baseRatePerMinute should be less than maximumPerMinute.',
  // Evidence: retry-all-alone.
  ({ jobExecutionsRetryConfig: { criteriaList = [] } = {} }) => criteriaList.length > 1
    && criteriaList.some(({ failureType }) => failureType === 'ALL')
    && 'A retryCriteria with failure type ALL must be used by itself.',
  // Evidence: presign-role-malformed.
  ({ presignedUrlConfig: { roleArn } = {} }) => roleArn !== undefined && !/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(roleArn)
    && `Given role ${roleArn} is invalid.`,
];

/** Rules for a template with all inherited members. */
const TEMPLATE_RULES: readonly Rule[] = [
  // Evidence: retry-timed-out-timeout.
  ({ jobExecutionsRetryConfig, timeoutConfig }) => jobExecutionsRetryConfig?.criteriaList?.some(({ failureType }) => failureType === 'TIMED_OUT')
    && timeoutConfig?.inProgressTimeoutInMinutes === undefined
    && 'A retry for TIMED_OUT requires timeoutConfig.inProgressTimeoutInMinutes.',
];

export function checkCreateRules(input: Input): void {
  check(CREATE_RULES, input);
}

export function checkUpdateJobRules(input: Input): void {
  check(UPDATE_JOB_RULES, input);
}

export function checkTemplateRules(template: Input): void {
  check(TEMPLATE_RULES, template);
}

function check(rules: readonly Rule[], input: Input): void {
  for (const rule of rules) {
    const problem = rule(input);
    if (problem) throw invalidRequest(problem);
  }
}

/** The number of the two criteria that are given. A rate needs exactly one. */
function increaseCriteria({ jobExecutionsRolloutConfig }: Input): number {
  const criteria = jobExecutionsRolloutConfig?.exponentialRate?.rateIncreaseCriteria;
  if (!criteria) return 1;
  return [criteria.numberOfNotifiedThings, criteria.numberOfSucceededThings].filter((count) => count !== undefined).length;
}

function hasDecimals(value: number, most: number): boolean {
  return Number(value.toFixed(most)) === value;
}
