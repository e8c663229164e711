import { Duration, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { JobTarget, JobTemplate, PackageVersion, RunJob, type RunJobProps, StartJob, StartJobTarget } from '../../src';
import { DeployedStack, newFleet, REGION, resourcesOf } from '../iam/deployed-stack';
import { ACCOUNT, type Authorization, isAllowed, listed, type Statement } from '../iam/policy-simulator';
import { definitionOf } from '../support/states';

const IOT = `arn:aws:iot:${REGION}:${ACCOUNT}`;
const STACK_ID = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/fleet/uuid`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/presign`;
const HASH = '0123456789abcdef0123456789abcdef';

const on = (action: string, resource: string): Authorization => ({ action, resource, context: {} });
const passTo = (service: string, resource = ROLE): Authorization => ({ action: 'iam:PassRole', resource, context: { 'iam:PassedToService': service } });

/** The requests to IAM of a CreateJob, by the service authorization reference. */
const creating = (jobId: string): Authorization[] => [
  ...['jobtemplate/reboot', 'thinggroup/gateways', 'thing/press', `job/${jobId}`, 'package/app/version/2'].map(name => on('iot:CreateJob', `${IOT}:${name}`)),
  on('iot:TagResource', `${IOT}:job/${jobId}`),
  passTo('iot.amazonaws.com'),
];

/** Requests that nothing here needs. */
const FOREIGN: Authorization[] = [
  ...['jobtemplate/other', 'thinggroup/line', 'thing/press2', 'job/other', 'package/app/version/3'].map(name => on('iot:CreateJob', `${IOT}:${name}`)),
  ...['TagResource', 'DescribeJob', 'CancelJob', 'DeleteJob', 'GetJobDocument', 'UpdateJob'].map(action => on(`iot:${action}`, `${IOT}:job/other`)),
  on('iot:TagResource', `${IOT}:jobtemplate/reboot`),
  on('iot:DeleteJobTemplate', `${IOT}:jobtemplate/reboot`),
  passTo('lambda.amazonaws.com'),
  passTo('iot.amazonaws.com', `${ROLE}2`),
];

const options = (stack: Stack) => ({
  jobTemplate: JobTemplate.fromJobTemplateAttributes(stack, 'Template', {
    jobTemplateArn: `${IOT}:jobtemplate/reboot`,
    presignedUrlRole: iam.Role.fromRoleArn(stack, 'Presign', ROLE),
    destinationPackageVersions: [PackageVersion.fromNames('app', '2')],
  }),
  targets: [JobTarget.thingGroupName('gateways'), JobTarget.thingName('press')],
  tags: { team: 'fleet' },
});

/** The statements of the role whose logical id begins like this. */
function statementsOf(stack: Stack, role: string): Statement[] {
  const resources = resourcesOf(stack);
  const statements = Object.values(resources)
    .filter(({ Type, Properties: { Roles = [] } }) => Type === 'AWS::IAM::Policy' && Roles.some(({ Ref }: any) => Ref.startsWith(role)))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  return new DeployedStack(resources, STACK_ID).filledIn(statements);
}

function ofStart(): Statement[] {
  const stack = newFleet('fleet');
  definitionOf(stack, StartJob.jsonPath(stack, 'Start', { ...options(stack), jobIdPrefix: 'nightly' }));
  return statementsOf(stack, 'MachineRole');
}

function ofRun(props: Partial<RunJobProps> = {}): Statement[] {
  const stack = newFleet('fleet');
  definitionOf(stack, new RunJob(stack, 'Run', { ...options(stack), jobIdPrefix: 'nightly', ...props }));
  return statementsOf(stack, 'MachineRole');
}

function ofCanceler(): Statement[] {
  const stack = newFleet('fleet');
  const run = new RunJob(stack, 'Run', { ...options(stack), jobIdPrefix: 'nightly' });
  run.cancelWhenStopped(new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(run) }));
  return statementsOf(stack, 'RunStoppedCancelerRole');
}

function ofSchedule(): Statement[] {
  const stack = newFleet('fleet');
  const target = new StartJobTarget({ ...options(stack), jobIdPrefix: 'nightly' });
  new scheduler.Schedule(stack, 'Nightly', { schedule: scheduler.ScheduleExpression.rate(Duration.days(1)), target });
  return statementsOf(stack, 'SchedulerRole');
}

const JOB = `${IOT}:job/nightly-${HASH}`;
const watching = [on('iot:DescribeJob', JOB)];
const canceling = [on('iot:CancelJob', JOB)];
const superseding = [on('iot:ListJobs', '*'), on('iot:CancelJob', `${IOT}:job/legacy-1`)];

describe.each<[string, () => Statement[], Authorization[]]>([
  ['StartJob', ofStart, creating(`nightly-${HASH}`)],
  ['RunJob', ofRun, [...creating(`nightly-${HASH}`), ...watching, ...canceling]],
  ['RunJob without canceling', () => ofRun({ cancelOnFailure: false }), [...creating(`nightly-${HASH}`), ...watching]],
  [
    'RunJob with older jobs', () => ofRun({ cancelOnFailure: false, cancelOlderJobs: ['legacy-'] }),
    [...creating(`nightly-${HASH}`), ...watching, ...superseding],
  ],
  ['the canceler of a stopped RunJob', ofCanceler, [...watching, ...canceling]],
  ['StartJobTarget', ofSchedule, creating('nightly-1b4e28ba-2fa1-11d2-883f-0016d3cca427')],
])('%s', (_, statementsFor, needed) => {
  const statements = statementsFor();

  test('may do all that it needs', async () => {
    for (const request of needed) expect([request, await isAllowed(statements, request)]).toEqual([request, true]);
  });

  test('may do nothing else', async () => {
    for (const request of FOREIGN) expect([request, await isAllowed(statements, request)]).toEqual([request, false]);
    const actions = new Set(needed.map(({ action }) => action));
    expect(new Set(statements.flatMap(({ Action }) => listed(Action)))).toEqual(actions);
  });

  test('needs each action and each resource', async () => {
    for (const [index, statement] of statements.entries()) {
      for (const resource of listed(statement.Resource)) {
        const rest = listed(statement.Resource).filter(each => each !== resource);
        const without = statements.flatMap((each, position) => {
          if (position !== index) return [each];
          return rest.length === 0 ? [] : [{ ...each, Resource: rest }];
        });
        const allowed = await Promise.all(needed.map(request => isAllowed(without, request)));
        expect([statement.Action, resource, allowed.every(Boolean)]).toEqual([statement.Action, resource, false]);
      }
    }
  });
});
