import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { isAllowed } from './iam/policy-simulator';
import { allowing, deployed, ENV, newApp, newJobTemplate, newStack, RESOURCE_TYPE, statementsOf } from './support/construct';
import { CanaryThenFleetStack } from '../examples/recipes/canary-then-fleet';
import { FailedExecutionsStack, JobEventsStack } from '../examples/recipes/job-events';
import { adopted, native, retained } from '../examples/recipes/leave-cfn-job-template';
import { FleetStage, PipelineStack } from '../examples/recipes/many-regions';
import { ConsoleStack } from '../examples/recipes/operators-console';
import { OtaStack } from '../examples/recipes/ota-with-retries';
import { GitHubStack, PipelineRoleStack } from '../examples/recipes/pipeline-role';
import { PublishedVersionStack } from '../examples/recipes/publish-package-version';
import { ReleaseStack } from '../examples/recipes/release-firmware';
import { ApartStack, OperatorsStack, TemplatesStack } from '../examples/recipes/share-the-arn';
import { FunctionStack, SchedulerStack, StepFunctionsStack, type StarterProps } from '../examples/recipes/start-jobs';
import { JobTemplate } from '../src';

const REBOOT_ARN = 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/fleet-reboot';
const PROVIDER_ARN = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
const THING_GROUP = 'arn:aws:iot:eu-west-1:123456789012:thinggroup/gateways';

describe('a release, from the bucket to the job', () => {
  const release = (version: string) => new ReleaseStack(newApp(), 'Release', {
    env: ENV, firmware: `${__dirname}/../examples/firmware-fleet/documents`, version, thingGroupName: 'gateways',
  });

  const jobOf = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::IoT::Job'))[0];

  test('starts a job once the image is there and the template is edited', () => {
    const template = Template.fromStack(release('2.4.0'));
    const [[templateId]] = Object.entries(template.findResources(RESOURCE_TYPE));
    const [uploadId] = Object.keys(template.findResources('Custom::CDKBucketDeployment'));
    template.hasResource('AWS::IoT::Job', {
      Properties: { JobTemplateArn: { 'Fn::GetAtt': [templateId, 'Arn'] } },
      DependsOn: Match.arrayWith([uploadId]),
    });
  });

  test('starts another job for another version, and none for the same', () => {
    const idOf = (version: string) => jobOf(release(version)).Properties.JobId;
    expect(idOf('2.4.0')).toBe(idOf('2.4.0'));
    expect(idOf('2.5.0')).not.toBe(idOf('2.4.0'));
  });

  test('is for the thing group, and outlives the stack and its own release', () => {
    const job = jobOf(release('2.4.0'));
    expect(deployed(job.Properties.Targets)).toEqual([THING_GROUP]);
    expect(job).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('warns of nothing', () => {
    Annotations.fromStack(release('2.4.0')).hasNoWarning('*', Match.stringLikeRegexp('cdk-iot-job-template'));
  });
});

describe('a package version of the app', () => {
  const release = (version = '2.4.0') => new PublishedVersionStack(newApp(), 'Agent', { env: ENV, version, sha256: 'abc' });
  const idsOf = (template: Template, type: string): string[] => Object.keys(template.findResources(type));

  test('is published before the template that names it is created', () => {
    const template = Template.fromStack(release());
    const [published] = idsOf(template, 'Custom::AWS');
    const [version] = idsOf(template, 'AWS::IoT::SoftwarePackageVersion');
    template.hasResource('Custom::AWS', {
      Properties: {
        Create: Match.serializedJson(Match.objectLike({
          service: 'iot', action: 'UpdatePackageVersion', parameters: { packageName: 'fleet-agent', versionName: '2.4.0', action: 'PUBLISH' },
        })),
      },
      DependsOn: Match.arrayWith([version]),
    });
    template.hasResource(RESOURCE_TYPE, { DependsOn: Match.arrayWith([published]) });
  });

  test('is published once, and another version is a new resource', () => {
    const [older, newer] = ['2.4.0', '2.5.0'].map(version => Template.fromStack(release(version)));
    expect(Object.keys(Object.values(older.findResources('Custom::AWS'))[0].Properties).sort()).toEqual(['Create', 'InstallLatestAwsSdk', 'ServiceToken']);
    for (const type of ['Custom::AWS', 'AWS::IoT::SoftwarePackageVersion']) expect(idsOf(newer, type)).not.toEqual(idsOf(older, type));
  });

  test('stays when a newer one takes its place, and goes if its deployment fails', () => {
    Template.fromStack(release()).hasResource('AWS::IoT::SoftwarePackageVersion', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  });

  test('is the only one that may be published', () => {
    const stack = release();
    expect(deployed(allowing(statementsOf(stack), 'iot:UpdatePackageVersion'))).toEqual([
      { Effect: 'Allow', Action: 'iot:UpdatePackageVersion', Resource: 'arn:aws:iot:eu-west-1:123456789012:package/fleet-agent/version/2.4.0' },
    ]);
    expect(allowing(statementsOf(stack), 'iot:GetIndexingConfiguration')).toHaveLength(1);
  });

  test('warns of nothing', () => {
    Annotations.fromStack(release()).hasNoWarning('*', Match.anyValue());
  });
});

describe('the ARN of a template', () => {
  const stacks = (operators = ENV) => {
    const app = newApp();
    const templates = new TemplatesStack(app, 'Templates', { env: ENV });
    return { templates, operators: new OperatorsStack(app, 'Operators', { env: operators, reboot: templates.reboot }), apart: new ApartStack(app, 'Apart', { env: ENV }) };
  };

  test('is imported in the same account and Region', () => {
    Template.fromStack(stacks().operators).hasOutput('RebootArn', { Value: { 'Fn::ImportValue': Match.stringLikeRegexp('^Templates:ExportsOutput.*Arn') } });
  });

  test.each([
    ['Region', { ...ENV, region: 'us-east-1' }],
    ['account', { ...ENV, account: '210987654321' }],
  ])('is written out in another %s', (_, env) => {
    Template.fromStack(stacks(env).operators).hasOutput('RebootArn', {
      Value: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, REBOOT_ARN.slice('arn:aws'.length)]] },
    });
  });

  test('is read from a parameter by a stack that is deployed apart', () => {
    const { templates, apart } = stacks();
    Template.fromStack(templates).hasResourceProperties('AWS::SSM::Parameter', { Name: '/fleet/job-templates/reboot' });
    const template = Template.fromStack(apart);
    const [[parameter]] = Object.entries(template.findParameters('*', { Default: '/fleet/job-templates/reboot' }));
    expect(allowing(statementsOf(apart), 'iot:CreateJob')[0].Resource[0]).toEqual({ Ref: parameter });
    expect(JSON.stringify(template.toJSON())).not.toContain('ImportValue');
  });
});

