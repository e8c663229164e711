import type { ArnComponents, Stack } from 'aws-cdk-lib';

/** The parts of the ARN of a job template, in the account and Region of the stack that formats it. Evidence: template-arn. */
export const arnComponentsOf = (jobTemplateId: string): ArnComponents => ({ service: 'iot', resource: 'jobtemplate', resourceName: jobTemplateId });

/** The ARN of a job template in the account and Region of a stack. */
export const jobTemplateArnIn = (stack: Stack, jobTemplateId: string): string => stack.formatArn(arnComponentsOf(jobTemplateId));

/** The parts of the ARN of a template that AWS manages, which is in no account. Evidence: managed-arn. */
export const managedArnComponentsOf = (jobTemplateId: string): ArnComponents => ({ ...arnComponentsOf(jobTemplateId), account: '' });

/**
 * The path of the generated roles of a stack, so that one permission to pass roles serves the whole stack. IAM is global, so the path
 * names the Region: a stack of the same name in another Region may not pass these roles. Evidence: iam-roles-global.
 */
export const presignedUrlRolePath = (stack: Stack): string => `/cdk-iot-job-template/${stack.stackName}/${stack.region}/`;
