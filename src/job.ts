import { CfnResource, Fn, type IResolveContext, type ITaggableV2, Lazy, RemovalPolicy, Resource, Stack, TagManager, TagType, Token } from 'aws-cdk-lib';
import type * as iot from 'aws-cdk-lib/aws-iot';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import type { IJob } from './job-base';
import { JobGrants } from './job-grants';
import type { JobTarget } from './job-target';
import { CREATE_JOB, type CreateJobRequest } from './private/create-job';
import { errorAt, withCode } from './private/errors';
import { namesOf } from './private/generated-id';
import { generatedJobId } from './private/generated-job-id';
import { problemsOfJob } from './private/job-problems';
import { warningsOfJob } from './private/job-warnings';
import { knownTemplateOf } from './private/known-template';
import { checkOptions, checkTypes, isOf, markType } from './private/prop-types';
import { checkRemovalPolicy, isRetained } from './private/removal-policy';
import { shownProp } from './private/shown';
import { tagsOf } from './private/tags';
import { warnOfTargetsElsewhere } from './private/targets-elsewhere';
import { targetsInOrder } from './private/targets-in-order';
import { warnOfTemplateElsewhere } from './private/template-elsewhere';
import { checkIdIsUnique, JOB } from './private/unique-id';
import { warn } from './private/warn';
import { WarningId } from './private/warning';
import { isJobTemplateId } from './shared/check';
import { renderAs } from './shared/render';
import { propertyName } from './shared/shape';

/**
 * Whether a job ends when the things that are its targets at its creation have finished it.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJob.html
 */
export enum JobTargetSelection {
  /** The job is for the things that are its targets when it is created, and ends when they have finished it. */
  SNAPSHOT = 'SNAPSHOT',
  /** The job is also for the things that are added to its target groups later, and never ends by itself. */
  CONTINUOUS = 'CONTINUOUS',
}

/**
 * The effect of the end time of a job on executions that have not finished.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_SchedulingConfig.html
 */
export enum JobEndBehavior {
  /** Stops the rollout: no more devices are notified, and the executions continue. */
  STOP_ROLLOUT = 'STOP_ROLLOUT',
  /** Cancels the job: queued executions are canceled, and those in progress continue. */
  CANCEL = 'CANCEL',
  /** Cancels the job and all its executions, those in progress, too. */
  FORCE_CANCEL = 'FORCE_CANCEL',
}

/**
 * The times at which a job begins and ends.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_SchedulingConfig.html
 */
export interface JobSchedule {
  /**
   * The time at which the rollout begins, in UTC: `YYYY-MM-DDThh:mm`.
   *
   * It must be 30 minutes to a year ahead when the job is created. A fixed time causes a warning, because an edit after
   * that time creates a new job, which AWS IoT refuses. Give another time with every release.
   *
   * @default - the rollout begins at once
   */
  readonly startTime?: string;

  /**
   * The time at which the rollout ends, in UTC: `YYYY-MM-DDThh:mm`.
   *
   * It must be 30 minutes to two years ahead when the job is created, and 30 minutes to two years after the start.
   *
   * @default - the rollout ends when all devices are notified
   */
  readonly endTime?: string;

  /**
   * The effect of the end time on executions that have not finished.
   *
   * @default - AWS IoT's default
   */
  readonly endBehavior?: JobEndBehavior;
}

/**
 * Properties for defining a job.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJob.html
 */
export interface JobProps {
  /**
   * The template that the job is created from: a `JobTemplate`, an imported template or an `AwsManagedJobTemplate`.
   *
   * The content of an imported template is not known at synthesis, nor is that of an AWS managed template without a
   * `version`. For these, give `release` or `jobId`.
   */
  readonly jobTemplate: iot.IJobTemplateRef;

  /**
   * The things and thing groups that the job is for: at least one. Their order does not matter.
   */
  readonly targets: JobTarget[];

