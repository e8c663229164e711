import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { JobTarget, JobTargetSelection, JobTemplate, RunJob, type RunJobProps } from '../src';
import { deployed, ENV, errorOf, newStack, statementsOf, unknownNumber, warningsWithIdsOf } from './support/construct';
import { once } from './support/once';
import { definitionOf, definitionsOf, evaluated } from './support/states';
import { mistakesOf } from './support/states-language';

const IOT = 'arn:aws:iot:eu-west-1:123456789012';
const EXECUTION = 'arn:aws:states:eu-west-1:123456789012:execution:pipeline:1';
const NOW = Date.parse('2026-11-27T12:00:00Z');
const GROUP = JobTarget.thingGroupName('gateways');

function newRun(props: Partial<RunJobProps> = {}, stack: Stack = newStack({ env: ENV }), id = 'Run'): RunJob {
  const jobTemplate = stack.node.tryFindChild('Template') as never ?? JobTemplate.fromJobTemplateId(stack, 'Template', 'reboot');
  return new RunJob(stack, id, { jobTemplate, targets: [GROUP], jobIdPrefix: 'fw', ...props });
}

type States = { readonly [name: string]: any };

const known = new Map<string, States>();

/** The states of a run by their names, without the id of the construct. */
function statesOf(props: Partial<RunJobProps>, queryLanguage?: sfn.QueryLanguage): States {
  return once(known, JSON.stringify([props, queryLanguage]), () => newStates(props, queryLanguage));
}

function newStates(props: Partial<RunJobProps>, queryLanguage?: sfn.QueryLanguage): States {
  const run = newRun(props);
  const definition = definitionOf(Stack.of(run), run, queryLanguage);
  expect(mistakesOf(definition)).toEqual([]);
  return Object.fromEntries(Object.entries(definition.States).map(([name, state]) => [name.replace('Run: ', ''), state]));
}

describe('The definition', () => {
  const everything: Partial<RunJobProps> = {
    cancelOlderJobs: ['fw-', 'legacy-'], toleratedFailureCount: 1, toleratedFailurePercentage: 5, timeLimit: Duration.days(1), resultName: 'canary',
  };

  test.each<[sfn.QueryLanguage, string | undefined]>([
    [sfn.QueryLanguage.JSON_PATH, 'JSONata'],
    [sfn.QueryLanguage.JSONATA, undefined],
  ])('follows the states language in a %s state machine', (queryLanguage, ofStates) => {
    const states = Object.values(statesOf(everything, queryLanguage));
    expect(new Set(states.map(({ QueryLanguage }) => QueryLanguage))).toEqual(new Set([ofStates]));
  });

  test('follows the states language with two runs and other states', () => {
    const stack = newStack({ env: ENV });
    const gate = sfn.Choice.jsonPath(stack, 'Gate');
    const canary = newRun({ jobIdPrefix: 'canary', resultName: 'canary' }, stack, 'Canary');
    const fleet = newRun({ jobIdPrefix: 'fleet' }, stack, 'Fleet').toSingleState();
    fleet.addCatch(new sfn.Pass(stack, 'Caught'), { errors: ['IotJob.Canceled'], resultPath: '$.failure' });
    const definition = definitionOf(stack, canary.next(gate.when(sfn.Condition.isPresent('$.canary'), fleet).otherwise(new sfn.Succeed(stack, 'Enough'))));
    expect(mistakesOf(definition)).toEqual([]);
  });

  test.each<[string, sfn.QueryLanguage, sfn.SingleStateOptions, sfn.CatchProps, object]>([
    ['a path', sfn.QueryLanguage.JSON_PATH, { outputPath: '$[0]' }, { resultPath: '$.failure' }, { OutputPath: '$[0]' }],
    [
      'an expression', sfn.QueryLanguage.JSONATA, { queryLanguage: sfn.QueryLanguage.JSONATA, outputs: '{% $states.result[0] %}' },
      { outputs: '{% $states.errorOutput %}' }, { Output: '{% $states.result[0] %}' },
    ],
  ])('follows the states language with errors that are caught, and the result taken out by %s', (_, queryLanguage, options, catchProps, output) => {
    const stack = newStack({ env: ENV });
    const failed = new sfn.Pass(stack, 'TellOperators').next(new sfn.Fail(stack, 'ReleaseFailed'));
    const [canary, fleet] = ['Canary', 'Fleet'].map(id => newRun({ jobIdPrefix: id, resultName: 'job' }, stack, id).toSingleState(options).addCatch(failed, catchProps));
    const definition = definitionOf(stack, canary.next(fleet), queryLanguage);
    expect(mistakesOf(definition)).toEqual([]);
    expect(definition.States.Canary).toMatchObject({ Type: 'Parallel', Next: 'Fleet', ...output });
  });

  test.each([[28, undefined], [29, 81]])('is refused with a name of a state that is longer than Step Functions allows, because of a prefix of %d characters: %p', (length, refused) => {
    const stack = newStack({ env: ENV });
    const [id, prefixStates] = ['R'.repeat(24), 'P'.repeat(length)];
    const message = errorOf(() => definitionOf(stack, newRun({}, stack, id).toSingleState({ prefixStates })));
    expect(message?.replace(/^Validation failed with the following errors:\s*/, '')).toBe(refused && `[Fleet/${id}] the name of a state is `
      + `"${prefixStates}${id}: Is it the job of this run?", must have at most 80 characters, has ${refused}: give the construct a shorter id, or the states a shorter prefix`);
  });

  test('repeats transient errors only, and each of them', () => {
    const tasks = Object.values(statesOf({})).filter(({ Type }) => Type === 'Task');
    expect(tasks).toHaveLength(4);
    for (const { Retry } of tasks) {
      expect(Retry).toEqual([expect.objectContaining({ ErrorEquals: expect.arrayContaining(['Iot.ThrottlingException', 'Iot.IotException']) })]);
      expect(JSON.stringify(Retry)).not.toMatch(/InvalidRequest|ResourceAlreadyExists|ResourceNotFound|States\./);
    }
  });
});

