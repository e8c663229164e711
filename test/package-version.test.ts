import { CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { JobDocument, type JobTemplateProps, PackageVersion } from '../src';
import { allowing, deployed, ENV, newApp, newJobTemplate, newStack, propertiesOf, refusalOf, rendered, statementsOf, unknownText, warningsWithIdsOf } from './support/construct';

const ARN = 'arn:aws:iot:us-east-1:210987654321:package/app/version/1.4.0';
const arnOf = (version: PackageVersion): string =>
  deployed(rendered({ destinationPackageVersions: [version] }).DestinationPackageVersions[0]);

test('a version by its ARN has that ARN, and its names', () => {
  const version = PackageVersion.fromPackageVersionArn(ARN);
  expect(arnOf(version)).toBe(ARN);
  expect([version.packageName, version.versionName]).toEqual(['app', '1.4.0']);
});

test('a version by its names is one of the template\'s account and Region', () => {
  const version = PackageVersion.fromNames('app', '$default');
  expect(arnOf(version)).toBe('arn:aws:iot:eu-west-1:123456789012:package/app/version/$default');
  expect([version.packageName, version.versionName]).toEqual(['app', '$default']);
});

test('a version from a token ARN takes its names from the ARN at deployment', () => {
  const stack = newStack();
  const { valueAsString } = new CfnParameter(stack, 'Version');
  const version = PackageVersion.fromPackageVersionArn(valueAsString);
  expect(deployed(stack.resolve([version.packageName, version.versionName]), { Version: ARN })).toEqual(['app', '1.4.0']);
  newJobTemplate({
    document: JobDocument.fromObject({ size: version.attributes('size') }),
    destinationPackageVersions: [version, PackageVersion.fromNames('config', '1')],
  }, stack);
  expect(JSON.parse(deployed(propertiesOf(stack).Document, { Version: ARN }))).toEqual({ size: '${aws:iot:package:app:version:1.4.0:attributes:size}' });
});

test.each(['', 'app', 'arn:aws:iot:us-east-1:210987654321:package/app', `${ARN}/more`, ARN.slice(4)])('a version has no ARN such as %j', (arn) => {
  expect(() => PackageVersion.fromPackageVersionArn(arn)).toThrow(
    `[PackageVersion.fromPackageVersionArn] packageVersionArn is "${arn}", must be arn:PARTITION:iot:REGION:ACCOUNT:package/NAME/version/VERSION: `
    + 'use PackageVersion.fromNames for the names of a package and a version');
});

test.each([[ARN.replace('app', '*'), 'packageName is "*"'], [ARN.replace('1.4.0', '*'), 'versionName is "*"']])('a version has no ARN such as %s', (arn, refusal) => {
  expect(() => PackageVersion.fromPackageVersionArn(arn)).toThrow(refusal);
});

describe('the names of a version', () => {
  test.each([['a', '1'], ['Az09_.-', 'Az09_.-'], ['a'.repeat(128), 'v'.repeat(64)], ['a', '$default'], ['a', '$null'], [unknownText('a b'), unknownText('1 0')]])(
    'may be %s and %s', (name, version) => {
      expect(() => PackageVersion.fromNames(name, version)).not.toThrow();
    });

  test.each([
    ['', '1', 'packageName is "", must have 1 to 128 characters, has 0'],
    ['a'.repeat(129), '1', `packageName is "${'a'.repeat(129)}", must have 1 to 128 characters, has 129`],
    ['a/b', '1', 'packageName is "a/b", must be made of letters, digits, _, - and . only'],
    ['$default', '1', 'packageName is "$default", must be made of letters, digits, _, - and . only'],
    ['a', '', 'versionName is "", must have 1 to 64 characters, has 0'],
    ['a', 'v'.repeat(65), `versionName is "${'v'.repeat(65)}", must have 1 to 64 characters, has 65`],
    ['a', '1 0', 'versionName is "1 0", must be made of letters, digits, _, - and . only, or be $default or $null'],
    ['a', '$latest', 'versionName is "$latest", must be made of letters, digits, _, - and . only, or be $default or $null'],
  ])('may not be %j and %j', (name, version, message) => {
    expect(() => PackageVersion.fromNames(name, version)).toThrow(`[PackageVersion.fromNames] ${message}`);
  });
});

describe('the key of an attribute', () => {
  const version = PackageVersion.fromNames('app', '1');

  test.each(['a', 'Az09:_-', undefined, unknownText('a b')])('may be %s', (key) => {
    expect(version.attributes(key)).toBe(`\${aws:iot:package:app:version:1:attributes${key === undefined ? '' : `:${key}`}}`);
    expect(PackageVersion.destinationAttributes(key)).toBe(`\${aws:iot:package::version::attributes${key === undefined ? '' : `:${key}`}}`);
  });

  test.each([['', 'have at least 1 character, has 0'], ['a}', 'be made of letters, digits, :, _ and - only'], ['a b', 'be made of letters, digits, :, _ and - only']])(
    'may not be %j', (key, must) => {
      expect(() => version.attributes(key)).toThrow(`[PackageVersion.attributes] key is "${key}", must ${must}`);
      expect(() => PackageVersion.destinationAttributes(key)).toThrow(`[PackageVersion.destinationAttributes] key is "${key}", must ${must}`);
    });
});

describe('a version that is declared in the app', () => {
  const REF = { Version: 'app|1.4.0' };
  const declared = (stack: Stack, artifact?: iot.CfnSoftwarePackageVersion['artifact']) =>
    new iot.CfnSoftwarePackageVersion(stack, 'Version', { packageName: 'app', versionName: '1.4.0', artifact });
  const s3Location = { bucket: 'artifacts', key: 'app/$1*.bin', version: 'v1' };

  test('has its names and its ARN, and is there before the template', () => {
    const stack = newStack({ env: ENV });
    const version = PackageVersion.fromCfnSoftwarePackageVersion(declared(stack));
    newJobTemplate({ document: JobDocument.fromObject({ hash: version.attributes('hash') }), destinationPackageVersions: [version] }, stack);
    const { Document, DestinationPackageVersions } = deployed(propertiesOf(stack), REF);
    expect(DestinationPackageVersions).toEqual(['arn:aws:iot:eu-west-1:123456789012:package/app/version/1.4.0']);
    expect(JSON.parse(Document)).toEqual({ hash: '${aws:iot:package:app:version:1.4.0:attributes:hash}' });
  });

  test('is of its own account and Region', () => {
    const app = newApp();
    const catalog = new Stack(app, 'Catalog', { env: { account: '210987654321', region: 'us-east-1' } });
    // As an interface of another library may be: with an environment that is not its stack's.
    const version = Object.assign(new Construct(catalog, 'Version'), {
      env: { account: '210987654321', region: 'ap-south-1' }, softwarePackageVersionRef: { packageName: 'app', versionName: '1' },
    });
    const stack = new Stack(app, 'Fleet', { env: ENV });
    newJobTemplate({ destinationPackageVersions: [PackageVersion.fromCfnSoftwarePackageVersion(version)] }, stack);
    expect(deployed(propertiesOf(stack).DestinationPackageVersions)).toEqual(['arn:aws:iot:ap-south-1:210987654321:package/app/version/1']);
  });

  describe('warns that it is a draft', () => {
    const warnings = (propsOf: (version: PackageVersion) => Partial<JobTemplateProps>, artifact?: iot.CfnSoftwarePackageVersion['artifact']) => {
      const stack = newStack({ env: ENV });
      const template = newJobTemplate(propsOf(PackageVersion.fromCfnSoftwarePackageVersion(declared(stack, artifact))), stack);
      return warningsWithIdsOf(stack, `/${template.node.path}`);
    };
    const DRAFT = 'names package version [Fleet/Version], but CloudFormation creates it as a draft, and AWS IoT deploys only published '
      + 'versions: publish it before the template is created, as in the recipe publish-package-version.ts, and acknowledge this warning '
      + '[ack: cdk-iot-job-template:declaredVersionIsDraft]';

    test.each<[string, (version: PackageVersion) => Partial<JobTemplateProps>, string]>([
      ['a destination', version => ({ destinationPackageVersions: [version] }), 'destinationPackageVersions'],
      ['an attribute in an object', version => ({ document: JobDocument.fromObject({ a: [{ b: `x${version.attributes('c')}` }] }) }), 'document'],
      ['an attribute in a text', version => ({ document: JobDocument.fromString(`{"a":"${version.attributes('c')}"}`) }), 'document'],
      ['an artifact', version => ({ document: JobDocument.fromObject({ a: version.artifactUrl() }) }), 'document'],
      ['an artifact beside a destination', version => ({
        document: JobDocument.fromObject({ a: version.artifactUrl() }), destinationPackageVersions: [version],
      }), 'destinationPackageVersions'],
      ['a document beside a job', version => ({
        document: JobDocument.fromJobArn('arn:aws:iot:eu-west-1:123456789012:job/pilot', { document: JobDocument.fromObject({ a: version.attributes() }) }),
      }), 'document'],
    ])('as %s, once', (_, propsOf, where) => {
      expect(warnings(propsOf, { s3Location }).filter(text => `${text}`.includes('draft'))).toEqual([`${where} ${DRAFT}`]);
    });

    test('unless nothing names it, or it is named without its declaration', () => {
      const byNames = PackageVersion.fromNames('app', '1.4.0');
      expect(warnings(() => ({}))).toEqual([]);
      expect(warnings(() => ({ destinationPackageVersions: [byNames], document: JobDocument.fromObject({ a: byNames.attributes('b') }) }))).toEqual([]);
    });
  });

  test('lets the artifacts of its bucket be presigned, and nothing else', () => {
    const stack = newStack({ env: ENV });
    const version = PackageVersion.fromCfnSoftwarePackageVersion(declared(stack, { s3Location }));
    const document = JobDocument.fromObject({ image: version.artifactUrl() });
    const template = newJobTemplate({ document, destinationPackageVersions: [version] }, stack);
    expect(template.presignedUrlRole).toBeDefined();
    expect(JSON.parse(deployed(propertiesOf(stack).Document, REF)))
      .toEqual({ image: '${aws:iot:package:app:version:1.4.0:artifact-location:s3-presigned-url}' });
    expect(deployed(allowing(statementsOf(stack), 's3:GetObjectVersion'))).toEqual([
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: 'arn:aws:s3:::artifacts/*' },
    ]);
  });

  test.each<[string, iot.CfnSoftwarePackageVersion['artifact']]>([
    ['is only known later', Lazy.any({ produce: () => ({ s3Location }) })],
    ['is somewhere that is only known later', { s3Location: Lazy.any({ produce: () => s3Location }) }],
  ])('needs a role if its artifact %s', (_, artifact) => {
    const stack = newStack({ env: ENV });
    const version = PackageVersion.fromCfnSoftwarePackageVersion(declared(stack, artifact));
    expect(refusalOf({ document: JobDocument.fromObject({ image: version.artifactUrl() }) }, stack)).toContain('presignedUrlRole must be given');
  });
});

