import { type Escape, escapesFrom } from './escapes';
import { callsOfLambda, Catalog, Fleet, type Inhabited } from './fleet';
import { type Mutant, mutantsOf } from './mutants';
import { authorizationsOf, isDone } from '../iam/authorizations';
import { statementsFor } from '../iam/deployed-stack';
import { type Authorization, isAllowed, listed, type Statement } from '../iam/policy-simulator';
import { DISTURBANCE_KINDS } from '../simulation/disturbances';
import { callsToDisturb, run } from '../simulation/explore';
import { SCENARIOS } from '../simulation/scenarios';
import type { Simulation } from '../simulation/simulation';
import type { Event } from '../support/cloudformation-event';
import { Harness, OWNER } from '../support/harness';
import { record, recorded, type RecordedCall, startRecording } from '../support/recorder';

beforeAll(startRecording);

// What the handler does over HTTP, recorded while it is tested. Hostile events are left out: no stack sends them, so that none has a policy for them.
describe('recorded: lifecycle', () => { jest.requireActual('../handler/reconciler.test'); });
describe('recorded: adoption', () => { jest.requireActual('../handler/adoption.test'); });
describe('recorded: decisions', () => { jest.requireActual('../handler/decisions.test'); });
describe('recorded: lookups', () => { jest.requireActual('../handler/lookup.test'); });
describe('recorded: late deliveries', () => { jest.requireActual('../handler/late-deliveries.test'); });
describe('recorded: contract', () => { jest.requireActual('../handler/contract.test'); });
describe('recorded: denied repetitions', () => { jest.requireActual('../handler/denied-repetitions.test'); });
describe('recorded: marks', () => { jest.requireActual('../shared/bookkeeping-tags.test'); });
describe('recorded: patience', () => { jest.requireActual('../handler/retry-policy.test'); });

test.each(SCENARIOS.map(scenario => [scenario.name, scenario] as const))('recorded: %s, with each disturbance at any call, and with none', async (_, scenario) => {
  const worlds: Simulation[] = [];
  const watch = (simulation: Simulation) => worlds.push(simulation);
  const { trace, status } = await run(scenario, { watch });
  expect(status).toBe(scenario.ends);
  for (const call of callsToDisturb(trace)) {
    for (const disturbance of DISTURBANCE_KINDS) await run(scenario, { plan: new Map([[call, disturbance]]), watch });
  }
  for (const { service, lambda } of worlds) record(service.calls, index => lambda.deliveries[Number(index)].event);
});

/** A request that was made, and the policy that it was made under. */
interface Asked {
  readonly request: Authorization | Escape;
  readonly statements: readonly Statement[];
  readonly stackId: string;
}

const textOf = ({ request: { action, resource, context, ...how }, stackId }: Asked): string =>
  `${stackId.split(':stack/')[1]}: ${action} on ${resource} ${JSON.stringify(context)} ${Object.values(how).join('')}`;

/** Each request once, whoever made it how often. */
function distinct(asked: readonly Asked[]): Asked[] {
  return [...new Map(asked.map(one => [JSON.stringify(one), one])).values()];
}

async function those(asked: readonly Asked[], verdict: 'allowed' | 'denied'): Promise<string[]> {
  const found: string[] = [];
  for (const one of asked) {
    if (await isAllowed(one.statements, one.request) === (verdict === 'allowed')) found.push(textOf(one));
  }
  return found;
}

const askedBy = ({ event, call }: RecordedCall): Asked[] => {
  const { StackId: stackId } = event as Event;
  return authorizationsOf(call, stackId).map(request => ({ request, stackId, statements: statementsFor(event as Event) }));
};

const escapesOf = (asked: readonly Asked[]): Asked[] =>
  distinct(distinct(asked.map(alike)).flatMap(one => escapesFrom(one.request, one.stackId).map(request => ({ ...one, request }))));

