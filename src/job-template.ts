import {
  CfnResource, type Duration, type ITaggableV2, Lazy, PhysicalName, type RemovalPolicy, Stack, TagManager, TagType, Token,
} from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { Construct } from 'constructs';
import { DescribedJobTemplate } from './described-job-template';
import { AbortAction, type AbortCriterion, type RetryCriterion } from './failure-criteria';
import { GeneratedPresignedUrlRole } from './generated-presigned-url-role';
import { ImportedJobTemplate } from './imported-job-template';
import type { BoundDocument, JobDocument } from './job-document';
import type { JobRollout } from './job-rollout';
import type { IJobTemplate, JobTemplateAttributes, JobTemplateLookupOptions } from './job-template-base';
import { JobTemplateGrants } from './job-template-grants';
import { JobTemplateProvider } from './job-template-provider';
import type { MaintenanceWindow } from './maintenance-window';
import type { PackageVersion } from './package-version';
import { jobTemplateArnIn } from './private/arn';
import { AttributeReferences } from './private/attribute-references';
import { type BucketObject, missingDependency } from './private/bucket-deployment';
import { declaredVersionsIn } from './private/declared-version';
import { errorAt, withCode } from './private/errors';
import { fnSubProblems } from './private/fn-sub';
import { generatedId } from './private/generated-id';
import { checkJobTemplateId } from './private/job-template-id';
import type { KnownTemplate } from './private/known-template';
import { knownTextOf } from './private/known-text';
import { lookedUpArn } from './private/looked-up-arn';
import type { PresignedPlaceholder } from './private/presigned-placeholder';
import { checkOptions, checkTypes, isOf, markType } from './private/prop-types';
import { ProviderResource } from './private/provider-resource';
import { checkRemovalPolicy, isRetained } from './private/removal-policy';
import { problemsOf, propOf, warningsOf } from './private/request-problems';
import { tagsOf } from './private/tags';
import { checkIdIsUnique, TEMPLATE } from './private/unique-id';
import { uploadRegionProblems } from './private/upload-region';
import { warn } from './private/warn';
import { WarningId } from './private/warning';
import { withoutEmpty } from './shared/content';
import { ADOPT_EXISTING_PROPERTY, ATTRIBUTES_PROPERTY, JOB_TEMPLATE_ATTRIBUTES, type JobTemplateAttribute, MAX_RESPONSE_BYTES, RESOURCE_TYPE } from './shared/contract';
import type { CreateJobTemplateRequest, Tag } from './shared/create-job-template';
import { contentFingerprint } from './shared/fingerprint';
import { mayInherit } from './shared/inheritance';
import { placeholdersOf } from './shared/placeholder';
import { render } from './shared/render';
import { valueAtPath, propertyName } from './shared/shape';

/**
 * Properties for defining a job template.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJobTemplate.html
 */
export interface JobTemplateProps {
  /**
   * The id of the template: 1 to 64 letters, digits, `_` and `-`. Another id is a new template with a new ARN.
   *
   * Two templates of one account and Region cannot have the same id.
   *
   * @default - generated from the stack's name and the construct's path: readable, unique to the stack, and the same
   * at every deployment
   */
  readonly jobTemplateId?: string;

  /**
   * The purpose of the template: 1 to 2028 characters, without line breaks and other control characters.
   */
  readonly description: string;

  /**
   * The job document, which holds the instructions for devices: at most 32,768 bytes, at most 10 placeholders.
   */
  readonly document: JobDocument;

  /**
   * The role that AWS IoT assumes to presign the URLs of the document. Several templates can share a role.
   *
   * The role is granted the permissions that each `S3PresignedUrl` of the document needs, unless the role is
   * immutable.
   *
   * @default - for a document of `JobDocument.fromJobArn`, the role of the job, if you passed it there; otherwise one
   * is created if the document has an `S3PresignedUrl`
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_PresignedUrlConfig.html
   */
  readonly presignedUrlRole?: iam.IRole;

