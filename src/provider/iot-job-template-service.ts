import {
  CreateJobTemplateCommand, type CreateJobTemplateCommandInput, DeleteJobTemplateCommand, DescribeJobTemplateCommand,
  DescribeManagedJobTemplateCommand, type IoTClient, ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand,
} from '@aws-sdk/client-iot';
import type { JobTemplateDescription, JobTemplateService } from './job-template-service';
import type { Tags } from './marks';
import { errorName, isDenial, type Patience } from './patience';
import type { CreateJobTemplateRequest } from '../request/create-job-template';
import type { DescribeManagedJobTemplateRequest } from '../request/describe-job-template';

/** AWS IoT through its SDK: one command a method. The client must not retry by itself: it takes a full quota for throttling. */
export class IotJobTemplateService implements JobTemplateService {
  constructor(
    private readonly client: IoTClient,
    private readonly arnOf: (id: string) => string,
    private readonly patience: Patience,
  ) {}

  async create(request: CreateJobTemplateRequest, isLastResort?: boolean): Promise<'created' | 'exists'> {
    const { jobTemplateId } = request;
    const create = () => this.client.send(new CreateJobTemplateCommand(request as CreateJobTemplateCommandInput));
    return this.call('CreateJobTemplate', jobTemplateId, async () => {
      await create();
      return 'created' as const;
    }, { ConflictException: 'exists' as const }, isLastResort);
  }

  async describe(id: string, settling = false): Promise<JobTemplateDescription | undefined> {
    const describe = () => this.client.send(new DescribeJobTemplateCommand({ jobTemplateId: id }));
    return this.call('DescribeJobTemplate', id, async () => await describe() as JobTemplateDescription,
      settling ? {} : { ResourceNotFoundException: undefined });
  }

  async describeManaged(request: DescribeManagedJobTemplateRequest): Promise<object | undefined> {
    const describe = () => this.client.send(new DescribeManagedJobTemplateCommand({ ...request }));
    return this.call('DescribeManagedJobTemplate', request.templateName, describe, { ResourceNotFoundException: undefined });
  }

  async delete(id: string): Promise<void> {
    const remove = () => this.client.send(new DeleteJobTemplateCommand({ jobTemplateId: id }));
    return this.call('DeleteJobTemplate', id, () => this.unlessDone(id, remove, () => false), { ResourceNotFoundException: undefined });
  }

  async tags(id: string): Promise<Tags | undefined> {
    return this.readTags(id, list => this.call('ListTagsForResource', id, list, { ResourceNotFoundException: undefined }));
  }

  async tag(id: string, tags: Tags): Promise<boolean> {
    const list = [...tags].map(([Key, Value]) => ({ Key, Value }));
    const tag = () => this.client.send(new TagResourceCommand({ resourceArn: this.arnOf(id), tags: list }));
    const isDone = (found: Tags) => [...tags].every(([key, value]) => found.get(key) === value);
    return this.call('TagResource', id, async () => { await this.unlessDone(id, tag, isDone); return true; }, { ResourceNotFoundException: false });
  }

  async untag(id: string, keys: readonly string[]): Promise<boolean> {
    const untag = () => this.client.send(new UntagResourceCommand({ resourceArn: this.arnOf(id), tagKeys: [...keys] }));
    const isDone = (found: Tags) => !keys.some(key => found.has(key));
    return this.call('UntagResource', id, async () => { await this.unlessDone(id, untag, isDone); return true; }, { ResourceNotFoundException: false });
  }

  async settle(round: number): Promise<void> {
    await this.patience.pause(round);
  }

  /**
   * The policy lets nobody touch what is not theirs by its tags. What is gone has none, and what was given away has others: where a call had
   * its effect and its answer was lost, the same call is denied. So a denial is looked into, by a single read: what fails of that tells nothing.
   */
  private async unlessDone(id: string, send: () => Promise<unknown>, isDone: (tags: Tags) => boolean): Promise<void> {
    try {
      await send();
    } catch (error) {
      if (!isDenial(error)) throw error;
      const tags = await this.readTags(id, list => list()).catch(reason => { throw errorName(reason) === 'ResourceNotFoundException' ? reason : error; });
      if (!isDone(tags!)) throw error;
    }
  }

  /** @param read how a page is asked for; without one there is no template */
  private async readTags(id: string, read: <T>(list: () => Promise<T>) => Promise<T | undefined>): Promise<Tags | undefined> {
    const tags = new Map<string, string>();
    let nextToken: string | undefined;
    do {
      const page = await read(() => this.client.send(new ListTagsForResourceCommand({ resourceArn: this.arnOf(id), nextToken })));
      if (page === undefined) return undefined;
      for (const { Key, Value } of page.tags ?? []) {
        // What AWS itself has tagged nobody else may set, not even as it was.
        if (!Key!.toLowerCase().startsWith('aws:')) tags.set(Key!, Value ?? '');
      }
      nextToken = page.nextToken;
    } while (nextToken);
    return tags;
  }

  /** @param answers the errors that are answers, by name */
  private async call<T, A>(
    operation: string, id: string, send: () => Promise<T>, answers: { readonly [error: string]: A }, isLastResort = false,
  ): Promise<T | A> {
    try {
      return await this.patience.until(operation, id, send, error => Object.hasOwn(answers, errorName(error)), isLastResort);
    } catch (error) {
      if (Object.hasOwn(answers, errorName(error))) return answers[errorName(error)];
      throw error;
    }
  }
}
