import { Aws, Duration, Fn, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  type AbortCriterion, JobDocument, JobFailureType, JobRetryableFailureType, JobRollout, type JobTemplateProps, MaintenanceWindow,
  PackageVersion, RateIncrease, type RetryCriterion,
} from '../../src';
import { ENV, newJobTemplate, newStack, refusalOf, rendered, unknownNumber, unknownText } from '../support/construct';

const HOUR = Duration.hours(1);

const abort = (criterion: Partial<AbortCriterion> = {}): Partial<JobTemplateProps> => ({
  abortCriteria: [{ failureType: JobFailureType.ALL, thresholdPercentage: 10, minNumberOfExecutedThings: 1, ...criterion }],
});
const retry = (...criteria: RetryCriterion[]): Partial<JobTemplateProps> => ({ retryCriteria: criteria });
const aborts = (...failureTypes: (keyof typeof JobFailureType)[]): Partial<JobTemplateProps> => ({
  inProgressTimeout: HOUR, abortCriteria: failureTypes.map(type => ({ ...abort().abortCriteria![0], failureType: JobFailureType[type] })),
});
const all = (numberOfRetries: number): RetryCriterion => ({ failureType: JobRetryableFailureType.ALL, numberOfRetries });
const failed = (numberOfRetries: number): RetryCriterion => ({ failureType: JobRetryableFailureType.FAILED, numberOfRetries });
const timedOut = (numberOfRetries: number): RetryCriterion => ({ failureType: JobRetryableFailureType.TIMED_OUT, numberOfRetries });
const constant = (maximumPerMinute: number): Partial<JobTemplateProps> => ({ rollout: JobRollout.constant({ maximumPerMinute }) });
const RATES = { baseRatePerMinute: 1, incrementFactor: 2, increaseAfter: RateIncrease.notifiedThings(10) };
const exponential = (options: { base?: number; factor?: number; after?: RateIncrease; max?: number } = {}): Partial<JobTemplateProps> => ({
  rollout: JobRollout.exponential({
    baseRatePerMinute: options.base ?? 1,
    incrementFactor: options.factor ?? 2,
    increaseAfter: options.after ?? RateIncrease.notifiedThings(10),
    maximumPerMinute: options.max ?? 1000,
  }),
});
const window = (duration: Duration): Partial<JobTemplateProps> => ({ maintenanceWindows: [MaintenanceWindow.daily({ hour: 1, duration })] });
const versions = (...arns: string[]): Partial<JobTemplateProps> => ({
  destinationPackageVersions: arns.map(arn => PackageVersion.fromPackageVersionArn(arn)),
});
/** The ARN of a package version, as long as it is said. */
const versionArn = (length: number): string => `arn:${'x'.repeat(length - 24)}:package/a/version/1`;
const role = (stack = newStack({ env: ENV })) => (arn: string) => iam.Role.fromRoleArn(stack, arn.slice(-8), arn, { mutable: false });
const tags = (count: number): { [key: string]: string } => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'value']));

const ID = 'must be made of letters, digits, _ and - only';
const NO_CONTROLS = 'must have no line breaks or other control characters';
const RATE = 'must be a whole number, 1 to 1000';
const QUOTA = `${RATE}, or a token if the quota of your account is higher`;
const FACTOR = 'must be a number with at most 1 decimal, 1.1 to 5';
const THINGS = 'must be a whole number, 1 to 2147483647, the largest 32-bit integer';
const MAX_INTEGER = 2147483647;
const SHARE = 'must be a number with at most 2 decimals, 0.01 to 100';
const RETRIES = 'must be a whole number, 0 to 10';
const SECONDS = 'must be a whole number of seconds, 60 to 3600';
const MINUTES = 'must be a whole number of minutes, 1 to 10080';
const LONG = 'must be a whole number of minutes, 1 to 1430';
const KEY = 'must be made of letters, digits, spaces and _ . : / = + - @ only';

