import type { Delivery } from './lambda';
import type { Simulation } from './simulation';
import { OWNER_TAG, REQUESTS_TAG } from '../../src/shared/contract';
import { requestFingerprint } from '../../src/shared/fingerprint';
import type { Call } from '../fake-iot/service';
import type { Event } from '../support/cloudformation-event';

export const OUT_OF_ORDER = 'a delivery that has a response still runs after a later event, or is repeated when the template no longer remembers it';
export const CUT_OFF = 'a delivery that still runs after a later Delete deletes its template to recreate it, and runs out of time';
export const CUT_OFF_CREATE = 'a Create for a retained template with other content is cut off after it deleted the template';
const ROLLED_BACK_TWICE = 'the rollback of a replacement fails, and is continued';
const UNREADABLE = 'the template of an Update cannot be read for a minute';
export const CHANGED_HANDS = 'one delivery deletes a template and another creates it';

/**
 * Failures that no handler can prevent, because the service has no conditional writes and keeps nothing of a deleted
 * template.
 *
 * Evidence: no-conditional-writes, delete-removes-tags.
 *
 * Each limit names its repair or its loss. An exploration accepts a failure as a limit only if there is no other
 * damage.
 */
export const LIMITS = {
  'a delivery is repeated, or still running, after a later Delete': 'the template may be left behind; the next Create of its construct gets it back',
  [OUT_OF_ORDER]:
    'the template may have the older state; the next edit corrects it, except for a tag that only the older state declared',
  [CUT_OFF]: 'the adopted template is lost, and its creator must create it again',
  [CUT_OFF_CREATE]: 'the retained template is lost, because a Create does not say what was declared before',
  [CHANGED_HANDS]: 'tags of other tools and the previous owner are lost, so that a removal deletes the template; the rest is restored',
  [ROLLED_BACK_TWICE]: 'its template may be left behind; the next replacement under that id gets it back',
  [UNREADABLE]: 'the Update fails, and its template stays until the rollback',
  'a Create is never answered': 'the template may be left behind: it may have existed before; the next Create of its construct gets it back',
  'of two deliveries at once, one succeeds and one runs out of time half-way': 'the template may be missing; the next edit recreates it',
  'a Delete fails in the clean-up': 'CloudFormation forgets the template; the next Create of its construct, or change to that id, gets it back',
} as const;

export type Limit = keyof typeof LIMITS;

/** The limits that a run has reached. */
export function limitsOf({ lambda: { deliveries, log }, stacks, service }: Simulation): Limit[] {
  const callsOf = (delivery: Delivery) => service.calls.filter(({ caller }) => caller === `${deliveries.indexOf(delivery)}`);
  const overtaken = deliveries.flatMap((delivery, index) => overtakersOf(deliveries, delivery, index).map(by => ({ delivery, index, by })));
  const isMarked = ({ event }: Delivery, until: number) => deliveries.slice(0, until).filter(other => other.event === event)
    .some(other => callsOf(other).some(({ operation, status = 500 }) => status < 300 && LEAVES_A_MARK.test(operation!)));
  const isAnswered = (event: unknown) => deliveries.some(delivery => delivery.event === event && delivery.answers.length > 0);
  const met: { readonly [limit in Limit]: boolean } = {
    'a delivery is repeated, or still running, after a later Delete': overtaken.some(({ by }) => by.event.RequestType === 'Delete'),
    // A delivery that began after the later one ended finds the fingerprint of its request on the template, and
    // changes nothing. It finds none if the template is missing, which another limit allows.
    [OUT_OF_ORDER]: overtaken.some(({ delivery, index, by }) =>
      by.outlasted > index || makesFromNothing(callsOf(by)) || !isMarked(delivery, index) || isForgotten(delivery, callsOf(delivery))
      || service.decide(({ tagsLagMs }) => isUnseen(callsOf(by), callsOf(delivery), tagsLagMs))
      || by.event.RequestType !== 'Delete' && makesFromNothing(callsOf(delivery))),
    'of two deliveries at once, one succeeds and one runs out of time half-way': deliveries.some(delivery => isTornApart(deliveries, delivery)),
    [CUT_OFF]: overtaken.some(({ delivery, by }) => by.event.RequestType === 'Delete' && isCutOff(delivery, callsOf(delivery))),
    [CUT_OFF_CREATE]: deliveries.some(delivery => delivery.event.RequestType === 'Create' && isCutOff(delivery, callsOf(delivery))),
    [CHANGED_HANDS]: changesHands(service.calls, deliveries),
    [ROLLED_BACK_TWICE]: isRolledBackTwice(deliveries),
    [UNREADABLE]: deliveries.some(delivery => isUnreadable(delivery, callsOf(delivery))),
    'a Create is never answered': deliveries.some(({ event }) => event.RequestType === 'Create' && !isAnswered(event)),
    'a Delete fails in the clean-up': stacks.some(stack => stack.failedDeletes > 0) || log.some(({ step }) => step === 'rollBackReplacement'),
  };
  return (Object.keys(met) as Limit[]).filter(limit => met[limit]);
}

