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
      'the library cannot declare it: jobExecutionsRolloutConfig.maximumPerMinute must be a whole number, 1 to 1000, or a token if the quota of your account is higher. '
        + 'To bring it in, declare it by hand, with a CfnParameter for this number',
    ],
    ['with 46 tags', found({ tags: new Map(Array.from({ length: 46 }, (_, index) => [`${index}`, ''])) }), 'the library cannot declare it: tags must have at most 45 items'],
    [
      'with another kind of package version', withContent({ destinationPackageVersions: ['arn:aws:iot:eu-west-1:123456789012:package/a'] }),
      'the library cannot declare it: arn:aws:iot:eu-west-1:123456789012:package/a is not the ARN of a package version',
    ],
    ...['${Token[TOKEN.12]}', '#{Token[AWS.Region.4]}', '-1.8881545897087626e+289'].flatMap((token): [string, object, string][] => [
      [`with ${token} in its description`, withContent({ description: `See ${token}.` }), `the library cannot declare it: description has the text ${token}, which the CDK takes for a token`],
      [`with ${token} in its document`, withContent({ document: `{"a":"${token}"}` }), `the library cannot declare it: document has the text ${token}, which the CDK takes for a token`],
    ]),
    ...['ssm:name', 'ssm-secure:name:1', 'secretsmanager:name'].map((reference): [string, object, string] => [
      `with the dynamic reference ${reference}`, withContent({ document: `{"a":"{{resolve:${reference}}}"}` }),
      'the library cannot declare it: document has the text {{resolve:...}}, which CloudFormation takes for a dynamic reference',
    ]),
    [
      'with a dynamic reference in a tag', found({ tags: new Map([['team', '{{resolve:ssm:name}}']]) }),
      'the library cannot declare it: tags has the text {{resolve:...}}, which CloudFormation takes for a dynamic reference',
    ],
  ])('%s is skipped, with the reason', (_, template, reason) => {
    expect(toDeclare(template as ReturnType<typeof found>)).toEqual({ id: 'reboot', reason });
  });

  test.each(['${ota:parameter}', '${Token}', '{{ resolve }}', '-1.5e+289'])('with the text %s is declared', (text) => {
    expect(toDeclare(withContent({ description: text, document: JSON.stringify({ text }) }))).not.toHaveProperty('reason');
  });

  test('with 45 tags and a rollout at the quota is declared', () => {
    const tags = new Map(Array.from({ length: 45 }, (_, index) => [`${index}`, '']));
    expect(toDeclare({ ...withContent({ jobExecutionsRolloutConfig: { maximumPerMinute: 1000 } }), tags })).not.toHaveProperty('reason');
  });
});
