import { Duration } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  type FromJobArnOptions, JobDocument, JobFailureType, JobRetryableFailureType, JobRollout, type JobTemplate, type JobTemplateProps, PresignedUrlRole,
  S3PresignedUrl,
} from '../src';
import { allowing, deployed, DOCUMENT, ENV, newJobTemplate, newStack, propertiesOf, refusalOf, rendered, statementsOf, unknownText, warningsFor, warningsWithIdsOf } from './support/construct';

const JOB = 'arn:aws:iot:eu-west-1:123456789012:job/pilot';
const ROLE = 'arn:aws:iam::123456789012:role/presign';
const PRESIGNED = JobDocument.fromString('{"a":"${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/bucket/key}"}');
const TIMED_OUT = { failureType: JobFailureType.TIMED_OUT, thresholdPercentage: 5, minNumberOfExecutedThings: 10 };

const fromJobArn = (options: FromJobArnOptions = {}, props: Partial<JobTemplateProps> = {}): Partial<JobTemplateProps> =>
  ({ document: JobDocument.fromJobArn(JOB, options), ...props });
const givenRole = (stack = newStack({ env: ENV })) => iam.Role.fromRoleArn(stack, 'Presigner', ROLE);

describe('a document of a job', () => {
  test('is rendered as the ARN of the job, and nothing that is inherited', () => {
    const { JobTemplateId: _id, ...properties } = rendered(fromJobArn());
    expect(properties).toEqual({ Description: 'Reboots a device', JobArn: JOB });
  });

  test.each(['', 'reboot-pilot', 'arn:aws:iot:eu-west-1:123456789012:thing/first', 'arn:aws:s3:::job/first'])('is not that of %j', (jobArn) => {
    expect(refusalOf({ document: JobDocument.fromJobArn(jobArn) })).toBe(
      `[Fleet/Reboot] jobArn is "${jobArn}", must be arn:PARTITION:iot:REGION:ACCOUNT:job/ID, with an ID of 1 to 64 letters, digits, _ and -`);
    expect(refusalOf({ document: JobDocument.fromJobArn(unknownText(jobArn)) })).toBeUndefined();
  });

  test('may only be created by the provider', () => {
    const stack = newStack({ env: ENV });
    newJobTemplate(fromJobArn(), stack);
    expect(allowing(deployed(statementsOf(stack)), 'iot:CreateJobTemplate').some(({ Resource }) => [Resource].flat().includes(JOB))).toBe(true);
  });
});

describe('a job of another account or Region', () => {
  const warning = (jobArn: string) => `document is the document of job ${jobArn}, but the template is in account 123456789012 and Region `
    + 'eu-west-1, and nobody has measured whether AWS IoT creates a template from a job of another account or Region: use a job of the same '
    + 'account and Region [ack: cdk-iot-job-template:jobElsewhere]';
  const arn = (region: string, account: string) => `arn:aws:iot:${region}:${account}:job/pilot`;

  test.each<[string, string, boolean]>([
    ['the same ones', JOB, false],
    ['another Region', arn('us-east-1', '123456789012'), true],
    ['another account', arn('eu-west-1', '210987654321'), true],
    ['an ARN that is not known yet', unknownText(arn('us-east-1', '210987654321')), false],
  ])('causes a warning: %s', (_, jobArn, isWarned) => {
    expect(warningsFor({ document: JobDocument.fromJobArn(jobArn) })).toEqual(isWarned ? [warning(jobArn)] : []);
  });

  test('causes none if the environment of the stack is not known', () => {
    const stack = newStack();
    newJobTemplate({ document: JobDocument.fromJobArn(arn('us-east-1', '210987654321')) }, stack);
    expect(warningsWithIdsOf(stack)).toEqual([]);
  });

  test('causes one if only the Region of the stack is known', () => {
    const stack = newStack({ env: { region: 'eu-west-1' } });
    newJobTemplate({ document: JobDocument.fromJobArn(arn('us-east-1', '210987654321')) }, stack);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('in Region eu-west-1, and ')).length).toBe(1);
  });
});

