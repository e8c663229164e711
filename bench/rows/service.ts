import type { StackTemplate } from '../../test/simulation/cloudformation';
import { template } from '../../test/simulation/scenarios';
import { Simulation } from '../../test/simulation/simulation';
import { storm } from '../../test/simulation/storm';
import { atMost, type Row } from '../row';

const CREATES = 500;
const REQUESTS_PER_SECOND = 10;

/** The number of calls of AWS IoT in the life of a template, without errors or throttling. */
export async function calls(): Promise<Row[]> {
  const simulation = new Simulation();
  const stack = simulation.stack();
  const steps: readonly (readonly [what: string, limit: number, stackTemplate: StackTemplate])[] = [
    ['create', 2, { Reboot: { properties: template('reboot') } }],
    ['update without a change of the template', 2, { Reboot: { properties: { ...template('reboot'), ServiceTimeout: 1_800 } } }],
    ['update of tags', 2, { Reboot: { properties: template('reboot', 1, { team: 'operations', stage: 'production' }) } }],
    ['update of content', 5, { Reboot: { properties: template('reboot', 2, { team: 'operations', stage: 'production' }) } }],
    ['delete', 2, {}],
  ];
  const rows: Row[] = [];
  for (const [what, limit, stackTemplate] of steps) {
    const before = simulation.service.calls.length;
    const status = await simulation.calmly(() => stack.deploy(stackTemplate));
    if (!/^(CREATE|UPDATE)_COMPLETE$/.test(status)) throw new Error(`${what}: ${status}`);
    const operations = simulation.service.calls.slice(before).map(({ operation }) => operation);
    if (operations.length === 0) throw new Error(`${what}: the function was not called`);
    rows.push(atMost({ what: `service calls: ${what}`, figure: operations.length, atMost: limit, unit: '', detail: operations.join(', ') }));
  }
  return rows;
}

/** The duration of a large deployment under the quota of requests. */
export async function stormOfCreates(): Promise<Row> {
  const [{ succeeded, seconds, byQuota }] = await storm(CREATES, REQUESTS_PER_SECOND);
  const what = `${CREATES} creates at ${REQUESTS_PER_SECOND} requests a second`;
  if (succeeded < CREATES) throw new Error(`${what}: only ${succeeded} succeeded`);
  return atMost({ what, figure: seconds / byQuota, atMost: 1.05, unit: 'x the quota', digits: 2, detail: `${seconds.toFixed(1)} s` });
}
