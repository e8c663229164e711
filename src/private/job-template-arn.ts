import type { ArnComponents } from 'aws-cdk-lib';

/** What the ARN of a job template is made of, in the account and Region of the stack that formats it. Evidence: template-arn. */
export const arnComponentsOf = (jobTemplateId: string): ArnComponents => ({ service: 'iot', resource: 'jobtemplate', resourceName: jobTemplateId });

/** The same for a template that AWS manages, which is in no account. Evidence: managed-arn. */
export const managedArnComponentsOf = (jobTemplateId: string): ArnComponents => ({ ...arnComponentsOf(jobTemplateId), account: '' });
