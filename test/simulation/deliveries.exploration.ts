import { everyInterleaving, everyLateDuplicate, Findings, run, runnerOf } from './explore';
import { SCENARIOS } from './scenarios';
import { VARIANTS } from './variants';

const CASES = SCENARIOS.map(scenario => [scenario.name, scenario] as const);

describe.each(CASES)('%s', (_, scenario) => {
  test.each([...VARIANTS])('ends well if nothing goes wrong: %s', async (__, variant) => {
    expect(await run(scenario, { variant })).toMatchObject({ status: scenario.ends, violations: [], limits: [] });
  });

  test('ends well with two deliveries of every event at once, in many orders', async () => {
    const findings = new Findings();
    await everyInterleaving(runnerOf(scenario), 40, findings);
    expect(findings.violations).toEqual([]);
  });

  test('ends well with any of its events delivered once more in the end', async () => {
    const findings = new Findings();
    await everyLateDuplicate(runnerOf(scenario), findings);
    expect(findings.violations).toEqual([]);
  });
});
