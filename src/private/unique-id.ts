import { type Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { errorAt } from './errors';
import { deployedStack } from './generated-id';

interface Owner {
  readonly path: string;
  readonly stack: Stack;
}

/** The templates of each app by environment and id. */
const OWNERS = new WeakMap<IConstruct, Map<string, Owner>>();

/**
 * Checks that no two templates in the same account and Region have the same id. Unknown environments may differ, but a nested stack has the
 * environment of its parent. Evidence: create-conflict.
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
    // CloudFormation sees two stacks of the same name as one stack.
    throw errorAt(template, 'jobTemplateIdTaken', `jobTemplateId is ${JSON.stringify(jobTemplateId)}, must be unique in its account and Region: ${owner.path} already has this id. `
      + 'Choose another id, or leave it out to generate one. To move the template to another stack, set adoptExisting');
  }
}
