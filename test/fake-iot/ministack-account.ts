import type { JobSettings } from './job';
import { locationOf } from './s3-url';
import { SyncHttp, type SyncResponse } from '../support/sync-http';

/** The thing that is the target of every job. */
const THING = 'target';

export interface MinistackAccountOptions {
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
}

export interface MinistackRequest {
  /** MiniStack identifies services by the scope of the signature. @default 'iot' */
  readonly service?: 'iot' | 's3';
  /** @default 'GET' */
  readonly method?: string;
  /** The path, with the query string. */
  readonly path: string;
  /** Text, or an object to send as JSON. */
  readonly body?: string | object;
}

/** An account of MiniStack, which takes an access key of twelve digits as the account number. */
export class MinistackAccount {
  constructor(private readonly options: MinistackAccountOptions) {}

  request({ service = 'iot', method = 'GET', path, body }: MinistackRequest): SyncResponse {
    const { endpoint, account, region } = this.options;
    const scope = `${account}/20260101/${region}/${service}/aws4_request`;
    return SyncHttp.shared.request({
      url: `${endpoint}${path}`,
      method,
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
      // A GET request has no body, not even an empty one.
      body: typeof body === 'object' ? JSON.stringify(body) : body || undefined,
    });
  }

  /** The output of a request that must succeed. */
  succeed(request: MinistackRequest): Record<string, unknown> {
    const { status, headers, body } = this.request(request);
    if (status !== 200) throw new Error(`MiniStack refuses ${request.method ?? 'GET'} ${request.path}: ${status} ${body}`);
    return headers['content-type']?.includes('json') && body ? JSON.parse(body) : {};
  }

  /** Empties this and every other account. */
  reset(): void {
    this.succeed({ method: 'POST', path: '/_ministack/reset' });
  }

  /** Puts an object at an address, or removes it. Ignores addresses that are not of S3. */
  provideObject(url: string, body: string | undefined): void {
    const { bucket, key } = locationOf(url);
    if (bucket === '' || key === '') return;
    this.succeed({ service: 's3', method: 'PUT', path: `/${bucket}` });
    if (body !== undefined) this.succeed({ service: 's3', method: 'PUT', path: `/${bucket}/${key}`, body });
    else this.request({ service: 's3', method: 'DELETE', path: `/${bucket}/${key}` });
  }

  /** Creates a job, replacing one with the same ARN, or removes it. */
  provideJob(jobArn: string, job: JobSettings | undefined): void {
    const { account, region } = this.options;
    const path = `/jobs/${jobArn.slice(jobArn.lastIndexOf('/') + 1)}`;
    this.request({ method: 'DELETE', path: `${path}?force=true` });
    if (!job) return;
    this.succeed({ method: 'POST', path: `/things/${THING}`, body: {} });
    this.succeed({ method: 'PUT', path, body: { targets: [`arn:aws:iot:${region}:${account}:thing/${THING}`], ...job } });
  }
}
