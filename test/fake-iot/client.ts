import { IoTClient, IoTClientConfig, IoTServiceException } from '@aws-sdk/client-iot';

/** The caller of the requests. The fake accepts every signature. */
export const CALLER = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** The real SDK without retries, so that a test sees each response. */
export function createClient(config: IoTClientConfig): IoTClient {
  return new IoTClient({ ...CALLER, maxAttempts: 1, ...config });
}

/**
 * A client without the SDK's retry middleware, as in the bundle. In Jest, that middleware mistakes errors of Node.js
 * for other objects.
 */
export function withoutRetries(client: IoTClient): IoTClient {
  client.middlewareStack.add(next => next, { name: 'retryMiddleware', step: 'finalizeRequest', priority: 'high', override: true });
  return client;
}

export interface Failure {
  readonly name: string;
  readonly status?: number;
  readonly message: string;
}

/** The failure of a call. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(() => { throw new Error('the call succeeded'); }, (reason: Error) => reason);
  return { name: error.name, status: (error as Partial<IoTServiceException>).$metadata?.httpStatusCode, message: error.message };
}
