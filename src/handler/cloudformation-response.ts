import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Clock, pauseAfter } from './clock';
import type { CloudFormationEvent } from './event';
import type { Log } from './log';
import { errorName } from './service-error';
import { MAX_RESPONSE_BYTES } from '../shared/contract';
import { nonEmptyText } from '../shared/desired-state';

/** The response to CloudFormation. */
export interface ResourceResponse {
  readonly physicalResourceId: string;
  /** Why the request failed. Undefined if it succeeded. */
  readonly failure?: string;
  readonly data?: { readonly [attribute: string]: string };
}

// Evidence: cfn-physical-id-size.
const MAX_PHYSICAL_ID_BYTES = 1024;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;
const SEND_TIMEOUT_MS = 4_000;

/** The names of errors for which a retry is useless, for example because the URL has expired. Evidence: cfn-response-url. */
const REFUSED = /^Status4(?!08|29)/;

/** Sends a response. It fails if CloudFormation does not accept the response. */
export type Send = (url: string, body: string) => Promise<void>;

/** The response as JSON, within the size that CloudFormation reads. */
export function bodyOf(event: CloudFormationEvent, response: ResourceResponse): string {
  const body = compose(event, response);
  if (sizeOf(body) <= MAX_RESPONSE_BYTES) return body;
  const failure = response.failure ?? tooLarge(response.data ?? {});
  const failed = (reason: string) => compose(event, { physicalResourceId: response.physicalResourceId, failure: reason });
  return failed(cutTo(MAX_RESPONSE_BYTES - sizeOf(failed('')), failure));
}

/** @throws if the response to a success is larger than CloudFormation reads */
export function checkSize(event: CloudFormationEvent, response: ResourceResponse): void {
  if (sizeOf(compose(event, response)) > MAX_RESPONSE_BYTES) throw new Error(tooLarge(response.data ?? {}));
}

const compose = (event: CloudFormationEvent, { physicalResourceId, failure, data }: ResourceResponse): string => JSON.stringify({
  Status: failure === undefined ? 'SUCCESS' : 'FAILED',
  Reason: failure,
  PhysicalResourceId: cutTo(MAX_PHYSICAL_ID_BYTES, physicalResourceId),
  StackId: cutTo(MAX_PHYSICAL_ID_BYTES, nonEmptyText(event.StackId) ?? ''),
  RequestId: cutTo(256, nonEmptyText(event.RequestId) ?? ''),
  LogicalResourceId: cutTo(256, nonEmptyText(event.LogicalResourceId) ?? ''),
  Data: data,
});

export interface Delivery {
  readonly event: CloudFormationEvent;
  readonly response: ResourceResponse;
  /** When the last attempt may begin. */
  readonly deadline: number;
  readonly send: Send;
  readonly clock: Clock;
  readonly log: Log;
}

/** Sends the response until CloudFormation accepts it. If this function fails, Lambda delivers the event once more. */
export async function respond({ event, response, deadline, send, clock, log }: Delivery): Promise<void> {
  const url = nonEmptyText(event.ResponseURL);
  // Stryker disable next-line ConditionalExpression: without a URL, there is nothing to parse either
  if (url === undefined || !isHttp(url)) {
    log({ step: 'respond', outcome: 'the event has no ResponseURL: no response can be sent' });
    return;
  }
  const body = bodyOf(event, response);
  for (let attempt = 1; ; attempt++) {
    try {
      await send(url, body);
      log({ step: 'respond', attempt, outcome: response.failure === undefined ? 'SUCCESS' : 'FAILED' });
      return;
    } catch (error) {
      log({ step: 'respond', attempt, outcome: errorName(error) });
      const pause = pauseAfter(attempt, clock.random(), FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
      if (REFUSED.test(errorName(error)) || clock.now() + pause >= deadline) throw error;
      await clock.sleep(pause);
    }
  }
}

/** Sends a response over HTTP. The signature of CloudFormation's URL needs a PUT with an empty content type. */
export const sendOverHttp: Send = (url, body) => new Promise((resolve, reject) => {
  const request = url.startsWith('http:') ? httpRequest : httpsRequest;
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
  const sending = request(url, { method: 'PUT', timeout: SEND_TIMEOUT_MS, headers }, response => {
    response.resume();
    const status = response.statusCode!;
    if (status < 300) resolve();
    else reject(Object.assign(new Error(`CloudFormation returned HTTP status ${status}`), { name: `Status${status}` }));
  });
  sending.on('timeout', () => sending.destroy(Object.assign(new Error('no response in time'), { name: 'TimeoutError' })));
  sending.on('error', reject);
  sending.end(body);
});

function tooLarge(data: { readonly [attribute: string]: string }): string {
  const [largest] = Object.keys(data).sort((a, b) => jsonSizeOf(data[b]) - jsonSizeOf(data[a]));
  return `attribute ${largest} has ${jsonSizeOf(data[largest])} bytes as JSON: CloudFormation accepts at most ${MAX_RESPONSE_BYTES} bytes `
    + `for all attributes of a resource together. Do not use ${largest}. Call DescribeJobTemplate or DescribeManagedJobTemplate at run time instead`;
}

/** The beginning of the text in whole characters, with an ellipsis. The size is that of JSON, in which a character can take six bytes. */
export function cutTo(bytes: number, text: string): string {
  if (jsonSizeOf(text) <= bytes) return text;
  let room = bytes - 3;
  let kept = '';
  for (const character of text) {
    room -= jsonSizeOf(character);
    if (room < 0) break;
    kept += character;
  }
  return `${kept}...`;
}

const sizeOf = (text: string): number => Buffer.byteLength(text);

const jsonSizeOf = (text: string): number => sizeOf(JSON.stringify(text)) - 2;

// Stryker disable next-line Regex: a protocol has one colon, at its end
const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
