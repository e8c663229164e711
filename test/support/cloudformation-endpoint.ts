import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { close, listen, urlOf } from './local-server';

/** The signature of every response URL. A log that contains it has a leak. */
export const URL_SIGNATURE = 'url-signature-canary';

/** A response, as it came over the wire. */
export interface ReceivedAnswer {
  readonly method: string;
  /** Path and query string. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: string;
  readonly status: number;
}

/** Replaces the bucket behind the response URLs of CloudFormation. Every request has its own path. */
export class CloudFormationEndpoint {
  static async start(): Promise<CloudFormationEndpoint> {
    const http = createServer();
    const endpoint = new CloudFormationEndpoint(http);
    http.on('request', (incoming, response) => void endpoint.receive(incoming, response));
    await listen(http);
    return endpoint;
  }

  /** All requests that were received, including refused ones. */
  readonly received: ReceivedAnswer[] = [];
  /** The statuses of the next responses. After them, the status is 200. */
  failures: number[] = [];

  private constructor(private readonly http: Server) {}

  urlFor(requestId: string): string {
    return `${urlOf(this.http)}/${encodeURIComponent(requestId)}?X-Amz-Signature=${URL_SIGNATURE}`;
  }

  /** The responses that CloudFormation accepted for a request. */
  acceptedFor(requestId: string): ReceivedAnswer[] {
    return this.received.filter(({ target, status }) => status === 200 && target.startsWith(`/${encodeURIComponent(requestId)}?`));
  }

  close(): Promise<void> {
    return close(this.http);
  }

  private async receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const status = this.failures.shift() ?? 200;
    const { method, url, headers, rawHeaders } = incoming;
    this.received.push({ method: method!, target: url!, headers, rawHeaders, body, status });
    response.writeHead(status).end();
  }
}
