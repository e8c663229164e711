import { Token } from 'aws-cdk-lib';
import { check } from '../request/check';
import type { CreateJobTemplateRequest } from '../request/create-job-template';
import type { Problem } from '../request/problem';
import { RULES } from '../request/rules';
import { SYNTHESIS_RULES } from '../request/synthesis-rules';
import { warningsIn } from '../request/warnings';

/** The members of the request that a prop of another name stands for; the longer path first. */
const PROPS: ReadonlyArray<readonly [member: string, prop: string]> = [
  ['documentSource', 'document'],
  ['jobArn', 'document'],
  ['presignedUrlConfig.roleArn', 'presignedUrlRole'],
  ['presignedUrlConfig.expiresInSec', 'presignedUrlExpiration'],
  ['jobExecutionsRolloutConfig.exponentialRate.rateIncreaseCriteria', 'rollout.increaseAfter'],
  ['jobExecutionsRolloutConfig.exponentialRate', 'rollout'],
  ['jobExecutionsRolloutConfig', 'rollout'],
  ['abortConfig.criteriaList', 'abortCriteria'],
  ['jobExecutionsRetryConfig.criteriaList', 'retryCriteria'],
  ['timeoutConfig.inProgressTimeoutInMinutes', 'inProgressTimeout'],
];

/** What the service would refuse in a request, in the words of the props. Tokens are not known yet, and pass. */
export function problemsOf(request: CreateJobTemplateRequest): string[] {
  return check(request, { isUnresolved: Token.isUnresolved, quotas: true }, [...RULES, ...SYNTHESIS_RULES]).map(describe);
}

/** What the service would take, but looks unintended, in the words of the props: the ids to acknowledge it by, and what it is. */
export const warningsOf = (request: CreateJobTemplateRequest): { readonly id: string; readonly text: string }[] =>
  warningsIn(request, Token.isUnresolved).map(({ id, but, ...what }) => ({ id: `cdk-iot-job-template:${id}`, text: `${shownAs(what)}, but ${but}` }));

/** What a member of the request is called among the props. */
export function propOf(member: string): string {
  const [prefix, prop] = PROPS.find(([path]) => member === path || member.startsWith(`${path}.`) || member.startsWith(`${path}[`)) ?? ['', ''];
  return `${prop}${member.slice(prefix.length)}`;
}

const describe = ({ must, ...what }: Problem): string => `${shownAs(what)}, must ${must}`;

const shownAs = ({ member, value }: Pick<Problem, 'member' | 'value'>): string =>
  `${propOf(member)} ${value === undefined ? 'is missing' : `is ${shown(value)}`}`;

/** JSON, but for what it cannot write; of a document only its beginning. */
function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : jsonOf(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/** Nothing for a function, a symbol, a bigint, or an object that has itself inside. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
