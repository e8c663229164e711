import { Aws, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, JobStep, type JobStepOptions, PackageVersion, type RunHandlerOptions, S3PresignedUrl } from '../src';
import { allowing, deployed, ENV, errorOf, newJobTemplate, newStack, propertiesOf, refusalOf, rendered, statementsOf, warningsOf } from './support/construct';
import { commandOf } from './support/device-client';
import { documentOfSteps, stepsProblems } from '../src/private/job-steps';

/** The document of a template, as devices get it. */
const deliver = (document: JobDocument, stack = newStack({ env: ENV })): any => {
  newJobTemplate({ document }, stack);
  return JSON.parse(deployed(propertiesOf(stack).Document));
};
const documentOf = (...steps: JobStep[]): any => deliver(JobDocument.fromSteps(steps));
type Steps = Parameters<typeof JobDocument.fromSteps>;
const refusalOfSteps = (...[steps, options]: Steps) => refusalOf({ document: JobDocument.fromSteps(steps, options) });
const warningsOfSteps = (...[steps, options]: Steps) => {
  const stack = newStack({ env: ENV });
  newJobTemplate({ document: JobDocument.fromSteps(steps, options) }, stack);
  return warningsOf(stack);
};

const ROOT = { runAsUser: 'root' };
const REBOOT = JobStep.runHandler('Reboot', { handler: 'reboot.sh' });
const handler = (options: Partial<RunHandlerOptions>) => JobStep.runHandler('Reboot', { handler: 'reboot.sh', ...options });
const command = (...words: any[]) => JobStep.runCommand('Run', words);
const action = (name: string, type: string, input: object, more: object = {}) => ({ action: { name, type, input, ...more } });

describe('The sample documents of AWS IoT Device Client', () => {
  const packages = { args: ['lftp', 'dos2unix'], path: 'default' };
  const file = ['https://github.com/awslabs/aws-iot-device-client/archive/refs/tags/v1.3.tar.gz', '/tmp/Downloaded_File.tar.gz'];
  const wget = { args: ['wget'], path: 'default' };

  test.each<[string, JobStep, object]>([
    ['download-file.json',
      JobStep.runHandler('Download File', { handler: 'download-file.sh', args: file, path: 'default', ...ROOT }),
      action('Download File', 'runHandler', { handler: 'download-file.sh', args: file, path: 'default' }, ROOT)],
    ['echo.json',
      JobStep.runHandler('Echo Messages', { handler: 'echo', args: ['Hello IoT World!'] }),
      action('Echo Messages', 'runHandler', { handler: 'echo', args: ['Hello IoT World!'] })],
    ['install-packages.json',
      JobStep.runHandler('Install Packages', { handler: 'install-packages.sh', ...packages, ...ROOT }),
      action('Install Packages', 'runHandler', { handler: 'install-packages.sh', ...packages }, ROOT)],
    ['reboot.json',
      JobStep.runHandler('Reboot Device', { handler: 'reboot.sh', ...ROOT }),
      action('Reboot Device', 'runHandler', { handler: 'reboot.sh' }, ROOT)],
    ['remove-packages.json',
      JobStep.runHandler('Remove Packages', { handler: 'remove-packages.sh', ...packages, ...ROOT }),
      action('Remove Packages', 'runHandler', { handler: 'remove-packages.sh', ...packages }, ROOT)],
    ['run-shellcommand.json',
      JobStep.runCommand('Create New Directory', ['mkdir', 'newDir'], ROOT),
      action('Create New Directory', 'runCommand', { command: 'mkdir,newDir' }, ROOT)],
    ['win32/health-check.json',
      JobStep.runHandler('Health Check', { handler: 'health-check.ps1', args: [], path: 'default', ...ROOT }),
      action('Health Check', 'runHandler', { handler: 'health-check.ps1', args: [], path: 'default' }, ROOT)],
  ])('%s can be written', (_, step, expected) => {
    expect(documentOf(step)).toEqual({ version: '1.0', steps: [expected] });
  });

  test('of its guide, with a final step, can be written', () => {
    const document = JobDocument.fromSteps([
      JobStep.runHandler('Install-Packages', { handler: 'install-packages.sh', ...wget, ...ROOT }),
      JobStep.runHandler('Download-File', { handler: 'download-file.sh', args: file, path: 'default', ...ROOT }),
    ], { finalStep: JobStep.runHandler('Remove-Packages', { handler: 'remove-packages.sh', ...wget, ...ROOT }) });
    expect(deliver(document)).toEqual({
      version: '1.0',
      steps: [
        action('Install-Packages', 'runHandler', { handler: 'install-packages.sh', ...wget }, ROOT),
        action('Download-File', 'runHandler', { handler: 'download-file.sh', args: file, path: 'default' }, ROOT),
      ],
      finalStep: action('Remove-Packages', 'runHandler', { handler: 'remove-packages.sh', ...wget }, ROOT),
    });
  });

  test('of its tests, with every member, can be written', () => {
    const every: JobStepOptions = { runAsUser: 'user1', allowStdErr: 8, ignoreStepFailure: true };
    const validate = JobStep.runHandler('validate', { handler: 'validate-app-status.sh', args: ['applicationName', 'active'], path: '/opt/handlers', ...every });
    const document = JobDocument.fromSteps([validate, JobStep.runCommand('displayDirectory', ['ls', '/tmp'], every)], {
      finalStep: validate,
      includeStdOut: true,
      conditions: [{ key: 'operatingSystem', value: ['ubuntu', 'redhat'], type: 'stringEqual' }, { key: 'OS', value: ['16.0'] }],
    });
    const common = { runAsUser: 'user1', allowStdErr: 8, ignoreStepFailure: 'true' };
    const validated = action('validate', 'runHandler', { handler: 'validate-app-status.sh', args: ['applicationName', 'active'], path: '/opt/handlers' }, common);
    expect(deliver(document)).toEqual({
      version: '1.0',
      includeStdOut: 'true',
      conditions: [{ key: 'operatingSystem', value: ['ubuntu', 'redhat'], type: 'stringEqual' }, { key: 'OS', value: ['16.0'] }],
      steps: [validated, action('displayDirectory', 'runCommand', { command: 'ls,/tmp' }, common)],
      finalStep: validated,
    });
  });
});

