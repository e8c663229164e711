import { type IResource, type ResourceEnvironment, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The account and Region of a template or a job. An imported one has its own, a native one has its stack's, and an AWS managed one has no account. */
export function environmentOf(resource: IConstruct): ResourceEnvironment {
  const { account, region } = Stack.of(resource);
  const env = (resource as Partial<IResource>).env ?? { account, region };
  return { account: env.account || account, region: env.region };
}

/** The ARN of a resource of AWS IoT in the account and Region of a template. */
export const arnBeside = (jobTemplate: IConstruct, resource: string, resourceName: string): string =>
  Stack.of(jobTemplate).formatArn({ service: 'iot', ...environmentOf(jobTemplate), resource, resourceName });

/** A part of an environment, in the words of a message. */
export interface PartElsewhere {
  readonly kind: 'a Region' | 'an account';
  readonly other: string;
  readonly own: string;
}

/** The parts of an environment that certainly differ from one's own. Tokens are unknown, and a pattern may match. */
export function partsElsewhere(other: Partial<ResourceEnvironment>, own: ResourceEnvironment): PartElsewhere[] {
  const isOther = (one?: string, another?: string) => one !== undefined && one !== another && ![one, another].some(Token.isUnresolved) && !/[*?]/.test(one);
  return [
    ...isOther(other.region, own.region) ? [{ kind: 'a Region', other: `${other.region}`, own: own.region } as const] : [],
    ...isOther(other.account, own.account) ? [{ kind: 'an account', other: `account ${other.account}`, own: `account ${own.account}` } as const] : [],
  ];
}