  /**
   * The time for which a presigned URL is valid after a device asks for its job document: whole seconds, 60 to 3600.
   *
   * @default - for a document of `JobDocument.fromJobArn`, the job's, unless there is a `presignedUrlRole`; otherwise
   * AWS IoT's default of one hour
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_PresignedUrlConfig.html
   */
  readonly presignedUrlExpiration?: Duration;

  /**
   * The rate at which the devices of a job are notified.
   *
   * @default - for a document of `JobDocument.fromJobArn`, the job's; otherwise as fast as the quota of AWS IoT
   * allows
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_JobExecutionsRolloutConfig.html
   */
  readonly rollout?: JobRollout;

  /**
   * The criteria that stop a job if too many devices fail, checked in this order. Each failure type may occur once.
   *
   * An empty list is the same as no list. With `JobDocument.fromJobArn` it is refused, because it cannot replace the
   * criteria of the job.
   *
   * @default - for a document of `JobDocument.fromJobArn`, the job's; otherwise a job does not stop by itself
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_AbortConfig.html
   */
  readonly abortCriteria?: AbortCriterion[];

  /**
   * The failures after which a device retries the job: at most two criteria, with at most 10 retries together.
   *
   * An empty list is the same as no list. With `JobDocument.fromJobArn` it is refused, because it cannot replace the
   * criteria of the job.
   *
   * @default - for a document of `JobDocument.fromJobArn`, the job's; otherwise failures are not retried
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_JobExecutionsRetryConfig.html
   */
  readonly retryCriteria?: RetryCriterion[];

  /**
   * The time that a device has from starting the job to finishing it: whole minutes, 1 to 10080.
   *
   * @default - for a document of `JobDocument.fromJobArn`, the job's; otherwise no timeout
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_TimeoutConfig.html
   */
  readonly inProgressTimeout?: Duration;

  /**
   * The times in which a job is rolled out. They restrict how jobs are created.
   *
   * AWS IoT refuses `CreateJob` from a template with windows unless the request has `targetSelection: CONTINUOUS` and
   * a `schedulingConfig.startTime`. The time has the form `YYYY-MM-DDThh:mm`, and is at least 30 minutes ahead. An
   * empty list is the same as no list.
   *
   * @default - a job is rolled out at any time, and its creation is not restricted
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_MaintenanceWindow.html
   */
  readonly maintenanceWindows?: MaintenanceWindow[];

  /**
   * The package versions that a device has after the job has succeeded: at most 25. An empty list is the same as no
   * list.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/iot/latest/developerguide/preparing-jobs-for-service-package-catalog.html
   */
  readonly destinationPackageVersions?: PackageVersion[];

  /**
   * The tags of the template: at most 45. `Tags.of()` adds to them.
   *
   * A key has 1 to 128 characters and does not begin with `aws:` or `cdk-iot-job-template:`. A value has at most 256
   * characters, and may be empty.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/iot/latest/developerguide/tagging-iot.html
   */
  readonly tags?: { [key: string]: string };

  /**
   * The removal policy of the template, and of the role that is generated for its presigned URLs.
   *
   * It applies when the template is removed from the stack, or replaced by one with another id. CloudFormation has no
   * snapshots of job templates.
   *
   * @default - the template is deleted, and so is the role of a template with a generated id. The role of a template
   * with a `jobTemplateId` stays, because jobs may still run when the id changes. `RemovalPolicy.DESTROY` deletes
   * that role too
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether to adopt a template that already exists under the same id, created by hand or by another stack.
   *
   * Adoption changes nothing but the owner. If the existing template differs from the props, the deployment fails and
   * names the differences. A declared tag that the existing template lacks is a difference too, including the tags of
   * `Tags.of(stack)`.
   *
   * If you remove an adopted template from the stack, the stack releases it. If the stack edited its content after
   * the adoption, the stack deletes it instead.
   *
   * @default false - the deployment fails if the id is taken
   */
  readonly adoptExisting?: boolean;
}

