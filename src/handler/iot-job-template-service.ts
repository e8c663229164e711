import {
  CreateJobTemplateCommand, type CreateJobTemplateCommandInput, DeleteJobTemplateCommand, DescribeJobTemplateCommand,
  DescribeManagedJobTemplateCommand, type IoTClient, ListTagsForResourceCommand, type Tag, TagResourceCommand, UntagResourceCommand,
} from '@aws-sdk/client-iot';
import type { Creation, JobTemplateDescription, JobTemplateService, UntagOptions } from './job-template-service';
import type { Tags } from './bookkeeping-tags';
import { errorName, isDenial, isInvalidRequest, mayHaveHadEffect, type RetryPolicy } from './retry-policy';
import { OWNER_TAG } from '../shared/contract';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import type { DescribeManagedJobTemplateRequest } from '../shared/describe-job-template';

/** AWS IoT through its SDK: one command a method. The client must not retry by itself: it takes a full quota for throttling. */
export class IotJobTemplateService implements JobTemplateService {
  mayStillDelete = false;

  constructor(
    private readonly client: IoTClient,
    private readonly arnOf: (id: string) => string,
    private readonly retryPolicy: RetryPolicy,
  ) {}

  async create(request: CreateJobTemplateRequest, isLastResort?: boolean): Promise<Creation> {
    const { jobTemplateId: id } = request;
    const owner = request.tags?.find(({ Key }) => Key === OWNER_TAG)?.Value;
    let isLost = false;
    const create = async (): Promise<Creation> => {
      try {
        await this.client.send(new CreateJobTemplateCommand(request as CreateJobTemplateCommandInput));
        return 'created';
      } catch (error) {
        if (await this.isDeniedByOwner(error, id, owner)) return 'exists';
        isLost ||= mayHaveHadEffect(error);
        throw error;
      }
    };
    const creation = await this.call('CreateJobTemplate', id, create, { ConflictException: 'exists' as const }, isLastResort);
    return creation === 'exists' && isLost ? 'unclear' : creation;
  }

  async describe(id: string): Promise<JobTemplateDescription | undefined> {
    return this.call('DescribeJobTemplate', id, () => this.read(id), { ResourceNotFoundException: undefined });
  }

  async describeExisting(id: string): Promise<JobTemplateDescription> {
    return this.call('DescribeJobTemplate', id, () => this.read(id), {});
  }

  async describeManaged(request: DescribeManagedJobTemplateRequest): Promise<object | undefined> {
    const describe = () => this.client.send(new DescribeManagedJobTemplateCommand({ ...request }));
    return this.call('DescribeManagedJobTemplate', request.templateName, describe, { ResourceNotFoundException: undefined });
  }

  async delete(id: string): Promise<boolean> {
    const remove = () => this.client.send(new DeleteJobTemplateCommand({ jobTemplateId: id })).catch(error => {
      this.mayStillDelete ||= mayHaveHadEffect(error);
      throw error;
    });
    return this.call('DeleteJobTemplate', id, () => this.unlessDone(id, remove, () => false), { ResourceNotFoundException: false });
  }

  async tags(id: string): Promise<Tags> {
    // As a list, so that the values are known as confidential.
    return tagMapOf(await this.call('ListTagsForResource', id, () => this.listTags(id), { ResourceNotFoundException: [] }));
  }

  async tag(id: string, tags: Tags): Promise<boolean> {
    const list = [...tags].map(([Key, Value]) => ({ Key, Value }));
    const tag = () => this.client.send(new TagResourceCommand({ resourceArn: this.arnOf(id), tags: list }));
    const isDone = (found: Tags) => [...tags].every(([key, value]) => found.get(key) === value);
    return this.call('TagResource', id, () => this.unlessDone(id, tag, isDone), { ResourceNotFoundException: false });
  }

