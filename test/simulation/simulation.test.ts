import { SERVICE_TIMEOUT_MS } from './cloudformation';
import { Findings, run } from './explore';
import { random } from './random';
import { scenarioNamed } from './scenarios';
import { storm } from './storm';

test('several faults, duplicates and old events at random end well', async () => {
  const findings = new Findings();
  await random({ runs: 300, seed: 1 }, findings);
  expect(findings.violations).toEqual([]);
  expect(findings.schedules).toBeGreaterThanOrEqual(300);
});

describe('what no handler can keep, and what repairs it', () => {
  /** Lambda tries three times. If each attempt dies at its first call, CloudFormation gets no response. */
  const deaths = (first: number, ...others: number[]) => new Map([first, ...others].map(call => [call, 'death after'] as const));

  test('a Create that always crashes gets no response, and the next Create reuses its template', async () => {
    const result = await run(scenarioNamed('create'), { plan: deaths(0, 1, 2) });
    expect(result).toMatchObject({ status: 'ROLLBACK_COMPLETE', limits: ['a Create is never answered'], violations: [] });
  });

  test('an Update that always crashes loses the template, and its rollback recreates it', async () => {
    // Calls: tags, describe, delete; tags; tags.
    const result = await run(scenarioNamed('update content'), { plan: deaths(2, 3, 4) });
    expect(result).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', violations: [] });
  });

  test('a Delete that always crashes is retried with the next deletion', async () => {
    const result = await run(scenarioNamed('delete the stack'), { plan: deaths(0, 1, 2) });
    expect(result).toMatchObject({ status: 'DELETE_FAILED', violations: [] });
  });

  test('after a failed clean-up of an id change, the next change reuses the template', async () => {
    const scenario = scenarioNamed('update the id, rolled back');
    const { trace } = await run(scenario);
    const result = await run(scenario, { plan: new Map([[trace.lastIndexOf('ListTagsForResource'), 'stall before']]) });
    expect(result).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', limits: ['a Delete fails in the clean-up'], violations: [] });
  });

  test('a Create repeated after its Delete leaves a template, which the next Create reuses', async () => {
    const result = await run(scenarioNamed('create, rolled back'), { lateDuplicate: 0 });
    expect(result).toMatchObject({ limits: ['a delivery is repeated, or still running, after a later Delete'], violations: [] });
  });
});

describe('an account with ten concurrent executions', () => {
  // Both within the time that CloudFormation waits for a response, from the first event on.
  test.each([
    ['500 templates, if Lambda spreads its retries', 500, false],
    ['100 templates, even if all events come back at the same moments', 100, true],
  ])('is enough for %s', async (_, count, inLockstep) => {
    for (const { succeeded, seconds } of await storm(count, 10, { runs: 10, inLockstep })) {
      expect(succeeded).toBe(count);
      expect(1000 * seconds).toBeLessThan(SERVICE_TIMEOUT_MS);
    }
  });
});

test('two hundred templates at once succeed in at most 1.2 times the quota\'s minimum', async () => {
  for (const { succeeded, seconds, byQuota } of await storm(200, 10)) {
    expect(succeeded).toBe(200);
    expect(seconds).toBeLessThanOrEqual(1.2 * byQuota);
  }
});
