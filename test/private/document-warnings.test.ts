import { WarningId } from '../../src/private/warning';
import { warningsIn } from '../../src/private/warnings';

/** The ids and the values of the warnings about a text in a document, in which `<token>` is an unknown part. */
const warningsOf = (text: string) =>
  warningsIn({ jobTemplateId: 'reboot', description: 'Reboots', document: JSON.stringify({ text }) }, () => false).map(({ id, value }) => [id, value]);

test.each([
  '${aws:iot:<token>}',
  '${aws:iot:para<token>}',
  '${aws:iot:package:<token>}',
])('the placeholder %s may be one that AWS IoT documents', text => {
  expect(warningsOf(text)).toEqual([]);
});

test.each([
  ['${aws:iot:other}', ['${aws:iot:other}']],
  ['${aws:iot:other:<token>}', ['${aws:iot:other:<token>}']],
  ['${aws:iot:other:${aws:iot:<token>}}', ['${aws:iot:other:${aws:iot:<token>}}']],
])('the placeholder %s is unknown', (text, unknown) => {
  expect(warningsOf(text)).toEqual(unknown.map(value => [WarningId.UNKNOWN_PLACEHOLDER, value]));
});

test('a placeholder between two halves of a variable does not join them', () => {
  expect(warningsOf('$${aws:iot:package:a:version:b:attributes:c}{jobId}').map(([id]) => id)).not.toContain(WarningId.VARIABLE_OUTSIDE_UPLOAD);
  expect(warningsOf('${jobId}')).toEqual([[WarningId.VARIABLE_OUTSIDE_UPLOAD, '${jobId}']]);
});

describe('destination package versions', () => {
  const version = (packageName: string, versionName: string) => `arn:aws:iot:us-east-1:123456789012:package/${packageName}/version/${versionName}`;
  const repeated = (...destinationPackageVersions: string[]) =>
    warningsIn({ jobTemplateId: 'reboot', description: 'Reboots', document: '{}', destinationPackageVersions }, value => `${value}`.includes('<token>'))
      .map(({ id, member, value }) => [id, member, value]);

  test('of one package are repeated', () => {
    expect(repeated(version('a', '1'), version('b', '1'), version('a', '2')))
      .toEqual([[WarningId.REPEATED_PACKAGE, 'destinationPackageVersions[2]', 'package/a/version/2']]);
    expect(repeated(version('a', '1'), version('a', '<token>')))
      .toEqual([[WarningId.REPEATED_PACKAGE, 'destinationPackageVersions[1]', 'package/a/version/<token>']]);
  });

  test.each([
    ['of several packages', [version('a', '1'), version('b', '1')]],
    ['of packages that are unknown', [version('<token>', '1'), version('<token>', '2')]],
    ['whose ARNs are unknown', ['arn:one', 'arn:other']],
  ])('%s are not', (_, versions) => {
    expect(repeated(...versions)).toEqual([]);
  });
});