  /**
   * The release that the job rolls out, such as the number of a build: any text that is known at synthesis. It is a
   * part of the hash in the generated id.
   *
   * With another release, the stack creates another job, even if nothing else has changed. Give a text that no earlier
   * deployment had, also if you return to an older version. With the same release and the same content as before, or
   * without a release, the return to an older content generates the id of the older job again. If that job still
   * exists, the deployment fails, because its id is taken.
   *
   * @default - the generated id depends on the content of the template and the other props only
   */
  readonly release?: string;

  /**
   * The id of the job: 1 to 64 letters, digits, `_` and `-`.
   *
   * Change it with every edit of the template and of the props. If only the template is edited, no job is created. If
   * `targets`, `targetSelection`, `schedule` or `documentParameters` are edited under the same id, CloudFormation
   * refuses the deployment.
   *
   * @default - generated: the id of the template, shortened if necessary, and a hash of the path of the construct, the
   * content of the template, `release` and the other props, except `description`, `tags` and `removalPolicy`
   */
  readonly jobId?: string;

  /**
   * The purpose of the job: 1 to 2028 characters, without line breaks and other control characters. The description of
   * the template is not inherited.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Whether the job is also for things that are added to its target groups later. A template with maintenance windows
   * needs `CONTINUOUS`.
   *
   * @default - AWS IoT's default, `JobTargetSelection.SNAPSHOT`
   */
  readonly targetSelection?: JobTargetSelection;

  /**
   * The times at which the job begins and ends. A template with maintenance windows needs a start time.
   *
   * @default - the job begins at once, and has no end time
   */
  readonly schedule?: JobSchedule;

  /**
   * The values of the parameters in the document of an AWS managed template, by their keys. Other templates have no
   * parameters.
   *
   * @default - none
   */
  readonly documentParameters?: { [key: string]: string };

  /**
   * The tags of the job: at most 50. `Tags.of()` adds to them. The tags of the template are not inherited.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * The effect on the job of removing it from the stack, or of replacing it by the job of another release.
   *
   * If a job in progress is deleted, a device that executes it can neither read nor report it anymore. A retained job
   * continues until it has ended or is canceled, for which `grants.operateJobs` of the template gives permission. A job
   * that a failed deployment has created may stay, too. Then its id is taken: deploy again with another `release`.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * An AWS IoT job that starts with the deployment: it rolls the document of a template out to devices.
 *
 * A job cannot be edited. An edit of the template, or of a prop that decides what devices do, creates another job
 * under another id. Without an edit, a deployment starts nothing. The older job continues: cancel it if the new one
 * supersedes it.
 *
 * The generated id depends on what is known at synthesis. It stays the same if only the value of a CloudFormation
 * parameter changes, the version that `$default` stands for, or an object in Amazon S3. Give `release` for these.
 *
 * CloudFormation does not have the type `AWS::IoT::Job` in every Region yet. In a Region without it, the deployment
 * fails before it changes anything. Start jobs by the API in such a Region.
 *
 * @resource AWS::IoT::Job
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iot-job.html
 */
@propertyInjectable
export class Job extends Resource implements IJob, ITaggableV2 {
  // Evidence: cfn-job, cfn-job-regions, cfn-job-create-only, job-from-template, job-delete-in-progress, job-id-taken.

  /**
   * The id of this class for property injection.
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-iot-job-template.Job';

  /**
   * Imports a job by its ARN.
   *
   * @throws if the ARN is not the ARN of a job
   */
  public static fromJobArn(scope: Construct, id: string, jobArn: string): IJob {
    if (!Token.isUnresolved(jobArn) && !(typeof jobArn === 'string' && JOB_ARN.test(jobArn))) {
      throw errorAt(`${scope.node.path}/${id}`, 'invalidJobArn', `${shownProp('jobArn', jobArn)}, must be arn:PARTITION:iot:REGION:ACCOUNT:job/ID: `
        + 'use Job.fromJobId for an id');
    }
    return new ImportedJob(scope, id, jobArn);
  }

