import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts a server on this machine. @param port any free one if it is 0 */
export async function listen(http: Server, port = 0): Promise<void> {
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
}

export const urlOf = (http: Server): string => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

/** Closes a server and all of its connections, including those that wait for a response. */
export async function close(http: Server): Promise<void> {
  const closed = once(http, 'close');
  http.close();
  http.closeAllConnections();
  await closed;
}