describe('the URL of an artifact', () => {
  const NONE = '[Fleet/Version] artifact must be given for artifactUrl() or destinationArtifactUrl(): AWS IoT refuses a document with one, '
    + '"Package ... version ... does not have an associated artifact to generate an S3 presigned url."';
  const s3Location = { bucket: 'artifacts', key: 'app.bin', version: 'v1' };
  const declaredIn = (stack: Stack) => new iot.CfnSoftwarePackageVersion(stack, 'Version', { packageName: 'app', versionName: '1' });

  test('is refused for a version that is declared without one', () => {
    const version = PackageVersion.fromCfnSoftwarePackageVersion(declaredIn(newStack()));
    expect(() => version.artifactUrl()).toThrow(NONE);
  });

  test('is refused for a destination that is declared without one', () => {
    const stack = newStack({ env: ENV });
    const version = PackageVersion.fromCfnSoftwarePackageVersion(declaredIn(stack));
    const document = JobDocument.fromObject({ image: PackageVersion.destinationArtifactUrl() });
    expect(refusalOf({ document, destinationPackageVersions: [version] }, stack)).toBe(NONE);
  });

  test('is that of an artifact which is set on the declared version later', () => {
    const stack = newStack({ env: ENV });
    const declared = declaredIn(stack);
    const version = PackageVersion.fromCfnSoftwarePackageVersion(declared);
    declared.artifact = { s3Location };
    newJobTemplate({ document: JobDocument.fromObject({ image: version.artifactUrl() }) }, stack);
    expect(deployed(allowing(statementsOf(stack), 's3:GetObjectVersion'))[0].Resource).toBe('arn:aws:s3:::artifacts/*');
  });

  test('is taken for a declared version whose artifact is given beside it', () => {
    const stack = newStack({ env: ENV });
    const bucket = s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts');
    const version = PackageVersion.fromCfnSoftwarePackageVersion(declaredIn(stack), { artifact: { bucket, key: 'app.bin' } });
    expect(() => version.artifactUrl()).not.toThrow();
  });

  test('is taken for a version of another library, whose artifact is not known', () => {
    const stack = newStack({ env: ENV });
    const other = Object.assign(new Construct(stack, 'Version'), { env: ENV, softwarePackageVersionRef: { packageName: 'app', versionName: '1' } });
    expect(PackageVersion.fromCfnSoftwarePackageVersion(other).artifactUrl()).toBe(
      '${aws:iot:package:app:version:1:artifact-location:s3-presigned-url}');
  });
});

