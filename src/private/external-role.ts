import { Names, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { suppressGranted } from './suppress';

/**
 * A role that another stack or another app makes. What it is granted here stands in policies of this stack: a policy of its own stack
 * could not name what is here, and the CDK's own for an imported role may have one name in two stacks, and overwrite the other's.
 */
export class ExternalRole extends Construct implements iam.IPrincipal {
  /** Whether what a role is granted can stand with the role itself. */
  public static isElsewhere(scope: Construct, role: iam.IRole): boolean {
    return !iam.Role.isRole(role) || Stack.of(role) !== Stack.of(scope);
  }

  public readonly grantPrincipal: iam.IPrincipal = this;
  public readonly assumeRoleAction: string;
  public readonly policyFragment: iam.PrincipalPolicyFragment;
  public readonly principalAccount?: string;

  private ownGrants?: iam.Policy;

  /**
   * @param requestedBy who needs it, for messages
   * @throws where the role is of an account in which nothing of this stack could be attached to it, or pass it
   */
  constructor(scope: Construct, id: string, private readonly role: iam.IRole, requestedBy: Construct) {
    super(scope, id);
    const [account, own] = [role.env.account, Stack.of(this).account];
    if (account && account !== own && ![account, own].some(Token.isUnresolved)) {
      throw new Error(`[${requestedBy.node.path}] role ${role.node.path} is of account ${account}, must be of the stack's own, ${own}`);
    }
    this.assumeRoleAction = role.assumeRoleAction;
    this.policyFragment = role.policyFragment;
    this.principalAccount = role.principalAccount;
  }

  /** What is granted one by one. */
  public get grants(): iam.Policy {
    return this.ownGrants ??= this.newPolicy('Grants');
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.grants.addStatements(statement);
    suppressGranted(this.grants, statement, this.grants.document);
    return { statementAdded: true, policyDependable: this.grants };
  }

  /** The path of the role itself, for messages. */
  public toString(): string {
    return this.role.node.path;
  }

  /** A policy of the role: of an immutable one, it is none. */
  public newPolicy(id: string, document?: iam.PolicyDocument): iam.Policy {
    const stack = Stack.of(this);
    // Roles are the same in all Regions, in which a stack may have the same name. Evidence: iam-roles-global.
    const policyName = `${Names.uniqueResourceName(this, { maxLength: 90 })}${id}-${stack.region}`;
    const policy = new iam.Policy(this, id, { policyName, document });
    this.role.attachInlinePolicy(policy);
    return policy;
  }
}
