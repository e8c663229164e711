import * as fc from 'fast-check';
import { canonical, contentOf, differences, spelledAs, withoutEmpty } from '../../src/shared/content';
import type { JobTemplateContent } from '../../src/shared/create-job-template';
import { anyRequest } from '../support/request';

const FULL: JobTemplateContent = {
  description: 'Installs',
  document: '{}',
  presignedUrlConfig: { roleArn: 'arn:aws:iam::1:role/a', expiresInSec: 60 },
  jobExecutionsRolloutConfig: {
    maximumPerMinute: 5, exponentialRate: { baseRatePerMinute: 1, incrementFactor: 2, rateIncreaseCriteria: { numberOfNotifiedThings: 3 } },
  },
  abortConfig: { criteriaList: [{ failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 10, minNumberOfExecutedThings: 1 }] },
  timeoutConfig: { inProgressTimeoutInMinutes: 5 },
  jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 1 }] },
  maintenanceWindows: [{ startTime: 'cron(0 0 ? * * *)', durationInMinutes: 60 }],
  destinationPackageVersions: ['arn:a', 'arn:b'],
};

/** The same value with the members of its objects in another order. */
function reversed(value: any): any {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([name, member]) => [name, reversed(member)]));
}

describe('the content of a request', () => {
  test('is everything but its id and its tags', () => {
    expect(contentOf({ ...FULL, jobTemplateId: 'a', tags: [{ Key: 'a' }], jobArn: undefined })).toEqual(FULL);
  });

  test('has the same text whatever the order of its members', () => {
    expect(Object.keys(reversed(FULL))).not.toEqual(Object.keys(FULL));
    expect(canonical(reversed(FULL))).toBe(canonical(FULL));
    fc.assert(fc.property(anyRequest, request => canonical(reversed(contentOf(request))) === canonical(contentOf(request))));
  });

  test('has the same text with members that are undefined', () => {
    expect(canonical({ ...FULL, jobArn: undefined })).toBe(canonical(FULL));
  });

  test('has another text for another order of a list, and another value', () => {
    expect(canonical({ ...FULL, destinationPackageVersions: ['arn:b', 'arn:a'] })).not.toBe(canonical(FULL));
    expect(canonical({ ...FULL, timeoutConfig: { inProgressTimeoutInMinutes: 6 } })).not.toBe(canonical(FULL));
  });
});

/** The members that differ. */
const differing = (wanted: JobTemplateContent, described: JobTemplateContent): string[] => differences(wanted, described).map(({ member }) => member);

