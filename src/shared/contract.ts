/**
 * What the constructs and the handler agree on, besides the request itself. All of it outlives a version of the library:
 * it stands in deployed templates and on tagged job templates.
 */
// Not that of AWS, whose templates cannot be edited. Evidence: cfn-job-template-create-only, cfn-service-token, cfn-old-properties.
export const RESOURCE_TYPE = 'Custom::IoTJobTemplate';

/** The custom resources that only read: a template that is managed elsewhere, and one that AWS manages. */
export const LOOKUP_RESOURCE_TYPE = 'Custom::IoTJobTemplateLookup';
export const MANAGED_LOOKUP_RESOURCE_TYPE = 'Custom::IoTManagedJobTemplateLookup';

/** The properties of the custom resources that are not part of the request. */
export const ADOPT_EXISTING_PROPERTY = 'AdoptExisting';
export const ATTRIBUTES_PROPERTY = 'Attributes';
/** When a lookup was synthesized that is to look again at every deployment: a change of it is what makes it do so. */
export const SYNTHESIZED_AT_PROPERTY = 'SynthesizedAt';

/** What `Fn::GetAtt` answers: which member of the described template it is, and how that travels as text. */
export interface AttributeDescription {
  readonly member: string;
  /** As itself, in decimal digits, in ISO 8601, one item a line, or as JSON in the words of the service. */
  readonly kind: 'text' | 'number' | 'date' | 'list' | 'json';
}

export const JOB_TEMPLATE_ATTRIBUTES = {
  Arn: { member: 'jobTemplateArn', kind: 'text' },
  CreatedAt: { member: 'createdAt', kind: 'date' },
  Description: { member: 'description', kind: 'text' },
  Document: { member: 'document', kind: 'text' },
  DocumentSource: { member: 'documentSource', kind: 'text' },
  PresignedUrlRoleArn: { member: 'presignedUrlConfig.roleArn', kind: 'text' },
  /** In seconds. */
  PresignedUrlExpiration: { member: 'presignedUrlConfig.expiresInSec', kind: 'number' },
  MaximumPerMinute: { member: 'jobExecutionsRolloutConfig.maximumPerMinute', kind: 'number' },
  BaseRatePerMinute: { member: 'jobExecutionsRolloutConfig.exponentialRate.baseRatePerMinute', kind: 'number' },
  IncrementFactor: { member: 'jobExecutionsRolloutConfig.exponentialRate.incrementFactor', kind: 'number' },
  NumberOfNotifiedThings: { member: 'jobExecutionsRolloutConfig.exponentialRate.rateIncreaseCriteria.numberOfNotifiedThings', kind: 'number' },
  NumberOfSucceededThings: { member: 'jobExecutionsRolloutConfig.exponentialRate.rateIncreaseCriteria.numberOfSucceededThings', kind: 'number' },
  AbortCriteria: { member: 'abortConfig.criteriaList', kind: 'json' },
  /** In minutes. */
  InProgressTimeout: { member: 'timeoutConfig.inProgressTimeoutInMinutes', kind: 'number' },
  RetryCriteria: { member: 'jobExecutionsRetryConfig.criteriaList', kind: 'json' },
  MaintenanceWindows: { member: 'maintenanceWindows', kind: 'json' },
  DestinationPackageVersions: { member: 'destinationPackageVersions', kind: 'list' },
} as const satisfies { readonly [name: string]: AttributeDescription };

export const MANAGED_JOB_TEMPLATE_ATTRIBUTES = {
  Arn: { member: 'templateArn', kind: 'text' },
  Version: { member: 'templateVersion', kind: 'text' },
  Description: { member: 'description', kind: 'text' },
  Document: { member: 'document', kind: 'text' },
  Environments: { member: 'environments', kind: 'list' },
  DocumentParameters: { member: 'documentParameters', kind: 'json' },
} as const satisfies { readonly [name: string]: AttributeDescription };

export type JobTemplateAttribute = keyof typeof JOB_TEMPLATE_ATTRIBUTES;
export type ManagedJobTemplateAttribute = keyof typeof MANAGED_JOB_TEMPLATE_ATTRIBUTES;

/**
 * What CloudFormation reads of an answer. Evidence: cfn-response-size.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export const MAX_RESPONSE_BYTES = 4096;

/** What stands between the items of a list: no ARN and no other text of the service has a line break. */
export const LIST_SEPARATOR = '\n';

/** The tags under this prefix are the library's own. */
export const RESERVED_TAG_PREFIX = 'cdk-iot-job-template:';
/**
 * The stack and the logical id that own a template: `stack-name/stack-uuid/logical-id`. The provider's policy rests on it.
 * Evidence: iam-tag-key-colon.
 */
export const OWNER_TAG = 'cdk-iot-job-template:owner';
/** Whom the owner adopted the template from; the second where that one had adopted it too. */
export const ADOPTED_FROM_TAGS = ['cdk-iot-job-template:adopted-from', 'cdk-iot-job-template:adopted-from:2'];
/** A fingerprint of the content that the template was created with: content is immutable in the service. Evidence: content-immutable. */
export const CONTENT_TAG = 'cdk-iot-job-template:content';
/** The requests of CloudFormation that the template has seen, the latest last: what was seen before the last is an old delivery. */
export const REQUESTS_TAG = 'cdk-iot-job-template:requests';
/** All of them. */
export const BOOKKEEPING_TAGS: readonly string[] = [OWNER_TAG, ...ADOPTED_FROM_TAGS, CONTENT_TAG, REQUESTS_TAG];
