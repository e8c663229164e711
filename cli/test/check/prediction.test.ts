import { ADOPTED_FROM_TAGS, CONTENT_TAG, OWNER_TAG } from '../../../src/shared/contract';
import type { JobTemplateContent } from '../../../src/shared/create-job-template';
import { contentFingerprint } from '../../../src/shared/fingerprint';
import type { AccountTemplate } from '../../src/account/account';
import { predict, type ResourceToCheck } from '../../src/check/prediction';
import { resolveProperties } from '../../src/cloudformation/properties';

const OWNER = 'Fleet/uuid/Reboot';
const BESIDE = 'Fleet/uuid/Heir';
const NONE = { refs: new Map(), mappings: undefined };
const REBOOT = { ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] }, JobTemplateId: 'reboot', Description: 'Reboots', Document: '{}' };
const CONTENT: JobTemplateContent = { description: 'Reboots', document: '{}' };
const ROLE = 'arn:aws:iam::123456789012:role/presign';
const properties = (more: object = {}) => resolveProperties({ ...REBOOT, ...more }, NONE);
const deployed = (more: object = {}) => ({ properties: properties(more), physicalId: 'reboot' });
const template = (tags: object = {}, content: JobTemplateContent = CONTENT, id = 'reboot'): AccountTemplate =>
  ({ id, arn: `arn:aws:iot:us-east-1:123456789012:jobtemplate/${id}`, content, createdAt: new Date(0), tags: new Map(Object.entries(tags)) });
const ours = (content: JobTemplateContent = CONTENT) => template({ [OWNER_TAG]: OWNER, [CONTENT_TAG]: contentFingerprint(content) }, content);
const account = (...templates: AccountTemplate[]) => ({ read: async (id: string) => templates.find(each => each.id === id) });

const WITH_ROLE = { PresignedUrlConfig: { RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } } };
const CONTENT_WITH_ROLE = { ...CONTENT, presignedUrlConfig: { roleArn: ROLE } };

