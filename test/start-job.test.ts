import { Duration, type Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  AwsManagedJobTemplate, JobEndBehavior, JobTarget, JobTargetSelection, JobTemplate, MaintenanceWindow, StartJob, type StartJobJsonataProps,
  type StartJobJsonPathProps,
} from '../src';
import { errorOf, deployed, ENV, newJobTemplate, newStack, statementsOf, unknownText, warningsWithIdsOf } from './support/construct';
import { definitionOf, evaluated } from './support/states';
import { mistakesOf } from './support/states-language';

const IOT = 'arn:aws:iot:eu-west-1:123456789012';
const EXECUTION = 'arn:aws:states:eu-west-1:123456789012:execution:pipeline:1';
const GROUP = JobTarget.thingGroupName('gateways');

const templateIn = (stack: Stack) => JobTemplate.fromJobTemplateId(stack, 'Template', 'reboot');

/** The only state of a machine that starts a job. */
function jsonPath(props: Partial<StartJobJsonPathProps>, stack: Stack = newStack({ env: ENV })): any {
  const start = StartJob.jsonPath(stack, 'Start', { jobTemplate: templateIn(stack), targets: [GROUP], ...props });
  const definition = definitionOf(stack, start);
  expect(mistakesOf(definition)).toEqual([]);
  return definition.States.Start;
}

function jsonata(props: Partial<StartJobJsonataProps>, stack: Stack = newStack({ env: ENV }), queryLanguage?: sfn.QueryLanguage): any {
  const start = StartJob.jsonata(stack, 'Start', { jobTemplate: templateIn(stack), targets: [GROUP], ...props });
  const definition = definitionOf(stack, start, queryLanguage);
  expect(mistakesOf(definition)).toEqual([]);
  return definition.States.Start;
}

describe('A JSONPath state', () => {
  test('starts a job under an id of the execution', () => {
    expect(jsonPath({ jobIdPrefix: 'nightly', resultPath: '$.job' })).toEqual({
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:iot:createJob',
      Parameters: {
        'JobId.$': expect.stringMatching(/^States\.Format\('nightly-\{\}', States\.Hash\(States\.Format\('\{\} [0-9a-f]{8}', \$\$\.Execution\.Id\), 'MD5'\)\)$/),
        'JobTemplateArn': `${IOT}:jobtemplate/reboot`,
        'Targets': [`${IOT}:thinggroup/gateways`],
        'Description.$': "States.Format('Started by {}', $$.Execution.Id)",
      },
      ResultPath: '$.job',
      End: true,
    });
  });

  test('takes everything from the state', () => {
    const at = sfn.JsonPath.stringAt;
    expect(jsonPath({
      jobId: at('$.id'),
      targets: undefined,
      targetsFrom: '$.targets',
      description: at('$.description'),
      schedule: { startTime: at('$.start'), endTime: '2030-01-01T00:00', endBehavior: JobEndBehavior.CANCEL },
      tags: { release: at('$.release') },
      targetSelection: JobTargetSelection.CONTINUOUS,
    }).Parameters).toEqual({
      'JobId.$': '$.id',
      'JobTemplateArn': `${IOT}:jobtemplate/reboot`,
      'Targets.$': '$.targets',
      'Description.$': '$.description',
      'TargetSelection': 'CONTINUOUS',
      'SchedulingConfig': { 'StartTime.$': '$.start', 'EndTime': '2030-01-01T00:00', 'EndBehavior': 'CANCEL' },
      'Tags': [{ 'Key': 'release', 'Value.$': '$.release' }],
    });
  });

  test('takes single targets from the state', () => {
    const targets = [JobTarget.arn(sfn.JsonPath.stringAt('$.thing')), GROUP];
    expect(jsonPath({ targets }).Parameters['Targets.$']).toBe(`States.Array($.thing, '${IOT}:thinggroup/gateways')`);
    expect(jsonPath({ targets }, newStack()).Parameters['Targets.$']).toBe(`States.Array($.thing, '${IOT}:thinggroup/gateways')`);
  });
});

