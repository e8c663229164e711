import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** What the inline policies of a role may have together. */
const MAX_CHARACTERS = 10_240;

/**
 * What IAM would refuse of the policies that a role has been given here. The CDK splits the policy of a role that it makes,
 * and not that of one it only refers to.
 */
export function problemsOfPolicies(role: iam.IRole, basics?: iam.Policy): string[] {
  if (role instanceof iam.Role) return [];
  const stack = Stack.of(role);
  const policies = [...role.node.findAll(), basics].filter(construct => construct instanceof iam.Policy);
  const characters = policies.reduce((sum, { document }) => sum + leastLength(stack.resolve(document)), 0);
  return characters <= MAX_CHARACTERS ? [] : [
    `the policy for role ${role.node.path} has at least ${characters} characters, must have at most ${MAX_CHARACTERS}, since a role that is referred to has it inline: `
    + 'leave role out to have one made, whose policy is split, or distribute the templates over several stacks',
  ];
}

/** How long the JSON of a value is at least: what CloudFormation fills in counts as nothing. */
function leastLength(value: any): number {
  if (Array.isArray(value)) return listLength(value.map(leastLength));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value).length;
  const entries = Object.entries<any>(value);
  const [name, argument] = entries[0];
  if (name === 'Fn::Join') return 2 + argument[1].reduce((sum: number, part: unknown) => sum + (typeof part === 'string' ? part.length : 0), 0);
  if (/^(Ref|Fn::.*)$/.test(name)) return 2;
  return listLength(entries.map(([key, member]) => JSON.stringify(key).length + 1 + leastLength(member)));
}

/** With its brackets and commas. */
const listLength = (lengths: number[]): number => lengths.reduce((sum, length) => sum + length + 1, 1);
