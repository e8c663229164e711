import type {
  CreateJobTemplateCommandInput, DeleteJobTemplateCommandInput, DescribeJobTemplateCommandInput, DescribeManagedJobTemplateCommandInput,
  ListJobTemplatesCommandInput, ListTagsForResourceCommandInput, Tag, TagResourceCommandInput, UntagResourceCommandInput,
} from '@aws-sdk/client-iot';
import type { Alternatives } from './alternatives';
import { checkCreateRequest, resolveContent, Surroundings } from './creation';
import { described } from './description';
import { ErrorName, invalidRequest, ServiceError } from './errors';
import type { Fault } from './faults';
import { History } from './history';
import { MANAGED_TEMPLATES } from './managed-templates';
import { OperationName, OPERATIONS } from './model';
import { paginate } from './paging';
import { answer, errorAnswer, FakeAnswer, FakeRequest, inputOf, read, ReadRequest } from './protocol';
import { checkAddedTags, checkNumberOfTags, checkRemovedKeys, refusedTagRequest, Tags, toRecord } from './tags';
import { checkLimits } from './validation';
import { DEFAULT_VARIANT, memoryOf, Rules, Variant } from './variants';

/** The header by which a test names the caller of a call. */
export const CALLER_HEADER = 'x-fake-caller';

// Evidence: quota-templates.
const DEFAULT_QUOTA = 100;
// Evidence: list-newest-first.
const TEMPLATES_PER_PAGE = 250;
/**
 * Fewer than the maximum number of tags, so that a client that reads only one page fails. Evidence: list-tags-pages,
 * list-tags-one-page.
 */
const TAGS_PER_PAGE = 20;

const NO_TAGS: Tags = {};

export interface FakeIotOptions extends Surroundings {
  /** The time in milliseconds since the epoch. */
  readonly now: () => number;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** @default '123456789012' */
  readonly account?: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** The maximum number of templates. @default 100 */
  readonly quota?: number;
  /** The maximum number of calls of each operation in a second, before throttling. @default - no limit */
  readonly requestsPerSecond?: number;
  /** The differences from the most probable behavior. */
  readonly variant?: Partial<Variant>;
  /** Loses every variant that decides a call differently. */
  readonly alternatives?: Alternatives;
}

export interface StoredTemplate extends Omit<CreateJobTemplateCommandInput, 'tags'> {
  jobTemplateId: string;
  jobTemplateArn: string;
  /** Seconds since the epoch. */
  createdAt: number;
  tags: Record<string, string>;
}

export type Snapshot = Record<string, StoredTemplate>;

/** A template to seed. Description and document have defaults. */
export type SeedTemplate = Omit<CreateJobTemplateCommandInput, 'tags' | 'description'> & { description?: string };

/** The target of a request, as far as it is known. */
export interface Target {
  readonly operation?: OperationName;
  readonly id?: string;
  readonly arn?: string;
}

export interface Call extends Target {
  /** The parsed JSON, or the text if it is not JSON. */
  readonly body: unknown;
  /** The caller, if the request has `CALLER_HEADER`. */
  readonly caller?: string;
  /** The tags of the template before the call, if the template existed. */
  readonly tagsBefore?: Tags;
  /** The tags of the template that IAM sees during the authorization of the call, if it sees a template. */
  readonly iamTags?: Tags;
  readonly at: number;
  /**
   * The decision of the service. It is absent if a fault stopped the request, and unknown to the caller if a fault
   * came later.
   */
  status?: number;
  errorName?: ErrorName;
  fault?: Fault;
}

interface Inputs extends Record<OperationName, unknown> {
  CreateJobTemplate: CreateJobTemplateCommandInput;
  DescribeJobTemplate: DescribeJobTemplateCommandInput;
  DeleteJobTemplate: DeleteJobTemplateCommandInput;
  ListJobTemplates: ListJobTemplatesCommandInput;
  TagResource: TagResourceCommandInput;
  UntagResource: UntagResourceCommandInput;
  ListTagsForResource: ListTagsForResourceCommandInput;
  DescribeManagedJobTemplate: DescribeManagedJobTemplateCommandInput;
}

/**
 * The control plane of AWS IoT for job templates: a synchronous state machine without sockets, timers or its own
 * clock.
 */
export class FakeIotService {
  readonly templates = new Map<string, StoredTemplate>();
  readonly calls: Call[] = [];
  quota: number;
  requestsPerSecond?: number;
  variant: Variant;

  private readonly history = new History<StoredTemplate>();
  private readonly buckets = new Map<OperationName, { tokens: number; at: number }>();
  private readonly region: string;
  private readonly account: string;
  private readonly partition: string;

