import { setTimeout as delay } from 'node:timers/promises';

/** A device of the emulator: it takes jobs over the jobs data plane of AWS IoT, and reports their outcome. */
export class Device {
  constructor(private readonly endpoint: string, readonly thingName: string) {}

  /** Starts the oldest job execution that waits for the device. */
  async takeJob(): Promise<TakenJob> {
    const { execution } = await this.call('PUT', '$next', {});
    if (execution === undefined) throw new Error(`no job waits for ${this.thingName}`);
    return { jobId: execution.jobId, document: JSON.parse(execution.jobDocument) };
  }

  /** Waits until a job execution is there, and starts it. */
  async waitForJob(): Promise<TakenJob> {
    while ((await this.call('GET', '$next')).execution === undefined) await delay(100);
    return this.takeJob();
  }

  async report(jobId: string, status: 'SUCCEEDED' | 'FAILED' | 'REJECTED'): Promise<void> {
    await this.call('POST', jobId, { status });
  }

  private async call(method: string, path: string, body?: object): Promise<any> {
    const response = await fetch(`${this.endpoint}/things/${this.thingName}/jobs/${path}`, {
      method, headers: { authorization: AUTHORIZATION }, body: body && JSON.stringify(body),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} of ${this.thingName} failed: ${answer}`);
    return JSON.parse(answer);
  }
}

/** A job execution as its device sees it. */
export interface TakenJob {
  readonly jobId: string;
  readonly document: any;
}

/** The emulator checks no signature, and finds the service by the scope of the credentials. */
const AUTHORIZATION = 'AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/iot-jobs-data/aws4_request, SignedHeaders=host, Signature=none';
