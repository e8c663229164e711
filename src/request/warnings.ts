import type { AbortCriterionMember, CreateJobTemplateRequest } from './create-job-template';
import { shortestPeriod } from './cron-period';
import { DOCUMENT_SUSPICIONS } from './document-warnings';
import { mayInherit } from './inheritance';
import { type IsUnresolved, type Suspicion, warn, type Warning, WarningId } from './warning';

/** Evidence: timed-out-needs-timeout, job-template-from-job. */
const timedOutWithoutTimeout: Suspicion = (request) => {
  const timeout = 'timeoutConfig.inProgressTimeoutInMinutes';
  const hasTimeout = request.timeoutConfig?.inProgressTimeoutInMinutes !== undefined || mayInherit(request, timeout);
  return !hasTimeout && request.abortConfig?.criteriaList.some(({ failureType }) => failureType === 'TIMED_OUT')
    ? warn(WarningId.TIMED_OUT_WITHOUT_TIMEOUT, timeout, undefined,
      'an abort criterion counts TIMED_OUT executions: none times out, unless the device sets a step timer or the job a timeout')
    : [];
};

/** Evidence: abort-all-type. */
const redundantAbortCriterion: Suspicion = ({ abortConfig }, isUnresolved) => {
  const criteria = abortConfig?.criteriaList ?? [];
  return criteria.flatMap((criterion, index) => {
    if (isUnknown(criterion, isUnresolved)) return [];
    const earlier = criteria.findIndex((other, position) => position !== index && !isUnknown(other, isUnresolved)
      && comesBefore(other, criterion));
    return earlier < 0 ? [] : warn(WarningId.REDUNDANT_ABORT_CRITERION, `abortConfig.criteriaList[${index}]`, criterion,
      `the criterion [${earlier}] aborts the job whenever this one would: leave it out, or make it the stricter one`);
  });
};

/** Above the maximum it is refused. Evidence: rollout-base-equals-maximum. */
const rolloutNeverFaster: Suspicion = ({ jobExecutionsRolloutConfig }, isUnresolved) => {
  const { maximumPerMinute, exponentialRate } = jobExecutionsRolloutConfig ?? {};
  const base = exponentialRate?.baseRatePerMinute;
  if (maximumPerMinute === undefined || base === undefined || isUnresolved(maximumPerMinute) || isUnresolved(base)) return [];
  return maximumPerMinute !== base ? [] : warn(WarningId.ROLLOUT_NEVER_FASTER, 'jobExecutionsRolloutConfig.maximumPerMinute', maximumPerMinute,
    `the rollout begins with baseRatePerMinute ${base}: raise the maximum above it, or make the rollout a constant one`);
};

/** Evidence: window-overlap. */
const maintenanceWindowsOverlap: Suspicion = ({ maintenanceWindows = [] }, isUnresolved) =>
  maintenanceWindows.flatMap(({ startTime, durationInMinutes }, index) => {
    if (isUnresolved(startTime) || isUnresolved(durationInMinutes)) return [];
    const period = shortestPeriod(startTime);
    return durationInMinutes <= period ? [] : warn(WarningId.MAINTENANCE_WINDOWS_OVERLAP, `maintenanceWindows[${index}].durationInMinutes`, durationInMinutes,
      `${startTime} begins again after ${period} minutes, so that its windows overlap: make them shorter, or have fewer`);
  });

/** Nobody has measured whether AWS IoT refuses it. Evidence: retry-failure-type-once. */
const repeatedRetryCriterion: Suspicion = ({ jobExecutionsRetryConfig }, isUnresolved) => {
  const types = (jobExecutionsRetryConfig?.criteriaList ?? []).map(({ failureType }) => failureType);
  const twice = types.find((type, index) => types.indexOf(type) !== index && !isUnresolved(type));
  return twice === undefined ? [] : warn(WarningId.REPEATED_RETRY_CRITERION, 'jobExecutionsRetryConfig.criteriaList', types.join(', '),
    `AWS IoT does not document which of two criteria for ${twice} applies, or whether it refuses them: leave one out`);
};

const DOCUMENTED_TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** AWS's tagging guide and its API model contradict each other. Evidence: tag-value-characters. */
const tagValueCharacters: Suspicion = ({ tags = [] }, isUnresolved) =>
  tags.flatMap(({ Value }, index) => Value === undefined || isUnresolved(Value) || DOCUMENTED_TAG_VALUE.test(Value) ? []
    : warn(WarningId.TAG_VALUE_CHARACTERS, `tags[${index}].Value`, Value, 'the tagging guide of AWS IoT allows letters, digits, spaces and '
      + '_ . : / = + - @ only. Its API model allows any text, and nobody has measured which of them holds'));

const SUSPICIONS: readonly Suspicion[] = [
  timedOutWithoutTimeout, redundantAbortCriterion, rolloutNeverFaster, maintenanceWindowsOverlap, ...DOCUMENT_SUSPICIONS,
  repeatedRetryCriterion, tagValueCharacters,
];

/** What looks unintended in a request that the service would take. */
export function warningsIn(request: CreateJobTemplateRequest, isUnresolved: IsUnresolved): Warning[] {
  return SUSPICIONS.flatMap(suspicion => suspicion(request, isUnresolved));
}

/** Whether a criterion is met whenever the other is: it counts all failures, and asks for no more of them. */
function comesBefore(criterion: AbortCriterionMember, other: AbortCriterionMember): boolean {
  return criterion.failureType === 'ALL'
    && criterion.thresholdPercentage <= other.thresholdPercentage
    && criterion.minNumberOfExecutedThings <= other.minNumberOfExecutedThings
    && criterion.action === other.action;
}

const isUnknown = (criterion: AbortCriterionMember, isUnresolved: IsUnresolved): boolean => Object.values(criterion).some(isUnresolved);
