import type { Stack } from 'aws-cdk-lib';

/** The path of the roles that are made here: one permission to pass them serves a whole stack, however many there are. */
export const presignedUrlRolePath = (stack: Stack): string => `/cdk-iot-job-template/${stack.stackName}/`;
