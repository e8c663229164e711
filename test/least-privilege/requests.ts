import { type Escape, escapesFrom } from './escapes';
import { authorizationsOf, isDone } from '../iam/authorizations';
import { statementsFor } from '../iam/deployed-stack';
import { type Authorization, isAllowed, listed, partFor, type Statement } from '../iam/policy-simulator';
import type { Event } from '../support/cloudformation-event';
import type { RecordedCall } from '../support/recorder';

/** A request that was made, and the policy that it was made under. */
export interface Asked {
  readonly request: Authorization | Escape;
  readonly statements: readonly Statement[];
  readonly stackId: string;
}

const textOf = ({ request: { action, resource, context, ...how }, stackId }: Asked): string =>
  `${stackId.split(':stack/')[1]}: ${action} on ${resource} ${JSON.stringify(context)} ${Object.values(how).join('')}`;

/** Each request once, whoever made it how often, under policies that say the same of its action. */
export function distinct(asked: readonly Asked[]): Asked[] {
  return [...new Map(asked.map(one => [keyOf(one), one])).values()];
}

const keyOf = ({ request, statements, stackId }: Asked): string =>
  `${partFor(request.action, statements).name} ${stackId} ${JSON.stringify(request)}`;

export async function those(asked: readonly Asked[], verdict: 'allowed' | 'denied'): Promise<string[]> {
  const found: string[] = [];
  for (const one of asked) {
    if (await isAllowed(one.statements, one.request) === (verdict === 'allowed')) found.push(textOf(one));
  }
  return found;
}

const askedBy = ({ event, call }: RecordedCall): Asked[] => {
  const { StackId: stackId } = event as Event;
  return authorizationsOf(call, stackId).map(request => ({ request, stackId, statements: statementsFor(event as Event) }));
};

export const escapesOf = (asked: readonly Asked[]): Asked[] =>
  distinct(distinct(asked.map(alike)).flatMap(one => escapesFrom(one.request, one.stackId).map(request => ({ ...one, request }))));

/** A request with the names of templates and of their constructs that no policy knows made one, so that what is tried with it is tried once. */
function alike({ request, statements, stackId }: Asked): Asked {
  const { relevant } = partFor(request.action, statements);
  const isNamed = relevant.some(({ Resource }) => listed(Resource).includes(request.resource));
  const stack = stackId.split(':stack/')[1];
  const owner = (value: Authorization['context'][string]) => `${value}`.startsWith(`${stack}/`) ? `${stack}/Construct` : value;
  const context = Object.fromEntries(Object.entries(request.context).map(([key, value]) => [key, owner(value)]));
  const resource = isNamed ? request.resource : request.resource.replace(/:jobtemplate\/.*$/, ':jobtemplate/any');
  return { request: { ...request, context, resource }, statements: relevant, stackId };
}

/**
 * Whether a call restores the old document after AWS IoT has refused an update. The policy at that time allows reading the new document only.
 * The handler then restores the text that AWS IoT has returned. If there is no text, the rollback of the stack restores the old policy first.
 */
const isPutBack = ({ event, call }: RecordedCall): boolean => {
  const { OldResourceProperties: old, ResourceProperties: properties } = event as Event;
  const { documentSource, jobArn } = call.body as { documentSource?: string; jobArn?: string };
  return (documentSource !== undefined && documentSource === old?.DocumentSource && documentSource !== properties.DocumentSource)
    || (jobArn !== undefined && jobArn === old?.JobArn && jobArn !== properties.JobArn);
};

/** The requests to IAM for the calls of stacks, each once. */
export class Requests {
  private readonly needed = new Map<string, Asked>();
  private readonly made = new Map<string, Asked>();

  /** Adds what calls ask for, unless they have nothing left to do. */
  add(calls: readonly RecordedCall[]): this {
    for (const one of calls.filter(({ call }) => !isDone(call))) {
      for (const asked of askedBy(one)) {
        this.made.set(keyOf(asked), asked);
        if (!isPutBack(one)) this.needed.set(keyOf(asked), asked);
      }
    }
    return this;
  }

  /** What the policies have to allow. */
  get toAllow(): Asked[] {
    return [...this.needed.values()];
  }

  /** What the policies have to deny. */
  get toDeny(): Asked[] {
    return escapesOf([...this.made.values()]);
  }
}
