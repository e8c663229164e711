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

/** How long IAM and STS may need to show a new role. */
const IAM_LIMIT_MS = 60_000;
/** How long what was written may stay unseen: beyond it the library promises nothing. */
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

/** What the checks work with. */
export class Context {
  readonly iot: IoT;
  readonly names: Names;
  readonly documents: Documents;
  readonly deployment: Deployment;
  readonly jobs: Jobs;
  readonly signal: AbortSignal;
  /** The templates that the current check may have created. */
  private readonly created = new Set<string>();
  /** For each role that was asked for, when it can be assumed: if it cannot, no check waits for it again. */
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

  /** A template id that nobody has. */
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

  /** Creates a template under a new id, with a small document unless the members say otherwise. */
  async create(members: Partial<CreateJobTemplateRequest> = {}, iot = this.iot): Promise<Template> {
    const id = members.jobTemplateId ?? this.newId();
    const hasDocument = members.documentSource !== undefined || members.jobArn !== undefined;
    const document = hasDocument ? {} : { document: '{"operation":"verify"}' };
    this.created.add(id);
    await iot.createJobTemplate({ jobTemplateId: id, description: 'Made by npm run verify:aws', ...document, ...members });
    return { id, arn: this.arnOf(id) };
  }

  /**
   * Deletes a template, and creates another one under its id.
   *
   * @returns how long the id was taken, in milliseconds; `undefined` if that was too long
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

  /** What a template is, once it can be seen: how late that may be is a check of its own. */
  async describe({ id: jobTemplateId }: Template): Promise<DescribeJobTemplateResponse> {
    const describe = async () => this.iot.describeJobTemplate({ jobTemplateId });
    await this.timeUntil(LAG_LIMIT_MS, async () => describe().then(() => true, () => false));
    return describe();
  }

  /** Deletes the templates of a check: an account has at most 100. What is left is removed at the end of the run. */
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
   * @param statements what is left of them
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

  /** How long it takes until something can be seen, in milliseconds. */
  async timeUntil(limitMs: number, isThere: () => Promise<boolean>): Promise<number | undefined> {
    return timeUntil({ signal: this.signal, limitMs, isThere });
  }

  async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.signal });
  }

  /** Waits until IAM has heard of a role and of its policies: until it denies a call no more. */
  async untilAllowed(call: () => Promise<unknown>): Promise<void> {
    let last: Answer | undefined;
    const isThere = async () => {
      last = await verdictOf(call());
      return !isDenied(last);
    };
    if (await this.timeUntil(IAM_LIMIT_MS, isThere) === undefined) throw new NotChecked(last!.text);
  }
}
