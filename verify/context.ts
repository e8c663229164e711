import { setTimeout as delay } from 'node:timers/promises';
import { type CreateJobTemplateRequest, type DescribeJobTemplateResponse, IoT } from '@aws-sdk/client-iot';
import { type Answer, isDenied, verdictOf } from './answer';
import type { Aws } from './aws';
import { NotChecked } from './check';
import type { Deployment } from './deployment';
import type { Documents } from './documents';
import { Jobs } from './jobs';
import type { Names, Role } from './names';
import type { Target } from './options';
import { timeUntil } from './poll';

/** The time that IAM and STS may need to show a new role. */
const IAM_LIMIT_MS = 60_000;
/** The time for which AWS may show old state. The library promises nothing beyond it. */
export const LAG_LIMIT_MS = 30_000;

export interface Template {
  readonly id: string;
  readonly arn: string;
}

export interface ContextOptions {
  readonly aws: Aws;
  readonly names: Names;
  readonly target: Target;
  readonly partition: string;
  readonly documents: Documents;
  readonly deployment: Deployment;
  readonly signal: AbortSignal;
}

/** The clients, names and helpers of the checks. */
export class Context {
  readonly iot: IoT;
  readonly names: Names;
  readonly documents: Documents;
  readonly deployment: Deployment;
  readonly jobs: Jobs;
  readonly signal: AbortSignal;
  /** The templates that the current check may have created. */
  private readonly created = new Set<string>();
  /**
   * A promise for each role that was requested, settled when the role can be assumed. If it fails, no check waits for
   * the role again.
   */
  private readonly known = new Map<Role, Promise<void>>();
  private templates = 0;

  constructor(private readonly options: ContextOptions) {
    this.iot = options.aws.iot;
    this.names = options.names;
    this.documents = options.documents;
    this.deployment = options.deployment;
    this.signal = options.signal;
    this.jobs = new Jobs(this.iot, this.names, this.roleArn('presigner'));
  }

  get region(): string {
    return this.options.target.region;
  }

  /** An id that no template has. */
  newId(): string {
    this.templates += 1;
    return this.names.of(`${this.templates}`);
  }

  arnOf(jobTemplateId: string): string {
    return this.arn(`jobtemplate/${jobTemplateId}`);
  }

  arn(resource: string): string {
    const { partition, target: { region, account } } = this.options;
    return `arn:${partition}:iot:${region}:${account}:${resource}`;
  }

  roleArn(role: Role): string {
    const { partition, target: { account } } = this.options;
    return `arn:${partition}:iam::${account}:role/${this.names.role(role)}`;
  }

  /** Creates a template under a new id. It has a small document unless the members name another source. */
  async create(members: Partial<CreateJobTemplateRequest> = {}, iot = this.iot): Promise<Template> {
    const id = members.jobTemplateId ?? this.newId();
    const hasDocument = members.documentSource !== undefined || members.jobArn !== undefined;
    const document = hasDocument ? {} : { document: '{"operation":"verify"}' };
    this.created.add(id);
    await iot.createJobTemplate({ jobTemplateId: id, description: 'Created by npm run verify:aws', ...document, ...members });
    return { id, arn: this.arnOf(id) };
  }

  /**
   * Deletes a template, and creates another one under its id.
   *
   * @returns the time for which the id was taken, in milliseconds; `undefined` if it was too long
   */
  async recreate({ id: jobTemplateId }: Template, members: Partial<CreateJobTemplateRequest> = {}): Promise<number | undefined> {
    await this.iot.deleteJobTemplate({ jobTemplateId });
    let isCreated = false;
    return this.timeUntil(LAG_LIMIT_MS, async () => {
      isCreated ||= await this.create({ ...members, jobTemplateId }).then(() => true, (error: Error) => {
        if (error.name === 'ConflictException') return false;
        throw error;
      });
      return isCreated;
    });
  }

  /** The description of a template, after AWS shows it. Another check measures the delay. */
  async describe({ id: jobTemplateId }: Template): Promise<DescribeJobTemplateResponse> {
    const describe = async () => this.iot.describeJobTemplate({ jobTemplateId });
    await this.timeUntil(LAG_LIMIT_MS, async () => describe().then(() => true, () => false));
    return describe();
  }

  /** Deletes the templates of a check, because an account has at most 100. The end of the run removes the rest. */
  async discardTemplates(): Promise<void> {
    for (const jobTemplateId of this.created) await this.iot.deleteJobTemplate({ jobTemplateId }).catch(() => undefined);
    this.created.clear();
  }

  async tagsOf({ arn }: Template): Promise<{ readonly [key: string]: string }> {
    const { tags = [] } = await this.iot.listTagsForResource({ resourceArn: arn });
    return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  }

  /** The id of a stack of this run. */
  async stackId(stack: string): Promise<string> {
    const { Stacks } = await this.options.aws.cloudFormation.describeStacks({ StackName: stack });
    return Stacks![0].StackId!;
  }

  /**
   * AWS IoT with the permissions of a role of this run.
   *
   * @param statements a session policy that limits these permissions
   */
  async as(role: Role, statements?: readonly object[]): Promise<IoT> {
    const { aws, target: { region } } = this.options;
    const Policy = statements && JSON.stringify({ Version: '2012-10-17', Statement: statements });
    const assume = async () => aws.sts.assumeRole({ RoleArn: this.roleArn(role), RoleSessionName: this.names.run, Policy });
    const known = this.known.get(role) ?? this.untilAllowed(assume);
    this.known.set(role, known);
    await known;
    const { Credentials: session } = await assume();
    const credentials = { accessKeyId: session!.AccessKeyId!, secretAccessKey: session!.SecretAccessKey!, sessionToken: session!.SessionToken! };
    return new IoT({ region, credentials, maxAttempts: 5 });
  }

  /** The time until a condition holds, in milliseconds. */
  async timeUntil(limitMs: number, isThere: () => Promise<boolean>): Promise<number | undefined> {
    return timeUntil({ signal: this.signal, limitMs, isThere });
  }

  async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.signal });
  }

  /** Waits until IAM knows a role and its policies, so that it no longer denies a call. */
  async untilAllowed(call: () => Promise<unknown>): Promise<void> {
    let last: Answer | undefined;
    const isThere = async () => {
      last = await verdictOf(call());
      return !isDenied(last);
    };
    if (await this.timeUntil(IAM_LIMIT_MS, isThere) === undefined) throw new NotChecked(last!.text);
  }
}
