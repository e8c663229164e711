import { CfnDeletionPolicy, type CfnResource, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { PresignedUrlRole } from './presigned-url-role';
import { suppressGranted } from './private/suppress';
import { digest } from './shared/fingerprint';

const MAX_ROLE_NAME_LENGTH = 64;
const HASH_LENGTH = 8;

/** What the role of one template is made from. */
export interface GeneratedPresignedUrlRoleProps {
  readonly jobTemplateId: string;
  /** The id may be changed while the construct stays. */
  readonly hasExplicitId: boolean;
}

/** The role of one template. Its permissions are inline: one resource in all. */
export class GeneratedPresignedUrlRole extends PresignedUrlRole {
  private readonly permissions: iam.PolicyDocument;
  private readonly jobTemplateId: string;

  constructor(scope: Construct, id: string, { jobTemplateId, hasExplicitId }: GeneratedPresignedUrlRoleProps) {
    // Evidence: iam-policy-size.
    const permissions = new iam.PolicyDocument({ minimize: true });
    super(scope, id, { inlinePolicies: { PresignedUrls: permissions } });
    this.permissions = permissions;
    this.jobTemplateId = jobTemplateId;
    const isIdKnown = !Token.isUnresolved(jobTemplateId);
    // A construct that is renamed, and keeps its template's id, keeps the role, or it could not take over its own template as it is.
    const resource = this.node.defaultChild as CfnResource | undefined;
    if (isIdKnown) resource?.overrideLogicalId(logicalIdFor(jobTemplateId));
    // So another id is another logical id, and CloudFormation removes the role of the id before. Running jobs of that template need it.
    // CloudFormation follows the policy that was deployed before the change, so the role has it from the start. Evidence: cfn-removed-resource.
    this.applyRemovalPolicy(isIdKnown && hasExplicitId ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY);
  }

  /** Running jobs presign with the role that they were started with, so that one which is replaced always stays. Evidence: presign-when-asked. */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    const resource = this.node.defaultChild as CfnResource | undefined;
    // Made by somebody else, who removes it.
    if (resource === undefined) return;
    resource.applyRemovalPolicy(policy);
    resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    // Made by somebody else, who is told by the CDK.
    if (this.node.defaultChild === undefined) return super.addToPrincipalPolicy(statement);
    this.permissions.addStatements(statement);
    suppressGranted(this, statement, this.permissions);
    return { statementAdded: true, policyDependable: this };
  }

  /**
   * The name that other environments know the role by. It hangs on the template's id as the logical id does: a role that is retained
   * keeps its name, so that the role of another id needs another one. Evidence: iam-roles-global.
   */
  protected generatePhysicalName(): string {
    // Refuses an account or a Region that is not known.
    const nameByPath = super.generatePhysicalName();
    if (Token.isUnresolved(this.jobTemplateId)) return nameByPath;
    const { stackName, region } = Stack.of(this);
    const readable = `${stackName}-${this.jobTemplateId}`.slice(0, MAX_ROLE_NAME_LENGTH - HASH_LENGTH - 1);
    return `${readable}-${digest([stackName, region, this.jobTemplateId].join('/'), HASH_LENGTH)}`;
  }
}

function logicalIdFor(jobTemplateId: string): string {
  const hash = digest(jobTemplateId, 8).toUpperCase();
  return `PresignedUrlRole${jobTemplateId.replace(/[^a-zA-Z0-9]/g, '').slice(0, 64)}${hash}`;
}
