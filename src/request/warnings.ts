import type { AbortCriterionMember, CreateJobTemplateRequest } from './create-job-template';
import { shortestPeriod } from './cron-period';
import { placeholdersOf, UNKNOWN } from './placeholder';
import { MAX_DOCUMENT_BYTES } from './rules';

/** What the service takes, and what nobody can have meant. */
export interface Warning {
  /** What names this kind of warning, and stays: users acknowledge it by this name. */
  readonly id: WarningId;
  /** Where: a path into the request, such as `abortConfig.criteriaList[0]`. */
  readonly member: string;
  readonly value: unknown;
  /** What stands against it, to follow the word "but". */
  readonly but: string;
}

export enum WarningId {
  TIMED_OUT_WITHOUT_TIMEOUT = 'timedOutWithoutTimeout',
  REDUNDANT_ABORT_CRITERION = 'redundantAbortCriterion',
  ROLLOUT_NEVER_FASTER = 'rolloutNeverFaster',
  MAINTENANCE_WINDOWS_OVERLAP = 'maintenanceWindowsOverlap',
  DOCUMENT_NEAR_LIMIT = 'documentNearLimit',
  UNKNOWN_PLACEHOLDER = 'unknownPlaceholder',
}

type IsUnresolved = (value: unknown) => boolean;

/** What a rule finds in a request that the service would take. What is not known yet is none of its concern. */
type Suspicion = (request: CreateJobTemplateRequest, isUnresolved: IsUnresolved) => Warning[];

const NEAR_LIMIT_BYTES = Math.ceil(0.9 * MAX_DOCUMENT_BYTES);

const timedOutWithoutTimeout: Suspicion = ({ abortConfig, timeoutConfig }) =>
  abortConfig?.criteriaList.some(({ failureType }) => failureType === 'TIMED_OUT') && timeoutConfig?.inProgressTimeoutInMinutes === undefined
    ? warn(WarningId.TIMED_OUT_WITHOUT_TIMEOUT, 'timeoutConfig.inProgressTimeoutInMinutes', undefined,
      'an abort criterion counts TIMED_OUT executions: none times out, unless the device sets a step timer or the job a timeout')
    : [];

const redundantAbortCriterion: Suspicion = ({ abortConfig }, isUnresolved) => {
  const criteria = abortConfig?.criteriaList ?? [];
  return criteria.flatMap((criterion, index) => {
    if (isUnknown(criterion, isUnresolved)) return [];
    const earlier = criteria.findIndex((other, position) => position !== index && !isUnknown(other, isUnresolved)
      && comesBefore(other, criterion) && (position < index || !comesBefore(criterion, other)));
    return earlier < 0 ? [] : warn(WarningId.REDUNDANT_ABORT_CRITERION, `abortConfig.criteriaList[${index}]`, criterion,
      `the criterion [${earlier}] aborts the job whenever this one would: leave it out, or make it the stricter one`);
  });
};

const rolloutNeverFaster: Suspicion = ({ jobExecutionsRolloutConfig }, isUnresolved) => {
  const { maximumPerMinute, exponentialRate } = jobExecutionsRolloutConfig ?? {};
  const base = exponentialRate?.baseRatePerMinute;
  if (maximumPerMinute === undefined || base === undefined || isUnresolved(maximumPerMinute) || isUnresolved(base)) return [];
  return maximumPerMinute > base ? [] : warn(WarningId.ROLLOUT_NEVER_FASTER, 'jobExecutionsRolloutConfig.maximumPerMinute', maximumPerMinute,
    `the rollout begins with baseRatePerMinute ${base}: raise the maximum above it, or make the rollout a constant one`);
};

const maintenanceWindowsOverlap: Suspicion = ({ maintenanceWindows = [] }, isUnresolved) =>
  maintenanceWindows.flatMap(({ startTime, durationInMinutes }, index) => {
    if (isUnresolved(startTime) || isUnresolved(durationInMinutes)) return [];
    const period = shortestPeriod(startTime);
    return durationInMinutes <= period ? [] : warn(WarningId.MAINTENANCE_WINDOWS_OVERLAP, `maintenanceWindows[${index}].durationInMinutes`, durationInMinutes,
      `${startTime} begins again after ${period} minutes, so that its windows overlap: make them shorter, or have fewer`);
  });

const documentNearLimit: Suspicion = ({ document }, isUnresolved) => {
  const bytes = document === undefined || isUnresolved(document) ? 0 : Buffer.byteLength(document);
  return bytes < NEAR_LIMIT_BYTES ? [] : warn(WarningId.DOCUMENT_NEAR_LIMIT, 'document', `${bytes} bytes`,
    `${MAX_DOCUMENT_BYTES} is the limit: move what is large into an object that the document refers to`);
};

const unknownPlaceholder: Suspicion = ({ document }, isUnresolved) =>
  document === undefined || isUnresolved(document) ? [] : placeholdersOf(document)
    .filter(({ kind, text }) => kind === 'unknown' && !text.includes(UNKNOWN))
    .flatMap(({ text }) => warn(WarningId.UNKNOWN_PLACEHOLDER, 'document', text,
      'AWS IoT documents no such placeholder: look for a typo, or devices get it as it is'));

const SUSPICIONS: readonly Suspicion[] = [
  timedOutWithoutTimeout, redundantAbortCriterion, rolloutNeverFaster, maintenanceWindowsOverlap, documentNearLimit, unknownPlaceholder,
];

/** What looks unintended in a request that the service would take. */
export function warningsIn(request: CreateJobTemplateRequest, isUnresolved: IsUnresolved): Warning[] {
  return SUSPICIONS.flatMap(suspicion => suspicion(request, isUnresolved));
}

/** Whether a criterion is met whenever the other is: it counts no fewer failures, and asks for no more of them. */
function comesBefore(criterion: AbortCriterionMember, other: AbortCriterionMember): boolean {
  return (criterion.failureType === 'ALL' || criterion.failureType === other.failureType)
    && criterion.thresholdPercentage <= other.thresholdPercentage
    && criterion.minNumberOfExecutedThings <= other.minNumberOfExecutedThings
    && criterion.action === other.action;
}

const isUnknown = (criterion: AbortCriterionMember, isUnresolved: IsUnresolved): boolean => Object.values(criterion).some(isUnresolved);

const warn = (id: WarningId, member: string, value: unknown, but: string): Warning[] => [{ id, member, value, but }];
