import { App, Stack } from 'aws-cdk-lib';
import { JobDocument, JobTemplate } from '../../../src';
import { FakeIotServer } from '../../../test/fake-iot/server';
import { temporaryFolder } from '../../../test/support/temporary';
import { FakeCloudFormation, type FakeStack } from '../support/fake-cloudformation';
import { tool, useEnvironment } from '../support/tool';

let iot: FakeIotServer;
let cloudFormation: FakeCloudFormation;

beforeEach(async () => {
  [iot, cloudFormation] = await Promise.all([FakeIotServer.start(), FakeCloudFormation.start()]);
  useEnvironment({
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_IOT: iot.endpoint,
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.endpoint,
  });
  iot.service.seed({ jobTemplateId: 'reboot', description: 'Reboots', document: '{}' }, {});
});

afterEach(async () => Promise.all([iot.close(), cloudFormation.close()]));

/** The folder of an app whose stack Fleet has one template. */
function assembly({ adoptExisting }: { readonly adoptExisting: boolean }): string {
  const app = new App({ outdir: temporaryFolder(), context: { 'aws:cdk:enable-asset-metadata': true } });
  new JobTemplate(new Stack(app, 'Fleet'), 'Reboot', { jobTemplateId: 'reboot', description: 'Reboots', document: JobDocument.fromObject({}), adoptExisting });
  return app.synth().directory;
}

const ADOPTING = assembly({ adoptExisting: true });

/** A stack that has the template by a native resource. */
const nativeStack = (name: string, policy: object = {}): FakeStack => ({
  name,
  id: `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/1111`,
  resources: [{ logicalId: 'Native', physicalId: 'reboot', type: 'AWS::IoT::JobTemplate' }],
  template: { Resources: { Native: { Type: 'AWS::IoT::JobTemplate', ...policy } } },
});

describe('A template that is to be adopted and that a native resource has', () => {
  test.each<[string, FakeStack, object, string]>([
    [
      'of another stack', nativeStack('Old'), { stack: 'Old', logicalId: 'Native', deletionPolicy: 'Delete' },
      'AWS::IoT::JobTemplate Native of stack Old has this template, too. Set its DeletionPolicy to Retain, and deploy that stack, '
        + 'before you deploy this one. Then remove the resource from that stack.',
    ],
    [
      'of the same stack', nativeStack('Fleet'), { stack: 'Fleet', logicalId: 'Native', deletionPolicy: 'Delete' },
      'AWS::IoT::JobTemplate Native of stack Fleet has this template, too. Its removal deletes the template: keep the resource, '
        + 'set its DeletionPolicy to Retain, and deploy that. Adopt the template in the next deployment.',
    ],
    ...['Retain', 'RetainExceptOnCreate'].map((deletionPolicy): [string, FakeStack, object, string] => [
      `that keeps it by ${deletionPolicy}`, nativeStack('Old', { DeletionPolicy: deletionPolicy }), { stack: 'Old', logicalId: 'Native', deletionPolicy },
      'AWS::IoT::JobTemplate Native of stack Old has this template, too, but keeps it by its DeletionPolicy: '
        + 'remove the resource from that stack, in this deployment or a later one',
    ]),
  ])('%s is shown with it, and with what to do', async (_, stack, native, remark) => {
    cloudFormation.stacks = [stack];
    expect(JSON.parse((await tool('check', ADOPTING, '--json')).stdout)).toMatchObject([{ id: 'reboot', action: 'adopt', native }]);
    const { status, stdout } = await tool('check', ADOPTING);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining(`\n         ${remark}\n`) });
  });

  test('is found with the permissions of the printed policy', async () => {
    cloudFormation.stacks = [nativeStack('Old')];
    await tool('check', ADOPTING);
    const called = [...iot.service.calls.map(({ operation }) => `iot:${operation}`), ...cloudFormation.actions.map(action => `cloudformation:${action}`)];
    const { stdout } = await tool('check', '--print-policy');
    const allowed: string[] = JSON.parse(stdout).Statement.flatMap(({ Action }: any) => Action);
    expect([...new Set(called)].sort()).toEqual(allowed.filter(action => action !== 'cloudformation:ListExports').sort());
  });
});

test('A template that no native resource has is shown without one', async () => {
  cloudFormation.stacks = [{ ...nativeStack('Old'), resources: [] }];
  const [checked] = JSON.parse((await tool('check', ADOPTING, '--json')).stdout);
  expect(checked).toMatchObject({ action: 'adopt' });
  expect(checked).not.toHaveProperty('native');
});

test('The resources of other stacks are not read if nothing is to be adopted', async () => {
  cloudFormation.stacks = [nativeStack('Old')];
  expect(JSON.parse((await tool('check', assembly({ adoptExisting: false }), '--json')).stdout)).toMatchObject([{ action: 'fail' }]);
  expect(cloudFormation.actions).not.toContain('ListStackResources');
});

test('A template that two stacks of an app would adopt fails for the second', async () => {
  const app = new App({ outdir: temporaryFolder() });
  for (const name of ['One', 'Two']) {
    new JobTemplate(new Stack(app, name), 'Reboot', { jobTemplateId: 'reboot', description: 'Reboots', document: JobDocument.fromObject({}), adoptExisting: true });
  }
  const { status, stdout } = await tool('check', app.synth().directory, '--json');
  expect({ status, checked: JSON.parse(stdout) }).toMatchObject({
    status: 1, checked: [{ stack: 'One', region: 'us-east-1', action: 'adopt' }, { stack: 'Two', action: 'fail', duplicateOf: { stack: 'One' } }],
  });
});
