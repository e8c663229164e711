import type { AbortCriterionMember, CreateJobTemplateRequest } from './create-job-template';
import { shortestPeriod } from './cron-period';
import { mayInherit } from './inheritance';
import { needsRole, placeholdersOf, UNKNOWN } from './placeholder';
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
  PARAMETER_PLACEHOLDER = 'parameterPlaceholder',
  REPEATED_RETRY_CRITERION = 'repeatedRetryCriterion',
  INHERITED_ROLE_UNKNOWN = 'inheritedRoleUnknown',
  INHERITED_ROLE_REPLACED = 'inheritedRoleReplaced',
  TAG_VALUE_CHARACTERS = 'tagValueCharacters',
  BUCKET_KEY_UNKNOWN = 'bucketKeyUnknown',
  BUCKET_POLICY_NOT_CHANGED = 'bucketPolicyNotChanged',
  KEY_POLICY_NOT_CHANGED = 'keyPolicyNotChanged',
  NOTHING_GRANTED = 'nothingGranted',
  PRESIGNED_URL_ROLE_PATH = 'presignedUrlRolePath',
  PRESIGNED_URL_ROLE_NOT_RETAINED = 'presignedUrlRoleNotRetained',
}

type IsUnresolved = (value: unknown) => boolean;

/** What a rule finds in a request that the service would take. What is not known yet is none of its concern. */
type Suspicion = (request: CreateJobTemplateRequest, isUnresolved: IsUnresolved) => Warning[];

const NEAR_LIMIT_BYTES = Math.ceil(0.9 * MAX_DOCUMENT_BYTES);

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

/** Evidence: document-near-limit. */
const documentNearLimit: Suspicion = ({ document }, isUnresolved) => {
  const bytes = document === undefined || isUnresolved(document) ? 0 : Buffer.byteLength(document);
  return bytes < NEAR_LIMIT_BYTES ? [] : warn(WarningId.DOCUMENT_NEAR_LIMIT, 'document', `${bytes} bytes`,
    `${MAX_DOCUMENT_BYTES} is the limit: move what is large into an object that the document refers to`);
};

/** Evidence: placeholder-unknown. */
const unknownPlaceholder: Suspicion = ({ document }, isUnresolved) =>
  document === undefined || isUnresolved(document) ? [] : placeholdersOf(document)
    .filter(({ kind, text }) => kind === 'unknown' && !text.includes(UNKNOWN))
    .flatMap(({ text }) => warn(WarningId.UNKNOWN_PLACEHOLDER, 'document', text,
      'AWS IoT documents no such placeholder: look for a typo, or devices get it as it is'));

/** AWS documents that they work in its own templates only; public templates of others have them. Evidence: parameter-in-own-template, managed-parameters. */
const parameterPlaceholder: Suspicion = ({ document }, isUnresolved) =>
  document === undefined || isUnresolved(document) ? [] : placeholdersOf(document)
    .filter(({ kind }) => kind === 'parameter')
    .flatMap(({ text }) => warn(WarningId.PARAMETER_PLACEHOLDER, 'document', text,
      'AWS IoT documents parameters for the templates that it manages only, and nobody has measured whether it fills them in or refuses them: '
      + 'write the value into the document'));

/** Nobody has measured whether AWS IoT refuses it. Evidence: retry-failure-type-once. */
const repeatedRetryCriterion: Suspicion = ({ jobExecutionsRetryConfig }, isUnresolved) => {
  const types = (jobExecutionsRetryConfig?.criteriaList ?? []).map(({ failureType }) => failureType);
  const twice = types.find((type, index) => types.indexOf(type) !== index && !isUnresolved(type));
  return twice === undefined ? [] : warn(WarningId.REPEATED_RETRY_CRITERION, 'jobExecutionsRetryConfig.criteriaList', types.join(', '),
    `AWS IoT does not document which of two criteria for ${twice} applies, or whether it refuses them: leave one out`);
};

/** A document beside a job has a presigned URL, and nothing says which role the job has. Evidence: job-template-from-job, placeholder-needs-role. */
const inheritedRoleUnknown: Suspicion = (request, isUnresolved) => {
  const { document } = request;
  if (document === undefined || isUnresolved(document) || !mayInherit(request, 'presignedUrlConfig.roleArn')) return [];
  return !placeholdersOf(document).some(needsRole) ? [] : warn(WarningId.INHERITED_ROLE_UNKNOWN, 'presignedUrlConfig.roleArn', undefined,
    'the document has a presigned URL: AWS IoT refuses the template unless the job has a role. '
    + 'Pass the role of the job as inheritedPresignedUrlRole, so that it can be granted, or another one as presignedUrlRole');
};

/** The document of the job is not known, and may have a presigned URL. Evidence: job-arn-members-replace. */
const inheritedRoleReplaced: Suspicion = (request) => {
  const { presignedUrlConfig } = request;
  if (!mayInherit(request, 'document') || presignedUrlConfig?.expiresInSec === undefined || presignedUrlConfig.roleArn !== undefined) return [];
  return warn(WarningId.INHERITED_ROLE_REPLACED, 'presignedUrlConfig.roleArn', undefined,
    'presignedUrlExpiration replaces the role of the job, too: if its document has presigned URLs, pass the role as presignedUrlRole');
};

const DOCUMENTED_TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** AWS's tagging guide and its API model contradict each other. Evidence: tag-value-characters. */
const tagValueCharacters: Suspicion = ({ tags = [] }, isUnresolved) =>
  tags.flatMap(({ Value }, index) => Value === undefined || isUnresolved(Value) || DOCUMENTED_TAG_VALUE.test(Value) ? []
    : warn(WarningId.TAG_VALUE_CHARACTERS, `tags[${index}].Value`, Value, 'the tagging guide of AWS IoT allows letters, digits, spaces and '
      + '_ . : / = + - @ only. Its API model allows any text, and nobody has measured which of them holds'));

const SUSPICIONS: readonly Suspicion[] = [
  timedOutWithoutTimeout, redundantAbortCriterion, rolloutNeverFaster, maintenanceWindowsOverlap, documentNearLimit, unknownPlaceholder,
  parameterPlaceholder, repeatedRetryCriterion, inheritedRoleUnknown, inheritedRoleReplaced, tagValueCharacters,
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

const warn = (id: WarningId, member: string, value: unknown, but: string): Warning[] => [{ id, member, value, but }];