/** The definitions of the state machines of a stack, as they are deployed. */
const definitionsOf = (template: Template): any[] => Object.values(template.findResources('AWS::StepFunctions::StateMachine'))
  .map(({ Properties }) => JSON.parse(deployed(Properties.DefinitionString)));

/** The operations of AWS IoT that the states of a definition call. */
const callsIn = ({ States }: any): string[] => [...new Set(Object.values<any>(States).flatMap(({ Resource }) => Resource?.match(/aws-sdk:iot:(.*)/)?.[1] ?? []))].sort();

describe('jobs are started', () => {
  const starter = (Starter: new (scope: App, id: string, props: StarterProps) => Stack) => {
    const app = newApp();
    const template = newJobTemplate({ jobTemplateId: 'fleet-reboot' }, new Stack(app, 'Templates', { env: ENV }));
    const stack = new Starter(app, 'Starter', { env: ENV, template, thingGroupArn: THING_GROUP });
    return { template: Template.fromStack(stack), created: allowing(statementsOf(stack), 'iot:CreateJob').flatMap(({ Resource }) => Resource) };
  };
  const ARN = { 'Fn::ImportValue': Match.stringLikeRegexp('Reboot.*Arn') };

  test('by a state machine, which ends with the job', () => {
    const { template, created } = starter(StepFunctionsStack);
    const [rollout] = definitionsOf(template).filter(definition => callsIn(definition).includes('createJob'));
    expect(callsIn(rollout)).toEqual(['cancelJob', 'createJob', 'describeJob']);
    expect(JSON.stringify(rollout)).toContain('import-Templates:');
    expect(created).toContain(THING_GROUP);
    expect(JSON.stringify(created)).toContain('job/rollout-*');
  });

  test('by a schedule, under another id each night', () => {
    const { template, created } = starter(SchedulerStack);
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      Target: {
        Arn: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('scheduler:::aws-sdk:iot:createJob')])] },
        Input: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('nightly-<aws.scheduler.execution-id>'), ARN])] },
      },
    });
    expect(created).toContain(THING_GROUP);
    expect(JSON.stringify(created)).toContain('job/nightly-*');
  });

  test('by a function, for things only', () => {
    const { template, created } = starter(FunctionStack);
    template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { TEMPLATE: ARN } } });
    expect(JSON.stringify(created)).toContain('thing/*');
    expect(JSON.stringify(created)).not.toContain('thinggroup');
  });
});

