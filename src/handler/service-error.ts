/** A kind of error that is likely to pass by itself. */
export type TransientError = 'throttled' | 'unavailable' | 'not yet allowed' | 'not yet there';

/** The names that the SDK counts as throttling, without LimitExceededException: a used-up quota does not pass by itself. */
// Evidence: error-transient, sdk-retries-quota.
const THROTTLED = new RegExp('Throttl|TooManyRequests|(Bandwidth|Request)LimitExceeded|ThroughputExceeded|SlowDown'
  + '|PriorRequestNotComplete|TransactionInProgress');
const TIMED_OUT = /^(TimeoutError|RequestTimeout|RequestTimeoutException)$/;
/** The SDK's name for an error without a name. */
const UNNAMED = 'Unknown';

/** The name that AWS IoT or the SDK gives an error. */
// Stryker disable next-line OptionalChaining: no call rejects with undefined
export const errorName = (error: unknown): string => (error as Error | undefined)?.name ?? 'Error';

// Stryker disable next-line OptionalChaining: no call rejects with undefined
export const errorMessage = (error: unknown): string => (error as Error | undefined)?.message ?? String(error);

export const statusOf = (error: unknown): number | undefined => (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** Whether IAM has refused a call. */
export const isDenial = (error: unknown): boolean => [401, 403].includes(statusOf(error)!);

/** Whether the response holds neither a result nor an error of AWS IoT. It was cut off, or another server wrote it. */
export function isUnreadable(error: unknown): boolean {
  const { $response, $fault } = error as { readonly $response?: unknown; readonly $fault?: unknown };
  return ($response !== undefined && $fault === undefined) || errorName(error) === UNNAMED;
}

/** Whether a call may have had its effect although it failed. */
export const mayHaveHadEffect = (error: unknown): boolean => transientErrorOf(error) === 'unavailable';

/** @returns undefined if another attempt cannot help */
export function transientErrorOf(error: unknown): TransientError | undefined {
  const [name, status] = [errorName(error), statusOf(error)];
  if (name === 'LimitExceededException') return undefined;
  if (THROTTLED.test(name) || status === 429) return 'throttled';
  if (isUnreadable(error)) return 'unavailable';
  if (name === 'ResourceNotFoundException') return 'not yet there';
  if (isDenial(error)) return 'not yet allowed';
  // IAM takes seconds to show a role or a policy to other services. They report an invalid request until then.
  // Evidence: iam-propagation, presign-role-not-yet-assumable.
  if (name === 'InvalidRequestException' && /assum|not authorized|(access|permission) denied/i.test(errorMessage(error))) return 'not yet allowed';
  if (TIMED_OUT.test(name) || status === undefined || status < 400 || status === 408 || status >= 500) return 'unavailable';
  return undefined;
}
