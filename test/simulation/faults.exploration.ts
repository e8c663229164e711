import { isTold, toldBy } from './confidentiality';
import { DISTURBANCE_KINDS } from './disturbances';
import { everyFault, Findings, run, runnerOf } from './explore';
import { scenarioNamed, SCENARIOS } from './scenarios';
import { sdk, sdkOnce, short } from './transport';
import { Requests, those } from '../least-privilege/requests';
import { withEvents } from '../support/recorder';

describe.each(SCENARIOS.map(scenario => [scenario.name, scenario] as const))('%s, with each disturbance at any call, and with none,', (_, scenario) => {
  const findings = new Findings();
  const told: string[] = [];
  const requests = new Requests();

  // Each run is observed for all tests, because an exploration is long.
  beforeAll(() => everyFault(scenario, runnerOf(scenario, {
    transport: sdkOnce,
    observe: ({ service, lambda }) => {
      told.push(...toldBy(lambda).filter(isTold));
      requests.add(withEvents(service.calls, index => lambda.deliveries[Number(index)].event));
    },
  }), findings, { names: DISTURBANCE_KINDS }));

  test('ends well', () => {
    expect(findings.schedules).toBeGreaterThan(0);
    expect(findings.violations).toEqual([]);
  });

  test('is the same by the whole SDK at every call, if nothing goes wrong', async () => {
    expect(await run(scenario, { transport: sdk })).toEqual(await run(scenario, { transport: sdkOnce }));
  });

  test('tells nothing confidential', () => {
    expect(told).toEqual([]);
  });

  test('makes only calls that the policy of its stack allows', async () => {
    expect(await those(requests.toAllow, 'denied')).toEqual([]);
  });

  test('is allowed none of these calls on resources of others', async () => {
    expect(await those(requests.toDeny, 'allowed')).toEqual([]);
  });
});

test.each([
  ['update content', 'every call by the whole SDK', sdk],
  ['update content', 'the short way', short],
  ['rename the construct, rolled back', 'the short way', short],
] as const)('%s: %s decides nothing otherwise', async (name, _, transport) => {
  const [usual, other] = [new Findings(), new Findings()];
  const scenario = scenarioNamed(name);
  await everyFault(scenario, runnerOf(scenario, { transport: sdkOnce }), usual);
  await everyFault(scenario, runnerOf(scenario, { transport }), other);
  expect(other).toEqual(usual);
});