describe('a release to the canaries, and then to the fleet', () => {
  const stack = new CanaryThenFleetStack(newApp(), 'Release', {
    env: ENV,
    template: JobTemplate.fromJobTemplateArn(newStack({ env: ENV }), 'Reboot', REBOOT_ARN),
    canaryGroupName: 'canaries',
    fleetGroupName: 'gateways',
  });
  const [release] = definitionsOf(Template.fromStack(stack)).filter(({ States }) => 'AskForApproval' in States);

  test('waits for an approval between the two', () => {
    const { States } = release;
    expect(States['Canary: The job has succeeded'].Next).toBe('WatchTheCanaries');
    expect(States.WatchTheCanaries).toMatchObject({ Type: 'Wait', Seconds: 86400, Next: 'AskForApproval' });
    expect(States.AskForApproval).toMatchObject({
      Resource: 'arn:aws:states:::sns:publish.waitForTaskToken',
      Parameters: { 'Message.$': expect.stringContaining('--task-token {}\', $$.Task.Token)') },
      TimeoutSeconds: 259200,
      Next: 'Fleet: Prepare the job',
    });
  });

  test.each([
    ['the canaries', `${THING_GROUP.replace('gateways', 'canaries')}`, 'canary'],
    ['the fleet', THING_GROUP, 'fleet'],
  ])('may start jobs for %s', async (_, group, prefix) => {
    const may = (resource: string) => isAllowed(deployed(statementsOf(stack)), { action: 'iot:CreateJob', resource, context: {} });
    expect([await may(REBOOT_ARN), await may(group), await may(`arn:aws:iot:eu-west-1:123456789012:job/${prefix}-1`)]).toEqual([true, true, true]);
    expect([await may(`${group}-2`), await may('arn:aws:iot:eu-west-1:123456789012:job/other')]).toEqual([false, false]);
  });

  test('lets the approvers answer, and nobody else', () => {
    expect(allowing(statementsOf(stack), 'states:SendTaskSuccess')).toHaveLength(1);
  });
});

describe('the role of a pipeline', () => {
  const SUBJECT = 'repo:octo-org@123456/fleet@456789:environment:production';
  const github = new GitHubStack(newApp(), 'GitHub', { env: ENV });
  const pipeline = new PipelineRoleStack(newApp(), 'Pipeline', {
    env: ENV,
    provider: iam.OidcProviderNative.fromOidcProviderArn(github, 'Imported', PROVIDER_ARN),
    template: JobTemplate.fromJobTemplateArn(github, 'Reboot', REBOOT_ARN),
    subject: SUBJECT,
    thingGroupArn: THING_GROUP,
  });

  test('is assumed by the workflows of one subject, for AWS only', () => {
    Template.fromStack(github).hasResourceProperties('AWS::IAM::OIDCProvider', {
      Url: 'https://token.actions.githubusercontent.com', ClientIdList: ['sts.amazonaws.com'],
    });
    Template.fromStack(pipeline).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [{
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: PROVIDER_ARN },
          Condition: {
            StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com', 'token.actions.githubusercontent.com:sub': SUBJECT },
          },
        }],
      }),
    });
  });

  test.each([
    [true, REBOOT_ARN],
    [false, `${REBOOT_ARN}-2`],
    [true, THING_GROUP],
    [false, `${THING_GROUP}-2`],
    [false, 'arn:aws:iot:eu-west-1:123456789012:thing/gateway'],
    [true, 'arn:aws:iot:eu-west-1:123456789012:job/release-5f3c'],
    [false, 'arn:aws:iot:eu-west-1:123456789012:job/repair-5f3c'],
  ])('may create jobs (%s) on %s', async (allowed, resource) => {
    expect(await isAllowed(deployed(statementsOf(pipeline)), { action: 'iot:CreateJob', resource, context: {} })).toBe(allowed);
  });
});

