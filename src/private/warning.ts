import type { Rule } from '../shared/rule';

/** A value that AWS IoT accepts but that is probably a mistake. */
export interface Warning {
  /** The id of this kind of warning. It never changes, because users acknowledge the warning by it. */
  readonly id: WarningId;
  /** The path into the request, such as `abortConfig.criteriaList[0]`. */
  readonly member: string;
  readonly value: unknown;
  /** The reason for the warning and the remedy, to follow the word "but". */
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
  DECLARED_VERSION_IS_DRAFT = 'declaredVersionIsDraft',
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
  VARIABLE_OUTSIDE_UPLOAD = 'variableOutsideUpload',
  PLACEHOLDER_CASE = 'placeholderCase',
  DOCUMENT_NOT_OBJECT = 'documentNotObject',
  REPEATED_PACKAGE = 'repeatedPackage',
  UNLIKELY_OBJECT_KEY = 'unlikelyObjectKey',
  THRESHOLD_BELOW_ONE = 'thresholdBelowOne',
  REPEATED_MAINTENANCE_WINDOW = 'repeatedMaintenanceWindow',
  EXPIRATION_WITHOUT_ROLE = 'expirationWithoutRole',
  UNDEFINED_MEMBER = 'undefinedMember',
  JOB_ELSEWHERE = 'jobElsewhere',
  BUCKET_DEPLOYMENT_NOT_AWAITED = 'bucketDeploymentNotAwaited',
  SECRET_IN_DOCUMENT = 'secretInDocument',
  FIXED_START_TIME = 'fixedStartTime',
  SCHEDULE_OUT_OF_RANGE = 'scheduleOutOfRange',
  END_BEHAVIOR_WITHOUT_END = 'endBehaviorWithoutEnd',
  RETAINED_WITHOUT_RELEASE = 'retainedWithoutRelease',
  TARGET_ELSEWHERE = 'targetElsewhere',
  STEP_SETTING_MISREAD = 'stepSettingMisread',
  TEMPLATE_ELSEWHERE = 'templateElsewhere',
  FIXED_END_TIME = 'fixedEndTime',
  FIXED_JOB_ID = 'fixedJobId',
  PATH_AS_TEXT = 'pathAsText',
  UNKNOWN_DOCUMENT_PARAMETER = 'unknownDocumentParameter',
  CONTINUOUS_ON_SCHEDULE = 'continuousOnSchedule',
  EXECUTION_HISTORY_FULL = 'executionHistoryFull',
  EXPRESS_STATE_MACHINE = 'expressStateMachine',
  TOO_MANY_TARGETS = 'tooManyTargets',
}

/** Finds likely mistakes in a request that AWS IoT would accept. It ignores unknown values. */
export type WarningRule = Rule<Warning>;

export const warningAt = (id: WarningId, member: string, value: unknown, but: string): Warning[] => [{ id, member, value, but }];
