import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iot from 'aws-cdk-lib/aws-iot';
import { JobDocument, JobTemplate } from 'cdk-iot-job-template';

const ID = 'fleet-reboot';
const DESCRIPTION = 'Reboots a device';
const DOCUMENT = '{"operation":"reboot","delaySeconds":5}';

/** Where you are: a template that cannot be edited. */
export function native(stack: Stack): iot.CfnJobTemplate {
  return new iot.CfnJobTemplate(stack, 'Native', { jobTemplateId: ID, description: DESCRIPTION, document: DOCUMENT });
}

/** First deployment: from now on, CloudFormation keeps the template when the resource goes. */
export function retained(stack: Stack): void {
  native(stack).applyRemovalPolicy(RemovalPolicy.RETAIN);
}

/**
 * Second deployment: the native resource goes and leaves the template, which the new one takes over as it is. Its id, its ARN and
 * everybody who refers to it stay. Declare it as it is; edit it in a deployment after this one.
 *
 * A template from the console needs this step only.
 */
export function adopted(stack: Stack): JobTemplate {
  return new JobTemplate(stack, 'Reboot', {
    jobTemplateId: ID,
    description: DESCRIPTION,
    document: JobDocument.fromString(DOCUMENT),
    adoptExisting: true,
  });
}
