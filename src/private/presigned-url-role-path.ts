import type { Stack } from 'aws-cdk-lib';

/**
 * The path of the generated roles of a stack. One permission to pass them serves the stack, however many there are. IAM is global, so
 * the path names the Region: a stack of the same name in another Region may not pass these roles. Evidence: iam-roles-global.
 */
export const presignedUrlRolePath = (stack: Stack): string => `/cdk-iot-job-template/${stack.stackName}/${stack.region}/`;