describe('A JSONata state', () => {
  test('starts a job under an id of the execution', async () => {
    const state = jsonata({ jobIdPrefix: 'nightly' });
    expect(state).toMatchObject({ QueryLanguage: 'JSONata', Resource: 'arn:aws:states:::aws-sdk:iot:createJob' });
    const request = await evaluated(state.Arguments, { context: { Execution: { Id: EXECUTION } } });
    expect(request).toEqual({
      JobId: expect.stringMatching(/^nightly-[0-9a-f]{32}$/),
      JobTemplateArn: `${IOT}:jobtemplate/reboot`,
      Targets: [`${IOT}:thinggroup/gateways`],
      Description: `Started by ${EXECUTION}`,
    });
  });

  test('takes everything from the state', async () => {
    const state = jsonata({
      jobId: '{% $states.input.id %}', targets: undefined, targetsFrom: '{% [$states.input.target] %}', tags: { file: '{% $states.input.file %}' },
    });
    const input = { id: 'release-1', target: `${IOT}:thing/press`, file: '/tmp/a' };
    expect(await evaluated(state.Arguments, { input, context: { Execution: { Id: EXECUTION } } })).toMatchObject({
      JobId: 'release-1', Targets: [`${IOT}:thing/press`], Tags: [{ Key: 'file', Value: '/tmp/a' }],
    });
  });

  test('needs no query language of its own in a JSONata state machine', () => {
    expect(jsonata({}, newStack({ env: ENV }), sfn.QueryLanguage.JSONATA)).not.toHaveProperty('QueryLanguage');
  });
});

test('A state without a query language has that of the state machine', () => {
  const stack = newStack({ env: ENV });
  const start = new StartJob(stack, 'Start', { jobTemplate: templateIn(stack), targets: [GROUP] });
  expect(definitionOf(stack, start, sfn.QueryLanguage.JSONATA).States.Start.Arguments.JobId).toContain('$hash($states.context.Execution.Id');
});

test('The generated prefix is readable, unique to the construct, and leaves room for the hash', async () => {
  const stack = newStack({ env: ENV });
  const start = StartJob.jsonata(stack, 'Start the nightly firmware job', { jobTemplate: templateIn(stack), targets: [GROUP] });
  const { Arguments } = Object.values<any>(definitionOf(stack, start).States)[0];
  const { JobId } = await evaluated(Arguments, { context: { Execution: { Id: EXECUTION } } });
  expect(JobId).toMatch(/^Startthenightlyfirmwar-[0-9a-f]{8}-[0-9a-f]{32}$/);
  expect(JobId).toHaveLength(64);
});

describe('The state machine may', () => {
  const grantedBy = (props: Partial<StartJobJsonPathProps>) => {
    const stack = newStack({ env: ENV });
    jsonPath(props, stack);
    return deployed(statementsOf(stack));
  };
  const createJob = (...Resource: string[]) => ({ Effect: 'Allow', Action: 'iot:CreateJob', Resource: [`${IOT}:jobtemplate/reboot`, ...Resource] });
  const ALL = [`${IOT}:thing/*`, `${IOT}:thinggroup/*`];

  test.each<[string, Partial<StartJobJsonPathProps>, object[]]>([
    ['start jobs of the prefix for the targets', { jobIdPrefix: 'nightly' }, [createJob(`${IOT}:thinggroup/gateways`, `${IOT}:job/nightly-*`)]],
    ['start one job', { jobId: 'once' }, [createJob(`${IOT}:thinggroup/gateways`, `${IOT}:job/once`)]],
    ['start any job if the id comes from the state', { jobId: sfn.JsonPath.stringAt('$.id') }, [createJob(`${IOT}:thinggroup/gateways`, `${IOT}:job/*`)]],
    ['start jobs for any target if targets come from the state', { jobId: 'once', targets: undefined, targetsFrom: '$.targets' }, [createJob(...ALL, `${IOT}:job/once`)]],
    ['start jobs for any target if one comes from the state', { jobId: 'once', targets: [GROUP, JobTarget.arn(sfn.JsonPath.stringAt('$.t'))] }, [createJob(...ALL, `${IOT}:job/once`)]],
    [
      'start what is permitted', { jobId: sfn.JsonPath.stringAt('$.id'), permissions: { jobIds: ['a-*'], targets: [`${IOT}:thing/press-*`] } },
      [createJob(`${IOT}:thinggroup/gateways`, `${IOT}:job/a-*`)],
    ],
    [
      'start jobs for permitted targets, besides those that are known',
      { jobId: 'once', targets: [GROUP, JobTarget.arn(sfn.JsonPath.stringAt('$.t'))], permissions: { targets: [`${IOT}:thing/press-*`] } },
      [createJob(`${IOT}:thinggroup/gateways`, `${IOT}:thing/press-*`, `${IOT}:job/once`)],
    ],
    [
      'start jobs for permitted targets', { jobId: 'once', targets: undefined, targetsFrom: '$.targets', permissions: { targets: [`${IOT}:thing/press-*`] } },
      [createJob(`${IOT}:thing/press-*`, `${IOT}:job/once`)],
    ],
    ['always start a known job', { jobId: 'once', permissions: { jobIds: ['a-*'] } }, [createJob(`${IOT}:thinggroup/gateways`, `${IOT}:job/once`)]],
    ['always start jobs of the prefix', { jobIdPrefix: 'nightly', permissions: { jobIds: ['a-*'] } }, [createJob(`${IOT}:thinggroup/gateways`, `${IOT}:job/nightly-*`)]],
    ['tag its jobs', { jobId: 'once', tags: { team: 'fleet' } }, [
      createJob(`${IOT}:thinggroup/gateways`, `${IOT}:job/once`),
      { Effect: 'Allow', Action: 'iot:TagResource', Resource: `${IOT}:job/once` },
    ]],
    ['tag nothing without a tag', { jobId: 'once', tags: {} }, [createJob(`${IOT}:thinggroup/gateways`, `${IOT}:job/once`)]],
  ])('%s', (_, props, statements) => {
    expect(grantedBy(props)).toEqual(statements);
  });
});

