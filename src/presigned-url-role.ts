import { PhysicalName, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { Construct } from 'constructs';
import { presignedUrlRolePath } from './private/arn';
import { suppress, suppressGranted } from './private/suppress';
import { INLINE_POLICY } from './private/suppressions';
import { warn } from './private/warn';
import { WarningId } from './private/warning';

/**
 * A role for presigned URLs to be declared.
 */
export interface PresignedUrlRoleProps {
  /**
   * The name of the role.
   *
   * @default - CloudFormation's, or one that is known at synthesis where another account or Region needs it
   */
  readonly roleName?: string;

  /**
   * Policies that the role has from the beginning, by their names, such as one for artifacts that are not known here.
   *
   * @default - none: each template that has the role grants it what its document needs
   */
  readonly inlinePolicies?: { [name: string]: iam.PolicyDocument };
}

/**
 * A role that AWS IoT assumes to presign the URLs of job documents, for this account and Region only. Several templates can share it.
 *
 * A `JobTemplate` makes one of its own where it is given none and its document has a presigned URL.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/cross-service-confused-deputy-prevention.html
 */
@propertyInjectable
export class PresignedUrlRole extends iam.Role {
  /**
   * The id of this class for property injection.
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-iot-job-template.PresignedUrlRole';

  constructor(scope: Construct, id: string, props: PresignedUrlRoleProps = {}) {
    const stack = Stack.of(scope);
    super(scope, id, {
      description: 'Lets AWS IoT presign the URLs of job documents',
      // Other environments may refer to it: whoever starts jobs there passes it. The CDK can make no such name in a nested stack.
      roleName: props.roleName ?? (stack.nestedStackParent ? undefined : PhysicalName.GENERATE_IF_NEEDED),
      path: presignedUrlRolePath(stack),
      // Evidence: presign-role-trust, presign-when-asked, presign-download-checked-by-s3.
      assumedBy: new iam.ServicePrincipal('iot.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'iot', resource: '*' }) },
        },
      }),
      inlinePolicies: props.inlinePolicies,
    });
    const [permissions] = Object.values(props.inlinePolicies ?? {});
    suppress(this, permissions ? [INLINE_POLICY] : [], permissions);
    this.node.addValidation({ validate: () => this.checkPath() });
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const result = super.addToPrincipalPolicy(statement);
    const policy = this.node.tryFindChild('DefaultPolicy') as iam.Policy | undefined;
    if (policy) suppressGranted(policy, statement, policy.document);
    return result;
  }

  /** An Aspect, or an escape hatch, may have moved the role from where the provider may pass it. */
  private checkPath(): string[] {
    const stack = Stack.of(this);
    const resource = this.node.defaultChild as iam.CfnRole | undefined;
    if (resource === undefined) return [];
    const [rendered] = Object.values<any>(stack.resolve(resource._toCloudFormation()).Resources);
    const [path, own] = [rendered.Properties.Path, stack.resolve(presignedUrlRolePath(stack))].map(each => JSON.stringify(each));
    if (path !== own) {
      warn(this, WarningId.PRESIGNED_URL_ROLE_PATH, `path is ${path}, but the provider may pass the roles of path ${own} only: leave the path as it is, `
        + 'or call grantPassRole of this role with JobTemplateProvider.getOrCreate(stack).grantPrincipal');
    }
    return [];
  }

  /**
   * Whether it is made in a stack, under the path by which all such roles can be passed there. With `Role.customizeRoles` somebody else makes it.
   *
   * @internal
   */
  public _isMadeIn(stack: Stack): boolean {
    return Stack.of(this) === stack && this.node.defaultChild !== undefined;
  }
}
