import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Fn, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  AwsManagedJobTemplate, JobDocument, JobStep, JobTarget, JobTemplate, JobTemplateProvider, MaintenanceWindow, PackageVersion,
  PresignedUrlRole, RunJob, S3PresignedUrl,
} from '../../src';
import { ERROR_CODES, type ErrorCode, errorAt, SynthesisError } from '../../src/private/errors';
import { ENV, newJob, newJobTemplate, newStack } from '../support/construct';

const OTHER_ACCOUNT = { account: '210987654321', region: 'eu-west-1' };
const JOB = 'arn:aws:iot:eu-west-1:123456789012:job/pilot';
const JOB_DOCUMENT = JobDocument.fromJobArn(JOB);

const bucketIn = (stack: Stack, name = 'firmware'): s3.IBucket => s3.Bucket.fromBucketName(stack, 'Bucket', name);

function templateUsedElsewhere(): unknown {
  const app = new App();
  const template = newJobTemplate({ jobTemplateId: 'reboot' }, new Stack(app, 'Here'));
  newJobTemplate({ description: template.jobTemplateArn }, new Stack(app, 'There', { env: ENV }));
  return app.synth();
}

function roleInNestedStack(): unknown {
  const app = new App();
  const parent = new Stack(app, 'Fleet', { env: ENV });
  const bucket = new s3.Bucket(new Stack(app, 'Releases', { env: OTHER_ACCOUNT }), 'Bucket', { bucketName: 'firmware' });
  const nested = new NestedStack(parent, 'Nested');
  return newJobTemplate({ document: JobDocument.fromObject({ url: S3PresignedUrl.forDownload(bucket, 'key') }) }, nested);
}