describe('The request', () => {
  const requestOf = async (props: Partial<RunJobProps>, input: object = {}) =>
    evaluated(statesOf(props)['Prepare the job'].Output, { input, context: { Execution: { Id: EXECUTION } } }, NOW);

  test('is made once, with the id of the execution', async () => {
    expect(await requestOf({}, { release: '1' })).toEqual({
      input: { release: '1' },
      startedAt: NOW,
      request: {
        JobId: expect.stringMatching(/^fw-[0-9a-f]{32}$/),
        JobTemplateArn: `${IOT}:jobtemplate/reboot`,
        Targets: [`${IOT}:thinggroup/gateways`],
        Description: `Started by ${EXECUTION} at 2026-11-27T12:00:00.000Z`,
      },
    });
  });

  test('takes values from the input of the run', async () => {
    const { request } = await requestOf({ jobIdPrefix: undefined, jobId: '{% $states.input.id %}', targets: undefined, targetsFrom: '{% $states.input.targets %}' }, {
      id: 'release-1', targets: [`${IOT}:thing/press`],
    });
    expect(request).toMatchObject({ JobId: 'release-1', Targets: [`${IOT}:thing/press`] });
  });
});

describe('The input', () => {
  const preparedWith = async (input: unknown, props: Partial<RunJobProps>) =>
    evaluated(statesOf(props)['Prepare the job'].Output, { input, context: { Execution: { Id: EXECUTION } } });

  test.each<[string, unknown]>([['a list', [1]], ['a text', 'release'], ['null', null]])('that is %s fails before the job starts if the result goes into it', async (_, input) => {
    await expect(preparedWith(input, { resultName: 'canary' })).rejects.toMatchObject({ code: 'T0412' });
    expect(await preparedWith(input, {})).toMatchObject({ input });
  });

  test('that is an object stays', async () => {
    expect(await preparedWith({ release: '1' }, { resultName: 'canary' })).toMatchObject({ input: { release: '1' } });
  });

  test.each([[[]], [['a']], [['a', 'b']]])('gives a list of targets, however many there are: %j', async (arns) => {
    const input = { things: arns.map(arn => ({ arn })), arns };
    for (const from of ['$states.input.things.arn', '$states.input.arns', `[${arns.map(arn => `'${arn}'`).join(', ')}]`]) {
      const { request } = await preparedWith(input, { targets: undefined, targetsFrom: `{% ${from} %}` });
      expect(request.Targets).toEqual(arns);
    }
  });
});

describe('The wait', () => {
  const secondsAfter = async (seconds: number, props: Partial<RunJobProps> = {}) =>
    evaluated(statesOf(props)['Wait for the job'].Seconds, { input: { startedAt: NOW } }, NOW + seconds * 1000);

  test.each<[number, number, Partial<RunJobProps>]>([
    [0, 15, {}],
    [150, 15, {}],
    [160, 16, {}],
    [6005, 600, {}],
    [36_000, 3600, {}],
    [360_000, 3600, {}],
    [0, 5, { minPollInterval: Duration.seconds(5) }],
    [36_000, 60, { maxPollInterval: Duration.minutes(1) }],
    [590, 10, { timeLimit: Duration.minutes(10) }],
    [599.5, 1, { timeLimit: Duration.minutes(10) }],
    [601, 1, { timeLimit: Duration.minutes(10) }],
  ])('after %d s is %d s', async (after, seconds, props) => {
    expect(await secondsAfter(after, props)).toBe(seconds);
  });
});

