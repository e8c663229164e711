import { CancelJobCommand, CreateJobCommand } from '@aws-sdk/client-iot';
import { BootstraplessSynthesizer, Duration, Stack } from 'aws-cdk-lib';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ACCOUNT, REGION, StatesAccount } from './states/account';
import { type IJobTemplate, JobTarget, JobTargetSelection, JobTemplate, RunJob, type RunJobProps, StartJob, StartJobTarget } from '../../src';
import { deployed, newApp, propertiesOf } from '../support/construct';

/** State machines that an interpreter of the states language executes, with the AWS IoT of the emulator. */
let account: StatesAccount;

const app = newApp();
const machines: sfn.StateMachine[] = [];
const EXECUTION_ID = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';
const QUICKLY = { minPollInterval: Duration.seconds(1), maxPollInterval: Duration.seconds(10) };

type Define = (stack: Stack, jobTemplate: IJobTemplate) => sfn.IChainable;

/** A state machine in a stack of its own, because a template is limited in size. */
function machineOf(name: string, define: Define, queryLanguage?: sfn.QueryLanguage): sfn.StateMachine {
  const stack = new Stack(app, name, { synthesizer: new BootstraplessSynthesizer(), env: { account: ACCOUNT, region: REGION } });
  const definition = define(stack, JobTemplate.fromJobTemplateId(stack, 'Template', 'test'));
  const machine = new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(definition), queryLanguage });
  machines.push(machine);
  return machine;
}

interface Run {
  readonly run: RunJob;
  readonly machine: sfn.StateMachine;
}

function runOf(name: string, props: Partial<RunJobProps>, queryLanguage?: sfn.QueryLanguage): Run {
  let run: RunJob;
  const machine = machineOf(name, (stack, jobTemplate) => {
    run = new RunJob(stack, 'Run', { jobTemplate, targetsFrom: '{% $states.input.targets %}', jobIdPrefix: name, ...QUICKLY, ...props });
    return run;
  }, queryLanguage);
  return { run: run!, machine };
}

const strict = runOf('strict', { resultName: 'canary' });
const jsonata = runOf('jsonata', { toleratedFailurePercentage: 50 }, sfn.QueryLanguage.JSONATA);
const counting = runOf('counting', { toleratedFailureCount: 0 });
const older = runOf('older', { cancelOlderJobs: ['older-', 'legacy-'] });
const limited = runOf('limited', { timeLimit: Duration.seconds(2) });
const continuous = runOf('continuous', { timeLimit: Duration.seconds(2), targetSelection: JobTargetSelection.CONTINUOUS });
const adopting = runOf('adopting', { jobIdPrefix: undefined, jobId: 'adopted', description: 'Adopts' });
const stoppable = runOf('stoppable', {});
stoppable.run.cancelWhenStopped(stoppable.machine);
const caught = machineOf('caught', (stack, jobTemplate) => new RunJob(stack, 'Run', {
  jobTemplate, targetsFrom: '{% $states.input.targets %}', jobIdPrefix: 'caught', ...QUICKLY,
}).toSingleState().addCatch(new sfn.Pass(stack, 'Caught'), { errors: ['IotJob.TooManyFailures'], resultPath: '$.failure' }));

const startPath = machineOf('start-path', (stack, jobTemplate) => StartJob.jsonPath(stack, 'Start', {
  jobTemplate, targetsFrom: '$.targets', jobIdPrefix: 'path', description: sfn.JsonPath.stringAt('$.release'), resultPath: '$.job',
}));
const startJsonata = machineOf('start-jsonata', (stack, jobTemplate) => StartJob.jsonata(stack, 'Start', {
  jobTemplate, targetsFrom: '{% $states.input.targets %}', jobId: "{% 'release-' & $states.input.release %}", tags: { release: '{% $states.input.release %}' },
}), sfn.QueryLanguage.JSONATA);
const startTarget = machineOf('start-target', (stack, jobTemplate) => StartJob.jsonPath(stack, 'Start', { jobTemplate, targets: [JobTarget.thingGroupName('starts')] }));

