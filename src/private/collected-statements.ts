import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { DependencyGroup, type IConstruct } from 'constructs';

/** The statements that a grant would add to a role of a construct's stack. The role need not exist yet. */
export function statementsOfGrant(scope: IConstruct, grant: (grantee: iam.IGrantable) => unknown): iam.PolicyStatement[] {
  const collector = new Collector(scope);
  grant(collector);
  return collector.statements;
}

class Collector extends iam.PrincipalBase {
  public readonly statements: iam.PolicyStatement[] = [];
  public readonly principalAccount: string;

  constructor(private readonly scope: IConstruct) {
    super();
    this.principalAccount = Stack.of(scope).account;
  }

  public get policyFragment(): iam.PrincipalPolicyFragment {
    return new iam.AccountPrincipal(this.principalAccount).policyFragment;
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.statements.push(statement);
    return { statementAdded: true, policyDependable: new DependencyGroup() };
  }

  public dedupeString(): string | undefined {
    return undefined;
  }

  /** The name of the grantee in warnings. */
  public toString(): string {
    return `the role of ${this.scope.node.path}`;
  }
}
