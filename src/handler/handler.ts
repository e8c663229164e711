import { attributesIn } from './attributes';
import type { Clock } from './clock';
import { checkSize, type ResourceResponse, respond, type Send } from './cloudformation-response';
import { attributesOf, type CloudFormationEvent } from './event';
import type { JobTemplateService } from './job-template-service';
import type { Log } from './log';
import { lookupFor } from './lookup';
import { JobTemplateReconciler } from './reconciler';
import { Redactor } from './redactor';
import { UnsettledRefusal } from './refusal';
import { lossesOfRunningJobs } from './running-jobs';
import { ServiceCaller } from './service-caller';
import { mayHaveHadEffect } from './service-error';
import { ServiceRefusal } from './service-refusal';
import { Settling } from './settling';
import { ownerOf } from '../shared/bookkeeping-tags';
import { isJobTemplateId } from '../shared/check';
import { JOB_TEMPLATE_ATTRIBUTES } from '../shared/contract';
import { type DesiredState, desiredStateOf, earlierRequest, jobTemplateIdOf, nonEmptyText } from '../shared/desired-state';
import { requestFingerprint } from '../shared/fingerprint';

/** Everything outside of the handler that it needs. */
export interface HandlerDependencies {
  readonly serviceFor: (arnOf: (id: string) => string, caller: ServiceCaller) => JobTemplateService;
  readonly send: Send;
  readonly clock: Clock;
  readonly log: Log;
}

/** Shares of the function's time: when the last call for the desired state may begin, and the last call that restores a template. */
const WORK_UNTIL = 0.8;
const RESTORE_UNTIL = 0.9;
/** When the handler gives up waiting for a response, and when the last attempt to send the response may begin. */
const RESPONSE_BY = 0.95;
const RESPOND_UNTIL = 0.98;

interface Deadlines {
  readonly workUntil: number;
  readonly restoreUntil: number;
}

/** Handles one event with exactly one response, whatever happens in between. */
export async function handle(event: CloudFormationEvent, remainingMs: number, dependencies: HandlerDependencies): Promise<void> {
  const { clock, send } = dependencies;
  const began = clock.now();
  const at = (share: number) => began + remainingMs * share;
  const known = event ?? {};
  const log: Log = line => dependencies.log({ requestId: nonEmptyText(known.RequestId), logicalId: nonEmptyText(known.LogicalResourceId), ...line });
  const response = await clock.within(
    remainingMs * RESPONSE_BY,
    responseTo(known, { ...dependencies, log }, { workUntil: at(WORK_UNTIL), restoreUntil: at(RESTORE_UNTIL) }),
    () => failureResponse(known, {
      failure: `the provider function timed out after ${Math.round(remainingMs / 1000)} s: deploy again to continue`,
      isUnclear: true,
    }),
  );
  log({ step: 'handle', requestType: nonEmptyText(known.RequestType), physicalResourceId: response.physicalResourceId, ms: clock.now() - began });
  await respond({ event: known, response, deadline: at(RESPOND_UNTIL), send, clock, log });
}

async function responseTo(event: CloudFormationEvent, dependencies: HandlerDependencies, deadlines: Deadlines): Promise<ResourceResponse> {
  try {
    const response = await dispatch(event, dependencies, deadlines);
    checkSize(event, response);
    return response;
  } catch (error) {
    const isUnclear = error instanceof UnsettledRefusal || error instanceof ServiceRefusal && mayHaveHadEffect(error.cause);
    return failureResponse(event, { failure: (error as Error).message, isUnclear });
  }
}

async function dispatch(
  event: CloudFormationEvent, { serviceFor, clock, log }: HandlerDependencies, { workUntil, restoreUntil }: Deadlines,
): Promise<ResourceResponse> {
  const lookUp = lookupFor(event);
  // A lookup has created nothing. Its Delete always succeeds, so that it cannot block the deletion of a stack.
  if (lookUp && event.RequestType === 'Delete') return { physicalResourceId: nonEmptyText(event.PhysicalResourceId) ?? idOfFailedCreate(event) };
  const [stackId, logicalId, requestId] = [requiredText(event, 'StackId'), requiredText(event, 'LogicalResourceId'), requiredText(event, 'RequestId')];
  const arnOf = arnsBeside(stackId);
  const redactor = new Redactor(event);
  const access = (deadline: number) => ({
    service: serviceFor(arnOf, new ServiceCaller({ clock, log, deadline, redactor })),
    settling: new Settling(clock, deadline),
  });
  const work = access(workUntil);
  if (lookUp && (event.RequestType === 'Create' || event.RequestType === 'Update')) return lookUp(event, work.service);
  const reconciler = new JobTemplateReconciler({
    owner: ownerOf(stackId, logicalId), requestFingerprint: requestFingerprint(requestId), work, restore: access(restoreUntil), log,
  });

  switch (event.RequestType) {
    case 'Create':
    case 'Update': {
      const desired = desiredStateOf(event.ResourceProperties, event.OldResourceProperties);
      const { jobTemplateId } = desired.request;
      const isCreated = await reconcile(reconciler, desired, event, log);
      logLosses(jobTemplateId, lossesOfRunningJobs(desired.previous, desired.request), log);
      const data = await attributes(attributesOf(event), reconciler, { desired, isCreated, arn: arnOf(jobTemplateId) });
      return { physicalResourceId: jobTemplateId, data };
    }
    case 'Delete':
      await deleteTemplates(reconciler, event, log);
      return { physicalResourceId: nonEmptyText(event.PhysicalResourceId) ?? logicalId };
    default:
      throw new Error(`RequestType is ${JSON.stringify(event.RequestType)?.slice(0, 40)}, must be Create, Update or Delete`);
  }
}

