import { type Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { errorAt, type ErrorCode } from './errors';
import { deployedStack } from './generated-id';

interface Owner {
  readonly construct: Construct;
  readonly stack: Stack;
}

/** The templates and jobs of each app by environment, kind and id. */
const OWNERS = new WeakMap<IConstruct, Map<string, Owner>>();

/** A kind of resource with an id of the user, for messages. */
interface Kind {
  readonly prop: string;
  readonly code: ErrorCode;
  readonly remedy: string;
}

export const TEMPLATE: Kind = {
  prop: 'jobTemplateId',
  code: 'jobTemplateIdTaken',
  remedy: 'Choose another id, or leave it out to generate one. To move the template to another stack, set adoptExisting',
};
export const JOB: Kind = { prop: 'jobId', code: 'invalidJobProps', remedy: 'Choose another id, or give release instead to generate one' };

/**
 * Checks that no two templates, and no two jobs, in the same account and Region have the same id. Unknown environments may differ, but a
 * nested stack has the environment of its parent. Evidence: create-conflict, job-id-taken.
 *
 * @throws if another construct of the app has the id in the same environment
 */
export function checkIdIsUnique(construct: Construct, id: string, { prop, code, remedy }: Kind): void {
  if (Token.isUnresolved(id)) return;
  const stack = deployedStack(construct);
  const owners = OWNERS.get(construct.node.root) ?? new Map<string, Owner>();
  OWNERS.set(construct.node.root, owners);
  const { account, region } = stack;
  const environment = [account, region].some(Token.isUnresolved) ? stack.node.path : `${account}/${region}`;
  const key = `${environment} ${prop} ${id}`;
  const owner = owners.get(key);
  if (owner === undefined) {
    owners.set(key, { construct, stack });
  } else if (owner.stack === stack || owner.stack.stackName !== stack.stackName) {
    // CloudFormation sees two stacks of the same name as one stack.
    throw errorAt(construct, code, `${prop} is ${JSON.stringify(id)}, must be unique in its account and Region: ${owner.construct.node.path} already has this id. ${remedy}`);
  }
}
