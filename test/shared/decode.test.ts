import { decode, UndecodableProperty } from '../../src/shared/decode';

const refusal = (properties: unknown, foreign?: string[]): string => {
  try {
    decode(properties, foreign);
    return 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(UndecodableProperty);
    return (error as Error).message;
  }
};

test('properties are decoded by their kinds', () => {
  expect(decode({
    ServiceToken: 'arn',
    JobTemplateId: '1',
    Description: 'true',
    PresignedUrlConfig: { ExpiresInSec: '60' },
    AbortConfig: { CriteriaList: [{ ThresholdPercentage: '33.33', MinNumberOfExecutedThings: '1' }] },
    TimeoutConfig: { InProgressTimeoutInMinutes: 5 },
    JobExecutionsRetryConfig: { CriteriaList: [{ NumberOfRetries: '-1' }] },
    DestinationPackageVersions: ['1', '2'],
    Tags: [{ Key: '5', Value: '' }],
    Document: null,
    JobArn: undefined,
  }, ['ServiceToken'])).toEqual({
    jobTemplateId: '1',
    description: 'true',
    presignedUrlConfig: { expiresInSec: 60 },
    abortConfig: { criteriaList: [{ thresholdPercentage: 33.33, minNumberOfExecutedThings: 1 }] },
    timeoutConfig: { inProgressTimeoutInMinutes: 5 },
    jobExecutionsRetryConfig: { criteriaList: [{ numberOfRetries: -1 }] },
    destinationPackageVersions: ['1', '2'],
    tags: [{ Key: '5', Value: '' }],
  });
});

describe('the error names a member that cannot be decoded, but not its value', () => {
  const SECRET = 'secret';
  test.each<[unknown, string]>([
    [undefined, 'property ResourceProperties must be an object'],
    [null, 'property ResourceProperties must be an object'],
    [SECRET, 'property ResourceProperties must be an object'],
    [[SECRET], 'property ResourceProperties must be an object'],
    [{ Description: [SECRET] }, 'property ResourceProperties.Description must be a string'],
    [{ Document: { a: SECRET } }, 'property ResourceProperties.Document must be a string'],
    [{ Description: 5 }, 'property ResourceProperties.Description must be a string'],
    [{ TimeoutConfig: SECRET }, 'property ResourceProperties.TimeoutConfig must be an object'],
    [{ TimeoutConfig: [SECRET] }, 'property ResourceProperties.TimeoutConfig must be an object'],
    [{ MaintenanceWindows: SECRET }, 'property ResourceProperties.MaintenanceWindows must be a list'],
    [{ MaintenanceWindows: { 0: SECRET } }, 'property ResourceProperties.MaintenanceWindows must be a list'],
    [{ MaintenanceWindows: [{ StartTime: SECRET }, { DurationInMinutes: SECRET }] },
      'property ResourceProperties.MaintenanceWindows[1].DurationInMinutes must be a number'],
    [{ DestinationPackageVersions: ['a', [SECRET]] }, 'property ResourceProperties.DestinationPackageVersions[1] must be a string'],
    [{ Tags: [null] }, 'property ResourceProperties.Tags[0] must be an object'],
  ])('%j', (properties, message) => {
    expect(refusal(properties)).toBe(message);
  });

  test.each(['', ' ', 'five', '5 ', '0x5', '1e3', '.5', '5.', 'NaN', 'Infinity', '--5', true, {}, [], ['5']])('as a number: %j', (value) => {
    expect(refusal({ TimeoutConfig: { InProgressTimeoutInMinutes: value } })).toBe(
      'property ResourceProperties.TimeoutConfig.InProgressTimeoutInMinutes must be a number');
  });

  test('as a name that is not known', () => {
    expect(refusal({ TimeoutConfig: { Minutes: SECRET } })).toBe(
      'property ResourceProperties.TimeoutConfig.Minutes must be one of InProgressTimeoutInMinutes');
    expect(refusal({ description: SECRET })).toMatch(/^property ResourceProperties\.description must be one of JobTemplateId, Description, JobArn, /);
    expect(refusal({ ServiceToken: SECRET })).toMatch(/^property ResourceProperties\.ServiceToken must be one of /);
  });

  test('as a foreign property that is nested', () => {
    expect(refusal({ TimeoutConfig: { ServiceToken: SECRET } }, ['ServiceToken'])).toContain('TimeoutConfig.ServiceToken must be one of');
  });
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('a property with the name %s, which every object has, is refused as any other', (name) => {
  expect(refusal(JSON.parse(`{"${name}":{}}`))).toMatch(new RegExp(`^property ResourceProperties.${name} must be one of JobTemplateId, `));
  expect(refusal(JSON.parse(`{"TimeoutConfig":{"${name}":"5"}}`))).toBe(
    `property ResourceProperties.TimeoutConfig.${name} must be one of InProgressTimeoutInMinutes`);
});
