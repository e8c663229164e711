import { DISTURBANCE_KINDS } from './disturbances';
import { everyFault, Findings } from './explore';
import { scenarioNamed, SCENARIOS } from './scenarios';
import { sdk, short } from './transport';

const CASES = SCENARIOS.map(scenario => [scenario.name, scenario] as const);

test.each(CASES)('%s ends well with any disturbance at any call of the real SDK', async (_, scenario) => {
  const findings = new Findings();
  await everyFault(scenario, findings, { transport: sdk, names: DISTURBANCE_KINDS });
  expect(findings.violations).toEqual([]);
});

test.each(['update content', 'rename the construct, rolled back'])('%s: the short way to the service decides nothing otherwise than the SDK', async name => {
  const [long, quick] = [new Findings(), new Findings()];
  await everyFault(scenarioNamed(name), long, { transport: sdk });
  await everyFault(scenarioNamed(name), quick, { transport: short });
  expect(quick).toEqual(long);
});