describe('operators in the console', () => {
  const IOT = 'arn:aws:iot:eu-west-1:123456789012';
  const stack = new ConsoleStack(newApp(), 'Console', {
    env: ENV,
    template: JobTemplate.fromJobTemplateArn(newStack({ env: ENV }), 'Reboot', REBOOT_ARN),
    thingGroupArn: THING_GROUP,
    jobIdPrefix: 'reboot-',
  });
  const may = (action: string, resource: string) => isAllowed(deployed(statementsOf(stack)), { action: `iot:${action}`, resource, context: {} });

  test.each(['ListJobTemplates', 'ListThingGroups', 'ListJobs'])('may %s', async action => {
    expect(await may(action, '*')).toBe(true);
  });

  test.each([
    ['DescribeJobTemplate', REBOOT_ARN, `${IOT}:jobtemplate/other`],
    ['CreateJob', REBOOT_ARN, `${IOT}:jobtemplate/other`],
    ['CreateJob', THING_GROUP, `${THING_GROUP}-2`],
    ['CreateJob', `${IOT}:job/reboot-1`, `${IOT}:job/release-1`],
    ['DescribeThingGroup', THING_GROUP, `${THING_GROUP}-2`],
    ['ListThingsInThingGroup', THING_GROUP, `${THING_GROUP}-2`],
    ['DescribeJob', `${IOT}:job/reboot-1`, `${IOT}:job/release-1`],
    ['GetJobDocument', `${IOT}:job/reboot-1`, `${IOT}:job/release-1`],
    ['ListJobExecutionsForJob', `${IOT}:job/reboot-1`, `${IOT}:job/release-1`],
    ['CancelJob', `${IOT}:job/reboot-1`, `${IOT}:job/release-1`],
    ['DescribeJobExecution', `${IOT}:job/reboot-1`, `${IOT}:job/release-1`],
    ['CancelJobExecution', `${IOT}:job/reboot-1`, `${IOT}:job/release-1`],
    ['ListJobExecutionsForThing', `${IOT}:thing/gateway`, 'arn:aws:iot:eu-west-1:210987654321:thing/gateway'],
  ])('may %s on %s, and not on %s', async (action, own, other) => {
    expect([await may(action, own), await may(action, other)]).toEqual([true, false]);
  });

  test.each(['DeleteJob', 'UpdateJob'])('may not %s', async action => {
    expect(await may(action, `${IOT}:job/reboot-1`)).toBe(false);
  });
});