/**
 * An AWS IoT job template: a reusable definition of a remote operation on devices.
 *
 * The stack creates, edits and deletes the template. Its id and ARN stay the same through every edit, unless you
 * change the id.
 *
 * @resource AWS::IoT::JobTemplate
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-job-templates.html
 */
@propertyInjectable
export class JobTemplate extends DescribedJobTemplate implements ITaggableV2 {
  /**
   * The id of this class for property injection.
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-iot-job-template.JobTemplate';

  /**
   * Imports a template that is managed elsewhere by its ARN.
   *
   * @throws if the ARN is not the ARN of a job template
   */
  public static fromJobTemplateArn(scope: Construct, id: string, jobTemplateArn: string): IJobTemplate {
    return JobTemplate.fromJobTemplateAttributes(scope, id, { jobTemplateArn });
  }

  /**
   * Imports a template of the scope's account and Region that is managed elsewhere by its id.
   *
   * @throws if the id is invalid
   */
  public static fromJobTemplateId(scope: Construct, id: string, jobTemplateId: string): IJobTemplate {
    checkJobTemplateId(`${scope.node.path}/${id}`, jobTemplateId, 'use fromJobTemplateArn for an ARN');
    return JobTemplate.fromJobTemplateArn(scope, id, jobTemplateArnIn(Stack.of(scope), jobTemplateId));
  }

  /**
   * Imports a template that is managed elsewhere, with the attributes that jobs from it need.
   *
   * @throws if the ARN is not the ARN of a job template
   */
  public static fromJobTemplateAttributes(scope: Construct, id: string, attrs: JobTemplateAttributes): IJobTemplate {
    return new ImportedJobTemplate(scope, id, attrs);
  }

  /**
   * Imports a template of the stack's account and Region that is managed elsewhere, by looking up its id at
   * synthesis.
   *
   * The CDK CLI asks Cloud Control for the template once, and `cdk.context.json` keeps its ARN. Synthesis fails if
   * the template does not exist. Cloud Control returns neither the role nor the package versions of a template, so
   * pass them if jobs need them. Unlike `JobTemplateLookup`, this method needs no function, and reads no other
   * attribute.
   *
   * @throws if the id is a token or invalid, or if the account or the Region of the stack is not known
   * @see https://docs.aws.amazon.com/cdk/v2/guide/context.html
   */
  public static fromLookup(scope: Construct, id: string, options: JobTemplateLookupOptions): IJobTemplate {
    return new ImportedJobTemplate(scope, id, { ...options, jobTemplateArn: lookedUpArn(scope, id, options) });
  }

  /**
   * Whether a value is a `JobTemplate` of this package, whichever copy of the package created it. It is false for an
   * imported template.
   */
  public static isJobTemplate(x: any): x is JobTemplate {
    return isOf(x, JobTemplate);
  }

  public readonly grants: JobTemplateGrants;

  /**
   * The role that AWS IoT assumes to presign the URLs of the document.
   *
   * @default - the template has no role, or inherits one from a job that is not known
   */
  public readonly presignedUrlRole?: iam.IRole;

  /**
   * The tags of the template.
   */
  public readonly cdkTagManager: TagManager;

  /** @internal */
  protected readonly _attributes = new AttributeReferences<JobTemplateAttribute>(name => {
    this.checkAttribute(name);
    return this._resource;
  });

  /** @internal */
  protected readonly _resource: CfnResource;

  private readonly request: CreateJobTemplateRequest;
  private generatedRole?: GeneratedPresignedUrlRole;
  private ownFingerprint?: string;

