import { CfnDeletionPolicy, type CfnResource, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { PresignedUrlRole } from './presigned-url-role';
import { minimizesPolicies } from './private/minimize-policies';
import { suppressGranted } from './private/suppress';
import { digest } from './shared/fingerprint';

const MAX_ROLE_NAME_LENGTH = 64;
const HASH_LENGTH = 8;

/** Properties for defining the role of one template. */
export interface GeneratedPresignedUrlRoleProps {
  readonly jobTemplateId: string;
  /** Whether the user gave the id. Such an id may change while the construct stays. */
  readonly hasExplicitId: boolean;
}

/** The role of one template. Its permissions are inline, so that it is one resource. */
export class GeneratedPresignedUrlRole extends PresignedUrlRole {
  private readonly permissions: iam.PolicyDocument;
  private readonly jobTemplateId: string;

  constructor(scope: Construct, id: string, { jobTemplateId, hasExplicitId }: GeneratedPresignedUrlRoleProps) {
    // Evidence: iam-policy-size.
    const permissions = new iam.PolicyDocument({ minimize: minimizesPolicies(scope) });
    super(scope, id, { inlinePolicies: { PresignedUrls: permissions } });
    this.permissions = permissions;
    this.jobTemplateId = jobTemplateId;
    const isIdKnown = !Token.isUnresolved(jobTemplateId);
    // A renamed construct that keeps its template's id also keeps the role. Otherwise it could not adopt its own
    // template unchanged.
    const resource = this.node.defaultChild as CfnResource | undefined;
    if (isIdKnown) resource?.overrideLogicalId(logicalIdFor(jobTemplateId));
    // Therefore another id is another logical id, and CloudFormation removes the role of the former id. Running jobs
    // of that template need it. CloudFormation follows the policy that was deployed before the change, so the role
    // has it from the start. Evidence: cfn-removed-resource.
    this.applyRemovalPolicy(isIdKnown && hasExplicitId ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY);
  }

  /**
   * Running jobs presign with the role that they were started with, so a replaced role always stays.
   * Evidence: presign-when-asked.
   */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    const resource = this.node.defaultChild as CfnResource | undefined;
    // Somebody else defines the role, and removes it.
    if (resource === undefined) return;
    resource.applyRemovalPolicy(policy);
    resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    // Somebody else defines the role. The CDK reports the permissions to grant.
    if (this.node.defaultChild === undefined) return super.addToPrincipalPolicy(statement);
    this.permissions.addStatements(statement);
    suppressGranted(this, statement, this.permissions);
    return { statementAdded: true, policyDependable: this };
  }

  /**
   * The name of the role in other environments. It depends on the template's id, as the logical id does. A retained
   * role keeps its name, so the role of another id needs another name. Evidence: iam-roles-global.
   */
  protected generatePhysicalName(): string {
    // Throws if the account or the Region is not known.
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
