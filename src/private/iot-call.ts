import { ArnFormat, type Stack } from 'aws-cdk-lib';

/** The resource of a task that calls an operation of AWS IoT. Evidence: sdk-integration-names. */
export const iotCall = (stack: Stack, operation: string): string =>
  stack.formatArn({ service: 'states', region: '', account: '', resource: 'aws-sdk:iot', resourceName: operation, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
