import { CfnParameter, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  JobDocument, JobFailureType, JobRetryableFailureType, JobRollout, type JobTemplateProps, MaintenanceWindow, PackageVersion, S3PresignedUrl,
} from '../src';
import { ENV, newApp, newJobTemplate, newStack, unknownText } from './support/construct';

const fingerprintOf = (props: Partial<JobTemplateProps> = {}, stack: Stack = newStack({ env: ENV })): string =>
  stack.resolve(newJobTemplate(props, stack).contentFingerprint);

/** A stack with tokens and stacks before it, whose numbers the tokens of this stack do not have. */
function laterStack(): Stack {
  const app = newApp();
  const other = new Stack(app, 'Other', { env: ENV });
  newJobTemplate({ description: unknownText('Other') }, other);
  Array.from({ length: 5 }, (_, index) => new s3.Bucket(other, `Bucket${index}`).bucketArn);
  return new Stack(app, 'Fleet', { env: ENV });
}

const windows = (hour: number): Partial<JobTemplateProps> =>
  ({ maintenanceWindows: [MaintenanceWindow.daily({ hour, duration: Duration.hours(1) })] });

test('a fingerprint can be a part of a job id', () => {
  expect(fingerprintOf()).toMatch(/^[0-9a-f]{8}$/);
});

test('a fingerprint is pinned, because ids of jobs contain it', () => {
  expect(fingerprintOf()).toBe('e6fa0592');
});

test.each<[string, Partial<JobTemplateProps>]>([
  ['document', { document: JobDocument.fromObject({ operation: 'update' }) }],
  ['description', { description: 'Reboots a device twice' }],
  ['expiration', { presignedUrlExpiration: Duration.minutes(5) }],
  ['rollout', { rollout: JobRollout.constant({ maximumPerMinute: 50 }) }],
  ['abort criteria', { abortCriteria: [{ failureType: JobFailureType.ALL, thresholdPercentage: 5, minNumberOfExecutedThings: 10 }] }],
  ['retry criteria', { retryCriteria: [{ failureType: JobRetryableFailureType.FAILED, numberOfRetries: 1 }] }],
  ['timeout', { inProgressTimeout: Duration.minutes(5) }],
  ['windows', windows(2)],
  ['package versions', { destinationPackageVersions: [PackageVersion.fromNames('app', '1')] }],
])('another %s changes the fingerprint', (_, props) => {
  expect(fingerprintOf(props)).not.toBe(fingerprintOf());
  expect(fingerprintOf(props)).toBe(fingerprintOf(props));
});

test.each<[string, Partial<JobTemplateProps>]>([
  ['id', { jobTemplateId: 'reboot' }],
  ['tags', { tags: { team: 'fleet' } }],
  ['removal policy', { removalPolicy: RemovalPolicy.RETAIN }],
  ['adoption', { adoptExisting: true }],
  ['empty lists', { abortCriteria: [], retryCriteria: [], maintenanceWindows: [], destinationPackageVersions: [], tags: {} }],
])('the %s does not change the fingerprint', (_, props) => {
  expect(fingerprintOf(props)).toBe(fingerprintOf());
});

test('late tags do not change the fingerprint', () => {
  const stack = newStack({ env: ENV });
  const template = newJobTemplate({}, stack);
  Tags.of(stack).add('team', 'fleet');
  Template.fromStack(stack);
  expect(stack.resolve(template.contentFingerprint)).toBe(fingerprintOf());
});

const withBucket = (key: string) => (stack: Stack): Partial<JobTemplateProps> =>
  ({ document: JobDocument.fromObject({ url: S3PresignedUrl.forDownload(new s3.Bucket(stack, 'Bucket'), key) }) });
const withParameter = (Default: string) => (stack: Stack): Partial<JobTemplateProps> =>
  ({ document: JobDocument.fromObject({ delay: new CfnParameter(stack, 'Delay', { default: Default }).valueAsString }) });
const withVersion = (name: string) => (stack: Stack): Partial<JobTemplateProps> => ({
  destinationPackageVersions: [PackageVersion.fromCfnSoftwarePackageVersion(
    new iot.CfnSoftwarePackageVersion(stack, 'Version', { packageName: 'app', versionName: name }))],
});

test.each([['a reference to a bucket', withBucket('image.bin')], ['a parameter', withParameter('1')], ['a declared version', withVersion('1')]])(
  '%s has the same fingerprint, whatever tokens the rest of the app has', (_, propsIn) => {
    const [first, later] = [newStack({ env: ENV }), laterStack()];
    expect(fingerprintOf(propsIn(later), later)).toBe(fingerprintOf(propsIn(first), first));
  });

test('another key in a bucket changes the fingerprint', () => {
  const [one, other] = [newStack({ env: ENV }), newStack({ env: ENV })];
  expect(fingerprintOf(withBucket('1.bin')(one), one)).not.toBe(fingerprintOf(withBucket('2.bin')(other), other));
});

test('another value of a token that is known at synthesis changes the fingerprint', () => {
  const withText = (text: string) => fingerprintOf({ document: JobDocument.fromObject({ text: unknownText(text) }) });
  expect(withText('a')).not.toBe(withText('b'));
  expect(withText('a')).toBe(withText('a'));
});

test('the value of a parameter is not part of the fingerprint', () => {
  const [one, other] = [newStack({ env: ENV }), newStack({ env: ENV })];
  expect(fingerprintOf(withParameter('1')(one), one)).toBe(fingerprintOf(withParameter('2')(other), other));
});

test('a fingerprint is the same in every place of a synthesized app', () => {
  const app = newApp();
  const [producer, stack, consumer] = ['Storage', 'Fleet', 'Operations'].map(id => new Stack(app, id, { env: ENV }));
  const bucket = new s3.Bucket(producer, 'Bucket');
  const template = newJobTemplate({ document: JobDocument.fromObject({ url: S3PresignedUrl.forDownload(bucket, 'image.bin') }) }, stack);
  [stack, consumer].forEach(each => each.exportValue(`release-${template.contentFingerprint}`, { name: 'Fingerprint' }));
  const values = [stack, consumer].map(each => Template.fromStack(each).toJSON().Outputs.ExportFingerprint.Value);
  expect(values[0]).toMatch(/^release-[0-9a-f]{8}$/);
  expect(values[1]).toBe(values[0]);
});
