import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

type Handler = (event: CloudFormationCustomResourceEvent, context: object) => Promise<unknown>;

/**
 * Stands in for Lambda's runtime: loads a handler and gives it one event, `node RUNTIME HANDLER`.
 * What is sent to the event's URL goes to a port of this machine, without TLS, whoever sends it.
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
  // Lambda freezes a process that has answered, whatever is still open in it.
  process.exit(0);
}, error => {
  console.error(error);
  process.exit(1);
});