describe('an artifact that is given', () => {
  const given = (stack: Stack) => {
    const bucket = new s3.Bucket(stack, 'Artifacts', { encryption: s3.BucketEncryption.KMS });
    return PackageVersion.fromNames('app', '1.4.0', { artifact: { bucket, key: 'app.bin' } });
  };
  const PLACEHOLDER = '${aws:iot:package:app:version:1.4.0:artifact-location:s3-presigned-url}';

  test.each<[string, (version: PackageVersion) => JobDocument, string]>([
    ['named in an object', version => JobDocument.fromObject({ image: version.artifactUrl() }), `{"image":"${PLACEHOLDER}"}`],
    ['named in a string', version => JobDocument.fromString(`{"run":"get ${version.artifactUrl()}"}`), `{"run":"get ${PLACEHOLDER}"}`],
    ['that of the only destination', () => JobDocument.fromObject({ image: PackageVersion.destinationArtifactUrl() }),
      '{"image":"${aws:iot:package::version::artifact-location:s3-presigned-url}"}'],
  ])('adds a role that may read its bucket and use the bucket\'s key: %s', (_, documentOf, text) => {
    const stack = newStack({ env: ENV });
    const version = given(stack);
    newJobTemplate({ document: documentOf(version), destinationPackageVersions: [version] }, stack);
    expect(deployed(propertiesOf(stack).Document)).toBe(text);
    expect(deployed(allowing(statementsOf(stack), 's3:GetObject'))).toEqual([
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: expect.stringMatching(/Artifacts.*\/\*$/) },
    ]);
    expect(allowing(statementsOf(stack), 'kms:Decrypt')).toHaveLength(1);
  });

  test('is one of those that objectPattern allows to read, and its key must be', () => {
    const stack = newStack({ env: ENV });
    const bucket = s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts');
    const version = (objectPattern: string) => PackageVersion.fromNames('app', '1.4.0', { artifact: { bucket, key: 'app/1.4.0.bin', objectPattern } });
    newJobTemplate({ document: JobDocument.fromObject({ image: version('app/*').artifactUrl() }) }, stack);
    expect(deployed(allowing(statementsOf(stack), 's3:GetObject'))[0].Resource).toBe('arn:aws:s3:::artifacts/app/*');
    expect(() => version('other/*')).toThrow('[Fleet/Artifacts] objectPattern is "other/*", must match the key "app/1.4.0.bin"');
  });

  test('is granted to a role that is given', () => {
    const stack = newStack({ env: ENV });
    const version = given(stack);
    const presignedUrlRole = new iam.Role(stack, 'Presigner', { assumedBy: new iam.ServicePrincipal('iot.amazonaws.com') });
    const template = newJobTemplate({ presignedUrlRole, document: JobDocument.fromObject({ image: version.artifactUrl() }) }, stack);
    expect(template.presignedUrlRole).toBe(presignedUrlRole);
    expect(allowing(statementsOf(stack), 's3:GetObject')).toHaveLength(1);
  });

  test('is not readable if no document has its URL', () => {
    const stack = newStack({ env: ENV });
    const version = given(stack);
    const template = newJobTemplate({
      document: JobDocument.fromObject({ size: PackageVersion.destinationAttributes('size') }), destinationPackageVersions: [version],
    }, stack);
    expect(template.presignedUrlRole).toBeUndefined();
    expect(allowing(statementsOf(stack), 's3:GetObject')).toEqual([]);
  });

  test('is that of no destination if there are two', () => {
    const stack = newStack({ env: ENV });
    expect(refusalOf({
      document: JobDocument.fromObject({ image: PackageVersion.destinationArtifactUrl() }),
      destinationPackageVersions: [given(stack), PackageVersion.fromNames('config', '1')],
    }, stack)).toContain('presignedUrlRole must be given');
  });

  test('is given its role in a text with other tokens, too', () => {
    const stack = newStack({ env: ENV });
    const json = `{"image":"${PackageVersion.destinationArtifactUrl()}","bucket":"${unknownText('later')}"}`;
    const template = newJobTemplate({ document: JobDocument.fromString(json), destinationPackageVersions: [given(stack)] }, stack);
    expect(template.presignedUrlRole).toBeDefined();
  });

  test('has a key', () => {
    const bucket = s3.Bucket.fromBucketName(newStack(), 'Artifacts', 'artifacts');
    expect(() => PackageVersion.fromNames('app', '1', { artifact: { bucket, key: '' } }))
      .toThrow('[Fleet/Artifacts] key is "", must have at least 1 character');
  });

  test('must not hide inside another token', () => {
    const stack = newStack({ env: ENV });
    const version = given(stack);
    newJobTemplate({ document: JobDocument.fromObject({ image: Lazy.string({ produce: () => version.artifactUrl() }) }) }, stack);
    expect(() => Template.fromStack(stack)).toThrow('artifactUrl() of package app is hidden inside another token, or outside of a job document');
  });

  test('of a version by its ARN is known, too', () => {
    const stack = newStack({ env: ENV });
    const bucket = s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts');
    const version = PackageVersion.fromPackageVersionArn(ARN, { artifact: { bucket, key: 'app.bin' } });
    expect(newJobTemplate({ document: JobDocument.fromObject({ image: version.artifactUrl() }) }, stack).presignedUrlRole).toBeDefined();
  });
});

