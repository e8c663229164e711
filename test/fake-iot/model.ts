/**
 * The service model of the operations of the fake. It contains only statements of the service's own model, and none
 * of prose.
 *
 * It is written from that model and not from `src/`, so that a mistake in one does not hide in the other. If nothing
 * else decides, its order is the order of the service's messages.
 */
export type Shape = StringShape | NumberShape | ListShape | StructureShape;

export interface StringShape {
  readonly kind: 'string';
  readonly min?: number;
  readonly max?: number;
  /** The pattern must match the whole string. */
  readonly pattern?: string;
  readonly values?: readonly string[];
}

export interface NumberShape {
  readonly kind: 'integer' | 'number';
  readonly min?: number;
  readonly max?: number;
}

export interface ListShape {
  readonly kind: 'list';
  readonly member: Shape;
  readonly min?: number;
  readonly max?: number;
}

export interface StructureShape {
  readonly kind: 'structure';
  readonly members: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

export interface Operation {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Members in braces are in the path. */
  readonly path: string;
  /** The members in the query string. All others are in the body. */
  readonly query?: readonly string[];
  readonly input: StructureShape;
}

// Evidence: id-format.
const JOB_TEMPLATE_ID: Shape = { kind: 'string', min: 1, max: 64, pattern: '[a-zA-Z0-9_-]+' };
const ARN: Shape = { kind: 'string' };
const NEXT_TOKEN: Shape = { kind: 'string' };
// Evidence: counts-minimum.
const NUMBER_OF_THINGS: Shape = { kind: 'integer', min: 1 };
export const TAG_KEY_PATTERN = '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$';
// Evidence: tag-key-format.
const TAG_KEY: Shape = { kind: 'string', min: 1, max: 128, pattern: TAG_KEY_PATTERN };

// Evidence: tag-value-length.
const TAGS: Shape = {
  kind: 'list',
  member: {
    kind: 'structure',
    required: ['Key'],
    members: { Key: TAG_KEY, Value: { kind: 'string', min: 0, max: 256 } },
  },
};

// Evidence: rollout-maximum-range, rollout-base-rate-range, rollout-increment-factor.
const ROLLOUT: Shape = {
  kind: 'structure',
  members: {
    maximumPerMinute: { kind: 'integer', min: 1 },
    exponentialRate: {
      kind: 'structure',
      required: ['baseRatePerMinute', 'incrementFactor', 'rateIncreaseCriteria'],
      members: {
        baseRatePerMinute: { kind: 'integer', min: 1, max: 1000 },
        incrementFactor: { kind: 'number', min: 1.1, max: 5 },
        rateIncreaseCriteria: {
          kind: 'structure',
          members: { numberOfNotifiedThings: NUMBER_OF_THINGS, numberOfSucceededThings: NUMBER_OF_THINGS },
        },
      },
    },
  },
};

// Evidence: abort-members.
const ABORT: Shape = {
  kind: 'structure',
  required: ['criteriaList'],
  members: {
    criteriaList: {
      kind: 'list',
      min: 1,
      member: {
        kind: 'structure',
        required: ['failureType', 'action', 'thresholdPercentage', 'minNumberOfExecutedThings'],
        members: {
          minNumberOfExecutedThings: { kind: 'integer', min: 1 },
          failureType: { kind: 'string', values: ['ALL', 'TIMED_OUT', 'FAILED', 'REJECTED'] },
          action: { kind: 'string', values: ['CANCEL'] },
          thresholdPercentage: { kind: 'number', max: 100 },
        },
      },
    },
  },
};

// Evidence: retry-members.
const RETRY: Shape = {
  kind: 'structure',
  required: ['criteriaList'],
  members: {
    criteriaList: {
      kind: 'list',
      min: 1,
      max: 2,
      member: {
        kind: 'structure',
        required: ['failureType', 'numberOfRetries'],
        members: {
          numberOfRetries: { kind: 'integer', min: 0, max: 10 },
          failureType: { kind: 'string', values: ['ALL', 'TIMED_OUT', 'FAILED'] },
        },
      },
    },
  },
};

// Evidence: description-format, document-length, document-near-limit, document-source-length, presign-role-length, presign-expiry-range,
// window-members, package-version-arn.
const CREATE_JOB_TEMPLATE: StructureShape = {
  kind: 'structure',
  required: ['jobTemplateId', 'description'],
  members: {
    jobTemplateId: JOB_TEMPLATE_ID,
    description: { kind: 'string', max: 2028, pattern: '[^\\p{C}]+' },
    jobArn: { kind: 'string' },
    documentSource: { kind: 'string', min: 1, max: 1350 },
    document: { kind: 'string', max: 32768 },
    presignedUrlConfig: {
      kind: 'structure',
      members: { roleArn: { kind: 'string', min: 20, max: 2048 }, expiresInSec: { kind: 'integer', min: 60, max: 3600 } },
    },
    jobExecutionsRolloutConfig: ROLLOUT,
    abortConfig: ABORT,
    timeoutConfig: { kind: 'structure', members: { inProgressTimeoutInMinutes: { kind: 'integer' } } },
    jobExecutionsRetryConfig: RETRY,
    maintenanceWindows: {
      kind: 'list',
      member: {
        kind: 'structure',
        required: ['startTime', 'durationInMinutes'],
        members: { startTime: { kind: 'string', min: 1, max: 256 }, durationInMinutes: { kind: 'integer', min: 1, max: 1430 } },
      },
    },
    destinationPackageVersions: { kind: 'list', member: { kind: 'string', min: 1, max: 1600, pattern: '^arn:[!-~]+$' } },
    tags: TAGS,
  },
};

const BY_ID: StructureShape = { kind: 'structure', required: ['jobTemplateId'], members: { jobTemplateId: JOB_TEMPLATE_ID } };

// Evidence: create-has-no-token, content-immutable, no-conditional-writes, managed-describe.
export const OPERATIONS = {
  CreateJobTemplate: { method: 'PUT', path: '/job-templates/{jobTemplateId}', input: CREATE_JOB_TEMPLATE },
  DescribeJobTemplate: { method: 'GET', path: '/job-templates/{jobTemplateId}', input: BY_ID },
  DeleteJobTemplate: { method: 'DELETE', path: '/job-templates/{jobTemplateId}', input: BY_ID },
  ListJobTemplates: {
    method: 'GET',
    path: '/job-templates',
    query: ['maxResults', 'nextToken'],
    input: { kind: 'structure', members: { maxResults: { kind: 'integer', min: 1, max: 250 }, nextToken: NEXT_TOKEN } },
  },
  TagResource: {
    method: 'POST',
    path: '/tags',
    input: { kind: 'structure', required: ['resourceArn', 'tags'], members: { resourceArn: ARN, tags: TAGS } },
  },
  UntagResource: {
    method: 'POST',
    path: '/untag',
    input: { kind: 'structure', required: ['resourceArn', 'tagKeys'], members: { resourceArn: ARN, tagKeys: { kind: 'list', member: TAG_KEY } } },
  },
  ListTagsForResource: {
    method: 'GET',
    path: '/tags',
    query: ['resourceArn', 'nextToken'],
    input: { kind: 'structure', required: ['resourceArn'], members: { resourceArn: ARN, nextToken: NEXT_TOKEN } },
  },
  DescribeManagedJobTemplate: {
    method: 'GET',
    path: '/managed-job-templates/{templateName}',
    query: ['templateVersion'],
    input: {
      kind: 'structure',
      required: ['templateName'],
      members: { templateName: { kind: 'string', min: 1, max: 64 }, templateVersion: { kind: 'string', pattern: '^[1-9]+.[0-9]+' } },
    },
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;
