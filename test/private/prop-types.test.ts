import { Duration, Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type * as library from '../../src';
import {
  AwsManagedJobTemplate, JobDocument, JobFailureType, JobRollout, JobTemplate, JobTemplateLookup, JobTemplateProvider, MaintenanceWindow,
  PackageVersion, S3PresignedUrl,
} from '../../src';
import {
  allowing, deployed, ENV, errorOf, newJobTemplate, newStack, propertiesOf, refusalOf, statementsOf, unknownText, warningsOf,
} from '../support/construct';

/** What JavaScript, or `any`, lets pass. */
const refusalOfAny = (props: { [prop: string]: unknown }): string | undefined => refusalOf(props as never);

const ABORT = { failureType: JobFailureType.ALL, thresholdPercentage: 10, minNumberOfExecutedThings: 1 };

describe('a prop of a wrong type is refused with its construct and the right type', () => {
  const document = 'must be a JobDocument: JobDocument.fromObject makes one from an object, JobDocument.fromString from JSON';
  const duration = 'must be a Duration: write Duration.minutes(30), for example';
  const rollout = 'must be a JobRollout: write JobRollout.constant({ maximumPerMinute: 50 }), for example';
  const window = 'a MaintenanceWindow: MaintenanceWindow.daily, weekly, monthly and cron make one';
  const version = 'a PackageVersion: PackageVersion.fromPackageVersionArn makes one from an ARN';
  const abort = 'an AbortCriterion: write { failureType, thresholdPercentage, minNumberOfExecutedThings }';
  const retry = 'a RetryCriterion: write { failureType, numberOfRetries }';
  const list = 'must be a list, of which each item is';

  test.each<[string, unknown, string]>([
    ['document', undefined, `document is missing, ${document}`],
    ['document', null, `document is null, ${document}`],
    ['document', { operation: 'reboot' }, `document is {"operation":"reboot"}, ${document}`],
    ['document', '{"operation":"reboot"}', `document is "{\\"operation\\":\\"reboot\\"}", ${document}`],
    ['document', JobRollout.constant({ maximumPerMinute: 1 }), `document is of type JobRollout, ${document}`],
    ['presignedUrlRole', 'arn:aws:iam::123456789012:role/presign',
      'presignedUrlRole is "arn:aws:iam::123456789012:role/presign", must be a role: iam.Role.fromRoleArn makes one from an ARN'],
    ['presignedUrlExpiration', 120, `presignedUrlExpiration is 120, ${duration}`],
    ['inProgressTimeout', 120, `inProgressTimeout is 120, ${duration}`],
    ['inProgressTimeout', null, `inProgressTimeout is null, ${duration}`],
    ['rollout', null, `rollout is null, ${rollout}`],
    ['rollout', { maximumPerMinute: 50 }, `rollout is {"maximumPerMinute":50}, ${rollout}`],
    ['rollout', [], `rollout is [], ${rollout}`],
    ['abortCriteria', ABORT, `abortCriteria is {"failureType":"ALL","thresholdPercentage":10,"minNumberOfExecutedThings":1}, ${list} ${abort}`],
    ['abortCriteria', [ABORT, undefined], `abortCriteria[1] is missing, must be ${abort}`],
    // eslint-disable-next-line no-sparse-arrays
    ['abortCriteria', [, ABORT], `abortCriteria[0] is missing, must be ${abort}`],
    ['abortCriteria', ['ALL'], `abortCriteria[0] is "ALL", must be ${abort}`],
    ['retryCriteria', null, `retryCriteria is null, ${list} ${retry}`],
    ['retryCriteria', [null], `retryCriteria[0] is null, must be ${retry}`],
    ['retryCriteria', [[]], `retryCriteria[0] is [], must be ${retry}`],
    ['maintenanceWindows', MaintenanceWindow.cron('cron(0 1 * * ? *)', Duration.hours(1)), expect.stringContaining(`, ${list} ${window}`) as never],
    ['maintenanceWindows', [{ startTime: 'cron(0 1 * * ? *)' }], `maintenanceWindows[0] is {"startTime":"cron(0 1 * * ? *)"}, must be ${window}`],
    ['destinationPackageVersions', ['arn:aws:iot:eu-west-1:123456789012:package/a/version/1'],
      `destinationPackageVersions[0] is "arn:aws:iot:eu-west-1:123456789012:package/a/version/1", must be ${version}`],
    ['destinationPackageVersions', [undefined], `destinationPackageVersions[0] is missing, must be ${version}`],
    ['document', Lazy.any({ produce: () => ({}) }), `document is "<unresolved-lazy>", ${document}`],
    ['retryCriteria', Lazy.any({ produce: () => [] }), `retryCriteria is "<unresolved-lazy>", ${list} ${retry}`],
    ['adoptExisting', 'false', 'adoptExisting is "false", must be true or false'],
    ['adoptExisting', 0, 'adoptExisting is 0, must be true or false'],
    ['tags', [{ key: 'team', value: 'fleet' }],
      'tags is [{"key":"team","value":"fleet"}], must be an object with a member for each tag: write { team: \'fleet\', stage: \'beta\' }, for example'],
  ])('%s: %j', (prop, value, message) => {
    const refusal = refusalOfAny({ [prop]: value });
    if (typeof message === 'string') expect(refusal).toBe(`[Fleet/Reboot] ${message}`);
    else expect(refusal).toEqual(message);
  });

  test('and all are named at once', () => {
    expect(refusalOfAny({ document: 5, inProgressTimeout: 5 })).toBe(`[Fleet/Reboot] document is 5, ${document}; inProgressTimeout is 5, ${duration}`);
  });

  test('of a document of a job', () => {
    const fromJobArn = (options: object) => refusalOf({ document: JobDocument.fromJobArn('arn:aws:iot:eu-west-1:123456789012:job/pilot', options) });
    expect(fromJobArn({ document: {} })).toBe(`[Fleet/Reboot] document is {}, ${document}`);
    expect(fromJobArn({ inheritedPresignedUrlRole: 'arn' })).toBe('[Fleet/Reboot] inheritedPresignedUrlRole is "arn", must be a role: iam.Role.fromRoleArn makes one from an ARN');
  });

  test('of a lookup', () => {
    const options = { refreshOnEveryDeployment: 'no' as never };
    const message = 'refreshOnEveryDeployment is "no", must be true or false';
    expect(() => new JobTemplateLookup(newStack(), 'Lookup', { jobTemplateId: 'a', ...options })).toThrow(`[Fleet/Lookup] ${message}`);
    expect(() => AwsManagedJobTemplate.fromName(newStack(), 'Managed', 'AWS-Reboot', options)).toThrow(`[Fleet/Managed] ${message}`);
  });

  test('of the package versions of an imported template', () => {
    expect(errorOf(() => JobTemplate.fromJobTemplateAttributes(newStack(), 'Imported', {
      jobTemplateArn: 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/a', destinationPackageVersions: ['arn' as never],
    }))).toBe(`[Fleet/Imported] destinationPackageVersions[0] is "arn", must be ${version}`);
  });

  test.each([[{ a: 1 }, '{"a":1}'], [undefined, 'missing']])('of a text that is %j', (json, shown) => {
    expect(refusalOf({ document: JobDocument.fromString(json as never) })).toBe(
      `[Fleet/Reboot] document is ${shown}, must be a text: use JobDocument.fromObject for an object`);
  });
});

describe('a parameter of another type is named with its method', () => {
  const bucketType = 'must be a bucket: s3.Bucket.fromBucketName makes one from a name, s3.Bucket.fromCfnBucket from a CfnBucket';
  const BUCKETS: [string, unknown, string][] = [
    ['nothing', undefined, 'bucket is missing'],
    ['a text', 'firmware', 'bucket is "firmware"'],
    ['a CfnBucket', new s3.CfnBucket(newStack(), 'Cfn'), 'bucket is Fleet/Cfn [AWS::S3::Bucket]'],
    ['a token', Lazy.any({ produce: () => 'firmware' }), 'bucket is "<unresolved-lazy>"'],
  ];
  const METHODS: [string, (bucket: never) => unknown][] = [
    ['S3PresignedUrl.forDownload', bucket => S3PresignedUrl.forDownload(bucket, 'key')],
    ['S3PresignedUrl.forUpload', bucket => S3PresignedUrl.forUpload(bucket, 'key')],
    ['JobDocument.fromBucket', bucket => JobDocument.fromBucket(bucket, 'key')],
    ['PackageVersion.fromNames', bucket => PackageVersion.fromNames('app', '1', { artifact: { bucket, key: 'key' } })],
    ['PackageVersion.fromPackageVersionArn', bucket => PackageVersion.fromPackageVersionArn(
      'arn:aws:iot:eu-west-1:123456789012:package/a/version/1', { artifact: { bucket, key: 'key' } })],
  ];

  test.each(METHODS.flatMap(([method, call]) => BUCKETS.map(([what, ...each]) => [method, what, call, ...each] as const)))('%s with %s as the bucket', (method, _, call, bucket, problem) => {
    expect(() => call(bucket as never)).toThrow(`[${method}] ${problem}`);
    expect(() => call(bucket as never)).toThrow(`, ${bucketType}`);
  });

  test.each<[string, () => unknown]>([
    ['[PackageVersion.fromNames] artifact is "s3://b/k", must be an object: write { bucket, key }',
      () => PackageVersion.fromNames('app', '1', { artifact: 's3://b/k' as never })],
    ['[PackageVersion.fromCfnSoftwarePackageVersion] packageVersion is {"packageName":"app"}, must be a CfnSoftwarePackageVersion: '
      + 'PackageVersion.fromNames takes the names of a package and a version',
    () => PackageVersion.fromCfnSoftwarePackageVersion({ packageName: 'app' } as never)],
    ['[JobRollout.constant] options is missing, must be an object: write { maximumPerMinute }', () => (JobRollout as any).constant()],
    ['[JobRollout.exponential] options is 50, must be an object: write { baseRatePerMinute, incrementFactor, increaseAfter, maximumPerMinute }',
      () => JobRollout.exponential(50 as never)],
    ['[MaintenanceWindow.daily] options is missing, must be an object: write { hour, duration }', () => (MaintenanceWindow as any).daily()],
    ['[MaintenanceWindow.weekly] options is missing, must be an object: write { hour, days, duration }', () => (MaintenanceWindow as any).weekly()],
    ['[MaintenanceWindow.monthly] options is missing, must be an object: write { hour, day, duration }', () => (MaintenanceWindow as any).monthly()],
  ])('%s', (message, call) => {
    expect(errorOf(call)).toBe(message);
  });
});

describe('a template', () => {
  test.each([[undefined, 'missing'], ['reboot', '"reboot"']])('whose props are %p is named', (props, shown) => {
    expect(errorOf(() => new JobTemplate(newStack(), 'Reboot', props as never))).toBe(
      `[Fleet/Reboot] props is ${shown}, must be an object: write { description, document }`);
  });

  test('with a removal policy as text is named', () => {
    expect(refusalOfAny({ removalPolicy: 'RETAIN' })).toBe(
      '[Fleet/Reboot] removalPolicy is "RETAIN", must be a RemovalPolicy: write RemovalPolicy.RETAIN, for example');
  });

  test('with a URL in place of a document is named', () => {
    const url = S3PresignedUrl.forDownload(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'bucket'), 'key');
    expect(refusalOfAny({ document: url })).toMatch('[Fleet/Reboot] document is of type S3PresignedUrl, must be a JobDocument: ');
  });

  test.each([
    ['nobody', undefined, 'grantee is missing'], ['an ARN', 'arn:aws:iam::123456789012:role/a', 'grantee is "arn:aws:iam::123456789012:role/a"'],
  ])('that is granted to %s is named', (_, grantee, problem) => {
    const { grants } = newJobTemplate();
    const message = `[Fleet/Reboot] ${problem}, must be a grantee, such as a role: iam.Role.fromRoleArn makes a role from an ARN`;
    expect(errorOf(() => grants.createJob(grantee as never))).toBe(message);
    expect(errorOf(() => grants.describe(grantee as never))).toBe(message);
  });

  test.each<[object, string]>([
    [{ targets: 'arn:aws:iot:eu-west-1:123456789012:thing/a' }, 'targets is "arn:aws:iot:eu-west-1:123456789012:thing/a", must be a list'],
    [{ jobIds: null }, 'jobIds is null, must be a list'],
    [{ targets: ['*'] }, 'targets[0] is "*", must be the ARN of a thing or a thing group as a text: arn:PARTITION:iot:REGION:ACCOUNT:thinggroup/NAME. '
      + 'Leave it out to allow all'],
  ])('whose jobs are granted with %p is named', (options, problem) => {
    const stack = newStack({ env: ENV });
    expect(errorOf(() => newJobTemplate({}, stack).grants.createJob(new iam.User(stack, 'User'), options))).toBe(`[Fleet/Reboot] ${problem}`);
  });
});

