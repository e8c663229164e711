import * as path from 'node:path';
import { CfnResource, RemovalPolicy, Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { synthesize } from './app';
import { type Content, requestOf } from '../../content';

/** The least that an L2 with a function of its own can do: it has the tree of the library, and only renders. */
class Template extends Resource {
  constructor(scope: Construct, { jobTemplateId, ...template }: Content) {
    super(scope, jobTemplateId, { physicalName: jobTemplateId });
    const { tags, ...request } = requestOf({ jobTemplateId, ...template });
    new CfnResource(this, 'Resource', {
      type: 'Custom::JobTemplate',
      properties: { ServiceToken: functionOf(Stack.of(this)).functionArn, Request: request, Tags: tags },
    });
  }
}

let created: lambda.Function | undefined;

const functionOf = (stack: Stack): lambda.Function => created ??= newFunction(stack);

function newFunction(stack: Stack): lambda.Function {
  const fn = new lambda.Function(stack, 'Function', {
    code: lambda.Code.fromAsset(path.join(__dirname, '..', '..', '..', 'assets', 'handler')),
    handler: 'index.handler',
    runtime: lambda.determineLatestNodeRuntime(stack),
    logGroup: new logs.LogGroup(stack, 'LogGroup', { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY }),
  });
  fn.addToRolePolicy(new iam.PolicyStatement({
    actions: ['iot:CreateJobTemplate', 'iot:DescribeJobTemplate', 'iot:DeleteJobTemplate', 'iot:TagResource'],
    resources: [stack.formatArn({ service: 'iot', resource: 'jobtemplate', resourceName: '*' })],
  }));
  return fn;
}

synthesize((stack, template) => { new Template(stack, template); });
