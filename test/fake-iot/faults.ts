import type { IotBackend } from './backend';
import { ErrorName, ServiceError } from './errors';
import type { OperationName } from './model';
import { errorAnswer, FakeAnswer, FakeRequest } from './protocol';
import type { Target } from './service';

// Evidence: error-transient, error-denied.
const ERRORS = {
  throttling: ['ThrottlingException', 'Rate exceeded'],
  internal: ['InternalFailureException', 'An unexpected error has occurred.'],
  unavailable: ['ServiceUnavailableException', 'The service is temporarily unavailable.'],
  accessDenied: ['AccessDeniedException', 'User is not authorized to perform this action.'],
  unauthorized: ['UnauthorizedException', 'You are not authorized to perform this operation.'],
  roleNotAssumable: ['InvalidRequestException', 'Permission denied when attempting to assume role.'],
  conflict: ['ConflictException', 'The job template is in use.'],
  notFound: ['ResourceNotFoundException', 'There is no such job template.'],
  invalidRequest: ['InvalidRequestException', 'The request is not valid.'],
  quota: ['LimitExceededException', 'The limit of job templates has been reached.'],
} as const satisfies Record<string, readonly [ErrorName, string]>;

/** An error of the service; a connection that breaks; a call that is never answered; or an answer that comes late. */
export type FaultKind = keyof typeof ERRORS | 'reset' | 'hang' | 'latency';

export interface Fault {
  /**
   * Before the effect, which then does not happen (latency only delays it); after it, which leaves it done and its answer lost; or
   * while the effect is still to come. Evidence: lost-response, late-effect.
   */
  readonly when: 'before' | 'after' | 'late';
  readonly kind: FaultKind;
  /** How long latency is, or how long the effect takes that is late. */
  readonly ms?: number;
  /** Instead of the error's usual message. */
  readonly message?: string;
}

export interface Arrival extends Target {
  /** Counts the calls of this operation, from 1. */
  readonly nth: number;
}

/** Decides what happens to a call. */
export type Interceptor = (arrival: Arrival) => Fault | undefined;

/** What the caller gets: an answer, a broken connection, or nothing ever. */
export type Outcome = FakeAnswer | 'reset' | 'hang';

export interface Conditions {
  readonly intercept?: Interceptor;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Takes a request to the service and the answer back, through what the interceptor puts in the way. */
export async function deliver(service: IotBackend, request: FakeRequest, { intercept, sleep }: Conditions): Promise<Outcome> {
  const fault = intercept?.(arrivalOf(service, request));
  if (!fault) return service.handle(request);

  const marked = <Result>(result: Result): Result => {
    service.calls.at(-1)!.fault = fault;
    return result;
  };
  if (fault.kind !== 'latency') {
    marked(fault.when === 'after' ? service.handle(request) : service.log(request));
    if (fault.when === 'late') void sleep(fault.ms ?? 0).then(() => marked(service.handle(request)));
    return disturbance(fault.kind, fault.message);
  }
  if (fault.when === 'before') await sleep(fault.ms ?? 0);
  const answer = marked(service.handle(request));
  if (fault.when === 'after') await sleep(fault.ms ?? 0);
  return answer;
}

export interface FaultRule {
  readonly operation?: OperationName;
  /** The id of the template, also where the call names an ARN. */
  readonly id?: string;
  /** Only the n-th of the calls that match, from 1. */
  readonly nth?: number;
  /** Only the first so many of the calls that match. */
  readonly first?: number;
}

/** Faults by rule: the first rule that applies to a call decides. */
export class FaultPlan {
  private readonly rules: { rule: FaultRule; fault: Fault; matched: number; struck: number }[] = [];

  on(rule: FaultRule, fault: Fault): this {
    this.rules.push({ rule, fault, matched: 0, struck: 0 });
    return this;
  }

  /** To be given to a server or an in-process handler. */
  readonly intercept: Interceptor = (arrival) => {
    const matching = this.rules.filter(({ rule }) => matches(rule, arrival));
    for (const entry of matching) entry.matched++;
    const applied = matching.find(({ rule, matched }) => matched <= (rule.first ?? Infinity) && matched === (rule.nth ?? matched));
    if (!applied) return undefined;
    applied.struck++;
    return applied.fault;
  };

  /** The rules that never applied: a test whose faults did not happen shows nothing. */
  get idle(): FaultRule[] {
    return this.rules.filter(({ struck }) => struck === 0).map(({ rule }) => rule);
  }
}

function matches(rule: FaultRule, { operation, id }: Arrival): boolean {
  return (rule.operation === undefined || rule.operation === operation) && (rule.id === undefined || rule.id === id);
}

function arrivalOf(service: IotBackend, request: FakeRequest): Arrival {
  const target = service.identify(request);
  const nth = service.calls.filter(({ operation }) => operation === target.operation).length + 1;
  return { ...target, nth };
}

function disturbance(kind: Exclude<FaultKind, 'latency'>, message?: string): Outcome {
  if (kind === 'reset' || kind === 'hang') return kind;
  const [name, usual] = ERRORS[kind];
  return errorAnswer(new ServiceError(name, message ?? usual));
}
