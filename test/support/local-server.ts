import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts a server on a free port of this machine. */
export async function listen(http: Server): Promise<void> {
  http.listen(0, '127.0.0.1');
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