describe('The verdict', () => {
  interface Seen {
    readonly status?: string;
    readonly counts?: { readonly [count: string]: number };
    readonly after?: number;
    readonly reasonCode?: string;
    readonly comment?: string;
  }

  /** The data of a run after it has looked at a job. */
  async function look(props: Partial<RunJobProps>, { status = 'COMPLETED', counts = {}, after = 0, reasonCode, comment }: Seen): Promise<any> {
    const result = {
      Job: {
        JobId: 'fw-1',
        JobArn: `${IOT}:job/fw-1`,
        Status: status,
        JobProcessDetails: Object.fromEntries(Object.entries(counts).map(([count, number]) => [`NumberOf${count}Things`, number])),
        ...reasonCode && { ReasonCode: reasonCode },
        ...comment && { Comment: comment },
      },
    };
    const input = { input: 'kept', startedAt: NOW, request: { JobId: 'fw-1' } };
    return evaluated(statesOf(props)['Look at the job'].Output, { input, result }, NOW + after * 1000);
  }

  const HOUR = { timeLimit: Duration.hours(1) };
  const CONTINUOUS = { ...HOUR, targetSelection: JobTargetSelection.CONTINUOUS };
  const TOO_MANY = 'IotJob.TooManyFailures';
  const open = { status: 'IN_PROGRESS' };

  test.each<[string, Partial<RunJobProps>, Seen, string, string?]>([
    ['a scheduled job', {}, { status: 'SCHEDULED' }, 'WAIT'],
    ['a job in progress', {}, open, 'WAIT'],
    ['a job in progress with a failure', {}, { ...open, counts: { Failed: 1 } }, 'WAIT'],
    ['a completed job', {}, { counts: { Succeeded: 2 } }, 'SUCCEED'],
    ['a completed job without things', {}, {}, 'SUCCEED'],
    ['things that were removed or canceled', {}, { counts: { Removed: 1, Canceled: 1 } }, 'SUCCEED'],
    ['one failure', {}, { counts: { Succeeded: 99, Failed: 1 } }, 'FAIL', TOO_MANY],
    ['one rejection', {}, { counts: { Succeeded: 99, Rejected: 1 } }, 'FAIL', TOO_MANY],
    ['one timeout', {}, { counts: { Succeeded: 99, TimedOut: 1 } }, 'FAIL', TOO_MANY],
    ['the tolerated percentage', { toleratedFailurePercentage: 1 }, { counts: { Succeeded: 99, TimedOut: 1 } }, 'SUCCEED'],
    ['more than the tolerated percentage', { toleratedFailurePercentage: 1 }, { counts: { Succeeded: 98, Failed: 1, TimedOut: 1 } }, 'FAIL', TOO_MANY],
    ['a percentage in progress', { toleratedFailurePercentage: 1 }, { ...open, counts: { Failed: 1 } }, 'WAIT'],
    ['the tolerated count', { toleratedFailureCount: 1 }, { ...open, counts: { Failed: 1 } }, 'WAIT'],
    ['the tolerated count at the end', { toleratedFailureCount: 1 }, { counts: { Failed: 1 } }, 'SUCCEED'],
    ['more than the tolerated count', { toleratedFailureCount: 1 }, { ...open, counts: { Failed: 1, Rejected: 1 } }, 'CANCEL', TOO_MANY],
    ['more than the tolerated count, uncanceled', { toleratedFailureCount: 1, cancelOnFailure: false }, { ...open, counts: { Failed: 2 } }, 'FAIL', TOO_MANY],
    ['more than the tolerated count at the end', { toleratedFailureCount: 1 }, { counts: { Failed: 2 } }, 'FAIL', TOO_MANY],
    ['the count within, the percentage past', { toleratedFailureCount: 9, toleratedFailurePercentage: 1 }, { counts: { Failed: 2 } }, 'FAIL', TOO_MANY],
    ['a canceled job', {}, { status: 'CANCELED', counts: { Canceled: 1 } }, 'FAIL', 'IotJob.Canceled'],
    ['a job that is being deleted', {}, { status: 'DELETION_IN_PROGRESS' }, 'FAIL', 'IotJob.Canceled'],
    ['a job before its limit', HOUR, { ...open, after: 3599 }, 'WAIT'],
    ['a job at its limit', HOUR, { ...open, after: 3600 }, 'CANCEL', 'IotJob.TimeLimitExceeded'],
    ['a job that ended at its limit', HOUR, { after: 3600, counts: { Succeeded: 1 } }, 'SUCCEED'],
    ['a continuous job before its limit', CONTINUOUS, { ...open, after: 3599 }, 'WAIT'],
    ['a continuous job at its limit', CONTINUOUS, { ...open, after: 3600, counts: { Succeeded: 1, Queued: 1 } }, 'SUCCEED'],
    ['a continuous job with a failure', CONTINUOUS, { ...open, after: 3600, counts: { Succeeded: 1, Failed: 1 } }, 'CANCEL', TOO_MANY],
    ['a canceled continuous job at its limit', CONTINUOUS, { status: 'CANCELED', after: 3600 }, 'FAIL', 'IotJob.Canceled'],
  ])('of %s', async (_, props, seen, verdict, error = '') => {
    expect(await look(props, seen)).toMatchObject({ input: 'kept', startedAt: NOW, request: { JobId: 'fw-1' }, verdict, error });
  });

  test('has the reason and the counts', async () => {
    const { cause, job } = await look({}, { status: 'CANCELED', counts: { Succeeded: 1, Canceled: 2 }, reasonCode: 'BAD_IMAGE', comment: 'wrong checksum' });
    expect(cause).toBe('Job fw-1 is CANCELED, reason code BAD_IMAGE, comment: wrong checksum. '
      + 'Things: Succeeded 1, Failed 0, Rejected 0, TimedOut 0, Canceled 2, Removed 0, InProgress 0, Queued 0');
    expect(job).toEqual({ JobId: 'fw-1', JobArn: `${IOT}:job/fw-1`, Status: 'CANCELED', JobProcessDetails: { NumberOfSucceededThings: 1, NumberOfCanceledThings: 2 } });
  });
});

