import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { synthesize } from './app';
import { requestOf } from '../../content';

let logGroup: logs.LogGroup | undefined;

synthesize((stack, template) => {
  const { jobTemplateId } = template;
  new AwsCustomResource(stack, jobTemplateId, {
    resourceType: 'Custom::JobTemplate',
    onCreate: {
      service: 'iot',
      action: 'createJobTemplate',
      parameters: requestOf(template),
      physicalResourceId: PhysicalResourceId.of(jobTemplateId),
    },
    onDelete: {
      service: 'iot',
      action: 'deleteJobTemplate',
      parameters: { jobTemplateId },
      ignoreErrorCodesMatching: 'ResourceNotFoundException',
    },
    installLatestAwsSdk: false,
    // All of them share one function. Without a log group, its logs would never expire.
    logGroup: logGroup ??= newLogGroup(stack),
    policy: AwsCustomResourcePolicy.fromStatements([new iam.PolicyStatement({
      actions: ['iot:CreateJobTemplate', 'iot:DeleteJobTemplate', 'iot:TagResource'],
      resources: [stack.formatArn({ service: 'iot', resource: 'jobtemplate', resourceName: jobTemplateId })],
    })]),
  });
});

function newLogGroup(stack: Stack): logs.LogGroup {
  return new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
}
