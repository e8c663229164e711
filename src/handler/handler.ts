import { attributesIn } from './attributes';
import type { Clock } from './clock';
import { type ResourceResponse, checkSize, respond, type Send } from './cloudformation-response';
import { Redactor } from './redactor';
import { attributesOf, type CloudFormationEvent, earlierRequest, jobTemplateIdOf, nonEmptyText, desiredStateOf } from './event';
import type { JobTemplateService } from './job-template-service';
import { JobTemplateReconciler, UnsettledRefusal, type DesiredState } from './reconciler';
import type { Log } from './log';
import { lookupFor } from './lookup';
import { ownerOf, requestFingerprint } from './bookkeeping-tags';
import { mayHaveHadEffect, RetryPolicy, ServiceRefusal } from './retry-policy';
import { lossesOfRunningJobs } from './running-jobs';
import { Settling } from './settling';
import { isJobTemplateId } from '../shared/check';
import { JOB_TEMPLATE_ATTRIBUTES } from '../shared/contract';

/** What the handler reaches beyond itself. */
export interface HandlerDependencies {
  readonly serviceFor: (arnOf: (id: string) => string, retryPolicy: RetryPolicy) => JobTemplateService;
  readonly send: Send;
  readonly clock: Clock;
  readonly log: Log;
}

/** How the function's time is shared out: when the last call for what is wanted may begin, and the last to put a template back. */
const WORK_UNTIL = 0.8;
const RESTORE_UNTIL = 0.9;
/** When there is an answer at the latest, and when the last attempt to send it may begin. */
const RESPONSE_BY = 0.95;
const RESPOND_UNTIL = 0.98;

/** One event in, one answer out, whatever happens in between. */
export async function handle(event: CloudFormationEvent, remainingMs: number, dependencies: HandlerDependencies): Promise<void> {
  const began = dependencies.clock.now();
  const at = (share: number) => began + remainingMs * share;
  const known = event ?? {};
  const log: Log = line => dependencies.log({ requestId: nonEmptyText(known.RequestId), logicalId: nonEmptyText(known.LogicalResourceId), ...line });
  const answer = await dependencies.clock.within(
    remainingMs * RESPONSE_BY,
    responseTo(known, { ...dependencies, log }, at(WORK_UNTIL), at(RESTORE_UNTIL)),
    () => failed(known, true, `there was no answer within the ${Math.round(remainingMs / 1000)} s of the provider's function: deploy again, which goes on from here`),
  );
  log({ step: 'answer', requestType: nonEmptyText(known.RequestType), physicalResourceId: answer.physicalResourceId, ms: dependencies.clock.now() - began });
  await respond(known, answer, dependencies.send, dependencies.clock, at(RESPOND_UNTIL), log);
}

async function responseTo(event: CloudFormationEvent, dependencies: HandlerDependencies, workUntil: number, restoreUntil: number): Promise<ResourceResponse> {
  try {
    const answer = await dispatch(event, dependencies, workUntil, restoreUntil);
    checkSize(event, answer);
    return answer;
  } catch (error) {
    const isUnclear = error instanceof UnsettledRefusal || error instanceof ServiceRefusal && mayHaveHadEffect(error.cause);
    return failed(event, isUnclear, (error as Error).message);
  }
}

