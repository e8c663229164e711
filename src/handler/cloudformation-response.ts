import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Clock, pauseAfter } from './clock';
import { type CloudFormationEvent, nonEmptyText } from './event';
import type { Log } from './log';
import { errorName } from './retry-policy';
import { MAX_RESPONSE_BYTES } from '../shared/contract';

/** What CloudFormation is told. */
export interface ResourceResponse {
  readonly physicalResourceId: string;
  /** Why the request failed; nothing where it succeeded. */
  readonly failure?: string;
  readonly data?: { readonly [attribute: string]: string };
}

// Evidence: cfn-physical-id-size.
const MAX_PHYSICAL_ID_BYTES = 1024;
const FIRST_PAUSE_IN_MS = 200;
const LONGEST_PAUSE_IN_MS = 3_000;
const SEND_TIMEOUT_IN_MS = 4_000;

/** The names of errors that no second attempt mends: the URL has expired, say. Evidence: cfn-response-url. */
const REFUSED = /^Status4(?!08|29)/;

/** How an answer travels: fails unless CloudFormation took it. */
export type Send = (url: string, body: string) => Promise<void>;

/** The answer as CloudFormation reads it, within the size that it reads. */
export function bodyOf(event: CloudFormationEvent, answer: ResourceResponse): string {
  const body = compose(event, answer);
  if (sizeOf(body) <= MAX_RESPONSE_BYTES) return body;
  const failure = answer.failure ?? tooLarge(answer.data ?? {});
  const failed = (reason: string) => compose(event, { physicalResourceId: answer.physicalResourceId, failure: reason });
  return failed(cutTo(MAX_RESPONSE_BYTES - sizeOf(failed('')), failure));
}

/** @throws where CloudFormation would not read all of a success: that is a failure, for those too who have yet to answer */
export function checkSize(event: CloudFormationEvent, answer: ResourceResponse): void {
  if (sizeOf(compose(event, answer)) > MAX_RESPONSE_BYTES) throw new Error(tooLarge(answer.data ?? {}));
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

/** Sends the answer until CloudFormation has it. What fails here for good, Lambda tries once more. */
export async function respond(event: CloudFormationEvent, answer: ResourceResponse, send: Send, clock: Clock, deadline: number, log: Log): Promise<void> {
  const url = nonEmptyText(event.ResponseURL);
  if (url === undefined || !isHttp(url)) return log({ step: 'respond', outcome: 'the event has no ResponseURL: nobody can be answered' });
  const body = bodyOf(event, answer);
  for (let attempt = 1; ; attempt++) {
    try {
      await send(url, body);
      return log({ step: 'respond', attempt, outcome: answer.failure === undefined ? 'SUCCESS' : 'FAILED' });
    } catch (error) {
      log({ step: 'respond', attempt, outcome: errorName(error) });
      const pause = pauseAfter(attempt, clock, FIRST_PAUSE_IN_MS, LONGEST_PAUSE_IN_MS);
      if (REFUSED.test(errorName(error)) || clock.now() + pause >= deadline) throw error;
      await clock.sleep(pause);
    }
  }
}

/** Over HTTP as CloudFormation signs it: a PUT with an empty content type. */
export const sendOverHttp: Send = (url, body) => new Promise((resolve, reject) => {
  const request = url.startsWith('http:') ? httpRequest : httpsRequest;
  const sending = request(url, { method: 'PUT', timeout: SEND_TIMEOUT_IN_MS, headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) } }, response => {
    response.resume();
    const status = response.statusCode!;
    if (status < 300) resolve();
    else reject(Object.assign(new Error(`CloudFormation answered ${status}`), { name: `Status${status}` }));
  });
  sending.on('timeout', () => sending.destroy(Object.assign(new Error('no answer in time'), { name: 'TimeoutError' })));
  sending.on('error', reject);
  sending.end(body);
});

function tooLarge(data: { readonly [attribute: string]: string }): string {
  const [largest] = Object.keys(data).sort((a, b) => jsonSizeOf(data[b]) - jsonSizeOf(data[a]));
  return `attribute ${largest} has ${jsonSizeOf(data[largest])} bytes as JSON: all the attributes of a job template that a stack uses `
    + `must fit into CloudFormation's answer of ${MAX_RESPONSE_BYTES} bytes. Do not use ${largest}; read it where it is needed, with DescribeJobTemplate or DescribeManagedJobTemplate`;
}

/** Whole characters only, with a sign that something is missing. Counted as JSON, in which a character can take six bytes. */
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

const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
