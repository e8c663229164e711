import { ADOPTED_FROM_TAGS, OWNER_TAG } from '../../../src/shared/contract';
import type { Account } from '../../src/account/account';
import { AppCheck } from '../../src/check/app';
import { failDuplicates } from '../../src/check/duplicates';

const STACK = { name: 'Fleet', id: 'arn:aws:cloudformation:us-east-1:111111111111:stack/Fleet/uuid', status: 'CREATE_COMPLETE', parameters: new Map(), outputs: new Map() };
const declared = (id: string, more: object = {}) =>
  ({ Type: 'Custom::IoTJobTemplate', ...more, Properties: { JobTemplateId: id, Description: 'Reboots', Document: '{}' } });

/** Checks a stack that has had a resource with this policy, and now has the resources. */
async function check(given: { readonly tags?: object; readonly policy?: string; readonly resources?: object; readonly conditions?: object }) {
  const { tags, policy, resources: Resources = {}, conditions: Conditions } = given;
  const account = {
    stack: async () => STACK,
    stackTemplate: async () => ({ Resources: { Reboot: declared('reboot', { DeletionPolicy: policy, Metadata: { 'aws:cdk:path': 'Fleet/Reboot/Resource' } }) } }),
    resources: async () => [{ logicalId: 'Reboot', physicalId: 'reboot', type: 'Custom::IoTJobTemplate' }],
    template: async (id: string) => tags && id === 'reboot' ? { id, arn: '', content: { description: 'Reboots', document: '{}' }, tags: new Map(Object.entries(tags)) } : undefined,
  } as unknown as Account;
  const template = { Resources, Conditions } as any;
  const checked = await new AppCheck(account).check({ path: 'Fleet', name: 'Fleet', template, parameters: {}, folder: '.' });
  return failDuplicates(checked.map(each => ({ ...each, region: 'us-east-1' })));
}

const OURS = { [OWNER_TAG]: 'Fleet/uuid/Reboot' };

describe('A template that the deployed stack has, and the app no longer declares', () => {
  test.each<[string, Parameters<typeof check>[0], string, RegExp]>([
    ['that the stack has created', { tags: OURS }, 'delete', /^no longer declared: the stack deletes it$/],
    ['that the stack has adopted', { tags: { ...OURS, [ADOPTED_FROM_TAGS[0]]: 'unmanaged' } }, 'release', /it is kept, because this stack has adopted it and not edited it$/],
    ['with RETAIN', { tags: OURS, policy: 'Retain' }, 'leave', /it is kept by the DeletionPolicy Retain$/],
    ['of another owner', { tags: { [OWNER_TAG]: 'Other/uuid/Reboot' } }, 'leave', /it is kept, because it belongs to Other\/uuid\/Reboot$/],
    ['that was recreated by hand', { tags: {} }, 'leave', /it is kept, because it was not created by this library$/],
    ['that does not exist', {}, 'leave', /it does not exist$/],
  ])('%s is shown', async (_, given, action, why) => {
    expect(await check(given)).toMatchObject([{ id: 'reboot', logicalId: 'Reboot', construct: 'Fleet/Reboot', isRemoved: true, action, why: expect.stringMatching(why) }]);
  });

  test('because of a condition that is false is shown', async () => {
    const resources = { Reboot: declared('reboot', { Condition: 'Never' }) };
    expect(await check({ tags: OURS, resources, conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } })).toMatchObject([{ action: 'delete' }]);
  });

  test('says that another stack may adopt it first', () => {
    const place = { region: 'us-east-1', logicalId: 'Reboot', id: 'reboot', differences: [], unresolved: [] };
    const [removed, adopted] = failDuplicates([
      { ...place, stack: 'Fleet', action: 'delete', why: 'no longer declared: the stack deletes it', isRemoved: true }, { ...place, stack: 'Other', action: 'adopt', why: '' },
    ]);
    expect(removed).toMatchObject({ action: 'delete', why: 'no longer declared: the stack deletes it, unless stack Other adopts it first: deploy stack Other first' });
    expect(adopted).toMatchObject({ action: 'adopt', why: '' });
  });

  test('is shown once if another construct declares it', async () => {
    const checked = await check({ tags: OURS, resources: { Renamed: declared('reboot') } });
    expect(checked.map(({ logicalId, isRemoved }) => [logicalId, isRemoved])).toEqual([['Renamed', undefined]]);
  });
});
