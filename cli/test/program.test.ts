import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { FakeCloudFormation } from './support/fake-cloudformation';
import { tool, toolOn, turn, useEnvironment } from './support/tool';
import { contentFingerprint } from '../../src/shared/fingerprint';
import { FakeIotServer } from '../../test/fake-iot/server';
import { TIMEOUTS } from '../src/account/clients';

const ENVIRONMENT = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const STACK_ID = 'arn:aws:cloudformation:us-east-1:123456789012:stack/Fleet/1111';
/** The compiled program. */
const MAIN = join(__dirname, '..', 'lib', 'main.js');
const OWNER = 'cdk-iot-job-template:owner';

let iot: FakeIotServer;
let cloudFormation: FakeCloudFormation;

beforeEach(async () => {
  [iot, cloudFormation] = await Promise.all([FakeIotServer.start(), FakeCloudFormation.start()]);
  useEnvironment({ ...ENVIRONMENT, AWS_ENDPOINT_URL_IOT: iot.endpoint, AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.endpoint });
});

afterEach(async () => Promise.all([iot.close(), cloudFormation.close()]));

const seed = (id: string, tags: Record<string, string> = {}, more: object = {}) =>
  iot.service.seed({ jobTemplateId: id, description: `Describes ${id}`, document: '{}', ...more }, tags);
const folder = () => mkdtempSync(join(tmpdir(), 'import-'));

