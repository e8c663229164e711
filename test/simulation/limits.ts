import type { Delivery } from './lambda';
import type { Simulation } from './simulation';

/**
 * What no handler can do anything about: the service has no conditional writes, and keeps nothing of a template that is gone.
 * Each has what repairs it, and an exploration takes it for a limit only as long as that does.
 */
export const LIMITS = {
  'a delivery is repeated, or still running, after a later Delete': 'the template may be left behind; the next Create of its construct takes it up',
  'a delivery that was answered is repeated, or still running, after a later event': 'the template may be what it was to be then; the next edit brings it back, but for a tag that was only declared then',
  'of two deliveries at once, one succeeds and one runs out of time half-way': 'the template may be missing; the next edit makes it again',
  'a Delete fails in the clean-up': 'CloudFormation forgets the template; the next Create of its construct takes it up',
} as const;

export type Limit = keyof typeof LIMITS;

/** The limit that a run has met, if any. */
export function limitOf({ lambda, stacks }: Simulation): Limit | undefined {
  const overtaken = lambda.deliveries.flatMap((delivery, index) => overtakersOf(lambda.deliveries, delivery, index));
  if (overtaken.some(({ event }) => event.RequestType === 'Delete')) return 'a delivery is repeated, or still running, after a later Delete';
  if (overtaken.length > 0) return 'a delivery that was answered is repeated, or still running, after a later event';
  if (lambda.deliveries.some(delivery => isTornApart(lambda.deliveries, delivery))) {
    return 'of two deliveries at once, one succeeds and one runs out of time half-way';
  }
  const cleanUpFailed = stacks.some(stack => stack.failedDeletes > 0) || lambda.log.some(({ step }) => step === 'abandoned');
  return cleanUpFailed ? 'a Delete fails in the clean-up' : undefined;
}

/** Deliveries of later events that began before this one, of an earlier event, ended. */
function overtakersOf(deliveries: readonly Delivery[], { event, outlasted }: Delivery, index: number): Delivery[] {
  const first = deliveries.findIndex(delivery => delivery.event === event);
  return deliveries.slice(0, outlasted).filter((other, at) =>
    at !== index && other.event.StackId === event.StackId && deliveries.findIndex(delivery => delivery.event === other.event) > first);
}

function isTornApart(deliveries: readonly Delivery[], { event, answers }: Delivery): boolean {
  const failed = answers.some(({ body }) => body.includes('no time left'));
  return failed && deliveries.some(other => other.event === event && other.answers.some(({ body }) => body.includes('SUCCESS')));
}
