import * as fc from 'fast-check';
import { decode } from '../../src/shared/decode';
import { render } from '../../src/shared/render';
import { stringified } from '../support/cloudformation-event';
import { anyRequest, withoutEmpty } from '../support/request';

const rate = { baseRatePerMinute: 1, incrementFactor: 1.1, rateIncreaseCriteria: { numberOfNotifiedThings: 0 } };

test('a request is rendered in PascalCase, nested alike, without empty or foreign members', () => {
  expect(render({
    jobTemplateId: 'reboot',
    description: 'Reboots',
    document: '',
    presignedUrlConfig: { roleArn: undefined, expiresInSec: undefined },
    jobExecutionsRolloutConfig: { exponentialRate: rate },
    abortConfig: { criteriaList: [] },
    maintenanceWindows: [],
    tags: [{ Key: 'key', Value: '' }],
    foreign: 'x',
  } as any)).toEqual({
    JobTemplateId: 'reboot',
    Description: 'Reboots',
    Document: '',
    JobExecutionsRolloutConfig: {
      ExponentialRate: { BaseRatePerMinute: 1, IncrementFactor: 1.1, RateIncreaseCriteria: { NumberOfNotifiedThings: 0 } },
    },
    Tags: [{ Key: 'key', Value: '' }],
  });
});

test('a request arrives as it was, though CloudFormation makes every scalar a string', () => {
  // The items of a list of structures are never empty: each has members that are required.
  const requests = anyRequest.filter(request => !/\{\}[,\]]/.test(JSON.stringify(request)));
  fc.assert(fc.property(requests, (request) => {
    const properties = { ServiceToken: 'arn', ...stringified(render(withoutEmpty(request) ?? {}) ?? {}) as object };
    expect(decode(properties, ['ServiceToken'])).toEqual(withoutEmpty(request) ?? {});
  }), { numRuns: 500 });
});

test('a request that is rendered has nothing that is empty', () => {
  fc.assert(fc.property(anyRequest, (request) => {
    expect(JSON.stringify(render(request) ?? 'nothing')).not.toMatch(/:(\{\}|\[\])[,}]/);
  }));
});

test('a number has the decimals that the service takes, whatever binary fractions make of it', () => {
  const criterion = { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 0.29 * 100, minNumberOfExecutedThings: 3 };
  expect(render({ jobTemplateId: 'a', description: 'b', abortConfig: { criteriaList: [criterion] } })).toMatchObject({
    AbortConfig: { CriteriaList: [{ ThresholdPercentage: 29, MinNumberOfExecutedThings: 3 }] },
  });
});

test('a list that is a token stays as it is', () => {
  const token = { resolve: () => [] };
  expect(render({ jobTemplateId: 'a', description: 'b', destinationPackageVersions: token as never }).DestinationPackageVersions).toBe(token);
});