describe('the events of jobs', () => {
  test('are enabled, and stay enabled when the stack is removed', () => {
    const stack = new JobEventsStack(newApp(), 'Events', { env: ENV });
    const [{ Properties: { Create, Update, Delete } }] = Object.values(Template.fromStack(stack).findResources('Custom::AWS'));
    expect(JSON.parse(Create)).toMatchObject({
      service: 'iot',
      action: 'UpdateEventConfigurations',
      parameters: { eventConfigurations: { JOB: { Enabled: true }, JOB_EXECUTION: { Enabled: true } } },
    });
    expect([Update, Delete]).toEqual([Create, undefined]);
    expect(allowing(statementsOf(stack), 'iot:UpdateEventConfigurations')).toHaveLength(1);
  });

  test('send failed executions to a topic', () => {
    const stack = new FailedExecutionsStack(newApp(), 'Failures', { env: ENV, jobIdPrefix: 'release-' });
    const template = Template.fromStack(stack);
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
    const [role] = Object.keys(template.findResources('AWS::IAM::Role'));
    template.hasResourceProperties('AWS::IoT::TopicRule', {
      TopicRulePayload: {
        Sql: 'SELECT jobId, thingArn, operation, statusDetails FROM \'$aws/events/jobExecution/#\' '
          + 'WHERE (operation = \'failed\' OR operation = \'rejected\' OR operation = \'timed_out\') AND startswith(jobId, \'release-\')',
        Actions: [{ Sns: { TargetArn: { Ref: topic }, RoleArn: { 'Fn::GetAtt': [role, 'Arn'] } } }],
      },
    });
    expect(allowing(statementsOf(stack), 'sns:Publish').map(({ Resource }) => Resource)).toEqual([{ Ref: topic }]);
  });

  test('are sent by rules of the account only, once the role may publish', () => {
    const template = Template.fromStack(new FailedExecutionsStack(newApp(), 'Failures', { env: ENV, jobIdPrefix: 'release-' }));
    const [policy] = Object.keys(template.findResources('AWS::IAM::Policy'));
    template.hasResource('AWS::IoT::TopicRule', { DependsOn: Match.arrayWith([policy]) });
    const [role] = Object.values(template.findResources('AWS::IAM::Role'));
    expect(deployed(role.Properties.AssumeRolePolicyDocument.Statement)).toEqual([{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'iot.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': '123456789012' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:iot:eu-west-1:123456789012:rule/*' },
      },
    }]);
  });
});

test('a template of an OTA update has its document, and retries of its own', () => {
  const stack = new OtaStack(newApp(), 'Ota', { env: ENV, otaJobArn: 'arn:aws:iot:eu-west-1:123456789012:job/AFR_OTA-2_4_0' });
  Template.fromStack(stack).hasResourceProperties(RESOURCE_TYPE, {
    JobArn: 'arn:aws:iot:eu-west-1:123456789012:job/AFR_OTA-2_4_0',
    Document: Match.absent(),
    JobExecutionsRetryConfig: { CriteriaList: [{ FailureType: 'FAILED', NumberOfRetries: 3 }, { FailureType: 'TIMED_OUT', NumberOfRetries: 2 }] },
    TimeoutConfig: { InProgressTimeoutInMinutes: 60 },
  });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

describe('many Regions', () => {
  const regions = ['eu-west-1', 'us-east-1'];

  test('have the same template under the same id, each with its own function', () => {
    const stage = new FleetStage(newApp(), 'Fleet', { account: ENV.account, regions });
    const { stacks } = stage.synth();
    expect(stacks.map(stack => stack.environment.region)).toEqual(regions);
    for (const stack of stacks) {
      const template = Template.fromJSON(stack.template);
      template.hasResourceProperties(RESOURCE_TYPE, { JobTemplateId: 'fleet-reboot' });
      template.resourceCountIs('AWS::Lambda::Function', 1);
    }
  });

  test('are deployed by a pipeline, production after a look', () => {
    const stack = new PipelineStack(newApp(), 'Pipeline', {
      env: ENV,
      connectionArn: 'arn:aws:codeconnections:eu-west-1:123456789012:connection/fleet',
      staging: { account: '111111111111', regions: ['eu-west-1'] },
      production: { account: '222222222222', regions },
    });
    const [pipeline] = Object.values(Template.fromStack(stack).findResources('AWS::CodePipeline::Pipeline'));
    const [staging, production] = pipeline.Properties.Stages.slice(-2);
    const deployments = (stage: any) => stage.Actions.filter(({ Configuration }: any) => Configuration?.ActionMode === 'CHANGE_SET_EXECUTE')
      .map(({ RoleArn, Region }: any) => [JSON.stringify(RoleArn).match(/\d{12}/)![0], Region ?? ENV.region]);
    expect(staging.Name).toBe('Staging');
    expect(deployments(staging)).toEqual([['111111111111', 'eu-west-1']]);
    expect(production.Name).toBe('Production');
    expect(deployments(production)).toEqual([['222222222222', 'eu-west-1'], ['222222222222', 'us-east-1']]);
    expect(production.Actions.filter(({ RunOrder }: any) => RunOrder === 1).map(({ Name }: any) => Name)).toEqual(['Promote']);
  });
});

describe('from the native resource', () => {
  const after = (...steps: ((stack: Stack) => unknown)[]) => {
    const stack = newStack({ env: ENV });
    steps.forEach(step => step(stack));
    return Template.fromStack(stack);
  };

  test('first only the removal policy of the template changes', () => {
    const [before, kept] = [after(native), after(retained)].map(template => template.findResources('AWS::IoT::JobTemplate').Native);
    expect(kept).toEqual({ ...before, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('the template is adopted unchanged', () => {
    const before = after(retained).findResources('AWS::IoT::JobTemplate').Native.Properties;
    const template = after(adopted);
    template.resourceCountIs('AWS::IoT::JobTemplate', 0);
    template.hasResourceProperties(RESOURCE_TYPE, { ...before, AdoptExisting: true });
  });
});
