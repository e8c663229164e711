import { type Clock, pauseAfter } from './clock';
import { Redactor } from './redactor';
import type { Log } from './log';

/** What AWS IoT has refused for good, or for as long as there was time. */
export class ServiceRefusal extends Error {
  constructor(operation: string, id: string, readonly cause: unknown, waited: string, redactor: Redactor) {
    super(`AWS IoT did not accept ${operation} for job template ${id}${waited}: ${reasonOf(cause, redactor)}${remedyFor(operation, cause)}`);
    this.name = 'ServiceRefusal';
  }
}

type TransientError = 'throttled' | 'unavailable' | 'not yet allowed' | 'not yet there';

/** How long each trouble is waited for, unless nothing else can be tried; throttling as long as there is time at all. */
const RETRY_FOR_MS: { readonly [trouble in TransientError]: number } = {
  'throttled': Infinity,
  'unavailable': 60_000,
  'not yet allowed': 60_000,
  'not yet there': 60_000,
};

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * All of the retrying. What passes by itself is tried again after pauses that are random, so that many deliveries at once
 * do not keep meeting, and grow to a bound, so that what the service can take is used to the end.
 */
export class RetryPolicy {
  /**
   * @param deadline when the last call may begin
   * @param confidential what no error may quote; what the service answers is added to it
   */
  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly deadline: number,
    private readonly redactor = new Redactor(),
  ) {}

  /**
   * @param isExpected whether an error is what the caller wants to know, and not trouble
   * @param retryUntilDeadline whether trouble of any kind is waited for as long as there is time
   */
  async call<T>(operation: string, id: string, send: () => Promise<T>, isExpected: (error: unknown) => boolean, retryUntilDeadline: boolean): Promise<T> {
    const began = this.clock.now();
    let present: { readonly trouble?: TransientError; readonly since: number } = { since: began };
    for (let attempt = 1; ; attempt++) {
      const at = this.clock.now();
      if (at >= this.deadline) throw new ServiceRefusal(operation, id, new Error('there was no time left'), '', this.redactor);
      const line = { step: operation, jobTemplateId: id, attempt };
      try {
        const answer = await send();
        this.log({ ...line, outcome: 'done', ms: this.clock.now() - at });
        this.redactor.addSecretsFrom(answer);
        return answer;
      } catch (error) {
        this.log({ ...line, outcome: outcomeOf(error, this.redactor), ms: this.clock.now() - at });
        if (isExpected(error)) throw error;
        const trouble = transientErrorOf(error);
        // What was between two troubles of a kind shows that the first had passed.
        if (trouble !== present.trouble) present = { trouble, since: at };
        const now = this.clock.now();
        const pause = this.pauseAfter(attempt);
        const retryPolicy = trouble && (retryUntilDeadline ? Infinity : RETRY_FOR_MS[trouble]);
        const patient = retryPolicy !== undefined && now + pause < Math.min(this.deadline, present.since + retryPolicy);
        const waited = trouble ? ` (${trouble}, tried ${attempt} times in ${Math.round((now - began) / 1000)} s)` : '';
        if (!patient) throw new ServiceRefusal(operation, id, error, waited, this.redactor);
        await this.clock.sleep(pause);
      }
    }
  }

  private pauseAfter(attempt: number): number {
    return pauseAfter(attempt, this.clock, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  }
}

/** What the service calls an error. */
export const errorName = (error: unknown): string => (error as Error | undefined)?.name ?? 'Error';

const errorMessage = (error: unknown): string => (error as Error | undefined)?.message ?? String(error);

const statusOf = (error: unknown): number | undefined => (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** Whether IAM has refused a call. */
export const isDenial = (error: unknown): boolean => [401, 403].includes(statusOf(error)!);

/** Whether a response arrived that holds neither a result nor an error of AWS IoT: it was cut off, or something else wrote it. */
function isUnreadable(error: unknown): boolean {
  const { $response, $fault } = error as { readonly $response?: unknown; readonly $fault?: unknown };
  return ($response !== undefined && $fault === undefined) || errorName(error) === UNNAMED;
}

/** The SDK's name for an error without a name. */
const UNNAMED = 'Unknown';

/** The names that the SDK counts as throttling, without LimitExceededException: a full quota does not pass by itself. */
// Evidence: error-transient, sdk-retries-quota.
const THROTTLED = new RegExp('Throttl|TooManyRequests|(Bandwidth|Request)LimitExceeded|ThroughputExceeded|SlowDown'
  + '|PriorRequestNotComplete|TransactionInProgress');
const TIMED_OUT = /^(TimeoutError|RequestTimeout|RequestTimeoutException)$/;

/** What kind of trouble an error is; nothing where trying again cannot help. */
function transientErrorOf(error: unknown): TransientError | undefined {
  const [name, status] = [errorName(error), statusOf(error)];
  if (name === 'LimitExceededException') return undefined;
  if (THROTTLED.test(name) || status === 429) return 'throttled';
  if (isUnreadable(error)) return 'unavailable';
  if (name === 'ResourceNotFoundException') return 'not yet there';
  if (isDenial(error)) return 'not yet allowed';
  // IAM takes seconds to show a role or a policy to other services, which then speak of an invalid request.
  // Evidence: iam-propagation, presign-role-not-yet-assumable.
  if (name === 'InvalidRequestException' && /assum|not authorized|(access|permission) denied/i.test(errorMessage(error))) return 'not yet allowed';
  if (TIMED_OUT.test(name) || status === undefined || status < 400 || status === 408 || status >= 500) return 'unavailable';
  return undefined;
}

/** Whether a call may have had its effect although it failed. */
export const mayHaveHadEffect = (error: unknown): boolean => transientErrorOf(error) === 'unavailable';

/** Whether AWS IoT has refused a request for what it says. */
export const isInvalidRequest = (error: unknown): boolean => error instanceof ServiceRefusal && errorName(error.cause) === 'InvalidRequestException';

/** The reason for an error in the words of AWS IoT, or of the library if AWS IoT did not give a reason. */
function reasonOf(error: unknown, redactor: Redactor): string {
  if (isUnreadable(error)) return `the response with HTTP status ${statusOf(error)} could not be read`;
  return redactor.redact(`${errorName(error)}: ${errorMessage(error).replace(/\.$/, '')}`);
}

/** The outcome of an attempt, for the log. */
const outcomeOf = (error: unknown, redactor: Redactor): string =>
  isUnreadable(error) ? `unreadable response with HTTP status ${statusOf(error)}` : redactor.redact(errorName(error));

function remedyFor(operation: string, error: unknown): string {
  switch (errorName(error)) {
    case 'LimitExceededException':
      return operation === 'CreateJobTemplate' ? limitRemedy(errorMessage(error)) : '';
    case 'AccessDeniedException':
      return '. The role of the provider lacks this permission: if the role is your own, compare it with docs/permissions.md of cdk-iot-job-template';
    default:
      return '';
  }
}

/** Evidence: document-source-too-large, quota-templates. The error of a document that is too large has the same name as that of a used-up quota. */
const limitRemedy = (message: string): string => /document/i.test(message)
  ? '. The object of the document is too large: move what is large into an object of its own'
  : '. The quota of job templates in this account and Region is used up: delete some, or have it raised in Service Quotas';
