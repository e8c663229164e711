import { IoTClient, ListJobTemplatesCommand } from '@aws-sdk/client-iot';
import { VirtualClock } from './virtual-clock';
import { deliver, type Fault } from '../fake-iot/faults';
import { type HttpRequest, InProcessHandler, responseOf, toFakeRequest } from '../fake-iot/in-process';
import { type Operation, type OperationName, OPERATIONS } from '../fake-iot/model';
import type { FakeRequest } from '../fake-iot/protocol';
import { CALLER_HEADER, FakeIotService } from '../fake-iot/service';
import { once } from '../support/once';

/** The data that a call needs to reach its own service. */
export interface Route {
  readonly service: FakeIotService;
  readonly sleep: (ms: number) => Promise<void>;
  readonly fault?: Fault;
  readonly caller?: string;
}

/** The way in which a command of the SDK reaches the service. */
export type Transport = (command: object, route: Route) => Promise<unknown>;

/** The way of one request to the service and back. */
interface Exchange {
  readonly exchange: (request: HttpRequest) => Promise<object>;
}

/** The real SDK, with one client. Every call names its exchange. */
const client = new IoTClient({
  region: 'us-east-1',
  endpoint: 'http://iot.test',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
  requestHandler: { handle: (request: HttpRequest, { exchange }: Exchange) => exchange(request) } as never,
});

const send = (command: object, exchange: Exchange['exchange']): Promise<unknown> => client.send(command as never, { exchange } as never);

/** The whole SDK at every call. */
export const sdk: Transport = (command, { service, sleep, fault, caller }) => send(command, request => {
  Object.assign(request.headers, callerHeader(caller));
  return new InProcessHandler(service, { intercept: () => fault, sleep }).handle(request);
});

const requests = new Map<string, Promise<FakeRequest>>();
const results = new Map<string, Promise<unknown>>();

/**
 * The real SDK, but it writes equal requests once, and reads equal responses once. What it writes depends only on the
 * command, and what it reads only on the operation and the response.
 */
export const sdkOnce: Transport = async (command, { service, sleep, fault, caller }) => {
  const operation = operationOf(command);
  const { input } = command as { readonly input: object };
  const request = await once(requests, `${operation} ${JSON.stringify(input)}`, () => requestOf(command));
  const outcome = await deliver(service, { ...request, headers: callerHeader(caller) }, { intercept: fault && (() => fault), sleep });
  if (outcome === 'hang') return new Promise(() => {});
  return once(results, `${operation} ${JSON.stringify(outcome)}`, () => send(command, async () => responseOf(outcome)));
};

const requestOf = (command: object): Promise<FakeRequest> => new Promise((resolve, reject) => {
  send(command, request => {
    resolve(toFakeRequest(request));
    return new Promise(() => {});
  }).catch(reject);
});

const callerHeader = (caller?: string): Record<string, string> => caller === undefined ? {} : { [CALLER_HEADER]: caller };

/** The operation of an SDK command. */
export const operationOf = (command: object): OperationName => command.constructor.name.replace(/Command$/, '') as OperationName;

/** The SDK reads its configuration at the first call, in real time. */
export async function warmUp(): Promise<void> {
  const clock = new VirtualClock();
  await sdk(new ListJobTemplatesCommand({}), { service: new FakeIotService({ now: () => clock.now() }), sleep: ms => clock.sleep(ms) });
}

/**
 * The effect of the SDK on a command without its cost, for the hundreds of thousands of calls of a long exploration.
 */
export const short: Transport = async (command, { service, sleep, fault, caller }) => {
  const { method, path, query = [] }: Operation = OPERATIONS[operationOf(command)];
  const input = (command as { input: { [member: string]: any } }).input;
  const outcome = await deliver(service, {
    method,
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(input[name])),
    query: Object.fromEntries(query.filter(name => input[name] !== undefined).map(name => [name, input[name]])),
    headers: callerHeader(caller),
    body: method === 'PUT' || method === 'POST' ? JSON.stringify({ ...input, jobTemplateId: undefined }) : '',
  }, { intercept: fault && (() => fault), sleep });

  if (outcome === 'hang') return new Promise(() => {});
  if (outcome === 'reset') throw Object.assign(new Error(outcome), { name: 'TimeoutError' });
  const output = JSON.parse(outcome.body || '{}');
  if (outcome.status >= 400) {
    throw Object.assign(new Error(output.message), { name: outcome.headers['x-amzn-ErrorType'], $metadata: { httpStatusCode: outcome.status } });
  }
  return output.createdAt === undefined ? output : { ...output, createdAt: new Date(output.createdAt * 1000) };
};
