import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IotBackend } from './backend';
import { control } from './control';
import { deliver, Interceptor } from './faults';
import { FakeRequest } from './protocol';
import { FakeIotOptions, FakeIotService } from './service';
import { close, listen, urlOf } from '../support/local-server';

export type FakeIotServerOptions = Partial<FakeIotOptions>;

/** A server on the loopback interface for the fake or another backend. */
export class FakeIotServer<Backend extends IotBackend = FakeIotService> {
  static async start(options: FakeIotServerOptions = {}): Promise<FakeIotServer> {
    return FakeIotServer.over(new FakeIotService({ now: Date.now, ...options }));
  }

  static async over<Backend extends IotBackend>(backend: Backend): Promise<FakeIotServer<Backend>> {
    const http = createServer();
    const server = new FakeIotServer(http, backend);
    http.on('request', (incoming, response) => void server.respond(incoming, response));
    await listen(http);
    return server;
  }

  /** Decides about the faults of calls. */
  intercept?: Interceptor;
  /** The duration of every call. */
  latencyMs = 0;

  private constructor(private readonly http: Server, readonly service: Backend) {}

  get endpoint(): string {
    return urlOf(this.http);
  }

  /** Closes the server and every connection, including calls without a response. */
  close(): Promise<void> {
    return close(this.http);
  }

  private async respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const request = await read(incoming);
      const outcome = control(this.service, request) ?? await this.deliver(request);
      if (outcome === 'hang') return;
      if (outcome === 'reset') return void incoming.socket.destroy();
      response.writeHead(outcome.status, outcome.headers).end(outcome.body);
    } catch (error) {
      // A client that disconnects is no error. A mistake in the fake must not look like an error of the service.
      if (!incoming.destroyed) console.error(error);
      incoming.socket.destroy();
    }
  }

  private async deliver(request: FakeRequest) {
    if (this.latencyMs > 0) await sleep(this.latencyMs);
    return deliver(this.service, request, { intercept: this.intercept, sleep: (ms) => sleep(ms) });
  }
}

export async function read(incoming: IncomingMessage): Promise<FakeRequest> {
  // The path is not parsed as a URL, because that would resolve its dots.
  const [path, search = ''] = incoming.url!.split('?', 2);
  return {
    method: incoming.method!,
    path,
    query: Object.fromEntries(new URLSearchParams(search)),
    headers: incoming.headers as Record<string, string>,
    body: await text(incoming),
  };
}
