import { mayInherit } from '../../src/shared/inheritance';

const REQUEST = { jobTemplateId: 'reboot', description: 'Reboots', jobArn: 'arn' };

test.each<[string, object, string, boolean]>([
  ['without a job', { jobArn: undefined }, 'timeoutConfig', false],
  ['a member of the job', {}, 'timeoutConfig.inProgressTimeoutInMinutes', true],
  ['a member that the request replaces, even by an empty one', { timeoutConfig: {} }, 'timeoutConfig.inProgressTimeoutInMinutes', false],
  ['a member beside one that the request replaces', { abortConfig: { criteriaList: [] } }, 'timeoutConfig', true],
  ['a member that no template inherits', {}, 'maintenanceWindows', false],
  ['the document of the job', {}, 'document', true],
  ['its source', {}, 'documentSource', true],
  ['a document that the request replaces', { document: '{}' }, 'document', false],
  ['a document that a source replaces', { documentSource: 'https://a' }, 'document', false],
  ['a source that a document replaces', { document: '{}' }, 'documentSource', false],
])('whether a template can inherit: %s', (_, request, member, expected) => {
  expect(mayInherit({ ...REQUEST, ...request }, member)).toBe(expected);
});
