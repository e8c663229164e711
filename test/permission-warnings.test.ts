import { Aspects, CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import { JobDocument, JobTemplate, PackageVersion, PresignedUrlRole, S3PresignedUrl } from '../src';
import { allowing, ENV, newApp, newJobTemplate, newStack, statementsOf, warningsOf } from './support/construct';

const OTHER_ACCOUNT = '210987654321';

const download = (bucket: s3.IBucket) => JobDocument.fromObject({ url: S3PresignedUrl.forDownload(bucket, 'gateway/1.bin') });
const upload = (bucket: s3.IBucket) => JobDocument.fromObject({ url: S3PresignedUrl.forUpload(bucket, 'logs/${thingName}') });

describe('An imported bucket without a key', () => {
  const WARNING = 'bucket Fleet/Bucket is imported without encryptionKey, but a KMS key may encrypt it, and then role '
    + 'Fleet/Reboot/PresignedUrlRole needs '
    + 'kms:Decrypt on that key: import the bucket by Bucket.fromBucketAttributes with its encryptionKey. If no KMS key encrypts the bucket, '
    + 'acknowledge this warning';

  test('may have a key that the CDK does not know, which causes one warning', () => {
    const stack = newStack({ env: ENV });
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'files');
    const urls = ['1', '2'].map(name => S3PresignedUrl.forDownload(bucket, name));
    newJobTemplate({ document: JobDocument.fromObject({ urls }) }, stack);
    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test.each([
    ['a document', (bucket: s3.IBucket) => JobDocument.fromBucket(bucket, 'reboot.json'), 'role Fleet/JobTemplateProvider/Role needs kms:Decrypt on'],
    ['an upload', upload, 'role Fleet/Reboot/PresignedUrlRole needs kms:Decrypt and kms:GenerateDataKey on'],
  ])('is also caused by %s', (_, document, text) => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document: document(s3.Bucket.fromBucketName(stack, 'Bucket', 'files')) }, stack);
    expect(warningsOf(stack)).toEqual([expect.stringContaining(text)]);
  });

  test('names a given role of another stack by its own path', () => {
    const stack = newStack({ env: ENV });
    const role = new PresignedUrlRole(new Stack(stack.node.root, 'Roles', { env: ENV }), 'Presigner');
    newJobTemplate({ presignedUrlRole: role, document: download(s3.Bucket.fromBucketName(stack, 'Bucket', 'files')) }, stack);
    expect(warningsOf(stack)).toEqual([expect.stringContaining('role Roles/Presigner needs')]);
  });

  test('of a deployment is not to be imported in another way', () => {
    const stack = newStack({ env: ENV });
    const { deployedBucket } = new s3deploy.BucketDeployment(stack, 'Files', {
      destinationBucket: new s3.Bucket(stack, 'Bucket'),
      sources: [s3deploy.Source.data('a', 'b')],
    });
    newJobTemplate({ document: download(deployedBucket) }, stack);
    expect(warningsOf(stack)).toEqual([expect.stringContaining('pass the bucket itself, and call node.addDependency of the template with '
      + 'the deployment')]);
  });

  describe('that a package version names', () => {
    const declaredIn = (stack: Stack, bucket: string) => PackageVersion.fromCfnSoftwarePackageVersion(new iot.CfnSoftwarePackageVersion(stack, 'Version', {
      packageName: 'app', versionName: '1', artifact: { s3Location: { bucket, key: 'app/1.bin', version: 'v' } },
    }));
    const install = (version: PackageVersion, stack: Stack) =>
      newJobTemplate({ document: JobDocument.fromObject({ url: version.artifactUrl() }) }, stack);

    test('may have one, too', () => {
      const stack = newStack({ env: ENV });
      install(declaredIn(stack, 'files'), stack);
      expect(warningsOf(stack)).toContainEqual(expect.stringContaining('package version Fleet/Version names the bucket of its artifact without its key'));
    });

    test('has the key of the bucket of the app', () => {
      const stack = newStack({ env: ENV });
      const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS });
      install(declaredIn(stack, bucket.bucketName), stack);
      expect(warningsOf(stack).filter(text => text.includes('key'))).toEqual([]);
      expect(allowing(statementsOf(stack), 'kms:Decrypt')).toEqual([expect.objectContaining({ Resource: stack.resolve(bucket.encryptionKey!.keyArn) })]);
    });
  });

  test.each([
    ['a bucket of the app', (stack: Stack) => download(new s3.Bucket(stack, 'Bucket'))],
    ['an imported bucket with a key', (stack: Stack) => download(s3.Bucket.fromBucketAttributes(stack, 'Bucket', {
      bucketName: 'files', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/k'),
    }))],
    ['an asset', () => JobDocument.fromAsset(`${__dirname}/../examples/firmware-fleet/documents/canary-update.json`)],
  ])('is not caused by %s', (_, documentIn) => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document: documentIn(stack) }, stack);
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('A bucket whose key is imported by its alias', () => {
  const documentOf = (stack: Stack) => download(s3.Bucket.fromBucketAttributes(stack, 'Bucket', {
    bucketName: 'files', encryptionKey: kms.Alias.fromAliasName(stack, 'Key', 'alias/files'),
  }));

  test('causes a warning, since the CDK grants nothing on it', () => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document: documentOf(stack) }, stack);
    expect(warningsOf(stack)).toEqual(['key Fleet/Key is imported by its alias, so the CDK grants nothing on it, but role Fleet/Reboot/PresignedUrlRole needs '
      + 'kms:Decrypt: import the key by Key.fromKeyArn or Key.fromLookup, or grant the actions elsewhere and acknowledge this warning']);
  });

  test('causes none if a feature flag has the CDK grant it', () => {
    const app = newApp({ context: { '@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal': true } });
    const stack = new Stack(app, 'Fleet', { env: ENV });
    newJobTemplate({ document: documentOf(stack) }, stack);
    expect(warningsOf(stack)).toEqual([]);
    expect(allowing(statementsOf(stack), 'kms:Decrypt')).toHaveLength(1);
  });
});