  /**
   * Imports a job of the scope's account and Region by its id.
   *
   * @throws if the id is invalid
   */
  public static fromJobId(scope: Construct, id: string, jobId: string): IJob {
    if (!Token.isUnresolved(jobId) && !isJobTemplateId(jobId)) {
      throw errorAt(`${scope.node.path}/${id}`, 'invalidJobArn', `${shownProp('jobId', jobId)}, must be 1 to 64 letters, digits, _ and -: `
        + 'use Job.fromJobArn for an ARN');
    }
    return new ImportedJob(scope, id, jobArnIn(Stack.of(scope), jobId));
  }

  /**
   * Whether a value is a `Job` of this package, whichever copy of the package created it. It is false for an imported
   * job.
   */
  public static isJob(x: any): x is Job {
    return isOf(x, Job);
  }

  public readonly grants: JobGrants;

  /**
   * The tags of the job.
   */
  public readonly cdkTagManager: TagManager;

  private readonly resource: CfnResource;
  private readonly id: string;

  /**
   * @throws if any prop is invalid; the message lists all of them. Tokens are checked at deployment instead
   */
  constructor(scope: Construct, id: string, props: JobProps) {
    super(scope, id);
    checkOptions(this, 'props', props, ['jobTemplate', 'targets']);
    checkTypes(this, props, ['jobTemplate', 'targets']);
    const request = this.requestOf(props);
    this.check(request, props);
    if (props.jobId !== undefined) checkIdIsUnique(this, props.jobId, JOB);
    this.id = props.jobId ?? generatedJobId(this, namesOf(scope, id), props, request);
    this.cdkTagManager = new TagManager(TagType.MAP, RESOURCE_TYPE, props.tags ?? {});
    this.resource = new CfnResource(this, 'Resource', {
      type: RESOURCE_TYPE,
      properties: {
        ...renderAs(CREATE_JOB, { ...request, jobId: this.id, tags: undefined }),
        [propertyName('targets')]: Lazy.uncachedAny({ produce: () => targetsInOrder(this, props.targets).map(target => target._targetArnIn(this)) }),
        DocumentParameters: request.documentParameters,
        [propertyName('tags')]: Lazy.uncachedAny({ produce: () => tagsOf(this.cdkTagManager.tagValues()) }, { omitEmptyArray: true }),
      },
    });
    // The reference to the template makes the job wait for it, but not for the permissions of a role that the app gave.
    const { presignedUrlRole } = knownTemplateOf(props.jobTemplate);
    if (presignedUrlRole) this.node.addDependency(presignedUrlRole);
    this.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    this.grants = JobGrants._of(this);
    this.node.addValidation({ validate: () => this.checkLate(request, props) });
  }

  /**
   * The ARN of the job.
   *
   * In other stacks, the ARN is written out. An export would prevent the next job, because CloudFormation does not
   * change an export that is in use.
   *
   * @attribute
   */
  public get jobArn(): string {
    return this.inOwnStack(this.arnAttribute, jobArnIn(this.stack, this.id));
  }

  /**
   * The id of the job. In other stacks, it is written out, like the ARN.
   *
   * @attribute
   */
  public get jobId(): string {
    return this.inOwnStack(idIn(this.arnAttribute), this.id);
  }

  /**
   * The date and time at which the job was created, in ISO 8601.
   *
   * Do not use it in another stack: its export would prevent the next job.
   *
   * @attribute
   */
  public get jobCreatedAt(): string {
    return this.resource.getAtt('CreatedAt').toString();
  }

  /**
   * Sets the removal policy of the job: the effect of removing it from the stack, or of replacing it by the job of
   * another release.
   *
   * @throws if the policy is `RemovalPolicy.SNAPSHOT`, which CloudFormation does not support for jobs
   */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    checkRemovalPolicy(this, policy, 'job');
    super.applyRemovalPolicy(policy);
  }

  private get arnAttribute(): string {
    return this.resource.getAtt('Arn').toString();
  }

  /** A value that other stacks get as text, because it changes with every release. Evidence: cfn-export-in-use. */
  private inOwnStack(reference: string, text: string): string {
    return Lazy.uncachedString({ produce: ({ scope }: IResolveContext) => Stack.of(scope) === this.stack ? reference : text });
  }

