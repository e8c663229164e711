import type { ClientRequest, IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { IoTClient, type IoTClientConfig } from '@aws-sdk/client-iot';

/** The SDK's client for AWS IoT with the settings of the handler. */
export const createIotClient = (config: IoTClientConfig = {}): IoTClient => new IoTClient({
  // ServiceCaller retries, and withDeadlines limits the time of whole calls.
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 3_000 },
  streamCollector: readBody,
  ...config,
});

/** DescribeJobTemplate, ListTagsForResource and CreateJobTemplate. The other operations return nothing. Evidence: delete-empty-body. */
const METHODS_WITH_RESULT = ['GET', 'PUT'];

/** @throws if a response that must hold a result has no body. The SDK reads an empty body as a result without members. */
async function readBody(response: IncomingMessage & { readonly req: ClientRequest }): Promise<Uint8Array> {
  const body = await buffer(response);
  const mustHaveResult = response.statusCode! < 300 && METHODS_WITH_RESULT.includes(response.req.method);
  if (mustHaveResult && body.byteLength === 0) throw new Error('the response has no body');
  return body;
}
