import { Requests, those } from './requests';
import { recorded, startRecording } from '../support/recorder';

beforeAll(startRecording);

// The HTTP calls of the handler, recorded while its own tests run. The tests of hostile events are left out: no stack sends such events, so no stack has a policy
// for them.
describe('recorded: lifecycle', () => { jest.requireActual('../handler/reconciler.test'); });
describe('recorded: adoption', () => { jest.requireActual('../handler/adoption.test'); });
describe('recorded: decisions', () => { jest.requireActual('../handler/decisions.test'); });
describe('recorded: lookups', () => { jest.requireActual('../handler/lookup.test'); });
describe('recorded: late deliveries', () => { jest.requireActual('../handler/late-deliveries.test'); });
describe('recorded: contract', () => { jest.requireActual('../handler/contract.test'); });
describe('recorded: denied repetitions', () => { jest.requireActual('../handler/denied-repetitions.test'); });
describe('recorded: marks', () => { jest.requireActual('../shared/bookkeeping-tags.test'); });
describe('recorded: patience', () => { jest.requireActual('../handler/retry-policy.test'); });

describe('What was recorded', () => {
  const proven: { [what: string]: number } = {};
  afterAll(() => console.info(proven));

  test('is allowed by the policy of the stack that did it', async () => {
    const asked = new Requests().add(recorded()).toAllow;
    expect(await those(asked, 'denied')).toEqual([]);
    expect(new Set(asked.map(({ request: { action } }) => action))).toEqual(new Set([
      'iot:CreateJobTemplate', 'iot:DescribeJobTemplate', 'iot:DeleteJobTemplate', 'iot:TagResource', 'iot:UntagResource', 'iot:ListTagsForResource',
      'iot:DescribeManagedJobTemplate', 'iam:PassRole', 's3:GetObject', 's3:GetObjectVersion',
    ]));
    const calls = new Set(asked.map(({ request }) => JSON.stringify(request)));
    Object.assign(proven, { recorded: recorded().length, allowed: calls.size, underPolicies: asked.length });
  });

  test('is denied on resources of others', async () => {
    const escapes = new Requests().add(recorded()).toDeny;
    expect(await those(escapes, 'allowed')).toEqual([]);
    proven.denied = escapes.length;
  });
});