describe('A grantee to which nothing can be granted', () => {
  test.each([
    ['a role of another account', (stack: Stack) => iam.Role.fromRoleArn(stack, 'Operator', `arn:aws:iam::${OTHER_ACCOUNT}:role/operator`),
      `grantee Fleet/Operator is of account ${OTHER_ACCOUNT}. Job templates have no resource policies, so nothing is granted: `
      + 'let it assume a role of the template\'s account, and grant that role'],
    ['a service', () => new iam.ServicePrincipal('scheduler.amazonaws.com'), expect.stringContaining('has no policy that could be changed')],
  ])('causes a warning: %s', (_, granteeIn, warning) => {
    const stack = newStack({ env: ENV });
    newJobTemplate({}, stack).grants.describe(granteeIn(stack));
    expect(warningsOf(stack)).toEqual([warning]);
  });

  test('causes a warning if the template is of another account', () => {
    const stack = newStack({ env: ENV });
    const template = JobTemplate.fromJobTemplateArn(stack, 'Reboot', `arn:aws:iot:eu-west-1:${OTHER_ACCOUNT}:jobtemplate/reboot`);
    template.grants.describe(new iam.User(stack, 'Operator'));
    expect(warningsOf(stack)).toEqual([expect.stringContaining(`is of account ${ENV.account}. Job templates have no resource policies`)]);
  });

  test('causes one, however many actions a job needs', () => {
    const stack = newStack({ env: ENV });
    const grantee = iam.Role.fromRoleArn(stack, 'Operator', `arn:aws:iam::${OTHER_ACCOUNT}:role/operator`);
    newJobTemplate({ document: download(new s3.Bucket(stack, 'Bucket')) }, stack).grants.createJob(grantee);
    expect(warningsOf(stack)).toHaveLength(1);
  });

  test.each([
    ['immutable on purpose', (stack: Stack) => iam.Role.fromRoleArn(stack, 'Operator', 'arn:aws:iam::123456789012:role/operator', { mutable: false })],
    ['granted', (stack: Stack) => new iam.User(stack, 'Operator')],
  ])('is not one that is %s', (_, granteeIn) => {
    const stack = newStack({ env: ENV });
    newJobTemplate({}, stack).grants.describe(granteeIn(stack));
    expect(warningsOf(stack)).toEqual([]);
  });

  test('is not one that reads a template which AWS manages', () => {
    const stack = newStack({ env: ENV });
    JobTemplate.fromJobTemplateArn(stack, 'Reboot', 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0').grants.describe(new iam.User(stack, 'Operator'));
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('A role for presigned URLs', () => {
  test.each([
    ['a property', (role: iam.CfnRole) => { role.path = '/team/'; }],
    ['an override', (role: iam.CfnRole) => role.addPropertyOverride('Path', '/team/')],
  ])('whose path an Aspect changes by %s causes a warning about passing it', (_, change) => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ document: download(new s3.Bucket(stack, 'Bucket')) }, stack);
    Aspects.of(stack).add({ visit: node => { if (node instanceof iam.CfnRole && node.path) change(node); } });
    expect(warningsOf(stack)).toEqual(['path is "/team/", but the provider may pass the roles of path "/cdk-iot-job-template/Fleet/eu-west-1/" only: '
      + 'leave the path as it is, or call grantPassRole of this role with JobTemplateProvider.getOrCreate(stack).grantPrincipal']);
  });

  const LOST = (role: string) => `removalPolicy is RETAIN, but role ${role} is deleted with the stack, and then the presigned URLs of the template fail: `
    + 'call applyRemovalPolicy(RemovalPolicy.RETAIN) on that role';

  test('that is given and deleted with the stack of a retained template causes a warning', () => {
    const stack = newStack({ env: ENV });
    const role = new PresignedUrlRole(stack, 'Presigner');
    newJobTemplate({ presignedUrlRole: role, removalPolicy: RemovalPolicy.RETAIN }, stack);
    expect(warningsOf(stack)).toEqual([LOST('Fleet/Presigner')]);
  });

  test('that was generated causes the same if only the resource of the template is retained', () => {
    const stack = newStack({ env: ENV });
    const template = newJobTemplate({ document: download(new s3.Bucket(stack, 'Bucket')) }, stack);
    (template.node.defaultChild as CfnResource).applyRemovalPolicy(RemovalPolicy.RETAIN);
    expect(warningsOf(stack)).toEqual([LOST('Fleet/Reboot/PresignedUrlRole')]);
  });

  test.each([
    ['retained, too', (stack: Stack) => {
      const role = new PresignedUrlRole(stack, 'Presigner');
      newJobTemplate({ presignedUrlRole: role, removalPolicy: RemovalPolicy.RETAIN }, stack);
      role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }],
    ['of a template that is deleted, too', (stack: Stack) => newJobTemplate({ presignedUrlRole: new PresignedUrlRole(stack, 'Presigner') }, stack)],
    ['generated for a retained template', (stack: Stack) =>
      newJobTemplate({ document: download(new s3.Bucket(stack, 'Bucket')), removalPolicy: RemovalPolicy.RETAIN }, stack)],
    ['of another stack', (stack: Stack) => newJobTemplate({
      presignedUrlRole: new PresignedUrlRole(new Stack(stack.node.root, 'Roles', { env: ENV }), 'Presigner'), removalPolicy: RemovalPolicy.RETAIN,
    }, stack)],
  ])('causes none if it is %s', (_, declareIn) => {
    const stack = newStack({ env: ENV });
    declareIn(stack);
    expect(warningsOf(stack)).toEqual([]);
  });
});