describe('The document of the AWS managed template AWS-Run-Command', () => {
  test('can be written with a parameter as the whole command', () => {
    const step = JobStep.runCommand('Run-Command', ['${aws:iot:parameter:command}'], { runAsUser: '${aws:iot:parameter:runAsUser}' });
    expect(documentOf(step).steps[0]).toEqual(
      action('Run-Command', 'runCommand', { command: '${aws:iot:parameter:command}' }, { runAsUser: '${aws:iot:parameter:runAsUser}' }));
  });
});

describe('A document of steps', () => {
  test('is rendered with sorted keys, as one from an object', () => {
    const fromObject = JobDocument.fromObject({ version: '1.0', steps: [action('Reboot', 'runHandler', { handler: 'reboot.sh' })] });
    expect(rendered({ document: JobDocument.fromSteps([REBOOT]) })).toEqual(rendered({ document: fromObject }));
  });

  test('warns of nothing if no option is set', () => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document: JobDocument.fromSteps([REBOOT, command('ls')], { finalStep: REBOOT }) }, stack);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test.each([[true, 'true'], [false, 'false']])('writes the switches %s as text, because the client ignores other values', (isOn, text) => {
    const document = deliver(JobDocument.fromSteps([handler({ ignoreStepFailure: isOn })], { includeStdOut: isOn }));
    expect(document.includeStdOut).toBe(text);
    expect(document.steps[0].action.ignoreStepFailure).toBe(text);
  });

  test('has the limits of every document', () => {
    expect(refusalOfSteps([handler({ args: ['x'.repeat(32_768)] })])).toMatch(/document has \d+ bytes, must have at most 32768 bytes/);
    expect(refusalOfSteps([handler({ args: ['${aws:iot:s3-presigned-url-v2:https://s3.amazonaws.com/b/k'] })])).toContain('document has "${aws:iot:s3-presigned-url-v2');
  });

  test('may replace the document of a job', () => {
    const jobArn = 'arn:aws:iot:eu-west-1:123456789012:job/pilot';
    const properties = rendered({ document: JobDocument.fromJobArn(jobArn, { document: JobDocument.fromSteps([REBOOT]) }) });
    expect(properties).toMatchObject({ JobArn: jobArn, Document: expect.stringContaining('reboot.sh') });
  });

  test('of another copy of the package is recognized', () => {
    let other: typeof JobStep | undefined;
    jest.isolateModules(() => { other = jest.requireActual('../src').JobStep; });
    expect(documentOf(other!.runHandler('Reboot', { handler: 'reboot.sh' }))).toEqual(documentOf(REBOOT));
  });
});

