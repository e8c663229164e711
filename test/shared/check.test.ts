import { documentNesting } from '../../src/private/nesting';
import { AT_DEPLOYMENT, check, checkAs, isJobTemplateId, isManagedJobTemplateId } from '../../src/shared/check';
import type { CreateJobTemplateRequest } from '../../src/shared/create-job-template';
import { forKnownDocument } from '../../src/shared/rule';
import { list, type Shape, text } from '../../src/shared/shape';
import { inReasonableTime } from '../support/time-limit';

const REQUEST: CreateJobTemplateRequest = { jobTemplateId: 'reboot', description: 'Reboots', document: '{}' };
const problems = (request: any, options = { isUnresolved: (_: unknown) => false, quotas: true }) => check({ ...REQUEST, ...request }, options);

test('a request that the service takes has no problems', () => {
  expect(problems({})).toEqual([]);
});

test.each<[object, object[]]>([
  [{}, []],
  [{ document: undefined, documentSource: 'https://a' }, []],
  [{ document: undefined, jobArn: 'arn' }, []],
  [{ jobArn: 'arn' }, []],
  [{ document: undefined, documentSource: 'https://a', jobArn: 'arn' }, []],
  [{ document: undefined }, [{ member: 'document', value: undefined, must: 'be given: AWS IoT needs document, documentSource or jobArn' }]],
  ...[{}, { jobArn: 'arn' }].map((job): [object, object[]] => [{ ...job, documentSource: 'https://a' },
    [{ member: 'document', value: 'given beside documentSource', must: 'be given without documentSource: AWS IoT refuses the two together' }]]),
])('a request has one of a document, its source, and a job: %j', (request, expected) => {
  expect(problems(request)).toEqual(expected);
});

test.each<[string, Shape, string]>([
  ['without a maximum', list(text(), { min: 1 }), 'have at least 1 item: leave it out if there is none'],
  ['with a maximum', list(text(), { min: 1, max: 3 }), 'have 1 to 3 items: leave it out if there is none'],
])('a list %s is too short if it is empty', (_, shape, must) => {
  const options = { isUnresolved: () => false, quotas: true };
  expect(checkAs(shape, [], options)).toEqual([{ member: '', value: [], must }]);
  expect(checkAs(shape, ['a'], options)).toEqual([]);
});

test.each<[string, Shape, string]>([
  ['without a maximum', text({ min: 1 }), 'have at least 1 character, has 0'],
  ['with a maximum', text({ min: 1, max: 3 }), 'have 1 to 3 characters, has 0'],
])('a text %s is too short if it is empty', (_, shape, must) => {
  expect(checkAs(shape, '', { isUnresolved: () => false, quotas: true })).toEqual([{ member: '', value: '', must }]);
});

describe('a request at deployment', () => {
  const atDeployment = (request: object) => problems(request, AT_DEPLOYMENT);
  const rollout = (maximumPerMinute?: number) => ({
    jobExecutionsRolloutConfig: {
      maximumPerMinute, exponentialRate: { baseRatePerMinute: 50, incrementFactor: 2, rateIncreaseCriteria: { numberOfNotifiedThings: 2 ** 31 } },
    },
  });
  const criterion = { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 1, minNumberOfExecutedThings: 2 ** 31 };

  test.each<[string, object]>([
    ['a base rate above the maximum, and an integer of more than 32 bits', rollout(10)],
    ['two abort criteria of one failure type', { abortConfig: { criteriaList: [criterion, criterion] } }],
    ['an empty rollout', { jobExecutionsRolloutConfig: {} }],
    ['retries of ALL beside others', { jobExecutionsRetryConfig: { criteriaList: ['ALL', 'FAILED'].map(failureType => ({ failureType, numberOfRetries: 1 })) } }],
    ['two retry criteria of one failure type', { jobExecutionsRetryConfig: { criteriaList: ['FAILED', 'FAILED'].map(failureType => ({ failureType, numberOfRetries: 1 })) } }],
    ['a tag without a value', { tags: [{ Key: 'team' }] }],
    ['a tag value of any characters', { tags: [{ Key: 'team', Value: 'R&D\n' }] }],
    ['a parameter', { document: '{"a":"${aws:iot:parameter:b}"}' }],
  ])('may have %s: AWS IoT decides, so that a rollback restores what it once accepted', (_, request) => {
    expect(atDeployment(request)).toEqual([]);
  });

  test('has no exponential rate without a maximum, which CreateJobTemplate itself refuses', () => {
    expect(atDeployment(rollout())).toEqual([{
      member: 'jobExecutionsRolloutConfig.maximumPerMinute', value: undefined, must: 'be given: AWS IoT refuses an exponential rate without a maximum',
    }]);
  });
});