describe('Help', () => {
  test('shows the commands and the exit statuses, and ends with 0', async () => {
    const { status, stdout, stderr } = await tool('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/import \[options\] .*list \[options\] .*Exit status:\n {2}0 /s);
  });

  test.each(['import', 'list'])('of %s shows examples', async (command) => {
    const { status, stdout } = await tool(command, '--help');
    expect(status).toBe(0);
    expect(stdout).toContain(`$ cdk-iot-job-template-cli ${command} --`);
  });

  test('of check says that stacks keep the Region of their env', async () => {
    const text = (await tool('check', '--help')).stdout.replace(/\s+/g, ' ');
    expect(text).toContain('a stack whose env has a Region is checked there');
    expect((await tool('list', '--help')).stdout.replace(/\s+/g, ' ')).toContain('the AWS Region (default: that of the environment or the profile)');
  });

  test('without a command is an error', async () => {
    expect(await tool()).toMatchObject({ status: 3, stdout: '', stderr: expect.stringContaining('Usage:') });
  });

  test.each([[['lst'], /unknown command 'lst'/], [['list', '--colour'], /unknown option '--colour'/], [['import', '--language', 'cobol'], /Allowed choices are typescript, python/]])(
    'for %j says what is wrong, and where the help is', async (args, message) => {
      const { status, stdout, stderr } = await tool(...args as string[]);
      expect({ status, stdout, stderr }).toEqual({ status: 3, stdout: '', stderr: expect.stringMatching(message as RegExp) });
      const help = args[0] === 'lst' ? '--help' : `${args[0]} --help`;
      expect(stderr).toMatch(new RegExp(`\\nRun "cdk-iot-job-template-cli ${help}" to see what is possible\\.$`));
    });

  test('is a command, too', async () => {
    expect(await tool('help')).toEqual(await tool('--help'));
    expect(await tool('help', 'import')).toEqual(await tool('import', '--help'));
  });

  test('has the version of the package', async () => {
    expect(await tool('--version')).toEqual({ status: 0, stdout: '0.0.0', stderr: '' });
  });
});

describe('The policy', () => {
  test('allows reading only, and needs no account', async () => {
    useEnvironment({});
    const { status, stdout } = await tool('--print-policy');
    const actions: string[] = JSON.parse(stdout).Statement.flatMap(({ Action }: any) => Action);
    expect(status).toBe(0);
    expect(actions).toEqual(expect.arrayContaining(['iot:ListJobTemplates', 'cloudformation:GetTemplate']));
    expect(actions.filter(action => !/:(Describe|Get|List)/.test(action))).toEqual([]);
  });

  test('of a command has what the command calls', async () => {
    const actionsOf = async (command: string): Promise<string[]> =>
      JSON.parse((await tool(command, '--print-policy')).stdout).Statement.flatMap(({ Action }: any) => Action).sort();
    seed('native');
    seed('owned', { [OWNER]: 'Fleet/1111/A' });
    const template = { Resources: { A: { Type: 'Custom::IoTJobTemplate', Properties: { Description: { 'Fn::ImportValue': 'Text' } } } } };
    cloudFormation.stacks = [{ name: 'Fleet', id: STACK_ID, resources: [{ logicalId: 'A', physicalId: 'owned', type: 'Custom::IoTJobTemplate' }], template }];
    for (const args of [['list'], ['import', '--out', folder()]]) {
      iot.service.calls.length = 0;
      cloudFormation.actions.length = 0;
      expect((await tool(...args)).status).toBe(0);
      const called = [...iot.service.calls.map(({ operation }) => `iot:${operation}`), ...cloudFormation.actions.map(action => `cloudformation:${action}`)];
      expect(await actionsOf(args[0])).toEqual([...new Set(called)].sort());
    }
  });
});

describe('An account that cannot be read', () => {
  test('names the missing Region', async () => {
    useEnvironment({ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    expect(await tool('list')).toEqual({ status: 3, stdout: '', stderr: expect.stringContaining('there is no AWS Region: pass --region') });
  });

  test('names a Region that is none', async () => {
    expect(await tool('list', '--region', 'eu west')).toMatchObject({ status: 3, stderr: expect.stringContaining('there is no AWS Region "eu west": correct --region') });
  });

  test.each([['AWS_ENDPOINT_URL', 'local'], ['AWS_ENDPOINT_URL_IOT', 'localhost:4566'], ['AWS_ENDPOINT_URL', 'http://']])('names %s of %s', async (name, value) => {
    useEnvironment({ ...ENVIRONMENT, [name]: value });
    expect(await tool('list')).toEqual({
      status: 3, stdout: '', stderr: `cdk-iot-job-template-cli: ${name} is "${value}", but must be a URL such as http://localhost:4566: correct or unset it`,
    });
  });

  test('is named if it has no templates', async () => {
    const empty = async (...args: string[]) => (await tool('list', ...args)).stdout;
    expect(await empty()).toBe('There are no job templates in Region us-east-1 of the account of the credentials.');
    expect(await empty('--orphans')).toBe('No job template was left behind in Region us-east-1 of the account of the credentials.');
    cloudFormation.stacks = [{ name: 'Fleet', id: STACK_ID, resources: [] }];
    expect(await empty()).toBe('There are no job templates in Region us-east-1 of account 123456789012.');
  });

  test('names the missing credentials', async () => {
    useEnvironment({ AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: iot.endpoint });
    expect(await tool('list')).toMatchObject({ status: 3, stderr: expect.stringContaining('there are no valid AWS credentials for iot:ListJobTemplates') });
  });

  describe('by a profile', () => {
    const warn = jest.spyOn(console, 'warn');

    beforeEach(() => {
      const credentials = join(folder(), 'credentials');
      writeFileSync(credentials, '[production]\naws_access_key_id=profile-key\naws_secret_access_key=test\n[empty]\nregion=eu-west-1\n');
      process.env.AWS_SHARED_CREDENTIALS_FILE = credentials;
    });

    test('takes its credentials without a warning about those of the environment', async () => {
      expect(await tool('list', '--profile', 'production')).toEqual({
        status: 0, stdout: 'There are no job templates in Region us-east-1 of the account of profile production.', stderr: '',
      });
      expect(warn).not.toHaveBeenCalled();
    });

    test('of the environment takes its credentials, also beside keys', async () => {
      warn.mockImplementation(() => undefined);
      useEnvironment({
        ...ENVIRONMENT,
        AWS_PROFILE: 'production',
        AWS_SHARED_CREDENTIALS_FILE: process.env.AWS_SHARED_CREDENTIALS_FILE!,
        AWS_ENDPOINT_URL_IOT: iot.endpoint,
        AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.endpoint,
      });
      expect(await tool('list')).toMatchObject({ status: 0, stderr: '' });
    });

    test('of the environment that has no credentials may have a Region for other credentials', async () => {
      // Those of a container.
      const container = createServer((_, response) => {
        response.end(JSON.stringify({ AccessKeyId: 'a', SecretAccessKey: 'b', Token: 'c', Expiration: '2999-01-01T00:00:00Z' }));
      });
      await once(container.listen(0, '127.0.0.1'), 'listening');
      process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = `http://127.0.0.1:${(container.address() as AddressInfo).port}/`;
      process.env.AWS_PROFILE = 'empty';
      expect(await tool('list')).toMatchObject({ status: 0, stderr: '' });
      process.env.AWS_PROFILE = 'default';
      expect(await tool('list')).toMatchObject({ status: 0, stderr: '' });
      // These credentials are not used for a profile that does not exist.
      process.env.AWS_PROFILE = 'emptyy';
      iot.service.calls.length = 0;
      expect(await tool('list')).toEqual({
        status: 3,
        stdout: '',
        stderr: expect.stringContaining(`there is no profile emptyy with credentials in /no/config or ${process.env.AWS_SHARED_CREDENTIALS_FILE}: correct AWS_PROFILE`),
      });
      expect(iot.service.calls).toEqual([]);
      container.close();
    });

    test('of the environment that does not exist is named before a missing Region', async () => {
      delete process.env.AWS_REGION;
      process.env.AWS_PROFILE = 'prodd';
      expect(await tool('list')).toMatchObject({ status: 3, stderr: expect.stringContaining('there is no profile prodd with credentials in') });
      expect(await tool('list', '--profile', 'production')).toMatchObject({ stderr: expect.stringContaining('there is no AWS Region') });
    });

    test.each(['prodd', 'empty'])('names the profile %s, and does not use other credentials', async (profile) => {
      const { status, stderr } = await tool('list', '--profile', profile);
      expect({ status, stderr }).toEqual({
        status: 3,
        stderr: expect.stringContaining(`there is no profile ${profile} with credentials in /no/config or ${process.env.AWS_SHARED_CREDENTIALS_FILE}: correct --profile`),
      });
      expect(iot.service.calls).toEqual([]);
    });
  });

  test.each(['ListJobTemplates', 'DescribeJobTemplate', 'ListTagsForResource'] as const)('names the missing permission iot:%s', async (operation) => {
    seed('reboot');
    iot.intercept = arrival => arrival.operation === operation ? { when: 'before', kind: 'accessDenied' } : undefined;
    expect(await tool('list')).toMatchObject({ status: 3, stderr: expect.stringContaining(`the credentials do not allow iot:${operation} (`) });
  });

  test('names the missing permission of CloudFormation', async () => {
    seed('reboot');
    cloudFormation.isDenied = true;
    expect(await tool('list')).toMatchObject({ status: 3, stderr: expect.stringContaining('the credentials do not allow cloudformation:DescribeStacks (') });
  });

  test('is unreachable', async () => {
    useEnvironment({ ...ENVIRONMENT, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    expect(await tool('list')).toMatchObject({ status: 3, stderr: expect.stringContaining('AWS could not be reached for iot:ListJobTemplates') });
  });

  describe('at another endpoint', () => {
    let other: Server;
    let respond: (response: ServerResponse) => void;
    const url = () => `http://127.0.0.1:${(other.address() as AddressInfo).port}`;

    beforeEach(async () => {
      other = createServer((_, response) => respond(response));
      await once(other.listen(0, '127.0.0.1'), 'listening');
    });

    afterEach(() => {
      other.close();
      other.closeAllConnections();
    });

    test('that never answers is unreachable, after one request', async () => {
      const replaced = jest.replaceProperty(TIMEOUTS, 'response', 50);
      let requests = 0;
      respond = () => { requests++; };
      useEnvironment({ ...ENVIRONMENT, AWS_ENDPOINT_URL: url() });
      expect(await tool('list')).toMatchObject({ status: 3, stderr: expect.stringContaining('AWS could not be reached for iot:ListJobTemplates (there was no answer in time)') });
      expect(requests).toBe(1);
      replaced.restore();
    });

    test.each([[404, '<html>Not found</html>'], [200, '<html>Welcome</html>'], [403, 'Forbidden']])('that answers with %i %s is none of AWS IoT', async (status, body) => {
      respond = response => response.writeHead(status).end(body);
      useEnvironment({ ...ENVIRONMENT, AWS_ENDPOINT_URL_IOT: url() });
      expect(await tool('list')).toEqual({
        status: 3, stdout: '', stderr: `cdk-iot-job-template-cli: ${url()} does not answer like AWS IoT: correct or unset AWS_ENDPOINT_URL_IOT`,
      });
    });

    test('that answers with 404 and HTML is none of CloudFormation', async () => {
      seed('reboot');
      respond = response => response.writeHead(404).end('<html>Not found</html>');
      useEnvironment({ ...ENVIRONMENT, AWS_ENDPOINT_URL: url(), AWS_ENDPOINT_URL_IOT: iot.endpoint });
      expect(await tool('list')).toMatchObject({
        status: 3, stderr: `cdk-iot-job-template-cli: ${url()} does not answer like CloudFormation: correct or unset AWS_ENDPOINT_URL`,
      });
    });
  });

  test('is in the Region of AWS_DEFAULT_REGION if there is no AWS_REGION', async () => {
    const { AWS_REGION: _, ...others } = ENVIRONMENT;
    const endpoints = { AWS_ENDPOINT_URL_IOT: iot.endpoint, AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.endpoint };
    useEnvironment({ ...others, ...endpoints, AWS_DEFAULT_REGION: 'eu-west-1' });
    expect((await tool('list')).stdout).toContain('in Region eu-west-1 of');
    expect((await tool('list', '--region', 'eu-west-3')).stdout).toContain('in Region eu-west-3 of');
    process.env.AWS_REGION = 'eu-west-2';
    expect((await tool('list')).stdout).toContain('in Region eu-west-2 of');
  });

  test('is read in spite of throttling, and each request waits for its turn', async () => {
    seed('reboot');
    iot.intercept = ({ nth }) => nth < 3 ? { when: 'before', kind: 'throttling' } : undefined;
    expect((await tool('list', '--json')).status).toBe(0);
    expect(turn).toHaveBeenCalledTimes(iot.service.calls.length + cloudFormation.actions.length);
    expect(iot.service.calls.length).toBeGreaterThan(3);
  });
});

const REMARK = /\/\/ AWS::IoT::JobTemplate Reboot of .* has this template, too\. Set its DeletionPolicy to Retain, unless it is Retain already, .*\n {4}\/\/ before .*\n {4}new JobTemplate/;
const KEEP_FIRST = /First, keep the templates .*DeletionPolicy: Retain on each resource .*, unless it is set, .*Next, adopt the templates:.*deploy --all/s;

describe('import', () => {
  test('names a pattern that matches nothing', async () => {
    seed('reboot');
    const { status, stderr } = await tool('import', '--id', 'gateway-*', '--out', folder());
    expect({ status, stderr }).toEqual({
      status: 3, stderr: 'cdk-iot-job-template-cli: no job template in Region us-east-1 of this account has an id that matches gateway-*: "list" shows all ids',
    });
  });

  test('says that an account has no templates', async () => {
    expect(await tool('import', '--out', folder())).toMatchObject({ status: 3, stderr: expect.stringContaining('there are no job templates in Region us-east-1') });
  });

  test('takes the templates whose ids match', async () => {
    ['gateway-1', 'gateway-22', 'sensor'].forEach(id => seed(id));
    expect(JSON.parse((await tool('import', '--id', 'gateway-?', '--json', '--out', folder())).stdout).imported).toEqual(['gateway-1']);
    expect(JSON.parse((await tool('import', '--id', 'gateway-*', '--json', '--out', folder())).stdout).imported).toEqual(['gateway-1', 'gateway-22']);
  });

  test('skips templates of this library and those over a limit, with the reasons', async () => {
    seed('owned', { [OWNER]: 'Fleet/1111/Owned1234' });
    seed('fast', {}, { jobExecutionsRolloutConfig: { maximumPerMinute: 1000 } });
    seed('tagged', Object.fromEntries(Array.from({ length: 46 }, (_, index) => [`tag-${index}`, ''])));
    const { stdout } = await tool('import', '--json', '--out', folder());
    expect(JSON.parse(stdout)).toMatchObject({
      imported: ['fast'],
      skipped: [
        { id: 'owned', reason: 'it belongs to stack Fleet (Owned1234)' },
        { id: 'tagged', reason: 'the library cannot declare it: tags must have at most 45 items' },
      ],
    });
  });

  test('writes nothing if every template is skipped', async () => {
    seed('owned', { [OWNER]: 'Fleet/1111/Owned1234' });
    const out = folder();
    const { status, stdout } = await tool('import', '--out', out);
    expect(status).toBe(0);
    expect(stdout).toBe('0 job templates imported, 1 skipped.\nNothing was written.\n\nSkipped:\nID     REASON\nowned  it belongs to stack Fleet (Owned1234)');
    expect(readdirSync(out)).toEqual([]);
  });

  test('remarks on a template that a native resource has', async () => {
    seed('reboot');
    cloudFormation.stacks = [{ name: 'Fleet', id: STACK_ID, resources: [{ logicalId: 'Reboot', physicalId: 'reboot', type: 'AWS::IoT::JobTemplate' }] }];
    const out = folder();
    const { stdout } = await tool('import', '--out', out);
    expect(readFileSync(join(out, 'job-templates-stack.ts'), 'utf8')).toMatch(REMARK);
    expect(readFileSync(join(out, 'job-templates-stack.ts'), 'utf8')).toContain('AWS::IoT::JobTemplate Reboot of stack Fleet has');
    expect(stdout).toMatch(KEEP_FIRST);
  });

  test('remarks on the templates of a file in the same way', async () => {
    const out = folder();
    writeFileSync(join(out, 'fleet.yaml'), "Resources: { Reboot: { Type: AWS::IoT::JobTemplate, Properties: { JobTemplateId: a, Description: A, Document: '{}' } } }");
    const { stdout } = await tool('import', '--from-template', join(out, 'fleet.yaml'), '--out', out);
    expect(readFileSync(join(out, 'job-templates-stack.ts'), 'utf8')).toMatch(REMARK);
    expect(readFileSync(join(out, 'job-templates-stack.ts'), 'utf8')).toContain('AWS::IoT::JobTemplate Reboot of the stack of fleet.yaml has');
    expect(stdout).toMatch(KEEP_FIRST);
  });

  test('asks to keep only templates that a native resource has', async () => {
    seed('reboot');
    const { stdout } = await tool('import', '--out', folder());
    expect(stdout).toContain('Next, adopt the templates:');
    expect(stdout).not.toContain('DeletionPolicy');
  });

  test('into an app writes only the stack, and says what to do with it', async () => {
    seed('reboot');
    const out = folder();
    await tool('import', '--out', out, '--language', 'python');
    const other = folder();
    writeFileSync(join(other, 'cdk.json'), '{}');
    const { stdout } = await tool('import', '--out', other, '--language', 'python');
    expect(readdirSync(out).sort()).toEqual(['.gitignore', 'app.py', 'cdk.json', 'job_templates_stack.py', 'requirements.txt']);
    expect(readdirSync(other).sort()).toEqual(['cdk.json', 'job_templates_stack.py']);
    expect(stdout).toMatch(new RegExp([
      'Add the library to your app: pip install cdk-iot-job-template', ' {2}Create the stack in your app:', ' {4}from job_templates_stack import JobTemplatesStack',
      ' {4}JobTemplatesStack\\(', ' {8}app,', ' {8}"JobTemplates",', ' {8}env=.*region="us-east-1"\\),', ' {4}\\)', ' {2}npx aws-cdk@2 bootstrap', ' {2}npx aws-cdk@2 synth --quiet',
      ' {2}npx cdk-iot-job-template-cli check', ' {2}npx aws-cdk@2 deploy JobTemplates$',
    ].join('\n')));
  });

  describe.each([
    ['typescript', 'sensor-fleet-stack.ts', "new SensorFleetStack(app, 'sensor-fleet', {"],
    ['python', 'sensor_fleet_stack.py', 'SensorFleetStack(\n        app,\n        "sensor-fleet",'],
    ['java', 'src/main/java/com/example/jobtemplates/SensorFleetStack.java', 'new SensorFleetStack(app, "sensor-fleet", StackProps.builder()'],
    ['go', 'sensor_fleet_stack.go', 'NewSensorFleetStack(app, "sensor-fleet", &awscdk.StackProps{'],
    ['csharp', 'SensorFleetStack.cs', 'new SensorFleetStack(app, "sensor-fleet", new StackProps'],
  ])('in %s, twice into one app', (language, file, creation) => {
    const filesIn = (out: string) => Object.fromEntries(readdirSync(out, { recursive: true, withFileTypes: true }).filter(each => each.isFile())
      .map(each => [relative(out, join(each.parentPath, each.name)), readFileSync(join(each.parentPath, each.name), 'utf8')]));

    test('adds another stack under another name, and overwrites nothing', async () => {
      // As in two Regions, both stacks have a template with this id, and its document has a file.
      seed('reboot', {}, { document: JSON.stringify({ operation: 'x'.repeat(200) }) });
      const out = folder();
      const args = ['import', '--language', language, '--out', out];
      expect((await tool(...args)).status).toBe(0);
      const first = filesIn(out);
      const { status, stdout } = await tool(...args, '--stack-name', 'sensor-fleet');
      expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining(creation) });
      expect(stdout).toContain('1 document in documents/sensor-fleet/\n');
      const both = filesIn(out);
      expect(both).toMatchObject(first);
      expect(Object.keys(both).filter(path => !(path in first)).sort()).toEqual([file, 'documents/sensor-fleet/reboot.json'].sort());
      expect(both[file]).toContain('documents/sensor-fleet/reboot.json');
    });

    test('refuses the same name, and says how to choose another', async () => {
      seed('reboot');
      const out = folder();
      const args = ['import', '--language', language, '--out', out, '--stack-name', 'sensor-fleet'];
      await tool(...args);
      expect(await tool(...args)).toEqual({
        status: 3,
        stdout: '',
        stderr: `cdk-iot-job-template-cli: ${join(out, file)} exists already: `
          + 'pass another --stack-name than sensor-fleet, or --out with another folder, and move the new stack into your app',
      });
    });
  });

  test('lists what it skips of a file by the id, or by the logical id if that is all that is known', async () => {
    const out = folder();
    const native = (id: string, more: string) => `{ Type: AWS::IoT::JobTemplate, ${more} Properties: { JobTemplateId: ${id}, Description: A, Document: '{}' } }`;
    writeFileSync(join(out, 'fleet.yaml'),
      `Resources: { Reboot: ${native("!Sub 'reboot-${Env}'", '')}, Wipe: ${native('wipe', 'Condition: C,')}, Scan: ${native('scan', 'Condition: C,')} }`);
    const args = ['import', '--from-template', join(out, 'fleet.yaml'), '--id', 'w*', '--out', out];
    const { status, stdout } = await tool(...args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/ID +REASON\nReboot \(logical id\) +it depends on Env, .*\nwipe +it depends on the condition C, [^\n]*$/);
    expect(JSON.parse((await tool(...args, '--json')).stdout).skipped).toEqual([
      { logicalId: 'Reboot', reason: expect.any(String) }, { id: 'wipe', logicalId: 'Wipe', reason: expect.any(String) },
    ]);
  });

  test.each([
    [['--out', ''], "option '--out <folder>' argument '' is invalid. It is empty: pass a value"],
    [['--id', ''], "option '--id <pattern>' argument '' is invalid. It is empty: pass a value"],
    ...['', '1st', '-a', 'a_b', 'größe', 'a'.repeat(126)].map((name): [string[], string] => [
      ['--stack-name', name], 'Pass a name that begins with a letter, and has at most 125 letters, digits and hyphens.',
    ]),
    [['gateway-*'], "import has no argument, but got 'gateway-*': pass --id 'gateway-*' to choose templates"],
  ])('refuses %j', async (args, message) => {
    expect(await tool('import', ...args)).toEqual({ status: 3, stdout: '', stderr: expect.stringContaining(message) });
  });

  test('never overwrites code', async () => {
    seed('reboot');
    const out = folder();
    writeFileSync(join(out, 'app.ts'), 'own');
    expect(await tool('import', '--out', out)).toEqual({
      status: 3,
      stdout: '',
      stderr: `cdk-iot-job-template-cli: ${join(out, 'app.ts')} exists already: pass --out with another folder, and move the new stack into your app`,
    });
    expect(readdirSync(out)).toEqual(['app.ts']);
  });

  test.each<[string, (file: string) => string, RegExp]>([
    ['that is a file', file => file, /EEXIST|ENOTDIR/],
    ['in a file', file => join(file, 'app'), /ENOTDIR/],
  ])('names --out with a path %s', async (_, outOf, code) => {
    seed('reboot');
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const out = outOf(file);
    const { status, stderr } = await tool('import', '--out', out);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringMatching(new RegExp(`^cdk-iot-job-template-cli: ${join(out, 'app.ts')} cannot be written \\((${code.source})\\): pass --out with a folder`)),
    });
  });

  // Another process, because the call once did not return.
  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('ends with one line if --out is in a file system that accepts no folders', async () => {
    seed('reboot');
    const { stderr } = await promisify(execFile)('node', [MAIN, 'import', '--out', '/proc/x/y'], { env: { ...process.env }, timeout: 60_000 }).catch(error => error);
    expect(stderr).toMatch(/^cdk-iot-job-template-cli: \/proc\/x\/y\/app\.ts cannot be written \(ENOENT\): pass --out with a folder [^\n]*\n$/);
  });

  test('skips a template that a stack declares and that was recreated by hand', async () => {
    ['reboot', 'free'].forEach(id => seed(id));
    cloudFormation.stacks = [{ name: 'Fleet', id: STACK_ID, resources: [{ logicalId: 'A', physicalId: 'reboot', type: 'Custom::IoTJobTemplate' }] }];
    expect(JSON.parse((await tool('import', '--json', '--out', folder())).stdout)).toMatchObject({
      imported: ['free'],
      skipped: [{ id: 'reboot', reason: 'stack Fleet (A) declares it, but somebody has recreated it by hand: set adoptExisting in that stack' }],
    });
  });

  test('says how to check and deploy a new app, with the options that it was called with', async () => {
    seed('reboot');
    const out = folder();
    const { stdout } = await tool('import', '--out', out, '--region', 'us-east-1');
    expect(stdout.split('\n').slice(-6)).toEqual([
      `  cd ${relative('.', out)}`, '  npm install', '  npx cdk bootstrap', '  npx cdk synth --quiet', '  npx cdk-iot-job-template-cli check --region us-east-1', '  npx cdk deploy --all',
    ]);
  });

  test.each<[string, string, string]>([
    ['python3 app.py', 'requirements.txt', 'job_templates_stack.py'],
    ['npx ts-node --prefer-ts-exts bin/app.ts', 'package.json', 'job-templates-stack.ts'],
    ['mvn -e -q compile exec:java', 'pom.xml', 'src'],
    ['go mod download && go run app.go', 'go.mod', 'job_templates_stack.go'],
    ['dotnet run --project src/App/App.csproj', 'App.sln', 'JobTemplatesStack.cs'],
  ])('writes the language of the app %j, also if only %s shows it', async (app, file, stack) => {
    seed('reboot');
    for (const [name, content] of [['cdk.json', JSON.stringify({ app })], [file, '']]) {
      const out = folder();
      writeFileSync(join(out, 'cdk.json'), '{');
      writeFileSync(join(out, name), content);
      await tool('import', '--out', out);
      expect(readdirSync(out)).toContain(stack);
      expect((await tool('import', '--out', out, '--language', 'csharp', '--stack-name', 'Other')).status).toBe(0);
      expect(readdirSync(out)).toContain('OtherStack.cs');
    }
  });

  test('warns of an app around the folder', async () => {
    seed('reboot');
    const app = folder();
    writeFileSync(join(app, 'cdk.json'), '{}');
    const { status, stderr } = await tool('import', '--out', join(app, 'lib'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: `warning: ${app} has an app already, so ${app}/lib is another app inside of it. To write only the stack, pass --out ${app}` });
  });

  test('of a file with a pattern that only unknown ids may match is an error', async () => {
    const out = folder();
    writeFileSync(join(out, 'fleet.yaml'), "Resources: { Reboot: { Type: AWS::IoT::JobTemplate, Properties: { JobTemplateId: !Ref Id, Description: A, Document: '{}' } } }");
    const args = ['import', '--from-template', join(out, 'fleet.yaml'), '--out', out];
    expect(await tool(...args, '--id', 'zzz*')).toEqual({
      status: 3, stdout: '', stderr: expect.stringContaining('fleet.yaml has no AWS::IoT::JobTemplate whose id matches zzz*; 1 id of it cannot be read from the file: pass another file'),
    });
    expect(await tool(...args)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^0 job templates imported, 1 skipped\.\nNothing was written\./) });
  });

  test('leaves the .gitignore of a folder as it is', async () => {
    seed('reboot');
    const out = folder();
    writeFileSync(join(out, '.gitignore'), 'own/\n');
    const { status, stdout } = await tool('import', '--out', out);
    expect({ status, ignored: readFileSync(join(out, '.gitignore'), 'utf8') }).toEqual({ status: 0, ignored: 'own/\n' });
    expect(stdout).not.toContain('.gitignore');
  });

  test('of a file needs no account', async () => {
    useEnvironment({});
    const out = folder();
    writeFileSync(join(out, 'template.yaml'),
      "Resources: { A: { Type: AWS::IoT::JobTemplate, Properties: { JobTemplateId: a, Description: A, Document: '{}' } } }");
    const { status, stdout } = await tool('import', '--from-template', join(out, 'template.yaml'), '--out', join(out, 'app'), '--json');
    expect({ status, imported: JSON.parse(stdout).imported }).toEqual({ status: 0, imported: ['a'] });
    expect(await tool('import', '--from-template', join(out, 'template.yaml'), '--id', 'b')).toMatchObject({
      status: 3, stderr: expect.stringContaining('has no AWS::IoT::JobTemplate whose id matches b'),
    });
  });
});

