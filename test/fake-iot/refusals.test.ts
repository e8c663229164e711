import { ask, create } from './direct';
import { FakeIotService } from './service';
import { Variant } from './variants';

const ROLE = 'arn:aws:iam::123456789012:role/presign';
const service = (variant: Partial<Variant> = {}) => new FakeIotService({ now: () => 0, variant });
const invalid = (message: string) => ({ status: 400, error: 'InvalidRequestException', message });
const breach = (value: string, member: string, constraint: string) => invalid(
  `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${constraint}`);

const rollout = (exponentialRate: object, maximumPerMinute: number | undefined = 100) => ({
  document: '{}',
  jobExecutionsRolloutConfig: {
    maximumPerMinute,
    exponentialRate: { baseRatePerMinute: 10, incrementFactor: 2, rateIncreaseCriteria: { numberOfNotifiedThings: 1 }, ...exponentialRate },
  },
});
const criterion = { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 50, minNumberOfExecutedThings: 1 };
const abort = (...changes: object[]) => ({ document: '{}', abortConfig: { criteriaList: changes.map((change) => ({ ...criterion, ...change })) } });
const timeout = (inProgressTimeoutInMinutes: number) => ({ document: '{}', timeoutConfig: { inProgressTimeoutInMinutes } });
const retry = (...failureTypes: string[]) => ({
  document: '{}', jobExecutionsRetryConfig: { criteriaList: failureTypes.map((failureType) => ({ failureType, numberOfRetries: 1 })) },
});
const tags = (...list: object[]) => ({ document: '{}', tags: list });

