import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iot from 'aws-cdk-lib/aws-iot';
import { JobDocument, JobTemplate } from 'cdk-iot-job-template';

const ID = 'fleet-reboot';
const DESCRIPTION = 'Reboots a device';
const DOCUMENT = '{"operation":"reboot","delaySeconds":5}';

/** The starting point: a native template, which cannot be edited. */
export function native(stack: Stack): iot.CfnJobTemplate {
  return new iot.CfnJobTemplate(stack, 'Native', { jobTemplateId: ID, description: DESCRIPTION, document: DOCUMENT });
}

/** First deployment: set the removal policy, so that CloudFormation keeps the template when you remove the resource. */
export function retained(stack: Stack): void {
  native(stack).applyRemovalPolicy(RemovalPolicy.RETAIN);
}

/**
 * Second deployment: replace the native resource. CloudFormation leaves the template, and the new resource adopts it.
 * Its id and its ARN stay, so all references stay valid.
 *
 * Declare the template as it is. Edit it in a later deployment. A template from the console needs only this step.
 */
export function adopted(stack: Stack): JobTemplate {
  return new JobTemplate(stack, 'Reboot', {
    jobTemplateId: ID,
    description: DESCRIPTION,
    document: JobDocument.fromString(DOCUMENT),
    adoptExisting: true,
  });
}