describe('A presigned URL in a step', () => {
  const DOWNLOAD = '${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/firmware/gateway/a%2Cb.bin}';
  const url = (stack: Stack) => S3PresignedUrl.forDownload(s3.Bucket.fromBucketName(stack, 'Firmware', 'firmware'), 'gateway/a,b.bin', { objectPattern: 'gateway/*' });

  test.each<[string, (url: S3PresignedUrl) => JobStep, object]>([
    ['an argument', image => handler({ args: [image, '/tmp/image'] }), { handler: 'reboot.sh', args: [DOWNLOAD, '/tmp/image'] }],
    ['a part of an argument', image => handler({ args: [`--url=${image}`] }), { handler: 'reboot.sh', args: [`--url=${DOWNLOAD}`] }],
    ['a word of a command', image => command('curl', '--output', '/tmp/image', image), { command: `curl,--output,/tmp/image,${DOWNLOAD}` }],
    ['a part of a word', image => command('echo', `a,b ${image}`), { command: `echo,a\\,b ${DOWNLOAD}` }],
  ])('may be %s, and the role may read its object', (_, stepWith, input) => {
    const stack = newStack({ env: ENV });
    expect(deliver(JobDocument.fromSteps([stepWith(url(stack))]), stack).steps[0].action.input).toEqual(input);
    expect(propertiesOf(stack).PresignedUrlConfig.RoleArn).toBeDefined();
    expect(deployed(allowing(statementsOf(stack), 's3:GetObject'))).toEqual([expect.objectContaining({ Resource: 'arn:aws:s3:::firmware/gateway/*' })]);
  });

  test('may be in the final step', () => {
    const stack = newStack({ env: ENV });
    const document = deliver(JobDocument.fromSteps([REBOOT], { finalStep: handler({ args: [url(stack)] }) }), stack);
    expect(document.finalStep.action.input.args).toEqual([DOWNLOAD]);
    expect(allowing(statementsOf(stack), 's3:GetObject')).toHaveLength(1);
  });

  test('may be of the artifact of a package version', () => {
    const version = PackageVersion.fromNames('app', '2.4.0');
    const stack = newStack({ env: ENV });
    const role = newJobTemplate({ document: JobDocument.fromObject({ url: url(stack) }) }, stack).presignedUrlRole;
    const other = new Stack(stack.node.root, 'Other', { env: ENV });
    newJobTemplate({ document: JobDocument.fromSteps([handler({ args: [version.artifactUrl()] })]), presignedUrlRole: role }, other);
    expect(JSON.parse(propertiesOf(other).Document).steps[0].action.input.args).toEqual(['${aws:iot:package:app:version:2.4.0:artifact-location:s3-presigned-url}']);
  });
});

describe('Tokens in steps', () => {
  test('stay', () => {
    const document = documentOf(
      JobStep.runHandler(`Tell ${Aws.REGION}`, {
        handler: Lazy.string({ produce: () => 'tell.sh' }), args: [`in ${Aws.REGION}`, Lazy.any({ produce: () => 'lazily' })], allowStdErr: Token.asNumber(Lazy.number({ produce: () => 2 })),
      }),
      command('echo', `a,${Aws.REGION},b`),
    );
    expect(document.steps).toEqual([
      action('Tell eu-west-1', 'runHandler', { handler: 'tell.sh', args: ['in eu-west-1', 'lazily'] }, { allowStdErr: 2 }),
      action('Run', 'runCommand', { command: 'echo,a\\,eu-west-1\\,b' }),
    ]);
  });

  test('may be whole lists', () => {
    const list = Fn.split(' ', Fn.importValue('Words'));
    const stack = newStack({ env: ENV });
    newJobTemplate({ document: JobDocument.fromSteps([handler({ args: list }), JobStep.runCommand('Run', list)]) }, stack);
    expect(JSON.stringify(propertiesOf(stack).Document)).toContain('{"Fn::Join":[",",{"Fn::Split":[" ",{"Fn::ImportValue":"Words"}]}]}');
  });

  test('may be words that nobody can check', () => {
    expect(documentOf(command(`${Aws.REGION} `, `${Aws.ACCOUNT_ID}\\`, 'x')).steps[0].action.input.command).toBe('eu-west-1 ,123456789012\\,x');
  });
});

