import { attributesIn } from './attributes';
import type { Clock } from './clock';
import { type Answer, checkSize, respond, type Send } from './cloudformation-response';
import { Confidential } from './confidential';
import { attributesOf, type CloudFormationEvent, earlierRequest, jobTemplateIdOf, textOf, wishOf } from './event';
import type { JobTemplateService } from './job-template-service';
import { Lifecycle, UnsettledRefusal, type Wish } from './lifecycle';
import type { Log } from './log';
import { lookupFor } from './lookup';
import { ownerOf, requestMark } from './marks';
import { mayHaveHadEffect, Patience, ServiceRefusal } from './patience';
import { lossesOfRunningJobs } from './running-jobs';
import { Settling } from './settling';
import { isJobTemplateId } from '../shared/check';
import { JOB_TEMPLATE_ATTRIBUTES } from '../shared/contract';

/** What the handler reaches beyond itself. */
export interface World {
  readonly serviceFor: (arnOf: (id: string) => string, patience: Patience) => JobTemplateService;
  readonly send: Send;
  readonly clock: Clock;
  readonly log: Log;
}

/** How the function's time is shared out: when the last call for what is wanted may begin, and the last to put a template back. */
const WORK_UNTIL = 0.8;
const REPAIR_UNTIL = 0.9;
/** When there is an answer at the latest, and when the last attempt to send it may begin. */
const ANSWER_BY = 0.95;
const RESPOND_UNTIL = 0.98;

/** One event in, one answer out, whatever happens in between. */
export async function handle(event: CloudFormationEvent, remainingMs: number, world: World): Promise<void> {
  const began = world.clock.now();
  const at = (share: number) => began + remainingMs * share;
  const known = event ?? {};
  const log: Log = line => world.log({ requestId: textOf(known.RequestId), logicalId: textOf(known.LogicalResourceId), ...line });
  const answer = await world.clock.within(
    remainingMs * ANSWER_BY,
    answerTo(known, { ...world, log }, at(WORK_UNTIL), at(REPAIR_UNTIL)),
    () => failed(known, true, `there was no answer within the ${Math.round(remainingMs / 1000)} s of the provider's function: deploy again, which goes on from here`),
  );
  log({ step: 'answer', requestType: textOf(known.RequestType), physicalResourceId: answer.physicalResourceId, ms: world.clock.now() - began });
  await respond(known, answer, world.send, world.clock, at(RESPOND_UNTIL), log);
}

async function answerTo(event: CloudFormationEvent, world: World, workUntil: number, repairUntil: number): Promise<Answer> {
  try {
    const answer = await carryOut(event, world, workUntil, repairUntil);
    checkSize(event, answer);
    return answer;
  } catch (error) {
    const isUnclear = error instanceof UnsettledRefusal || error instanceof ServiceRefusal && mayHaveHadEffect(error.cause);
    return failed(event, isUnclear, (error as Error).message);
  }
}

async function carryOut(event: CloudFormationEvent, { serviceFor, clock, log }: World, workUntil: number, repairUntil: number): Promise<Answer> {
  const lookUp = lookupFor(event);
  // Nothing was made: there is nothing to end, and nothing that could keep a stack from being deleted.
  if (lookUp && event.RequestType === 'Delete') return { physicalResourceId: textOf(event.PhysicalResourceId) ?? notCreated(event) };
  const [stackId, logicalId, requestId] = [needed(event, 'StackId'), needed(event, 'LogicalResourceId'), needed(event, 'RequestId')];
  const arnOf = arnsBeside(stackId);
  const confidential = new Confidential(event);
  const access = (until: number) => ({
    service: serviceFor(arnOf, new Patience(clock, log, until, confidential)),
    settling: new Settling(clock, until),
  });
  const [work, restoring] = [access(workUntil), access(repairUntil)];
  const lifecycle = new Lifecycle({ owner: ownerOf(stackId, logicalId), requestMark: requestMark(requestId), work, restoring, log });
  const physicalResourceId = textOf(event.PhysicalResourceId);

  switch (event.RequestType) {
    case 'Create':
    case 'Update': {
      if (lookUp) return lookUp(event, work.service);
      const wish = wishOf(event);
      const { jobTemplateId } = wish.request;
      const isCreated = await bring(lifecycle, wish, event, log);
      logLosses(jobTemplateId, lossesOfRunningJobs(wish.previous, wish.request), log);
      const data = await attributes(attributesOf(event), lifecycle, { wish, isCreated, arn: arnOf(jobTemplateId) });
      return { physicalResourceId: jobTemplateId, data };
    }
    case 'Delete': {
      const declared = jobTemplateIdOf(event.ResourceProperties);
      if (isJobTemplateId(physicalResourceId)) {
        await lifecycle.delete(physicalResourceId);
        logLosses(physicalResourceId, lossesOfRunningJobs(earlierRequest(event.ResourceProperties)), log);
      }
      // A Create that failed has answered an id that is none; if it was never answered, CloudFormation made one up.
      if (isJobTemplateId(declared) && declared !== physicalResourceId) {
        const [, isUnclear, madeBy] = NOT_CREATED.exec(physicalResourceId ?? '') ?? [];
        await lifecycle.deleteUnknown(declared, madeBy, isUnclear !== undefined);
      }
      return { physicalResourceId: physicalResourceId ?? logicalId };
    }
    default:
      throw new Error(`RequestType is ${JSON.stringify(event.RequestType)?.slice(0, 40)}, must be Create, Update or Delete`);
  }
}

