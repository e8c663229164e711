import { type Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { deployedStack } from './generated-id';

interface Owner {
  readonly path: string;
  readonly stack: Stack;
}

/** The template that has an id in an environment, for each app. */
const OWNERS = new WeakMap<IConstruct, Map<string, Owner>>();

/**
 * Two templates of one account and Region cannot have one id. An environment that is not known may be another one, except that a nested
 * stack has that of its parent. Evidence: create-conflict.
 *
 * @throws if another stack of the app has the id in the same environment
 */
export function checkIdIsUnique(template: Construct, jobTemplateId: string): void {
  if (Token.isUnresolved(jobTemplateId)) return;
  const stack = deployedStack(template);
  const owners = OWNERS.get(template.node.root) ?? new Map<string, Owner>();
  OWNERS.set(template.node.root, owners);
  const { account, region } = stack;
  const environment = [account, region].some(Token.isUnresolved) ? stack.node.path : `${account}/${region}`;
  const key = `${environment} ${jobTemplateId}`;
  const owner = owners.get(key);
  if (owner === undefined) {
    owners.set(key, { path: template.node.path, stack });
  } else if (owner.stack === stack || owner.stack.stackName !== stack.stackName) {
    // Two stacks of one name are one stack to CloudFormation.
    throw new Error(`[${template.node.path}] jobTemplateId is ${JSON.stringify(jobTemplateId)}, must be unique in its account and Region: ${owner.path} has it already. `
      + 'Choose another, or leave it out to have one generated. To move the template to another stack, set adoptExisting');
  }
}
