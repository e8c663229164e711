import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

const TIMEOUT_MS = 30_000;

/** Sends the requests that it receives, and wakes the waiting caller. */
const SENDER = `
  const { parentPort, workerData: { port, signal } } = require('node:worker_threads');
  parentPort.on('message', async ({ url, ...init }) => {
    try {
      const response = await fetch(url, init);
      port.postMessage({ status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() });
    } catch (error) {
      port.postMessage({ failure: String(error.cause ?? error) });
    }
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
`;

export interface SyncRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SyncResponse {
  readonly status: number;
  /** The headers, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** HTTP requests that block the caller's thread, so that another server can be read like an object. */
export class SyncHttp {
  private static instance?: SyncHttp;

  /** One worker is enough, because its caller is blocked meanwhile. It does not keep the process alive. */
  static get shared(): SyncHttp {
    return SyncHttp.instance ??= new SyncHttp();
  }

  private readonly signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  private readonly worker: Worker;
  private readonly answers: MessageChannel['port1'];

  private constructor() {
    const { port1, port2 } = new MessageChannel();
    this.answers = port1;
    this.worker = new Worker(SENDER, { eval: true, workerData: { port: port2, signal: this.signal }, transferList: [port2] });
    this.worker.unref();
  }

  request(request: SyncRequest): SyncResponse {
    Atomics.store(this.signal, 0, 0);
    this.worker.postMessage(request);
    const waited = Atomics.wait(this.signal, 0, 0, TIMEOUT_MS);
    const { failure, ...response } = waited === 'timed-out' ? { failure: 'no answer' } : receiveMessageOnPort(this.answers)!.message;
    if (failure !== undefined) throw new Error(`${request.method ?? 'GET'} ${request.url}: ${failure}`);
    return response;
  }
}
