import * as path from 'node:path';
import { CustomResource, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { synthesize } from './app';
import { requestOf } from '../../content';

let provider: Provider | undefined;

synthesize((stack, template) => {
  provider ??= newProvider(stack);
  new CustomResource(stack, template.jobTemplateId, {
    serviceToken: provider.serviceToken,
    resourceType: 'Custom::JobTemplate',
    properties: { Request: requestOf(template) },
  });
});

function newProvider(stack: Stack): Provider {
  const logGroup = new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  const onEventHandler = new lambda.Function(stack, 'Handler', {
    code: lambda.Code.fromAsset(path.join(__dirname, '..', 'handler')),
    handler: 'index.handler',
    runtime: lambda.determineLatestNodeRuntime(stack),
    timeout: Duration.minutes(1),
    logGroup,
  });
  onEventHandler.addToRolePolicy(new iam.PolicyStatement({
    actions: ['iot:CreateJobTemplate', 'iot:DescribeJobTemplate', 'iot:DeleteJobTemplate', 'iot:TagResource'],
    resources: [stack.formatArn({ service: 'iot', resource: 'jobtemplate', resourceName: '*' })],
  }));
  return new Provider(stack, 'Provider', { onEventHandler });
}
