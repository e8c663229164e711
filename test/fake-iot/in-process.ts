import { setTimeout as realSleep } from 'node:timers/promises';
import type { IoTClientConfig } from '@aws-sdk/client-iot';
import type { IotBackend } from './backend';
import { deliver, Interceptor, Outcome } from './faults';
import { FakeRequest } from './protocol';

type Handler = Extract<NonNullable<IoTClientConfig['requestHandler']>, { handle: unknown }>;
export type HttpRequest = Parameters<Handler['handle']>[0];
type HandlerOptions = NonNullable<Parameters<Handler['handle']>[1]>;
type HttpResponse = Awaited<ReturnType<Handler['handle']>>['response'];

/** An outcome that ends the call. */
export type Arrived = Exclude<Outcome, 'hang'>;

export interface InProcessOptions {
  readonly intercept?: Interceptor;
  /** The duration of every call. @default 0 */
  readonly latencyMs?: number;
  /** The timeout of a call without a response, unless the call sets one. @default - none */
  readonly requestTimeoutMs?: number;
  /** Waits on the clock of the test. A wait that is no longer needed is aborted. @default - the real clock */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/** A request handler for the AWS SDK that calls the fake without sockets. It fails like the SDK's own handler. */
export class InProcessHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };

  constructor(private readonly service: IotBackend, private readonly options: InProcessOptions = {}) {}

  async handle(request: HttpRequest, { abortSignal, requestTimeout }: HandlerOptions = {}): Promise<{ response: HttpResponse }> {
    const timeoutMs = requestTimeout ?? this.options.requestTimeoutMs;
    const over = new AbortController();
    try {
      const outcome = await Promise.race([
        this.answer(request),
        ...timeoutMs ? [this.sleep(timeoutMs, over.signal).then(() => { throw timeoutError(`no answer after ${timeoutMs} ms`, 'ETIMEDOUT'); })] : [],
        ...abortSignal ? [aborted(abortSignal as AbortSignal, over.signal)] : [],
      ]);
      return responseOf(outcome);
    } finally {
      over.abort();
    }
  }

  destroy(): void {}

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }

  private async answer(request: HttpRequest): Promise<Arrived> {
    if (this.options.latencyMs) await this.sleep(this.options.latencyMs);
    const outcome = await deliver(this.service, toFakeRequest(request), {
      intercept: this.options.intercept,
      sleep: async (ms) => { await this.sleep(ms); },
    });
    return outcome === 'hang' ? new Promise(() => {}) : outcome;
  }

  private sleep(ms: number, signal?: AbortSignal): Promise<unknown> {
    return this.options.sleep ? this.options.sleep(ms, signal) : realSleep(ms, undefined, { signal });
  }
}

/** @throws as the SDK's own handler does if the connection is broken */
export function responseOf(outcome: Arrived): { response: HttpResponse } {
  if (outcome === 'reset') throw timeoutError('socket hang up', 'ECONNRESET');
  const { status, headers, body } = outcome;
  return { response: { statusCode: status, headers: { ...headers }, body: new TextEncoder().encode(body) } };
}

export function toFakeRequest({ method, path, query, headers, body }: HttpRequest): FakeRequest {
  return {
    method,
    path,
    query: Object.fromEntries(Object.entries(query ?? {}).map(([name, value]) => [name, String(value ?? '')])),
    headers,
    body: typeof body === 'string' ? body : new TextDecoder().decode(body),
  };
}

function aborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true, signal: over });
  });
}

/** The SDK's own handler gives this name to broken connections too, so that they are retried. */
function timeoutError(message: string, code: string): Error {
  return Object.assign(new Error(message), { name: 'TimeoutError', code });
}
