import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { IJobTemplate, JobDocument, JobTemplate } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

/** The parameter from which stacks of other apps read the ARN. */
const PARAMETER = '/fleet/job-templates/reboot';

/** Declares the template, and publishes its ARN. */
export class TemplatesStack extends Stack {
  readonly reboot: IJobTemplate;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.reboot = new JobTemplate(this, 'Reboot', {
      jobTemplateId: 'fleet-reboot',
      description: 'Reboots a device',
      document: JobDocument.fromObject({ operation: 'reboot' }),
    });
    new ssm.StringParameter(this, 'RebootArn', { parameterName: PARAMETER, stringValue: this.reboot.jobTemplateArn });
  }
}

export interface OperatorsStackProps extends StackProps {
  readonly reboot: IJobTemplate;
}

/**
 * A stack of the same app, in any account and Region. In the account and Region of the template, it imports the ARN.
 * In others, the ARN is written out, which requires an `env` for both stacks.
 */
export class OperatorsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperatorsStackProps) {
    super(scope, id, props);
    const operators = new iam.Role(this, 'Operators', { assumedBy: new iam.AccountRootPrincipal() });
    props.reboot.grants.createJob(operators, { jobIds: ['reboot-*'] });
    new CfnOutput(this, 'RebootArn', { value: props.reboot.jobTemplateArn });
  }
}

/**
 * A stack of another app in the template's account and Region. It reads the parameter, so that neither app blocks the
 * other's deployment.
 */
export class ApartStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const reboot = JobTemplate.fromJobTemplateArn(this, 'Reboot', ssm.StringParameter.valueForStringParameter(this, PARAMETER));
    const support = new iam.Role(this, 'Support', { assumedBy: new iam.AccountRootPrincipal() });
    reboot.grants.createJob(support, { jobIds: ['support-*'] });
  }
}
