import {
  CreateJobTemplateCommand, type CreateJobTemplateCommandInput, DeleteJobTemplateCommand, DescribeJobTemplateCommand,
  DescribeManagedJobTemplateCommand, type IoTClient, ListTagsForResourceCommand, type Tag, TagResourceCommand, UntagResourceCommand,
} from '@aws-sdk/client-iot';
import type { CreateOptions, Creation, JobTemplateService, UntagOptions } from './job-template-service';
import type { ServiceCaller } from './service-caller';
import { errorName, isDenial, mayHaveHadEffect } from './service-error';
import { isInvalidRequest } from './service-refusal';
import type { Tags } from '../shared/bookkeeping-tags';
import { OWNER_TAG } from '../shared/contract';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import type { DescribeManagedJobTemplateRequest, JobTemplateDescription } from '../shared/describe-job-template';

/** AWS IoT through its SDK, with one command per method. The client must not retry, because it takes a used-up quota for throttling. */
export class IotJobTemplateService implements JobTemplateService {
  constructor(
    private readonly client: IoTClient,
    private readonly arnOf: (id: string) => string,
    private readonly caller: ServiceCaller,
  ) {}

  async create(request: CreateJobTemplateRequest, options?: CreateOptions): Promise<Creation> {
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
    const creation = await this.call('CreateJobTemplate', id, create, { results: { ConflictException: 'exists' as const }, ...options });
    return creation === 'exists' && isLost ? 'unclear' : creation;
  }

  async describe(id: string): Promise<JobTemplateDescription | undefined> {
    return this.call('DescribeJobTemplate', id, () => this.read(id), UNDEFINED_IF_MISSING);
  }

  async describeExisting(id: string): Promise<JobTemplateDescription> {
    return this.call('DescribeJobTemplate', id, () => this.read(id), { results: {} });
  }

  async describeManaged(request: DescribeManagedJobTemplateRequest): Promise<object | undefined> {
    const describe = () => this.client.send(new DescribeManagedJobTemplateCommand({ ...request }));
    return this.call('DescribeManagedJobTemplate', request.templateName, describe, UNDEFINED_IF_MISSING);
  }

  async delete(id: string, onLostResponse?: () => void): Promise<boolean> {
    const remove = () => this.client.send(new DeleteJobTemplateCommand({ jobTemplateId: id })).catch(error => {
      if (mayHaveHadEffect(error)) onLostResponse?.();
      throw error;
    });
    // Stryker disable next-line ArrowFunction: undefined is as good as false
    return this.call('DeleteJobTemplate', id, () => this.unlessDone(id, remove, () => false), FALSE_IF_MISSING);
  }

  async tags(id: string): Promise<Tags> {
    // As a list, because the caller redacts the values of members that are named Value.
    return tagMapOf(await this.call('ListTagsForResource', id, () => this.listTags(id), { results: { ResourceNotFoundException: [] } }));
  }

  async tag(id: string, tags: Tags): Promise<boolean> {
    const list = [...tags].map(([Key, Value]) => ({ Key, Value }));
    const tag = () => this.client.send(new TagResourceCommand({ resourceArn: this.arnOf(id), tags: list }));
    const isDone = (found: Tags) => [...tags].every(([key, value]) => found.get(key) === value);
    return this.call('TagResource', id, () => this.unlessDone(id, tag, isDone), FALSE_IF_MISSING);
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
      return await this.call('UntagResource', id, () => this.unlessDone(id, untag, isDone), FALSE_IF_MISSING);
    } catch (error) {
      // Evidence: untag-of-missing-key. If AWS IoT refuses to remove a tag that is not there, there is nothing left to remove.
      if (mayBeGone && isInvalidRequest(error)) return true;
      throw error;
    }
  }

  /**
   * If IAM sees the tags of an existing template during CreateJobTemplate, the policy denies the call for another owner's template.
   * Evidence: iam-tags-at-creation.
   */
  private async isDeniedByOwner(error: unknown, id: string, owner: string | undefined): Promise<boolean> {
    if (!isDenial(error)) return false;
    const found = (await this.readTags(id).catch(() => undefined))?.get(OWNER_TAG);
    return found !== undefined && found !== owner;
  }

  /**
   * The policy only allows changes to templates with the stack's owner tag. If a call succeeds but its response is lost, the retry is
   * denied, because the template or its tag is gone. Reading the tags once shows this. If that read fails, the denial stands.
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
      // Evidence: list-tags-of-missing. Existence is never inferred from tags.
      if (!tags.has(OWNER_TAG)) await this.read(id);
      return isDone(tags) ? 'done' : 'not done';
    } catch (error) {
      // Stryker disable next-line StringLiteral: any word that names no other state means the same
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

  private async call<T, R>(operation: string, id: string, send: () => Promise<T>, { results, ...options }: CallOptions<R>): Promise<T | R> {
    const isExpected = (error: unknown) => Object.hasOwn(results, errorName(error));
    try {
      return await this.caller.call({ operation, id, send, isExpected, ...options });
    } catch (error) {
      if (isExpected(error)) return results[errorName(error)];
      throw error;
    }
  }
}

interface CallOptions<R> extends CreateOptions {
  /** The results of calls that fail with an expected error, by the name of the error. */
  readonly results: { readonly [error: string]: R };
}

const FALSE_IF_MISSING = { results: { ResourceNotFoundException: false } };
const UNDEFINED_IF_MISSING = { results: { ResourceNotFoundException: undefined } };

/** Without the tags of AWS itself, which nobody else may set, not even to the same value. Evidence: tag-key-reserved. */
const tagMapOf = (list: readonly Tag[]): Tags => new Map(list
  .filter(({ Key }) => !Key!.toLowerCase().startsWith('aws:'))
  .map(({ Key, Value }) => [Key!, Value ?? '']));
