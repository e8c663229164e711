/**
 * The contract between the constructs and the handler, besides the request itself. It outlives a version of the library, because deployed
 * stacks and tagged job templates contain it.
 */
// Not the type of AWS, whose templates cannot be edited. Evidence: cfn-job-template-create-only, cfn-service-token, cfn-old-properties.
export const RESOURCE_TYPE = 'Custom::IoTJobTemplate';

/** The custom resources that only read a template, which another stack or AWS manages. */
export const LOOKUP_RESOURCE_TYPE = 'Custom::IoTJobTemplateLookup';
export const MANAGED_LOOKUP_RESOURCE_TYPE = 'Custom::IoTManagedJobTemplateLookup';

/** The properties of the custom resources that are not part of the request. */
export const ADOPT_EXISTING_PROPERTY = 'AdoptExisting';
export const ATTRIBUTES_PROPERTY = 'Attributes';
/** The time of synthesis, for lookups that are refreshed on every deployment. Its change causes the refresh. */
export const SYNTHESIZED_AT_PROPERTY = 'SynthesizedAt';
/** The properties that CloudFormation and this library add to every request. */
export const SHARED_PROPERTIES: readonly string[] = ['ServiceToken', 'ServiceTimeout', ATTRIBUTES_PROPERTY];

/** An attribute for `Fn::GetAtt`: the member of the described template, and its form as text. */
export interface AttributeDescription {
  readonly member: string;
  /** The form as text: unchanged, decimal digits, ISO 8601, one item per line, or JSON with the names of the API. */
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
 * The most bytes that CloudFormation accepts in a response. Evidence: cfn-response-size.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export const MAX_RESPONSE_BYTES = 4096;

/** Separates the items of a list. ARNs and other texts of AWS IoT have no line breaks. */
export const LIST_SEPARATOR = '\n';

/** The prefix of the bookkeeping tags. */
export const RESERVED_TAG_PREFIX = 'cdk-iot-job-template:';
/**
 * The stack and the logical id that own a template: `stack-name/stack-uuid/logical-id`. The provider's policy has conditions on it.
 * Evidence: iam-tag-key-colon.
 */
export const OWNER_TAG = 'cdk-iot-job-template:owner';
/** The previous owners: the owner that the template was adopted from, and the one before if that owner had adopted the template, too. */
export const ADOPTED_FROM_TAGS = ['cdk-iot-job-template:adopted-from', 'cdk-iot-job-template:adopted-from:2'];
/** A fingerprint of the content that the template was created with. The content of a template is immutable. Evidence: content-immutable. */
export const CONTENT_TAG = 'cdk-iot-job-template:content';
/** The fingerprints of the requests that changed the template, the latest last. An earlier one in the list is an old delivery. */
export const REQUESTS_TAG = 'cdk-iot-job-template:requests';
/** The keys of all bookkeeping tags. */
export const BOOKKEEPING_TAGS: readonly string[] = [OWNER_TAG, ...ADOPTED_FROM_TAGS, CONTENT_TAG, REQUESTS_TAG];