  /**
   * @throws if any prop is invalid; the message lists all of them. Tokens are checked at deployment instead
   */
  constructor(scope: Construct, id: string, props: JobTemplateProps) {
    super(scope, id, { physicalName: explicitId(props) ?? generatedId(scope, id) });
    checkOptions(this, 'props', props, ['description', 'document']);
    checkTypes(this, props, ['document']);
    const provider = JobTemplateProvider.getOrCreate(this);
    const permission = provider._grantManage();
    const document = props.document._bind(this, provider);

    this.cdkTagManager = new TagManager(TagType.MAP, RESOURCE_TYPE, props.tags ?? {});
    checkInheritedRole(this, document, props);
    checkEmptyCriteria(this, document, props);
    this.presignedUrlRole = this.presignedUrlRoleFor(document, props, provider);
    this.request = this.requestOf(props, document);
    const checked = this.check(document);
    this.warnOfDrafts(props, document);
    provider._reserveJobTemplateId(this.physicalName, this);
    // Adoption is the way to move a template to another stack. Both stacks declare it for a while.
    if (!props.adoptExisting && explicitId(props) !== undefined) checkIdIsUnique(this, this.physicalName, TEMPLATE);
    this.grantProvider(provider, props);

    const content = render({ ...this.request, tags: undefined });
    this._resource = new ProviderResource(this, {
      type: RESOURCE_TYPE,
      provider,
      properties: () => ({
        ...content,
        [propertyName('tags')]: this.tagsIfAny(),
        [ADOPT_EXISTING_PROPERTY]: props.adoptExisting || undefined,
        [ATTRIBUTES_PROPERTY]: this._attributes.names,
      }),
    });
    if (permission) this._resource.node.addDependency(permission);
    if (props.removalPolicy) this.applyRemovalPolicy(props.removalPolicy);
    this.grants = JobTemplateGrants._of(this, {
      presignedUrlRoleArn: this.presignedUrlRole?.roleArn,
      packageVersions: this.request.destinationPackageVersions && [...this.request.destinationPackageVersions],
    });
    this.node.addValidation({ validate: () => [...this.checkTokens(checked, document), ...this.checkLate(checked, document)] });
  }

