import * as path from 'node:path';
import { CfnResource, type ITaggableV2, RemovalPolicy, Resource, Stack, TagManager, TagType } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct, IDependable } from 'constructs';
import { synthesize } from './app';
import { type Content, requestOf } from '../../content';

/** The least that an L2 with tags and a function of its own can do: it has the tree of the library, and only renders. */
class Template extends Resource implements ITaggableV2 {
  public readonly cdkTagManager: TagManager;

  constructor(scope: Construct, { jobTemplateId, ...template }: Content) {
    super(scope, jobTemplateId, { physicalName: jobTemplateId });
    const { tags, ...request } = requestOf({ jobTemplateId, ...template });
    const { fn, permissions } = providerOf(Stack.of(this));
    // Without it, `Tags.of(app).add` would leave out the template.
    this.cdkTagManager = new TagManager(TagType.KEY_VALUE, 'Custom::JobTemplate', Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])));
    const resource = new CfnResource(this, 'Resource', {
      type: 'Custom::JobTemplate',
      properties: { ServiceToken: fn.functionArn, Request: request, Tags: this.cdkTagManager.renderedTags },
    });
    // Otherwise CloudFormation would call a function that has no permissions yet.
    resource.node.addDependency(permissions);
  }
}

interface Provider {
  readonly fn: lambda.Function;
  readonly permissions: IDependable;
}

let created: Provider | undefined;

const providerOf = (stack: Stack): Provider => created ??= newProvider(stack);

function newProvider(stack: Stack): Provider {
  const fn = new lambda.Function(stack, 'Function', {
    code: lambda.Code.fromAsset(path.join(__dirname, '..', '..', '..', 'assets', 'handler')),
    handler: 'index.handler',
    runtime: lambda.determineLatestNodeRuntime(stack),
    logGroup: new logs.LogGroup(stack, 'LogGroup', { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY }),
  });
  const { policyDependable } = fn.role!.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['iot:CreateJobTemplate', 'iot:DescribeJobTemplate', 'iot:DeleteJobTemplate', 'iot:TagResource'],
    resources: [stack.formatArn({ service: 'iot', resource: 'jobtemplate', resourceName: '*' })],
  }));
  return { fn, permissions: policyDependable! };
}

synthesize((stack, template) => { new Template(stack, template); });
