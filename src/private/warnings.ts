import { shortestPeriod } from './cron-period';
import { DOCUMENT_WARNING_RULES } from './document-warnings';
import { type IsUnresolved, type WarningRule, warn, type Warning, WarningId } from './warning';
import type { AbortCriterionMember, CreateJobTemplateRequest } from '../shared/create-job-template';
import { mayInherit } from '../shared/inheritance';

/** Evidence: timed-out-needs-timeout, job-template-from-job. */
const timedOutWithoutTimeout: WarningRule = (request) => {
  const timeout = 'timeoutConfig.inProgressTimeoutInMinutes';
  const hasTimeout = request.timeoutConfig?.inProgressTimeoutInMinutes !== undefined || mayInherit(request, timeout);
  return !hasTimeout && request.abortConfig?.criteriaList.some(({ failureType }) => failureType === 'TIMED_OUT')
    ? warn(WarningId.TIMED_OUT_WITHOUT_TIMEOUT, timeout, undefined,
      'an abort criterion counts TIMED_OUT executions: none times out, unless the device sets a step timer or the job a timeout')
    : [];
};

/** Evidence: abort-all-type. */
const redundantAbortCriterion: WarningRule = ({ abortConfig }, isUnresolved) => {
  const criteria = abortConfig?.criteriaList ?? [];
  return criteria.flatMap((criterion, index) => {
    if (isUnknown(criterion, isUnresolved)) return [];
    const earlier = criteria.findIndex((other, position) => position !== index && !isUnknown(other, isUnresolved)
      && comesBefore(other, criterion));
    const { failureType, thresholdPercentage, minNumberOfExecutedThings } = criterion;
    return earlier < 0 ? [] : warn(WarningId.REDUNDANT_ABORT_CRITERION, `abortConfig.criteriaList[${index}]`,
      `${failureType} at ${thresholdPercentage} % of at least ${minNumberOfExecutedThings} things`,
      `abortCriteria[${earlier}] aborts the job whenever this criterion would: leave this one out, or make it the stricter one`);
  });
};

/** A share of 0.05 is 5 %, but the member is in percent. Evidence: abort-threshold-range. */
const thresholdBelowOne: WarningRule = ({ abortConfig }, isUnresolved) =>
  (abortConfig?.criteriaList ?? []).flatMap(({ thresholdPercentage: percentage }, index) =>
    isUnresolved(percentage) || percentage >= 1 ? [] : warn(
      WarningId.THRESHOLD_BELOW_ONE, `abortConfig.criteriaList[${index}].thresholdPercentage`, percentage,
      `it is in percent, so the job aborts at ${percentage} %: if you mean ${rounded(percentage * 100)} %, write ${rounded(percentage * 100)}`));

/** Above the maximum it is refused. Evidence: rollout-base-equals-maximum. */
const rolloutNeverFaster: WarningRule = ({ jobExecutionsRolloutConfig }, isUnresolved) => {
  const { maximumPerMinute, exponentialRate } = jobExecutionsRolloutConfig ?? {};
  const base = exponentialRate?.baseRatePerMinute;
  if (maximumPerMinute === undefined || base === undefined || isUnresolved(maximumPerMinute) || isUnresolved(base)) return [];
  return maximumPerMinute !== base ? [] : warn(WarningId.ROLLOUT_NEVER_FASTER, 'jobExecutionsRolloutConfig.maximumPerMinute', maximumPerMinute,
    `the rollout begins with baseRatePerMinute ${base}: raise the maximum above it, or make the rollout a constant one`);
};

/** Evidence: window-overlap. */
const maintenanceWindowsOverlap: WarningRule = ({ maintenanceWindows = [] }, isUnresolved) =>
  maintenanceWindows.flatMap(({ startTime, durationInMinutes }, index) => {
    if (isUnresolved(startTime) || isUnresolved(durationInMinutes)) return [];
    const period = shortestPeriod(startTime);
    return durationInMinutes <= period ? [] : warn(WarningId.MAINTENANCE_WINDOWS_OVERLAP, `maintenanceWindows[${index}].durationInMinutes`, durationInMinutes,
      `${startTime} begins again after ${period} minutes, so that its windows overlap: make them shorter, or have fewer`);
  });

