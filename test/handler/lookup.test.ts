import { type Properties } from '../support/cloudformation-event';
import { type EventChanges, Harness, type HarnessOptions, LOOKUP, MANAGED_LOOKUP } from '../support/harness';

const ARN = 'arn:aws:iot:us-east-1:123456789012:jobtemplate/patch';

const PATCH = {
  jobTemplateId: 'patch',
  description: 'Installs a security patch',
  documentSource: 'https://s3.us-east-1.amazonaws.com/patches/patch.json',
  presignedUrlConfig: { roleArn: 'arn:aws:iam::123456789012:role/presigner', expiresInSec: 900 },
  jobExecutionsRolloutConfig: {
    maximumPerMinute: 100,
    exponentialRate: { baseRatePerMinute: 5, incrementFactor: 1.5, rateIncreaseCriteria: { numberOfNotifiedThings: 20 } },
  },
  abortConfig: { criteriaList: [{ failureType: 'ALL' as const, action: 'CANCEL' as const, thresholdPercentage: 12.25, minNumberOfExecutedThings: 3 }] },
  timeoutConfig: { inProgressTimeoutInMinutes: 45 },
  jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT' as const, numberOfRetries: 2 }] },
  maintenanceWindows: [{ startTime: 'cron(0 18 ? * MON-FRI *)', durationInMinutes: 60 }],
  destinationPackageVersions: ['arn:aws:iot:us-east-1:123456789012:package/app/version/1', 'arn:aws:iot:us-east-1:123456789012:package/config/version/$null'],
};
const DOCUMENT = '{"text":"ä \\"quoted\\""}';

let harness: Harness;

const start = async (options: HarnessOptions = {}) => { harness = await Harness.start({ readDocument: () => DOCUMENT, ...options }); };
beforeEach(() => start());
afterEach(() => harness.close());

const look = (properties: Properties, changes?: EventChanges) => harness.resource('Existing', 'fleet', LOOKUP).create(properties, changes);
const lookManaged = (properties: Properties, changes?: EventChanges) => harness.resource('Managed', 'fleet', MANAGED_LOOKUP).create(properties, changes);

describe('A lookup', () => {
  test('returns every attribute that the stack uses', async () => {
    const { createdAt } = harness.seed(PATCH);
    const expected = {
      AbortCriteria: '[{"failureType":"ALL","action":"CANCEL","thresholdPercentage":12.25,"minNumberOfExecutedThings":3}]',
      BaseRatePerMinute: '5',
      CreatedAt: new Date(createdAt * 1000).toISOString(),
      Description: 'Installs a security patch',
      DestinationPackageVersions:
        'arn:aws:iot:us-east-1:123456789012:package/app/version/1\narn:aws:iot:us-east-1:123456789012:package/config/version/$null',
      Document: DOCUMENT,
      DocumentSource: 'https://s3.us-east-1.amazonaws.com/patches/patch.json',
      InProgressTimeout: '45',
      IncrementFactor: '1.5',
      MaintenanceWindows: '[{"startTime":"cron(0 18 ? * MON-FRI *)","durationInMinutes":60}]',
      MaximumPerMinute: '100',
      NumberOfNotifiedThings: '20',
      PresignedUrlExpiration: '900',
      PresignedUrlRoleArn: 'arn:aws:iam::123456789012:role/presigner',
      RetryCriteria: '[{"failureType":"TIMED_OUT","numberOfRetries":2}]',
    };
    expect(await look({ JobTemplateId: 'patch', Attributes: Object.keys(expected) })).toMatchObject({
      status: 'SUCCESS', physicalResourceId: 'patch', data: { Arn: ARN, ...expected }, calls: ['DescribeJobTemplate'],
    });
  });

  test('returns the ARN, and so checks existence, if no other attribute is used', async () => {
    harness.seed(PATCH);
    expect((await look({ JobTemplateId: 'patch' })).data).toEqual({ Arn: ARN });
  });

  test('reads again at an Update, and returns another template if the id changes', async () => {
    harness.seed(PATCH);
    harness.seed({ jobTemplateId: 'other' });
    const existing = harness.resource('Existing', 'fleet', LOOKUP);
    await existing.create({ JobTemplateId: 'patch', SynthesizedAt: 'then', Attributes: ['Description'] });
    expect(await existing.update({ JobTemplateId: 'patch', SynthesizedAt: 'now', Attributes: ['Description'] }))
      .toMatchObject({ status: 'SUCCESS', physicalResourceId: 'patch', calls: ['DescribeJobTemplate'] });
    expect(await existing.update({ JobTemplateId: 'other', Attributes: ['Description'] }))
      .toMatchObject({ status: 'SUCCESS', physicalResourceId: 'other', data: { Description: 'made by hand' } });
    const templates = harness.iot.snapshot();
    expect(await existing.cleanUp({ JobTemplateId: 'patch' })).toMatchObject({ status: 'SUCCESS', calls: [] });
    expect(harness.iot.snapshot()).toEqual(templates);
  });

  test('never changes a template, not even one of the same stack', async () => {
    await harness.resource('Own').create({ JobTemplateId: 'own', Description: 'Reboots', Document: '{}' });
    const before = harness.iot.snapshot();
    const existing = harness.resource('Own', 'fleet', LOOKUP);
    await existing.create({ JobTemplateId: 'own' });
    expect(await existing.delete()).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'own', calls: [] });
    expect(harness.iot.snapshot()).toEqual(before);
  });

  test('can be delivered twice', async () => {
    harness.seed(PATCH);
    const existing = harness.resource('Existing', 'fleet', LOOKUP);
    const first = await existing.create({ JobTemplateId: 'patch', Attributes: ['CreatedAt'] });
    expect(await harness.deliver(existing.last!)).toMatchObject({ status: 'SUCCESS', data: first.data });
  });

  test('happens in the partition, Region and account of the stack', async () => {
    await harness.close();
    await start({ partition: 'aws-cn', region: 'cn-north-1', account: '210987654321' });
    harness.seed(PATCH);
    const { data } = await look({ JobTemplateId: 'patch' }, { StackId: 'arn:aws-cn:cloudformation:cn-north-1:210987654321:stack/fleet/uuid' });
    expect(data).toEqual({ Arn: 'arn:aws-cn:iot:cn-north-1:210987654321:jobtemplate/patch' });
  });
});

