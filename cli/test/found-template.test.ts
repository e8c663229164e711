import { toDeclare } from '../src/found-template';

const found = (more: object = {}) => ({
  id: 'reboot', arn: 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/reboot', content: { description: 'Reboots', document: '{}' }, tags: new Map(), ...more,
});
const withContent = (more: object) => found({ content: { description: 'Reboots', document: '{}', ...more } });

describe('A template that was found', () => {
  test('is declared without the tags of AWS and of this library', () => {
    const tags = new Map([['team', 'a'], ['aws:cloudformation:stack-name', 'Fleet'], ['cdk-iot-job-template:content', '1']]);
    expect(toDeclare(found({ tags }))).toEqual(found({ tags: new Map([['team', 'a']]) }));
  });

  test.each<[string, object, string]>([
    ['of AWS', found({ arn: 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0' }), 'AWS manages it: use AwsManagedJobTemplate'],
    ['with an owner', found({ tags: new Map([['cdk-iot-job-template:owner', 'Fleet/1111/A']]) }), 'it belongs to stack Fleet (A)'],
    ['without a document', withContent({ document: undefined }), 'the library cannot declare it: it has no document'],
    [
      'above a quota', withContent({ jobExecutionsRolloutConfig: { maximumPerMinute: 1001 } }),
      'the library cannot declare it: jobExecutionsRolloutConfig.maximumPerMinute must be a whole number, 1 to 1000, or a token if the quota of your account is higher',
    ],
    ['with 46 tags', found({ tags: new Map(Array.from({ length: 46 }, (_, index) => [`${index}`, ''])) }), 'the library cannot declare it: tags must have at most 45 items'],
    [
      'with another kind of package version', withContent({ destinationPackageVersions: ['arn:aws:iot:eu-west-1:123456789012:package/a'] }),
      'the library cannot declare it: arn:aws:iot:eu-west-1:123456789012:package/a is not the ARN of a package version',
    ],
  ])('%s is skipped, with the reason', (_, template, reason) => {
    expect(toDeclare(template as ReturnType<typeof found>)).toEqual({ id: 'reboot', reason });
  });

  test('with 45 tags and a rollout at the quota is declared', () => {
    const tags = new Map(Array.from({ length: 45 }, (_, index) => [`${index}`, '']));
    expect(toDeclare({ ...withContent({ jobExecutionsRolloutConfig: { maximumPerMinute: 1000 } }), tags })).not.toHaveProperty('reason');
  });
});
