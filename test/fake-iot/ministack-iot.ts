import type { IotBackend } from './backend';
import type { ErrorName } from './errors';
import type { JobSettings } from './job';
import { MinistackAccount, type MinistackAccountOptions } from './ministack-account';
import { MinistackTemplates } from './ministack-templates';
import type { FakeAnswer, FakeRequest } from './protocol';
import { type Call, type FakeIotOptions, FakeIotService, type SeedTemplate, type Snapshot, type StoredTemplate, type Target } from './service';

export interface MinistackIotOptions extends MinistackAccountOptions, Pick<FakeIotOptions, 'now'> {
  /** The object behind a documentSource. @default - the object in MiniStack's S3 */
  readonly readDocument?: (url: string) => string | undefined;
  /** A job of the account. @default - the job in MiniStack */
  readonly readJob?: (jobArn: string) => JobSettings | undefined;
}

/**
 * MiniStack's AWS IoT as a backend. It records requests and passes them on. MiniStack has no AWS managed templates,
 * so the fake answers for them.
 */
export class MinistackIot implements IotBackend {
  readonly templates: MinistackTemplates;
  readonly account: MinistackAccount;
  /** Records the calls, and answers those that MiniStack cannot. */
  private readonly fake: FakeIotService;

  constructor(private readonly options: MinistackIotOptions) {
    this.account = new MinistackAccount(options);
    this.templates = new MinistackTemplates(this.account, options.now);
    this.fake = new FakeIotService(options);
  }

  get calls(): Call[] {
    return this.fake.calls;
  }

  /** MiniStack has neither. A test that needs one fails, and is on the list of exceptions. */
  set quota(_: number) {
    throw new Error('MiniStack has no quota of job templates');
  }

  set requestsPerSecond(_: number | undefined) {
    throw new Error('MiniStack throttles nothing');
  }

  handle(request: FakeRequest): FakeAnswer {
    if (this.identify(request).operation === 'DescribeManagedJobTemplate') return this.fake.handle(request);
    this.templates.writeBack();
    const call = this.log(request);
    if (call.operation === 'CreateJobTemplate') this.provide(Object(call.body));
    const { method, path, query, body } = request;
    const search = new URLSearchParams(query).toString();
    const { status, headers, body: answer } = this.account.request({ method, path: search ? `${path}?${search}` : path, body });
    call.status = status;
    if (status >= 400) call.errorName = headers['x-amzn-errortype'] as ErrorName;
    else if (call.operation === 'CreateJobTemplate') this.templates.dates.set(call.id!, call.at / 1000);
    return { status, headers: relevant(headers), body: this.templates.dates.translate(answer) };
  }

  log(request: FakeRequest): Call {
    return this.fake.log(request);
  }

  identify(request: FakeRequest): Target {
    return this.fake.identify(request);
  }

  seed(template: SeedTemplate, tags: Record<string, string> = {}): StoredTemplate {
    this.provide(template);
    const source = template.document ?? template.documentSource ?? template.jobArn;
    this.templates.create({ description: 'made by hand', ...template, ...source === undefined && { document: '{}' }, tags });
    return this.templates.get(template.jobTemplateId!)!;
  }

  snapshot(): Snapshot {
    this.templates.writeBack();
    return this.templates.snapshot();
  }

  contents(): ReturnType<IotBackend['contents']> {
    return Object.fromEntries(Object.entries(this.snapshot()).map(([id, { createdAt, ...content }]) => [id, content]));
  }

  restore(snapshot: Snapshot): void {
    this.templates.clear();
    for (const template of Object.values(snapshot)) this.templates.create(template);
  }

  reset(): void {
    this.templates.clear();
    this.fake.reset();
  }

  /** Puts the object or the job of a new template into MiniStack. */
  private provide({ documentSource, jobArn }: { readonly documentSource?: unknown; readonly jobArn?: unknown }): void {
    const { readDocument, readJob } = this.options;
    if (readDocument && typeof documentSource === 'string') this.account.provideObject(documentSource, readDocument(documentSource));
    if (readJob && typeof jobArn === 'string') this.account.provideJob(jobArn, readJob(jobArn));
  }
}

/** The response without headers of the transport. */
function relevant(headers: FakeAnswer['headers']): FakeAnswer['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name === 'content-type' || name === 'x-amzn-errortype'));
}