/** A request with the names of templates and of their constructs that no policy knows made one, so that what is tried with it is tried once. */
function alike({ request, statements, stackId }: Asked): Asked {
  const relevant = statements.filter(({ Action }) => listed(Action).includes(request.action));
  const isNamed = relevant.some(({ Resource }) => listed(Resource).includes(request.resource));
  const stack = stackId.split(':stack/')[1];
  const owner = (value: Authorization['context'][string]) => `${value}`.startsWith(`${stack}/`) ? `${stack}/Construct` : value;
  const context = Object.fromEntries(Object.entries(request.context).map(([key, value]) => [key, owner(value)]));
  const resource = isNamed ? request.resource : request.resource.replace(/:jobtemplate\/.*$/, ':jobtemplate/any');
  return { request: { ...request, context, resource }, statements: relevant, stackId };
}

/**
 * A document that an update which was refused puts back. The policy reads the new one only: the text that the service has does as well, and
 * where it has none, the rollback brings the old policy back.
 */
const isPutBack = ({ event, call }: RecordedCall): boolean => {
  const { OldResourceProperties: old, ResourceProperties: properties } = event as Event;
  const { documentSource, jobArn } = call.body as { documentSource?: string; jobArn?: string };
  return (documentSource !== undefined && documentSource === old?.DocumentSource && documentSource !== properties.DocumentSource)
    || (jobArn !== undefined && jobArn === old?.JobArn && jobArn !== properties.JobArn);
};

describe('What was recorded', () => {
  const proven: { [what: string]: number } = {};
  afterAll(() => console.info(proven));

  test('is allowed by the policy of the stack that did it', async () => {
    const asked = distinct(recorded().filter(one => !isDone(one.call) && !isPutBack(one)).flatMap(askedBy));
    expect(await those(asked, 'denied')).toEqual([]);
    expect(new Set(asked.map(({ request: { action } }) => action))).toEqual(new Set([
      'iot:CreateJobTemplate', 'iot:DescribeJobTemplate', 'iot:DeleteJobTemplate', 'iot:TagResource', 'iot:UntagResource', 'iot:ListTagsForResource',
      'iot:DescribeManagedJobTemplate', 'iam:PassRole', 's3:GetObject', 's3:GetObjectVersion',
    ]));
    const calls = new Set(asked.map(({ request }) => JSON.stringify(request)));
    Object.assign(proven, { recorded: recorded().length, allowed: calls.size, underPolicies: asked.length });
  });

  test('is denied on resources of others', async () => {
    const escapes = escapesOf(distinct(recorded().filter(({ call }) => !isDone(call)).flatMap(askedBy)));
    expect(await those(escapes, 'allowed')).toEqual([]);
    proven.denied = escapes.length;
  });
});

/** What a stack asks for in its life. */
async function askedIn(stackName: string, declare: (stackId: string) => Inhabited): Promise<Asked[]> {
  const harness = await Harness.start();
  const { stackId } = harness.resource('Any', stackName);
  const stack = declare(stackId);
  const { deployed, keys, logGroup } = stack;
  await stack.live(harness).finally(() => harness.close());
  const own = recorded().filter(({ event, call }) => (event as Event).StackId === stackId && harness.iot.calls.includes(call) && !isDone(call));
  const requests = [...own.flatMap(({ call }) => authorizationsOf(call, stackId, keys)), ...callsOfLambda(logGroup)];
  return distinct(requests.map(request => ({ request, statements: deployed.providerStatements, stackId })));
}

const STACKS = {
  'a template of every kind': () => askedIn('fleet', stackId => new Fleet(stackId)),
  'lookups only': () => askedIn('catalog', stackId => new Catalog(stackId)),
};