describe('A command', () => {
  const [WORDS] = [['', 'a', ',', '\\', ' ', '\n']].map(letters => [
    ...letters, ...letters.flatMap(one => letters.map(two => one + two)), 'a\\,', ',,a', '\\\\', 'Hello, I am here.',
  ]);

  test('is refused if the client would run another one, and is accepted if not', () => {
    expect(WORDS.length).toBeGreaterThan(40);
    for (const words of WORDS.flatMap(one => WORDS.flatMap(two => [['run', one, two], [one, two]]))) {
      const document = { steps: [command(...words)] };
      const written = (documentOfSteps(document) as any).steps[0].action.input.command;
      const isRead = JSON.stringify(commandOf(written)) === JSON.stringify(words);
      expect([words, stepsProblems(document).length === 0]).toEqual([words, isRead]);
    }
  });

  test.each<[string, any[], string]>([
    ['no words', [], 'steps[0].command is [], must have at least 1 word'],
    ['an empty word', ['ls', ''], 'steps[0].command[1] is "", must have at least 1 character: the device client leaves an empty word out'],
    ['a program and its arguments in one word', ['ls /tmp'],
      'steps[0].command[0] is "ls /tmp", must have no white space: write each argument as a word of its own, as in [\'ls\', \'/tmp\']'],
    ['white space after a word', ['echo', 'a '],
      'steps[0].command[1] is "a ", must have no white space around it: the device client removes it, so use JobStep.runHandler, whose arguments stay as they are'],
    ['a backslash at the end of a word', ['echo', 'a\\', 'b'],
      'steps[0].command[1] is "a\\\\", must not end with a backslash: the device client would join it with the next word, so use JobStep.runHandler, '
      + 'whose arguments stay as they are'],
    ['a word that is no text', ['sleep', 5], 'steps[0].command[1] is 5, must be a string'],
  ])('is refused with %s', (_, words, problem) => {
    expect(refusalOfSteps([command(...words)])).toBe(`[Fleet/Reboot] ${problem}`);
  });

  test.each([[['ls']], [['echo', 'a b']], [['echo', 'a\\']], [['echo', ',']]])('may be %j', (words) => {
    expect(commandOf(documentOf(command(...words)).steps[0].action.input.command)).toEqual(words);
  });
});

