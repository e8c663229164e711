import { everyFault, everyInterleaving, everyLateDuplicate, Findings, type Run, type Runner, runnerOf } from './explore';
import { scenarioNamed } from './scenarios';
import { SharedRuns } from './shared-runs';
import { VARIANTS } from './variants';

/** All runs of an exploration that is small, but has every kind of schedule. */
async function explored(name: string, runner: Runner): Promise<Map<string, Run>> {
  const runs = new Map<string, Run>();
  const recorded: Runner = async (disruption, how) => {
    const run = await runner(disruption, how);
    runs.set(how, run);
    return run;
  };
  const findings = new Findings();
  await everyFault(scenarioNamed(name), recorded, findings, { names: ['internal error after', 'access denied for a while'] });
  await everyInterleaving(recorded, 10, findings);
  await everyLateDuplicate(recorded, findings);
  return runs;
}

test.each(['update content', 'update tags', 'remove'])('%s: a shared run is the same as an own one, in every variant', async (name) => {
  const variants = [...VARIANTS.keys()].filter(variant => !/ (10|30) s$/.test(variant));
  const shared = new SharedRuns(scenarioNamed(name), variants);
  const findings = new Findings();
  for (const variant of variants) {
    const own = await explored(name, runnerOf(scenarioNamed(name), { variant: VARIANTS.get(variant) }));
    expect(await explored(name, shared.in(variant, findings))).toEqual(own);
  }
  expect(findings.shared).toBeGreaterThan(50);
});
