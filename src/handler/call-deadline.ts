import { DeleteJobTemplateCommand, type IoTClient } from '@aws-sdk/client-iot';
import type { Clock } from './clock';

const LIMIT_IN_MS = 10_000;
/**
 * AWS IoT may carry out a DeleteJobTemplate after the handler has given up, and then remove the template that was recreated under
 * the same id. A longer limit leaves fewer of these calls. It is short enough to restore the old template after a late attempt.
 */
const DELETE_LIMIT_IN_MS = 20_000;

/**
 * A client that gives up each call after a time limit. The limit covers the whole call, from the connection to the last byte of the
 * response. The limits of the SDK's request handler end at the headers, or start again with each byte.
 */
export function withDeadlines(client: IoTClient, clock: Clock): IoTClient {
  const send = (command: never) => {
    const call = new AbortController();
    const limit = (command as object) instanceof DeleteJobTemplateCommand ? DELETE_LIMIT_IN_MS : LIMIT_IN_MS;
    return clock.within(limit, client.send(command, { abortSignal: call.signal }), () => {
      call.abort();
      throw Object.assign(new Error(`there was no complete response within ${limit / 1000} s`), { name: 'TimeoutError' });
    });
  };
  return { send } as unknown as IoTClient;
}