/** A state machine that makes the request of a schedule, whose input has the same form. */
const scheduledInput = machineOf('start-scheduled', (stack, jobTemplate) => {
  const schedules = new Stack(newApp(), 'Schedules', { env: { account: ACCOUNT, region: REGION } });
  const target = new StartJobTarget({ jobTemplate, targets: [JobTarget.thingGroupName('starts')], jobIdPrefix: 'nightly', tags: { team: 'fleet' } });
  new scheduler.Schedule(schedules, 'Nightly', { schedule: scheduler.ScheduleExpression.rate(Duration.days(1)), target });
  const input = deployed(propertiesOf(schedules, 'AWS::Scheduler::Schedule').Target.Input).replace('<aws.scheduler.execution-id>', EXECUTION_ID);
  return new sfn.CustomState(stack, 'Start', { stateJson: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:iot:createJob', Parameters: JSON.parse(input) } });
});

/** Starts a run for a group of new things. */
async function begin({ machine }: { readonly machine: sfn.StateMachine }, prefix: string, ...things: string[]) {
  const targets = [await account.createGroup(`${prefix}-group-${things.join('-')}`, ...things)];
  const executionArn = await account.start(machine, { targets, release: '2.5.0' });
  return { executionArn, targets, ...await account.jobStartedBy(executionArn, prefix, `${machine.stack.node.path}/Run`) as { jobId: string; description: string } };
}

beforeAll(async () => {
  account = await StatesAccount.open();
  await account.createTemplate('test');
  for (const machine of machines) await account.deploy(machine);
});

afterAll(async () => account?.close());

describe('RunJob', () => {
  test('succeeds with its job, and keeps the input', async () => {
    const { executionArn, jobId, description, targets } = await begin(strict, 'strict', 'strict-1');
    expect(description).toContain(`Started by ${executionArn} at `);
    await account.report('strict-1', jobId, 'SUCCEEDED');
    expect(await account.ended(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: { targets, release: '2.5.0', canary: { JobId: jobId, Status: 'COMPLETED', JobProcessDetails: { NumberOfSucceededThings: 1 } } },
    });
  });

  test('fails if the only thing fails', async () => {
    const { executionArn, jobId } = await begin(strict, 'strict', 'strict-2');
    await account.report('strict-2', jobId, 'FAILED');
    expect(await account.ended(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'IotJob.TooManyFailures',
      cause: `Job ${jobId} is COMPLETED. Things: Succeeded 0, Failed 1, Rejected 0, TimedOut 0, Canceled 0, Removed 0, InProgress 0, Queued 0`,
    });
  });

  test('waits for the end of its job before it judges the percentage', async () => {
    const { executionArn, jobId } = await begin(jsonata, 'jsonata', 'half-1', 'half-2');
    await account.report('half-1', jobId, 'REJECTED');
    await account.report('half-2', jobId, 'SUCCEEDED');
    expect(await account.ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: { Status: 'COMPLETED' } });
  });

  test('fails past the tolerated percentage', async () => {
    const { executionArn, jobId } = await begin(jsonata, 'jsonata', 'most-1', 'most-2', 'most-3');
    await account.report('most-1', jobId, 'REJECTED');
    await account.report('most-2', jobId, 'FAILED');
    await account.report('most-3', jobId, 'SUCCEEDED');
    expect(await account.ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'IotJob.TooManyFailures' });
  });

  test('fails past the tolerated count at once, and cancels its job', async () => {
    const { executionArn, jobId } = await begin(counting, 'counting', 'counted-1', 'counted-2');
    await account.report('counted-1', jobId, 'FAILED');
    expect(await account.ended(executionArn)).toMatchObject({
      status: 'FAILED', error: 'IotJob.TooManyFailures', cause: expect.stringContaining('is IN_PROGRESS. Things: Succeeded 0, Failed 1'),
    });
    expect(await account.job(jobId)).toMatchObject({ status: 'CANCELED', reasonCode: 'RUN_JOB_FAILED', comment: 'IotJob.TooManyFailures' });
  });

  test('fails with the reason of a job that is canceled', async () => {
    const { executionArn, jobId } = await begin(strict, 'strict', 'canceled-1');
    await account.iot.send(new CancelJobCommand({ jobId, reasonCode: 'BAD_IMAGE', comment: 'wrong checksum' }));
    expect(await account.ended(executionArn)).toMatchObject({
      status: 'FAILED', error: 'IotJob.Canceled', cause: expect.stringContaining(`Job ${jobId} is CANCELED, reason code BAD_IMAGE, comment: wrong checksum. Things: `),
    });
  });

  test('can be caught as one state', async () => {
    const { executionArn, jobId } = await begin({ machine: caught }, 'caught', 'caught-1');
    await account.report('caught-1', jobId, 'FAILED');
    expect(await account.ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: { release: '2.5.0', failure: { Error: 'IotJob.TooManyFailures' } } });
  });

  test('cancels older jobs of the prefixes, and no other job', async () => {
    const targets = [await account.createGroup('superseded', 'superseded-1')];
    for (const jobId of ['older-1', 'older-2', 'legacy-1', 'other-older-1']) await account.iot.send(new CreateJobCommand({ jobId, targets, document: '{}' }));
    const { executionArn, jobId } = await begin(older, 'older', 'superseding-1');
    for (const old of ['older-1', 'older-2', 'legacy-1']) {
      expect(await account.jobInStatus(old, 'CANCELED')).toMatchObject({ reasonCode: 'SUPERSEDED', comment: `Superseded by job ${jobId}` });
    }
    await account.report('superseding-1', jobId, 'SUCCEEDED');
    expect(await account.ended(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await account.job('other-older-1')).toMatchObject({ status: 'IN_PROGRESS' });
    expect(await account.job(jobId)).toMatchObject({ status: 'COMPLETED' });
  });

  test('cancels a job that is not finished at the time limit, and fails', async () => {
    const { executionArn, jobId } = await begin(limited, 'limited', 'limited-1');
    expect(await account.ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'IotJob.TimeLimitExceeded' });
    expect(await account.job(jobId)).toMatchObject({ status: 'CANCELED', reasonCode: 'RUN_JOB_FAILED' });
  });

  test('succeeds with a continuous job at the time limit, and lets it go on', async () => {
    const { executionArn, jobId } = await begin(continuous, 'continuous', 'continuous-1');
    await account.report('continuous-1', jobId, 'SUCCEEDED');
    expect(await account.ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: { JobId: jobId, Status: 'IN_PROGRESS' } });
    expect(await account.job(jobId)).toMatchObject({ status: 'IN_PROGRESS' });
  });

  test('finds its job if the response to its start was lost', async () => {
    const targets = [await account.createGroup('adopted', 'adopted-1')];
    await account.iot.send(new CreateJobCommand({ jobId: 'adopted', targets, document: '{}', description: 'Adopts' }));
    const executionArn = await account.start(adopting.machine, { targets });
    await account.report('adopted-1', 'adopted', 'SUCCEEDED');
    expect(await account.ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: { JobId: 'adopted' } });
  });

  test('has its job canceled if the execution is stopped', async () => {
    const { executionArn, jobId } = await begin(stoppable, 'stoppable', 'stoppable-1');
    await account.stop(executionArn);
    expect(await account.jobInStatus(jobId, 'CANCELED')).toMatchObject({ reasonCode: 'EXECUTION_STOPPED' });
    expect(await account.ended(executionArn)).toMatchObject({ status: 'ABORTED' });
  });

  test('leaves a job that has ended as it is if the execution fails', async () => {
    const { executionArn, jobId } = await begin(stoppable, 'stoppable', 'stoppable-2');
    await account.report('stoppable-2', jobId, 'FAILED');
    expect(await account.ended(executionArn)).toMatchObject({ status: 'FAILED' });
    expect(await account.job(jobId)).toMatchObject({ status: 'COMPLETED' });
  });
});

