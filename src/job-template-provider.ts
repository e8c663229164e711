import * as path from 'node:path';
import { Duration, PhysicalName, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct, type IDependable } from 'constructs';
import { PresignedUrlRole } from './presigned-url-role';
import { errorAt } from './private/errors';
import { ExternalRole } from './private/external-role';
import { IAM_MINIMIZE_POLICIES, minimizesPolicies } from './private/minimize-policies';
import { Permissions } from './private/permissions';
import { checkTypes, isOf } from './private/prop-types';
import { suppress } from './private/suppress';
import {
  ANY_EGRESS, ANY_LOG_STREAM, ANY_NETWORK_INTERFACE, ANY_PRESIGNED_URL_ROLE, ANY_TEMPLATE, ANY_TEMPLATE_LOOKED_UP, ANY_VERSION, INLINE_POLICY,
  LOGS_UNENCRYPTED, NO_CONCURRENCY, NO_DEAD_LETTERS, NOT_IN_VPC, type Suppression, WAITS_FOR_ROLE,
} from './private/suppressions';

/**
 * Properties for running the function that manages the job templates of a stack.
 */
export interface JobTemplateProviderProps {
  /**
   * The VPC that the function runs in. The function must reach AWS IoT from there, and Amazon S3, through which it
   * sends its responses to CloudFormation.
   *
   * @default - the function runs outside of a VPC
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets that the function runs in. They need `vpc`.
   *
   * @default - the private subnets of the VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the function. They need `vpc`.
   *
   * @default - one is created
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * The execution role of the function, which trusts `lambda.amazonaws.com`. The permissions of the function are
   * granted to it in a policy of this stack.
   *
   * An immutable role is granted nothing. It must have the permissions that `docs/permissions.md` lists.
   *
   * @default - one is created
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
   */
  readonly role?: iam.IRole;

  /**
   * The log group of the function.
   *
   * @default - one is created, which keeps its events for one year and is deleted with the stack
   */
  readonly logGroup?: logs.ILogGroup;

  /**
   * The memory of the function, in MiB.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * The key that encrypts the environment variables of the function. The function has none: pass a key only if a rule
   * requires one.
   *
   * @default - a key that AWS owns
   */
  readonly environmentEncryption?: kms.IKeyRef;

  /**
   * The code signing configuration of the function.
   *
   * The CDK uploads the code of this package without a signature. If the configuration enforces signatures, your
   * pipeline must sign the asset.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
   */
  readonly codeSigningConfig?: lambda.ICodeSigningConfigRef;
}

const ID = 'JobTemplateProvider';
const DEFAULTS: JobTemplateProviderProps = { memorySize: 256 };
const TIMEOUT = Duration.minutes(5);
/** Lambda delivers an event up to three times, with pauses of one and two minutes. No response can come after that. */
const SERVICE_TIMEOUT_SECONDS = Duration.minutes(20).toSeconds();

/**
 * The function that creates, edits, deletes and looks up the job templates of one stack, with its role and log group.
 *
 * The first `JobTemplate` or lookup of a stack creates it. To set its options, call `getOrCreate` before that.
 */
export class JobTemplateProvider extends Construct implements iam.IGrantable {
  /**
   * Returns the provider of the stack that contains the scope, and creates it if there is none.
   *
   * @param props options of the function; pass them only in the first call
   * @throws if the provider already exists and has other options, or if another construct of the stack has its id
   */
  public static getOrCreate(scope: Construct, props?: JobTemplateProviderProps): JobTemplateProvider {
    if (props) checkTypes(scope, props);
    const stack = Stack.of(scope);
    const existing = stack.node.tryFindChild(ID) as JobTemplateProvider | Construct | undefined;
    if (existing === undefined) return new JobTemplateProvider(stack, ID, props ?? {});
    if (!('serviceToken' in existing)) {
      throw errorAt(scope, 'providerIdTaken', `${existing.node.path} is not a JobTemplateProvider: choose another id for that construct, because the provider has this id in every stack`);
    }
    if (props) existing.checkSameOptions(props, scope);
    return existing;
  }

  /**
   * The function that manages the templates.
   */
  public readonly lambdaFunction: lambda.IFunction;

  /**
   * The execution role of the function.
   */
  public readonly role: iam.IRole;

  /**
   * The log group of the function.
   */
  public readonly logGroup: logs.ILogGroup;

  /**
   * The principal to grant further permissions of the function to.
   */
  public readonly grantPrincipal: iam.IPrincipal;

  private readonly claimed = new Map<string, Construct>();
  private readonly permissions = new Permissions(Stack.of(this));
  /** The permissions that the function needs even if the stack has no templates of its own. */
  private readonly basics = new iam.PolicyDocument();
  /** The role or the policy that contains these permissions. */
  private readonly basicsHolder: IConstruct;
  private readonly lookedUp = new Set<string>();
  private readonly externalRoles = new Map<iam.IRole, ExternalRole>();
  private management?: { readonly policy?: IDependable };