describe('A job with the id', () => {
  const REQUEST = { Description: 'Started by 1', Targets: [`${IOT}:thing/a`, `${IOT}:thing/b`] };
  const isOwn = async (CreatedAt: string | number, other: object = {}) => {
    const Job = { ...REQUEST, CreatedAt, ...other };
    const { isOwn: result } = await evaluated(statesOf({})['Find the job'].Output, { input: { startedAt: NOW, request: REQUEST }, result: { Job } }, NOW);
    return result;
  };

  test.each<[string, boolean, object]>([
    ['has its targets in another order', true, { Targets: [`${IOT}:thing/b`, `${IOT}:thing/a`] }],
    ['has fewer targets', false, { Targets: [`${IOT}:thing/a`] }],
    ['has more targets', false, { Targets: [...REQUEST.Targets, `${IOT}:thing/c`] }],
    ['was started by another execution at the same time', false, { Description: 'Started by 2' }],
    ['has no description', false, { Description: undefined }],
  ])('%s: is its own %p', async (_, expected, other) => {
    expect(await isOwn(NOW / 1000, other)).toBe(expected);
  });

  test.each<[string, boolean, string | number]>([
    ['was created in this run', true, '2026-11-27T12:00:05.123Z'],
    ['was created in this run, by another clock', true, '2026-11-27T11:59:00Z'],
    ['was created before this run', false, '2026-11-27T11:58:59.999Z'],
    ['has a time in seconds, of this run', true, NOW / 1000],
    ['has a time in seconds, of before', false, NOW / 1000 - 61],
  ])('%s: is its own %p', async (_, expected, createdAt) => {
    expect(await isOwn(createdAt)).toBe(expected);
  });

  test('fails the run if it is of another run', async () => {
    const states = statesOf({});
    expect(states['Start the job'].Catch).toEqual([{ ErrorEquals: ['Iot.ResourceAlreadyExistsException'], Output: '{% $states.input %}', Next: 'Run: Find the job' }]);
    expect(states['Is it the job of this run?'].Default).toBe('Run: The id is taken');
    expect(await evaluated(states['The id is taken'], { input: { request: { JobId: 'fw-1' } } })).toMatchObject({
      Error: 'IotJob.IdTaken', Cause: 'Job fw-1 is of another run: each run needs another jobId',
    });
  });
});

