import { Token } from 'aws-cdk-lib';
import { check } from '../request/check';
import type { CreateJobTemplateRequest } from '../request/create-job-template';
import { documentNesting } from '../request/nesting';
import type { Problem } from '../request/problem';
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
  const problems = check(request, { isUnresolved: Token.isUnresolved, quotas: true });
  const others = [documentNesting(request, Token.isUnresolved), rolloutNotSet(request), tagsNotSet(request), tagsLost(request)];
  return [...problems, ...others.flat()].map(describe);
}

/** The service takes a rollout that says nothing, and goes as fast as it can: a prop that was not set, or is no `JobRollout`. */
const rolloutNotSet = ({ jobExecutionsRolloutConfig: rollout }: CreateJobTemplateRequest): Problem[] =>
  rollout && rollout.maximumPerMinute === undefined && rollout.exponentialRate === undefined
    ? [{ member: 'jobExecutionsRolloutConfig.maximumPerMinute', value: undefined, must: 'be given' }] : [];

/** The service takes a tag without a value; a prop without one is a variable that was not set, and the CDK would write its name for it. */
const tagsNotSet = ({ tags = [] }: CreateJobTemplateRequest): Problem[] =>
  tags.filter(({ Value }) => Value === undefined).map(({ Key }) => ({ member: `tags.${Key}`, value: undefined, must: 'be given' }));

/** The CDK keeps tags in an object, which has no member of this name. */
const tagsLost = ({ tags = [] }: CreateJobTemplateRequest): Problem[] =>
  tags.filter(({ Key }) => Key === '__proto__').map(({ Key }) => ({ member: 'tags', value: Key, must: 'have another key: the CDK would lose this tag' }));

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