  /**
   * Sets the removal policy of the template: the effect of removing it from the stack, or of replacing it by one with
   * another id.
   *
   * The policy also applies to the role that is generated for the template, because the presigned URLs of a template
   * fail without its role.
   *
   * @throws if the policy is `RemovalPolicy.SNAPSHOT`, which CloudFormation does not support for job templates
   */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    checkRemovalPolicy(this, policy, 'template');
    super.applyRemovalPolicy(policy);
    this.generatedRole?.applyRemovalPolicy(policy);
  }

  /**
   * A fingerprint of the content of the template: 8 hexadecimal digits, as a token that is known at synthesis. An edit
   * of any prop but `adoptExisting`, the id, the tags and the removal policy changes it, and nothing else does. It may
   * be a part of a job id.
   *
   * It depends on the props only. It stays the same if only the value of a CloudFormation parameter changes, the
   * version that `$default` stands for, or an object in Amazon S3 under the same key. It does not see overrides of the
   * resource, such as `addPropertyOverride`.
   */
  public get contentFingerprint(): string {
    return this.ownFingerprint ??= Lazy.uncachedString({
      // Tokens are resolved, because their numbers depend on the rest of the app.
      produce: () => contentFingerprint(withoutEmpty(this.stack.resolve(this.request))).slice(0, CONTENT_FINGERPRINT_LENGTH),
    });
  }

  private tagsIfAny(): Tag[] | undefined {
    return this.cdkTagManager.hasTags() ? tagsOf(this.cdkTagManager.tagValues()) : undefined;
  }

  /** @internal */
  public get _known(): KnownTemplate {
    return {
      jobTemplateId: this.physicalName,
      fingerprint: `${this.physicalName} ${this.contentFingerprint}`,
      hasMaintenanceWindows: (this.request.maintenanceWindows ?? []).length > 0,
      isManagedByAws: false,
      presignedUrlRole: this.presignedUrlRole,
    };
  }

  /**
   * Throws if AWS IoT would refuse the request, and warns of probable mistakes.
   *
   * @returns the request as it was checked, with the known part of the document as its document
   */
  private check({ knownText, isCheckable, file, inheritedPresignedUrlRole }: BoundDocument): CreateJobTemplateRequest {
    const checkable: CreateJobTemplateRequest = {
      ...this.request,
      ...isCheckable ? { documentSource: undefined, document: knownText } : {},
      ...inheritedPresignedUrlRole ? { presignedUrlConfig: { roleArn: inheritedPresignedUrlRole.roleArn } } : {},
    };
    const problems = this.problemsIn(checkable, isCheckable ? knownText : undefined);
    if (problems.length > 0) {
      const where = file !== undefined && problems.some(problem => problem.startsWith('document ')) ? ` (the document is file ${file})` : '';
      const more = problems.length > MAX_PROBLEMS ? `; and ${problems.length - MAX_PROBLEMS} more` : '';
      throw errorAt(this, 'invalidProps', `${problems.slice(0, MAX_PROBLEMS).join('; ')}${more}${where}`);
    }
    this.warnOf(checkable);
    return checkable;
  }

  /** @param document the JSON of the document, as far as it is known */
  private problemsIn(request: CreateJobTemplateRequest, document?: string): string[] {
    return [...problemsOf(request), ...uploadRegionProblems(document, this.stack.region)];
  }

  private warnOf(request: CreateJobTemplateRequest): void {
    warningsOf(request).forEach(({ id, text }) => warn(this, id, text));
  }

  /**
   * The values of some tokens are known only when the whole app is declared. The document is checked again if more of
   * it is known then.
   */
  private checkTokens(checked: CreateJobTemplateRequest, { source, knownText: earlier }: BoundDocument): string[] {
    // Most documents are known as they are.
    if (source.document === earlier || !Token.isUnresolved(source.document)) return [];
    const rendered = this.stack.resolve(source.document);
    const misused = fnSubProblems(rendered);
    const knownText = knownTextOf(rendered);
    if (misused.length > 0) return misused.map(problem => withCode('placeholderInFnSub', problem));
    if (knownText === undefined || knownText === checked.document) return [];
    const late = { ...checked, document: knownText };
    const problems = this.problemsIn(late, knownText);
    if (problems.length > 0) return problems.map(problem => withCode('invalidProps', problem));
    const told = warningsOf(checked).map(({ id }) => id);
    warningsOf(late).filter(({ id }) => !told.includes(id)).forEach(({ id, text }) => warn(this, id, text));
    return [];
  }

  /** Nothing shows whether a version is published before the template is created. Evidence: package-version-draft. */
  private warnOfDrafts({ destinationPackageVersions = [] }: JobTemplateProps, { declaredVersions = [] }: BoundDocument): void {
    const destinations = destinationPackageVersions.flatMap(({ versionName }) => declaredVersionsIn(versionName));
    for (const { node } of new Set([...destinations, ...declaredVersions])) {
      warn(this, WarningId.DECLARED_VERSION_IS_DRAFT,
        `${destinations.some(version => version.node === node) ? 'destinationPackageVersions' : 'document'} names package version [${node.path}], `
        + 'but CloudFormation creates it as a draft, and AWS IoT deploys only published versions: publish it before the template is created, '
        + 'as in the recipe publish-package-version.ts, and acknowledge this warning');
    }
  }

  /** Tags may be added until synthesis, so changed tags are checked again. */
  private checkLate(checked: CreateJobTemplateRequest, { object }: BoundDocument): string[] {
    if (object) this.warnOfLateObject(object);
    const tags = tagsOf(this.cdkTagManager.tagValues());
    this.warnOfLostRole();
    const isKnown = (tag: Tag) => checked.tags?.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value);
    if (tags.every(isKnown)) return [];
    const problems = problemsOf({ ...checked, tags });
    if (problems.length === 0) this.warnOf({ ...checked, tags });
    return problems.map(problem => withCode('invalidProps', problem));
  }

  /**
   * The presigned URLs of a retained template need its role. The removal policy of either may be set until synthesis.
   */
  private warnOfLostRole(): void {
    const role = this.presignedUrlRole?.node.defaultChild;
    if (!CfnResource.isCfnResource(role) || role.stack !== this.stack || !isRetained(this._resource) || isRetained(role)) return;
    warn(this, WarningId.PRESIGNED_URL_ROLE_NOT_RETAINED, `removalPolicy is RETAIN, but role ${this.presignedUrlRole} is deleted with the stack, and then the `
      + 'presigned URLs of the template fail: call applyRemovalPolicy(RemovalPolicy.RETAIN) on that role');
  }

  /** A deployment may be added until synthesis. */
  private warnOfLateObject(object: BucketObject): void {
    const deployment = missingDependency(this._resource, object);
    if (deployment === undefined) return;
    warn(this, WarningId.BUCKET_DEPLOYMENT_NOT_AWAITED, `document is in a bucket that ${deployment.node.path} fills, but CloudFormation may create the template before `
      + `the document is there: call template.node.addDependency(deployment), with ${this.node.path} as template and ${deployment.node.path} as deployment`);
  }

  /** Grants the permissions that only some templates need. */
  private grantProvider(provider: JobTemplateProvider, { adoptExisting }: JobTemplateProps): void {
    const { jobArn, destinationPackageVersions } = this.request;
    if (jobArn !== undefined) provider._grantCreateFrom([jobArn]);
    if (destinationPackageVersions?.length) provider._grantCreateFrom([...destinationPackageVersions]);
    if (adoptExisting) provider._grantAdopt(jobTemplateArnIn(this.stack, this.physicalName));
  }

  /** Throws if a template with these props cannot have the attribute, or if its value is too large for a response. */
  private checkAttribute(name: JobTemplateAttribute): void {
    const { member } = JOB_TEMPLATE_ATTRIBUTES[name];
    const value = valueAtPath(this.request, member);
    const isAbsent = value === undefined || Array.isArray(value) && value.length === 0;
    if (isAbsent && !mayInherit(this.request, member) && !ALWAYS_THERE.includes(name)) {
      const remedy = name === 'DocumentSource' ? 'the document must be made by JobDocument.fromAsset or JobDocument.fromBucket'
        : `${propOf(member)} is not given. Set it, or do not use the attribute`;
      throw errorAt(this, 'attributeMissing', `jobTemplate${name} is not known: ${remedy}`);
    }
    const bytes = name === 'Document' && !Token.isUnresolved(value) ? Buffer.byteLength(JSON.stringify(value) ?? '') : 0;
    if (bytes > MAX_RESPONSE_BYTES) {
      throw errorAt(this, 'attributeTooLong', `jobTemplateDocument has ${bytes} bytes as JSON, must fit into a response to CloudFormation of ${MAX_RESPONSE_BYTES} bytes: `
        + 'call DescribeJobTemplate at run time instead');
    }
  }

  /** The role that presigns the URLs of the document. It is granted their permissions, and the provider may pass it. */
  private presignedUrlRoleFor(document: BoundDocument, props: JobTemplateProps, provider: JobTemplateProvider): iam.IRole | undefined {
    const presignedUrls = [...document.presignedUrls, ...destinationArtifacts(document, props)];
    const role = props.presignedUrlRole ?? document.inheritedPresignedUrlRole
      ?? (presignedUrls.length > 0 ? this.generateRole(props) : undefined);
    if (role === undefined) return undefined;
    const grantee = provider._granteeFor(role, this);
    presignedUrls.forEach(url => url._grant(grantee, this));
    provider._grantPassRole(role);
    return role;
  }

  private generateRole(props: JobTemplateProps): GeneratedPresignedUrlRole {
    return this.generatedRole = new GeneratedPresignedUrlRole(this, 'PresignedUrlRole', {
      jobTemplateId: this.physicalName, hasExplicitId: explicitId(props) !== undefined,
    });
  }

  private requestOf(props: JobTemplateProps, document: BoundDocument): CreateJobTemplateRequest {
    const expiresInSec = props.presignedUrlExpiration?.toSeconds({ integral: false });
    // An inherited role is left out of the request, because it would replace the other presigned URL settings of the
    // job.
    const roleArn = document.inheritedPresignedUrlRole ? undefined : this.presignedUrlRole?.roleArn;
    return {
      jobTemplateId: this.physicalName,
      description: props.description,
      ...document.source,
      presignedUrlConfig: roleArn === undefined && expiresInSec === undefined ? undefined : { roleArn, expiresInSec },
      jobExecutionsRolloutConfig: props.rollout && { ...props.rollout._config },
      abortConfig: props.abortCriteria?.length ? {
        criteriaList: props.abortCriteria.map(criterion => ({ ...criterion, action: criterion.action ?? AbortAction.CANCEL })),
      } : undefined,
      timeoutConfig: props.inProgressTimeout && {
        inProgressTimeoutInMinutes: props.inProgressTimeout.toMinutes({ integral: false }),
      },
      jobExecutionsRetryConfig: props.retryCriteria?.length ? { criteriaList: props.retryCriteria } : undefined,
      maintenanceWindows: props.maintenanceWindows?.map(window => window._member),
      destinationPackageVersions: props.destinationPackageVersions?.map(version => version._arnIn(this)),
      tags: tagsOf(props.tags ?? {}),
    };
  }
}

