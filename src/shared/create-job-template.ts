import { BOOKKEEPING_TAGS } from './contract';
import { decimal, integer, list, required, structure, text } from './shape';

/** The most tags that AWS IoT accepts, including bookkeeping tags. */
export const MAX_TAGS = 50;

/**
 * The shape of a request of CreateJobTemplate. A new member of the API is a new line here.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJobTemplate.html
 */
export const CREATE_JOB_TEMPLATE = structure({
  // Evidence: id-format.
  jobTemplateId: required(text({ min: 1, max: 64, pattern: /^[a-zA-Z0-9_-]+$/, patternDescription: 'be made of letters, digits, _ and - only' })),
  // Evidence: description-format.
  description: required(text({ min: 1, max: 2028, pattern: /^[^\p{C}]+$/u, patternDescription: 'have no line breaks or other control characters' })),
  jobArn: text({ min: 1 }),
  // Evidence: document-source-length.
  documentSource: text({ min: 1, max: 1350 }),
  // A rule checks its bytes, which are never fewer than its characters. Evidence: document-length.
  document: text(),
  // Evidence: presign-role-length, presign-expiry-range, presign-expiry-default.
  presignedUrlConfig: structure({
    roleArn: text({ min: 20, max: 2048 }),
    expiresInSec: integer({ min: 60, max: 3600, unit: 'seconds', default: 3600 }),
  }),
  // Evidence: rollout-maximum-range, rollout-base-rate-range, rollout-increment-factor, rollout-increment-decimals, counts-minimum.
  jobExecutionsRolloutConfig: structure({
    maximumPerMinute: integer({ min: 1, max: 1000, quota: true }),
    exponentialRate: structure({
      baseRatePerMinute: required(integer({ min: 1, max: 1000 })),
      incrementFactor: required(decimal({ min: 1.1, max: 5, decimals: 1 })),
      rateIncreaseCriteria: required(structure({
        numberOfNotifiedThings: integer({ min: 1 }),
        numberOfSucceededThings: integer({ min: 1 }),
      })),
    }),
  }),
  // Evidence: abort-members, abort-threshold-range, abort-threshold-decimals, counts-minimum.
  abortConfig: structure({
    criteriaList: required(list(structure({
      failureType: required(text({ oneOf: ['FAILED', 'REJECTED', 'TIMED_OUT', 'ALL'] })),
      action: required(text({ oneOf: ['CANCEL'] })),
      thresholdPercentage: required(decimal({ min: 0.01, max: 100, decimals: 2 })),
      minNumberOfExecutedThings: required(integer({ min: 1 })),
    }), { min: 1 })),
  }),
  // Evidence: timeout-range.
  timeoutConfig: structure({
    inProgressTimeoutInMinutes: integer({ min: 1, max: 10080, unit: 'minutes' }),
  }),
  // Evidence: retry-members.
  jobExecutionsRetryConfig: structure({
    criteriaList: required(list(structure({
      failureType: required(text({ oneOf: ['FAILED', 'TIMED_OUT', 'ALL'] })),
      numberOfRetries: required(integer({ min: 0, max: 10 })),
    }), { min: 1, max: 2 })),
  }),
  // Evidence: window-members.
  maintenanceWindows: list(structure({
    startTime: required(text({ min: 1, max: 256 })),
    durationInMinutes: required(integer({ min: 1, max: 1430, unit: 'minutes' })),
  })),
  // Evidence: package-version-arn, package-version-maximum.
  destinationPackageVersions: list(text({ min: 1, max: 1600, pattern: /^arn:[!-~]+$/, patternDescription: 'have arn: at the beginning and visible ASCII characters only' }), { max: 25 }),
  // Evidence: tag-key-format, tag-value-length, tags-maximum.
  tags: list(structure({
    Key: required(text({ min: 1, max: 128, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, patternDescription: 'be made of letters, digits, spaces and _ . : / = + - @ only' })),
    // Any text, because other characters only cause a warning. Evidence: tag-value-characters.
    Value: text({ max: 256 }),
  }), { max: MAX_TAGS - BOOKKEEPING_TAGS.length }),
});

/** A request of CreateJobTemplate, with the names of the API. */
export interface CreateJobTemplateRequest extends JobTemplateContent {
  readonly jobTemplateId: string;
  readonly tags?: readonly Tag[];
}

/** The content of a job template: its immutable members, which are all except its id and its tags. */
export interface JobTemplateContent {
  readonly description: string;
  readonly jobArn?: string;
  readonly documentSource?: string;
  readonly document?: string;
  readonly presignedUrlConfig?: { readonly roleArn?: string; readonly expiresInSec?: number };
  readonly jobExecutionsRolloutConfig?: {
    readonly maximumPerMinute?: number;
    readonly exponentialRate?: {
      readonly baseRatePerMinute: number;
      readonly incrementFactor: number;
      readonly rateIncreaseCriteria: { readonly numberOfNotifiedThings?: number; readonly numberOfSucceededThings?: number };
    };
  };
  readonly abortConfig?: { readonly criteriaList: readonly AbortCriterionMember[] };
  readonly timeoutConfig?: { readonly inProgressTimeoutInMinutes?: number };
  readonly jobExecutionsRetryConfig?: { readonly criteriaList: readonly RetryCriterionMember[] };
  readonly maintenanceWindows?: readonly MaintenanceWindowMember[];
  readonly destinationPackageVersions?: readonly string[];
}

export interface AbortCriterionMember {
  readonly failureType: string;
  readonly action: string;
  readonly thresholdPercentage: number;
  readonly minNumberOfExecutedThings: number;
}

export interface RetryCriterionMember {
  readonly failureType: string;
  readonly numberOfRetries: number;
}

export interface MaintenanceWindowMember {
  readonly startTime: string;
  readonly durationInMinutes: number;
}

export interface Tag {
  readonly Key: string;
  readonly Value?: string;
}
