import { type Authorization, isAllowed, listed, type Statement } from './iam';
import { authorizationsOf } from './authorizations';
import { type Escape, escapesFrom } from './escapes';
import { callsOfLambda, Fleet } from './fleet';
import { mutantsOf } from './mutants';
import { DeployedStack, newFleet, statementsFor, stackIdOf } from './stacks';
import { newJobTemplate } from '../support/construct';
import { Harness, OWNER } from '../support/harness';
import { record, recorded, startRecording } from '../support/recorder';
import { run } from '../simulation/explore';
import { SCENARIOS } from '../simulation/scenarios';
import type { Event } from '../support/cloudformation-event';

/** A request that a handler made, with the policy that it was made under. */
interface Asked {
  readonly request: Authorization;
  readonly statements: readonly Statement[];
  readonly stackId: string;
}

beforeAll(startRecording);

// What the handler does over HTTP, recorded while it is tested.
describe('recorded: lifecycle', () => { jest.requireActual('../provider/lifecycle.test'); });
describe('recorded: adoption', () => { jest.requireActual('../provider/adoption.test'); });
describe('recorded: decisions', () => { jest.requireActual('../provider/decisions.test'); });
describe('recorded: late deliveries', () => { jest.requireActual('../provider/late-deliveries.test'); });

/** What makes the handler call what it calls nowhere else: a call that had its effect and is repeated, and a delivery that is. */
const FAULTS = ['reset after', 'death after'] as const;

describe.each(SCENARIOS.map(scenario => [scenario.name, scenario] as const))('recorded: %s', (_, scenario) => {
  test('with a fault at any call, and with none', async () => {
    const observe = ({ service, lambda }: { service: any; lambda: any }) => record(service.calls, index => lambda.deliveries[Number(index)].event);
    const { calls, status } = await run(scenario, { observe });
    expect(status).toBe(scenario.ends);
    for (let call = 0; call < calls; call++) {
      for (const fault of FAULTS) await run(scenario, { plan: new Map([[call, fault]]), observe });
    }
  });
});

/** Everything that was recorded, each request once. */
function everythingAsked(): Asked[] {
  const distinct = new Map<string, Asked>();
  for (const { event, call } of recorded()) {
    const statements = statementsFor(event as Event);
    for (const request of authorizationsOf(call)) {
      const { StackId: stackId } = event as Event;
      distinct.set(JSON.stringify([stackId, request, statements]), { request, statements, stackId });
    }
  }
  return [...distinct.values()];
}

const textOf = ({ action, resource, context, how = '' }: Authorization & { how?: string }): string => `${action} on ${resource} ${how} with ${JSON.stringify(context)}`;

async function deniedOf(asked: readonly Asked[]): Promise<string[]> {
  const denied: string[] = [];
  for (const { request, statements, stackId } of asked) {
    if (!await isAllowed(statements, request)) denied.push(`${stackId}: ${textOf(request)}`);
  }
  return denied;
}

describe('what was recorded', () => {
  test('is allowed by the policy of the stack that did it', async () => {
    const asked = everythingAsked();
    console.info(recorded().length, asked.length, new Set(asked.map(({ request }) => request.action)));
    expect(await deniedOf(asked)).toEqual([]);
  });

  test('is denied where it is aimed at what is not the stack\'s', async () => {
    const escapes = new Map<string, Asked>();
    for (const { request, statements, stackId } of everythingAsked()) {
      for (const escape of escapesFrom(request, stackId)) escapes.set(JSON.stringify([escape, statements]), { request: escape, statements, stackId });
    }
    console.info(escapes.size);
    const allowed: string[] = [];
    for (const { request, statements, stackId } of escapes.values()) {
      if (await isAllowed(statements, request)) allowed.push(`${stackId}: ${textOf(request)}`);
    }
    expect(allowed).toEqual([]);
  });
});
