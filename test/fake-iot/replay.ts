import { isDeepStrictEqual } from 'node:util';
import { ACCOUNT, REGION } from './requests';

/** A request, as it is sent over the wire. */
export interface Request {
  readonly method: string;
  /** The path, with the query string. */
  readonly path: string;
  /** Text, or an object to send as JSON. */
  readonly body?: string | object;
}

/** The outcome of a request. The message and the members of an error are separate from the output. */
export interface Outcome {
  readonly status: number;
  readonly error?: string;
  readonly message?: string;
  readonly body?: unknown;
}

/** The aspects in which two outcomes can differ. If only one of them is a success, no other aspect is compared. */
export type Aspect = 'only the fake accepts' | 'only the fake refuses' | 'status' | 'error' | 'message' | 'body';

/** An implementation of AWS IoT. */
export interface Replica {
  readonly endpoint: string;
  /** Removes all templates. */
  empty(): void | Promise<void>;
  close(): Promise<void>;
}

export interface Difference {
  readonly reason: string;
  readonly in: readonly Aspect[];
  /** The titles of requests. */
  readonly of: readonly string[];
}

/** Sends requests one after the other, to an implementation without templates. */
export async function replay({ endpoint, empty }: Replica, requests: readonly Request[]): Promise<Outcome[]> {
  await empty();
  const outcomes: Outcome[] = [];
  for (const request of requests) outcomes.push(await send(endpoint, request));
  return outcomes;
}

/** The first request whose outcomes differ in the compared aspects, and these aspects. */
export function firstDifference(ours: readonly Outcome[], theirs: readonly Outcome[], compared: readonly Aspect[]) {
  return ours.map((outcome, index) => ({ index, aspects: differing(outcome, theirs[index], compared) })).find(({ aspects }) => aspects.length > 0);
}

function differing(ours: Outcome, theirs: Outcome, compared: readonly Aspect[]): Aspect[] {
  if (ours.error === undefined && theirs.error !== undefined) return ['only the fake accepts'];
  if (ours.error !== undefined && theirs.error === undefined) return ['only the fake refuses'];
  const aspects = ['status', 'error', 'message', 'body'] as const;
  return aspects.filter((aspect) => compared.includes(aspect) && !isDeepStrictEqual(ours[aspect], theirs[aspect]));
}

/** The known differences of a request. */
export function knownToDiffer(differences: readonly Difference[], request: string): readonly Aspect[] {
  return differences.filter(({ of }) => of.includes(request)).flatMap((difference) => difference.in);
}

async function send(endpoint: string, { method, path, body }: Request): Promise<Outcome> {
  const response = await fetch(`${endpoint}${path}`, {
    method,
    body: typeof body === 'object' ? JSON.stringify(body) : body,
    // The emulators identify services, accounts and Regions by the scope of the signature.
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${REGION}/iot/aws4_request, SignedHeaders=host, Signature=none` },
  });
  const text = await response.text();
  const { status, headers } = response;
  const content = text === '' ? undefined : timeless(headers.get('content-type')?.includes('json') ? text : JSON.stringify(text));
  if (response.ok) return { status, body: content };
  const { __type, message, Message, ...members } = Object(content);
  return { status, error: nameOf(headers.get('x-amzn-errortype') ?? __type ?? 'unknown'), message: message ?? Message, body: members };
}

function nameOf(type: string): string {
  return type.replace(/^.*#/, '').replace(/:.*$/, '');
}

/** Parses JSON, and replaces values that each implementation generates by their kind. */
function timeless(text: string): unknown {
  return JSON.parse(text, (key, member) => ['createdAt', 'nextToken'].includes(key) && member !== null ? typeof member : member);
}
