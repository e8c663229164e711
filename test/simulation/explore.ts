import type { Stack, StackStatus } from './cloudformation';
import { DISTURBANCE_NAMES, type DisturbanceName, type Plan, planText } from './disturbances';
import { CHANGED_HANDS, CUT_OFF, CUT_OFF_CREATE, type Limit, limitsOf, OUT_OF_ORDER } from './limits';
import { leftovers, NOT_OURS, OF_OTHERS_IS_GONE, violations } from './oracle';
import { REFUSED_SOURCE, type Scenario, type World } from './scenarios';
import { Simulation } from './simulation';
import type { Transport } from './transport';
import type { Alternatives } from '../fake-iot/alternatives';
import type { Variant } from '../fake-iot/variants';

/** A person who has read why a deployment failed. */
const BEFORE_NEXT_DEPLOYMENT_MS = 60_000;

/** The disturbance of a run. */
export interface Disruption {
  readonly plan?: Plan;
  /** The number of simultaneous deliveries of every event. */
  readonly copies?: number;
  /** Chooses the waiting call that continues. */
  readonly schedule?: (waiting: number) => number;
  /** Chooses the event that is delivered once more at the end. */
  readonly lateDuplicate?: number;
  readonly seed?: number;
  readonly transport?: Transport;
  /** The behavior of the service wherever nobody has measured it. */
  readonly variant?: Partial<Variant>;
  /** Loses every variant in which the run would be different. */
  readonly alternatives?: Alternatives;
  /** Receives the simulation of the run after its end. */
  readonly observe?: (simulation: Simulation) => void;
}

/** The result of a run. */
export interface Run {
  /** The calls in their order. */
  readonly trace: readonly string[];
  /** The number of waiting calls at each choice between them. */
  readonly waiting: readonly number[];
  readonly events: number;
  readonly status: StackStatus;
  readonly violations: readonly string[];
  readonly limits: readonly Limit[];
}

/** Runs one scenario with one disturbance. Runs follow each other. */
export async function run(scenario: Scenario, disruption: Disruption = {}): Promise<Run> {
  const { seed, transport, variant, alternatives, observe } = disruption;
  const simulation = new Simulation({ seed, transport, iot: { readDocument: url => url === REFUSED_SOURCE ? undefined : '{}', variant, alternatives } });
  const { stackTraceLimit } = Error;
  // An exploration has hundreds of thousands of errors, which need no stack traces.
  Error.stackTraceLimit = 0;
  const result = await runIn(simulation, scenario, disruption).finally(() => { Error.stackTraceLimit = stackTraceLimit; });
  observe?.(simulation);
  return result;
}

async function runIn(simulation: Simulation, scenario: Scenario, disruption: Disruption): Promise<Run> {
  const { plan = new Map(), copies = 1, schedule, lateDuplicate } = disruption;
  const { lambda, service, stacks } = simulation;
  const world: World = { simulation, fleet: simulation.stack('Fleet'), other: simulation.stack('Other') };
  if (scenario.before) await simulation.calmly(() => scenario.before!(world));
  const before = service.snapshot();

  const waiting: number[] = [];
  Object.assign(lambda, { copies, schedule: schedule && ((count: number) => { waiting.push(count); return schedule(count); }) });
  const status = await simulation.under(plan, () => scenario.happens(world));
  const trace = [...lambda.trace];
  Object.assign(lambda, { copies: 1, schedule: undefined });
  for (const stack of stacks.filter(({ isStuck }) => isStuck)) await simulation.calmly(() => stack.recover());
  const events = simulation.events;
  const late = lateDuplicate === undefined ? undefined : events[lateDuplicate % events.length];
  if (late) await simulation.calmly(() => lambda.invoke(late));

  const result = { trace, waiting, events: events.length, status };
  const { failures } = simulation;
  const found = [...violations(simulation, before), ...failures];
  const limits = found.length > 0 ? limitsOf(simulation) : [];
  if (limits.length === 0) return { ...result, limits, violations: found };
  await simulation.calmly(async () => {
    await simulation.clock.sleep(BEFORE_NEXT_DEPLOYMENT_MS);
    await takeUp(world.fleet, leftovers(simulation), [world.other]);
  });
  // A repair also creates a missing template.
  const metSince = limitsOf(simulation);
  const unrepaired = violations(simulation, before).filter(violation => !isBeyondRepair(violation, metSince));
  // The rollback is another delivery too. That it creates a missing template does not excuse a delivery that has
  // responded.
  return { ...result, limits, violations: [...unrepaired, ...limits.every(limit => limit === CHANGED_HANDS) ? failures : []] };
}

const isBeyondRepair = (violation: string, limits: readonly Limit[]): boolean =>
  limits.includes(OUT_OF_ORDER) && violation.endsWith('is left')
  || (limits.includes(CUT_OFF) || limits.includes(CUT_OFF_CREATE)) && violation.endsWith(NOT_OURS)
  || limits.includes(CHANGED_HANDS) && (violation.endsWith(OF_OTHERS_IS_GONE) || violation.endsWith(NOT_OURS));

