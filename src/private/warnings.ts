import { shortestPeriod } from './cron-period';
import { DOCUMENT_WARNING_RULES } from './document-warnings';
import { type WarningRule, warningAt, type Warning, WarningId } from './warning';
import type { AbortCriterionMember, CreateJobTemplateRequest } from '../shared/create-job-template';
import { mayInherit } from '../shared/inheritance';
import { findingsOf, type IsUnresolved } from '../shared/rule';

/** Evidence: timed-out-needs-timeout, job-template-from-job. */
const timedOutWithoutTimeout: WarningRule = (request) => {
  const timeout = 'timeoutConfig.inProgressTimeoutInMinutes';
  const hasTimeout = request.timeoutConfig?.inProgressTimeoutInMinutes !== undefined || mayInherit(request, timeout);
  return !hasTimeout && request.abortConfig?.criteriaList.some(({ failureType }) => failureType === 'TIMED_OUT')
    ? warningAt(WarningId.TIMED_OUT_WITHOUT_TIMEOUT, timeout, undefined,
      'an abort criterion counts TIMED_OUT executions, and none times out unless the device sets a step timer or the job has a timeout: set inProgressTimeout')
    : [];
};

/** Evidence: abort-all-type. */
const redundantAbortCriterion: WarningRule = ({ abortConfig }, isUnresolved) => {
  // Stryker disable next-line ArrayDeclaration: a text is no criterion, and is as strict as none
  const criteria = abortConfig?.criteriaList ?? [];
  // Stryker disable next-line ConditionalExpression,EqualityOperator: one criterion has no other, so it takes only time
  if (criteria.length < 2) return [];
  return criteria.flatMap((criterion, index) => {
    // Stryker disable next-line ConditionalExpression: the number of a token is below all numbers of criteria
    if (isUnknown(criterion, isUnresolved)) return [];
    // Stryker disable next-line ConditionalExpression: a criterion is as strict as itself, and not stricter
    const earlier = criteria.findIndex((other, position) => position !== index && !isUnknown(other, isUnresolved)
      && comesBefore(other, criterion));
    const { failureType, thresholdPercentage, minNumberOfExecutedThings } = criterion;
    return earlier < 0 ? [] : warningAt(WarningId.REDUNDANT_ABORT_CRITERION, `abortConfig.criteriaList[${index}]`,
      `${failureType} at ${thresholdPercentage} % of at least ${minNumberOfExecutedThings} things`,
      `abortCriteria[${earlier}] always aborts the job before this criterion: leave this criterion out, or make it stricter`);
  });
};

/** A fraction of 0.05 would be 5 %, but the value is in percent. Evidence: abort-threshold-range. */
const thresholdBelowOne: WarningRule = ({ abortConfig }, isUnresolved) =>
  (abortConfig?.criteriaList ?? []).flatMap(({ thresholdPercentage: percentage }, index) =>
    percentage >= 1 || isUnresolved(percentage) ? [] : warningAt(
      WarningId.THRESHOLD_BELOW_ONE, `abortConfig.criteriaList[${index}].thresholdPercentage`, percentage,
      `it is in percent, so the job aborts at ${percentage} %: to abort at ${readable(percentage * 100)} %, write ${readable(percentage * 100)}`));

/** Another rule refuses a base rate above the maximum. Evidence: rollout-base-equals-maximum. */
const rolloutNeverFaster: WarningRule = ({ jobExecutionsRolloutConfig }, isUnresolved) => {
  const { maximumPerMinute, exponentialRate } = jobExecutionsRolloutConfig ?? {};
  const base = exponentialRate?.baseRatePerMinute;
  if (maximumPerMinute === undefined || maximumPerMinute !== base || isUnresolved(base)) return [];
  return warningAt(WarningId.ROLLOUT_NEVER_FASTER, 'jobExecutionsRolloutConfig.maximumPerMinute', maximumPerMinute,
    `the rollout begins with the same rate, baseRatePerMinute ${base}, and never becomes faster: raise the maximum, or use JobRollout.constant`);
};

/** Evidence: window-overlap. */
const maintenanceWindowsOverlap: WarningRule = ({ maintenanceWindows = [] }, isUnresolved) =>
  maintenanceWindows.flatMap(({ startTime, durationInMinutes }, index) => {
    // Stryker disable next-line ConditionalExpression: the number of a token is below all durations
    if (isUnresolved(startTime) || isUnresolved(durationInMinutes)) return [];
    const period = shortestPeriod(startTime);
    return durationInMinutes <= period ? [] : warningAt(WarningId.MAINTENANCE_WINDOWS_OVERLAP, `maintenanceWindows[${index}].durationInMinutes`, durationInMinutes,
      `${startTime} begins again after ${period} minutes, so its windows overlap: make the windows shorter or less frequent`);
  });