describe('A lookup fails', () => {
  test('at once if the template does not exist', async () => {
    expect(await look({ JobTemplateId: 'patch' })).toMatchObject({
      status: 'FAILED',
      reason: 'there is no job template patch in the account and Region of the stack: '
        + 'look up an existing one, or add a dependency on the construct that creates it',
      calls: ['DescribeJobTemplate'],
    });
  });

  test('if it may not read, after having waited for IAM', async () => {
    harness.seed(PATCH);
    harness.fault({ operation: 'DescribeJobTemplate' }, { when: 'before', kind: 'accessDenied' });
    const { status, reason, calls } = await look({ JobTemplateId: 'patch' });
    expect(status).toBe('FAILED');
    expect(reason).toMatch(/^AWS IoT did not accept DescribeJobTemplate for job template patch \(not yet allowed, tried \d+ times in \d+ s\): AccessDeniedException: /);
    expect(reason).toMatch(/The role of the provider lacks this permission: if the role is your own, compare it with docs\/permissions\.md of cdk-iot-job-template$/);
    expect(calls.length).toBeGreaterThan(5);
  });

  test.each([
    ['an ARN', { JobTemplateId: ARN }, /^jobTemplateId must be made of letters, digits, _ and - only$/],
    ['65 characters', { JobTemplateId: 'x'.repeat(65) }, /^jobTemplateId must have 1 to 64 characters, has 65$/],
    ['none', {}, /^jobTemplateId must be given$/],
    ['a list', { JobTemplateId: ['patch'] }, /^property ResourceProperties\.JobTemplateId must be a string$/],
  ])('without a call if the id is %s', async (_, properties, reason) => {
    expect(await look(properties)).toMatchObject({ status: 'FAILED', reason: expect.stringMatching(reason), calls: [] });
  });

  test('if it has an unknown property', async () => {
    expect((await look({ JobTemplateId: 'patch', Description: 'Reboots' })).reason).toBe('property ResourceProperties.Description must be one of JobTemplateId');
  });

  test.each([
    ['DocumentSource', 'documentSource'],
    ['PresignedUrlRoleArn', 'presignedUrlConfig.roleArn'],
    ['PresignedUrlExpiration', 'presignedUrlConfig.expiresInSec'],
    ['MaximumPerMinute', 'jobExecutionsRolloutConfig.maximumPerMinute'],
    ['NumberOfSucceededThings', 'jobExecutionsRolloutConfig.exponentialRate.rateIncreaseCriteria.numberOfSucceededThings'],
    ['AbortCriteria', 'abortConfig.criteriaList'],
    ['InProgressTimeout', 'timeoutConfig.inProgressTimeoutInMinutes'],
    ['RetryCriteria', 'jobExecutionsRetryConfig.criteriaList'],
    ['MaintenanceWindows', 'maintenanceWindows'],
    ['DestinationPackageVersions', 'destinationPackageVersions'],
  ])('if the template has no %s, and names it', async (name, member) => {
    harness.seed({ jobTemplateId: 'patch' });
    expect((await look({ JobTemplateId: 'patch', Attributes: ['Description', name] })).reason).toBe(
      `job template patch has no attribute ${name}, because it has no ${member}: do not use this attribute, or set ${member} on the template`);
  });

  test.each(['constructor', '__proto__', 'Version', 'Unheard'])('if it asks for the attribute %s', async name => {
    harness.seed(PATCH);
    expect((await look({ JobTemplateId: 'patch', Attributes: [name] })).reason).toBe(`job template patch has no attribute ${name}`);
  });

  test('if the attributes do not fit into the response, and names the largest', async () => {
    // Short, but with characters that take two bytes each as JSON.
    harness.seed({ jobTemplateId: 'patch', description: 'x'.repeat(2028), document: JSON.stringify(Array(520).fill('')) });
    expect(await look({ JobTemplateId: 'patch', Attributes: ['Description', 'Document'] })).toMatchObject({
      status: 'FAILED',
      reason: 'attribute Document has 2601 bytes as JSON: CloudFormation accepts at most 4096 bytes '
        + 'for all attributes of a resource together. Do not use Document. Call DescribeJobTemplate or DescribeManagedJobTemplate at run time instead',
    });
    expect((await look({ JobTemplateId: 'patch', Attributes: ['Description'] })).status).toBe('SUCCESS');
    expect((await look({ JobTemplateId: 'patch', Attributes: ['Document'] })).status).toBe('SUCCESS');
  });

  test('and can be deleted afterwards, as can an Update that failed', async () => {
    const existing = harness.resource('Existing', 'fleet', LOOKUP);
    const { physicalResourceId } = await existing.create({ JobTemplateId: 'patch' });
    expect(physicalResourceId).toMatch(/^patch \(not created by [0-9a-f]+\)$/);
    harness.seed(PATCH);
    expect(await existing.delete()).toMatchObject({ status: 'SUCCESS', physicalResourceId, calls: [] });
    await existing.create({ JobTemplateId: 'patch' });
    expect(await existing.update({ JobTemplateId: 'none' })).toMatchObject({ status: 'FAILED', physicalResourceId: 'patch' });
    expect(await existing.delete()).toMatchObject({ status: 'SUCCESS', calls: [] });
    expect(harness.ids).toEqual(['patch']);
  });

  test.each<[string, EventChanges]>([
    ['has no properties', { ResourceProperties: undefined }],
    ['has an id that is none', { ResourceProperties: { JobTemplateId: '../x' } }],
    ['has no physical id', { PhysicalResourceId: undefined }],
    ['has properties of a later version', { ResourceProperties: { JobTemplateId: 'patch', Colour: 'red' } }],
  ])('never at a Delete, even if that %s', async (_, changes) => {
    const existing = harness.resource('Existing', 'fleet', LOOKUP);
    harness.fault({ operation: 'DescribeJobTemplate' }, { when: 'before', kind: 'accessDenied' });
    [existing.physicalResourceId, existing.properties] = ['patch', { JobTemplateId: 'patch' }];
    expect(await existing.delete(changes)).toMatchObject({ status: 'SUCCESS', calls: [] });
  });

  test('if its request type is unknown', async () => {
    expect((await look({ JobTemplateId: 'patch' }, { RequestType: 'Read' })).reason).toBe('RequestType is "Read", must be Create, Update or Delete');
  });
});

