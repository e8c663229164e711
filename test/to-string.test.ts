import { Aws, Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, JobRollout, JobStep, MaintenanceWindow, PackageVersion, RateIncrease } from '../src';
import { newStack, unknownNumber } from './support/construct';

const bucket = () => s3.Bucket.fromBucketName(newStack(), 'Documents', 'documents');
const INCREASE = RateIncrease.succeededThings(100);
const SLOWLY = { baseRatePerMinute: 10, incrementFactor: 1.5, increaseAfter: INCREASE };

test.each<[object, string]>([
  [INCREASE, '100 succeeded things'],
  [RateIncrease.notifiedThings(5), '5 notified things'],
  [JobRollout.constant({ maximumPerMinute: 50 }), '50 devices a minute'],
  [JobRollout.exponential({ ...SLOWLY, maximumPerMinute: 500 }), '10 devices a minute, times 1.5 after each 100 succeeded things, at most 500'],
  [MaintenanceWindow.daily({ hour: 1, minute: 15, duration: Duration.minutes(90) }), 'cron(15 1 * * ? *) for 1 hour 30 minutes'],
  [PackageVersion.fromNames('app', '2.4.0'), 'package/app/version/2.4.0'],
  [PackageVersion.fromPackageVersionArn('arn:aws:iot:eu-west-1:123456789012:package/app/version/2'), 'package/app/version/2'],
  [JobDocument.fromObject({ secret: 'not told' }), 'inline document'],
  [JobDocument.fromString('{}'), 'inline document'],
  [JobDocument.fromSteps([]), 'inline document'],
  [JobStep.runHandler('Reboot', { handler: 'reboot.sh' }), 'runHandler "Reboot"'],
  [JobStep.runCommand('List', ['ls', '/tmp']), 'runCommand "List"'],
  [JobDocument.fromFile('reboot.json'), 'file reboot.json'],
  [JobDocument.fromAsset('documents/reboot.json'), 'asset documents/reboot.json'],
  [JobDocument.fromBucket(bucket(), 'reboot.json'), 's3://documents/reboot.json'],
  [JobDocument.fromJobArn('arn:aws:iot:eu-west-1:123456789012:job/pilot'), 'arn:aws:iot:eu-west-1:123456789012:job/pilot'],
  [JobDocument.fromJobArn('arn:aws:iot:eu-west-1:123456789012:job/pilot', { document: JobDocument.fromString('{}') }),
    'inline document with the settings of arn:aws:iot:eu-west-1:123456789012:job/pilot'],
])('%s', (value, words) => expect(`${value}`).toBe(words));

test('a number that is not known yet stays a token', () => {
  const stack = newStack();
  expect(stack.resolve(`${JobRollout.constant({ maximumPerMinute: unknownNumber(7) })} in ${Aws.REGION}`)).toEqual({
    'Fn::Join': ['', ['7 devices a minute in ', { Ref: 'AWS::Region' }]],
  });
});
