import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

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

  constructor(scope: Construct, id: string) {
    const stack = Stack.of(scope);
    const permissions = new iam.PolicyDocument();
    super(scope, id, {
      description: 'Lets AWS IoT presign the URLs of a job document',
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
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.permissions.addStatements(statement);
    return { statementAdded: true, policyDependable: this };
  }
}
