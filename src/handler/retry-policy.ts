import { pauseAfter } from './clock';
import { type TransientError, transientErrorOf } from './service-error';

/** How long a call is retried on one kind of transient error. Throttling is retried until the deadline. */
const RETRY_FOR_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** An attempt that failed. Times are in milliseconds since the epoch. */
export interface FailedAttempt {
  readonly error: unknown;
  readonly startedAt: number;
  readonly failedAt: number;
}

export interface RetryLimits {
  /** When the last attempt may begin. */
  readonly deadline: number;
  /** Whether every transient error is retried until the deadline. */
  readonly retryUntilDeadline?: boolean;
}

/** Either to retry after a pause, or to give up after the retries that the text describes. */
export type RetryDecision = { readonly pauseMs: number } | { readonly retries: string };

/**
 * Decides whether a call is tried again. The pauses are random, so that many deliveries at once do not keep colliding. They grow up to
 * a bound, so that the capacity of AWS IoT is used.
 *
 * @param attempts all failed attempts of the call, the latest last
 * @param random from 0 to 1
 */
export function decideRetry(attempts: readonly FailedAttempt[], random: number, { deadline, retryUntilDeadline }: RetryLimits): RetryDecision {
  const { error, failedAt } = attempts.at(-1)!;
  const kind = transientErrorOf(error);
  if (kind === undefined) return { retries: '' };
  const pauseMs = pauseAfter(attempts.length, random, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  const isUnlimited = retryUntilDeadline || kind === 'throttled';
  const retryUntil = isUnlimited ? deadline : Math.min(deadline, startOfSeries(attempts, kind) + RETRY_FOR_MS);
  return failedAt + pauseMs < retryUntil
    ? { pauseMs }
    : { retries: ` (${kind}, tried ${attempts.length} times in ${Math.round((failedAt - attempts[0].startedAt) / 1000)} s)` };
}

/** When the latest series of attempts with the same kind of error began. Another result in between shows that the error had passed. */
function startOfSeries(attempts: readonly FailedAttempt[], kind: TransientError): number {
  let first = attempts.length - 1;
  while (first > 0 && transientErrorOf(attempts[first - 1].error) === kind) first--;
  return attempts[first].startedAt;
}