describe('placeholders', () => {
  const version = PackageVersion.fromNames('app', '1.4.0');

  test.each([
    ['an attribute', version.attributes('size'), '${aws:iot:package:app:version:1.4.0:attributes:size}'],
    ['all attributes', version.attributes(), '${aws:iot:package:app:version:1.4.0:attributes}'],
    ['the artifact', version.artifactUrl(), '${aws:iot:package:app:version:1.4.0:artifact-location:s3-presigned-url}'],
    ['an attribute of the destination', PackageVersion.destinationAttributes('size'), '${aws:iot:package::version::attributes:size}'],
    ['all attributes of the destination', PackageVersion.destinationAttributes(), '${aws:iot:package::version::attributes}'],
    ['the artifact of the destination', PackageVersion.destinationArtifactUrl(),
      '${aws:iot:package::version::artifact-location:s3-presigned-url}'],
  ])('name %s', (_, placeholder, expected) => {
    expect(placeholder).toBe(expected);
  });

  test('stand in a document with their destination', () => {
    const stack = newStack({ env: ENV });
    newJobTemplate({
      document: JobDocument.fromObject({ size: version.attributes('size'), hash: PackageVersion.destinationAttributes('hash') }),
      destinationPackageVersions: [version],
    }, stack);
    expect(JSON.parse(propertiesOf(stack).Document)).toEqual({
      size: '${aws:iot:package:app:version:1.4.0:attributes:size}',
      hash: '${aws:iot:package::version::attributes:hash}',
    });
  });
});
