import { desiredStateOf, jobTemplateIdOf, nonEmptyText } from '../../src/shared/desired-state';

const REBOOT = { JobTemplateId: 'reboot', Description: 'Reboots', Document: '{}' };

test('a quota that the account may have had raised is left to the service', () => {
  const properties = { ...REBOOT, JobExecutionsRolloutConfig: { MaximumPerMinute: '5000' } };
  expect(desiredStateOf(properties, undefined).request.jobExecutionsRolloutConfig).toEqual({ maximumPerMinute: 5000 });
});

test('a value that is not known yet is not checked', () => {
  const options = { isUnresolved: (value: unknown) => value === '?', quotas: false };
  expect(desiredStateOf({ ...REBOOT, JobTemplateId: '?' }, undefined, options).request.jobTemplateId).toBe('?');
});

test('the old properties describe another state of the same template', () => {
  const before = (JobTemplateId: string) => desiredStateOf(REBOOT, { ...REBOOT, JobTemplateId, Description: 'Reboots now' });
  expect(before('reboot').previous).toEqual({ jobTemplateId: 'reboot', description: 'Reboots now', document: '{}' });
  expect(before('install').previous).toBeUndefined();
});

test.each([
  ['another template', { ...REBOOT, JobTemplateId: 'install', Description: 'Installs' }, true],
  ['the same content', { ...REBOOT, Tags: [{ Key: 'team', Value: 'fleet' }] }, true],
  ['other content', { ...REBOOT, Description: 'Reboots now' }, false],
  ['content that cannot be read', { ...REBOOT, Colour: 'red' }, false],
])('whether the event keeps the content, with old properties of %s', (_, oldProperties, keepsContent) => {
  expect(desiredStateOf(REBOOT, oldProperties).keepsContent).toBe(keepsContent);
});

test.each([undefined, null, 'text', { ...REBOOT, Colour: 'red' }])('old properties that cannot be read are left out: %j', oldProperties => {
  expect(desiredStateOf(REBOOT, oldProperties).previous).toBeUndefined();
});

test.each([null, undefined, 'text', 5, []])('properties that are %j have no id', properties => {
  expect(jobTemplateIdOf(properties)).toBeUndefined();
});

test.each([[undefined, undefined], ['', undefined], [5, undefined], ['a', 'a']])('%j as a text is %j', (value, text) => {
  expect(nonEmptyText(value)).toBe(text);
});