describe('a request with a job', () => {
  const presigned = { document: '{"a":"${aws:iot:s3-presigned-url-v2:https://s3.us-east-1.amazonaws.com/bucket/key}"}' };
  const timedOut = { document: undefined, jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 1 }] } };

  test.each<[string, object, string | undefined]>([
    ['the role of a presigned URL', presigned, undefined],
    ['no role that the request replaces', { ...presigned, presignedUrlConfig: { expiresInSec: 60 } }, 'presignedUrlConfig.roleArn'],
    ['the timeout that retries need', timedOut, undefined],
    ['no timeout that the request replaces', { ...timedOut, timeoutConfig: {} }, 'timeoutConfig.inProgressTimeoutInMinutes'],
  ])('inherits %s', (_, request, missing) => {
    expect(problems({ ...request, jobArn: 'arn' }).map(({ member }) => member)).toEqual(missing ? [missing] : []);
  });

  test('inherits neither package versions nor the packages in its document', () => {
    expect(problems({ document: '{"a":"${aws:iot:package::version::attributes}"}', jobArn: 'arn' })).toHaveLength(1);
  });
});

test('a rollout becomes faster by exactly one criterion', () => {
  const rollout = (rateIncreaseCriteria: object) => ({
    jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { baseRatePerMinute: 1, incrementFactor: 2, rateIncreaseCriteria } },
  });
  const member = 'jobExecutionsRolloutConfig.exponentialRate.rateIncreaseCriteria';
  const must = 'be one of numberOfNotifiedThings and numberOfSucceededThings';
  const both = { numberOfNotifiedThings: 1, numberOfSucceededThings: 1 };
  expect(problems(rollout({ numberOfNotifiedThings: 1 }))).toEqual([]);
  expect(problems(rollout({}))).toEqual([{ member, value: {}, must }]);
  expect(problems(rollout(both))).toEqual([{ member, value: both, must }]);
});

test('a tag stands once', () => {
  const tags = [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '' }, { Key: 'a', Value: '2' }];
  expect(problems({ tags })).toEqual([{ member: 'tags[2].Key', value: 'a', must: 'be unique' }]);
});

test('a quota counts only if it is asked for', () => {
  const rollout = (maximumPerMinute: number) => ({ jobExecutionsRolloutConfig: { maximumPerMinute } });
  const lifted = { isUnresolved: () => false, quotas: false };
  expect(problems(rollout(1001))).toHaveLength(1);
  expect(problems(rollout(1001), lifted)).toEqual([]);
  expect(problems(rollout(0), lifted)).toEqual([
    { member: 'jobExecutionsRolloutConfig.maximumPerMinute', value: 0, must: 'be a whole number, at least 1' },
  ]);
});

test('members are checked before the rules that tie them together', () => {
  expect(problems({ document: '{', description: '' }).map(({ member }) => member)).toEqual(['description']);
});

test.each<[string, object, string, string]>([
  ['a structure', { timeoutConfig: 5 }, 'timeoutConfig', 'be an object'],
  ['a structure that is a list', { timeoutConfig: [] }, 'timeoutConfig', 'be an object'],
  ['a structure that is null', { timeoutConfig: null }, 'timeoutConfig', 'be an object'],
  ['a list', { maintenanceWindows: {} }, 'maintenanceWindows', 'be a list'],
  ['a text', { document: 5 }, 'document', 'be a string'],
  ['a number', { timeoutConfig: { inProgressTimeoutInMinutes: '5' } }, 'timeoutConfig.inProgressTimeoutInMinutes',
    'be a whole number of minutes, 1 to 10080'],
  ['what is required inside', { maintenanceWindows: [{ startTime: 'cron(0 0 ? * * *)' }] }, 'maintenanceWindows[0].durationInMinutes', 'be given'],
])('%s of another kind is a problem', (_, request, member, must) => {
  expect(problems(request)).toEqual([expect.objectContaining({ member, must })]);
});

test('a token is no problem, wherever it is', () => {
  const unknown = Symbol('unknown');
  const isUnresolved = (value: unknown) => value === unknown;
  const members = ['jobTemplateId', 'description', 'document', 'timeoutConfig', 'abortConfig', 'maintenanceWindows', 'destinationPackageVersions', 'tags',
    'jobExecutionsRolloutConfig', 'jobExecutionsRetryConfig', 'presignedUrlConfig'];
  for (const member of members) expect(problems({ [member]: unknown }, { isUnresolved, quotas: true })).toEqual([]);
  const inside = { abortConfig: { criteriaList: unknown }, jobExecutionsRetryConfig: { criteriaList: unknown } };
  expect(problems(inside, { isUnresolved, quotas: true })).toEqual([]);
});

