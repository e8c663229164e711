import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { bodyOf } from '../../src/handler/cloudformation-response';
import { sent } from '../support/cloudformation-event';
import { Harness } from '../support/harness';
import { anyCharacter } from '../support/request';

const MAX_RESPONSE_BYTES = 4096;
const RUNS = 250;

const FULL = sent({
  JobTemplateId: 'reboot',
  Description: 'Reboots',
  Document: '{"operation":"reboot"}',
  PresignedUrlConfig: { RoleArn: 'arn:aws:iam::123456789012:role/presign', ExpiresInSec: 60 },
  JobExecutionsRolloutConfig: {
    MaximumPerMinute: 100,
    ExponentialRate: { BaseRatePerMinute: 1, IncrementFactor: 1.5, RateIncreaseCriteria: { NumberOfNotifiedThings: 10 } },
  },
  AbortConfig: { CriteriaList: [{ FailureType: 'ALL', Action: 'CANCEL', ThresholdPercentage: 10.25, MinNumberOfExecutedThings: 3 }] },
  TimeoutConfig: { InProgressTimeoutInMinutes: 30 },
  JobExecutionsRetryConfig: { CriteriaList: [{ FailureType: 'TIMED_OUT', NumberOfRetries: 2 }] },
  MaintenanceWindows: [{ StartTime: 'cron(0 3 * * ? *)', DurationInMinutes: 60 }],
  DestinationPackageVersions: ['arn:aws:iot:us-east-1:123456789012:package/app/version/1'],
  Tags: [{ Key: 'team', Value: 'fleet' }],
  AdoptExisting: true,
  Attributes: ['CreatedAt'],
});

const HUGE = ['x', '"', '\\', '\n', '\u0000', 'ö', '🚀', '\ud800', '[', '{"a":'].map(part => part.repeat(100_000 / part.length));
const ODD = [
  '', ' ', '__proto__', 'constructor', 'prototype', 'toString', 'null', 'undefined', 'NaN', 'true', '-1', '1e9', '0x10', '1.', '９', '٣',
  'reboot\n', 'reboot/../theirs', '../theirs', 'theirs', '%2e%2e', '${aws:iot:', '${Token[1]}', '    at Object.<anonymous> (index.js:1:1)', '\u202e', '\uffff',
  'arn:aws:cloudformation', 'arn:aws:cloudformation:us-east-1:123456789012:stack/', 'https://', 'http://[',
];

const text = fc.oneof(fc.string({ unit: anyCharacter }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...ODD), fc.constantFrom(...HUGE));
const key = fc.oneof({ arbitrary: fc.constantFrom('__proto__', 'constructor', 'JobTemplateId', 'Tags', 'length', 'then', 'toJSON'), weight: 3 }, { arbitrary: text, weight: 1 });

/** Any JSON, prototype keys and all. */
const json = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map(entries => Object.fromEntries(entries)),
  ),
})).value;

/** Every place in a value, from the whole of it to its scalars. */
function placesIn(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner).map(place => [name, ...place]))];
}

function replaced(value: unknown, [step, ...rest]: (string | number)[], by: unknown): unknown {
  if (step === undefined) return by;
  const copy: any = Array.isArray(value) ? [...value] : { ...value as object };
  copy[step] = replaced(copy[step], rest, by);
  return copy;
}

const properties = fc.oneof(
  { weight: 1, arbitrary: fc.constant<unknown>(FULL) },
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...placesIn(FULL)), json).map(([place, by]) => replaced(FULL, place, by)) },
  { weight: 2, arbitrary: fc.tuple(key, json).map(([name, value]) => ({ ...FULL, ...Object.fromEntries([[name, value]]) })) },
  { weight: 1, arbitrary: json },
);

const mostly = <T>(usual: T) => fc.oneof({ weight: 6, arbitrary: fc.constant<unknown>(usual) }, { weight: 1, arbitrary: json });

