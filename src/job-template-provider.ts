import * as path from 'node:path';
import { Duration, PhysicalName, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct, type IDependable } from 'constructs';
import { PresignedUrlRole } from './presigned-url-role';
import { ExternalRole } from './private/external-role';
import { Permissions } from './private/permissions';
import { checkTypes } from './private/prop-types';
import { suppress } from './private/suppress';
import {
  ANY_EGRESS, ANY_LOG_STREAM, ANY_NETWORK_INTERFACE, ANY_PRESIGNED_URL_ROLE, ANY_TEMPLATE, ANY_TEMPLATE_LOOKED_UP, ANY_VERSION, INLINE_POLICY,
  LOGS_UNENCRYPTED, NO_CONCURRENCY, NO_DEAD_LETTERS, NOT_IN_VPC, type Suppression, WAITS_FOR_ROLE,
} from './private/suppressions';

/**
 * How the function of a stack's job templates runs.
 */
export interface JobTemplateProviderProps {
  /**
   * The VPC that the function runs in. From there it must reach AWS IoT, and Amazon S3, through which CloudFormation takes its answers.
   *
   * @default - the function runs outside of a VPC
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of the VPC that the function runs in.
   *
   * @default - the private subnets
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the function. Only with `vpc`.
   *
   * @default - one is created
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * The function's execution role, trusted by `lambda.amazonaws.com`. It is granted what the function needs, in a policy of this
   * stack, unless it is immutable: then it must have what the README lists.
   *
   * @default - one is created
   */
  readonly role?: iam.IRole;

  /**
   * The log group of the function.
   *
   * @default - one is created, which keeps its events for a year and is removed with the stack
   */
  readonly logGroup?: logs.ILogGroup;

  /**
   * The function's memory, in MiB.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * The key that encrypts the function's environment. It has no variables: this is for rules that ask for a key regardless.
   *
   * @default - a key that AWS owns
   */
  readonly environmentEncryption?: kms.IKeyRef;

  /**
   * The code signing configuration of the function. The CDK uploads the code as this package has it, which is not signed:
   * where the configuration enforces signatures, your pipeline must sign the asset.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
   */
  readonly codeSigningConfig?: lambda.ICodeSigningConfigRef;
}

const ID = 'JobTemplateProvider';
const DEFAULTS: JobTemplateProviderProps = { memorySize: 256 };
const TIMEOUT = Duration.minutes(5);
/** Lambda delivers an event up to three times, a minute and two minutes later: after that no answer can come. */
const SERVICE_TIMEOUT = Duration.minutes(20);
/** Statements that differ in one thing only become one. */
const IAM_MINIMIZE_POLICIES = '@aws-cdk/aws-iam:minimizePolicies';

/**
 * What all job templates of a stack share: the one function that creates, edits, deletes and looks them up, its role and its log group.
 *
 * A `JobTemplate` or a lookup makes it when there is none yet. Ask for it first where it needs options of its own.
 */
export class JobTemplateProvider extends Construct implements iam.IGrantable {
  /**
   * The provider of the stack that the scope is in, made if there is none yet.
   *
   * @param props how the function runs; only for the one who asks first
   * @throws where the provider is there already and was made with other options
   */
  public static getOrCreate(scope: Construct, props?: JobTemplateProviderProps): JobTemplateProvider {
    checkTypes(scope, props ?? {});
    const stack = Stack.of(scope);
    const existing = stack.node.tryFindChild(ID) as JobTemplateProvider | Construct | undefined;
    if (existing === undefined) return new JobTemplateProvider(stack, ID, props ?? {});
    if (!('serviceToken' in existing)) {
      throw new Error(`[${scope.node.path}] ${existing.node.path} is not a JobTemplateProvider: give that construct another id, the provider has this one in every stack`);
    }
    if (props !== undefined) existing.refuseOtherOptions(props, scope);
    return existing;
  }

  /**
   * The function.
   */
  public readonly lambdaFunction: lambda.IFunction;

  /**
   * The function's execution role.
   */
  public readonly role: iam.IRole;