markType(JobTemplate);

/** Short, because job ids have at most 64 characters. */
const CONTENT_FINGERPRINT_LENGTH = 8;

/** A generated document may repeat one mistake hundreds of times. */
const MAX_PROBLEMS = 25;

/** The attributes that every template has, whatever its request contains. */
const ALWAYS_THERE: readonly string[] = ['Arn', 'CreatedAt', 'Document'] satisfies JobTemplateAttribute[];

/** `PhysicalName.GENERATE_IF_NEEDED` is not explicit, because every id is generated anyway. */
const explicitId = (props: JobTemplateProps): string | undefined => {
  // The types of props are checked later, when there is a construct to name.
  const { jobTemplateId } = props ?? {};
  return jobTemplateId === PhysicalName.GENERATE_IF_NEEDED ? undefined : jobTemplateId;
};

/**
 * @throws if criteria are empty and the document comes from a job. AWS IoT accepts no empty list, so the criteria of
 * the job would stay.
 */
function checkEmptyCriteria({ node }: Construct, { source }: BoundDocument, props: JobTemplateProps): void {
  // Evidence: abort-members, retry-members, job-arn-members-replace.
  const empty = (['abortCriteria', 'retryCriteria'] as const).find(prop => props[prop]?.length === 0);
  if (source.jobArn === undefined || empty === undefined) return;
  throw errorAt(node.path, 'emptyCriteriaBesideJob', `${empty} is [], must have at least 1 item beside JobDocument.fromJobArn: an empty list cannot replace the criteria of a job. `
    + 'Leave it out to inherit them');
}

/** @throws if the app passes an inherited role that the template replaces */
function checkInheritedRole({ node }: Construct, { inheritedPresignedUrlRole }: BoundDocument, props: JobTemplateProps): void {
  const replacing = (['presignedUrlRole', 'presignedUrlExpiration'] as const).find(prop => props[prop] !== undefined);
  if (inheritedPresignedUrlRole === undefined || replacing === undefined) return;
  throw errorAt(node.path, 'inheritedRoleReplaced', `inheritedPresignedUrlRole is given beside ${replacing}, must be given as presignedUrlRole: `
    + 'a template inherits either all presigned URL settings of a job or none');
}

/**
 * The artifact of the only destination package version, if the document has a URL of it that does not name the
 * version.
 */
function destinationArtifacts({ knownText }: BoundDocument, { destinationPackageVersions }: JobTemplateProps): PresignedPlaceholder[] {
  const unnamed = placeholdersOf(knownText ?? '').some(placeholder => placeholder.kind === 'package' && placeholder.presigned && placeholder.packageName === '');
  const artifact = unnamed && destinationPackageVersions?.length === 1 ? destinationPackageVersions[0]._artifact : undefined;
  return artifact ? [artifact] : [];
}
