import type { Stack, StackStatus } from './cloudformation';
import { DISTURBANCE_NAMES, type DisturbanceName, type Plan, planText } from './disturbances';
import { CHANGED_HANDS, CUT_OFF, CUT_OFF_CREATE, type Limit, limitsOf, OUT_OF_ORDER } from './limits';
import { leftovers, NOT_OURS, OF_OTHERS_IS_GONE, violations } from './oracle';
import { REFUSED_SOURCE, type Scenario, type World } from './scenarios';
import { Simulation } from './simulation';
import type { Transport } from './transport';
import type { Variant } from '../fake-iot/variants';

/** Somebody has read why a deployment failed. */
const BEFORE_NEXT_DEPLOYMENT_MS = 60_000;

/** How a run is disturbed. */
export interface Disruption {
  readonly plan?: Plan;
  /** How many deliveries of every event there are at once. */
  readonly copies?: number;
  /** Which of several waiting calls goes on. */
  readonly schedule?: (waiting: number) => number;
  /** Which event, of all that were sent, is delivered once more in the end. */
  readonly lateDuplicate?: number;
  readonly seed?: number;
  readonly transport?: Transport;
  /** How the service is wherever nobody has measured it. */
  readonly variant?: Partial<Variant>;
  /** Is given the world of the run before anything happens in it. */
  readonly watch?: (simulation: Simulation) => void;
}

/** What a run came to. */
export interface Run {
  /** What was called, in its order. */
  readonly trace: readonly string[];
  readonly events: number;
  readonly status: StackStatus;
  readonly violations: readonly string[];
  readonly limits: readonly Limit[];
}

/** One scenario, disturbed in one way. */
export async function run(scenario: Scenario, disruption: Disruption = {}): Promise<Run> {
  const { plan = new Map(), copies = 1, schedule, lateDuplicate, seed, transport, variant, watch } = disruption;
  const simulation = new Simulation({ seed, transport, iot: { readDocument: url => url === REFUSED_SOURCE ? undefined : '{}', variant } });
  watch?.(simulation);
  const { lambda, service, stacks } = simulation;
  const world: World = { simulation, fleet: simulation.stack('Fleet'), other: simulation.stack('Other') };
  if (scenario.before) await simulation.calmly(() => scenario.before!(world));
  const before = service.snapshot();

  Object.assign(lambda, { copies, schedule });
  const status = await simulation.under(plan, () => scenario.happens(world));
  const trace = [...lambda.trace];
  Object.assign(lambda, { copies: 1, schedule: undefined });
  for (const stack of stacks.filter(({ isStuck }) => isStuck)) await simulation.calmly(() => stack.recover());
  const events = simulation.events;
  const late = lateDuplicate === undefined ? undefined : events[lateDuplicate % events.length];
  if (late) await simulation.calmly(() => lambda.invoke(late));

  const result = { trace, events: events.length, status };
  const { failures } = simulation;
  const found = [...violations(simulation, before), ...failures];
  const limits = found.length > 0 ? limitsOf(simulation) : [];
  if (limits.length === 0) return { ...result, limits, violations: found };
  await simulation.calmly(async () => {
    await simulation.clock.sleep(BEFORE_NEXT_DEPLOYMENT_MS);
    await takeUp(world.fleet, leftovers(simulation), [world.other]);
  });
  // Who repairs makes what is missing, too.
  const metSince = limitsOf(simulation);
  const unrepaired = violations(simulation, before).filter(violation => !isBeyondRepair(violation, metSince));
  // The rollback, too, is another delivery: that it makes what is missing excuses nobody who has answered.
  return { ...result, limits, violations: [...unrepaired, ...limits.every(limit => limit === CHANGED_HANDS) ? failures : []] };
}

const isBeyondRepair = (violation: string, limits: readonly Limit[]): boolean =>
  limits.includes(OUT_OF_ORDER) && violation.endsWith('is left')
  || (limits.includes(CUT_OFF) || limits.includes(CUT_OFF_CREATE)) && violation.endsWith(NOT_OURS)
  || limits.includes(CHANGED_HANDS) && (violation.endsWith(OF_OTHERS_IS_GONE) || violation.endsWith(NOT_OURS));