describe('CreateJobTemplate refuses', () => {
  test.each<[string, object, ReturnType<typeof invalid>]>([
    ['no description', { description: null, document: '{}' }, breach('null', 'description', 'Member must not be null')],
    [
      'a description with a control character',
      { description: 'two\nlines', document: '{}' },
      breach("'two\nlines'", 'description', 'Member must satisfy regular expression pattern: [^\\p{C}]+'),
    ],
    [
      'a document of too many characters',
      { document: `"${'x'.repeat(32767)}"` },
      breach(`'"${'x'.repeat(32767)}"'`, 'document', 'Member must have length less than or equal to 32768'),
    ],
    ['no document', {}, invalid('Neither job document nor job document source is specified.')],
    ['an empty document', { document: '' }, invalid('Neither job document nor job document source is specified.')],
    [
      'two documents',
      { document: '{}', documentSource: 's3://bucket/key' },
      invalid('Job document and job document source cannot be specified at the same time.'),
    ],
    ['a document that is not JSON', { document: 'not json' }, invalid('Job document located at request input is an invalid JSON document.')],
    ['a timeout of 0', timeout(0), invalid('Provide valid timeout value, inProgressTimeoutInMinutes cannot be 0.')],
    ['a timeout of more than a week', timeout(10081), invalid('Provide valid timeout value, inProgressTimeoutInMinutes cannot be 10081.')],
    ['an abort configuration without criteria', { document: '{}', abortConfig: {} }, breach('null', 'abortConfig.criteriaList', 'Member must not be null')],
    ['an empty list of criteria', abort(), breach("'[]'", 'abortConfig.criteriaList', 'Member must have length greater than or equal to 1')],
    [
      'another failure type',
      abort({ failureType: 'CANCELED' }),
      breach("'CANCELED'", 'abortConfig.criteriaList.1.member.failureType', 'Member must satisfy enum value set: [ALL, TIMED_OUT, FAILED, REJECTED]'),
    ],
    [
      'a threshold above 100',
      abort({ thresholdPercentage: 101 }),
      breach("'101.0'", 'abortConfig.criteriaList.1.member.thresholdPercentage', 'Member must have value less than or equal to 100'),
    ],
    [
      'a threshold just above 100',
      abort({ thresholdPercentage: 100.25 }),
      breach("'100.25'", 'abortConfig.criteriaList.1.member.thresholdPercentage', 'Member must have value less than or equal to 100'),
    ],
    ['a threshold of 0', abort({ thresholdPercentage: 0 }), invalid('ThresholdPercentage value 0.0 for AbortCriteria must have value greater than 0')],
    ['a threshold below 0', abort({ thresholdPercentage: -0.5 }), invalid('ThresholdPercentage value -0.5 for AbortCriteria must have value greater than 0')],
    ['three decimals', abort({ thresholdPercentage: 10.999 }), invalid('Abort thresholdPercentage must have two or less decimal digits')],
    ['two criteria of a type', abort({}, {}), invalid('Multiple AbortCriteria cannot have the same failure type')],
    [
      'a maximum rate above 1000',
      { document: '{}', jobExecutionsRolloutConfig: { maximumPerMinute: 1001 } },
      breach("'1001'", 'jobExecutionsRolloutConfig.maximumPerMinute', 'Member must have value less than or equal to 1000'),
    ],
    [
      'an exponential rate without a maximum',
      { ...rollout({}), jobExecutionsRolloutConfig: { exponentialRate: rollout({}).jobExecutionsRolloutConfig.exponentialRate } },
      invalid('Provide MaximumPerMinute value when ExponentialRate is defined'),
    ],
    [
      'both criteria for an increase',
      rollout({ rateIncreaseCriteria: { numberOfNotifiedThings: 1, numberOfSucceededThings: 1 } }),
      invalid('Provide only one of NumberOfNotifiedThings or NumberOfSucceededThings when RateIncreaseCriteria is defined'),
    ],
    [
      'a factor that is too small',
      rollout({ incrementFactor: 1 }),
      breach("'1.0'", 'jobExecutionsRolloutConfig.exponentialRate.incrementFactor', 'Member must have value greater than or equal to 1.1'),
    ],
    ['a tag without a value', tags({ Key: 'k' }), invalid('Invalid tag parameter exception. Please check the input.')],
    ['a tag whose value is null', tags({ Key: 'k', Value: null }), invalid('Invalid tag parameter exception. Please check the input.')],
    ['a tag without a key', tags({ Value: 'v' }), breach('null', 'tags.1.member.key', 'Member must not be null')],
    ['a reserved tag', tags({ Key: 'k', Value: '' }, { Key: 'Aws:k', Value: '' }), invalid('Tags cannot begin with "aws:", offending tag: Aws:k')],
    [
      'a value that is too long',
      tags({ Key: 'k', Value: '' }, { Key: 'l', Value: 'v'.repeat(257) }),
      breach(`'${'v'.repeat(257)}'`, 'tags.2.member.value', 'Member must have length less than or equal to 256'),
    ],
    [
      'more than 50 tags',
      tags(...Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }))),
      invalid('Too many tags provided in the request. Please check the input.'),
    ],
    [
      'package versions that are none',
      { document: '{}', destinationPackageVersions: ['arn:x', 'y'] },
      breach("'[arn:x, y]'", 'destinationPackageVersions', 'Member must satisfy constraint: [Member must have length less than or equal to 1600, '
        + 'Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ^arn:[!-~]+$]'),
    ],
  ])('%s', (_, body, refusal) => {
    const account = service();
    expect(create(account, body)).toMatchObject(refusal);
    expect(account.templates.size).toBe(0);
  });

  test.each([
    ['has.dot', 'Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+'],
    ['a'.repeat(65), 'Member must have length less than or equal to 64'],
  ])('the id %s, as every operation does', (id, constraint) => {
    for (const method of ['PUT', 'GET', 'DELETE']) {
      expect(ask(service(), method, `/job-templates/${id}`, { description: 'd', document: '{}' })).toMatchObject(breach(`'${id}'`, 'jobTemplateId', constraint));
    }
  });

  test('several members at once, naming each', () => {
    expect(create(service(), { description: 'two\nlines', ...abort({ minNumberOfExecutedThings: 0 }) }).message).toBe(
      "2 validation errors detected: Value 'two\nlines' at 'description' failed to satisfy constraint: "
      + "Member must satisfy regular expression pattern: [^\\p{C}]+; Value '0' at 'abortConfig.criteriaList.1.member.minNumberOfExecutedThings' "
      + 'failed to satisfy constraint: Member must have value greater than or equal to 1');
  });

  test('a tag without a value, and takes one that is empty', () => {
    const account = service();
    expect(create(account, tags({ Key: 'k', Value: '' })).status).toBe(200);
    expect(account.templates.get('one')!.tags).toEqual({ k: '' });
  });

  test('an id that is taken', () => {
    const account = service();
    create(account, { document: '{}' });
    expect(create(account, { document: '{}' })).toMatchObject(
      { status: 409, error: 'ConflictException', body: { message: 'Job Template one already exists.', resourceId: null } });
  });
});

