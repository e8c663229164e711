import type { Account, AccountStack } from '../../src/account/account';
import { AppCheck } from '../../src/check/app';
import type { SynthesizedStack } from '../../src/check/assembly';

const stackId = (account: string) => `arn:aws:cloudformation:us-east-1:${account}:stack/Fleet/uuid`;
const deployed = (account: string): AccountStack =>
  ({ name: 'Fleet', id: stackId(account), status: 'CREATE_COMPLETE', parameters: new Map(), outputs: new Map() });
const TEMPLATE = { Resources: { Reboot: { Type: 'Custom::IoTJobTemplate', Properties: { JobTemplateId: 'reboot', Description: 'Reboots', Document: '{}' } } } };
const FLEET: SynthesizedStack = { path: 'Fleet', name: 'Fleet', region: 'us-east-1', account: '111111111111', template: TEMPLATE, parameters: {}, folder: '.' };

/** An account that has nothing but what is given. */
const account = (given: Partial<Account>): Account => ({
  stack: async () => undefined,
  anyStackId: async () => undefined,
  template: async () => undefined,
  stackTemplate: async () => TEMPLATE,
  resources: async () => [],
  ...given,
}) as Account;

describe.each<[string, (id: string) => Partial<Account>]>([
  ['the deployed stack', id => ({ stack: async () => deployed(id) })],
  ['a template of the app', id => ({
    template: async () => ({ id: 'reboot', arn: `arn:aws:iot:us-east-1:${id}:jobtemplate/reboot`, content: { description: 'Reboots', document: '{}' }, tags: new Map() }),
  })],
  ['any stack', id => ({ anyStackId: async () => stackId(id) })],
])('The account of the credentials, which %s shows', (_, given) => {
  test('is refused if the app has another one', async () => {
    await expect(new AppCheck(account(given('222222222222'))).check(FLEET)).rejects.toThrow(
      'the credentials are those of account 222222222222, but stack Fleet is for account 111111111111: pass another --profile');
  });

  test.each(['111111111111', undefined])('is accepted for an app of account %s', async (declared) => {
    expect(await new AppCheck(account(given('111111111111'))).check({ ...FLEET, account: declared })).toHaveLength(1);
  });
});

test('An account that has neither stacks nor templates is taken to be that of the app', async () => {
  expect(await new AppCheck(account({})).check(FLEET)).toMatchObject([{ action: 'create' }]);
});

test('The status of a deployed stack belongs to the result', async () => {
  const stack = { ...deployed('111111111111'), status: 'UPDATE_ROLLBACK_FAILED' };
  expect(await new AppCheck(account({ stack: async () => stack })).check(FLEET)).toMatchObject([{ stackStatus: 'UPDATE_ROLLBACK_FAILED' }]);
});
