import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { check, type Problem } from './request/check';
import type { CreateJobTemplateRequest } from './request/create-job-template';

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
export function problemsOf(request: CreateJobTemplateRequest, construct: IConstruct): string[] {
  return check(request, { isUnresolved: Token.isUnresolved, quotas: true }).map(problem => describe(problem, construct));
}

function describe({ member, value, must }: Problem, construct: IConstruct): string {
  const [prefix, prop] = PROPS.find(([path]) => member === path || member.startsWith(`${path}.`) || member.startsWith(`${path}[`)) ?? ['', ''];
  const is = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
  return `[${construct.node.path}] ${prop}${member.slice(prefix.length)} ${is}, must ${must}`;
}
