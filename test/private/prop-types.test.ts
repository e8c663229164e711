import { Duration, Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type * as library from '../../src';
import { JobDocument, JobFailureType, JobRollout, JobTemplate, JobTemplateLookup, MaintenanceWindow, PackageVersionReference, S3PresignedUrl } from '../../src';
import { deployed, ENV, newStack, propertiesOf, refusalOf } from '../support/construct';

/** What JavaScript, or `any`, lets pass. */
const refusalOfAny = (props: { [prop: string]: unknown }): string | undefined => refusalOf(props as never);

const ABORT = { failureType: JobFailureType.ALL, thresholdPercentage: 10, minNumberOfExecutedThings: 1 };

describe('a prop of another type is named with its construct, and with what makes the right one', () => {
  const document = 'must be a JobDocument: JobDocument.fromObject makes one from an object, JobDocument.fromString from JSON';
  const duration = 'must be a Duration: write Duration.minutes(30), for example';
  const rollout = 'must be a JobRollout: write JobRollout.constant({ maximumPerMinute: 50 }), for example';
  const window = 'a MaintenanceWindow: MaintenanceWindow.daily, weekly, monthly and cron make one';
  const version = 'a PackageVersionReference: PackageVersionReference.fromPackageVersionArn makes one from an ARN';
  const abort = 'an AbortCriterion: write { failureType, thresholdPercentage, minNumberOfExecutedThings }';
  const retry = 'a RetryCriterion: write { failureType, numberOfRetries }';
  const list = 'must be a list, of which each item is';

  test.each<[string, unknown, string]>([
    ['document', undefined, `document is missing, ${document}`],
    ['document', null, `document is null, ${document}`],
    ['document', { operation: 'reboot' }, `document is {"operation":"reboot"}, ${document}`],
    ['document', '{"operation":"reboot"}', `document is "{\\"operation\\":\\"reboot\\"}", ${document}`],
    ['document', JobRollout.constant({ maximumPerMinute: 1 }), `document is {"_config":{"maximumPerMinute":1},"words":"1 devices a minute"}, ${document}`],
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
    ['provider', 'arn', 'provider is "arn", must be a JobTemplateProvider: JobTemplateProvider.getOrCreate returns it, or leave the prop out'],
  ])('%s: %j', (prop, value, message) => {
    const refusal = refusalOfAny({ [prop]: value });
    if (typeof message === 'string') expect(refusal).toBe(`[Fleet/Reboot] ${message}`);
    else expect(refusal).toEqual(message);
  });

  test('and all are told at once', () => {
    expect(refusalOfAny({ document: 5, inProgressTimeout: 5 })).toBe(`[Fleet/Reboot] document is 5, ${document}; inProgressTimeout is 5, ${duration}`);
  });

  test('of a document of a job', () => {
    const fromJob = (options: object) => refusalOf({ document: JobDocument.fromJob('arn:aws:iot:eu-west-1:123456789012:job/pilot', options) });
    expect(fromJob({ document: {} })).toBe(`[Fleet/Reboot] document is {}, ${document}`);
    expect(fromJob({ inheritedPresignedUrlRole: 'arn' })).toBe('[Fleet/Reboot] inheritedPresignedUrlRole is "arn", must be a role: iam.Role.fromRoleArn makes one from an ARN');
  });

  test('of a lookup', () => {
    expect(() => new JobTemplateLookup(newStack(), 'Lookup', { jobTemplateId: 'a', provider: 'arn' as never })).toThrow(
      '[Fleet/Lookup] provider is "arn", must be a JobTemplateProvider: ');
  });

  test('of the package versions of an imported template', () => {
    expect(() => JobTemplate.fromJobTemplateAttributes(newStack(), 'Imported', {
      jobTemplateArn: 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/a', destinationPackageVersions: ['arn' as never],
    })).toThrow(new Error(`[Fleet/Imported] destinationPackageVersions[0] is "arn", must be ${version}`));
  });

  test.each([[{ a: 1 }, '{"a":1}'], [undefined, 'missing']])('of a text that is %j', (json, shown) => {
    expect(refusalOf({ document: JobDocument.fromString(json as never) })).toBe(
      `[Fleet/Reboot] document is ${shown}, must be a text: JobDocument.fromObject makes a document from an object`);
  });
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
      destinationPackageVersions: [other.PackageVersionReference.fromNames('a', '1') as PackageVersionReference],
    } as never, stack);
    expect(refusal).toBeUndefined();
    expect(deployed(propertiesOf(stack))).toMatchObject({
      Document: '{"url":"${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/bucket/key}"}',
      JobExecutionsRolloutConfig: { MaximumPerMinute: 50 },
      MaintenanceWindows: [{ StartTime: 'cron(0 1 * * ? *)', DurationInMinutes: 60 }],
    });
  });

  test.each(['JobDocument', 'JobRollout', 'MaintenanceWindow', 'PackageVersionReference'] as const)('that lacks what this copy needs is named: %s', name => {
    const prop = { JobDocument: 'document', JobRollout: 'rollout', MaintenanceWindow: 'maintenanceWindows', PackageVersionReference: 'destinationPackageVersions' }[name];
    const isList = prop.endsWith('s');
    // As it would be if the name of an internal member had changed.
    const object = Object.create({ [Symbol.for('cdk-iot-job-template.type')]: name });
    expect((other[name].prototype as any)[Symbol.for('cdk-iot-job-template.type')]).toBe(name);
    expect(refusalOfAny({ [prop]: isList ? [object] : object })).toBe(
      `[Fleet/Reboot] ${prop}${isList ? '[0]' : ''} is a ${name} of another copy of cdk-iot-job-template, must be of this copy: install the package once, `
      + 'npm ls cdk-iot-job-template lists the copies');
  });
});
