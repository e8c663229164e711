import { ErrorName, ServiceError } from './errors';
import { Operation, OperationName, OPERATIONS, StructureShape } from './model';
import { deserialize } from './validation';

export interface FakeRequest {
  readonly method: string;
  /** The path as sent: percent-encoded, without the query string. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FakeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Route {
  readonly operation: OperationName;
  /** The members in the path. */
  readonly labels: Readonly<Record<string, string>>;
}

const ALL_OPERATIONS = Object.entries(OPERATIONS) as [OperationName, Operation][];

const BINDINGS = ALL_OPERATIONS.map(([operation, { method, path }]) => ({
  operation,
  method,
  names: labelsOf(path),
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
}));

/** The shape of each body: the input without the members in the path and in the query string. */
const BODIES = new Map(ALL_OPERATIONS.map(([operation, { path, query = [], input }]) => {
  const bound = [...query, ...labelsOf(path)];
  return [operation, { ...input, members: Object.fromEntries(Object.entries(input.members).filter(([name]) => !bound.includes(name))) }];
}));

function labelsOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
}

/** A request with its operation, and with the JSON of its body. */
export interface ReadRequest {
  readonly request: FakeRequest;
  /** Undefined if no operation has the method and path. */
  readonly found?: Route;
  /** Undefined if the body is not JSON. */
  readonly content: unknown;
}

export function read(request: FakeRequest): ReadRequest {
  return { request, found: route(request), content: parseBody(request.body) };
}

/** The operation of a method and path, if there is one. */
function route({ method, path }: FakeRequest): Route | undefined {
  for (const { operation, method: bound, names, pattern } of BINDINGS) {
    const match = method === bound && pattern.exec(path);
    if (match) return { operation, labels: Object.fromEntries(names.map((name, index) => [name, decode(match[index + 1])])) };
  }
  return undefined;
}

/** Builds the input of an operation from path, query string and body. */
export function inputOf({ operation, labels }: Route, { request: { query }, content }: ReadRequest): Record<string, unknown> {
  const { input, query: names = [] }: Operation = OPERATIONS[operation];
  const fromQuery = Object.fromEntries(names.filter((name) => query[name] !== undefined).map((name) => [name, readQuery(input, name, query[name])]));
  if (content === undefined) throw new ServiceError('SerializationException', 'Unexpected character or end of input');
  const fromBody = deserialize(BODIES.get(operation)!, content) as Record<string, unknown> | undefined;
  return { ...fromBody, ...fromQuery, ...labels };
}

/** The JSON of a body. An empty body is an empty object, and a body that is not JSON is undefined. */
function parseBody(body: string): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** @param output undefined for an operation whose response has an empty body */
export function answer(output: object | undefined): FakeAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: output === undefined ? '' : write(output) };
}

/** JSON, with doubles as the service writes them. Evidence: describe-doubles. */
function write(output: object): string {
  return JSON.stringify(output).replace(/"(thresholdPercentage|incrementFactor)":(\d+)(?=[,}])/g, '"$1":$2.0');
}

/** Evidence: error-name-header. */
export function errorAnswer({ name, status, message, members }: ServiceError): FakeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-ErrorType': name satisfies ErrorName },
    body: JSON.stringify({ message, ...members }),
  };
}

function readQuery(input: StructureShape, name: string, text: string): unknown {
  const isNumber = input.members[name].kind === 'integer' && /^-?\d+$/.test(text);
  return deserialize(input.members[name], isNumber ? Number(text) : text);
}

/** Keeps text that cannot be decoded. The limits of the model then refuse its percent sign. */
function decode(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    return label;
  }
}