const event = fc.record({
  RequestType: fc.oneof({ weight: 8, arbitrary: fc.constantFrom<unknown>('Create', 'Update', 'Delete') }, { weight: 1, arbitrary: json }),
  StackId: mostly('arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/uuid'),
  RequestId: mostly('00000000-0000-0000-0000-000000000001'),
  LogicalResourceId: mostly('Reboot'),
  PhysicalResourceId: fc.oneof(fc.constantFrom<unknown>('reboot', 'theirs', 'others', 'fleet-Reboot-1ABCDEF2GHIJK'), json),
  ResourceProperties: properties,
  OldResourceProperties: properties,
}, { requiredKeys: [] });

let harness: Harness;

/** A loop that does not end would leave nobody to say so. */
beforeAll(() => {
  const huge = '\u0000'.repeat(100_000);
  const compose = () => bodyOf({ StackId: huge, RequestId: huge, LogicalResourceId: huge }, { physicalResourceId: huge, failure: huge });
  runInNewContext('compose()', { compose }, { timeout: 30_000 });
});

beforeEach(async () => {
  harness = await Harness.start();
});

afterEach(async () => harness.close());

/** What others have, beside a template of the resource that the events are for. */
function reset(): unknown {
  harness.iot.reset();
  harness.seed({ jobTemplateId: 'theirs' }, { by: 'hand' });
  harness.seed({ jobTemplateId: 'others' }, { 'cdk-iot-job-template:owner': 'other/uuid/Reboot' });
  harness.seed({ jobTemplateId: 'reboot' }, { 'cdk-iot-job-template:owner': 'fleet/uuid/Reboot' });
  return ofOthers();
}

function ofOthers(): unknown {
  const { theirs, others } = harness.iot.snapshot();
  return { theirs, others };
}

/** What came for one event; CloudFormation would take no other. */
async function answersTo(hostile: unknown): Promise<string[]> {
  harness.endpoint.received.length = 0;
  await harness.handle(hostile);
  return harness.endpoint.received.map(({ body }) => body);
}

function expectAnswer(body: string): void {
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_RESPONSE_BYTES);
  const answer = JSON.parse(body);
  expect(['SUCCESS', 'FAILED']).toContain(answer.Status);
  if (answer.Status === 'FAILED') expect(answer.Reason).toMatch(/\S/);
  expect(answer.Reason ?? '').not.toMatch(/\n\s+at /);
  expect(typeof answer.PhysicalResourceId).toBe('string');
  expect(answer.PhysicalResourceId).not.toBe('');
  expect(Buffer.byteLength(answer.PhysicalResourceId)).toBeLessThanOrEqual(1024);
  for (const member of ['StackId', 'RequestId', 'LogicalResourceId']) expect(typeof answer[member]).toBe('string');
  for (const value of Object.values(answer.Data ?? {})) expect(typeof value).toBe('string');
}

test('an event of any shape gets exactly one valid response, and harms no other template', async () => {
  await fc.assert(fc.asyncProperty(event, async members => {
    const before = reset();
    const hostile = JSON.parse(JSON.stringify({ ...members, ResponseURL: harness.endpoint.urlFor('hostile') }));
    const answers = await answersTo(hostile);
    expect(answers).toHaveLength(1);
    expectAnswer(answers[0]);
    expect(ofOthers()).toEqual(before);
  }), { numRuns: RUNS });
});