describe('Older jobs', () => {
  const states = statesOf({ cancelOlderJobs: ['fw-', 'legacy-'] });
  const OLD = '2026-11-26T12:00:00Z';

  type Pages = { readonly [status: string]: readonly object[][] };
  type Listed = { readonly requests: object[]; readonly jobIds: string[] };

  /** What a run lists, page by page, from an AWS IoT with these pages for each status. */
  async function listed(pages: Pages): Promise<Listed> {
    let run = { startedAt: NOW, request: { JobId: 'fw-new' }, older: { status: 'IN_PROGRESS', jobIds: [] } } as any;
    const requests = [];
    while (run.older.status !== 'LISTED') {
      const request = await evaluated(states['List older jobs'].Arguments, { input: run });
      requests.push(request);
      const index = Number(request.NextToken ?? 0);
      const result = { Jobs: pages[request.Status][index], ...index + 1 < pages[request.Status].length && { NextToken: String(index + 1) } };
      run = await evaluated(states['List older jobs'].Output, { input: run, result });
    }
    return { requests, jobIds: run.older.jobIds };
  }

  test('are those of the prefixes from before this run, on all pages', async () => {
    expect(await listed({
      IN_PROGRESS: [
        [{ JobId: 'fw-1', CreatedAt: OLD }, { JobId: 'fw-new', CreatedAt: OLD }, { JobId: 'other-fw-1', CreatedAt: OLD }],
        [],
        [{ JobId: 'fw-2', CreatedAt: NOW / 1000 - 1 }, { JobId: 'legacy-1', CreatedAt: OLD }, { JobId: 'fw-newer', CreatedAt: '2026-11-27T12:00:01Z' }],
      ],
      SCHEDULED: [[{ JobId: 'fw-3', CreatedAt: OLD }]],
    })).toEqual({
      requests: [
        { Status: 'IN_PROGRESS', MaxResults: 250 },
        { Status: 'IN_PROGRESS', MaxResults: 250, NextToken: '1' },
        { Status: 'IN_PROGRESS', MaxResults: 250, NextToken: '2' },
        { Status: 'SCHEDULED', MaxResults: 250 },
      ],
      jobIds: ['fw-1', 'fw-2', 'legacy-1', 'fw-3'],
    });
  });

  test('may be none', async () => {
    expect((await listed({ IN_PROGRESS: [[]], SCHEDULED: [[]] })).jobIds).toEqual([]);
  });

  test('of no prefix are none', () => {
    expect(Object.keys(statesOf({ cancelOlderJobs: [] }))).toEqual(Object.keys(statesOf({})));
    expect(statesOf({ cancelOlderJobs: [] })['Prepare the job'].Output).not.toHaveProperty('older');
  });

  test('are canceled after the new job has started', () => {
    expect(states['Start the job'].Next).toBe('Run: List older jobs');
    expect(states['Is it the job of this run?'].Choices[0].Next).toBe('Run: List older jobs');
    expect(states['Cancel older jobs'].Next).toBe('Run: Wait for the job');
  });
});

describe('The state machine may', () => {
  const EVERY = { Effect: 'Allow' };
  const create = { ...EVERY, Action: 'iot:CreateJob', Resource: [`${IOT}:jobtemplate/reboot`, `${IOT}:thinggroup/gateways`, `${IOT}:job/fw-*`] };
  const on = (action: string, Resource: string) => ({ ...EVERY, Action: `iot:${action}`, Resource });

  test.each<[string, Partial<RunJobProps>, object[]]>([
    ['start, watch and cancel its jobs', {}, [create, on('DescribeJob', `${IOT}:job/fw-*`), on('CancelJob', `${IOT}:job/fw-*`)]],
    ['start and watch its jobs', { cancelOnFailure: false }, [create, on('DescribeJob', `${IOT}:job/fw-*`)]],
    [
      'start and watch its jobs, whatever is permitted for others', { cancelOnFailure: false, permissions: { jobIds: ['other-*'] } },
      [create, on('DescribeJob', `${IOT}:job/fw-*`)],
    ],
    [
      'cancel older jobs', { cancelOnFailure: false, cancelOlderJobs: ['legacy-'] },
      [create, on('ListJobs', '*'), on('CancelJob', `${IOT}:job/legacy-*`), on('DescribeJob', `${IOT}:job/fw-*`)],
    ],
  ])('%s', (_, props, statements) => {
    const run = newRun(props);
    definitionOf(Stack.of(run), run);
    const granted = deployed(statementsOf(Stack.of(run)));
    expect(granted).toHaveLength(statements.length);
    expect(granted).toEqual(expect.arrayContaining(statements));
  });
});