/** Evidence: window-overlap. */
const repeatedMaintenanceWindow: WarningRule = ({ maintenanceWindows = [] }, isUnresolved) => {
  const starts = maintenanceWindows.map(({ startTime }) => startTime);
  return starts.flatMap((start, index) => {
    const earlier = starts.indexOf(start);
    return earlier === index || isUnresolved(start) ? [] : warn(WarningId.REPEATED_MAINTENANCE_WINDOW, `maintenanceWindows[${index}].startTime`, start,
      `maintenanceWindows[${earlier}] begins at the same times: keep the longer window only`);
  });
};

/** Nobody has measured whether AWS IoT refuses it. Evidence: retry-failure-type-once. */
const repeatedRetryCriterion: WarningRule = ({ jobExecutionsRetryConfig }, isUnresolved) => {
  const types = (jobExecutionsRetryConfig?.criteriaList ?? []).map(({ failureType }) => failureType);
  const twice = types.find((type, index) => types.indexOf(type) !== index && !isUnresolved(type));
  return twice === undefined ? [] : warn(WarningId.REPEATED_RETRY_CRITERION, 'jobExecutionsRetryConfig.criteriaList', types.join(', '),
    `AWS IoT does not document which of two criteria for ${twice} applies, or whether it refuses them: leave one out`);
};

/** A document without a role has no presigned URLs: AWS IoT would refuse it. Evidence: placeholder-needs-role, placeholder-needs-role-v2. */
const expirationWithoutRole: WarningRule = (request) => {
  const { presignedUrlConfig } = request;
  if (presignedUrlConfig?.expiresInSec === undefined || presignedUrlConfig.roleArn !== undefined || mayInherit(request, 'document')) return [];
  return warn(WarningId.EXPIRATION_WITHOUT_ROLE, 'presignedUrlConfig.expiresInSec', presignedUrlConfig.expiresInSec,
    'it has no effect, since the document has no presigned URL: leave it out, or put an S3PresignedUrl into the document');
};

const DOCUMENTED_TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** AWS's tagging guide and its API model contradict each other. Evidence: tag-value-characters. */
const tagValueCharacters: WarningRule = ({ tags = [] }, isUnresolved) =>
  tags.flatMap(({ Value }, index) => Value === undefined || isUnresolved(Value) || DOCUMENTED_TAG_VALUE.test(Value) ? []
    : warn(WarningId.TAG_VALUE_CHARACTERS, `tags[${index}].Value`, Value, 'the tagging guide of AWS IoT allows letters, digits, spaces and '
      + '_ . : / = + - @ only. Its API model allows any text, and nobody has measured which of them holds'));

const WARNING_RULES: readonly WarningRule[] = [
  timedOutWithoutTimeout, redundantAbortCriterion, rolloutNeverFaster, maintenanceWindowsOverlap, ...DOCUMENT_WARNING_RULES,
  repeatedRetryCriterion, tagValueCharacters, thresholdBelowOne, repeatedMaintenanceWindow, expirationWithoutRole,
];

/** What looks unintended in a request that the service would take. */
export function warningsIn(request: CreateJobTemplateRequest, isUnresolved: IsUnresolved): Warning[] {
  return WARNING_RULES.flatMap(suspicion => suspicion(request, isUnresolved));
}

/** Whether a criterion is met whenever the other is: it counts all failures, and asks for no more of them. */
function comesBefore(criterion: AbortCriterionMember, other: AbortCriterionMember): boolean {
  return criterion.failureType === 'ALL'
    && criterion.thresholdPercentage <= other.thresholdPercentage
    && criterion.minNumberOfExecutedThings <= other.minNumberOfExecutedThings
    && criterion.action === other.action;
}

/** Without the rest of the arithmetic of binary fractions: 0.07 * 100 is 7.000000000000001. */
const rounded = (percentage: number): number => Number(percentage.toFixed(2));

const isUnknown = (criterion: AbortCriterionMember, isUnresolved: IsUnresolved): boolean => Object.values(criterion).some(isUnresolved);