describe.each(Object.entries(STACKS))('The policy of a stack with %s', (_, live) => {
  let statements: readonly Statement[];
  let asked: Asked[];
  let escapes: Asked[];

  beforeAll(async () => {
    asked = await live();
    [{ statements }] = asked;
    escapes = escapesOf(asked);
  });

  test('allows all of its life, and what Lambda does for the function', async () => {
    expect(await those(asked, 'denied')).toEqual([]);
  });

  test('allows none of it elsewhere', async () => {
    expect(await those(escapes, 'allowed')).toEqual([]);
  });

  test('only allows, names actions in full, and has conditions only on owners and services', () => {
    for (const { Effect, Action, Condition = {} } of statements) {
      expect(Effect).toBe('Allow');
      expect(listed(Action).filter(action => action.includes('*'))).toEqual([]);
      for (const key of Object.values(Condition).flatMap(Object.keys)) {
        expect(key).toMatch(/^aws:(Request|Resource)Tag\/cdk-iot-job-template:(owner|adopted-from(:2)?)$|^aws:TagKeys$|^iam:PassedToService$|^lambda:SourceFunctionArn$/);
      }
    }
  });

  test('is minimal: removing any part denies a needed call or allows a foreign one', async () => {
    const mutants = mutantsOf(statements);
    const survivors: string[] = [];
    for (const mutant of mutants) if (!await isCaught(mutant)) survivors.push(mutant.name);
    expect(survivors).toEqual([]);
    const counted = mutants.reduce<{ [kind: string]: number }>((sum, { kind }) => ({ ...sum, [kind]: (sum[kind] ?? 0) + 1 }), {});
    console.info({ calls: asked.length, escapes: escapes.length, caught: counted });
    expect(Object.values(counted).every(count => count > 0)).toBe(true);
  });

  async function isCaught({ statements: mutated, actions }: Mutant): Promise<boolean> {
    const isTouched = ({ request }: Asked) => actions.includes(request.action);
    for (const { request } of asked.filter(isTouched)) if (!await isAllowed(mutated, request)) return true;
    for (const { request } of escapes.filter(isTouched)) if (await isAllowed(mutated, request)) return true;
    return false;
  }
});

test('The policy of lookups only allows reading', async () => {
  const isLambdas = (action: string) => /^(ec2|logs):/.test(action);
  const [ofTemplates, [{ statements }]] = await Promise.all(Object.values(STACKS).map(live => live()));
  const actions = new Set(statements.flatMap(({ Action }) => listed(Action)).filter(action => !isLambdas(action)));
  expect(actions).toEqual(new Set(['iot:DescribeJobTemplate', 'iot:DescribeManagedJobTemplate']));
  const others = ofTemplates.filter(({ request: { action } }) => !isLambdas(action) && !actions.has(action)).map(one => ({ ...one, statements }));
  expect(others.map(({ request: { action } }) => action)).toEqual(expect.arrayContaining(['iot:CreateJobTemplate', 'iot:TagResource', 'iot:UntagResource', 'iot:DeleteJobTemplate']));
  expect(await those(others, 'allowed')).toEqual([]);
});

describe('What the policy of templates does allow beyond the stack, since IAM cannot tell:', () => {
  const stackId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/uuid';
  const statements = new Fleet(stackId).deployed.providerStatements;
  const template = 'arn:aws:iot:us-east-1:123456789012:jobtemplate/theirs';
  const ofOthers = { [`aws:ResourceTag/${OWNER}`]: 'other/uuid/Template' };

  test.each(['iot:DescribeJobTemplate', 'iot:ListTagsForResource'])('%s of any template, to see whose it is before anything is done', async action => {
    expect(await isAllowed(statements, { action, resource: template, context: ofOthers })).toBe(true);
  });

  test('tagging a template without an owner, which resembles a creation, but not deleting it', async () => {
    const ours = `${stackId.split(':stack/')[1]}/Template`;
    expect(await isAllowed(statements, { action: 'iot:TagResource', resource: template, context: { [`aws:RequestTag/${OWNER}`]: ours, 'aws:TagKeys': [OWNER] } })).toBe(true);
    expect(await isAllowed(statements, { action: 'iot:DeleteJobTemplate', resource: template, context: {} })).toBe(false);
  });
});