test.each<[object, string]>([
  [{ role: 'arn' }, 'role is "arn", must be a role: iam.Role.fromRoleArn makes one from an ARN'],
  [{ logGroup: 'x' }, 'logGroup is "x", must be a log group: logs.LogGroup.fromLogGroupName makes one from a name'],
  [{ vpc: 'vpc-1' }, 'vpc is "vpc-1", must be a VPC: ec2.Vpc.fromLookup finds one by its id'],
  [{ securityGroups: ['sg-1'] }, 'securityGroups[0] is "sg-1", must be a security group: ec2.SecurityGroup.fromSecurityGroupId makes one from an id'],
])('a provider with %p is refused', (props, problem) => {
  const stack = newStack();
  expect(errorOf(() => JobTemplateProvider.getOrCreate(stack, props))).toBe(`[Fleet] ${problem}`);
  expect(stack.node.children).toEqual([]);
});

describe('an object of another copy of the package', () => {
  let other: typeof library;
  beforeAll(() => jest.isolateModules(() => { other = jest.requireActual('../../src'); }));

  test('works', () => {
    expect(other.JobDocument).not.toBe(JobDocument);
    const stack = newStack({ env: ENV });
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket');
    const refusal = refusalOf({
      document: other.JobDocument.fromObject({ url: S3PresignedUrl.forDownload(bucket, 'key') }) as JobDocument,
      presignedUrlRole: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/presign'),
      presignedUrlExpiration: Duration.minutes(1),
      rollout: other.JobRollout.constant({ maximumPerMinute: 50 }),
      maintenanceWindows: [other.MaintenanceWindow.daily({ hour: 1, duration: Duration.hours(1) })],
      destinationPackageVersions: [other.PackageVersion.fromNames('a', '1') as PackageVersion],
    } as never, stack);
    expect(refusal).toBeUndefined();
    expect(deployed(propertiesOf(stack))).toMatchObject({
      Document: '{"url":"${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/bucket/key}"}',
      JobExecutionsRolloutConfig: { MaximumPerMinute: 50 },
      MaintenanceWindows: [{ StartTime: 'cron(0 1 * * ? *)', DurationInMinutes: 60 }],
    });
  });

  test('has its role passed by path, and its grants and its declared versions found', () => {
    const stack = newStack({ env: ENV });
    const declared = new iot.CfnSoftwarePackageVersion(stack, 'Version', { packageName: 'app', versionName: unknownText('1') });
    const template = newJobTemplate({
      presignedUrlRole: new other.PresignedUrlRole(stack, 'Role'),
      document: JobDocument.fromObject({ size: other.PackageVersion.fromCfnSoftwarePackageVersion(declared).attributes('size') }),
    }, stack);
    const user = new iam.User(stack, 'User');
    other.JobTemplateGrants.fromJobTemplate(template).createJob(user);
    const passed = allowing(statementsOf(stack), 'iam:PassRole').map(({ Resource }) => deployed(Resource));
    expect(passed).toContain('arn:aws:iam::123456789012:role/cdk-iot-job-template/Fleet/eu-west-1/*');
    expect(other.JobTemplateGrants.fromJobTemplate(template)).toBe(template.grants);
    expect(warningsOf(stack)).toContainEqual(expect.stringContaining('document names package version [Fleet/Version]'));
  });

  test.each(['JobDocument', 'JobRollout', 'MaintenanceWindow', 'PackageVersion'] as const)('that lacks a member that this copy needs is named: %s', name => {
    const prop = { JobDocument: 'document', JobRollout: 'rollout', MaintenanceWindow: 'maintenanceWindows', PackageVersion: 'destinationPackageVersions' }[name];
    const isList = prop.endsWith('s');
    // As it would be if the name of an internal member had changed.
    const object = Object.create({ [Symbol.for('cdk-iot-job-template.type')]: name });
    expect((other[name].prototype as any)[Symbol.for('cdk-iot-job-template.type')]).toBe(name);
    expect(refusalOfAny({ [prop]: isList ? [object] : object })).toBe(
      `[Fleet/Reboot] ${prop}${isList ? '[0]' : ''} is a ${name} of another copy of cdk-iot-job-template, must be of this copy: install the package once, `
      + 'npm ls cdk-iot-job-template lists the copies');
  });
});
