import { createHash } from 'node:crypto';
import { type CfnResource, PhysicalName, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ANY_UPLOAD, INLINE_POLICY, suppress } from './suppressions';

/**
 * The path of the roles that are made here: one permission to pass them serves a whole stack, however many there are.
 */
export const presignedUrlRolePath = (stack: Stack): string => `/cdk-iot-job-template/${stack.stackName}/`;

/**
 * The role that AWS IoT assumes to presign the URLs of a job document. Its permissions are inline: one resource in all.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/cross-service-confused-deputy-prevention.html
 */
export class PresignedUrlRole extends iam.Role {
  private readonly permissions: iam.PolicyDocument;

  /** @param jobTemplateId the id of the template, where that does not depend on the construct */
  constructor(scope: Construct, id: string, jobTemplateId?: string) {
    const stack = Stack.of(scope);
    const permissions = new iam.PolicyDocument({ minimize: true });
    super(scope, id, {
      description: 'Lets AWS IoT presign the URLs of a job document',
      // Other environments may refer to it: whoever starts jobs there passes it.
      roleName: PhysicalName.GENERATE_IF_NEEDED,
      path: presignedUrlRolePath(stack),
      assumedBy: new iam.ServicePrincipal('iot.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'iot', resource: '*' }) },
        },
      }),
      inlinePolicies: { PresignedUrls: permissions },
    });
    this.permissions = permissions;
    suppress(this, [INLINE_POLICY], permissions);
    // A construct that is renamed keeps its role, or it could not take over its own template as it is.
    if (jobTemplateId !== undefined) (this.node.defaultChild as CfnResource).overrideLogicalId(logicalIdFor(jobTemplateId));
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.permissions.addStatements(statement);
    const isPattern = statement.actions.includes('s3:PutObject') && statement.resources.some(arn => ANY_UPLOAD.wildcard.test(arn));
    if (isPattern) suppress(this, [ANY_UPLOAD]);
    return { statementAdded: true, policyDependable: this };
  }
}

function logicalIdFor(jobTemplateId: string): string {
  const hash = createHash('sha256').update(jobTemplateId).digest('hex').slice(0, 8).toUpperCase();
  return `PresignedUrlRole${jobTemplateId.replace(/[^a-zA-Z0-9]/g, '').slice(0, 64)}${hash}`;
}
