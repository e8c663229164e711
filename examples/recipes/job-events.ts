import { Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';

/**
 * Enables the events of jobs, once for each account and Region. AWS IoT publishes none by default.
 *
 * Removing the stack leaves the events enabled, because other stacks may need them.
 */
export class JobEventsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    new cr.AwsCustomResource(this, 'Events', {
      onUpdate: {
        service: 'iot',
        action: 'UpdateEventConfigurations',
        parameters: { eventConfigurations: { JOB: { Enabled: true }, JOB_EXECUTION: { Enabled: true } } },
        physicalResourceId: cr.PhysicalResourceId.of('job-events'),
      },
      policy: cr.AwsCustomResourcePolicy.fromStatements([
        // This permission has no resource type.
        new iam.PolicyStatement({ actions: ['iot:UpdateEventConfigurations'], resources: ['*'] }),
      ]),
      installLatestAwsSdk: false,
    });
  }
}

export interface FailedExecutionsStackProps extends StackProps {
  /** The beginning of the ids of the jobs, such as `release-`. */
  readonly jobIdPrefix: string;
}

/**
 * Sends each failed execution to a topic. Subscribe a function, a queue or people to it. An event may arrive twice, and
 * later than a newer event.
 */
export class FailedExecutionsStack extends Stack {
  readonly failures: sns.ITopic;

  constructor(scope: Construct, id: string, props: FailedExecutionsStackProps) {
    super(scope, id, props);
    this.failures = new sns.Topic(this, 'Failures', { enforceSSL: true });
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('iot.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': this.account },
          ArnLike: { 'aws:SourceArn': this.formatArn({ service: 'iot', resource: 'rule', resourceName: '*' }) },
        },
      }),
    });
    this.failures.grantPublish(role);

    const rule = new iot.CfnTopicRule(this, 'FailedExecutions', {
      topicRulePayload: {
        awsIotSqlVersion: '2016-03-23',
        // If a failed execution is deleted, its status stays, and the operation is "deleted".
        sql: 'SELECT jobId, thingArn, operation, statusDetails '
          + 'FROM \'$aws/events/jobExecution/#\' '
          + 'WHERE (operation = \'failed\' OR operation = \'rejected\' OR operation = \'timed_out\') '
          + `AND startswith(jobId, '${props.jobIdPrefix}')`,
        actions: [{ sns: { targetArn: this.failures.topicArn, roleArn: role.roleArn, messageFormat: 'RAW' } }],
      },
    });
    // The rule begins to act when it is created, so the role needs its permission before that.
    rule.node.addDependency(role);
  }
}