describe('is refused', () => {
  test.each<[string, Partial<StartJobJsonPathProps>, string]>([
    ['without targets', { targets: undefined }, 'targets is missing: give targets, or targetsFrom for a list of the state'],
    ['with a path as text', { jobId: '$.id' },
      'jobId is "$.id", which is a text, must be a value of the state: write JsonPath.stringAt(\'$.name\') in a JSONPath state, {% $states.input.name %} in a JSONata state'],
    ['with an empty list of targets', { targets: [] }, 'targets is [], must have at least 1 item'],
    ['with targets twice', { targetsFrom: '$.targets' }, 'targets and targetsFrom exclude each other: leave one of them out'],
    ['with a wrong id', { jobId: 'release 1' }, 'jobId is "release 1", must be made of letters, digits, _ and - only: write release-1, for example'],
    ['with a long id', { jobId: 'a'.repeat(65) }, `jobId is "${'a'.repeat(65)}", must have 1 to 64 characters, has 65`],
    ['with a long prefix', { jobIdPrefix: 'a'.repeat(32) }, `jobIdPrefix is "${'a'.repeat(32)}", must be 1 to 31 letters, digits, _ and -`],
    ['with a prefix from the state', { jobIdPrefix: sfn.JsonPath.stringAt('$.a') }, 'jobIdPrefix is not known at synthesis, must be: the permissions name it'],
    ...[sfn.IntegrationPattern.RUN_JOB, sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN].map(integrationPattern => [
      `with the pattern ${integrationPattern}`, { integrationPattern },
      `integrationPattern is "${integrationPattern}", must be REQUEST_RESPONSE or left out: RunJob waits for the end of the job`,
    ] as [string, Partial<StartJobJsonPathProps>, string]),
    ['with an id and a prefix', { jobId: 'a', jobIdPrefix: 'b' }, 'jobIdPrefix is "b" beside a jobId, must be left out: jobId is the whole id'],
  ])('%s', (_, props, message) => {
    expect(errorOf(() => jsonPath(props))).toBe(`[Fleet/Start] ${message}`);
  });

  test('without the required parameters of an AWS managed template', () => {
    const stack = newStack({ env: ENV });
    const jobTemplate = AwsManagedJobTemplate.fromName(stack, 'Managed', AwsManagedJobTemplate.AWS_RUN_COMMAND, { version: '1.0' });
    expect(errorOf(() => StartJob.jsonPath(stack, 'Start', { jobTemplate, targets: [GROUP] })))
      .toBe('[Fleet/Start] documentParameters.command must be given: the template requires it');
    expect(errorOf(() => StartJob.jsonPath(stack, 'Other', { jobTemplate, targets: [GROUP], documentParameters: { command: 'date' } }))).toBeUndefined();
  });

  test('without what maintenance windows need', () => {
    const stack = newStack({ env: ENV });
    const jobTemplate = newJobTemplate({ maintenanceWindows: [MaintenanceWindow.daily({ hour: 2, duration: Duration.hours(1) })] }, stack);
    expect(errorOf(() => jsonPath({ jobTemplate }, stack))).toMatch(/targetSelection is missing, must be CONTINUOUS: .*; schedule.startTime must be given: /);
    const schedule = { startTime: '{% $states.input.start %}' };
    expect(errorOf(() => StartJob.jsonata(stack, 'Other', { jobTemplate, targets: [GROUP], targetSelection: JobTargetSelection.CONTINUOUS, schedule }))).toBeUndefined();
  });

  test('with parameters that the template does not have', () => {
    expect(errorOf(() => jsonPath({ documentParameters: { a: 'b' } }))).toContain('documentParameters is given, must be left out');
  });

  test('with a time of another form', () => {
    expect(errorOf(() => jsonPath({ schedule: { startTime: '2030-01-01' } }))).toContain('schedule.startTime is "2030-01-01", must be a time in UTC');
  });

  test('without props', () => {
    expect(errorOf(() => new StartJob(newStack(), 'Start', undefined as never))).toBe('[Fleet/Start] props is missing, must be an object: write { jobTemplate, targets }');
  });

  test('but not with the pattern REQUEST_RESPONSE', () => {
    expect(errorOf(() => jsonPath({ integrationPattern: sfn.IntegrationPattern.REQUEST_RESPONSE }))).toBeUndefined();
  });

  test.each([['jobId', 'a'.repeat(64)], ['jobIdPrefix', 'a'.repeat(31)]])('but not with the longest %s', (prop, value) => {
    expect(errorOf(() => jsonPath({ [prop]: value }))).toBeUndefined();
  });
});