describe('A stopped execution', () => {
  function stoppable(props: Partial<RunJobProps> = {}) {
    const stack = newStack({ env: ENV });
    const run = newRun(props, stack);
    const machine = new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(run) });
    run.cancelWhenStopped(machine);
    const [definition] = Object.entries(definitionsOf(stack)).filter(([id]) => id.startsWith('RunStopped')).map(([, value]) => value);
    expect(mistakesOf(definition)).toEqual([]);
    return { stack, definition };
  }

  test('starts the canceler', () => {
    const [rule] = Object.values(Template.fromStack(stoppable().stack).findResources('AWS::Events::Rule'));
    expect(deployed(rule.Properties)).toMatchObject({
      EventPattern: {
        'source': ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        'detail': { stateMachineArn: [expect.stringMatching(/^ref-Machine/)], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      Targets: [{ Arn: expect.stringMatching(/^ref-RunStoppedCanceler/), InputTransformer: { InputPathsMap: { 'detail-executionArn': '$.detail.executionArn' } } }],
    });
  });

  test('starts the canceler after a failure only if failures cancel the job', () => {
    const [{ Properties }] = Object.values(Template.fromStack(stoppable({ cancelOnFailure: false }).stack).findResources('AWS::Events::Rule'));
    expect(Properties.EventPattern.detail.status).toEqual(['TIMED_OUT', 'ABORTED']);
  });

  test('has its own job canceled', async () => {
    const { definition } = stoppable();
    const started = await evaluated(statesOf({})['Prepare the job'].Output, { input: {}, context: { Execution: { Id: EXECUTION } } });
    expect(await evaluated(definition.States['Look at the job'].Arguments, { input: { executionArn: EXECUTION } })).toEqual({ JobId: started.request.JobId });
  });

  test('has the job with a given id canceled', () => {
    expect(stoppable({ jobIdPrefix: undefined, jobId: 'once' }).definition.States['Look at the job'].Arguments).toEqual({ JobId: 'once' });
  });

  test('does not have the job of another execution canceled, which has the same given id', async () => {
    const look = stoppable({ jobIdPrefix: undefined, jobId: 'once' }).definition.States['Look at the job'].Output;
    const isOwn = async (Description?: string) => {
      const result = { Job: { JobId: 'once', Status: 'IN_PROGRESS', Description } };
      return (await evaluated(look, { input: { executionArn: EXECUTION }, result })).IsOwn;
    };
    expect(await isOwn(`Started by ${EXECUTION} at 2026-11-27T12:00:00.000Z`)).toBe(true);
    expect(await isOwn('Started by another')).toBe(false);
    expect(await isOwn()).toBe(false);
    expect(stoppable().definition.States['Look at the job'].Output.IsOwn).toBe(true);
    expect(errorOf(() => stoppable({ jobIdPrefix: undefined, jobId: 'once', description: 'Release 1' }))).toContain(
      '[Fleet/Run] description is "Release 1" beside jobId, must be left out for cancelWhenStopped');
  });

  test('needs a state machine, once', () => {
    const stack = newStack({ env: ENV });
    const run = newRun({}, stack);
    expect(errorOf(() => run.cancelWhenStopped(undefined as never)))
      .toBe('[Fleet/Run] stateMachine is missing, must be a state machine: sfn.StateMachine.fromStateMachineArn imports one from an ARN');
    const machine = new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(run) });
    run.cancelWhenStopped(machine);
    expect(errorOf(() => run.cancelWhenStopped(machine)))
      .toBe('[Fleet/Run] cancelWhenStopped has been called before, must be called once: one state machine contains these states');
  });

  test('needs a state machine of the type STANDARD, because others send no events', () => {
    const stack = newStack({ env: ENV });
    const run = newRun({}, stack);
    const machine = new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(run), stateMachineType: sfn.StateMachineType.EXPRESS });
    expect(errorOf(() => run.cancelWhenStopped(machine)))
      .toBe('[Fleet/Run] stateMachine is Fleet/Machine, which is of the type EXPRESS, must be of the type STANDARD: Step Functions sends no events of other executions');
  });

  test('cannot name a job whose id comes from the state', () => {
    expect(errorOf(() => stoppable({ jobIdPrefix: undefined, jobId: '{% $states.input.id %}' })))
      .toBe('[Fleet/Run] jobId is "{% $states.input.id %}", must be known for cancelWhenStopped: leave it out, or use jobIdPrefix');
  });
});

test('The props must be given', () => {
  expect(errorOf(() => new RunJob(newStack(), 'Run', undefined as never))).toBe('[Fleet/Run] props is missing, must be an object: write { jobTemplate, targets }');
});