describe('a document beside a job', () => {
  test('is rendered beside the ARN of the job', () => {
    expect(rendered(fromJobArn({ document: DOCUMENT }))).toMatchObject({ JobArn: JOB, Document: '{"operation":"reboot"}' });
  });

  test('may come from a bucket, which the provider may read', () => {
    const stack = newStack({ env: ENV });
    const bucket = s3.Bucket.fromBucketName(stack, 'Documents', 'documents');
    const properties = deployed(rendered(fromJobArn({ document: JobDocument.fromBucket(bucket, 'reboot.json') }), stack));
    expect(properties).toMatchObject({ JobArn: JOB, DocumentSource: 'https://s3.eu-west-1.amazonaws.com/documents/reboot.json' });
    expect(allowing(deployed(statementsOf(stack)), 's3:GetObject')).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::documents/reboot.json' },
    ]);
  });

  test('is checked as any document', () => {
    expect(refusalOf(fromJobArn({ document: JobDocument.fromString('{') }))).toMatch(/^\[Fleet\/Reboot\] document is "{", must be valid JSON/);
  });

  test('is not that of another job', () => {
    const document = JobDocument.fromJobArn('arn:aws:iot:eu-west-1:123456789012:job/other');
    expect(refusalOf(fromJobArn({ document }))).toBe(`[Fleet/Reboot] document beside job ${JOB} is the document of job `
      + 'arn:aws:iot:eu-west-1:123456789012:job/other, '
      + 'must not be the document of a job: a template is created from one job, so use another kind of document, or leave it out');
  });
});

describe('the timeout of a job', () => {
  test('is the one that retries of timeouts need', () => {
    const retryCriteria = [{ failureType: JobRetryableFailureType.TIMED_OUT, numberOfRetries: 1 }];
    expect(refusalOf({ retryCriteria })).toMatch(/inProgressTimeout must be given/);
    expect(refusalOf(fromJobArn({}, { retryCriteria }))).toBeUndefined();
  });

  test('is the one that an abort criterion counts', () => {
    const abortCriteria = [TIMED_OUT];
    expect(warningsFor({ abortCriteria })).toEqual([expect.stringMatching(/timedOutWithoutTimeout/)]);
    expect(warningsFor(fromJobArn({}, { abortCriteria }))).toEqual([]);
  });
});

describe('attributes of a template from a job', () => {
  const given: Partial<JobTemplateProps> = {
    rollout: JobRollout.constant({ maximumPerMinute: 5 }),
    presignedUrlExpiration: Duration.minutes(1),
    abortCriteria: [TIMED_OUT],
  };

  test.each<[string, (template: JobTemplate) => unknown, boolean, boolean]>([
    // What it is, whether it may be inherited, and whether it still may beside the props above.
    ['Document', template => template.jobTemplateDocument, true, true],
    ['DocumentSource', template => template.jobTemplateDocumentSource, true, true],
    ['PresignedUrlRoleArn', template => template.jobTemplatePresignedUrlRoleArn, true, false],
    ['PresignedUrlExpiration', template => template.jobTemplatePresignedUrlExpiration.toSeconds(), true, true],
    ['MaximumPerMinute', template => template.jobTemplateMaximumPerMinute, true, true],
    ['BaseRatePerMinute', template => template.jobTemplateBaseRatePerMinute, true, false],
    ['IncrementFactor', template => template.jobTemplateIncrementFactor, true, false],
    ['NumberOfNotifiedThings', template => template.jobTemplateNumberOfNotifiedThings, true, false],
    ['NumberOfSucceededThings', template => template.jobTemplateNumberOfSucceededThings, true, false],
    ['AbortCriteria', template => template.jobTemplateAbortCriteria, true, true],
    ['InProgressTimeout', template => template.jobTemplateInProgressTimeout.toMinutes(), true, true],
    ['RetryCriteria', template => template.jobTemplateRetryCriteria, true, true],
    ['MaintenanceWindows', template => template.jobTemplateMaintenanceWindows, false, false],
    ['DestinationPackageVersions', template => template.jobTemplateDestinationPackageVersions, false, false],
  ])('include %s as far as it is inherited or given', (name, read, inherited, stillInherited) => {
    const reading = (props: Partial<JobTemplateProps>) => () => read(newJobTemplate(fromJobArn({}, props)));
    const refusal = `[Fleet/Reboot] jobTemplate${name} is not known`;
    if (inherited) expect(reading({})).not.toThrow();
    else expect(reading({})).toThrow(refusal);
    if (stillInherited) expect(reading(given)).not.toThrow();
    else expect(reading(given)).toThrow(refusal);
  });

  test('include no source of a document that replaces that of the job', () => {
    expect(() => newJobTemplate(fromJobArn({ document: DOCUMENT })).jobTemplateDocumentSource).toThrow('[Fleet/Reboot] jobTemplateDocumentSource is not known');
  });
});