/**
 * The next deployment: the stack adopts its templates, as the message of a failure advises. A Create, under the same
 * id, follows for a template that was left behind. It is removed again if another stack has it.
 */
async function takeUp(stack: Stack, ids: readonly string[], others: readonly Stack[]): Promise<void> {
  const known = [...stack.believed].map(([logicalId, { properties }]) => [logicalId, { properties: { ...properties, AdoptExisting: true, Attributes: ['Description'] } }]);
  const left = ids.map(id => stack.declared.get(id)!).map(({ logicalId, properties }) => [logicalId, { properties }]);
  await stack.deploy(Object.fromEntries([...known, ...left]));
  const isElsewhere = ids.some(id => others.some(other => [...other.believed.values()].some(({ physicalId }) => physicalId === id)));
  if (isElsewhere) await stack.deploy(Object.fromEntries(known));
}

/** The findings of an exploration of a scenario. */
export class Findings {
  schedules = 0;
  /** The number of runs that were known, mostly from another variant, which decides everything in the same way. */
  shared = 0;
  faults = 0;
  readonly violations: string[] = [];
  readonly limits = new Map<Limit, number>();

  add({ violations: found, limits, status }: Run, how: string, faults: number): void {
    this.schedules++;
    this.faults += faults;
    this.violations.push(...found.map(violation => `${how} -> ${status}: ${violation}`));
    for (const limit of limits) this.limits.set(limit, (this.limits.get(limit) ?? 0) + 1);
  }
}

/** The number of calls that show in which round of a loop a call is. */
const ROUND = 4;

/** Every call, but only the first two rounds and the last round of a loop that waits and repeats the same calls. */
function callsToDisturb(trace: readonly string[]): number[] {
  const rounds = trace.map((_, call) => trace.slice(Math.max(0, call - ROUND), call + 1).join(' '));
  const countUpTo = (call: number) => rounds.slice(0, call).filter(round => round === rounds[call]).length;
  return trace.map((_, call) => call).filter(call => countUpTo(call) < 2 || rounds.lastIndexOf(rounds[call]) === call);
}

/** Makes a run, or finds the same one. The text says how it is disturbed. */
export type Runner = (disruption: Disruption, how: string) => Promise<Run>;

export const runnerOf = (scenario: Scenario, world: Disruption = {}): Runner => disruption => run(scenario, { ...world, ...disruption });

interface FaultOptions {
  /** @default - all */
  readonly names?: readonly DisturbanceName[];
  /**
   * The approximate number of pairs of disturbances, chosen evenly if there are more. @default - single disturbances
   * only
   */
  readonly pairs?: number;
}

/** Tries every disturbance at every call, and pairs of them. */
export async function everyFault({ ends }: Scenario, runner: Runner, findings: Findings, options: FaultOptions = {}): Promise<void> {
  const { names = DISTURBANCE_NAMES, pairs: wanted = 0 } = options;
  const depth = wanted > 0 ? 2 : 1;
  let pairs = 0;
  let stride = 1;
  const explore = async (plan: Plan): Promise<void> => {
    if (plan.size === 2 && pairs++ % stride > 0) return;
    const how = planText(plan);
    const result = await runner({ plan }, how);
    findings.add(result, how, plan.size);
    if (plan.size === 0 && result.status !== ends) findings.violations.push(`ends as ${result.status}, not as ${ends}`);
    if (plan.size === depth) return;
    const last = Math.max(-1, ...plan.keys());
    const calls = callsToDisturb(result.trace).filter(index => index > last);
    if (plan.size === 0) stride = Math.max(1, Math.round((calls.length * names.length) ** 2 / 2 / wanted));
    for (const call of calls) {
      for (const name of names) await explore(new Map([...plan, [call, name]]));
    }
  };
  await explore(new Map());
}

/** Delivers every event twice at once, in every order of the calls up to a limit. */
export async function everyInterleaving(runner: Runner, bound: number, findings: Findings): Promise<void> {
  /** The choices of the next run, which takes the first call after them. */
  let order: readonly number[] = [];
  for (let explored = 0; explored < bound; explored++) {
    const how = `two deliveries at once, in the order ${order.join(' ') || 'of arrival'}`;
    const result = await runner({ copies: 2, schedule: inOrder(order) }, how);
    findings.add(result, how, 1);
    const chosen = result.waiting.map((_, at) => order[at] ?? 0);
    let last = chosen.length - 1;
    while (last >= 0 && chosen[last] === result.waiting[last] - 1) last--;
    if (last < 0) return;
    order = [...chosen.slice(0, last), chosen[last] + 1];
  }
}

function inOrder(order: readonly number[]): () => number {
  let at = 0;
  return () => order[at++] ?? 0;
}

/** Delivers every event once more at the end. */
export async function everyLateDuplicate(runner: Runner, findings: Findings): Promise<void> {
  const { events } = await runner({}, planText(new Map()));
  for (let lateDuplicate = 0; lateDuplicate < events; lateDuplicate++) {
    const how = `event ${lateDuplicate} once more in the end`;
    findings.add(await runner({ lateDuplicate }, how), how, 1);
  }
}