describe('is refused', () => {
  const CONTINUOUS = JobTargetSelection.CONTINUOUS;

  test.each<[string, Partial<RunJobProps>, string]>([
    ...[undefined, '{% $states.input.end %}'].map(endTime => [
      `continuous without a time limit, with the end ${endTime}`, { targetSelection: CONTINUOUS, schedule: { endTime } },
      'timeLimit is missing, must be given for a continuous job: it never ends by itself',
    ] as [string, Partial<RunJobProps>, string]),
    ['with a negative count', { toleratedFailureCount: -1 }, 'toleratedFailureCount is -1, must be a whole number, 0 or more'],
    ['with a part of a thing', { toleratedFailureCount: 0.5 }, 'toleratedFailureCount is 0.5, must be a whole number, 0 or more'],
    ['with an unknown count', { toleratedFailureCount: unknownNumber(1) }, 'toleratedFailureCount is not known at synthesis, must be: the states contain it'],
    ['above 100 percent', { toleratedFailurePercentage: 101 }, 'toleratedFailurePercentage is 101, must be a number, 0 or more, at most 100'],
    ['with a wrong older prefix', { cancelOlderJobs: ['fw-', 'a b'] }, 'cancelOlderJobs[1] is "a b", must be 1 to 64 letters, digits, _ and -'],
    ['with an empty older prefix', { cancelOlderJobs: [''] }, 'cancelOlderJobs[0] is "", must be 1 to 64 letters, digits, _ and -'],
    ['with a wrong name of the result', { resultName: "a'b" }, 'resultName is "a\'b", must be 1 to 80 letters, digits and _'],
    [
      'with intervals in the wrong order', { minPollInterval: Duration.minutes(2), maxPollInterval: Duration.minutes(1) },
      'minPollInterval is 120 s, must be at most maxPollInterval, 60 s',
    ],
    [
      'with a shortest interval above the default of the longest', { minPollInterval: Duration.hours(2) },
      'minPollInterval is 7200 s, must be at most maxPollInterval, 3600 s',
    ],
    ['with a part of a second', { minPollInterval: Duration.millis(1500) }, 'minPollInterval is 1.5 s, must be a whole number of seconds, at least 1'],
    ['with a longest part of a second', { maxPollInterval: Duration.millis(500) }, 'maxPollInterval is 0.5 s, must be a whole number of seconds, at least 1'],
    ['with a limit of no time', { timeLimit: Duration.seconds(0) }, 'timeLimit is 0 s, must be a whole number of seconds, at least 1'],
    ['with a limit of more than a year', { timeLimit: Duration.days(366) },
      'timeLimit is 31622400 s, must be at most 365 days: Step Functions ends an execution after a year'],
    ['with an unknown limit', { timeLimit: Duration.seconds(Lazy.number({ produce: () => 1 })) }, 'timeLimit is not known at synthesis, must be: the states contain it'],
    ['with one older prefix', { cancelOlderJobs: 'fw-' as never }, 'cancelOlderJobs is "fw-", must be a list: write [\'gateway-update-\'], for example'],
    ...['timeLimit', 'minPollInterval', 'maxPollInterval'].map(prop => [
      `with a number as ${prop}`, { [prop]: 60 }, `${prop} is 60, must be a Duration: write Duration.minutes(30), for example`,
    ] as [string, Partial<RunJobProps>, string]),
    ['with a text as a switch', { cancelOnFailure: 'false' as never }, 'cancelOnFailure is "false", must be true or false'],
    ['with a path', { description: sfn.JsonPath.stringAt('$.a') }, 'description is a JSONPath, must be a JSONata expression, such as {% $states.input.name %}'],
    ['with a path of targets', { targets: undefined, targetsFrom: '$.a' }, 'targetsFrom is "$.a", must be a JSONata expression for a list, such as {% $states.input.targets %}'],
    ['with a list token', { targets: undefined, targetsFrom: sfn.JsonPath.listAt('$.a') as never },
      'targetsFrom is a token, must be a JSONata expression for a list, such as {% $states.input.targets %}'],
    ['without targets', { targets: undefined }, 'targets is missing: give targets, or targetsFrom for a list of the state'],
    ['with a permission that is no list', { permissions: { targets: 'all' as never } }, 'permissions.targets is "all", must be a list'],
    ['with a permission for an impossible id', { permissions: { jobIds: ['a', 'b c'] } }, 'permissions.jobIds[1] is "b c", must be 1 to 64 letters, digits, _ and -, with * for any part'],
  ])('%s', (_, props, message) => {
    expect(errorOf(() => newRun(props))).toBe(`[Fleet/Run] ${message}`);
  });

  test.each<[string, Partial<RunJobProps>]>([
    ['continuous with a time limit', { targetSelection: CONTINUOUS, timeLimit: Duration.days(1) }],
    ['with the bounds', { toleratedFailureCount: 0, toleratedFailurePercentage: 100, minPollInterval: Duration.minutes(1), maxPollInterval: Duration.minutes(1) }],
    ['with a year', { timeLimit: Duration.days(365), maxPollInterval: Duration.hours(4) }],
    ['with a second', { timeLimit: Duration.millis(1000), minPollInterval: Duration.seconds(1), maxPollInterval: Duration.seconds(1) }],
  ])('but not %s', (_, props) => {
    expect(errorOf(() => newRun(props))).toBeUndefined();
  });
});

describe('A run with more looks at the job than an execution has events', () => {
  test.each<[string, Partial<RunJobProps>, string[]]>([
    ['causes a warning', { timeLimit: Duration.seconds(2778), maxPollInterval: Duration.seconds(1), minPollInterval: Duration.seconds(1) }, [
      'maxPollInterval is 1 s, but Step Functions ends an execution after 25,000 events, and each look at the job takes nine, so the run fails after 2777 s: '
      + 'raise maxPollInterval to at least 2 s, or give a shorter timeLimit [ack: cdk-iot-job-template:executionHistoryFull]',
    ]],
    ['causes none with the most looks', { timeLimit: Duration.seconds(2777), maxPollInterval: Duration.seconds(1), minPollInterval: Duration.seconds(1) }, []],
    ['causes a warning with the default interval', { timeLimit: Duration.days(116) }, [expect.stringContaining('maxPollInterval is 3600 s, but')]],
    ['causes a warning without a time limit if it lasts for less than a day', { maxPollInterval: Duration.seconds(31) }, [
      expect.stringContaining('raise maxPollInterval to at least 32 s'),
    ]],
    ['causes none if it lasts for a day', { maxPollInterval: Duration.seconds(32) }, []],
  ])('%s', (_, props, warnings) => {
    const stack = newStack({ env: ENV });
    newRun(props, stack);
    expect(warningsWithIdsOf(stack)).toEqual(warnings);
  });
});