/** Deliveries of later events that began before this delivery of an earlier event ended. */
function overtakersOf(deliveries: readonly Delivery[], { event, outlasted }: Delivery, index: number): Delivery[] {
  const first = deliveries.findIndex(delivery => delivery.event === event);
  return deliveries.slice(0, outlasted).filter((other, at) =>
    at !== index && other.event.StackId === event.StackId && deliveries.findIndex(delivery => delivery.event === other.event) > first);
}

/**
 * Whether the template does not remember the request when a delivery begins, because later tags were written from
 * outdated ones.
 */
const isForgotten = ({ event }: Delivery, [first]: readonly Call[]): boolean =>
  first?.tagsBefore !== undefined && !first.tagsBefore[REQUESTS_TAG]?.split(' ').includes(requestFingerprint((event as Event).RequestId));

/** Whether a delivery begins before AWS IoT shows the writes of a later event. */
const isUnseen = (later: readonly Call[], [first]: readonly Call[], lagMs: number): boolean =>
  later.some(({ operation, at }) => LEAVES_A_MARK.test(operation!) && first !== undefined && at <= first.at && at > first.at - lagMs);

const LEAVES_A_MARK = /^(CreateJobTemplate|TagResource)$/;

/** Creations and deletions in their order. */
const effectsOf = (calls: readonly Call[]): readonly Call[] =>
  calls.filter(({ operation, status = 500 }) => status < 300 && /^(Create|Delete)JobTemplate$/.test(operation!));

const makesFromNothing = (calls: readonly Call[]): boolean => effectsOf(calls)[0]?.operation === 'CreateJobTemplate';

/** Only if it removed its own template. A resource that has released a template may not touch it. */
function isCutOff({ event }: Delivery, calls: readonly Call[]): boolean {
  const last = effectsOf(calls).at(-1);
  const stack = (event as Event).StackId.split(':stack/')[1];
  return event.RequestType !== 'Delete' && last?.operation === 'DeleteJobTemplate' && last.tagsBefore![OWNER_TAG]?.startsWith(`${stack}/`);
}

/** Whether one delivery removed a template in order to recreate it, and another delivery created it. */
function changesHands(calls: readonly Call[], deliveries: readonly Delivery[]): boolean {
  const effects = effectsOf(calls);
  return effects.some(({ operation, id, caller }, index) => {
    const before = effects.slice(0, index).filter(effect => effect.id === id).at(-1);
    return operation === 'CreateJobTemplate' && before?.operation === 'DeleteJobTemplate' && before.caller !== caller
      && deliveries[Number(before.caller)]?.event.RequestType !== 'Delete';
  });
}

/**
 * If the attempts of a rollback are separate requests, the template remembers the last one, and not the one that is
 * rolled back.
 */
function isRolledBackTwice(deliveries: readonly Delivery[]): boolean {
  const idOf = (properties?: Event['ResourceProperties']) => properties?.JobTemplateId;
  const events = deliveries.map(({ event }) => event as Event);
  const rollbacks = events.filter(({ PhysicalResourceId: id, ResourceProperties, OldResourceProperties: old }) =>
    old !== undefined && id === idOf(ResourceProperties) && id !== idOf(old));
  return rollbacks.some(one => rollbacks.some(other => other !== one && other.LogicalResourceId === one.LogicalResourceId));
}

const isUnreadable = ({ event, answers }: Delivery, calls: readonly Call[]): boolean =>
  event.RequestType === 'Update' && effectsOf(calls).at(-1)?.operation === 'CreateJobTemplate'
  && answers.some(({ body }) => body.includes('did not accept DescribeJobTemplate'));

function isTornApart(deliveries: readonly Delivery[], { event, answers }: Delivery): boolean {
  const failed = answers.some(({ body }) => /no time left|timed out after/.test(body));
  return failed && deliveries.some(other => other.event === event && other.answers.some(({ body }) => body.includes('SUCCESS')));
}
