import { BOOKKEEPING_TAGS } from '../contract';
import { decimal, integer, list, required, structure, text } from './shape';

/** What the service takes, the library's own included. */
export const MAX_TAGS = 50;

/**
 * The request of CreateJobTemplate, described once. A new member of the service is a new line here.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJobTemplate.html
 */
export const CREATE_JOB_TEMPLATE = structure({
  jobTemplateId: required(text({ min: 1, max: 64, pattern: /^[a-zA-Z0-9_-]+$/, words: 'letters, digits, _ and - only' })),
  description: required(text({ min: 1, max: 2028, pattern: /^[^\p{C}]+$/u, words: 'text with no line breaks or other control characters' })),
  jobArn: text({ min: 1 }),
  documentSource: text({ min: 1, max: 1350 }),
  // Its bytes are counted, which are never fewer than its characters: see the rules.
  document: text(),
  presignedUrlConfig: structure({
    roleArn: text({ min: 20, max: 2048 }),
    expiresInSec: integer({ min: 60, max: 3600, unit: 'seconds', default: 3600 }),
  }),
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
  abortConfig: structure({
    criteriaList: required(list(structure({
      failureType: required(text({ oneOf: ['FAILED', 'REJECTED', 'TIMED_OUT', 'ALL'] })),
      action: required(text({ oneOf: ['CANCEL'] })),
      thresholdPercentage: required(decimal({ min: 0.01, max: 100, decimals: 2 })),
      minNumberOfExecutedThings: required(integer({ min: 1 })),
    }), { min: 1 })),
  }),
  timeoutConfig: structure({
    inProgressTimeoutInMinutes: integer({ min: 1, max: 10080, unit: 'minutes' }),
  }),
  jobExecutionsRetryConfig: structure({
    criteriaList: required(list(structure({
      failureType: required(text({ oneOf: ['FAILED', 'TIMED_OUT', 'ALL'] })),
      numberOfRetries: required(integer({ min: 0, max: 10 })),
    }), { min: 1, max: 2 })),
  }),
  maintenanceWindows: list(structure({
    startTime: required(text({ min: 1, max: 256 })),
    durationInMinutes: required(integer({ min: 1, max: 1430, unit: 'minutes' })),
  })),
  destinationPackageVersions: list(text({ min: 1, max: 1600, pattern: /^arn:[!-~]+$/, words: 'arn: and visible ASCII characters' }), { max: 25 }),
  tags: list(structure({
    Key: required(text({ min: 1, max: 128, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, words: 'letters, digits, spaces and _ . : / = + - @ only' })),
    // Any text: see the warnings.
    Value: text({ max: 256 }),
  }), { max: MAX_TAGS - BOOKKEEPING_TAGS.length }),
});

/** A request of CreateJobTemplate, in the words of the service. */
export interface CreateJobTemplateRequest extends JobTemplateContent {
  readonly jobTemplateId: string;
  readonly tags?: readonly Tag[];
}

/** What a job template consists of, besides its id and tags: immutable in the service. */
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