  private readonly operations: { [Name in OperationName]: (input: Inputs[Name]) => object | undefined } = {
    CreateJobTemplate: (input) => this.create(input),
    DescribeJobTemplate: (input) => this.describe(input),
    DeleteJobTemplate: (input) => this.delete(input),
    ListJobTemplates: (input) => this.list(input),
    TagResource: (input) => this.tag(input),
    UntagResource: (input) => this.untag(input),
    ListTagsForResource: (input) => this.listTags(input),
    DescribeManagedJobTemplate: (input) => this.describeManaged(input),
  };

  constructor(private readonly options: FakeIotOptions) {
    this.region = options.region ?? 'us-east-1';
    this.account = options.account ?? '123456789012';
    this.partition = options.partition ?? 'aws';
    this.quota = options.quota ?? DEFAULT_QUOTA;
    this.requestsPerSecond = options.requestsPerSecond;
    this.variant = { ...DEFAULT_VARIANT, ...options.variant };
  }

  handle(request: FakeRequest): FakeAnswer {
    const received = read(request);
    const call = this.record(received);
    try {
      const output = this.perform(received);
      call.status = 200;
      return answer(output);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      call.status = error.status;
      call.errorName = error.name;
      return errorAnswer(error);
    }
  }

  /** Records a request that gets no response. */
  log(request: FakeRequest): Call {
    return this.record(read(request));
  }

  identify(request: FakeRequest): Target {
    return targetOf(read(request));
  }

  get alternatives(): Alternatives | undefined {
    return this.options.alternatives;
  }

  /** A decision by the variant of the service. */
  decide<T>(by: (variant: Variant) => T): T {
    const decision = by(this.variant);
    this.alternatives?.keep(decision, by);
    return decision;
  }

  /** The tags of a template that an IAM condition sees; undefined if it sees no template. */
  iamTagsOf(id: string, now = this.options.now(), { iamTagsLagMs } = this.variant): Tags | undefined {
    return this.stateBefore(iamTagsLagMs, id, now)?.tags;
  }

  /** The resource tags that an IAM condition sees while CreateJobTemplate is authorized. */
  iamTagsForCreate(id: string, requestTags: readonly Tag[] = [], variant = this.variant): Tags {
    switch (variant.iamTagsAtCreation) {
      case 'none': return NO_TAGS;
      case 'existing': return this.iamTagsOf(id, undefined, variant) ?? NO_TAGS;
      case 'requested': return toRecord(requestTags);
    }
  }

  /**
   * Creates a template as a person would by hand, long ago. It is checked and counted, but neither logged nor
   * throttled.
   */
  seed(template: SeedTemplate, tags: Record<string, string> = {}): StoredTemplate {
    const source = template.document ?? template.documentSource ?? template.jobArn;
    const made = { description: 'made by hand', ...template, ...source === undefined && { document: '{}' } };
    this.history.forget(template.jobTemplateId!);
    const stored = this.templateFrom(copy({ ...made, tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }));
    this.templates.set(stored.jobTemplateId, stored);
    return stored;
  }

  /** A copy of all templates, by their ids. */
  snapshot(): Snapshot {
    return copy(Object.fromEntries([...this.templates].sort(([a], [b]) => compare(a, b))));
  }

  /** A snapshot without creation times, which is equal for templates that were recreated with the same content. */
  contents(): Record<string, Omit<StoredTemplate, 'createdAt'>> {
    return Object.fromEntries(Object.entries(this.snapshot()).map(([id, { createdAt, ...content }]) => [id, content]));
  }

  /** Restores a snapshot, as if its state were old. */
  restore(snapshot: Snapshot): void {
    this.templates.clear();
    this.history.clear();
    for (const [id, template] of Object.entries(copy(snapshot))) this.templates.set(id, template);
  }

  /** A second service with the same options and templates, and no calls. */
  clone(): FakeIotService {
    const twin = new FakeIotService({ ...this.options, quota: this.quota, requestsPerSecond: this.requestsPerSecond, variant: this.variant });
    twin.restore(this.snapshot());
    return twin;
  }

  /** Removes templates and calls, and resets changed limits and variants. */
  reset(): void {
    this.templates.clear();
    this.history.clear();
    this.buckets.clear();
    this.calls.length = 0;
    this.quota = this.options.quota ?? DEFAULT_QUOTA;
    this.requestsPerSecond = this.options.requestsPerSecond;
    this.variant = { ...DEFAULT_VARIANT, ...this.options.variant };
  }

  private record(received: ReadRequest): Call {
    const { request, content } = received;
    const target = targetOf(received);
    const caller = request.headers[CALLER_HEADER];
    const tags = this.templates.get(target.id ?? '')?.tags;
    const body = content ?? request.body;
    const iamTags = this.iamTagsOfCall(target, body);
    const call: Call = {
      ...target,
      body,
      at: this.options.now(),
      ...caller !== undefined && { caller },
      ...tags !== undefined && { tagsBefore: { ...tags } },
      ...iamTags !== undefined && { iamTags: { ...iamTags } },
    };
    this.calls.push(call);
    return call;
  }