describe('values that AWS IoT accepts pass', () => {
  test.each<[string, Partial<JobTemplateProps>]>([
    ['an id of 1 character', { jobTemplateId: 'a' }],
    ['an id of 64 characters', { jobTemplateId: 'aZ09_-'.padEnd(64, 'x') }],
    ['a description of 1 character', { description: 'x' }],
    ['a description of 2028 characters', { description: 'x'.repeat(2028) }],
    ['a description of 2028 characters beyond the basic plane', { description: '😀'.repeat(2028) }],
    ['an expiration of 60 seconds', { presignedUrlExpiration: Duration.seconds(60) }],
    ['an expiration of an hour', { presignedUrlExpiration: HOUR }],
    ['an expiration of 61 seconds in milliseconds', { presignedUrlExpiration: Duration.millis(61_000) }],
    ['a constant rate of 1', constant(1)],
    ['a constant rate of 1000', constant(1000)],
    ['a base rate of 1', exponential({ base: 1 })],
    ['a base rate of 1000, which is the maximum', exponential({ base: 1000 })],
    ['a base rate that is the maximum', exponential({ base: 50, max: 50 })],
    ['a factor of 1.1', exponential({ factor: 1.1 })],
    ['a factor of 4.9', exponential({ factor: 4.9 })],
    ['a factor of 5', exponential({ factor: 5 })],
    ['an increase after 1 notified thing', exponential({ after: RateIncrease.notifiedThings(1) })],
    ['an increase after 1 succeeded thing', exponential({ after: RateIncrease.succeededThings(1) })],
    ['an increase after 2147483647 notified things', exponential({ after: RateIncrease.notifiedThings(MAX_INTEGER) })],
    ['an increase after 2147483647 succeeded things', exponential({ after: RateIncrease.succeededThings(MAX_INTEGER) })],
    ['a maximum of 1', exponential({ max: 1 })],
    ['a maximum of 1000', exponential({ max: 1000 })],
    ['an abort at 0.01 %', abort({ thresholdPercentage: 0.01 })],
    ['an abort at 33.33 %', abort({ thresholdPercentage: 33.33 })],
    ['an abort at 100 %', abort({ thresholdPercentage: 100 })],
    ['an abort at a share that was calculated', abort({ thresholdPercentage: 0.29 * 100 })],
    ['an abort after 1 thing', abort({ minNumberOfExecutedThings: 1 })],
    ['an action that is undefined', abort({ action: undefined })],
    ['an abort after 2147483647 things', abort({ minNumberOfExecutedThings: MAX_INTEGER })],
    ['an abort criterion for each failure', aborts('REJECTED', 'FAILED', 'TIMED_OUT', 'ALL')],
    ['no retries', retry(failed(0))],
    ['10 retries', retry(failed(10))],
    ['10 retries over two criteria', { ...retry(failed(4), timedOut(6)), inProgressTimeout: HOUR }],
    ['retries of all failures, without a timeout', retry(all(1))],
    ['two criteria for one failure', retry(failed(1), failed(2))],
    ['two criteria for all failures', retry(all(1), all(2))],
    ['a timeout of a minute', { inProgressTimeout: Duration.seconds(60) }],
    ['a timeout of a week', { inProgressTimeout: Duration.days(7) }],
    ['a window of a minute', window(Duration.minutes(1))],
    ['a window of 1430 minutes', window(Duration.minutes(1430))],
    ['no windows', { maintenanceWindows: [] }],
    ['no abort criteria', { abortCriteria: [] }],
    ['no retry criteria', { retryCriteria: [] }],
    ['no package versions', { destinationPackageVersions: [] }],
    ['no tags', { tags: {} }],
    ['a package version with an ARN of 1600 characters', versions(versionArn(1600))],
    ['25 package versions', versions(...Array(25).fill('arn:aws:iot:eu-west-1:123456789012:package/app/version/1'))],
    ['a role with an ARN of 20 characters', { presignedUrlRole: role()('arn:aws:iam:::role/x') }],
    ['45 tags', { tags: tags(45) }],
    ['a tag with a key of 128 characters and a value of 256', { tags: { ['k'.repeat(128)]: 'v'.repeat(256) } }],
    ['a tag with an empty value', { tags: { key: '' } }],
    ['a tag whose value has characters that a key must not have', { tags: { team: 'R&D, *?\n' } }],
    ['a tag of all characters that are documented', { tags: { 'Ünïcode 1_.:/=+-@': 'Größe 1_.:/=+-@' } }],
    ['a tag whose key has a reserved prefix inside', { tags: { 'x-aws:y': 'z' } }],
  ])('%s', (_, props) => {
    expect(refusalOf(props)).toBeUndefined();
  });
});