describe('list', () => {
  const template = {
    Parameters: { Minutes: {} },
    Resources: {
      A: { Type: 'Custom::IoTJobTemplate', Metadata: { 'aws:cdk:path': 'Fleet/Gateways/A/Resource' }, Properties: { Description: 'Describes owned', Document: '{}' } },
      B: {
        Type: 'Custom::IoTJobTemplate',
        Properties: { Description: 'Declared', Document: '{}', TimeoutConfig: { InProgressTimeoutInMinutes: { Ref: 'Minutes' } } },
      },
      C: { Type: 'Custom::IoTJobTemplate', Properties: { Description: 'Describes unknown', Document: { 'Fn::GetAtt': ['Other', 'Document'] } } },
    },
  };
  const custom = (logicalId: string, physicalId: string) => ({ logicalId, physicalId, type: 'Custom::IoTJobTemplate' });

  beforeEach(() => {
    seed('owned', { [OWNER]: 'Fleet/1111/A', 'cdk-iot-job-template:adopted-from': 'unmanaged' });
    seed('recreated', {}, { timeoutConfig: { inProgressTimeoutInMinutes: 5 } });
    seed('unknown', { [OWNER]: 'Fleet/1111/C' });
    seed('left', { [OWNER]: 'Fleet/1111/D' });
    seed('gone', { [OWNER]: 'Old/2222/A' });
    seed('native');
    seed('free');
    cloudFormation.stacks = [{
      name: 'Fleet',
      id: STACK_ID,
      parameters: { Minutes: '5' },
      resources: [custom('A', 'owned'), custom('B', 'recreated'), custom('C', 'unknown'), { logicalId: 'N', physicalId: 'native', type: 'AWS::IoT::JobTemplate' }],
      template,
    }];
  });

  test('shows the owner, the stack and the content of every template', async () => {
    const { status, stdout } = await tool('list');
    expect(status).toBe(0);
    const rows = stdout.split('\n').map(row => row.split(/ {2,}/));
    expect(rows.map(row => row.filter((_, column) => column !== 5))).toEqual([
      ['ID', 'OWNER', 'ADOPTED FROM', 'STACK', 'CONTENT', 'DESCRIPTION'],
      ['free', '-', '-', '-', '-', 'Describes free'],
      ['gone', 'Old/A', '-', 'gone, left behind', 'not known', 'Describes gone'],
      ['left', 'Fleet/D', '-', 'exists, left behind', 'not known', 'Describes left'],
      ['native', 'Fleet/N', '-', 'exists, native', '-', 'Describes native'],
      ['owned', 'Fleet/Gateways/A', 'unmanaged', 'exists', 'as declared', 'Describes owned'],
      ['recreated', 'Fleet/B', '-', 'exists, recreated by hand', 'changed by hand: description', 'Describes recreated'],
      ['unknown', 'Fleet/C', '-', 'exists', 'not known', 'Describes unknown'],
    ]);
  });

  describe('of a template whose content is tagged', () => {
    const TEAM = { Key: 'team', Value: 'gateways' };
    const contentWith = async (tags: unknown, found: Record<string, string>) => {
      const content = { description: 'Describes tagged', document: '{}' };
      seed('tagged', { [OWNER]: 'Fleet/1111/T', 'cdk-iot-job-template:content': contentFingerprint(content), ...found });
      const resource = { Type: 'Custom::IoTJobTemplate', Properties: { Description: { 'Fn::GetAtt': ['Other', 'Text'] }, Document: '{}', Tags: tags } };
      cloudFormation.stacks = [{ name: 'Fleet', id: STACK_ID, resources: [custom('T', 'tagged')], template: { Resources: { T: resource } } }];
      return JSON.parse((await tool('list', '--stack', 'Fleet', '--json')).stdout).find(({ id }: any) => id === 'tagged').content;
    };

    test.each<[string, unknown, Record<string, string>, object]>([
      ['has its tags', [TEAM], { team: 'gateways', other: 'tool' }, { state: 'as declared' }],
      ['has lost a tag', [TEAM], {}, { state: 'changed by hand', members: ['tag team'] }],
      ['has another value', [TEAM], { team: 'sensors' }, { state: 'changed by hand', members: ['tag team'] }],
      ['has tags that nobody knows', [{ ...TEAM, Value: { 'Fn::GetAtt': ['Other', 'Team'] } }], {}, { state: 'not known' }],
      ['declares no tags', undefined, { other: 'tool' }, { state: 'as declared' }],
    ])('says that it %s', async (_, tags, found, content) => {
      expect(await contentWith(tags, found)).toEqual(content);
    });
  });

  describe('of a template that refers to what its stack has', () => {
    const FIRMWARE = 'arn:aws:cloudformation:us-east-1:123456789012:stack/Firmware/3333';
    const ROLE = 'arn:aws:iam::123456789012:role/presigner';
    const declared = {
      Description: { 'Fn::If': ['IsFleet', { 'Fn::ImportValue': 'Text' }, 'Other'] },
      Document: { 'Fn::Join': ['', ['{"bucket":"', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, '","url":"', { 'Fn::GetAtt': ['Firmware', 'Outputs.Url'] }, '"}']] },
      PresignedUrlConfig: { RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      TimeoutConfig: { 'Fn::If': ['IsFleet', { Ref: 'AWS::NoValue' }, { InProgressTimeoutInMinutes: 1 }] },
    };
    const found = {
      description: 'Imported', document: '{"bucket":"arn:aws:s3:::firmware","url":"https://a"}', presignedUrlConfig: { roleArn: ROLE },
    };
    const contentOf = async (properties: object, content: object) => {
      seed('referring', { [OWNER]: 'Fleet/1111/A' }, content);
      const resources = [
        custom('A', 'referring'), { logicalId: 'Bucket', physicalId: 'firmware', type: 'AWS::S3::Bucket' }, { logicalId: 'Role', physicalId: 'presigner', type: 'AWS::IAM::Role' },
        { logicalId: 'Firmware', physicalId: FIRMWARE, type: 'AWS::CloudFormation::Stack' },
      ];
      const Resources = { A: { Type: 'Custom::IoTJobTemplate', Properties: properties }, Bucket: { Type: 'AWS::S3::Bucket' }, Role: { Type: 'AWS::IAM::Role' } };
      const Conditions = { IsFleet: { 'Fn::Equals': [{ Ref: 'AWS::StackName' }, 'Fleet'] } };
      cloudFormation.stacks = [
        { name: 'Fleet', id: STACK_ID, resources, template: { Conditions, Resources } }, { name: 'Firmware', id: FIRMWARE, resources: [], outputs: { Url: 'https://a' } },
      ];
      cloudFormation.exports = { Text: 'Imported' };
      return JSON.parse((await tool('list', '--stack', 'Fleet', '--json')).stdout).find(({ id }: any) => id === 'referring').content;
    };

    test('compares what the references are', async () => {
      expect(await contentOf(declared, found)).toEqual({ state: 'as declared' });
    });

    test.each<[string, object]>([
      ['description', { description: 'By hand' }],
      ['document', { document: '{"bucket":"arn:aws:s3:::other","url":"https://a"}' }],
      ['presignedUrlConfig.roleArn', { presignedUrlConfig: { roleArn: `${ROLE}-other` } }],
      ['timeoutConfig.inProgressTimeoutInMinutes', { timeoutConfig: { inProgressTimeoutInMinutes: 1 } }],
    ])('notices a change of %s by hand', async (member, changed) => {
      expect(await contentOf(declared, { ...found, ...changed })).toEqual({ state: 'changed by hand', members: [member] });
    });

    test('does not take a dynamic reference for a text', async () => {
      expect(await contentOf({ ...declared, Description: '{{resolve:ssm:text}}' }, found)).toEqual({ state: 'not known' });
    });

    test('reads exports only if a template imports one', async () => {
      await contentOf(declared, found);
      expect(cloudFormation.actions.filter(action => action === 'ListExports')).toHaveLength(1);
      cloudFormation.actions.length = 0;
      iot.service.templates.delete('referring');
      await contentOf({ ...declared, Description: 'Imported' }, found);
      expect(cloudFormation.actions).not.toContain('ListExports');
    });
  });

  test('shows a native resource that still has an adopted template, and a template that is missing', async () => {
    for (const id of [...iot.service.templates.keys()]) if (id !== 'owned') iot.service.templates.delete(id);
    cloudFormation.stacks = [
      { name: 'Fleet', id: STACK_ID, resources: [custom('A', 'owned'), custom('B', 'deleted')], template },
      { name: 'Old', id: STACK_ID.replace('Fleet/1111', 'Old/2222'), resources: [{ logicalId: 'N', physicalId: 'owned', type: 'AWS::IoT::JobTemplate' }] },
    ];
    const rows = (await tool('list')).stdout.split('\n').slice(1).map(row => row.split(/ {2,}/));
    expect(rows.map(([id, owner, , stack, content]) => [id, owner, stack, content])).toEqual([
      ['deleted', 'Fleet/B', 'exists', 'missing'],
      ['owned', 'Fleet/Gateways/A', 'exists, also native: Old/N', 'as declared'],
    ]);
    expect(JSON.parse((await tool('list', '--json')).stdout)).toMatchObject([
      { id: 'deleted', content: { state: 'missing' } }, { id: 'owned', native: { stack: 'Old', logicalId: 'N' } },
    ]);
  });

  test('of a stack shows the templates that its native resources have, also those of other owners', async () => {
    cloudFormation.stacks = [
      { name: 'Fleet', id: STACK_ID, resources: [custom('A', 'owned')], template },
      { name: 'Natives', id: STACK_ID.replace('Fleet/1111', 'Natives/3333'), resources: [{ logicalId: 'N', physicalId: 'owned', type: 'AWS::IoT::JobTemplate' }] },
      { name: 'Empty', id: STACK_ID.replace('Fleet/1111', 'Empty/4444'), resources: [] },
    ];
    expect(JSON.parse((await tool('list', '--stack', 'Natives', '--json')).stdout)).toMatchObject([{ id: 'owned', owner: { stack: 'Fleet' }, native: { stack: 'Natives' } }]);
    const nothing = async (...args: string[]) => (await tool('list', '--stack', 'Empty', ...args)).stdout;
    expect(await nothing()).toBe('Stack Empty has no job templates in Region us-east-1 of account 123456789012.');
    expect(await nothing('--orphans')).toBe('Stack Empty has left no job template behind in Region us-east-1 of account 123456789012.');
  });

  test.each(['DELETE_COMPLETE', 'DELETE_SKIPPED'])('shows no resource in status %s', async (status) => {
    const deleted = { logicalId: 'N', physicalId: 'native', type: 'AWS::IoT::JobTemplate', status };
    cloudFormation.stacks = [{ name: 'Fleet', id: STACK_ID, resources: [deleted, { ...custom('B', 'deleted'), status }], template }];
    const rows = (await tool('list')).stdout.split('\n').map(row => row.split(/ {2,}/));
    expect(rows.map(([id]) => id)).not.toContain('deleted');
    expect(rows.find(([id]) => id === 'native')![1]).toBe('-');
  });

  test('shows what is left behind', async () => {
    const { stdout } = await tool('list', '--orphans', '--json');
    expect(JSON.parse(stdout).map(({ id }: any) => id)).toEqual(['gone', 'left']);
  });

  test('says that nothing is left behind', async () => {
    expect((await tool('list', '--orphans', '--stack', 'Fleet', '--json')).stdout).toContain('left');
    for (const id of ['gone', 'left']) iot.service.templates.delete(id);
    expect(await tool('list', '--orphans')).toEqual({ status: 0, stdout: 'No job template was left behind in Region us-east-1 of account 123456789012.', stderr: '' });
  });

  test('of a stack shows its templates, also if it is gone', async () => {
    const idsOf = async (stack: string) => JSON.parse((await tool('list', '--stack', stack, '--json')).stdout).map(({ id }: any) => id);
    expect(await idsOf('Fleet')).toEqual(['left', 'native', 'owned', 'recreated', 'unknown']);
    expect(await idsOf('Old')).toEqual(['gone']);
  });

  test('of a stack that nobody knows is an error', async () => {
    expect(await tool('list', '--stack', 'Flete')).toMatchObject({
      status: 3, stdout: '', stderr: expect.stringContaining('there is no stack Flete in Region us-east-1 of account 123456789012, and no job template names it'),
    });
  });

  test('prints no progress without a terminal, and colors only on one', async () => {
    const [plain, colored] = [await tool('list'), await toolOn({ hasColors: true }, 'list')];
    // eslint-disable-next-line no-control-regex
    const colors = /\u001b\[\d+m/g;
    expect({ isColored: colors.test(plain.stdout), stderr: plain.stderr }).toEqual({ isColored: false, stderr: '' });
    expect(colored.stdout.match(colors)!.length).toBeGreaterThan(2);
    expect(colored.stdout.replace(colors, '').replace(/ +$/gm, '')).toBe(plain.stdout);
  });
});