  private perform(received: ReadRequest): object | undefined {
    const { request, found } = received;
    if (!found) throw new ServiceError('UnknownOperationException', `No operation for ${request.method} ${request.path}`);
    this.throttle(found.operation);
    const input = inputOf(found, received);
    checkLimits(OPERATIONS[found.operation].input, input);
    return (this.operations[found.operation] as (input: unknown) => object | undefined)(input);
  }

  /** Evidence: quota-requests. */
  private throttle(operation: OperationName): void {
    const rate = this.requestsPerSecond;
    if (rate === undefined) return;
    const at = this.options.now();
    const bucket = this.buckets.get(operation) ?? { tokens: rate, at };
    const tokens = Math.min(rate, bucket.tokens + (at - bucket.at) * rate / 1000);
    const allowed = tokens > 1 - 1e-9;
    this.buckets.set(operation, { tokens: allowed ? tokens - 1 : tokens, at });
    if (!allowed) throw new ServiceError('ThrottlingException', 'Rate exceeded');
  }

  private create(input: CreateJobTemplateCommandInput): object {
    const template = this.templateFrom(input);
    const { jobTemplateArn, jobTemplateId } = template;
    this.remember(jobTemplateId);
    this.templates.set(jobTemplateId, template);
    return { jobTemplateArn, jobTemplateId };
  }

  /** The template of a request, if it can have one. */
  private templateFrom({ tags = [], ...content }: CreateJobTemplateCommandInput): StoredTemplate {
    checkCreateRequest(content, tags, this.rules);
    const jobTemplateId = content.jobTemplateId!;
    // Evidence: create-conflict.
    if (this.templates.has(jobTemplateId) || this.isBeingDeleted(jobTemplateId)) {
      throw new ServiceError('ConflictException', `Job Template ${jobTemplateId} already exists.`, { resourceId: null });
    }
    const template = resolveContent(content, this.options);
    // Evidence: quota-templates.
    if (this.templates.size >= this.quota) {
      throw new ServiceError('LimitExceededException', `The limit of ${this.quota} job templates has been reached.`);
    }
    const jobTemplateArn = this.arnOf(jobTemplateId);
    // Evidence: delete-removes-tags.
    return { ...template, jobTemplateId, jobTemplateArn, createdAt: this.options.now() / 1000, tags: toRecord(tags) };
  }

  private describe({ jobTemplateId }: DescribeJobTemplateCommandInput): object {
    return described(existing(jobTemplateId!, this.decide(({ describeLagMs }) => this.stateBefore(describeLagMs, jobTemplateId!))));
  }

  /** Evidence: delete-empty-body. */
  private delete({ jobTemplateId }: DeleteJobTemplateCommandInput): undefined {
    existing(jobTemplateId!, this.templates.get(jobTemplateId!));
    this.remember(jobTemplateId!);
    this.templates.delete(jobTemplateId!);
    return undefined;
  }

  /** Evidence: list-newest-first. */
  private list({ maxResults = TEMPLATES_PER_PAGE, nextToken }: ListJobTemplatesCommandInput): object {
    const newestFirst = [...this.templates.values()].sort((a, b) => b.createdAt - a.createdAt);
    const { page, ...rest } = paginate(newestFirst, maxResults, nextToken);
    const jobTemplates = page.map(({ jobTemplateArn, jobTemplateId, description, createdAt }) => (
      { jobTemplateArn, jobTemplateId, description, createdAt }));
    return { jobTemplates, ...rest };
  }

  /** Evidence: tag-merges. */
  private tag({ resourceArn, tags = [] }: TagResourceCommandInput): object {
    checkAddedTags(tags, this.rules);
    const template = this.findByArn(resourceArn!);
    const merged = { ...template.tags, ...toRecord(tags) };
    checkNumberOfTags(merged);
    this.setTags(template, merged);
    return {};
  }

  /** Evidence: untag-of-missing-key. */
  private untag({ resourceArn, tagKeys = [] }: UntagResourceCommandInput): object {
    checkRemovedKeys(tagKeys);
    const template = this.findByArn(resourceArn!);
    const lacksOne = tagKeys.some((key) => !Object.hasOwn(template.tags, key));
    if (lacksOne && this.decide(({ untagOfMissingKey }) => untagOfMissingKey) === 'refused') throw refusedTagRequest();
    this.setTags(template, Object.fromEntries(Object.entries(template.tags).filter(([key]) => !tagKeys.includes(key))));
    return {};
  }