test('a window begins with a schedule, unless that is not known yet', () => {
  const windows = (startTime: unknown) => ({ maintenanceWindows: [{ startTime: 'cron(0 3 * * ? *)', durationInMinutes: 5 }, { startTime, durationInMinutes: 5 }] });
  expect(problems(windows('never'))).toEqual([
    { member: 'maintenanceWindows[1].startTime', value: 'never', must: expect.stringMatching(/^be cron\(minutes/) },
  ]);
  const unknown = Symbol('unknown');
  expect(problems(windows(unknown), { isUnresolved: (value: unknown) => value === unknown, quotas: true })).toEqual([]);
});

test('retries, keys of tags and destinations count as far as they are known', () => {
  const unknown = Symbol('unknown') as any;
  const known = (request: any) => problems(request, { isUnresolved: (value: unknown) => value === unknown, quotas: true });
  const retries = (...counts: unknown[]) => ({
    jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: counts[0] }, { failureType: 'ALL', numberOfRetries: counts[1] }] },
  });
  expect(known(retries(unknown, 10))).toEqual([]);
  expect(known(retries(6, 5))).toEqual([expect.objectContaining({ value: '11 retries' })]);
  expect(known({ tags: [{ Key: unknown, Value: 'a' }, { Key: 'team', Value: unknown }] })).toEqual([]);
  const document = '{"a":"${aws:iot:package:app:version:$default:attributes}"}';
  const [first, ends] = ['arn:aws:iot:eu-west-1:123456789012:package/app/version/1', 'arn:aws:iot:eu-west-1:123456789012:package/app/version/1/more'];
  expect(known({ document, destinationPackageVersions: [first] })).toHaveLength(1);
  expect(known({ document, destinationPackageVersions: [ends] })).toEqual([]);
});

test('a text is as long as its characters, of which some have two code units', () => {
  const withRole = (roleArn: string) => problems({ presignedUrlConfig: { roleArn } });
  expect(withRole('😀'.repeat(10))).toEqual([expect.objectContaining({ must: 'have 20 to 2048 characters, has 10' })]);
  expect(withRole('😀'.repeat(20))).toEqual([]);
  expect(withRole('😀'.repeat(2048))).toEqual([]);
  expect(withRole('😀'.repeat(2049))).toEqual([expect.objectContaining({ must: 'have 20 to 2048 characters, has 2049' })]);
});

test('undefined is no item of a list', () => {
  const [problem] = problems({ destinationPackageVersions: [undefined] });
  expect(problem).toEqual({ member: 'destinationPackageVersions[0]', value: undefined, must: 'be a string' });
});

test('a document that is not JSON is refused with the position of the mistake', () => {
  expect(problems({ document: '{"a":' })).toEqual([expect.objectContaining({ member: 'document', must: 'be valid JSON' })]);
  expect(problems({ document: '{"operation":1, x' })).toEqual([expect.objectContaining({ member: 'document', must: 'be valid JSON at position 16' })]);
});

test('a presigned URL needs a role, with or without the rest of its configuration', () => {
  const document = '{"a":"${aws:iot:s3-presigned-url-v2:https://s3.us-east-1.amazonaws.com/bucket/key}"}';
  const problem = expect.objectContaining({ member: 'presignedUrlConfig.roleArn', must: expect.stringMatching(/^be given, since the document has a presigned URL/) });
  expect(problems({ document })).toEqual([problem]);
  expect(problems({ document, presignedUrlConfig: { expiresInSec: 60 } })).toEqual([problem]);
  expect(problems({ document, presignedUrlConfig: { roleArn: 'arn:aws:iam::123456789012:role/presign' } })).toEqual([]);
});

test.each([[undefined, 0], [[], 0], [['app/version/1', 'app/version/2'], 2]])('a package without a name in a document needs a single destination, and not %j', (names, count) => {
  const destinationPackageVersions = names?.map(name => `arn:aws:iot:eu-west-1:123456789012:package/${name}`);
  expect(problems({ document: '{"a":"${aws:iot:package::version::attributes}"}', destinationPackageVersions })).toEqual([
    expect.objectContaining({ must: `name a package and a version, since destinationPackageVersions has ${count} entries, not exactly one` }),
  ]);
});

test.each(['::version:$default', ':app:version:'])('a package in a document without one of its two names is no problem, because nobody has measured it: %s', names => {
  const destinationPackageVersions = ['arn:aws:iot:us-east-1:123456789012:package/app/version/$default'];
  expect(problems({ document: `{"a":"\${aws:iot:package${names}:attributes}"}`, destinationPackageVersions })).toEqual([]);
});

test('a package in a document is no problem if the destinations are tokens', () => {
  const unknown = Symbol('unknown');
  const request = { document: '{"a":"${aws:iot:package::version::attributes}"}', destinationPackageVersions: unknown };
  expect(problems(request, { isUnresolved: (value: unknown) => value === unknown, quotas: true })).toEqual([]);
});