const logLosses = (jobTemplateId: string, warnings: readonly string[], log: Log): void =>
  warnings.forEach(warning => log({ step: 'warn', jobTemplateId, warning }));

/** @returns whether the template was created, or recreated */
async function bring(lifecycle: Lifecycle, wish: Wish, event: CloudFormationEvent, log: Log): Promise<boolean> {
  const physicalResourceId = textOf(event.PhysicalResourceId);
  const { jobTemplateId } = wish.request;
  if (physicalResourceId === jobTemplateId) {
    const abandoned = jobTemplateIdOf(event.OldResourceProperties);
    const isRemoved = await removeAbandoned(lifecycle, abandoned, jobTemplateId, log);
    const isCreated = await lifecycle.update(wish);
    // The cause may have passed in the meantime.
    if (!isRemoved) await removeAbandoned(lifecycle, abandoned, jobTemplateId, log);
    return isCreated;
  }
  // To CloudFormation, another id is a replacement.
  return isJobTemplateId(physicalResourceId) ? lifecycle.replace(wish, physicalResourceId) : lifecycle.create(wish);
}

/**
 * A replacement that failed is rolled back by an Update to the old id; of the new template CloudFormation never knew.
 *
 * @returns false if the new template may have been left behind
 */
async function removeAbandoned(lifecycle: Lifecycle, abandoned: string | undefined, current: string, log: Log): Promise<boolean> {
  if (!isJobTemplateId(abandoned) || abandoned === current) return true;
  try {
    await lifecycle.abandon(abandoned, current);
    return true;
  } catch (error) {
    log({ step: 'abandoned', jobTemplateId: abandoned, outcome: (error as Error).name });
    return false;
  }
}

interface Brought {
  readonly wish: Wish;
  readonly isCreated: boolean;
  readonly arn: string;
}

/** The attributes that the stack uses; also the proof that a template that was created can be read. */
async function attributes(names: string[], lifecycle: Lifecycle, { wish, isCreated, arn }: Brought): Promise<{ [attribute: string]: string }> {
  if (names.every(name => name === 'Arn') && !isCreated) return { Arn: arn };
  const described = await lifecycle.describe(wish, isCreated);
  return attributesIn(described, JOB_TEMPLATE_ATTRIBUTES, names, `job template ${wish.request.jobTemplateId}`);
}

/**
 * The physical id of a Create that failed: not an id of a template, so that its own Delete removes nothing that was there before,
 * but what the request itself has left.
 */
const notCreated = (event: CloudFormationEvent, isUnclear = false): string => {
  const name = jobTemplateIdOf(event.ResourceProperties) ?? textOf(event.LogicalResourceId) ?? 'job template';
  return `${name} (${isUnclear ? 'perhaps ' : ''}not created by ${requestMark(textOf(event.RequestId) ?? '')})`;
};
const NOT_CREATED = / \((perhaps )?not created by ([0-9a-f]+)\)$/;

/** @param isUnclear whether the last call may have had its effect all the same */
const failed = (event: CloudFormationEvent, isUnclear: boolean, failure: string): Answer => ({
  failure,
  physicalResourceId: textOf(event.PhysicalResourceId) ?? notCreated(event, isUnclear),
});

function needed(event: CloudFormationEvent, name: 'StackId' | 'LogicalResourceId' | 'RequestId'): string {
  const value = textOf(event[name]);
  if (value === undefined) throw new Error(`the event has no ${name}`);
  return value;
}

/** Job templates live where their stack does. */
function arnsBeside(stackId: string): (id: string) => string {
  const [arn, partition, service, region, account] = stackId.split(':');
  if (arn !== 'arn' || service !== 'cloudformation' || !partition || !region || !account) throw new Error('StackId is not the ARN of a stack');
  return id => `arn:${partition}:iot:${region}:${account}:jobtemplate/${id}`;
}
