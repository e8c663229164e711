import { CREATE_JOB_TEMPLATE, type JobTemplateContent } from './create-job-template';
import { required, structure, text } from './shape';

/**
 * The shape of the properties of a lookup, which name the template to read.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_DescribeJobTemplate.html
 */
export const DESCRIBE_JOB_TEMPLATE = structure({ jobTemplateId: required(CREATE_JOB_TEMPLATE.members.jobTemplateId) });

export interface DescribeJobTemplateRequest {
  readonly jobTemplateId: string;
}

export interface JobTemplateDescription extends JobTemplateContent {
  readonly jobTemplateId: string;
  readonly jobTemplateArn: string;
  readonly createdAt: Date;
}

/**
 * The shape of the properties of a lookup of a template that AWS manages. Evidence: managed-describe.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_DescribeManagedJobTemplate.html
 */
export const DESCRIBE_MANAGED_JOB_TEMPLATE = structure({
  templateName: required(text({ min: 1, max: 64, pattern: /^[a-zA-Z0-9_-]+$/, patternDescription: 'be made of letters, digits, _ and - only, such as AWS-Reboot' })),
  templateVersion: text({ pattern: /^[1-9]\d*\.\d+$/, patternDescription: 'be made of a number, a dot and a number, such as 1.0' }),
});

export interface DescribeManagedJobTemplateRequest {
  readonly templateName: string;
  /** The version. If it is undefined, AWS IoT returns the default version. */
  readonly templateVersion?: string;
}