  private requestOf(props: JobProps): CreateJobRequest {
    const { jobTemplate, targets, description, targetSelection, schedule, documentParameters, jobId } = props;
    return {
      jobId,
      jobTemplateArn: jobTemplate.jobTemplateRef.jobTemplateArn,
      targets: targets.map(target => target._targetArnIn(this)),
      description,
      targetSelection,
      schedulingConfig: schedule,
      documentParameters,
      tags: tagsOf(props.tags ?? {}),
    };
  }

  /** Throws if AWS IoT would refuse the request, and warns of probable mistakes. */
  private check(request: CreateJobRequest, props: JobProps): void {
    const problems = [...identityProblems(props), ...problemsOfJob(request, knownTemplateOf(props.jobTemplate))];
    if (problems.length > 0) throw errorAt(this, 'invalidJobProps', problems.join('; '));
    warningsOfJob(request, knownTemplateOf(props.jobTemplate)).forEach(warning => warn(this, warning.id, warning.text));
    warnOfTargetsElsewhere(this, request.targets, this.env);
    warnOfTemplateElsewhere(this, props.jobTemplate, this.env);
  }

  /** Some tokens, tags and the removal policy are known only when the app is complete. */
  private checkLate(request: CreateJobRequest, { jobTemplate, jobId, release }: JobProps): string[] {
    if (jobId === undefined && release === undefined && isRetained(this.resource)) {
      warn(this, WarningId.RETAINED_WITHOUT_RELEASE, 'removalPolicy is RETAIN and release is missing, but a return to an older content needs the id of the older job, '
        + 'which still exists: give a release that no earlier deployment had, such as the number of a build');
    }
    const late = { ...request, jobId: knownText(this.stack.resolve(jobId)), tags: tagsOf(this.cdkTagManager.tagValues()) };
    return problemsOfJob(late, knownTemplateOf(jobTemplate)).map(problem => withCode('invalidJobProps', problem));
  }
}

markType(Job);

/** A job that is managed elsewhere. */
class ImportedJob extends Resource implements IJob {
  public readonly jobId: string;
  public readonly grants: JobGrants;

  constructor(scope: Construct, id: string, public readonly jobArn: string) {
    super(scope, id, { environmentFromArn: jobArn });
    this.jobId = idIn(jobArn);
    this.grants = JobGrants._of(this);
  }
}

/** Not in the constructs of the oldest supported aws-cdk-lib. Evidence: cfn-job. */
const RESOURCE_TYPE = 'AWS::IoT::Job';

/** Evidence: job-members. */
const JOB_ARN = /^arn:[^:]+:iot:[^:]+:[^:]+:job\/[a-zA-Z0-9_-]{1,64}$/;

const jobArnIn = (stack: Stack, jobId: string): string => stack.formatArn({ service: 'iot', resource: 'job', resourceName: jobId });

const idIn = (jobArn: string): string => Token.isUnresolved(jobArn) ? Fn.select(1, Fn.split('/', jobArn)) : jobArn.split('/')[1];

/** The id must change with everything that an edit can change. Evidence: cfn-job-create-only. */
function identityProblems({ jobTemplate, jobId, release }: JobProps): string[] {
  if (release !== undefined && (typeof release !== 'string' || release === '')) return [`${shownProp('release', release)}, must be a text of at least 1 character`];
  if (jobId !== undefined) return release === undefined ? [] : ['release is given beside jobId, must be a part of it: release only changes a generated id'];
  const { fingerprint, isManagedByAws } = knownTemplateOf(jobTemplate);
  if (fingerprint !== undefined || release !== undefined) return [];
  return [`release must be given for template ${jobTemplate.node.path}, whose content is not known at synthesis, or jobId: otherwise another content could not start another job`
    + (isManagedByAws ? '. Or give the template a version' : '')];
}

const knownText = (value: unknown): string | undefined => typeof value === 'string' ? value : undefined;