  async untag(id: string, keys: readonly string[], { areSeen }: UntagOptions = { areSeen: true }): Promise<boolean> {
    let mayBeGone = !areSeen;
    const untag = async () => {
      await this.client.send(new UntagResourceCommand({ resourceArn: this.arnOf(id), tagKeys: [...keys] })).catch(error => {
        mayBeGone ||= mayHaveHadEffect(error);
        throw error;
      });
    };
    const isDone = (found: Tags) => areSeen && !keys.some(key => found.has(key));
    try {
      return await this.call('UntagResource', id, () => this.unlessDone(id, untag, isDone), { ResourceNotFoundException: false });
    } catch (error) {
      // Evidence: untag-of-missing-key. If AWS IoT refuses to remove a tag that is not there, there is nothing left to remove.
      if (mayBeGone && isInvalidRequest(error)) return true;
      throw error;
    }
  }

  /**
   * The policy lets nobody create over a template that names another owner, if IAM sees its tags while a template is created.
   * Evidence: iam-tags-at-creation.
   */
  private async isDeniedByOwner(error: unknown, id: string, owner: string | undefined): Promise<boolean> {
    if (!isDenial(error)) return false;
    const found = (await this.readTags(id).catch(() => undefined))?.get(OWNER_TAG);
    return found !== undefined && found !== owner;
  }

  /**
   * The policy only allows changes to templates with the stack's owner tag. If a call succeeds but its response is lost, the retry is
   * denied, because the template or its tag is gone. One look finds out; if that fails, the denial stands.
   *
   * @returns whether there is such a template
   */
  private async unlessDone(id: string, send: () => Promise<unknown>, isDone: (tags: Tags) => boolean): Promise<boolean> {
    try {
      await send();
      return true;
    } catch (error) {
      const state = isDenial(error) ? await this.stateAfterDenial(id, isDone) : 'not done';
      if (state === 'not done') throw error;
      return state === 'done';
    }
  }

  private async stateAfterDenial(id: string, isDone: (tags: Tags) => boolean): Promise<'done' | 'gone' | 'not done'> {
    try {
      const tags = await this.readTags(id);
      // Evidence: list-tags-of-missing. That there are no tags does not show that there is no template.
      if (!tags.has(OWNER_TAG)) await this.read(id);
      return isDone(tags) ? 'done' : 'not done';
    } catch (error) {
      return errorName(error) === 'ResourceNotFoundException' ? 'gone' : 'not done';
    }
  }

  private read(id: string): Promise<JobTemplateDescription> {
    return this.client.send(new DescribeJobTemplateCommand({ jobTemplateId: id })) as Promise<unknown> as Promise<JobTemplateDescription>;
  }

  private async readTags(id: string): Promise<Tags> {
    return tagMapOf(await this.listTags(id));
  }

  private async listTags(id: string): Promise<Tag[]> {
    const tags: Tag[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(new ListTagsForResourceCommand({ resourceArn: this.arnOf(id), nextToken }));
      tags.push(...page.tags ?? []);
      nextToken = page.nextToken;
    } while (nextToken);
    return tags;
  }

  /** @param answers the errors that are answers, by name */
  private async call<T, A>(
    operation: string, id: string, send: () => Promise<T>, answers: { readonly [error: string]: A }, isLastResort = false,
  ): Promise<T | A> {
    try {
      return await this.retryPolicy.call(operation, id, send, error => Object.hasOwn(answers, errorName(error)), isLastResort);
    } catch (error) {
      if (Object.hasOwn(answers, errorName(error))) return answers[errorName(error)];
      throw error;
    }
  }
}

/** Without what AWS itself has tagged: nobody else may set that, not even as it was. Evidence: tag-key-reserved. */
const tagMapOf = (list: readonly Tag[]): Tags => new Map(list
  .filter(({ Key }) => !Key!.toLowerCase().startsWith('aws:'))
  .map(({ Key, Value }) => [Key!, Value ?? '']));