describe.each(['DescribeJobTemplate', 'DescribeManagedJobTemplate'] as const)('Throttling, server errors and fresh permissions of %s', (operation) => {
  test.each([
    ['throttling', 'throttling'],
    ['a server error', 'internal'],
    ['a permission that does not show yet', 'accessDenied'],
  ] as const)('are waited for: %s', async (_, kind) => {
    harness.seed(PATCH);
    harness.fault({ operation, first: 3 }, { when: 'before', kind });
    const outcome = operation === 'DescribeJobTemplate' ? await look({ JobTemplateId: 'patch' }) : await lookManaged({ TemplateName: 'AWS-Reboot' });
    expect(outcome).toMatchObject({ status: 'SUCCESS', calls: Array(4).fill(operation) });
  });
});

describe('A lookup of a template that AWS manages', () => {
  const PARAMETERS = {
    key: 'runAsUser',
    description: 'Execute handler as another user. If not specified, then handler is executed as the same user as device client.',
    regex: '(.){0,256}',
    example: 'user1',
    optional: true,
  };

  test('returns every attribute that the stack uses', async () => {
    const { data, ...outcome } = await lookManaged({
      TemplateName: 'AWS-Run-Command', TemplateVersion: '1.0', Attributes: ['Description', 'Document', 'DocumentParameters', 'Environments', 'Version'],
    });
    expect(outcome).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'AWS-Run-Command:1.0', calls: ['DescribeManagedJobTemplate'] });
    expect(data).toEqual({
      Arn: 'arn:aws:iot:us-east-1::jobtemplate/AWS-Run-Command:1.0',
      Version: '1.0',
      Description: 'A managed job template for running a shell command.',
      Document: expect.stringContaining('"command":"${aws:iot:parameter:command}"'),
      DocumentParameters: expect.any(String),
      Environments: 'LINUX',
    });
    expect(JSON.parse(data!.DocumentParameters)).toEqual([expect.objectContaining({ key: 'command', optional: false }), PARAMETERS]);
  });

  test('uses the default version if none is given', async () => {
    expect(await lookManaged({ TemplateName: 'AWS-Reboot', Attributes: ['Version'] })).toMatchObject({
      physicalResourceId: 'AWS-Reboot', data: { Arn: 'arn:aws:iot:us-east-1::jobtemplate/AWS-Reboot:1.0', Version: '1.0' },
    });
  });

  test.each([
    [{ TemplateName: 'AWS-Dance' }, 'there is no AWS-managed job template AWS-Dance in the account and Region of the stack: '
      + 'aws iot list-managed-job-templates lists their names and versions'],
    [{ TemplateName: 'AWS-Reboot', TemplateVersion: '9.9' }, 'there is no AWS-managed job template AWS-Reboot:9.9 in the account and Region of the stack: '
      + 'aws iot list-managed-job-templates lists their names and versions'],
    [{ TemplateName: 'AWS Reboot' }, 'templateName must be made of letters, digits, _ and - only, such as AWS-Reboot'],
    [{ TemplateName: 'AWS-Reboot', TemplateVersion: 'latest' }, 'templateVersion must be made of a number, a dot and a number, such as 1.0'],
    [{}, 'templateName must be given'],
    [{ TemplateName: 'AWS-Reboot', Attributes: ['CreatedAt'] }, 'AWS-managed job template AWS-Reboot has no attribute CreatedAt'],
  ])('fails for %j', async (properties, reason) => {
    expect(await lookManaged(properties)).toMatchObject({ status: 'FAILED', reason });
  });

  test('touches nothing when it is deleted', async () => {
    const managed = harness.resource('Managed', 'fleet', MANAGED_LOOKUP);
    await managed.create({ TemplateName: 'AWS-Reboot' });
    expect(await managed.delete()).toMatchObject({ status: 'SUCCESS', physicalResourceId: 'AWS-Reboot', calls: [] });
  });
});

test('Lookups log only ids, names and durations', async () => {
  harness.seed({ ...PATCH, description: 'canary' });
  await look({ JobTemplateId: 'patch', Attributes: ['Description', 'Document', 'PresignedUrlRoleArn'] });
  expect(harness.lines.map(({ step }) => step)).toEqual(['DescribeJobTemplate', 'handle', 'respond']);
  expect(JSON.stringify(harness.lines)).not.toMatch(/canary|quoted|presigner/);
});
