import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IJobTemplate } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

export interface ConsoleStackProps extends StackProps {
  readonly template: IJobTemplate;
  /** The ARN of the thing group that gets the jobs. */
  readonly thingGroupArn: string;
  /** The beginning of the ids that operators give to jobs, such as `reboot-`. */
  readonly jobIdPrefix: string;
}

/**
 * A role for operators, who start jobs from a template in the AWS IoT console, watch them and cancel them.
 *
 * AWS does not document which calls its console makes. These are the permissions for jobs of the AWS managed policy
 * `AWSIoTFleetHubFederationAccess`, which was made for operators in another web application of AWS, limited to some jobs
 * and one thing group. If the console says that an action is missing, add that action.
 */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, props: ConsoleStackProps) {
    super(scope, id, props);
    const { template, thingGroupArn } = props;
    const jobIds = [`${props.jobIdPrefix}*`];
    const operators = new iam.Role(this, 'Operators', { assumedBy: new iam.AccountRootPrincipal() });

    template.grants.describe(operators);
    template.grants.createJob(operators, { targets: [thingGroupArn], jobIds });
    template.grants.operateJobs(operators, { jobIds });

    const jobs = jobIds.map(jobId => this.formatArn({ service: 'iot', resource: 'job', resourceName: jobId }));
    const things = this.formatArn({ service: 'iot', resource: 'thing', resourceName: '*' });
    const allow = (actions: string[], resources: string[]) => operators.addToPolicy(new iam.PolicyStatement({ actions, resources }));
    // The lists of the console. IAM cannot limit them.
    allow(['iot:ListJobTemplates', 'iot:ListThingGroups'], ['*']);
    allow(['iot:DescribeThingGroup', 'iot:ListThingsInThingGroup'], [thingGroupArn]);
    // The executions of a job, and those of a thing.
    allow(['iot:DescribeJobExecution', 'iot:CancelJobExecution'], [...jobs, things]);
    allow(['iot:ListJobExecutionsForThing'], [things]);

    new CfnOutput(this, 'RoleArn', { value: operators.roleArn });
  }
}
