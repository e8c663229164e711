/** The properties of a resource, as in the template. */
export interface Properties {
  readonly [property: string]: unknown;
}

export type RequestType = 'Create' | 'Update' | 'Delete';

/** An event as CloudFormation sends it. */
export interface Event {
  readonly RequestType: RequestType;
  readonly ServiceToken: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Properties;
  readonly OldResourceProperties?: Properties;
}

export const SERVICE_TOKEN = 'arn:aws:lambda:us-east-1:123456789012:function:provider';

/** Properties after their way through CloudFormation: every scalar is a string. */
export function stringified(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stringified);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, stringified(member)]));
  }
  return String(value);
}

/** The properties of a custom resource, as its function receives them. */
export const sent = (properties: Properties): Properties =>
  stringified({ ServiceToken: SERVICE_TOKEN, ServiceTimeout: 1_200, ...properties }) as Properties;
