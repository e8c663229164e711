import { create, describeTemplate } from './direct';
import { JobSettings } from './job';
import { FakeIotService } from './service';

const JOB = 'arn:aws:iot:us-east-1:123456789012:job/pilot';
const ROLE = 'arn:aws:iam::123456789012:role/presign';
const SETTINGS = {
  presignedUrlConfig: { roleArn: ROLE, expiresInSec: 300 },
  jobExecutionsRolloutConfig: { maximumPerMinute: 50 },
  abortConfig: { criteriaList: [{ failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 50, minNumberOfExecutedThings: 5 }] },
  timeoutConfig: { inProgressTimeoutInMinutes: 15 },
  jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 2 }] },
} as const;
const INLINE = { document: '{"of":"job"}', ...SETTINGS } as unknown as JobSettings;
const FROM_SOURCE = { ...INLINE, documentSource: 's3://bucket/job.json' };

const withJob = (job: JobSettings = INLINE) => new FakeIotService({ now: () => 0, jobs: new Map([[JOB, job]]) });

describe('a template made from a job', () => {
  test('has its settings, and nothing else of it', () => {
    const job = { ...FROM_SOURCE, description: 'Of the job', tags: [{ Key: 'k', Value: 'v' }], destinationPackageVersions: ['arn:x'] };
    const service = withJob(job);
    create(service, { jobArn: JOB });
    const { body } = describeTemplate(service);
    expect(body).toMatchObject({
      ...SETTINGS, document: '{"of":"job"}', documentSource: 's3://bucket/job.json', description: 'One', destinationPackageVersions: null,
    });
    expect(body).not.toHaveProperty('jobArn');
    expect(service.templates.get('one')!.tags).toEqual({});
  });

  test('has no settings that the job has not', () => {
    const service = withJob({ document: '{}', timeoutConfig: {}, presignedUrlConfig: {}, abortConfig: undefined });
    create(service, { jobArn: JOB });
    expect(service.contents().one).toEqual({
      jobTemplateId: 'one', jobTemplateArn: expect.any(String), jobArn: JOB, description: 'One', document: '{}', tags: {},
    });
  });

  test.each<[string, object]>([
    ['presignedUrlConfig', { presignedUrlConfig: { expiresInSec: 60 } }],
    ['jobExecutionsRolloutConfig', { jobExecutionsRolloutConfig: { maximumPerMinute: 1 } }],
    ['abortConfig', { abortConfig: { criteriaList: [{ failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 1, minNumberOfExecutedThings: 1 }] } }],
    ['timeoutConfig', { timeoutConfig: { inProgressTimeoutInMinutes: 1 } }],
    ['jobExecutionsRetryConfig', { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 0 }] } }],
  ])('has the %s of the request as a whole, if there is one', (member, own) => {
    const service = withJob();
    create(service, { jobArn: JOB, ...own });
    expect(service.contents().one).toMatchObject({ ...SETTINGS, ...own, document: '{"of":"job"}' });
    expect((service.contents().one as any)[member]).toEqual((own as any)[member]);
  });

  test('has the document of the request instead of that of the job', () => {
    const service = withJob(FROM_SOURCE);
    create(service, { jobArn: JOB, document: '{"own":1}' });
    expect(describeTemplate(service).body).toMatchObject({ ...SETTINGS, document: '{"own":1}', documentSource: null });
  });

  test('has the source of the request in place of the document of the job', () => {
    const service = withJob(FROM_SOURCE);
    create(service, { jobArn: JOB, documentSource: 's3://bucket/own.json' });
    expect(describeTemplate(service).body).toMatchObject({
      ...SETTINGS, document: '{"readFrom":"s3://bucket/own.json"}', documentSource: 's3://bucket/own.json',
    });
  });

  test('keeps what it was made of when the job changes', () => {
    const job = { document: '{}', timeoutConfig: { inProgressTimeoutInMinutes: 15 } };
    const service = withJob(job);
    create(service, { jobArn: JOB });
    job.timeoutConfig.inProgressTimeoutInMinutes = 16;
    expect(describeTemplate(service).body.timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 15 });
  });

  test('may rest on what it inherits: a timeout, a role', () => {
    const presigned = JSON.stringify({ a: '${aws:iot:s3-presigned-url-v2:https://s3.us-east-1.amazonaws.com/bucket/key}' });
    const retries = { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 1 }] } };
    expect(create(withJob(), { jobArn: JOB, document: presigned, ...retries }).status).toBe(200);
    const bare = withJob({ document: '{}' });
    expect(create(bare, { jobArn: JOB, document: presigned }).message).toMatch(/role ARN is required/);
    expect(create(bare, { jobArn: JOB, ...retries }).message).toMatch(/^A retry for TIMED_OUT requires/);
  });

  test('needs the job', () => {
    expect(create(withJob(), { jobArn: `${JOB}-gone` })).toMatchObject(
      { status: 404, error: 'ResourceNotFoundException', message: 'Job pilot-gone cannot be found.' });
  });
});