/** What causes each error. */
const CAUSES: Record<ErrorCode, () => unknown> = {
  wrongType: () => newJobTemplate({ document: 5 as never }),
  invalidProps: () => newJobTemplate({ description: '' }),
  invalidJobProps: () => newJob({ jobId: 'no id', release: undefined }),
  jobTemplateIdTaken: () => {
    const stack = newStack();
    newJobTemplate({ jobTemplateId: 'reboot' }, stack, 'One');
    newJobTemplate({ jobTemplateId: 'reboot' }, stack, 'Two');
  },
  invalidJobTemplateId: () => JobTemplate.fromJobTemplateId(newStack(), 'Imported', 'no id'),
  lookupNotKnown: () => JobTemplate.fromLookup(newStack(), 'Patch', { jobTemplateId: 'patch' }),
  invalidJobTemplateArn: () => JobTemplate.fromJobTemplateArn(newStack(), 'Imported', JOB),
  jobTemplateArnUnknown: templateUsedElsewhere,
  invalidAwsManagedJobTemplate: () => AwsManagedJobTemplate.fromName(newStack(), 'Managed', 'AWS-Reboot:1.0'),
  attributeMissing: () => newJobTemplate().jobTemplateMaximumPerMinute,
  attributeTooLong: () => newJobTemplate({ document: JobDocument.fromObject({ text: 'x'.repeat(5000) }) }).jobTemplateDocument,
  invalidRemovalPolicy: () => newJobTemplate({ removalPolicy: RemovalPolicy.SNAPSHOT }),
  documentUnreadable: () => newJobTemplate({ document: JobDocument.fromFile('missing.json') }),
  documentNotJson: () => newJobTemplate({ document: JobDocument.fromObject({ wait: Duration.minutes(1) }) }),
  documentTokenLost: () => newJobTemplate({ document: JobDocument.fromString('{"url":"<unresolved-token>"}') }),
  invalidJobStep: () => newJobTemplate({ document: JobDocument.fromSteps([JobStep.runCommand('List', ['ls /tmp'])]) }),
  placeholderInFnSub: () => {
    const stack = newStack();
    newJobTemplate({ document: JobDocument.fromObject({ run: Fn.sub('${aws:iot:a}') }) }, stack);
    Template.fromStack(stack);
  },
  presignedUrlOutsideDocument: () => {
    const stack = newStack();
    newJobTemplate({ description: `${S3PresignedUrl.forDownload(bucketIn(stack), 'key')}` }, stack);
    Template.fromStack(stack);
  },
  invalidJobArn: () => newJobTemplate({ document: JobDocument.fromJobArn('pilot') }),
  documentOfTwoJobs: () => newJobTemplate({ document: JobDocument.fromJobArn(JOB, { document: JOB_DOCUMENT }) }),
  emptyCriteriaBesideJob: () => newJobTemplate({ document: JOB_DOCUMENT, abortCriteria: [] }),
  inheritedRoleReplaced: () => {
    const stack = newStack({ env: ENV });
    const inheritedPresignedUrlRole = new PresignedUrlRole(stack, 'Role');
    newJobTemplate({ document: JobDocument.fromJobArn(JOB, { inheritedPresignedUrlRole }), presignedUrlExpiration: Duration.minutes(5) }, stack);
  },
  invalidMaintenanceWindow: () => MaintenanceWindow.daily({ hour: 24, duration: Duration.hours(1) }),
  invalidPackageVersion: () => PackageVersion.fromNames('a/b', '1'),
  invalidPackageVersionArn: () => PackageVersion.fromPackageVersionArn(JOB),
  artifactMissing: () => PackageVersion.fromCfnSoftwarePackageVersion(new iot.CfnSoftwarePackageVersion(newStack(), 'Version', { packageName: 'app' })).artifactUrl(),
  invalidObjectKey: () => S3PresignedUrl.forDownload(bucketIn(newStack()), 'a/../b'),
  invalidObjectPattern: () => S3PresignedUrl.forDownload(bucketIn(newStack()), 'a/b', { objectPattern: 'b/*' }),
  unsupportedBucket: () => S3PresignedUrl.forDownload(bucketIn(newStack(), 'firmware-abc-s3alias'), 'key'),
  roleInOtherAccount: () => {
    const stack = newStack({ env: ENV });
    newJobTemplate({ presignedUrlRole: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::210987654321:role/given') }, stack);
  },
  roleInNestedStack,
  invalidJobTarget: () => JobTarget.thingName('gateway 1'),
  invalidJobStart: () => {
    const jobTemplate = newJobTemplate();
    return new RunJob(jobTemplate.stack, 'Run', { jobTemplate, targets: [], jobIdPrefix: 'fleet' });
  },
  invalidGrantOption: () => {
    const template = newJobTemplate();
    template.grants.createJob(new iam.User(template.stack, 'User'), { targets: ['*'] });
  },
  providerIdTaken: () => {
    const stack = newStack();
    new Construct(stack, 'JobTemplateProvider');
    newJobTemplate({}, stack);
  },
  providerOptionsDiffer: () => {
    const stack = newStack();
    JobTemplateProvider.getOrCreate(stack);
    JobTemplateProvider.getOrCreate(stack, { memorySize: 512 });
  },
};

test.each(Object.entries(CAUSES))('an error has the code %s at its end', (code, cause) => {
  // The CDK may add dots to an error in a token.
  expect(cause).toThrow(new RegExp(`\\[\\S+\\] .* \\[cdk-iot-job-template:${code}\\]\\.*$`, 'm'));
});

test('an error has the path of its construct, and its code as a property', () => {
  const error = errorAt(newStack(), 'invalidProps', 'description must be given');
  expect(error).toBeInstanceOf(SynthesisError);
  expect(error.code).toBe('invalidProps');
  expect(error.message).toBe('[Fleet] description must be given [cdk-iot-job-template:invalidProps]');
});

test.each(Object.entries(ERROR_CODES))('the code %s has a meaning in one sentence', (code, meaning) => {
  expect(code).toMatch(/^[a-z][A-Za-z0-9]+$/);
  expect(meaning).toMatch(/^[A-Z][^.;]+\.$/);
});

test('no construct throws an error without a code', () => {
  const sources = ['src', 'src/private'].flatMap(folder => readdirSync(folder).filter(name => name.endsWith('.ts')).map(name => join(folder, name)));
  const without = sources.filter(source => /\bnew Error\(/.test(readFileSync(source, 'utf8')));
  expect(without).toEqual([]);
});