async function dispatch(event: CloudFormationEvent, { serviceFor, clock, log }: HandlerDependencies, workUntil: number, restoreUntil: number): Promise<ResourceResponse> {
  const lookUp = lookupFor(event);
  // Nothing was made: there is nothing to end, and nothing that could keep a stack from being deleted.
  if (lookUp && event.RequestType === 'Delete') return { physicalResourceId: nonEmptyText(event.PhysicalResourceId) ?? notCreated(event) };
  const [stackId, logicalId, requestId] = [needed(event, 'StackId'), needed(event, 'LogicalResourceId'), needed(event, 'RequestId')];
  const arnOf = arnsBeside(stackId);
  const redactor = new Redactor(event);
  const access = (until: number) => ({
    service: serviceFor(arnOf, new RetryPolicy(clock, log, until, redactor)),
    settling: new Settling(clock, until),
  });
  const [work, restoring] = [access(workUntil), access(restoreUntil)];
  const lifecycle = new JobTemplateReconciler({ owner: ownerOf(stackId, logicalId), requestFingerprint: requestFingerprint(requestId), work, restoring, log });
  const physicalResourceId = nonEmptyText(event.PhysicalResourceId);

  switch (event.RequestType) {
    case 'Create':
    case 'Update': {
      if (lookUp) return lookUp(event, work.service);
      const desired = desiredStateOf(event);
      const { jobTemplateId } = desired.request;
      const isCreated = await reconcile(lifecycle, desired, event, log);
      logLosses(jobTemplateId, lossesOfRunningJobs(desired.previous, desired.request), log);
      const data = await attributes(attributesOf(event), lifecycle, { desired, isCreated, arn: arnOf(jobTemplateId) });
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
        await lifecycle.deleteIfCreatedBy(declared, madeBy, isUnclear !== undefined);
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
async function reconcile(lifecycle: JobTemplateReconciler, desired: DesiredState, event: CloudFormationEvent, log: Log): Promise<boolean> {
  const physicalResourceId = nonEmptyText(event.PhysicalResourceId);
  const { jobTemplateId } = desired.request;
  if (physicalResourceId === jobTemplateId) {
    const abandoned = jobTemplateIdOf(event.OldResourceProperties);
    const isRemoved = await removeAbandoned(lifecycle, abandoned, jobTemplateId, log);
    const isCreated = await lifecycle.update(desired);
    // The cause may have passed in the meantime.
    if (!isRemoved) await removeAbandoned(lifecycle, abandoned, jobTemplateId, log);
    return isCreated;
  }
  // To CloudFormation, another id is a replacement.
  return isJobTemplateId(physicalResourceId) ? lifecycle.replace(desired, physicalResourceId) : lifecycle.create(desired);
}

/**
 * A replacement that failed is rolled back by an Update to the old id; of the new template CloudFormation never knew.
 *
 * @returns false if the new template may have been left behind
 */
async function removeAbandoned(lifecycle: JobTemplateReconciler, abandoned: string | undefined, current: string, log: Log): Promise<boolean> {
  if (!isJobTemplateId(abandoned) || abandoned === current) return true;
  try {
    await lifecycle.rollBackReplacement(abandoned, current);
    return true;
  } catch (error) {
    log({ step: 'abandoned', jobTemplateId: abandoned, outcome: (error as Error).name });
    return false;
  }
}

interface Reconciled {
  readonly desired: DesiredState;
  readonly isCreated: boolean;
  readonly arn: string;
}

/** The attributes that the stack uses; also the proof that a template that was created can be read. */
async function attributes(names: string[], lifecycle: JobTemplateReconciler, { desired, isCreated, arn }: Reconciled): Promise<{ [attribute: string]: string }> {
  if (names.every(name => name === 'Arn') && !isCreated) return { Arn: arn };
  const described = await lifecycle.describe(desired, isCreated);
  return attributesIn(described, JOB_TEMPLATE_ATTRIBUTES, names, `job template ${desired.request.jobTemplateId}`);
}

/**
 * The physical id of a Create that failed: not an id of a template, so that its own Delete removes nothing that was there before,
 * but what the request itself has left.
 */
const notCreated = (event: CloudFormationEvent, isUnclear = false): string => {
  const name = jobTemplateIdOf(event.ResourceProperties) ?? nonEmptyText(event.LogicalResourceId) ?? 'job template';
  return `${name} (${isUnclear ? 'perhaps ' : ''}not created by ${requestFingerprint(nonEmptyText(event.RequestId) ?? '')})`;
};
const NOT_CREATED = / \((perhaps )?not created by ([0-9a-f]+)\)$/;

/** @param isUnclear whether the last call may have had its effect all the same */
const failed = (event: CloudFormationEvent, isUnclear: boolean, failure: string): ResourceResponse => ({
  failure,
  physicalResourceId: nonEmptyText(event.PhysicalResourceId) ?? notCreated(event, isUnclear),
});

function needed(event: CloudFormationEvent, name: 'StackId' | 'LogicalResourceId' | 'RequestId'): string {
  const value = nonEmptyText(event[name]);
  if (value === undefined) throw new Error(`the event has no ${name}`);
  return value;
}

/** Job templates live where their stack does. */
function arnsBeside(stackId: string): (id: string) => string {
  const [arn, partition, service, region, account] = stackId.split(':');
  if (arn !== 'arn' || service !== 'cloudformation' || !partition || !region || !account) throw new Error('StackId is not the ARN of a stack');
  return id => `arn:${partition}:iot:${region}:${account}:jobtemplate/${id}`;
}
