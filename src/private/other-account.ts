import { Stack, Stage, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { deployedStack } from './generated-id';

/** The statements that let roles in, by the permissions that they give. Policies are limited in size, so one statement serves many roles. */
const LETTING_IN = new WeakMap<s3.IBucket | kms.IKey, Map<string, iam.PolicyStatement>>();

/**
 * Lets a role of another account in by a condition on the ARN of its requests. AWS would refuse a policy that names the role as its
 * principal, because the role's stack is deployed after the stack of the bucket. Evidence: iam-principal-exists, iam-principal-arn.
 *
 * @returns whether the policy could be changed
 */
export function letIn(to: s3.IBucket | kms.IKey, { grantPrincipal }: iam.IGrantable, actions: string[], resource: string): boolean {
  const statements = LETTING_IN.get(to) ?? new Map<string, iam.PolicyStatement>();
  LETTING_IN.set(to, statements);
  const { principalAccount } = grantPrincipal;
  // The grantee is a role, so IAM identifies it by its ARN.
  const [roleArn] = [grantPrincipal.policyFragment.principalJson.AWS].flat();
  const what = [principalAccount, resource, ...actions].join(' ');
  const known = statements.get(what);
  // A statement that has been rendered cannot change.
  if (known && !known.frozen) {
    const roleArns = [known.conditions.ArnEquals['aws:PrincipalArn']].flat();
    if (!roleArns.includes(roleArn)) known.addCondition('ArnEquals', { 'aws:PrincipalArn': [...roleArns, roleArn] });
    return true;
  }
  const statement = new iam.PolicyStatement({
    actions,
    resources: [resource],
    principals: [new iam.AccountPrincipal(principalAccount)],
    conditions: { ArnEquals: { 'aws:PrincipalArn': roleArn } },
  });
  const { statementAdded } = to.addToResourcePolicy(statement);
  if (statementAdded) statements.set(what, statement);
  return statementAdded;
}

export function isOfOtherAccount({ env }: s3.IBucket | kms.IKey, { grantPrincipal: { principalAccount } }: iam.IGrantable): boolean {
  return principalAccount !== undefined && isOther(env.account, principalAccount);
}

export function isOfOtherRegion(key: kms.IKey, { grantPrincipal }: iam.IGrantable): boolean {
  return Construct.isConstruct(grantPrincipal) && isOther(Stack.of(key).region, Stack.of(grantPrincipal).region);
}

/** Unknown values may be the same. */
const isOther = (one: string, other: string): boolean => Token.compareStrings(one, other) === TokenComparison.DIFFERENT;

/**
 * Deploys the policy before the template, which needs it. The CDK sees no reference between the two accounts. A nested stack is deployed
 * with its parent stack.
 */
export function deployFirst(resource: Construct, template: Construct): void {
  const [first, then] = [deployedStack(resource), deployedStack(template)];
  if (first === then || Stage.of(first) !== Stage.of(then) || isAfter(first, then)) return;
  addDependency.call(then, first, `${template.node.path} needs a policy of ${resource.node.path}`);
}

/** Newer versions of the CDK have another name for this method, and print a warning for the older name. */
const addDependency = (Stack.prototype as { addStackDependency?: Stack['addDependency'] }).addStackDependency ?? Stack.prototype.addDependency;

/** Whether a stack is deployed after another one. */
const isAfter = (stack: Stack, other: Stack): boolean => stack.dependencies.some(each => each === other || isAfter(each, other));
