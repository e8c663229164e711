import { Token } from 'aws-cdk-lib';
import { check } from './request/check';
import type { CreateJobTemplateRequest } from './request/create-job-template';
import type { Problem } from './request/problem';

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
  return check(request, { isUnresolved: Token.isUnresolved, quotas: true }).map(describe);
}

/** What a member of the request is called among the props. */
export function propOf(member: string): string {
  const [prefix, prop] = PROPS.find(([path]) => member === path || member.startsWith(`${path}.`) || member.startsWith(`${path}[`)) ?? ['', ''];
  return `${prop}${member.slice(prefix.length)}`;
}

function describe({ member, value, must }: Problem): string {
  const is = value === undefined ? 'is missing' : `is ${shown(value)}`;
  return `${propOf(member)} ${is}, must ${must}`;
}

/** JSON, but for the numbers that it cannot write; of a document only its beginning. */
function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
