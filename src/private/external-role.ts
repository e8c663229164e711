import { Names, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { errorAt } from './errors';
import { markType } from './prop-types';
import { suppressGranted } from './suppress';

/**
 * A role of another stack or another app. This stack holds the policies for the permissions that the role needs here. A policy in the
 * stack of the role could not name resources of this stack. The policies that the CDK makes for an imported role may have the same name
 * in two stacks, and would overwrite each other.
 */
export class ExternalRole extends Construct implements iam.IPrincipal {
  /** Whether a role is outside of the stack of the scope, so that its permissions cannot be in a policy of its own stack. */
  public static isElsewhere(scope: Construct, role: iam.IRole): boolean {
    return !iam.Role.isRole(role) || Stack.of(role) !== Stack.of(scope);
  }

  public readonly grantPrincipal: iam.IPrincipal = this;
  public readonly assumeRoleAction: string;
  public readonly policyFragment: iam.PrincipalPolicyFragment;
  public readonly principalAccount?: string;

  private ownGrants?: iam.Policy;

  /**
   * @param requestedBy the construct that needs the role, for messages
   * @throws if the role is in another account, because this stack could neither attach policies to the role nor pass it
   */
  constructor(scope: Construct, id: string, private readonly role: iam.IRole, requestedBy: Construct) {
    super(scope, id);
    const [account, own] = [role.env.account, Stack.of(this).account];
    if (account && account !== own && ![account, own].some(Token.isUnresolved)) {
      throw errorAt(requestedBy, 'roleInOtherAccount', `role ${role.node.path} is of account ${account}, must be of the stack's own account, ${own}: roles and their policies cannot cross accounts`);
    }
    this.assumeRoleAction = role.assumeRoleAction;
    this.policyFragment = role.policyFragment;
    this.principalAccount = role.principalAccount;
  }

  /** The policy for single grants. */
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

  /** Adds a policy to the role. An immutable role ignores it. */
  public newPolicy(id: string, document?: iam.PolicyDocument): iam.Policy {
    const stack = Stack.of(this);
    // A role exists in all Regions, and stacks in two Regions may have the same name. Evidence: iam-roles-global.
    const policyName = `${Names.uniqueResourceName(this, { maxLength: 90 })}${id}-${stack.region}`;
    const policy = new iam.Policy(this, id, { policyName, document });
    this.role.attachInlinePolicy(policy);
    return policy;
  }
}

markType(ExternalRole);