describe('values that AWS IoT refuses are refused, naming construct, prop, value and limit', () => {
  test.each<[string, Partial<JobTemplateProps>, string]>([
    ['an empty id', { jobTemplateId: '' }, 'jobTemplateId is "", must have 1 to 64 characters, has 0'],
    ['an id of 65 characters', { jobTemplateId: 'x'.repeat(65) }, `jobTemplateId is "${'x'.repeat(65)}", must have 1 to 64 characters, has 65`],
    ['an id with a space', { jobTemplateId: 'a b' }, `jobTemplateId is "a b", ${ID}`],
    ['an id with a dot', { jobTemplateId: 'a.b' }, `jobTemplateId is "a.b", ${ID}`],
    ['an id that ends in a line break', { jobTemplateId: 'a\n' }, `jobTemplateId is "a\\n", ${ID}`],
    ['an ARN as an id', { jobTemplateId: 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/a' }, 'jobTemplateId is '
      + `"arn:aws:iot:eu-west-1:123456789012:jobtemplate/a", ${ID}. The id is the part of an ARN after jobtemplate/; JobTemplate.fromJobTemplateArn imports an existing template`],
    ['an id with an umlaut', { jobTemplateId: 'ä' }, `jobTemplateId is "ä", ${ID}`],
    ['an empty description', { description: '' }, 'description is "", must have 1 to 2028 characters, has 0'],
    ['a description of 2029 characters', { description: 'x'.repeat(2029) },
      `description is "${'x'.repeat(199)}..., must have 1 to 2028 characters, has 2029`],
    ['a description with a line break', { description: 'a\nb' }, `description is "a\\nb", ${NO_CONTROLS}`],
    ['a description with a tab', { description: 'a\tb' }, `description is "a\\tb", ${NO_CONTROLS}`],
    ['a description that is missing', { description: undefined }, 'description must be given'],
    ['a description of another kind', { description: 5 as any }, 'description is 5, must be a string'],
    ['an expiration of 59 seconds', { presignedUrlExpiration: Duration.seconds(59) }, `presignedUrlExpiration is 59, ${SECONDS}`],
    ['an expiration of 3601 seconds', { presignedUrlExpiration: Duration.seconds(3601) }, `presignedUrlExpiration is 3601, ${SECONDS}`],
    ['an expiration of half a second', { presignedUrlExpiration: Duration.millis(60_500) }, `presignedUrlExpiration is 60.5, ${SECONDS}`],
    ['a constant rate of 0', constant(0), `rollout.maximumPerMinute is 0, ${QUOTA}`],
    ['a constant rate of 1001', constant(1001), `rollout.maximumPerMinute is 1001, ${QUOTA}`],
    ['a constant rate with a fraction', constant(1.5), `rollout.maximumPerMinute is 1.5, ${QUOTA}`],
    ['a constant rate that is not a number', constant(NaN), `rollout.maximumPerMinute is NaN, ${QUOTA}`],
    ['a constant rate of a text', constant('5' as any), `rollout.maximumPerMinute is "5", ${QUOTA}`],
    ['a base rate of 0', exponential({ base: 0 }), `rollout.baseRatePerMinute is 0, ${RATE}`],
    ['a base rate of 1001', exponential({ base: 1001 }), `rollout.baseRatePerMinute is 1001, ${RATE}`],
    ['a base rate above the maximum', exponential({ base: 51, max: 50 }),
      'rollout.baseRatePerMinute is 51, must be at most maximumPerMinute, which is 50: AWS IoT refuses a rollout that begins above its maximum'],
    ['a base rate with a fraction', exponential({ base: 0.5 }), `rollout.baseRatePerMinute is 0.5, ${RATE}`],
    ['a factor of 1', exponential({ factor: 1 }), `rollout.incrementFactor is 1, ${FACTOR}`],
    ['a factor of 1.05', exponential({ factor: 1.05 }), `rollout.incrementFactor is 1.05, ${FACTOR}`],
    ['a factor of two decimals', exponential({ factor: 1.25 }), `rollout.incrementFactor is 1.25, ${FACTOR}`],
    ['a factor of 5.1', exponential({ factor: 5.1 }), `rollout.incrementFactor is 5.1, ${FACTOR}`],
    ['an increase after 0 notified things', exponential({ after: RateIncrease.notifiedThings(0) }),
      `rollout.increaseAfter.notifiedThings is 0, ${THINGS}`],
    ['an increase after 1.5 notified things', exponential({ after: RateIncrease.notifiedThings(1.5) }),
      `rollout.increaseAfter.notifiedThings is 1.5, ${THINGS}`],
    ['an increase after 0 succeeded things', exponential({ after: RateIncrease.succeededThings(0) }),
      `rollout.increaseAfter.succeededThings is 0, ${THINGS}`],
    ['an increase after 2147483648 notified things', exponential({ after: RateIncrease.notifiedThings(MAX_INTEGER + 1) }),
      `rollout.increaseAfter.notifiedThings is 2147483648, ${THINGS}`],
    ['an increase after 2147483648 succeeded things', exponential({ after: RateIncrease.succeededThings(MAX_INTEGER + 1) }),
      `rollout.increaseAfter.succeededThings is 2147483648, ${THINGS}`],
    ['a maximum of 0', exponential({ max: 0 }), `rollout.maximumPerMinute is 0, ${QUOTA}`],
    ['an exponential rate without a maximum', { rollout: JobRollout.exponential({ ...RATES, maximumPerMinute: undefined as never }) },
      'rollout.maximumPerMinute must be given: AWS IoT refuses an exponential rate without a maximum'],
    ['a rollout without a rate', { rollout: JobRollout.constant({} as never) },
      'rollout.maximumPerMinute must be given: AWS IoT refuses a rollout without a rate'],
    ['a maximum of 1001', exponential({ max: 1001 }), `rollout.maximumPerMinute is 1001, ${QUOTA}`],
    ['an abort at a share that is not quite one of two decimals', abort({ thresholdPercentage: 33.330001 }),
      `abortCriteria[0].thresholdPercentage is 33.330001, ${SHARE}`],
    ['two abort criteria for one failure', aborts('FAILED', 'REJECTED', 'FAILED'), 'abortCriteria is "FAILED, REJECTED, FAILED", must have each failure type '
      + 'once, has FAILED more than once: AWS IoT refuses several criteria of one failure type'],
    ['two abort criteria for all failures', aborts('ALL', 'ALL'), 'abortCriteria is "ALL, ALL", must have each failure type '
      + 'once, has ALL more than once: AWS IoT refuses several criteria of one failure type'],
    ['a tag without a value', { tags: { commit: process.env.NOT_SET! } }, 'tags["commit"] must be given: a tag needs a value, which may be empty'],
    ['an abort at 0 %', abort({ thresholdPercentage: 0 }), `abortCriteria[0].thresholdPercentage is 0, ${SHARE}`],
    ['an abort at 0.001 %', abort({ thresholdPercentage: 0.001 }), `abortCriteria[0].thresholdPercentage is 0.001, ${SHARE}`],
    ['an abort of three decimals', abort({ thresholdPercentage: 33.333 }), `abortCriteria[0].thresholdPercentage is 33.333, ${SHARE}`],
    ['an abort at 100.01 %', abort({ thresholdPercentage: 100.01 }), `abortCriteria[0].thresholdPercentage is 100.01, ${SHARE}`],
    ['an abort at infinity', abort({ thresholdPercentage: Infinity }), `abortCriteria[0].thresholdPercentage is Infinity, ${SHARE}`],
    ['an abort after 0 things', abort({ minNumberOfExecutedThings: 0 }), `abortCriteria[0].minNumberOfExecutedThings is 0, ${THINGS}`],
    ['an abort after 2147483648 things', abort({ minNumberOfExecutedThings: MAX_INTEGER + 1 }),
      `abortCriteria[0].minNumberOfExecutedThings is 2147483648, ${THINGS}`],
    ['an abort after 1.5 things', abort({ minNumberOfExecutedThings: 1.5 }), `abortCriteria[0].minNumberOfExecutedThings is 1.5, ${THINGS}`],
    ['an abort of an unknown failure', abort({ failureType: 'SUCCEEDED' as any }),
      'abortCriteria[0].failureType is "SUCCEEDED", must be one of FAILED, REJECTED, TIMED_OUT, ALL'],
    ['an abort of an unknown action', abort({ action: 'PAUSE' as any }), 'abortCriteria[0].action is "PAUSE", must be CANCEL'],
    ['an abort without a share', abort({ thresholdPercentage: undefined }), 'abortCriteria[0].thresholdPercentage must be given'],
    ['three retry criteria', retry(failed(1), timedOut(1), failed(1)), 'retryCriteria has 3 items, must have 1 to 2 items'],
    ['-1 retries', retry(failed(-1)), `retryCriteria[0].numberOfRetries is -1, ${RETRIES}`],
    ['11 retries', retry(failed(11)), `retryCriteria[0].numberOfRetries is 11, ${RETRIES}`],
    ['half a retry', retry(failed(0.5)), `retryCriteria[0].numberOfRetries is 0.5, ${RETRIES}`],
    ['11 retries over two criteria', { ...retry(failed(5), timedOut(6)), inProgressTimeout: HOUR },
      'retryCriteria has 11 retries, must have at most 10 retries in all'],
    ['retries of all failures beside those of one', retry(failed(1), all(1)),
      'retryCriteria is "FAILED, ALL", must have ALL by itself: AWS IoT refuses it beside another failure type'],
    ['retries of all failures before those of one', { ...retry(all(1), timedOut(1)), inProgressTimeout: HOUR },
      'retryCriteria is "ALL, TIMED_OUT", must have ALL by itself: AWS IoT refuses it beside another failure type'],
    ['retries of a failure that cannot be retried', retry({ failureType: 'REJECTED' as any, numberOfRetries: 1 }),
      'retryCriteria[0].failureType is "REJECTED", must be one of FAILED, TIMED_OUT, ALL'],
    ['retries of timeouts without a timeout', retry(timedOut(1)),
      'inProgressTimeout must be given if TIMED_OUT executions are retried: without a timeout none times out'],
    ['a timeout of 59 seconds', { inProgressTimeout: Duration.seconds(59) }, `inProgressTimeout is ${59 / 60}, ${MINUTES}`],
    ['a timeout of 90 seconds', { inProgressTimeout: Duration.seconds(90) }, `inProgressTimeout is 1.5, ${MINUTES}`],
    ['no time', { inProgressTimeout: Duration.minutes(0) }, `inProgressTimeout is 0, ${MINUTES}`],
    ['a timeout of a week and a minute', { inProgressTimeout: Duration.minutes(10081) }, `inProgressTimeout is 10081, ${MINUTES}`],
    ['a window of no time', window(Duration.minutes(0)), `maintenanceWindows[0].duration is 0, ${LONG}`],
    ['a window of a minute and a half', window(Duration.seconds(90)), `maintenanceWindows[0].duration is 1.5, ${LONG}`],
    ['a window of 1431 minutes', window(Duration.minutes(1431)), `maintenanceWindows[0].duration is 1431, ${LONG}`],
    ['a window that begins with nothing', { maintenanceWindows: [MaintenanceWindow.cron('', HOUR)] },
      'maintenanceWindows[0].expression is "", must have 1 to 256 characters, has 0'],
    ['a package version with an ARN of 1601 characters', versions(versionArn(1601)),
      `destinationPackageVersions[0] is "${'arn:'.padEnd(199, 'x')}..., must have 1 to 1600 characters, has 1601`],
    ['a package version with a space', versions('arn:aws iot:package/a/version/1'),
      'destinationPackageVersions[0] is "arn:aws iot:package/a/version/1", must have arn: at the beginning and visible ASCII characters only'],
    ['26 package versions', versions(...Array(26).fill(versionArn(25))), 'destinationPackageVersions has 26 items, must have at most 25 items'],
    ['a role with an ARN of 2049 characters', { presignedUrlRole: role()(`arn:aws:iam:::role/x${'x'.repeat(2029)}`) },
      `presignedUrlRole is "arn:aws:iam:::role/x${'x'.repeat(179)}..., must have 20 to 2048 characters, has 2049`],
    ['46 tags', { tags: tags(46) }, 'tags has 46 items, must have at most 45 items'],
    ['a tag with an empty key', { tags: { '': 'v' } }, 'a key of tags is "", must have 1 to 128 characters, has 0'],
    ['a tag with a key of 129 characters', { tags: { ['k'.repeat(129)]: 'v' } },
      `a key of tags is "${'k'.repeat(129)}", must have 1 to 128 characters, has 129`],
    ['a tag with a key of other characters', { tags: { 'a*': 'v' } }, `a key of tags is "a*", ${KEY}`],
    ['a tag with a value of 257 characters', { tags: { a: 'v'.repeat(257) } },
      `tags["a"] is "${'v'.repeat(199)}..., must have at most 256 characters, has 257`],
    ['a tag of AWS', { tags: { 'aws:a': 'v' } }, 'a key of tags is "aws:a", must not begin with aws:, which is reserved'],
    ['a tag of AWS in capitals', { tags: { 'AWS:a': 'v' } }, 'a key of tags is "AWS:a", must not begin with aws:, which is reserved'],
    ['a tag of this library', { tags: { 'cdk-iot-job-template:owner': 'me' } },
      'a key of tags is "cdk-iot-job-template:owner", must not begin with cdk-iot-job-template:, which is reserved'],
  ])('%s', (_, props, message) => {
    expect(refusalOf(props)).toBe(`[Fleet/Reboot] ${message}`);
  });

  test('and all problems are named at once', () => {
    expect(refusalOf({ description: '', inProgressTimeout: Duration.minutes(0) })).toBe(
      `[Fleet/Reboot] description is "", must have 1 to 2028 characters, has 0; inProgressTimeout is 0, ${MINUTES}`);
  });
});

describe('an empty list', () => {
  test('is the same as none', () => {
    const empty = { abortCriteria: [], retryCriteria: [], maintenanceWindows: [], destinationPackageVersions: [], tags: {} };
    expect(rendered(empty)).toEqual(rendered({}));
  });

  test.each(['abortCriteria', 'retryCriteria'] as const)('of %s is refused beside a job, whose criteria it cannot replace', prop => {
    const document = JobDocument.fromJobArn('arn:aws:iot:eu-west-1:123456789012:job/pilot');
    expect(refusalOf({ document, [prop]: [] })).toBe(`[Fleet/Reboot] ${prop} is [], must have at least 1 item beside JobDocument.fromJobArn: an empty list cannot `
      + 'replace the criteria of a job. Leave it out to inherit them');
  });
});

describe('tags that are added from outside', () => {
  test.each([
    ['a reserved prefix', 'aws:cost', 'v', 'a key of tags is "aws:cost", must not begin with aws:, which is reserved'],
    ['a key of this library', 'cdk-iot-job-template:owner', 'v',
      'a key of tags is "cdk-iot-job-template:owner", must not begin with cdk-iot-job-template:, which is reserved'],
    ['other characters', 'co*t', 'a', `a key of tags is "co*t", ${KEY}`],
  ])('are refused at synthesis for %s', (_, key, value, message) => {
    const stack = newStack();
    Tags.of(newJobTemplate({}, stack)).add(key, value);
    expect(() => Template.fromStack(stack)).toThrow(`  [Fleet/Reboot] ${message}`);
  });

  test('are refused at synthesis if there are too many', () => {
    const stack = newStack();
    const template = newJobTemplate({ tags: tags(45) }, stack);
    Tags.of(template).add('one-more', 'v');
    expect(() => Template.fromStack(stack)).toThrow('[Fleet/Reboot] tags has 46 items, must have at most 45 items');
  });

  test('pass up to the limit', () => {
    const stack = newStack();
    Tags.of(newJobTemplate({ tags: tags(44) }, stack)).add('one-more', 'v');
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

describe('tokens pass', () => {
  test('as a text, number, duration or part of a list, and are rendered unchanged', () => {
    expect(rendered({
      jobTemplateId: unknownText('an id that is only known later'),
      description: unknownText('a\nb'),
      presignedUrlExpiration: Duration.seconds(unknownNumber(1)),
      inProgressTimeout: Duration.minutes(unknownNumber(0)),
      rollout: JobRollout.exponential({
        baseRatePerMinute: unknownNumber(0),
        incrementFactor: unknownNumber(9),
        increaseAfter: RateIncrease.succeededThings(unknownNumber(-1)),
        maximumPerMinute: unknownNumber(2000),
      }),
      ...abort({ thresholdPercentage: unknownNumber(101), minNumberOfExecutedThings: unknownNumber(0), failureType: unknownText('F') as any }),
      ...retry(all(unknownNumber(11)), { failureType: unknownText('F') as any, numberOfRetries: 10 }),
      maintenanceWindows: [
        MaintenanceWindow.cron(unknownText('whenever'), Duration.minutes(unknownNumber(2000))),
        MaintenanceWindow.monthly({ hour: unknownNumber(25), minute: unknownNumber(61), day: unknownNumber(32), duration: HOUR }),
      ],
      ...versions(unknownText('no ARN')),
      tags: { [unknownText('aws:key')]: unknownText('*') },
    })).toEqual({
      JobTemplateId: 'an id that is only known later',
      Description: 'a\nb',
      Document: '{"operation":"reboot"}',
      PresignedUrlConfig: { ExpiresInSec: 1 },
      TimeoutConfig: { InProgressTimeoutInMinutes: 0 },
      JobExecutionsRolloutConfig: {
        MaximumPerMinute: 2000,
        ExponentialRate: { BaseRatePerMinute: 0, IncrementFactor: 9, RateIncreaseCriteria: { NumberOfSucceededThings: -1 } },
      },
      AbortConfig: { CriteriaList: [{ FailureType: 'F', Action: 'CANCEL', ThresholdPercentage: 101, MinNumberOfExecutedThings: 0 }] },
      JobExecutionsRetryConfig: { CriteriaList: [{ FailureType: 'ALL', NumberOfRetries: 11 }, { FailureType: 'F', NumberOfRetries: 10 }] },
      MaintenanceWindows: [
        { StartTime: 'whenever', DurationInMinutes: 2000 },
        { StartTime: 'cron(61 25 32 * ? *)', DurationInMinutes: 60 },
      ],
      DestinationPackageVersions: ['no ARN'],
      Tags: [{ Key: 'aws:key', Value: '*' }],
    });
  });

  test('as a timeout that retries of timeouts need', () => {
    expect(refusalOf({ ...retry(timedOut(1)), inProgressTimeout: Duration.minutes(unknownNumber(5)) })).toBeUndefined();
  });

  test('as a part of a text', () => {
    expect(rendered({ description: `Reboots a device in ${Aws.REGION}\n` }).Description).toEqual({
      'Fn::Join': ['', ['Reboots a device in ', { Ref: 'AWS::Region' }, '\n']],
    });
  });

  test('as the document', () => {
    expect(rendered({ document: JobDocument.fromString(Fn.importValue('document')) }).Document).toEqual({ 'Fn::ImportValue': 'document' });
  });
});

test('a tag that the CDK would lose is refused', () => {
  expect(refusalOf({ tags: JSON.parse('{"team":"a","__proto__":"b"}') })).toBe('[Fleet/Reboot] tags is "__proto__", must have another key: the CDK would lose this tag');
});

test('a document that is nested too deeply is refused', () => {
  expect(refusalOf({ document: JobDocument.fromString(`${'['.repeat(1000)}${']'.repeat(1000)}`) })).toBeUndefined();
  expect(refusalOf({ document: JobDocument.fromString(`${'['.repeat(1001)}${']'.repeat(1001)}`) })).toBe(
    '[Fleet/Reboot] document has 1001 levels, must have at most 1000 levels of objects and lists');
});

describe('a value that JSON has no word for is named', () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;

  test.each<[string, unknown, string]>([
    ['a bigint', 5n, '5'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['a function', Number, 'function Number() { [native code] }'],
    ['an object with itself inside', circular, '[object Object]'],
  ])('%s', (_, value, shown) => {
    expect(refusalOf({ description: value as string })).toBe(`[Fleet/Reboot] description is ${shown}, must be a string`);
  });
});
