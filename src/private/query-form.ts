import { Token } from 'aws-cdk-lib';
import { JsonPath } from 'aws-cdk-lib/aws-stepfunctions';
import { JOB_ID_MAX_LENGTH } from './job-id';

/** What identifies the job of a construct in an execution. */
export interface JobOfExecution {
  readonly prefix: string;
  /** A hash of the path of the construct, because several may have the same prefix. */
  readonly pathHash: string;
}

/** Which values come from a state, in a query language of Step Functions, or where there is none. */
export interface ValueRules {
  /** What a value of the other query language is, and what to write. */
  readonly help: { readonly other: string; readonly value: string; readonly list: string };
  /** Whether a value is of the other query language. */
  isOther(value: unknown): boolean;
  /** Whether a text is neither an expression nor a text that Step Functions accepts. Evidence: jsonata-delimiters. */
  isMalformed(text: unknown): boolean;
  /** Whether a text is a list of the state. */
  isList(text: string): boolean;
}

/** Values of the state and of the execution, in a query language of Step Functions. */
export interface QueryForm extends ValueRules {
  /** A list of the state. */
  listFrom(from: string): unknown;
  /** A list of texts, some of which may come from the state. */
  listOf(texts: string[]): unknown;
  /** A prefix, and a hash of the ARN of the execution and of the construct. */
  idOfExecution(job: JobOfExecution): string;
  /** A text and the ARN of the execution. */
  withExecution(text: string): string;
}

/** The digits of an MD5 hash. Evidence: states-hash. */
const HASH_LENGTH = 32;

/** The longest prefix of an id that ends with the hash of an execution. */
export const MAX_PREFIX_LENGTH = JOB_ID_MAX_LENGTH - HASH_LENGTH - 1;

export const JSONPATH: QueryForm = {
  isOther: isJsonata,
  isMalformed: () => false,
  isList: isPath,
  help: { other: 'a JSONata expression', value: "a path, such as JsonPath.stringAt('$.name')", list: 'a text with the path of a list, such as $.targets' },
  listFrom: from => JsonPath.listAt(from),
  // The CDK takes no paths inside of lists.
  listOf: texts => texts.some(isJsonPath) ? JsonPath.array(...texts) : texts,
  idOfExecution: ({ prefix, pathHash }) => JsonPath.format(`${prefix}-{}`, JsonPath.hash(JsonPath.format(`{} ${pathHash}`, JsonPath.executionId), 'MD5')),
  withExecution: text => JsonPath.format(`${text} {}`, JsonPath.executionId),
};

const EXECUTION_ARN = '$states.context.Execution.Id';

export const JSONATA: QueryForm = {
  isOther: isJsonPath,
  isMalformed: text => typeof text === 'string' && /\{%|%\}/.test(text) && !/^\{%(?:(?!\{%|%\}).)*%\}$/s.test(text),
  isList: text => isJsonata(text) || Token.isUnresolved(text) && !isJsonPath(text),
  help: {
    other: 'a JSONPath',
    value: 'a JSONata expression, such as {% $states.input.name %}',
    list: 'a JSONata expression for a list, such as {% $states.input.targets %}',
  },
  // JSONata makes a list of one item the item itself.
  listFrom: from => isJsonata(from) ? jsonata(`[(${from.slice(2, -2).trim()})]`) : from,
  listOf: texts => texts,
  idOfExecution: job => jsonata(idOfExecutionArn(job, EXECUTION_ARN)),
  withExecution: text => jsonata(`'${text} ' & ${EXECUTION_ARN}`),
};

/** A schedule has no state, and sends values of a state as the texts that they are. */
export const NO_STATE: ValueRules = {
  isOther: text => isJsonata(text) || isJsonPath(text),
  isMalformed: () => false,
  isList: () => false,
  help: { other: 'a value of a state', value: 'a text: a schedule has no state', list: 'left out: a schedule has no state' },
};

/** The id of the job of an execution, as a part of a JSONata expression. */
export const idOfExecutionArn = ({ prefix, pathHash }: JobOfExecution, executionArn: string): string =>
  `'${prefix}-' & $hash(${executionArn} & ' ${pathHash}', 'MD5')`;

/** A JSONata expression as a value of a state. */
export const jsonata = (expression: string): string => `{% ${expression} %}`;

/** A JSONata expression that is written in several lines. */
export const jsonataOfLines = (expression: string): string => jsonata(expression.replace(/\n\s*/g, ' '));

/** The input of a state as its output. */
export const KEEP_INPUT = jsonata('$states.input');

/** Whether a value is a JSONata expression. */
export function isJsonata(value: unknown): boolean {
  return typeof value === 'string' && /^\{%.*%\}$/s.test(value);
}

/** Whether a value comes from a JSONPath state. */
export function isJsonPath(value: unknown): boolean {
  return typeof value === 'string' && JsonPath.isEncodedJsonPath(value);
}

/** Whether the CDK takes a text as a path. */
function isPath(text: string): boolean {
  try {
    JsonPath.listAt(text);
    return true;
  } catch {
    return false;
  }
}
