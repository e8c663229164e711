import { type CfnResource, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { suppressGranted } from './suppress';
import { digest } from '../digest';
import { PresignedUrlRole } from '../presigned-url-role';

/** The role of one template. Its permissions are inline: one resource in all. */
export class GeneratedPresignedUrlRole extends PresignedUrlRole {
  private readonly permissions: iam.PolicyDocument;

  constructor(scope: Construct, id: string, jobTemplateId: string) {
    const permissions = new iam.PolicyDocument({ minimize: true });
    super(scope, id, { inlinePolicies: { PresignedUrls: permissions } });
    this.permissions = permissions;
    // A construct that is renamed, and keeps its template's id, keeps the role, or it could not take over its own template as it is.
    const resource = this.node.defaultChild as CfnResource | undefined;
    if (!Token.isUnresolved(jobTemplateId)) resource?.overrideLogicalId(logicalIdFor(jobTemplateId));
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    // Made by somebody else, who is told by the CDK.
    if (this.node.defaultChild === undefined) return super.addToPrincipalPolicy(statement);
    this.permissions.addStatements(statement);
    suppressGranted(this, statement, this.permissions);
    return { statementAdded: true, policyDependable: this };
  }
}

function logicalIdFor(jobTemplateId: string): string {
  const hash = digest(jobTemplateId, 8).toUpperCase();
  return `PresignedUrlRole${jobTemplateId.replace(/[^a-zA-Z0-9]/g, '').slice(0, 64)}${hash}`;
}