test('properties of any shape get exactly one response, for every type of request', async () => {
  const place = { StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/uuid', RequestId: 'request', LogicalResourceId: 'Reboot' };
  await fc.assert(fc.asyncProperty(properties, properties, fc.constantFrom('Create', 'Update', 'Delete'), async (wanted, old, RequestType) => {
    const before = reset();
    const hostile = { ...place, RequestType, PhysicalResourceId: 'reboot', ResourceProperties: wanted, OldResourceProperties: old };
    const answers = await answersTo(JSON.parse(JSON.stringify({ ...hostile, ResponseURL: harness.endpoint.urlFor('hostile') })));
    expect(answers).toHaveLength(1);
    expectAnswer(answers[0]);
    expect(ofOthers()).toEqual(before);
  }), { numRuns: RUNS });
});

test('an event without a ResponseURL is no reason to fail', async () => {
  await fc.assert(fc.asyncProperty(event, json, async (members, ResponseURL) => {
    const before = reset();
    const hostile = JSON.parse(JSON.stringify({ ...members, ResponseURL }));
    expect(await answersTo(hostile)).toEqual([]);
    expect(ofOthers()).toEqual(before);
  }), { numRuns: 100 });
});

test.each(['RequestType', 'StackId', 'PhysicalResourceId', 'ResourceProperties', 'OldResourceProperties'])('%s may be nested as deep as it likes', async member => {
  const depth = 100_000;
  const nested = JSON.parse(`${'['.repeat(depth)}0${']'.repeat(depth)}`);
  for (const value of [nested, { JobTemplateId: nested }, { JobTemplateId: 'mine', Description: 'Reboots', Document: '{}', Tags: nested }]) {
    const answers = await answersTo({ ...harness.resource('Reboot').event('Update', { PhysicalResourceId: 'reboot' }), [member]: value });
    expect(answers).toHaveLength(1);
    expectAnswer(answers[0]);
  }
});

test.each([null, undefined, 0, 7, true, '', 'event', [], [1, [2]], {}])('the event %j is no reason to fail', async hostile => {
  expect(await answersTo(hostile)).toEqual([]);
});

describe('The response to a faulty event names the fault', () => {
  const REBOOT = sent({ JobTemplateId: 'mine', Description: 'Reboots', Document: '{}' });

  async function reasonFor(changes: object): Promise<string> {
    const hostile = harness.resource('Reboot').event('Create', { ResourceProperties: REBOOT, ...changes });
    const [body] = await answersTo(JSON.parse(JSON.stringify(hostile)));
    expect(JSON.parse(body)).toMatchObject({ Status: 'FAILED' });
    expect(harness.iot.calls).toEqual([]);
    return JSON.parse(body).Reason;
  }

  test.each<[string, object, RegExp]>([
    ['no StackId', { StackId: undefined }, /^the event has no StackId$/],
    ...[
      'fleet', 'urn:aws:cloudformation:us-east-1:123456789012:stack/fleet/uuid', 'arn:aws:s3:us-east-1:123456789012:stack/fleet/uuid',
      'arn::cloudformation:us-east-1:123456789012:stack/fleet/uuid', 'arn:aws:cloudformation::123456789012:stack/fleet/uuid',
      'arn:aws:cloudformation:us-east-1::stack/fleet/uuid',
    ].map((StackId): [string, object, RegExp] => [`the StackId ${StackId}`, { StackId }, /^StackId is not the ARN of a stack$/]),
    ['no RequestId', { RequestId: 7 }, /^the event has no RequestId$/],
    ['no LogicalResourceId', { LogicalResourceId: '' }, /^the event has no LogicalResourceId$/],
    ['no RequestType', { RequestType: undefined }, /^RequestType is undefined, must be Create, Update or Delete$/],
    ['another RequestType', { RequestType: 'Read' }, /^RequestType is "Read", must be/],
    ['a huge RequestType', { RequestType: 'R'.repeat(100_000) }, /^RequestType is "R{39}, must be/],
    ['no properties', { ResourceProperties: undefined }, /^property ResourceProperties must be an object$/],
    ['a list of properties', { ResourceProperties: [REBOOT] }, /^property ResourceProperties must be an object$/],
    ['no id', { ResourceProperties: { ...REBOOT, JobTemplateId: undefined } }, /jobTemplateId must be given/],
    ['an id that is none', { ResourceProperties: { ...REBOOT, JobTemplateId: '../theirs' } }, /jobTemplateId must be made of/],
    ['an unknown property', { ResourceProperties: { ...REBOOT, Colour: 'red' } }, /property ResourceProperties\.Colour must be one of JobTemplateId, /],
    ['a number that is none', { ResourceProperties: { ...REBOOT, TimeoutConfig: { InProgressTimeoutInMinutes: 'soon' } } },
      /property ResourceProperties\.TimeoutConfig\.InProgressTimeoutInMinutes must be a number/],
    ['a text that is none', { ResourceProperties: { ...REBOOT, Description: { text: 'Reboots' } } }, /property ResourceProperties\.Description must be a string/],
    ['a list that is none', { ResourceProperties: { ...REBOOT, Tags: { team: 'fleet' } } }, /property ResourceProperties\.Tags must be a list/],
    ['a structure that is none', { ResourceProperties: { ...REBOOT, AbortConfig: '' } }, /property ResourceProperties\.AbortConfig must be an object/],
    ['a value beyond its limit', { ResourceProperties: { ...REBOOT, TimeoutConfig: { InProgressTimeoutInMinutes: '99999' } } },
      /timeoutConfig\.inProgressTimeoutInMinutes must be a whole number of minutes, 1 to 10080/],
    ['a document that is no JSON', { ResourceProperties: { ...REBOOT, Document: 'reboot' } }, /document must be valid JSON/],
    ['a reserved tag', { ResourceProperties: { ...REBOOT, Tags: [{ Key: 'cdk-iot-job-template:owner', Value: 'me' }] } }, /reserved/],
    ['a prototype for a property', { ResourceProperties: JSON.parse('{"__proto__":{"JobTemplateId":"theirs"}}') }, /property ResourceProperties\.__proto__ must be one of/],
  ])('if it has %s', async (_, changes, reason) => {
    expect(await reasonFor(changes)).toMatch(reason);
  });

  test('and has a physical id, even if the event names none', async () => {
    const nameless = { ...harness.resource('Reboot').event('Create'), LogicalResourceId: undefined };
    expect(JSON.parse((await answersTo(nameless))[0]).PhysicalResourceId).toMatch(/^job template \(not created by [0-9a-f]{8}\)$/);
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'Unheard'])('if it asks for the attribute %s', async name => {
    const resource = harness.resource('Reboot');
    const outcome = await resource.create({ ...REBOOT, Attributes: [name] });
    expect(outcome).toMatchObject({ status: 'FAILED', reason: `job template mine has no attribute ${name}` });
  });

  test.each<[string, object]>([
    ['a document that is no JSON', { Document: 'canary {' }],
    ['a document that ends too early', { Document: '{"secret":"canary' }],
    ['a document with a URL that nobody may presign',
      { Document: '{"url":"${aws:iot:s3-presigned-url-v2:https://s3.us-east-1.amazonaws.com/bucket/canary}"}' }],
    ['a description that is none', { Description: 'canary\n' }],
    ['a tag that is none', { Tags: [{ Key: 'team', Value: 'canary'.repeat(50) }] }],
    ['a number that is none', { TimeoutConfig: { InProgressTimeoutInMinutes: 'canary' } }],
    ['a role that is none', { PresignedUrlConfig: { RoleArn: 'canary' } }],
  ])('but never with the value: %s', async (_, changes) => {
    expect(await reasonFor({ ResourceProperties: sent({ ...REBOOT, ...changes }) })).not.toContain('canary');
    expect(JSON.stringify(harness.lines)).not.toContain('canary');
  });
});

test('Numbers may come as numbers, and members as null', async () => {
  const resource = harness.resource('Reboot');
  const ResourceProperties = {
    JobTemplateId: 'mine', Description: 'Reboots', Document: '{}', DocumentSource: null, TimeoutConfig: { InProgressTimeoutInMinutes: 60 },
  };
  expect(await harness.deliver(resource.event('Create', { ResourceProperties }))).toMatchObject({ status: 'SUCCESS' });
  expect(harness.template('mine').timeoutConfig).toEqual({ inProgressTimeoutInMinutes: 60 });
});
