import type { CreateJobTemplateRequest } from '../shared/create-job-template';

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
}

export type IsUnresolved = (value: unknown) => boolean;

/** What a rule finds in a request that the service would take. What is not known yet is none of its concern. */
export type WarningRule = (request: CreateJobTemplateRequest, isUnresolved: IsUnresolved) => Warning[];

export const warn = (id: WarningId, member: string, value: unknown, but: string): Warning[] => [{ id, member, value, but }];