async function deleteTemplates(reconciler: JobTemplateReconciler, event: CloudFormationEvent, log: Log): Promise<void> {
  const physicalResourceId = nonEmptyText(event.PhysicalResourceId);
  const declaredId = jobTemplateIdOf(event.ResourceProperties);
  if (isJobTemplateId(physicalResourceId)) {
    await reconciler.delete(physicalResourceId);
    logLosses(physicalResourceId, lossesOfRunningJobs(earlierRequest(event.ResourceProperties)), log);
  }
  // A Create that failed has responded with a physical id that is not the id of a template. Without a response, CloudFormation generates an id.
  if (isJobTemplateId(declaredId) && declaredId !== physicalResourceId) {
    // Stryker disable next-line StringLiteral,ArrayDeclaration: neither is an id of a Create that failed
    const [, perhaps, fingerprint] = FAILED_CREATE.exec(physicalResourceId ?? '') ?? [];
    await reconciler.deleteIfCreatedBy(declaredId, { fingerprint, mayBeUnseen: perhaps !== undefined });
  }
}

const logLosses = (jobTemplateId: string, warnings: readonly string[], log: Log): void =>
  warnings.forEach(warning => log({ step: 'warn', jobTemplateId, warning }));

/** @returns whether the template was created or recreated */
async function reconcile(reconciler: JobTemplateReconciler, desired: DesiredState, event: CloudFormationEvent, log: Log): Promise<boolean> {
  const physicalResourceId = nonEmptyText(event.PhysicalResourceId);
  const { jobTemplateId } = desired.request;
  if (physicalResourceId === jobTemplateId) {
    const replacementId = jobTemplateIdOf(event.OldResourceProperties);
    const isRemoved = await rollBackReplacement(reconciler, replacementId, jobTemplateId, log);
    const isCreated = await reconciler.update(desired);
    // The cause may have passed in the meantime.
    if (!isRemoved) await rollBackReplacement(reconciler, replacementId, jobTemplateId, log);
    return isCreated;
  }
  // CloudFormation takes another id for a replacement.
  return isJobTemplateId(physicalResourceId) ? reconciler.replace(desired, physicalResourceId) : reconciler.create(desired);
}

/**
 * Removes the template of a failed replacement. CloudFormation rolls the replacement back by an Update to the old id, and does not know the
 * new template.
 *
 * @returns false if the new template may have been left behind
 */
async function rollBackReplacement(
  reconciler: JobTemplateReconciler, replacementId: string | undefined, currentId: string, log: Log,
): Promise<boolean> {
  // Stryker disable next-line BooleanLiteral: the second attempt has nothing to remove either
  if (!isJobTemplateId(replacementId) || replacementId === currentId) return true;
  try {
    await reconciler.rollBackReplacement(replacementId, currentId);
    return true;
  } catch (error) {
    log({ step: 'rollBackReplacement', jobTemplateId: replacementId, outcome: (error as Error).name });
    return false;
  }
}

interface Reconciled {
  readonly desired: DesiredState;
  readonly isCreated: boolean;
  readonly arn: string;
}

/** The attributes that the stack uses. After a creation, they also prove that the template can be read. */
async function attributes(
  names: readonly string[], reconciler: JobTemplateReconciler, { desired, isCreated, arn }: Reconciled,
): Promise<{ [attribute: string]: string }> {
  if (names.every(name => name === 'Arn') && !isCreated) return { Arn: arn };
  const described = await reconciler.describe(desired, { isCreated });
  return attributesIn(described, JOB_TEMPLATE_ATTRIBUTES, names, `job template ${desired.request.jobTemplateId}`);
}

/**
 * The physical id of a Create that failed. It is not the id of a template, so that the Delete that follows keeps a template that existed before.
 * The fingerprint shows what the request itself has left behind.
 */
const idOfFailedCreate = (event: CloudFormationEvent, failure?: Pick<Failure, 'isUnclear'>): string => {
  const name = jobTemplateIdOf(event.ResourceProperties) ?? nonEmptyText(event.LogicalResourceId) ?? 'job template';
  // Stryker disable next-line StringLiteral: without a RequestId, nothing was created
  return `${name} (${failure?.isUnclear ? 'perhaps ' : ''}not created by ${requestFingerprint(nonEmptyText(event.RequestId) ?? '')})`;
};
const FAILED_CREATE = / \((perhaps )?not created by ([0-9a-f]+)\)$/;

interface Failure {
  readonly failure: string;
  /** Whether the last call may have had its effect although it failed. */
  readonly isUnclear: boolean;
}

const failureResponse = (event: CloudFormationEvent, { failure, isUnclear }: Failure): ResourceResponse => ({
  failure,
  physicalResourceId: nonEmptyText(event.PhysicalResourceId) ?? idOfFailedCreate(event, { isUnclear }),
});

function requiredText(event: CloudFormationEvent, name: 'StackId' | 'LogicalResourceId' | 'RequestId'): string {
  const value = nonEmptyText(event[name]);
  if (value === undefined) throw new Error(`the event has no ${name}`);
  return value;
}

/** The ARNs of job templates in the account and Region of a stack. */
function arnsBeside(stackId: string): (id: string) => string {
  const [arn, partition, service, region, account] = stackId.split(':');
  if (arn !== 'arn' || service !== 'cloudformation' || !partition || !region || !account) throw new Error('StackId is not the ARN of a stack');
  return id => `arn:${partition}:iot:${region}:${account}:jobtemplate/${id}`;
}
