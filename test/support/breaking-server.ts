import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { close, listen, urlOf } from './local-server';
import type { IotBackend } from '../fake-iot/backend';
import type { FakeAnswer, FakeRequest } from '../fake-iot/protocol';
import { read } from '../fake-iot/server';

/** The response of the service, before it is broken. */
interface Whole extends Omit<FakeAnswer, 'body'> {
  readonly body: Buffer;
}

/** The objects that a breakage uses. */
interface Scene {
  readonly response: ServerResponse;
  readonly whole: Whole;
  /** Advances time for the client. */
  readonly elapse: (milliseconds: number) => void;
}

export interface Breakage {
  /** Whether the request does not reach the service. */
  readonly withoutEffect?: boolean;
  /** Whether the request reaches the service only long after the client has given up. */
  readonly isLate?: boolean;
  readonly respond: (scene: Scene) => unknown;
}

/** Longer than any time limit of a call. */
const LONG_MS = 30_000;
/** The delay after that until a late request reaches the service. */
const LATE_MS = 15_000;
/** If a client still reads a body after this number of bytes, it would read forever. */
const MAX_DRIPS = 120;
const PAGE = '<html><body>Please try again</body></html>';

const half = ({ body }: Whole): Buffer => body.subarray(0, Math.floor(body.length / 2));

/** The headers and the first half of the body, with a length that promises more. */
function begin({ response, whole }: Scene, rest = 1): Promise<void> {
  response.writeHead(whole.status, { ...whole.headers, 'content-length': whole.body.length + rest });
  return new Promise(sent => response.write(half(whole), () => sent()));
}

const bare = (status: number, body = '', headers = {}) => ({ response }: Scene) =>
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);

/** The ways to break a response. */
export const BREAKAGES = {
  'cut': {
    respond: async scene => {
      await begin(scene);
      scene.response.destroy();
    },
  },
  'cut, and not to be told from a whole one by its length': {
    respond: ({ response, whole }) => {
      response.useChunkedEncodingByDefault = false;
      response.writeHead(whole.status, { ...whole.headers, connection: 'close' });
      response.end(half(whole));
    },
  },
  'empty': { respond: bare(200) },
  'stalled before its headers': { respond: ({ elapse }) => elapse(LONG_MS) },
  'never there, and the effect is late': { isLate: true, respond: ({ elapse }) => elapse(LONG_MS) },
  'stalled in its body': {
    respond: async scene => {
      await begin(scene);
      scene.elapse(LONG_MS);
    },
  },
  'dripping': {
    respond: async scene => {
      await begin(scene, MAX_DRIPS);
      for (let drip = 0; drip < MAX_DRIPS && !scene.response.destroyed; drip++) {
        await new Promise(written => scene.response.write(' ', written));
        scene.elapse(1_000);
        await nextTurn();
      }
    },
  },
  'not JSON': { respond: bare(200, PAGE) },
  'a redirection': { respond: bare(302, '', { location: 'http://127.0.0.1/' }) },
  'a bare 408': { respond: bare(408) },
  'a bare 429': { respond: bare(429) },
  'a bare 429 without effect': { withoutEffect: true, respond: bare(429) },
  'a 404 of something else': { respond: bare(404, PAGE) },
  'a 409 of something else': { respond: bare(409, PAGE) },
  'a 500': { respond: bare(500, PAGE) },
  'a 503': { respond: bare(503) },
  'a 503 without effect': { withoutEffect: true, respond: bare(503) },
  'a reset': { respond: ({ response }) => response.socket!.resetAndDestroy() },
  'a reset without effect': { withoutEffect: true, respond: ({ response }) => response.socket!.resetAndDestroy() },
} as const satisfies { readonly [name: string]: Breakage };

export type BreakageName = keyof typeof BREAKAGES;
export const BREAKAGE_NAMES = Object.keys(BREAKAGES) as BreakageName[];

/** The clock of the client. */
export interface ClientClock {
  /** Advances time for the client. */
  pass(milliseconds: number): void;
  /** Runs some work after a delay. */
  later(milliseconds: number, work: () => Promise<unknown>): void;
}

/** A server of AWS IoT that breaks responses. */
export class BreakingServer {
  static async start(service: Pick<IotBackend, 'handle'>, clock: ClientClock): Promise<BreakingServer> {
    const http = createServer();
    const server = new BreakingServer(http, service, clock);
    http.on('request', (incoming, response) => void server.respond(incoming, response).catch(() => response.destroy()));
    await listen(http);
    return server;
  }

  /** The number of calls since the plan was set. */
  calls = 0;
  private plan: ReadonlyMap<number, BreakageName> = new Map();

  private constructor(private readonly http: Server, private readonly service: Pick<IotBackend, 'handle'>, private readonly clock: ClientClock) {}

  get endpoint(): string {
    return urlOf(this.http);
  }

  /** Breaks the responses to these calls, counted from 0. */
  break(plan: ReadonlyMap<number, BreakageName>): void {
    this.plan = plan;
    this.calls = 0;
  }

  close(): Promise<void> {
    return close(this.http);
  }

  private async respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = this.plan.get(this.calls++);
    const breakage: Breakage | undefined = name && BREAKAGES[name];
    const request = await read(incoming);
    const nothing: Whole = { status: 200, headers: {}, body: Buffer.alloc(0) };
    if (breakage?.isLate) this.clock.later(LONG_MS + LATE_MS, async () => this.handle(request));
    const whole = breakage?.withoutEffect || breakage?.isLate ? nothing : this.handle(request);
    if (breakage) await breakage.respond({ response, whole, elapse: milliseconds => this.clock.pass(milliseconds) });
    else response.writeHead(whole.status, { ...whole.headers, 'content-length': whole.body.length }).end(whole.body);
  }

  private handle(request: FakeRequest): Whole {
    const { body, ...rest } = this.service.handle(request);
    return { ...rest, body: Buffer.from(body) };
  }
}
