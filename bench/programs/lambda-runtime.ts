import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

type Handler = (event: CloudFormationCustomResourceEvent, context: object) => Promise<unknown>;

/**
 * Replaces Lambda's runtime: loads a handler and calls it with one event, `node RUNTIME HANDLER`.
 *
 * Requests to the response URL of the event go to a port of this machine, without TLS, from any HTTP client.
 */
const { EVENT, ANSWERS } = process.env;
const { hostname, port } = new URL(ANSWERS!);
const direct = http.request as (...args: unknown[]) => http.ClientRequest;
Object.assign(https, {
  request: (to: string | http.RequestOptions, ...rest: unknown[]) =>
    direct(typeof to === 'string' ? Object.assign(new URL(to), { protocol: 'http:', hostname, port }) : { ...to, hostname, port }, ...rest),
});

const began = process.cpuUsage();
const { handler } = createRequire(__filename)(process.argv[2]) as { handler: Handler };
void handler(JSON.parse(EVENT!), { getRemainingTimeInMillis: () => 60_000, logStreamName: 'stream' }).then(() => {
  const { user, system } = process.cpuUsage(began);
  Object.assign(globalThis, { measuredMs: (user + system) / 1000 });
  // Lambda freezes a process after its response, even if something is still open in it.
  process.exit(0);
}, error => {
  console.error(error);
  process.exit(1);
});
