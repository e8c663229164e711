import { Aws } from 'aws-cdk-lib';
import { JobDocument, PackageVersionReference } from '../src';
import { deployed, ENV, newJobTemplate, newStack, propertiesOf, rendered } from './support/construct';

const ARN = 'arn:aws:iot:us-east-1:210987654321:package/app/version/1.4.0';
const arnOf = (version: PackageVersionReference): string =>
  deployed(rendered({ destinationPackageVersions: [version] }).DestinationPackageVersions[0]);

test('a version by its ARN has that ARN, and its names', () => {
  const version = PackageVersionReference.fromPackageVersionArn(ARN);
  expect(arnOf(version)).toBe(ARN);
  expect([version.packageName, version.versionName]).toEqual(['app', '1.4.0']);
});

test('a version by its names is one of the template\'s account and Region', () => {
  const version = PackageVersionReference.fromNames('app', '$default');
  expect(arnOf(version)).toBe('arn:aws:iot:eu-west-1:123456789012:package/app/version/$default');
  expect([version.packageName, version.versionName]).toEqual(['app', '$default']);
});

test('a version by an ARN that is only known later has no names', () => {
  const version = PackageVersionReference.fromPackageVersionArn(Aws.NO_VALUE);
  expect([version.packageName, version.versionName]).toEqual(['', '']);
});

describe('placeholders', () => {
  const version = PackageVersionReference.fromNames('app', '1.4.0');

  test.each([
    ['an attribute', version.attributes('size'), '${aws:iot:package:app:version:1.4.0:attributes:size}'],
    ['all attributes', version.attributes(), '${aws:iot:package:app:version:1.4.0:attributes}'],
    ['the artifact', version.artifactUrl(), '${aws:iot:package:app:version:1.4.0:artifact-location:s3-presigned-url}'],
    ['an attribute of the destination', PackageVersionReference.destinationAttributes('size'), '${aws:iot:package::version::attributes:size}'],
    ['all attributes of the destination', PackageVersionReference.destinationAttributes(), '${aws:iot:package::version::attributes}'],
    ['the artifact of the destination', PackageVersionReference.destinationArtifactUrl(),
      '${aws:iot:package::version::artifact-location:s3-presigned-url}'],
  ])('name %s', (_, placeholder, expected) => {
    expect(placeholder).toBe(expected);
  });

  test('stand in a document with their destination', () => {
    const stack = newStack({ env: ENV });
    newJobTemplate({
      document: JobDocument.fromObject({ size: version.attributes('size'), hash: PackageVersionReference.destinationAttributes('hash') }),
      destinationPackageVersions: [version],
    }, stack);
    expect(JSON.parse(propertiesOf(stack).Document)).toEqual({
      size: '${aws:iot:package:app:version:1.4.0:attributes:size}',
      hash: '${aws:iot:package::version::attributes:hash}',
    });
  });
});