describe('the differences between two contents', () => {
  test('are none for the same one', () => {
    expect(differences(FULL, reversed(FULL))).toEqual([]);
  });

  test.each<[string, Partial<JobTemplateContent>, string[]]>([
    ['a text', { description: 'Other' }, ['description']],
    ['a document', { document: '{ }' }, ['document']],
    ['what is nested', { timeoutConfig: { inProgressTimeoutInMinutes: 6 } }, ['timeoutConfig.inProgressTimeoutInMinutes']],
    ['what is missing', { timeoutConfig: undefined }, ['timeoutConfig.inProgressTimeoutInMinutes']],
    ['what is missing of a structure', { presignedUrlConfig: { roleArn: 'arn:aws:iam::1:role/a' } }, ['presignedUrlConfig.expiresInSec']],
    ['an item of a list', { destinationPackageVersions: ['arn:a', 'arn:c'] }, ['destinationPackageVersions[1]']],
    ['the length of a list', { destinationPackageVersions: ['arn:a'] }, ['destinationPackageVersions']],
    ['a list that is missing', { maintenanceWindows: undefined }, ['maintenanceWindows']],
    ['a member of an item', { abortConfig: { criteriaList: [{ ...FULL.abortConfig!.criteriaList[0], thresholdPercentage: 11 }] } },
      ['abortConfig.criteriaList[0].thresholdPercentage']],
    ['two members', { description: 'Other', document: '1' }, ['description', 'document']],
    ['a source', { documentSource: 'https://a' }, ['documentSource']],
  ])('are named: %s', (_, other, expected) => {
    expect(differing(FULL, { ...FULL, ...other })).toEqual(expected);
  });

  test('have the values that are wanted and found', () => {
    const other = { ...FULL, timeoutConfig: { inProgressTimeoutInMinutes: 6 }, destinationPackageVersions: undefined };
    expect(differences(FULL, other)).toEqual([
      { member: 'timeoutConfig.inProgressTimeoutInMinutes', wanted: 5, found: 6 },
      { member: 'destinationPackageVersions', wanted: ['arn:a', 'arn:b'], found: undefined },
    ]);
  });

  test('do not include defaults that AWS IoT returns', () => {
    const role = { roleArn: 'arn:aws:iam::1:role/a' };
    expect(differences({ ...FULL, presignedUrlConfig: role }, { ...FULL, presignedUrlConfig: { ...role, expiresInSec: 3600 } })).toEqual([]);
    expect(differences({ ...FULL, presignedUrlConfig: role }, { ...FULL, presignedUrlConfig: { ...role, expiresInSec: 3599 } })).not.toEqual([]);
    expect(differences({ description: 'a', maintenanceWindows: [] }, { description: 'a' })).toEqual([]);
  });

  test('do not include members that AWS IoT does not describe', () => {
    const { document: _, ...rest } = FULL;
    expect(differing({ ...rest, jobArn: 'arn:job' }, FULL)).toEqual([]);
    expect(differing({ ...rest, jobArn: 'arn:job' }, { ...rest, documentSource: 'https://a', description: 'Other' })).toEqual(['description']);
    expect(differing({ ...rest, documentSource: 'https://a' }, { ...FULL, documentSource: 'https://a' })).toEqual([]);
    expect(differing({ ...rest, documentSource: 'https://a' }, { ...FULL, documentSource: 'https://b' })).toEqual(['documentSource']);
  });
});

describe('a description that is spelled as it is wanted', () => {
  const [URL, OTHER_URL] = ['https://s3.amazonaws.com/firmware/a', 'https://firmware.s3.amazonaws.com/a'];
  const { document: _document, ...rest } = FULL;
  const fromUrl = { ...rest, documentSource: URL };

  test.each<[string, JobTemplateContent, JobTemplateContent, string[]]>([
    ['no difference in another URL of the object', fromUrl, { ...FULL, documentSource: OTHER_URL }, []],
    ['no difference in the object that a text was read from', FULL, { ...FULL, documentSource: OTHER_URL }, []],
    ['a difference in another object', fromUrl, { ...FULL, documentSource: `${URL}b` }, ['documentSource']],
    ['a difference in a text where an object is wanted', fromUrl, FULL, ['documentSource']],
    ['a difference in another text', FULL, { ...FULL, document: '[]', documentSource: OTHER_URL }, ['document']],
    ['no difference where a job is wanted, which nothing tells', { ...rest, jobArn: 'arn:job' }, { ...FULL, documentSource: URL }, []],
    ['a difference in the source that replaces the job\'s', { ...fromUrl, jobArn: 'arn:job' }, FULL, ['documentSource']],
  ])('has %s', (_, wanted, described, expected) => {
    expect(differing(wanted, spelledAs(wanted, described))).toEqual(expected);
  });

  test('is the same in all else', () => {
    expect(spelledAs(fromUrl, { ...FULL, documentSource: OTHER_URL })).toEqual({ ...FULL, documentSource: URL });
  });
});

test('a request to restore has no empty lists, and no structures of them alone', () => {
  const described = { ...FULL, destinationPackageVersions: [], abortConfig: { criteriaList: [] } };
  const { destinationPackageVersions: _versions, abortConfig: _abort, ...rest } = FULL;
  expect(withoutEmpty(FULL)).toEqual(FULL);
  expect(withoutEmpty(described)).toEqual(rest);
});