test.each<[unknown, boolean]>([
  ['a', true], ['a'.repeat(64), true], ['aZ0_-', true],
  ['', false], ['a'.repeat(65), false], ['a b', false], ['a/b', false], ['a\n', false], [5, false], [undefined, false], [null, false], [{}, false],
])('%j can be an id: %s', (value, expected) => {
  expect(isJobTemplateId(value)).toBe(expected);
});

test.each<[string, boolean]>([
  ['AWS-Reboot:1.0', true], ['AWS-Reboot:12.34', true], [`${'a'.repeat(64)}:1.0`, true],
  ['', false], ['AWS-Reboot', false], ['AWS-Reboot:', false], [':1.0', false], ['AWS-*:1.0', false], ['AWS-Reboot:*', false], ['AWS-Reboot:1', false],
  ['AWS-Reboot:1.0:2', false], [`${'a'.repeat(65)}:1.0`, false],
])('%j can be the id of a template that AWS manages: %s', (value, expected) => {
  expect(isManagedJobTemplateId(value)).toBe(expected);
});

describe('a document that is too large', () => {
  const TOO_LARGE = expect.objectContaining({ member: 'document', must: expect.stringMatching(/^have at most 32768 bytes/) });

  test.each([
    ['text', 'x'.repeat(1_000_000)],
    ['placeholders', '${aws:iot:parameter:x}'.repeat(100_000)],
    ['placeholders without an end', '${aws:iot:s3-presigned-url-upload:${'.repeat(100_000)],
    ['variables without an end', `\${aws:iot:s3-presigned-url-upload:${'${'.repeat(1_000_000)}}`],
    ['brackets without an end', '['.repeat(1_000_000)],
  ])('has no other problem: %s', (_, document) => {
    expect(inReasonableTime(() => problems({ document }))).toEqual([TOO_LARGE]);
  });
});

describe('half of a character', () => {
  const HALF = '\ud83d';
  const must = expect.stringMatching(/^have whole characters only/);

  test.each<[string, object]>([
    ['description', { description: `a${HALF}` }],
    ['document', { document: `{"a":"${HALF}"}` }],
    ['documentSource', { document: undefined, documentSource: `https://s3.eu-west-1.amazonaws.com/bucket/${HALF}` }],
    ['tags[0].Key', { tags: [{ Key: HALF, Value: 'x' }] }],
    ['tags[0].Value', { tags: [{ Key: 'x', Value: `${HALF}${HALF}` }] }],
    ['presignedUrlConfig.roleArn', { presignedUrlConfig: { roleArn: `arn:aws:iam::123456789012:role/${HALF}` } }],
  ])('is a problem in %s', (member, request) => {
    expect(problems(request)).toEqual([expect.objectContaining({ member, must })]);
  });

  test('is no problem together with the other half', () => {
    expect(problems({ description: '😀', document: '{"a":"😀"}' })).toEqual([]);
  });

  test('is left to AWS IoT at deployment', () => {
    expect(problems({ document: `{"a":"${HALF}"}` }, { isUnresolved: () => false, quotas: false })).toEqual([]);
  });
});

describe('a document that is nested deeply', () => {
  const nesting = forKnownDocument([documentNesting]);
  const refusal = (document: string | undefined) => nesting({ ...REQUEST, document }, () => false);
  const nested = (open: string, close: string, levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`;

  test.each<[string, string | undefined]>([
    ['1000 lists', nested('[', ']', 1000)],
    ['1000 objects', nested('{"a":', '}', 1000)],
    ['2000 lists side by side', `[${Array(2000).fill('[]').join(',')}]`],
    ['2000 brackets in a text', JSON.stringify({ a: '['.repeat(2000) })],
    ['2000 brackets after quotes in a text', JSON.stringify({ a: '"[\\'.repeat(2000) })],
    ['no document', undefined],
  ])('has no problem with %s', (_, document) => {
    expect(refusal(document)).toEqual([]);
  });

  test.each<[string, string]>([
    ['1001 lists', nested('[', ']', 1001)],
    ['1001 objects', nested('{"a":', '}', 1001)],
    ['1001 lists after a text', `["\\\\",${nested('[', ']', 1000)}]`],
  ])('has a problem with %s', (_, document) => {
    expect(refusal(document)).toEqual([{ member: 'document', value: '1001 levels', must: 'have at most 1000 levels of objects and lists' }]);
  });

  test('is not looked into if it is not known yet', () => {
    expect(nesting({ ...REQUEST, document: nested('[', ']', 1001) }, () => true)).toEqual([]);
  });
});

test('a description that is far too long is counted without a list of its characters', () => {
  const must = `have 1 to 2028 characters, has ${2 ** 27}`;
  expect(problems({ description: 'x'.repeat(2 ** 27) })).toEqual([expect.objectContaining({ member: 'description', must })]);
});