describe('A value of the other query language is refused', () => {
  const PATH = sfn.JsonPath.stringAt('$.a');
  const EXPRESSION = '{% $states.input.a %}';
  const isPath = 'is a JSONPath, must be a JSONata expression, such as {% $states.input.name %}';
  const isExpression = "is a JSONata expression, must be a path, such as JsonPath.stringAt('$.name')";
  const PATH_OF_LIST = 'must be a text with the path of a list, such as $.targets';
  const EXPRESSION_OF_LIST = 'must be a JSONata expression for a list, such as {% $states.input.targets %}';

  test.each<[string, (value: string) => Partial<StartJobJsonPathProps>]>([
    ['jobId', jobId => ({ jobId })],
    ['description', description => ({ description })],
    ['schedule.startTime', startTime => ({ schedule: { startTime } })],
    ['tags["team"]', team => ({ tags: { team } })],
  ])('%s', (label, propsOf) => {
    expect(errorOf(() => jsonata(propsOf(PATH) as never))).toBe(`[Fleet/Start] ${label} ${isPath}`);
    expect(errorOf(() => jsonPath(propsOf(EXPRESSION)))).toBe(`[Fleet/Start] ${label} ${isExpression}`);
  });

  test('documentParameters', () => {
    const startFrom = (command: string) => {
      const stack = newStack({ env: ENV });
      const jobTemplate = AwsManagedJobTemplate.fromName(stack, 'Managed', AwsManagedJobTemplate.AWS_RUN_COMMAND, { version: '1.0' });
      return StartJob.jsonPath(stack, 'Start', { jobTemplate, targets: [GROUP], documentParameters: { command } });
    };
    expect(errorOf(() => startFrom(EXPRESSION))).toBe(`[Fleet/Start] documentParameters.command ${isExpression}`);
    expect(errorOf(() => startFrom(PATH))).toBeUndefined();
  });

  test('targets', () => {
    expect(errorOf(() => jsonata({ targets: [GROUP, JobTarget.arn(PATH)] }))).toBe(`[Fleet/Start] targets[1] ${isPath}`);
  });

  test.each<[unknown, string]>([
    ['$.a', `targetsFrom is "$.a", ${EXPRESSION_OF_LIST}`],
    [sfn.JsonPath.listAt('$.a'), `targetsFrom is a token, ${EXPRESSION_OF_LIST}`],
    [PATH, `targetsFrom is a token, ${EXPRESSION_OF_LIST}`],
    [['$.a'], `targetsFrom is ["$.a"], ${EXPRESSION_OF_LIST}`],
  ])('targetsFrom in a JSONata state: %j', (targetsFrom, message) => {
    expect(errorOf(() => jsonata({ targets: undefined, targetsFrom: targetsFrom as string }))).toBe(`[Fleet/Start] ${message}`);
  });

  test.each<[unknown, string]>([
    [EXPRESSION, `targetsFrom is "${EXPRESSION}", ${PATH_OF_LIST}`],
    ['targets', `targetsFrom is "targets", ${PATH_OF_LIST}`],
    [sfn.JsonPath.listAt('$.a'), `targetsFrom is a token, ${PATH_OF_LIST}`],
  ])('targetsFrom in a JSONPath state: %j', (targetsFrom, message) => {
    expect(errorOf(() => jsonPath({ targets: undefined, targetsFrom: targetsFrom as string }))).toBe(`[Fleet/Start] ${message}`);
  });

  test.each<[string, string]>([['$.a', '$.a'], [PATH, '$.a'], ['$$.Execution.Input.a', '$$.Execution.Input.a']])('but not the path %s', (targetsFrom, path) => {
    expect(jsonPath({ targets: undefined, targetsFrom }).Parameters['Targets.$']).toBe(path);
  });

  test.each(['Job {% $states.input.a %}', ' {% $states.input.a %}', '{% $states.input.a', '{% a %}{% b %}'])('with an expression that has text around it: %s', description => {
    expect(errorOf(() => jsonata({ description }))).toBe(`[Fleet/Start] description is "${description}", must have {% at its beginning and %} at its end, once each: `
      + 'Step Functions refuses another place');
    expect(errorOf(() => jsonPath({ description: description.replace('{% a %}{% b %}', 'a %}') }))).toBeUndefined();
  });

  test('when the query language is that of the state machine', () => {
    const startIn = (description: string, queryLanguage?: sfn.QueryLanguage) => {
      const stack = newStack({ env: ENV });
      return definitionOf(stack, new StartJob(stack, 'Start', { jobTemplate: templateIn(stack), targets: [GROUP], description }), queryLanguage);
    };
    expect(errorOf(() => startIn(PATH, sfn.QueryLanguage.JSONATA))).toBe(`[Fleet/Start] description ${isPath}`);
    expect(errorOf(() => startIn(EXPRESSION))).toBe(`[Fleet/Start] description ${isExpression}`);
    expect(errorOf(() => startIn(EXPRESSION, sfn.QueryLanguage.JSONATA))).toBeUndefined();
  });
});