  private constructor(scope: Construct, id: string, private readonly props: JobTemplateProviderProps) {
    super(scope, id);
    // Policies grow with the objects that the templates read, so their statements are merged even if the app does not
    // set the flag.
    this.node.setContext(IAM_MINIMIZE_POLICIES, minimizesPolicies(scope));

    this.role = props.role ?? new iam.Role(this, 'Role', {
      description: `Manages and looks up job templates for stack ${Stack.of(this).stackName}`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { JobTemplateProvider: this.basics },
      // A bucket of another account may have to allow this role by its name. The CDK cannot generate the name in a
      // nested stack.
      roleName: Stack.of(this).nestedStackParent ? undefined : PhysicalName.GENERATE_IF_NEEDED,
    });
    const grantee = this._granteeFor(this.role, this);
    this.grantPrincipal = grantee.grantPrincipal;
    const basicsPolicy = this.newBasicsPolicy(grantee);
    this.logGroup = props.logGroup ?? new logs.LogGroup(this, 'LogGroup', {
      retention: logs.RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.grantBasics(this.permissions.log(this.logGroup.logGroupArn));
    if (props.vpc) this.grantBasics(this.permissions.runInVpc());
    this.lambdaFunction = new lambda.Function(this, 'Function', {
      description: 'Job templates of AWS IoT',
      code: lambda.Code.fromAsset(path.join(__dirname, '..', 'assets', 'handler')),
      handler: 'index.handler',
      runtime: lambda.determineLatestNodeRuntime(this),
      timeout: TIMEOUT,
      memorySize: props.memorySize ?? DEFAULTS.memorySize,
      role: this.role,
      logGroup: this.logGroup,
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets,
      securityGroups: props.securityGroups,
      environmentEncryption: props.environmentEncryption,
      codeSigningConfig: props.codeSigningConfig,
    });
    // The function needs its permissions before it works on a template.
    this.lambdaFunction.node.addDependency(grantee, ...basicsPolicy ? [basicsPolicy] : []);
    this.basicsHolder = basicsPolicy ?? this.role;
    this.suppressFindings();
  }

  /**
   * The `ServiceToken` of custom resources: the ARN of the function.
   */
  public get serviceToken(): string {
    return this.lambdaFunction.functionArn;
  }

  /**
   * The time that CloudFormation waits for a response.
   *
   * @internal
   */
  public get _serviceTimeoutSeconds(): number {
    return SERVICE_TIMEOUT_SECONDS;
  }

  /**
   * Two templates of one stack with the same id would delete each other.
   *
   * @internal
   */
  public _reserveJobTemplateId(jobTemplateId: string, claimant: Construct): void {
    const earlier = this.claimed.get(jobTemplateId);
    if (earlier !== undefined) {
      throw errorAt(claimant, 'jobTemplateIdTaken', `jobTemplateId is ${JSON.stringify(jobTemplateId)}, must be unique in the stack: `
        + `${earlier.node.path} already has this id. Choose another id, or leave it out to generate one`);
    }
    this.claimed.set(jobTemplateId, claimant);
  }

  /**
   * Allows the function to create, edit and delete the templates of this stack.
   *
   * @returns the policy that each template depends on. CloudFormation then removes the last template before its
   * permission, even if lookups stay
   * @internal
   */
  public _grantManage(): IDependable | undefined {
    if (this.management === undefined) {
      const grants = this.permissions.manage().map(statement => this.grantPrincipal.addToPrincipalPolicy(statement));
      this.management = { policy: grants[0].policyDependable };
      this.suppressInPolicy(INLINE_POLICY, ANY_TEMPLATE);
    }
    return this.management.policy;
  }

  /**
   * Allows the function to read any template of the account and Region.
   *
   * @internal
   */
  public _grantLookUp(): void {
    this.grantRead(this.permissions.lookUp(), ANY_TEMPLATE_LOOKED_UP);
  }

  /**
   * Allows the function to read an AWS managed template, in all of its versions.
   *
   * @internal
   */
  public _grantLookUpManaged(templateName: string): void {
    this.grantRead(this.permissions.lookUpManaged(templateName), ANY_VERSION);
  }

  /**
   * Allows the function to pass a role to AWS IoT.
   *
   * @internal
   */
  public _grantPassRole(role: iam.IRole): void {
    const isMadeHere = isOf(role, PresignedUrlRole) && role._isMadeIn(Stack.of(this));
    this.grantPrincipal.addToPrincipalPolicy(isMadeHere ? this.permissions.passRolesMadeHere() : this.permissions.passRole(role.roleArn));
    if (isMadeHere) this.suppressInPolicy(ANY_PRESIGNED_URL_ROLE);
  }

  /**
   * Allows the function to create templates from these resources.
   *
   * @internal
   */
  public _grantCreateFrom(arns: string[]): void {
    this.grantPrincipal.addToPrincipalPolicy(this.permissions.createFrom(arns));
  }

  /**
   * Allows the function to adopt a template of another owner.
   *
   * @internal
   */
  public _grantAdopt(jobTemplateArn: string): void {
    this.grantPrincipal.addToPrincipalPolicy(this.permissions.adopt(jobTemplateArn));
  }

  /**
   * The grantee for the permissions that a role needs in this stack. Another stack or app may have created the role.
   *
   * @internal
   */
  public _granteeFor(role: iam.IRole, requestedBy: Construct): iam.IRole | ExternalRole {
    if (!ExternalRole.isElsewhere(this, role)) return role;
    const id = role === this.props.role ? 'Role' : `PresignedUrlRole${role.node.addr}`;
    const known = this.externalRoles.get(role) ?? new ExternalRole(this, id, role, requestedBy);
    this.externalRoles.set(role, known);
    return known;
  }

  /** The policy for the permissions that are always needed. A role that is created here has them itself. */
  private newBasicsPolicy(grantee: iam.IRole | ExternalRole): iam.Policy | undefined {
    if (isOf(grantee, ExternalRole)) return grantee.newPolicy('Basics', this.basics);
    return this.props.role && new iam.Policy(this, 'Policy', { document: this.basics, roles: [grantee] });
  }

  private grantBasics(statement: iam.PolicyStatement): void {
    // The CDK reports the grants of a role that somebody else defines one by one, with `Role.customizeRoles`.
    if (this.props.role === undefined && this.role.node.defaultChild === undefined) this.role.addToPrincipalPolicy(statement);
    else this.basics.addStatements(statement);
  }

  /** Grants each resource once, however many lookups read it. */
  private grantRead(statement: iam.PolicyStatement, suppression: Suppression): void {
    const [resource] = statement.resources;
    if (this.lookedUp.has(resource)) return;
    this.lookedUp.add(resource);
    this.grantBasics(statement);
    suppress(this.basicsHolder, [suppression], this.basics);
  }

  /** The owners of other resources suppress the findings about them. */
  private suppressFindings(): void {
    const { role, logGroup, vpc, securityGroups } = this.props;
    suppress(this.lambdaFunction, [NO_CONCURRENCY, NO_DEAD_LETTERS, ...vpc ? [] : [NOT_IN_VPC], ...role ? [] : [WAITS_FOR_ROLE]]);
    if (!logGroup) suppress(this.logGroup, [LOGS_UNENCRYPTED]);
    if (vpc && !securityGroups) suppress(this.lambdaFunction.node.findChild('SecurityGroup'), [ANY_EGRESS]);
    const anyStream = this.logGroup.logGroupArn.endsWith(':*') ? [ANY_LOG_STREAM] : [];
    suppress(this.basicsHolder, [INLINE_POLICY, ...anyStream, ...vpc ? [ANY_NETWORK_INTERFACE] : []], this.basics);
  }

  private suppressInPolicy(...suppressions: Suppression[]): void {
    const policy = this.externalRoles.get(this.role)?.grants
      ?? (this.props.role ? undefined : this.role.node.tryFindChild('DefaultPolicy') as iam.Policy | undefined);
    if (policy) suppress(policy, suppressions, policy.document);
  }

  private checkSameOptions(props: JobTemplateProviderProps, requestedBy: Construct): void {
    const names = Object.keys(props) as (keyof JobTemplateProviderProps)[];
    const other = names.filter(name => props[name] !== undefined && !isSame(props[name], this.props[name] ?? DEFAULTS[name]));
    if (other.length === 0) return;
    const differences = other.map(name => typeof props[name] === 'number'
      ? `${name} is ${props[name]}, must be ${this.props[name] ?? DEFAULTS[name]}`
      : `${name} differs, must be the same`);
    throw errorAt(requestedBy, 'providerOptionsDiffer', `${differences.join('; ')}, because stack ${Stack.of(this).node.path} already has a job template provider: `
      + 'call JobTemplateProvider.getOrCreate with options once, before the first JobTemplate. Later calls need no options');
  }
}

/** Whether two options are equal. Lists and selections are compared by their members, constructs by identity. */
function isSame(one: unknown, other: unknown): boolean {
  if (!isPlain(one) || !isPlain(other)) return one === other;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(name => isSame(one[name], other[name]));
}

const isPlain = (value: unknown): value is { [name: string]: unknown } =>
  typeof value === 'object' && value !== null && [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value));
