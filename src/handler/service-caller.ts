import type { Clock } from './clock';
import type { Log } from './log';
import type { Redactor } from './redactor';
import { decideRetry, type FailedAttempt } from './retry-policy';
import { errorName, isUnreadable, statusOf } from './service-error';
import { ServiceRefusal } from './service-refusal';

export interface ServiceCallerOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** When the last attempt may begin. */
  readonly deadline: number;
  /** Keeps secrets out of errors and the log. The caller adds the secrets of each result. */
  readonly redactor: Redactor;
}

export interface ServiceCall<T> {
  readonly operation: string;
  /** The id of the template, for errors and the log. */
  readonly id: string;
  readonly send: () => Promise<T>;
  /** Whether the caller wants to know an error as it is. */
  readonly isExpected?: (error: unknown) => boolean;
  /** Whether every transient error is retried until the deadline. */
  readonly retryUntilDeadline?: boolean;
}

/** Calls AWS IoT: logs each attempt, retries by the retry policy, and redacts errors. */
export class ServiceCaller {
  constructor(private readonly options: ServiceCallerOptions) {}

  /** @throws the error if it is expected, otherwise a ServiceRefusal */
  async call<T>({ operation, id, send, isExpected, retryUntilDeadline }: ServiceCall<T>): Promise<T> {
    const { clock, log, deadline, redactor } = this.options;
    const failed: FailedAttempt[] = [];
    for (;;) {
      const startedAt = clock.now();
      if (startedAt >= deadline) throw new ServiceRefusal({ operation, id, cause: new Error('there was no time left') }, redactor);
      const logOutcome = (outcome: string) =>
        log({ step: operation, jobTemplateId: id, attempt: failed.length + 1, outcome, ms: clock.now() - startedAt });
      try {
        const result = await send();
        logOutcome('done');
        redactor.addSecretsFrom(result);
        return result;
      } catch (error) {
        logOutcome(isUnreadable(error) ? `unreadable response with HTTP status ${statusOf(error)}` : redactor.redact(errorName(error)));
        if (isExpected?.(error)) throw error;
        failed.push({ error, startedAt, failedAt: clock.now() });
        const decision = decideRetry(failed, clock.random(), { deadline, retryUntilDeadline });
        if ('retries' in decision) throw new ServiceRefusal({ operation, id, cause: error, retries: decision.retries }, redactor);
        await clock.sleep(decision.pauseMs);
      }
    }
  }
}