describe('A likely mistake causes a warning:', () => {
  const PATH = sfn.JsonPath.stringAt('$.a');
  const EXPRESSION = '{% $states.input.a %}';

  const managed = (stack: Stack, version?: string) => AwsManagedJobTemplate.fromName(stack, 'Managed', AwsManagedJobTemplate.AWS_INSTALL_APPLICATION, { version });

  function warningsFor(props: Partial<StartJobJsonPathProps>, stack: Stack = newStack({ env: ENV })): string[] {
    jsonPath(props, stack);
    return warningsWithIdsOf(stack);
  }

  const asText = (label: string, text: string) => `${label} is "${text}", but the job gets this text, and no value of the state: write JsonPath.stringAt('$.name') in a JSONPath state, `
    + '{% $states.input.name %} in a JSONata state [ack: cdk-iot-job-template:pathAsText]';
  const fixedTime = (prop: string, id: string) => `schedule.${prop} is "2030-01-01T00:00", but the time is fixed, and AWS IoT refuses a new job with a time in the past: `
    + 'from that time on, no job starts. Compute the time in a state machine, by a JSONata expression. If no job is started after that time, acknowledge this warning '
    + `[ack: cdk-iot-job-template:${id}]`;

  test.each<[string, Partial<StartJobJsonPathProps>, string[]]>([
    ['a fixed id', { jobId: 'release' }, [
      'jobId is "release", but the id is fixed, and AWS IoT takes each id once: only the first execution can start a job. Use jobIdPrefix, or take the id from the '
      + 'state. If every deployment brings another id for one execution, acknowledge this warning [ack: cdk-iot-job-template:fixedJobId]',
    ]],
    ['no id from the state', { jobId: PATH }, []],
    ['no id that is a token', { jobId: unknownText('release') }, []],
    ['a fixed start', { schedule: { startTime: '2030-01-01T00:00' } }, [fixedTime('startTime', 'fixedStartTime')]],
    ['a fixed end', { schedule: { endTime: '2030-01-01T00:00' } }, [fixedTime('endTime', 'fixedEndTime')]],
    ['no times from the state', { schedule: { startTime: PATH, endTime: PATH } }, []],
    ['an end behavior without an end', { schedule: { endBehavior: JobEndBehavior.CANCEL } }, [expect.stringContaining('endBehaviorWithoutEnd')]],
    ['a path as the description', { description: '$.reason' }, [asText('description', '$.reason')]],
    ['a path of the context as a tag', { tags: { execution: '$$.Execution.Id' } }, [asText('tags["execution"]', '$$.Execution.Id')]],
    ['a variable of JSONata without braces', { description: '$states.input.reason' }, [asText('description', '$states.input.reason')]],
    ['an expression inside of a text', { description: 'Release {% $states.input.release %}' }, [asText('description', 'Release {% $states.input.release %}')]],
    ['no path in a text', { description: 'costs $.50' }, []],
    ['no text with a dollar', { description: '$5' }, []],
  ])('%s', (_, props, warnings) => {
    expect(warningsFor(props)).toEqual(warnings);
  });

  const ELSEWHERE = 'jobTemplate is Fleet/Other, which is in us-east-1, but the job is in eu-west-1, and AWS IoT knows the templates of a Region only there: '
    + 'declare or import a template of eu-west-1 [ack: cdk-iot-job-template:templateElsewhere]';

  test.each<[string, Partial<StartJobJsonPathProps>, string[]]>([
    ['a template of another Region', {}, [ELSEWHERE]],
    ['not for the account of another role', { credentials: { role: sfn.TaskRole.fromRoleArnJsonPath('$.role') } }, []],
  ])('%s', (_, props, warnings) => {
    const stack = newStack({ env: ENV });
    const jobTemplate = JobTemplate.fromJobTemplateArn(stack, 'Other', 'arn:aws:iot:us-east-1:123456789012:jobtemplate/reboot');
    expect(warningsFor({ jobTemplate, targets: [JobTarget.arn('arn:aws:iot:us-east-1:123456789012:thing/press')], ...props }, stack)).toEqual(warnings);
  });

  test('not an expression', () => {
    const stack = newStack({ env: ENV });
    jsonata({ jobId: EXPRESSION, description: EXPRESSION, schedule: { startTime: EXPRESSION, endTime: EXPRESSION } }, stack);
    expect(warningsWithIdsOf(stack)).toEqual([]);
  });

  test.each([undefined, '1.0'])('a parameter that an AWS managed template of version %s does not have', version => {
    const stack = newStack({ env: ENV });
    expect(warningsFor({ jobTemplate: managed(stack, version), documentParameters: { packages: 'app', package: 'app' } }, stack)).toEqual([
      'documentParameters.package is given, but AWS documents no such parameter of the template, only packages, runAsUser, pathToHandler: correct the name, or leave it out '
      + '[ack: cdk-iot-job-template:unknownDocumentParameter]',
    ]);
  });

  test('a path as a parameter', () => {
    const stack = newStack({ env: ENV });
    expect(warningsFor({ jobTemplate: managed(stack, '1.0'), documentParameters: { packages: '$.packages' } }, stack)).toEqual([asText('documentParameters.packages', '$.packages')]);
  });

  test('not a parameter of a version whose parameters are not known', () => {
    const stack = newStack({ env: ENV });
    expect(warningsFor({ jobTemplate: managed(stack, '2.0'), documentParameters: { package: 'app' } }, stack)).toEqual([]);
  });
});
