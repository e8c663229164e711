import { NestedStack, Stack, type StackProps, Stage } from 'aws-cdk-lib';
import { JobTemplate } from '../../src';
import { ENV, errorOf, newApp, newJob, newJobTemplate, unknownText } from '../support/construct';

const ID = 'install-firmware';
const OTHER_REGION = { ...ENV, region: 'us-east-1' };
const OTHER_ACCOUNT = { ...ENV, account: '210987654321' };

const declare = (stack: Stack, props: { jobTemplateId?: string; adoptExisting?: boolean } = {}) => () =>
  newJobTemplate({ jobTemplateId: ID, ...props }, stack);
const refusal = (owner: string, path = 'Second/Reboot') => `[${path}] jobTemplateId is "${ID}", must be unique in its account `
  + `and Region: ${owner} already has this id. Choose another id, or leave it out to generate one. To move the template to another stack, `
  + 'set adoptExisting';

describe('one id in two stacks of an app', () => {
  test.each<[string, StackProps, StackProps, boolean]>([
    ['of one environment', { env: ENV }, { env: ENV }, true],
    ['of two Regions', { env: ENV }, { env: OTHER_REGION }, false],
    ['of two accounts', { env: ENV }, { env: OTHER_ACCOUNT }, false],
    ['of which one has no environment', { env: ENV }, {}, false],
    ['without an environment', {}, {}, false],
    ['without an account', { env: { region: 'eu-west-1' } }, { env: { region: 'eu-west-1' } }, false],
    ['of one environment and one name, which are one stack', { env: ENV, stackName: 'fleet' }, { env: ENV, stackName: 'fleet' }, false],
  ])('%s', (_, first, second, isRefused) => {
    const app = newApp();
    declare(new Stack(app, 'First', first))();
    const again = declare(new Stack(app, 'Second', second));
    if (isRefused) expect(errorOf(again)).toBe(refusal('First/Reboot'));
    else expect(again).not.toThrow();
  });

  test('of two stages', () => {
    const app = newApp();
    declare(new Stack(new Stage(app, 'Beta', { env: ENV }), 'First'))();
    expect(errorOf(declare(new Stack(new Stage(app, 'Gamma', { env: ENV }), 'Second')))).toBe(refusal('Beta/First/Reboot', 'Gamma/Second/Reboot'));
    expect(declare(new Stack(new Stage(app, 'Prod', { env: OTHER_ACCOUNT }), 'Second'))).not.toThrow();
  });

  test('passes while a template moves from one to the other', () => {
    const app = newApp();
    declare(new Stack(app, 'First', { env: ENV }))();
    expect(declare(new Stack(app, 'Second', { env: ENV }), { adoptExisting: true })).not.toThrow();
    expect(errorOf(declare(new Stack(app, 'Third', { env: ENV })))).toBe(refusal('First/Reboot', 'Third/Reboot'));
  });

  test('passes if it is not known yet', () => {
    const app = newApp();
    const jobTemplateId = unknownText(ID);
    declare(new Stack(app, 'First', { env: ENV }), { jobTemplateId })();
    expect(declare(new Stack(app, 'Second', { env: ENV }), { jobTemplateId })).not.toThrow();
  });

  test('passes in another app', () => {
    declare(new Stack(newApp(), 'First', { env: ENV }))();
    expect(declare(new Stack(newApp(), 'Second', { env: ENV }))).not.toThrow();
  });
});

describe('one id in a stack and its nested stacks', () => {
  test.each<[string, StackProps]>([['with an environment', { env: ENV }], ['without one', {}]])('%s', (_, props) => {
    const parent = new Stack(newApp(), 'First', props);
    declare(parent)();
    expect(errorOf(declare(new NestedStack(parent, 'Nested')))).toBe(refusal('First/Reboot', 'First/Nested/Reboot'));
  });

  test('is refused, whichever comes first', () => {
    const parent = new Stack(newApp(), 'First');
    declare(new NestedStack(parent, 'Nested'))();
    expect(errorOf(declare(parent))).toBe(refusal('First/Nested/Reboot', 'First/Reboot'));
    expect(errorOf(declare(new NestedStack(parent, 'Sibling')))).toBe(refusal('First/Nested/Reboot', 'First/Sibling/Reboot'));
  });
});

describe('one id of two jobs', () => {
  const declareJob = (stack: Stack, id: string, jobId = 'release-1') => () => newJob({
    jobId, release: undefined, jobTemplate: JobTemplate.fromJobTemplateId(stack, `${id}Template`, ID),
  }, stack, id);

  test.each<[string, StackProps]>([['with an environment', { env: ENV }], ['without one', {}]])('is refused in one stack %s', (_, props) => {
    const stack = new Stack(newApp(), 'First', props);
    declareJob(stack, 'Canary')();
    expect(errorOf(declareJob(stack, 'Fleet'))).toBe('[First/Fleet] jobId is "release-1", must be unique in its account and Region: First/Canary already has this id. '
      + 'Choose another id, or give release instead to generate one');
    expect(declareJob(stack, 'Other', 'release-2')).not.toThrow();
  });

  test('is refused in two stacks of one environment, and passes in two Regions', () => {
    const app = newApp();
    declareJob(new Stack(app, 'First', { env: ENV }), 'Release')();
    expect(errorOf(declareJob(new Stack(app, 'Second', { env: ENV }), 'Release'))).toContain('First/Release already has this id');
    expect(declareJob(new Stack(app, 'Third', { env: OTHER_REGION }), 'Release')).not.toThrow();
  });

  test('passes if it is not known yet, and beside a template with this id', () => {
    const stack = new Stack(newApp(), 'First', { env: ENV });
    const jobId = unknownText('release-1');
    ['Canary', 'Fleet'].forEach(id => expect(declareJob(stack, id, jobId)).not.toThrow());
    declare(stack)();
    expect(declareJob(stack, 'Release', ID)).not.toThrow();
  });
});