test('A run in a state machine of the type EXPRESS causes a warning', () => {
  const stack = newStack({ env: ENV });
  new sfn.StateMachine(stack, 'Standard', { definitionBody: sfn.DefinitionBody.fromChainable(newRun({}, stack).toSingleState()) });
  expect(warningsWithIdsOf(stack)).toEqual([]);
  const express = newStack({ env: ENV });
  new sfn.StateMachine(express, 'Express', {
    definitionBody: sfn.DefinitionBody.fromChainable(newRun({}, express).toSingleState()), stateMachineType: sfn.StateMachineType.EXPRESS,
  });
  new sfn.StateMachine(express, 'Other', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(express, 'Pass')), stateMachineType: sfn.StateMachineType.EXPRESS });
  expect(warningsWithIdsOf(express)).toEqual([
    'state machine Fleet/Express is of the type EXPRESS, but its executions end after five minutes, and the job goes on: make its type STANDARD '
    + '[ack: cdk-iot-job-template:expressStateMachine]',
  ]);
});

test.each<[number, boolean]>([[0, false], [0.05, true], [0.99, true], [1, false]])('A tolerance of %d percent causes a warning: %p', (toleratedFailurePercentage, expected) => {
  const stack = newStack({ env: ENV });
  newRun({ toleratedFailurePercentage }, stack);
  expect(warningsWithIdsOf(stack)).toEqual(expected ? [
    `toleratedFailurePercentage is ${toleratedFailurePercentage}, but the value is a percentage: write 5 for 5 % [ack: cdk-iot-job-template:thresholdBelowOne]`,
  ] : []);
});

describe('A single state', () => {
  const single = (id: string, options?: sfn.SingleStateOptions, props: Partial<RunJobProps> = {}): any => {
    const stack = newStack({ env: ENV });
    const definition = definitionOf(stack, newRun({ cancelOlderJobs: ['fw-'], ...props }, stack, id).toSingleState(options));
    expect(mistakesOf(definition)).toEqual([]);
    return definition;
  };

  test('names its states once', () => {
    expect(Object.keys(single('Canaries').States.Canaries.Branches[0].States)).toContain('Canaries: Prepare the job');
  });

  test('takes a name and a prefix', () => {
    expect(Object.keys(single('Canaries', { stateId: 'Try', prefixStates: 'A ' }).States.Try.Branches[0].States)).toContain('A Canaries: Prepare the job');
  });

  test.each([52, 53, 200])('fits into the names of states, whatever the id of the construct', length => {
    const id = 'a'.repeat(length);
    const names = Object.keys(single(id, { stateId: 'Try' }).States.Try.Branches[0].States);
    expect(Math.max(...names.map(name => name.length))).toBeLessThanOrEqual(80);
    expect(names.every(name => name.startsWith(`${id}: `))).toBe(length === 52);
  });
});

describe('Two runs of one execution with the same prefix', () => {
  test('start jobs with different ids', async () => {
    const stack = newStack({ env: ENV });
    const { States: states } = definitionOf(stack, newRun({}, stack, 'Canaries').next(newRun({}, stack, 'Fleet')));
    const [one, other] = await Promise.all(['Canaries', 'Fleet'].map(async id => {
      const { request } = await evaluated(states[`${id}: Prepare the job`].Output, { input: {}, context: { Execution: { Id: EXECUTION } } }, NOW);
      return request.JobId;
    }));
    expect([one, other]).toEqual([expect.stringMatching(/^fw-/), expect.stringMatching(/^fw-/)]);
    expect(one).not.toBe(other);
  });
});

test('A run beside a template of another Region causes a warning', () => {
  const stack = newStack({ env: ENV });
  const jobTemplate = JobTemplate.fromJobTemplateArn(stack, 'Other', 'arn:aws:iot:us-east-1:123456789012:jobtemplate/reboot');
  newRun({ jobTemplate }, stack);
  expect(warningsWithIdsOf(stack)).toEqual([expect.stringContaining('jobTemplate is Fleet/Other, which is in us-east-1, but the job is in eu-west-1')]);
});

test('A run with a fixed id and fixed times causes warnings', () => {
  const stack = newStack({ env: ENV });
  newRun({ jobIdPrefix: undefined, jobId: 'release', schedule: { endTime: '2030-01-01T00:00' } }, stack);
  expect(warningsWithIdsOf(stack)).toEqual([expect.stringContaining('jobId is "release", but'), expect.stringContaining('schedule.endTime is "2030-01-01T00:00", but')]);
});