describe('the role of a job', () => {
  const passing = (stack = newStack({ env: ENV })) => allowing(deployed(statementsOf(stack)), 'iam:PassRole');

  test('is passed by the provider and by principals that start jobs; no property names it', () => {
    const stack = newStack({ env: ENV });
    const template = newJobTemplate(fromJobArn({ inheritedPresignedUrlRole: givenRole(stack) }), stack);
    const operators = new iam.Role(stack, 'Operators', { assumedBy: new iam.AccountRootPrincipal() });
    template.grants.createJob(operators);
    expect(template.presignedUrlRole?.roleArn).toBe(ROLE);
    expect(propertiesOf(stack)).not.toHaveProperty('PresignedUrlConfig');
    const statement = { Effect: 'Allow', Action: 'iam:PassRole', Resource: ROLE, Condition: { StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } } };
    expect(passing(stack)).toEqual([statement, statement]);
  });

  test('is passed by no principal if it is unknown', () => {
    const stack = newStack({ env: ENV });
    const template = newJobTemplate(fromJobArn(), stack);
    template.grants.createJob(new iam.Role(stack, 'Operators', { assumedBy: new iam.AccountRootPrincipal() }));
    expect(template.presignedUrlRole).toBeUndefined();
    expect(passing(stack)).toEqual([]);
  });

  test('is granted the objects of the presigned URLs beside the job', () => {
    const stack = newStack({ env: ENV });
    const inheritedPresignedUrlRole = new PresignedUrlRole(stack, 'Presigner');
    const bucket = s3.Bucket.fromBucketName(stack, 'Firmware', 'firmware');
    const document = JobDocument.fromObject({ image: S3PresignedUrl.forDownload(bucket, 'image.bin') });
    const template = newJobTemplate(fromJobArn({ document, inheritedPresignedUrlRole }), stack);
    expect(template.presignedUrlRole).toBe(inheritedPresignedUrlRole);
    expect(propertiesOf(stack)).not.toHaveProperty('PresignedUrlConfig');
    expect(allowing(deployed(statementsOf(stack)), 's3:GetObject')).toEqual([
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: 'arn:aws:s3:::firmware/*' },
    ]);
  });

  test('is replaced by a generated role if unknown and the document has an S3PresignedUrl', () => {
    const stack = newStack({ env: ENV });
    const bucket = s3.Bucket.fromBucketName(stack, 'Firmware', 'firmware');
    newJobTemplate(fromJobArn({ document: JobDocument.fromObject({ image: S3PresignedUrl.forDownload(bucket, 'image.bin') }) }), stack);
    expect(propertiesOf(stack).PresignedUrlConfig).toEqual({ RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^PresignedUrlRole/), 'Arn'] } });
  });

  test.each<[string, Partial<JobTemplateProps>]>([
    ['presignedUrlRole', { presignedUrlRole: givenRole() }],
    ['presignedUrlExpiration', { presignedUrlExpiration: Duration.minutes(1) }],
  ])('is not inherited beside %s', (prop, props) => {
    expect(refusalOf(fromJobArn({ inheritedPresignedUrlRole: givenRole() }, props))).toBe(
      `[Fleet/Reboot] inheritedPresignedUrlRole is given beside ${prop}, must be given as presignedUrlRole: `
      + 'a template inherits either all presigned URL settings of a job or none');
  });

  test('is not inherited beside presignedUrlExpiration, so that a presigned URL needs another', () => {
    const expiring = { presignedUrlExpiration: Duration.minutes(1) };
    expect(refusalOf(fromJobArn({ document: PRESIGNED }))).toBeUndefined();
    expect(refusalOf(fromJobArn({ document: PRESIGNED }, { ...expiring, presignedUrlRole: givenRole() }))).toBeUndefined();
    expect(refusalOf(fromJobArn({ document: PRESIGNED }, expiring))).toBe('[Fleet/Reboot] presignedUrlRole must be given, '
      + 'since the document has a presigned URL: set the role, or use S3PresignedUrl in the document, which creates one');
  });
});
