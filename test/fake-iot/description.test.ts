import { create, describeTemplate } from './direct';
import { FakeIotService } from './service';

const ROLE = 'arn:aws:iam::123456789012:role/presign';

function described(body: object): { text: string; body: any } {
  const service = new FakeIotService({ now: () => 1_700_000_000_250 });
  create(service, body);
  return describeTemplate(service);
}

test('DescribeJobTemplate returns every member, and null for what is not set', () => {
  expect(described({ document: '{}', tags: [{ Key: 'k', Value: 'v' }] }).body).toStrictEqual({
    jobTemplateArn: 'arn:aws:iot:us-east-1:123456789012:jobtemplate/one',
    jobTemplateId: 'one',
    description: 'One',
    documentSource: null,
    document: '{}',
    createdAt: 1_700_000_000.25,
    presignedUrlConfig: { expiresInSec: null, roleArn: null },
    jobExecutionsRolloutConfig: { exponentialRate: null, maximumPerMinute: null },
    abortConfig: null,
    timeoutConfig: { inProgressTimeoutInMinutes: null },
    jobExecutionsRetryConfig: null,
    maintenanceWindows: null,
    destinationPackageVersions: null,
  });
});

test('members that are not set are null within those that are', () => {
  const { body } = described({
    document: '{}',
    presignedUrlConfig: { roleArn: ROLE },
    jobExecutionsRolloutConfig: {
      maximumPerMinute: 5,
      exponentialRate: { baseRatePerMinute: 1, incrementFactor: 1.5, rateIncreaseCriteria: { numberOfSucceededThings: 3 } },
    },
    timeoutConfig: {},
  });
  expect(body).toMatchObject({
    presignedUrlConfig: { roleArn: ROLE, expiresInSec: null },
    jobExecutionsRolloutConfig: {
      maximumPerMinute: 5,
      exponentialRate: { rateIncreaseCriteria: { numberOfNotifiedThings: null, numberOfSucceededThings: 3 } },
    },
    timeoutConfig: { inProgressTimeoutInMinutes: null },
  });
});

test('doubles have a decimal, and texts that look like them stay as they are', () => {
  const document = '{"thresholdPercentage":25,"incrementFactor":2}';
  const { text, body } = described({
    document,
    jobExecutionsRolloutConfig: {
      maximumPerMinute: 5, exponentialRate: { baseRatePerMinute: 1, incrementFactor: 2, rateIncreaseCriteria: { numberOfNotifiedThings: 3 } },
    },
    abortConfig: {
      criteriaList: [25, 12.5].map((thresholdPercentage, index) => (
        { failureType: ['ALL', 'FAILED'][index], action: 'CANCEL', thresholdPercentage, minNumberOfExecutedThings: 1 })),
    },
  });
  expect(text).toContain('"incrementFactor":2.0');
  expect(text).toContain('"thresholdPercentage":25.0');
  expect(text).toContain('"thresholdPercentage":12.5');
  expect(text).toContain('"minNumberOfExecutedThings":1,');
  expect(body.document).toBe(document);
});