describe('CreateJobTemplate checks', () => {
  const unreadable = { documentSource: 's3://bucket/none' };
  const account = () => new FakeIotService({ now: () => 0, quota: 1, readDocument: () => undefined });

  test('the request before the id, whatever is there', () => {
    const full = account();
    create(full, { document: '{}' });
    expect(create(full, { ...unreadable, ...timeout(0), document: undefined }).message).toMatch(/^Provide valid timeout value/);
    expect(create(full, { ...unreadable, tags: [{ Key: 'k' }] }).message).toMatch(/^Invalid tag parameter/);
  });

  test('the id before the object behind a source, and the object before the quota', () => {
    const full = account();
    create(full, { document: '{}' });
    expect(create(full, unreadable).error).toBe('ConflictException');
    expect(create(full, unreadable, 'two').message).toBe('Job document located at s3://bucket/none is not found.');
    expect(create(full, { document: '{}' }, 'two').error).toBe('LimitExceededException');
  });
});

describe('what UpdateJob is known to check', () => {
  const CASES: [string, object, string][] = [
    [
      'an empty rollout',
      { document: '{}', jobExecutionsRolloutConfig: {} },
      'Provide MaximumPerMinute value or provide ExponentialRate and MaximumPerMinute',
    ],
    [
      'no criterion for an increase',
      rollout({ rateIncreaseCriteria: {} }),
      'Provide either NumberOfNotifiedThings or NumberOfSucceededThings when RateIncreaseCriteria is defined',
    ],
    ['a base rate above the maximum', rollout({ baseRatePerMinute: 101 }), 'Exponential rollout baseRatePerMinute should be less than maximumPerMinute.'],
    ['a retry of ALL beside another', retry('ALL', 'FAILED'), 'A retryCriteria with failure type ALL must be used by itself.'],
    [
      'a role that is none',
      { document: '{}', presignedUrlConfig: { roleArn: 'r'.repeat(20) } },
      `Given role ${'r'.repeat(20)} is invalid.`,
    ],
  ];

  test.each(CASES)('is refused at creation: %s', (_, body, message) => {
    expect(create(service(), body)).toMatchObject(invalid(message));
  });

  test.each(CASES)('is accepted at creation in another variant: %s', (_, body) => {
    expect(create(service({ updateJobRulesAtCreate: 'unchecked' }), body).status).toBe(200);
  });

  test.each<[string, object]>([
    ['a base rate that equals the maximum', rollout({ baseRatePerMinute: 100 })],
    ['a retry of ALL', retry('ALL')],
    ['two retries of one type', retry('FAILED', 'FAILED')],
    ['a role', { document: '{}', presignedUrlConfig: { roleArn: ROLE } }],
  ])('is accepted: %s', (_, body) => {
    expect(create(service(), body).status).toBe(200);
  });

  test('the length of a role is of the model', () => {
    expect(create(service({ updateJobRulesAtCreate: 'unchecked' }), { document: '{}', presignedUrlConfig: { roleArn: 'r'.repeat(19) } })).toMatchObject(
      breach(`'${'r'.repeat(19)}'`, 'presignedUrlConfig.roleArn', 'Member must have length greater than or equal to 20'));
  });
});

describe('tag values', () => {
  const body = tags({ Key: 'team', Value: 'ok: a-b' }, { Key: 'unit', Value: 'R&D' });

  test('are any text', () => {
    expect(create(service(), body).status).toBe(200);
  });

  test('have only characters of keys in another variant', () => {
    expect(create(service({ tagValues: 'restricted' }), body)).toMatchObject(breach("'R&D'", 'tags.2.member.value',
      'Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$'));
    expect(create(service({ tagValues: 'restricted' }), tags({ Key: 'team', Value: 'ok: a-b' })).status).toBe(200);
  });

  test('are restricted in TagResource, too', () => {
    const account = service({ tagValues: 'restricted' });
    account.seed({ jobTemplateId: 'one' });
    const resourceArn = account.templates.get('one')!.jobTemplateArn;
    expect(ask(account, 'POST', '/tags', { resourceArn, tags: [{ Key: 'k', Value: 'R&D' }] }).status).toBe(400);
  });
});
