import { Duration, Fn, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { JsonPath } from 'aws-cdk-lib/aws-stepfunctions';
import { AwsManagedJobTemplate, JobTarget, JobTargetSelection, JobTemplate, MaintenanceWindow, StartJobTarget, type StartJobTargetProps } from '../src';
import { deployed, ENV, errorOf, newJobTemplate, newStack, propertiesOf, statementsOf, warningsWithIdsOf } from './support/construct';

const IOT = 'arn:aws:iot:eu-west-1:123456789012';

function scheduled(props: Partial<StartJobTargetProps> = {}, stack: Stack = newStack({ env: ENV })): { readonly stack: Stack; readonly target: any } {
  const jobTemplate = JobTemplate.fromJobTemplateId(stack, 'Reboot Template', 'reboot');
  const target = new StartJobTarget({ jobTemplate, targets: [JobTarget.thingGroupName('gateways')], ...props });
  new scheduler.Schedule(stack, 'Nightly', { schedule: scheduler.ScheduleExpression.rate(Duration.days(1)), target });
  return { stack, target: deployed(propertiesOf(stack, 'AWS::Scheduler::Schedule').Target) };
}

const inputOf = (props: Partial<StartJobTargetProps> = {}) => JSON.parse(scheduled(props).target.Input);

test('Each run starts a job with an id of its own', () => {
  const { target } = scheduled();
  expect(target.Arn).toBe('arn:aws:scheduler:::aws-sdk:iot:createJob');
  expect(JSON.parse(target.Input)).toEqual({
    JobId: 'RebootTemplate-<aws.scheduler.execution-id>',
    JobTemplateArn: `${IOT}:jobtemplate/reboot`,
    Targets: [`${IOT}:thinggroup/gateways`],
  });
});

test('The input has every option', () => {
  expect(inputOf({
    jobIdPrefix: 'nightly',
    description: 'nightly',
    tags: { team: 'fleet' },
    targetSelection: JobTargetSelection.SNAPSHOT,
    schedule: { endTime: '2030-01-01T00:00' },
  })).toEqual({
    JobId: 'nightly-<aws.scheduler.execution-id>',
    JobTemplateArn: `${IOT}:jobtemplate/reboot`,
    Targets: [`${IOT}:thinggroup/gateways`],
    Description: 'nightly',
    TargetSelection: 'SNAPSHOT',
    SchedulingConfig: { EndTime: '2030-01-01T00:00' },
    Tags: [{ Key: 'team', Value: 'fleet' }],
  });
});

test('The role may start exactly these jobs', () => {
  const { stack } = scheduled({ jobIdPrefix: 'nightly', tags: { team: 'fleet' } });
  expect(deployed(statementsOf(stack))).toEqual([
    { Effect: 'Allow', Action: 'iot:CreateJob', Resource: [`${IOT}:jobtemplate/reboot`, `${IOT}:thinggroup/gateways`, `${IOT}:job/nightly-*`] },
    { Effect: 'Allow', Action: 'iot:TagResource', Resource: `${IOT}:job/nightly-*` },
  ]);
});

test('Delivery follows the options', () => {
  const stack = newStack({ env: ENV });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') });
  const deadLetterQueue = new sqs.Queue(stack, 'Queue');
  const { target } = scheduled({ role, deadLetterQueue, retryAttempts: 0, maxEventAge: Duration.hours(1) }, stack);
  expect(target).toMatchObject({
    RoleArn: expect.stringMatching(/^att-Role/),
    DeadLetterConfig: { Arn: expect.stringMatching(/^att-Queue/) },
    RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 3600 },
  });
  expect(deployed(statementsOf(stack)).map(({ Action }: any) => Action).sort()).toEqual(['iot:CreateJob', 'sqs:SendMessage']);
});

test.each<[string, Partial<StartJobTargetProps>, string]>([
  ['a wrong prefix', { jobIdPrefix: 'a b' }, 'jobIdPrefix is "a b", must be 1 to 27 letters, digits, _ and -'],
  ['a long prefix', { jobIdPrefix: 'a'.repeat(28) }, `jobIdPrefix is "${'a'.repeat(28)}", must be 1 to 27 letters, digits, _ and -`],
  ['no targets', { targets: [] }, 'targets is [], must have at least 1 item'],
])('%s is refused', (_, props, message) => {
  expect(errorOf(() => scheduled(props))).toBe(`[StartJobTarget] ${message}`);
});

