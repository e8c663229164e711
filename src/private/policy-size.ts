import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** What the inline policies of a role may have together. Evidence: iam-policy-size. */
const MAX_CHARACTERS = 10_240;

/** What IAM would refuse of the inline policies of a role that is only referred to: the CDK splits those of one that it makes. */
export function problemsOfPolicies(role: iam.IRole, policies: readonly iam.Policy[]): string[] {
  const characters = policies.filter(isAttached).reduce((sum, policy) => sum + leastLength(Stack.of(policy).resolve(policy.document)), 0);
  return characters <= MAX_CHARACTERS ? [] : [
    `the policy for role ${role.node.path} has at least ${characters} characters, must have at most ${MAX_CHARACTERS}, since a role that is referred to has it inline: `
    + 'leave the role out to have one made, or distribute the templates over several stacks',
  ];
}

/** An immutable role takes none. */
const isAttached = (policy: iam.Policy): boolean =>
  !policy.document.isEmpty && Stack.of(policy).resolve((policy.node.defaultChild as iam.CfnPolicy).roles) !== undefined;

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