  /** Evidence: list-tags-of-missing, list-tags-one-page. */
  private listTags({ resourceArn, nextToken }: ListTagsForResourceCommandInput): object {
    const id = this.idOf(resourceArn!);
    const stateIn = ({ tagsLagMs }: Variant) => resourceArn === this.arnOf(id) ? this.stateBefore(tagsLagMs, id) : undefined;
    const found = this.decide(variant => stateIn(variant)?.tags ?? variant.tagsOfMissing);
    if (found === 'empty') return { nextToken: null, tags: [] };
    const tags = Object.entries(existing(id, found === 'notFound' ? undefined : found)).map(([Key, Value]) => ({ Key, Value }));
    const { page, nextToken: next = null } = paginate(tags, TAGS_PER_PAGE, nextToken);
    return { nextToken: next, tags: page };
  }

  /** Evidence: managed-describe, managed-arn. */
  private describeManaged({ templateName, templateVersion }: DescribeManagedJobTemplateCommandInput): object {
    const template = MANAGED_TEMPLATES.find((managed) => managed.templateName === templateName
      && managed.templateVersion === (templateVersion ?? managed.templateVersion));
    if (!template) throw new ServiceError('ResourceNotFoundException', `Managed job template ${templateName} not found.`);
    const templateArn = `arn:${this.partition}:iot:${this.region}::jobtemplate/${template.templateName}:${template.templateVersion}`;
    return { ...template, templateArn };
  }

  /** The template of an ARN, in its true state. Evidence: tag-arn-checked, tag-of-missing. */
  private findByArn(arn: string): StoredTemplate {
    const id = this.idOf(arn);
    if (arn !== this.arnOf(id)) throw refusedTagRequest();
    return existing(id, this.templates.get(id));
  }

  /** The id in the ARN of a template in any Region. Evidence: tag-arn-checked. */
  private idOf(arn: string): string {
    const [, account, type, id] = /^arn:[^:]+:iot:[^:]*:([^:]*):([^/]+)\/(.+)$/.exec(arn) ?? [];
    if (type !== 'jobtemplate') throw invalidRequest('Invalid arn in request');
    if (account !== this.account) throw invalidRequest("ResourceArn doesn't belong in requester's account");
    return id;
  }

  private setTags(template: StoredTemplate, tags: Record<string, string>): void {
    this.remember(template.jobTemplateId);
    template.tags = tags;
  }

  private get rules(): Rules {
    return { tagValues: this.decide(({ tagValues }) => tagValues), updateJobRulesAtCreate: this.decide((variant) => variant.updateJobRulesAtCreate) };
  }

  /** Keeps the state of a template before a change, if a variant needs it. */
  private remember(id: string): void {
    const memory = Math.max(memoryOf(this.variant), this.alternatives?.memoryMs ?? 0);
    if (memory === 0) return;
    const at = this.options.now();
    const template = this.templates.get(id);
    this.history.add(id, { at, before: template && { ...template } }, at - memory);
  }

  /** The state of a template at an earlier time. */
  private stateBefore(lagMs: number, id: string, now = this.options.now()): StoredTemplate | undefined {
    const template = this.templates.get(id);
    return lagMs === 0 ? template : this.history.stateAt(now - lagMs, id, template);
  }

  /** Whether the last change of a missing template is a recent deletion. */
  private isBeingDeleted(id: string): boolean {
    const last = this.history.last(id);
    return this.decide(({ conflictAfterDeleteMs }) => last?.before !== undefined && this.options.now() - last.at < conflictAfterDeleteMs);
  }

  private iamTagsOfCall({ operation, id }: Target, body: unknown): Tags | undefined {
    if (id === undefined) return undefined;
    return operation === 'CreateJobTemplate' ? this.iamTagsForCreate(id, readTags(body)) : this.iamTagsOf(id);
  }

  /** Evidence: template-arn. */
  private arnOf(id: string): string {
    return `arn:${this.partition}:iot:${this.region}:${this.account}:jobtemplate/${id}`;
  }
}

function targetOf({ request, found, content }: ReadRequest): Target {
  if (!found) return {};
  const { operation, labels } = found;
  const id = labels.jobTemplateId ?? labels.templateName;
  if (id !== undefined) return { operation, id };
  const arn = request.query.resourceArn ?? (content as { resourceArn?: unknown } | null | undefined)?.resourceArn;
  return typeof arn === 'string' ? { operation, id: arn.split(':jobtemplate/')[1], arn } : { operation };
}

/** Evidence: describe-of-missing, delete-of-missing, tag-of-missing. */
function existing<T>(id: string, found: T | undefined): T {
  if (!found) throw new ServiceError('ResourceNotFoundException', `Job Template ${id} cannot be found.`);
  return found;
}


/** The tags in a body of any form. */
function readTags(body: unknown): Tag[] {
  const { tags } = Object(body) as { tags?: unknown };
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag?.Key === 'string') : [];
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