  /**
   * The log group of the function.
   */
  public readonly logGroup: logs.ILogGroup;

  /**
   * Whom to grant what the function needs beyond its own permissions.
   */
  public readonly grantPrincipal: iam.IPrincipal;

  private readonly claimed = new Map<string, string>();
  private readonly permissions = new Permissions(Stack.of(this));
  /** What the function may do even where the stack has no templates of its own. */
  private readonly basics = new iam.PolicyDocument();
  /** The role or the policy that has them. */
  private readonly basicsHolder: IConstruct;
  private readonly lookedUp = new Set<string>();
  private readonly referredRoles = new Map<iam.IRole, ExternalRole>();
  private management?: { readonly policy?: IDependable };

  private constructor(scope: Construct, id: string, private readonly props: JobTemplateProviderProps) {
    super(scope, id);
    // Policies grow with what the templates read: an app that has not asked for it gets them merged here, too.
    this.node.setContext(IAM_MINIMIZE_POLICIES, true);

    this.role = props.role ?? new iam.Role(this, 'Role', {
      description: `Manages and looks up job templates for stack ${Stack.of(this).stackName}`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { JobTemplateProvider: this.basics },
      // A bucket of another account may have to let it in. The CDK can make no such name in a nested stack.
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
    // No template is worked on before the function may do so.
    this.lambdaFunction.node.addDependency(grantee, ...basicsPolicy ? [basicsPolicy] : []);
    this.basicsHolder = basicsPolicy ?? this.role;
    this.suppressFindings();
  }

  /**
   * What a custom resource names as its ServiceToken.
   */
  public get serviceToken(): string {
    return this.lambdaFunction.functionArn;
  }

  /**
   * How long CloudFormation waits for an answer.
   *
   * @internal
   */
  public get _serviceTimeout(): Duration {
    return SERVICE_TIMEOUT;
  }

  /**
   * Two templates of one stack with one id would delete each other.
   *
   * @internal
   */
  public _reserveJobTemplateId(jobTemplateId: string, claimant: Construct): void {
    const earlier = this.claimed.get(jobTemplateId);
    if (earlier !== undefined) {
      throw new Error(`[${claimant.node.path}] jobTemplateId is ${JSON.stringify(jobTemplateId)}, must be unique in the stack: `
        + `${earlier} has it already. Choose another, or leave it out to have one generated`);
    }
    this.claimed.set(jobTemplateId, claimant.node.path);
  }

  /**
   * Lets the function create, edit and delete the templates of this stack.
   *
   * @returns what each of them depends on: CloudFormation removes the last template while its permission is still there, also where lookups stay
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
   * Lets the function read any template of the account and Region.
   *
   * @internal
   */
  public _grantLookUp(): void {
    this.grantRead(this.permissions.lookUp(), ANY_TEMPLATE_LOOKED_UP);
  }

  /**
   * Lets the function read a template that AWS manages, in all of its versions.
   *
   * @internal
   */
  public _grantLookUpManaged(templateName: string): void {
    this.grantRead(this.permissions.lookUpManaged(templateName), ANY_VERSION);
  }

  /**
   * Lets the function hand a role to AWS IoT.
   *
   * @internal
   */
  public _grantPassRole(role: iam.IRole): void {
    const isMadeHere = role instanceof PresignedUrlRole && role._isMadeIn(Stack.of(this));
    this.grantPrincipal.addToPrincipalPolicy(isMadeHere ? this.permissions.passRolesMadeHere() : this.permissions.passRole(role.roleArn));
    if (isMadeHere) this.suppressInPolicy(ANY_PRESIGNED_URL_ROLE);
  }

  /**
   * Lets the function create templates from these resources.
   *
   * @internal
   */
  public _grantCreateFrom(arns: string[]): void {
    this.grantPrincipal.addToPrincipalPolicy(this.permissions.createFrom(arns));
  }

  /**
   * Lets the function make a template of another owner its own.
   *
   * @internal
   */
  public _grantAdopt(jobTemplateArn: string): void {
    this.grantPrincipal.addToPrincipalPolicy(this.permissions.adopt(jobTemplateArn));
  }

  /**
   * Where to grant what a role needs in this stack, which may not have made it.
   *
   * @internal
   */
  public _granteeFor(role: iam.IRole, asker: Construct): iam.IRole | ExternalRole {
    if (!ExternalRole.isElsewhere(this, role)) return role;
    const id = role === this.props.role ? 'Role' : `PresignedUrlRole${role.node.addr}`;
    const known = this.referredRoles.get(role) ?? new ExternalRole(this, id, role, asker);
    this.referredRoles.set(role, known);
    return known;
  }

  /** The policy for what is always needed: the role itself has it where it is made here. */
  private newBasicsPolicy(grantee: iam.IRole | ExternalRole): iam.Policy | undefined {
    if (grantee instanceof ExternalRole) return grantee.newPolicy('Basics', this.basics);
    return this.props.role && new iam.Policy(this, 'Policy', { document: this.basics, roles: [grantee] });
  }

  private grantBasics(statement: iam.PolicyStatement): void {
    // Of a role that somebody else makes, as Role.customizeRoles has it, the CDK reports what is granted one by one.
    if (this.props.role === undefined && this.role.node.defaultChild === undefined) this.role.addToPrincipalPolicy(statement);
    else this.basics.addStatements(statement);
  }

  /** Once, however many lookups ask. */
  private grantRead(statement: iam.PolicyStatement, suppression: Suppression): void {
    const [resource] = statement.resources;
    if (this.lookedUp.has(resource)) return;
    this.lookedUp.add(resource);
    this.grantBasics(statement);
    suppress(this.basicsHolder, [suppression], this.basics);
  }

  /** What belongs to somebody else is theirs to suppress. */
  private suppressFindings(): void {
    const { role, logGroup, vpc, securityGroups } = this.props;
    suppress(this.lambdaFunction, [NO_CONCURRENCY, NO_DEAD_LETTERS, ...vpc ? [] : [NOT_IN_VPC], ...role ? [] : [WAITS_FOR_ROLE]]);
    if (!logGroup) suppress(this.logGroup, [LOGS_UNENCRYPTED]);
    if (vpc && !securityGroups) suppress(this.lambdaFunction.node.findChild('SecurityGroup'), [ANY_EGRESS]);
    const anyStream = this.logGroup.logGroupArn.endsWith(':*') ? [ANY_LOG_STREAM] : [];
    suppress(this.basicsHolder, [INLINE_POLICY, ...anyStream, ...vpc ? [ANY_NETWORK_INTERFACE] : []], this.basics);
  }

  private suppressInPolicy(...suppressions: Suppression[]): void {
    const policy = this.referredRoles.get(this.role)?.grants
      ?? (this.props.role ? undefined : this.role.node.tryFindChild('DefaultPolicy') as iam.Policy | undefined);
    if (policy) suppress(policy, suppressions, policy.document);
  }

  private refuseOtherOptions(props: JobTemplateProviderProps, asker: Construct): void {
    const names = Object.keys(props) as (keyof JobTemplateProviderProps)[];
    const other = names.filter(name => props[name] !== undefined && !isSame(props[name], this.props[name] ?? DEFAULTS[name]));
    if (other.length === 0) return;
    const differences = other.map(name => typeof props[name] === 'number'
      ? `${name} is ${props[name]}, must be ${this.props[name] ?? DEFAULTS[name]}`
      : `${name} is another one, must be the same`);
    throw new Error(`[${asker.node.path}] ${differences.join('; ')}, because stack ${Stack.of(this).node.path} already has a job template provider: `
      + 'call JobTemplateProvider.getOrCreate with options once, before the first JobTemplate. Later calls need no options');
  }
}

/** Whether two options say the same: lists and selections by what they hold, constructs by which they are. */
function isSame(one: unknown, other: unknown): boolean {
  if (!isPlain(one) || !isPlain(other)) return one === other;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(name => isSame(one[name], other[name]));
}

const isPlain = (value: unknown): value is { [name: string]: unknown } =>
  typeof value === 'object' && value !== null && [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value));