/**
 * The next deployment: what the stack has, adopted as the message of a failure advises, and a Create, under the same id,
 * of what was left behind; which is removed again where another stack has it.
 */
async function takeUp(stack: Stack, ids: readonly string[], others: readonly Stack[]): Promise<void> {
  const known = [...stack.believed].map(([logicalId, { properties }]) => [logicalId, { properties: { ...properties, AdoptExisting: true, Attributes: ['Description'] } }]);
  const left = ids.map(id => stack.declared.get(id)!).map(({ logicalId, properties }) => [logicalId, { properties }]);
  await stack.deploy(Object.fromEntries([...known, ...left]));
  const isElsewhere = ids.some(id => others.some(other => [...other.believed.values()].some(({ physicalId }) => physicalId === id)));
  if (isElsewhere) await stack.deploy(Object.fromEntries(known));
}

/** What an exploration of a scenario has found so far. */
export class Findings {
  schedules = 0;
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

/** So many calls show which round of a loop a call is in. */
const ROUND = 4;

/** Every call, but of a loop that waits and does the same again only the first two rounds and the last. */
export function callsToDisturb(trace: readonly string[]): number[] {
  const rounds = trace.map((_, call) => trace.slice(Math.max(0, call - ROUND), call + 1).join(' '));
  const countUpTo = (call: number) => rounds.slice(0, call).filter(round => round === rounds[call]).length;
  return trace.map((_, call) => call).filter(call => countUpTo(call) < 2 || rounds.lastIndexOf(rounds[call]) === call);
}

interface FaultWorld extends Pick<Disruption, 'transport' | 'variant'> {
  /** @default - all */
  readonly names?: readonly DisturbanceName[];
  /** How many pairs of disturbances are tried, about: evenly chosen if there are more. @default - single disturbances only */
  readonly pairs?: number;
}

/** Every disturbance at every call, and pairs of them. */
export async function everyFault(scenario: Scenario, findings: Findings, world: FaultWorld = {}): Promise<void> {
  const { names = DISTURBANCE_NAMES, pairs: wanted = 0, ...rest } = world;
  const depth = wanted > 0 ? 2 : 1;
  let pairs = 0;
  let stride = 1;
  const explore = async (plan: Plan): Promise<void> => {
    if (plan.size === 2 && pairs++ % stride > 0) return;
    const result = await run(scenario, { ...rest, plan });
    findings.add(result, planText(plan), plan.size);
    if (plan.size === 0 && result.status !== scenario.ends) findings.violations.push(`ends as ${result.status}, not as ${scenario.ends}`);
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

/** Every event delivered twice at once, in every order of their calls, as far as the bound goes. */
export async function everyInterleaving(scenario: Scenario, bound: number, findings: Findings, world: Pick<Disruption, 'variant'> = {}): Promise<void> {
  /** The choices of the next run, and how many there were to choose from. */
  let choices: { chosen: number; of: number }[] = [];
  for (let explored = 0; explored < bound; explored++) {
    let at = 0;
    const schedule = (waiting: number): number => {
      choices[at] ??= { chosen: 0, of: waiting };
      return choices[at++].chosen;
    };
    const result = await run(scenario, { ...world, copies: 2, schedule });
    findings.add(result, `two deliveries at once, in the order ${choices.map(({ chosen }) => chosen).join('')}`, 1);
    choices = choices.slice(0, at);
    while (choices.length > 0 && choices[choices.length - 1].chosen === choices[choices.length - 1].of - 1) choices.pop();
    if (choices.length === 0) return;
    choices[choices.length - 1].chosen++;
  }
}

/** Every event delivered once more when all is over. */
export async function everyLateDuplicate(scenario: Scenario, findings: Findings, world: Pick<Disruption, 'variant'> = {}): Promise<void> {
  const { events } = await run(scenario, world);
  for (let lateDuplicate = 0; lateDuplicate < events; lateDuplicate++) {
    findings.add(await run(scenario, { ...world, lateDuplicate }), `event ${lateDuplicate} once more in the end`, 1);
  }
}
