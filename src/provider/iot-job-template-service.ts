import {
  CreateJobTemplateCommand, type CreateJobTemplateCommandInput, DeleteJobTemplateCommand, DescribeJobTemplateCommand,
  DescribeManagedJobTemplateCommand, type IoTClient, ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand,
} from '@aws-sdk/client-iot';
import type { DescribedJobTemplate, JobTemplateService } from './job-template-service';
import type { Tags } from './marks';
import { errorName, type Patience } from './patience';
import type { CreateJobTemplateRequest } from '../request/create-job-template';
import type { DescribeManagedJobTemplateRequest } from '../request/describe-job-template';

/** AWS IoT through its SDK: one command a method. The client must not retry by itself: it takes a full quota for throttling. */
export class IotJobTemplateService implements JobTemplateService {
  constructor(
    private readonly client: IoTClient,
    private readonly arnOf: (id: string) => string,
    private readonly patience: Patience,
  ) {}

  async create(request: CreateJobTemplateRequest): Promise<'created' | 'exists'> {
    const { jobTemplateId } = request;
    const create = () => this.client.send(new CreateJobTemplateCommand(request as CreateJobTemplateCommandInput));
    return this.call('CreateJobTemplate', jobTemplateId, async () => {
      await create();
      return 'created' as const;
    }, { ConflictException: 'exists' as const });
  }

  async describe(id: string, settling = false): Promise<DescribedJobTemplate | undefined> {
    const describe = () => this.client.send(new DescribeJobTemplateCommand({ jobTemplateId: id }));
    return this.call('DescribeJobTemplate', id, async () => await describe() as DescribedJobTemplate,
      settling ? {} : { ResourceNotFoundException: undefined });
  }

  async describeManaged(request: DescribeManagedJobTemplateRequest): Promise<object | undefined> {
    const describe = () => this.client.send(new DescribeManagedJobTemplateCommand({ ...request }));
    return this.call('DescribeManagedJobTemplate', request.templateName, describe, { ResourceNotFoundException: undefined });
  }

  async delete(id: string): Promise<void> {
    const remove = () => this.client.send(new DeleteJobTemplateCommand({ jobTemplateId: id }));
    return this.call('DeleteJobTemplate', id, async () => void await remove(), { ResourceNotFoundException: undefined });
  }

  async tags(id: string): Promise<Tags | undefined> {
    const tags = new Map<string, string>();
    let nextToken: string | undefined;
    do {
      const list = () => this.client.send(new ListTagsForResourceCommand({ resourceArn: this.arnOf(id), nextToken }));
      const page = await this.call('ListTagsForResource', id, list, { ResourceNotFoundException: undefined });
      if (page === undefined) return undefined;
      for (const { Key, Value } of page.tags ?? []) tags.set(Key!, Value ?? '');
      nextToken = page.nextToken;
    } while (nextToken);
    return tags;
  }

  async tag(id: string, tags: Tags): Promise<boolean> {
    const list = [...tags].map(([Key, Value]) => ({ Key, Value }));
    const tag = () => this.client.send(new TagResourceCommand({ resourceArn: this.arnOf(id), tags: list }));
    return this.call('TagResource', id, async () => { await tag(); return true; }, { ResourceNotFoundException: false });
  }

  async untag(id: string, keys: readonly string[]): Promise<boolean> {
    const untag = () => this.client.send(new UntagResourceCommand({ resourceArn: this.arnOf(id), tagKeys: [...keys] }));
    return this.call('UntagResource', id, async () => { await untag(); return true; }, { ResourceNotFoundException: false });
  }

  /** @param answers the errors that are answers, by name */
  private async call<T, A>(operation: string, id: string, send: () => Promise<T>, answers: { readonly [error: string]: A }): Promise<T | A> {
    try {
      return await this.patience.until(operation, id, send, error => errorName(error) in answers);
    } catch (error) {
      if (errorName(error) in answers) return answers[errorName(error)];
      throw error;
    }
  }
}