describe('Steps are refused with', () => {
  test.each<[string, () => JobStep, string]>([
    ['an empty name', () => JobStep.runHandler('', { handler: 'a' }), 'steps[0].name is "", must have at least 1 character, has 0'],
    ['no name', () => JobStep.runHandler(undefined as never, { handler: 'a' }), 'steps[0].name must be given'],
    ['an empty handler', () => handler({ handler: '' }), 'steps[0].handler is "", must have at least 1 character, has 0'],
    ['no handler', () => handler({ handler: undefined }), 'steps[0].handler must be given'],
    ['an argument that is no text', () => handler({ args: ['a', 5 as never] }), 'steps[0].args[1] is 5, must be a string'],
    ['arguments in one text', () => handler({ args: 'a b' as never }), 'steps[0].args is "a b", must be a list'],
    ['a command in one text', () => JobStep.runCommand('Run', 'ls,/tmp' as never), 'steps[0].command is "ls,/tmp", must be a list'],
    ['no command', () => JobStep.runCommand('Run', undefined as never), 'steps[0].command must be given'],
    ['a negative number of lines', () => handler({ allowStdErr: -1 }), 'steps[0].allowStdErr is -1, must be a whole number, 0 to 2147483647, the largest 32-bit integer'],
    ['a broken number of lines', () => handler({ allowStdErr: 0.5 }), 'steps[0].allowStdErr is 0.5, must be a whole number, 0 to 2147483647, the largest 32-bit integer'],
    ['more lines than the client can count', () => handler({ allowStdErr: 2 ** 31 }),
      'steps[0].allowStdErr is 2147483648, must be a whole number, 0 to 2147483647, the largest 32-bit integer'],
    ['a path that is no text', () => handler({ path: 5 as never }), 'steps[0].path is 5, must be a string'],
    ['a user that is no text', () => handler({ runAsUser: 0 as never }), 'steps[0].runAsUser is 0, must be a string'],
    ['a switch that is a text', () => handler({ ignoreStepFailure: 'true' as never }), 'steps[0].ignoreStepFailure is "true", must be true or false'],
  ])('%s', (_, step, problem) => {
    expect(refusalOfSteps([step()])).toBe(`[Fleet/Reboot] ${problem}`);
  });

  test.each([0, 1, 2 ** 31 - 1])('%d lines are accepted', (allowStdErr) => {
    expect(refusalOfSteps([handler({ allowStdErr })])).toBeUndefined();
  });

  test('all problems in one message, each with its place', () => {
    expect(refusalOfSteps([REBOOT, command()], { finalStep: handler({ handler: '' }), conditions: [{ key: '', value: [] }] })).toBe(
      '[Fleet/Reboot] steps[1].command is [], must have at least 1 word; finalStep.handler is "", must have at least 1 character, has 0; '
      + 'conditions[0].key is "", must have at least 1 character, has 0; conditions[0].value is [], must have at least 1 value');
  });

  test.each<[string, any, any, string]>([
    ['no step', [], {}, 'steps is [], must have at least 1 step'],
    ['no list', undefined, {},
      "steps is missing, must be a list, of which each item is a JobStep: write JobStep.runHandler('Reboot', { handler: 'reboot.sh' }), for example"],
    ['another kind of step', [{ action: {} }], {},
      'steps[0] is {"action":{}}, must be a JobStep: write JobStep.runHandler(\'Reboot\', { handler: \'reboot.sh\' }), for example'],
    ['another kind of final step', [REBOOT], { finalStep: 'reboot' },
      'finalStep is "reboot", must be a JobStep: write JobStep.runHandler(\'Reboot\', { handler: \'reboot.sh\' }), for example'],
    ['another switch', [REBOOT], { includeStdOut: 'true' }, 'includeStdOut is "true", must be true or false'],
    ['a condition that is no object', [REBOOT], { conditions: ['linux'] }, 'conditions[0] is "linux", must be a JobCondition: write { key, value }'],
    ['a condition without values', [REBOOT], { conditions: [{ key: 'os' }] }, 'conditions[0].value must be given'],
    ['a type of condition that is no text', [REBOOT], { conditions: [{ key: 'os', value: ['linux'], type: 1 }] }, 'conditions[0].type is 1, must be a string'],
    ['a condition with one text', [REBOOT], { conditions: [{ key: 'os', value: 'linux' }] }, 'conditions[0].value is "linux", must be a list'],
  ])('%s', (_, steps, options, problem) => {
    expect(refusalOfSteps(steps, options)).toBe(`[Fleet/Reboot] ${problem}`);
  });

  test('no options of a handler', () => {
    expect(errorOf(() => JobStep.runHandler('Reboot', undefined as never))).toBe('[JobStep.runHandler] options is missing, must be an object: write { handler }');
  });
});

describe('A setting that the client does not apply causes a warning', () => {
  test('conditions, because every device runs the steps', () => {
    expect(warningsOfSteps([REBOOT], { conditions: [{ key: 'os', value: ['linux'] }] })).toEqual([
      'conditions is given, but AWS IoT Device Client does not evaluate conditions, so every device runs the steps: leave them out and choose the targets of the job '
      + 'instead. If your device software evaluates conditions, acknowledge this warning',
    ]);
    expect(warningsOfSteps([REBOOT], { conditions: [] })).toEqual([]);
  });

  test('allowStdErr of any step, because its failure does not count', () => {
    expect(warningsOfSteps([REBOOT, handler({ allowStdErr: 2 })], { finalStep: handler({ allowStdErr: 0 }) })).toEqual(['steps[1].allowStdErr is 2', 'finalStep.allowStdErr is 0'].map(setting =>
      `${setting}, but AWS IoT Device Client then reports the step as succeeded even if it fails, so that no abort or retry criterion counts the failure: leave it out. `
      + 'If your device software counts the lines, acknowledge this warning'));
  });
});
