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

/** An error of the service, a broken connection, a call without a response, or a late response. */
export type FaultKind = keyof typeof ERRORS | 'reset' | 'hang' | 'latency';

export interface Fault {
  /**
   * - before: the effect does not happen, or latency delays it.
   * - after: the effect happens, and its response is lost.
   * - late: the effect still has to happen.
   *
   * Evidence: lost-response, late-effect.
   */
  readonly when: 'before' | 'after' | 'late';
  readonly kind: FaultKind;
  /** The duration of the latency, or the delay of a late effect. */
  readonly ms?: number;
  /** Replaces the usual message of the error. */
  readonly message?: string;
}

export interface Arrival extends Target {
  /** The number of this call of its operation, from 1. */
  readonly nth: number;
}

/** Decides about the fault of a call. */
export type Interceptor = (arrival: Arrival) => Fault | undefined;

/** The result for the caller: a response, a broken connection, or nothing. */
export type Outcome = FakeAnswer | 'reset' | 'hang';

export interface Conditions {
  readonly intercept?: Interceptor;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Passes a request to the service and returns the response, with the fault of the interceptor. */
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
  /** The id of the template, even if the call names an ARN. */
  readonly id?: string;
  /** Only the n-th of the matching calls, from 1. */
  readonly nth?: number;
  /** Only this number of matching calls, from the first. */
  readonly first?: number;
}

/** Faults by rules. The first rule that matches a call decides. */
export class FaultPlan {
  private readonly rules: { rule: FaultRule; fault: Fault; matched: number; struck: number }[] = [];

  on(rule: FaultRule, fault: Fault): this {
    this.rules.push({ rule, fault, matched: 0, struck: 0 });
    return this;
  }

  /** For a server or an in-process handler. */
  readonly intercept: Interceptor = (arrival) => {
    const matching = this.rules.filter(({ rule }) => matches(rule, arrival));
    for (const entry of matching) entry.matched++;
    const applied = matching.find(({ rule, matched }) => matched <= (rule.first ?? Infinity) && matched === (rule.nth ?? matched));
    if (!applied) return undefined;
    applied.struck++;
    return applied.fault;
  };

  /** The rules that never applied. A test whose faults did not happen proves nothing. */
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