describe('StartJob', () => {
  let targets: string[];

  beforeAll(async () => {
    targets = [await account.createGroup('starts', 'start-1')];
  });

  test('starts a job from a JSONPath state', async () => {
    const execution = await account.ended(await account.start(startPath, { targets, release: '2.5.0' }));
    const job = await account.jobStartedBy(execution.executionArn, 'path', 'start-path/Start');
    expect(job).toMatchObject({ targets, description: '2.5.0', targetSelection: 'SNAPSHOT' });
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { release: '2.5.0', job: { JobId: job.jobId, JobArn: job.jobArn } } });
  });

  test('starts a job from a JSONata state, with its id from the state', async () => {
    const execution = await account.ended(await account.start(startJsonata, { targets, release: '2-5-0' }));
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { JobId: 'release-2-5-0' } });
    expect(await account.job('release-2-5-0')).toMatchObject({ targets, description: `Started by ${execution.executionArn}` });
  });

  test('fails if the id is taken', async () => {
    const execution = await account.ended(await account.start(startJsonata, { targets, release: '2-5-0' }));
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Iot.ResourceAlreadyExistsException' });
  });

  test('starts a job for targets that are known at synthesis', async () => {
    const execution = await account.ended(await account.start(startTarget));
    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect(await account.job(execution.output.JobId)).toMatchObject({ targets });
  });
});

describe('StartJobTarget', () => {
  test('has an input that starts a job', async () => {
    expect(await account.ended(await account.start(scheduledInput))).toMatchObject({ status: 'SUCCEEDED', output: { JobId: `nightly-${EXECUTION_ID}` } });
    expect(await account.job(`nightly-${EXECUTION_ID}`)).toMatchObject({ status: 'IN_PROGRESS', targets: [expect.stringMatching(/:thinggroup\/starts$/)] });
  });
});