/** Evidence: window-overlap. */
// Stryker disable next-line ArrayDeclaration: one window is not repeated
const repeatedMaintenanceWindow: WarningRule = ({ maintenanceWindows = [] }, isUnresolved) => {
  const starts = maintenanceWindows.map(({ startTime }) => startTime);
  return starts.flatMap((start, index) => {
    const earlier = starts.indexOf(start);
    return earlier === index || isUnresolved(start) ? [] : warningAt(WarningId.REPEATED_MAINTENANCE_WINDOW, `maintenanceWindows[${index}].startTime`, start,
      `maintenanceWindows[${earlier}] begins at the same times: keep only the longer window`);
  });
};

/** Nobody has measured whether AWS IoT refuses it. Evidence: retry-failure-type-once. */
const repeatedRetryCriterion: WarningRule = ({ jobExecutionsRetryConfig }, isUnresolved) => {
  // Stryker disable next-line ArrayDeclaration: one criterion is not repeated
  const types = (jobExecutionsRetryConfig?.criteriaList ?? []).map(({ failureType }) => failureType);
  const twice = types.find((type, index) => types.indexOf(type) !== index && !isUnresolved(type));
  return twice === undefined ? [] : warningAt(WarningId.REPEATED_RETRY_CRITERION, 'jobExecutionsRetryConfig.criteriaList', types.join(', '),
    `AWS IoT documents neither which of two criteria for ${twice} applies nor whether it refuses them: leave one out`);
};

/** Without a role, the document has no presigned URLs, because AWS IoT would refuse them. Evidence: placeholder-needs-role, placeholder-needs-role-v2. */
const expirationWithoutRole: WarningRule = (request) => {
  const { presignedUrlConfig } = request;
  if (presignedUrlConfig?.expiresInSec === undefined || presignedUrlConfig.roleArn !== undefined || mayInherit(request, 'document')) return [];
  return warningAt(WarningId.EXPIRATION_WITHOUT_ROLE, 'presignedUrlConfig.expiresInSec', presignedUrlConfig.expiresInSec,
    'the document has no presigned URL, so it has no effect: leave it out, or put an S3PresignedUrl into the document');
};

const DOCUMENTED_TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The tagging guide of AWS IoT and its API model contradict each other. Evidence: tag-value-characters. */
// Stryker disable next-line ArrayDeclaration: a text has no value to warn of
const tagValueCharacters: WarningRule = ({ tags = [] }, isUnresolved) =>
  // Stryker disable next-line ConditionalExpression: the name of the missing value has only such characters
  tags.flatMap(({ Value }, index) => typeof Value !== 'string' || DOCUMENTED_TAG_VALUE.test(Value) || isUnresolved(Value) ? []
    : warningAt(WarningId.TAG_VALUE_CHARACTERS, `tags[${index}].Value`, Value, 'the tagging guide of AWS IoT allows only letters, digits, spaces and '
      + '_ . : / = + - @. Its API model allows any text, and nobody has measured which of the two is right: use only these characters'));

const WARNING_RULES: readonly WarningRule[] = [
  timedOutWithoutTimeout, redundantAbortCriterion, rolloutNeverFaster, maintenanceWindowsOverlap, ...DOCUMENT_WARNING_RULES,
  repeatedRetryCriterion, tagValueCharacters, thresholdBelowOne, repeatedMaintenanceWindow, expirationWithoutRole,
];

/** The likely mistakes in a request that AWS IoT would accept. */
export function warningsIn(request: CreateJobTemplateRequest, isUnresolved: IsUnresolved): Warning[] {
  return findingsOf(WARNING_RULES, request, isUnresolved);
}

/** Whether a criterion always applies if the other one does: it counts all failures, and its thresholds are not higher. */
function comesBefore(criterion: AbortCriterionMember, other: AbortCriterionMember): boolean {
  return criterion.failureType === 'ALL'
    && criterion.thresholdPercentage <= other.thresholdPercentage
    && criterion.minNumberOfExecutedThings <= other.minNumberOfExecutedThings;
}

/** A percentage without rounding errors: 0.07 * 100 is 7.000000000000001. */
const readable = (percentage: number): number => Number(percentage.toFixed(2));

const isUnknown = (criterion: AbortCriterionMember, isUnresolved: IsUnresolved): boolean => Object.values(criterion).some(isUnresolved);