describe('A deployment', () => {
  test.each<[string, string, Omit<ResourceToCheck, 'owner'>]>([
    ['creates a template', 'create', { properties: properties(), ...account() }],
    ['fails if the id is taken', 'fail', { properties: properties(), ...account(template()) }],
    ['fails if another stack owns it', 'fail', { properties: properties(), ...account(template({ [OWNER_TAG]: 'Other/uuid/Reboot' })) }],
    ['adopts a template', 'adopt', { properties: properties({ AdoptExisting: true }), ...account(template()) }],
    ['does not adopt a template that differs', 'fail', { properties: properties({ AdoptExisting: true }), ...account(template({}, { ...CONTENT, description: 'Resets' })) }],
    ['creates what is to be adopted and is missing', 'create', { properties: properties({ AdoptExisting: true }), ...account() }],
    ['adopts back what another owner has adopted', 'adopt', {
      properties: properties({ AdoptExisting: true }), ...account(template({ [OWNER_TAG]: 'Other/uuid/Reboot', [ADOPTED_FROM_TAGS[0]]: OWNER })),
    }],
    ['edits a template', 'edit', { properties: properties({ Description: 'Resets' }), deployed: deployed(), ...account(ours()) }],
    ['changes tags', 'retag', { properties: properties({ Tags: [{ Key: 'team', Value: 'fleet' }] }), deployed: deployed(), ...account(ours()) }],
    ['leaves a template whose other properties change', 'leave', { properties: properties({ AdoptExisting: true }), deployed: deployed(), ...account(ours()) }],
    ['leaves a template of which nothing changes', 'leave', { properties: properties(), deployed: deployed(), ...account(ours()) }],
    ['restores a template that was deleted by hand', 'create', { properties: properties({ Description: 'Resets' }), deployed: deployed(), ...account() }],
    ['does not see that a template was deleted by hand', 'drifted', { properties: properties(), deployed: deployed(), ...account() }],
    ['does not see that a template was recreated by hand', 'drifted', { properties: properties(), deployed: deployed(), ...account(template()) }],
    ['does not see that a declared tag was removed by hand', 'drifted', {
      properties: properties({ Tags: [{ Key: 'team', Value: 'fleet' }] }), deployed: deployed({ Tags: [{ Key: 'team', Value: 'fleet' }] }), ...account(ours()),
    }],
    ['fails to edit a template that was recreated by hand', 'fail', { properties: properties({ Description: 'Resets' }), deployed: deployed(), ...account(template()) }],
    ['edits a template that another construct of the stack did not release', 'edit', {
      properties: properties({ Description: 'Resets' }),
      deployed: deployed(),
      ...account(template({ [OWNER_TAG]: BESIDE, [ADOPTED_FROM_TAGS[0]]: OWNER, [CONTENT_TAG]: contentFingerprint(CONTENT) })),
    }],
    ['fails because of a limit', 'fail', { properties: properties({ TimeoutConfig: { InProgressTimeoutInMinutes: 0 } }), ...account() }],
    ['fails because of a property that the library does not have', 'fail', { properties: properties({ Colour: 'red' }), ...account() }],
    ['leaves what it cannot resolve, if nothing changes', 'leave', {
      properties: properties(WITH_ROLE), deployed: deployed(WITH_ROLE), ...account(ours(CONTENT_WITH_ROLE)),
    }],
    ['edits what it can resolve', 'edit', {
      properties: properties({ ...WITH_ROLE, Description: 'Resets' }), deployed: deployed(WITH_ROLE), ...account(ours(CONTENT_WITH_ROLE)),
    }],
    ['has an id that is not known yet', 'known at deployment', { properties: properties({ JobTemplateId: { Ref: 'Missing' } }), ...account() }],
    ['has a number that is not known yet', 'create', { properties: properties({ TimeoutConfig: { InProgressTimeoutInMinutes: { Ref: 'Missing' } } }), ...account() }],
    ['has a structure that is not known yet', 'known at deployment', { properties: properties({ AbortConfig: { CriteriaList: { Ref: 'Missing' } } }), ...account() }],
  ])('%s', async (_, action, resource) => {
    expect(await predict({ owner: OWNER, ...resource })).toMatchObject({ action });
  });

  describe('that does not touch a template which was changed by hand says the remedy', () => {
    const EDIT = 'to restore it, edit its content, for example its description';
    const edited = properties({ Description: 'Edited' });
    const resets = { ...CONTENT, description: 'Resets' };
    const adopting = (more: object = {}) => properties({ AdoptExisting: true, ...more });

    test.each<[string, { readonly found: AccountTemplate[]; readonly remedy: string; readonly then: ResourceToCheck['properties']; readonly action: string }]>([
      ['that is missing', { found: [], remedy: EDIT, then: edited, action: 'create' }],
      ['with other content', { found: [template({ [OWNER_TAG]: OWNER }, resets)], remedy: EDIT, then: edited, action: 'edit' }],
      ['that was recreated', { found: [template()], remedy: 'to get it back, set adoptExisting', then: adopting(), action: 'adopt' }],
      ['that was recreated with other content', {
        found: [template({}, resets)],
        remedy: 'to get it back, set adoptExisting, declare it as it is, and edit it in a later deployment',
        then: adopting({ Description: 'Resets' }),
        action: 'adopt',
      }],
    ])('for one %s, which works', async (_, { found, remedy, then, action }) => {
      const { why } = await predict({ owner: OWNER, properties: properties(), deployed: deployed(), ...account(...found) });
      expect(why.split(': ')[1]).toBe(remedy);
      expect(await predict({ owner: OWNER, properties: then, deployed: deployed(), ...account(...found) })).toMatchObject({ action });
    });
  });

  test('to another id creates its template, and says what it replaces', async () => {
    expect(await predict({ owner: OWNER, properties: properties({ JobTemplateId: 'restart' }), deployed: deployed(), ...account(ours()) })).toMatchObject({
      action: 'create', id: 'restart', why: 'there is no template with this id; it replaces reboot, which the stack gives up afterwards',
    });
  });

  test.each([['{{resolve:ssm:text}}', ', as far as it is known'], ['Reboots', '']])('that adopts a template with the description %s does not claim what it does not know', async (Description, hedge) => {
    expect(await predict({ owner: OWNER, properties: properties({ AdoptExisting: true, Description }), ...account(template()) }))
      .toMatchObject({ action: 'adopt', why: expect.stringContaining(`it has the declared content${hedge}, and `) });
  });

  test('names what is known only at deployment', async () => {
    expect((await predict({ owner: OWNER, properties: properties(WITH_ROLE), ...account() })).unresolved)
      .toEqual([{ member: 'presignedUrlConfig.roleArn', reference: 'Role.Arn' }]);
  });

  test('shows another job, which a description does not show', async () => {
    const job = (id: string) => ({ Document: undefined, JobArn: `arn:aws:iot:us-east-1:123456789012:job/${id}` });
    const [before, after] = [job('one'), job('two')];
    const content = { description: 'Reboots', jobArn: before.JobArn };
    const found = { ...ours(content), content: CONTENT };
    expect(await predict({ owner: OWNER, properties: properties(after), deployed: deployed(before), ...account(found) }))
      .toMatchObject({ action: 'edit', differences: [{ member: 'jobArn', expected: after.JobArn, found: before.JobArn }] });
  });
});
