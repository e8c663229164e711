import type { Fault } from '../fake-iot/faults';

/**
 * A failure at one call, either to AWS IoT or of the response to CloudFormation. "Before" and "after" refer to the
 * effect of the call.
 */
export const DISTURBANCES = {
  'throttled': { fault: { when: 'before', kind: 'throttling' } },
  'internal error before': { fault: { when: 'before', kind: 'internal' } },
  'internal error after': { fault: { when: 'after', kind: 'internal' } },
  'reset before': { fault: { when: 'before', kind: 'reset' } },
  'reset after': { fault: { when: 'after', kind: 'reset' } },
  'timeout before': { fault: { when: 'before', kind: 'hang' } },
  'timeout after': { fault: { when: 'after', kind: 'hang' } },
  /** The function gives up the call, but AWS IoT carries it out half a minute after it was sent. */
  'late effect': { fault: { when: 'late', kind: 'hang', ms: 30_000 } },
  /** Lasts from this call on, for as long as IAM takes to show a policy. */
  'access denied for a while': { fault: { when: 'before', kind: 'accessDenied' }, healsAfterMs: 20_000 },
  /** The same for a role that the service has to assume. */
  'role not assumable for a while': { fault: { when: 'before', kind: 'roleNotAssumable' }, healsAfterMs: 20_000 },
  'death before': { death: 'before' },
  'death after': { death: 'after' },
  /** The process stalls until little of its time is left. */
  'stall before': { stallMs: 275_000 },
} as const satisfies { [name: string]: Disturbance };

export interface Disturbance {
  readonly fault?: Fault;
  readonly healsAfterMs?: number;
  readonly death?: 'before' | 'after';
  readonly stallMs?: number;
}

export type DisturbanceName = keyof typeof DISTURBANCES;

export const DISTURBANCE_NAMES = Object.keys(DISTURBANCES) as DisturbanceName[];

/**
 * One failure of each kind that the handler distinguishes. The way in which a response was lost makes no difference
 * to it.
 */
export const DISTURBANCE_KINDS = DISTURBANCE_NAMES.filter(name => !/^(reset|timeout) /.test(name));

/** The failures of a run, by the number of the call from 0, over all deliveries of an operation. */
export type Plan = ReadonlyMap<number, DisturbanceName>;

/** The data that a replay needs. */
export const planText = (plan: Plan): string => [...plan].map(([call, name]) => `${call}: ${name}`).join(', ') || 'nothing goes wrong';
