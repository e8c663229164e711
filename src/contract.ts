/**
 * What the constructs and the handler agree on, besides the request itself. All of it outlives a version of the library:
 * it stands in deployed templates and on tagged job templates.
 */
export const RESOURCE_TYPE = 'Custom::IoTJobTemplate';

/** The properties of the custom resource that are not part of the request. */
export const ADOPT_EXISTING_PROPERTY = 'AdoptExisting';
export const ATTRIBUTES_PROPERTY = 'Attributes';

/** What `Fn::GetAtt` answers. */
export enum Attribute {
  ARN = 'Arn',
  CREATED_AT = 'CreatedAt',
  DESCRIPTION = 'Description',
  DOCUMENT_SOURCE = 'DocumentSource',
}

/** The stack and the logical id that own a template: `stack-name/stack-uuid/logical-id`. The provider's policy rests on it. */
export const OWNER_TAG = 'cdk-iot-job-template:owner';
/** Whom the owner adopted the template from; the second where that one had adopted it too. */
export const ADOPTED_FROM_TAGS = ['cdk-iot-job-template:adopted-from', 'cdk-iot-job-template:adopted-from:2'];
/** A fingerprint of the content that the template was created with: content is immutable in the service. */
export const CONTENT_TAG = 'cdk-iot-job-template:content';
/** The requests of CloudFormation that the template has seen, the latest last: what was seen before the last is an old delivery. */
export const REQUESTS_TAG = 'cdk-iot-job-template:requests';