test.each<[string, unknown, string]>([
  ['targets', undefined, 'targets is missing, must be a list, of which each item is a JobTarget'],
  ['targets', JobTarget.thingName('press'), 'must be a list, of which each item is a JobTarget'],
  ['targets', ['press'], 'targets[0] is "press", must be a JobTarget'],
  ['jobTemplate', undefined, 'jobTemplate is missing, must be a job template'],
  ['jobTemplate', 'reboot', 'jobTemplate is "reboot", must be a job template: pass the construct, or import a template that the app does not declare with JobTemplate.fromJobTemplateArn'],
  ['role', 'scheduler', 'role is "scheduler", must be a role'],
  ['deadLetterQueue', 'lost', 'deadLetterQueue is "lost", must be a queue: sqs.Queue.fromQueueArn makes one from an ARN'],
  ['maxEventAge', 60, 'maxEventAge is 60, must be a Duration'],
])('%s of a wrong type is refused: %j', (prop, value, message) => {
  const error = errorOf(() => scheduled({ [prop]: value }));
  expect(error).toContain('[StartJobTarget] ');
  expect(error).toContain(message);
});

test('A template with maintenance windows is refused, because a schedule cannot compute a start time', () => {
  const stack = newStack({ env: ENV });
  const jobTemplate = newJobTemplate({ maintenanceWindows: [MaintenanceWindow.daily({ hour: 2, duration: Duration.hours(1) })] }, stack);
  const schedule = { startTime: '2030-01-01T00:00' };
  const error = `[StartJobTarget] jobTemplate is ${jobTemplate.node.path}, which has maintenanceWindows, must have none: a job from it needs a start time, `
    + 'which a schedule cannot compute. Let the schedule start a state machine with StartJob, which computes the start time by a JSONata expression';
  expect(errorOf(() => scheduled({ jobTemplate }, stack))).toBe(error);
  expect(errorOf(() => new StartJobTarget({ jobTemplate, targets: [JobTarget.thingName('press')], targetSelection: JobTargetSelection.CONTINUOUS, schedule })))
    .toBe(error);
});

test('A fixed start time is refused, and a token is not', () => {
  expect(errorOf(() => scheduled({ schedule: { startTime: '2030-01-01T00:00' } }))).toBe('[StartJobTarget] schedule.startTime is "2030-01-01T00:00", must be left out: '
    + 'each run after this time would fail, because AWS IoT refuses a job that starts in the past');
  expect(errorOf(() => scheduled({ schedule: { startTime: Fn.importValue('Start') } }))).toBeUndefined();
});

test('The props must be given', () => {
  expect(errorOf(() => new StartJobTarget(undefined as never))).toBe('[StartJobTarget] props is missing, must be an object: write { jobTemplate, targets }');
});

test('The longest prefix leaves room for the id of a run', () => {
  const { JobId } = inputOf({ jobIdPrefix: 'a'.repeat(27) });
  expect(JobId.replace('<aws.scheduler.execution-id>', '1b4e28ba-2fa1-11d2-883f-0016d3cca427')).toHaveLength(64);
});

test('The parameters that an AWS managed template requires must be given', () => {
  const stack = newStack({ env: ENV });
  const jobTemplate = AwsManagedJobTemplate.fromName(stack, 'Managed', AwsManagedJobTemplate.AWS_RUN_COMMAND, { version: '1.0' });
  expect(errorOf(() => new StartJobTarget({ jobTemplate, targets: [JobTarget.thingName('press')] })))
    .toBe('[StartJobTarget] documentParameters.command must be given: the template requires it');
});

describe('A likely mistake causes a warning at the schedule:', () => {
  test.each<[string, Partial<StartJobTargetProps>, string[]]>([
    ['a continuous job at every run', { targetSelection: JobTargetSelection.CONTINUOUS }, [
      'targetSelection is CONTINUOUS, but a continuous job never ends by itself, and each run of the schedule starts one more: leave targetSelection out. '
      + 'If the schedule runs once, acknowledge this warning [ack: cdk-iot-job-template:continuousOnSchedule]',
    ]],
    ['not a continuous job with an end', { targetSelection: JobTargetSelection.CONTINUOUS, schedule: { endTime: Fn.importValue('End') } }, []],
    ['not a snapshot job', { targetSelection: JobTargetSelection.SNAPSHOT }, []],
    ['a fixed end', { schedule: { endTime: '2030-01-01T00:00' } }, [expect.stringContaining('schedule.endTime is "2030-01-01T00:00", but the time is fixed')]],
    ['a path as the description', { description: '$.reason' }, [expect.stringContaining('description is "$.reason", but the job gets this text')]],
  ])('%s', (_, props, warnings) => {
    expect(warningsWithIdsOf(scheduled(props).stack)).toEqual(warnings);
  });
});

test.each<[string, Partial<StartJobTargetProps>]>([
  ['description', { description: JsonPath.stringAt('$.reason') }],
  ['description', { description: '{% $states.input.reason %}' }],
  ['tags["release"]', { tags: { release: JsonPath.stringAt('$.release') } }],
  ['targets[0]', { targets: [JobTarget.arn(JsonPath.stringAt('$.target'))] }],
])('A value of a state is refused, because a schedule has no state: %s', (label, props) => {
  expect(errorOf(() => scheduled(props))).toBe(`[StartJobTarget] ${label} is a value of a state, must be a text: a schedule has no state`);
});
