import {
  type CloudFormationClient, DescribeStacksCommand, GetTemplateCommand, paginateDescribeStacks, paginateListExports, paginateListStackResources,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeJobTemplateCommand, type DescribeJobTemplateResponse, type IoTClient, ListTagsForResourceCommand, paginateListJobTemplates,
} from '@aws-sdk/client-iot';
import { cloudFormationClient, iotClient } from './clients';
import { contentOf, withoutEmpty } from '../../../src/shared/content';
import type { JobTemplateContent } from '../../../src/shared/create-job-template';
import type { JobTemplateDescription } from '../../../src/shared/describe-job-template';
import { parseTemplate, type TemplateFile } from '../cloudformation/template-file';
import type { GlobalOptions, Statement } from '../command';

/** A job template as the account has it. */
export interface AccountTemplate {
  readonly id: string;
  readonly arn: string;
  /** The content without empty members. */
  readonly content: JobTemplateContent;
  readonly createdAt?: Date;
  readonly tags: ReadonlyMap<string, string>;
}

/** The template as AWS IoT describes it. */
export const descriptionOf = ({ id, arn, content, createdAt = new Date(0) }: AccountTemplate): JobTemplateDescription =>
  ({ ...content, jobTemplateId: id, jobTemplateArn: arn, createdAt });

export interface AccountStack {
  readonly name: string;
  /** The ARN. */
  readonly id: string;
  readonly status: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
}

export interface AccountResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
}

/** The actions that `templateIds` and `template` need. */
export const READ_TEMPLATES: readonly Statement[] = [
  { actions: ['iot:ListJobTemplates'] },
  { actions: ['iot:DescribeJobTemplate', 'iot:ListTagsForResource'], resources: ['arn:aws:iot:REGION:ACCOUNT:jobtemplate/*'] },
];

const stackActions = (...actions: string[]): Statement => ({ actions, resources: ['arn:aws:cloudformation:REGION:ACCOUNT:stack/*'] });

/** The actions that `stacks` and `resources` need. To list all stacks, the first must have no other resource than `*`. */
export const READ_RESOURCES: readonly Statement[] = [{ actions: ['cloudformation:DescribeStacks'] }, stackActions('cloudformation:ListStackResources')];

/** The actions that `stackTemplate` needs as well. */
export const READ_STACKS: readonly Statement[] = [...READ_RESOURCES, stackActions('cloudformation:GetTemplate')];

/** The action that `exports` needs. */
export const READ_EXPORTS: Statement = { actions: ['cloudformation:ListExports'] };

/** The states of a resource that a stack has no more. */
const GONE = ['DELETE_COMPLETE', 'DELETE_SKIPPED'];

/** An AWS account in one Region, to read from. The credentials are those that the AWS SDK finds. */
export class Account {
  private readonly clients: { iot?: IoTClient; cloudFormation?: CloudFormationClient } = {};

  constructor(private readonly options: GlobalOptions) {}

  /** The ids of all templates, sorted. */
  async templateIds(): Promise<string[]> {
    const ids: string[] = [];
    for await (const { jobTemplates = [] } of paginateListJobTemplates({ client: this.iot }, {})) {
      ids.push(...jobTemplates.flatMap(({ jobTemplateId }) => jobTemplateId ?? []));
    }
    return ids.sort();
  }

  /** @returns undefined if there is no such template */
  async template(id: string): Promise<AccountTemplate | undefined> {
    const described = await this.describe(id);
    if (described === undefined) return undefined;
    const { jobTemplateArn: arn = '', createdAt, ...rest } = described;
    return { id, arn, createdAt, content: withoutEmpty(contentOf(rest as JobTemplateContent)), tags: await this.tags(arn) };
  }

  /** The stacks that exist. */
  async stacks(): Promise<AccountStack[]> {
    const stacks: AccountStack[] = [];
    for await (const { Stacks = [] } of paginateDescribeStacks({ client: this.cloudFormation }, {})) {
      stacks.push(...Stacks.map(accountStack));
    }
    return stacks;
  }

  /** The ARN of a stack, if any exists. */
  async anyStackId(): Promise<string | undefined> {
    const { Stacks: [stack] = [] } = await this.cloudFormation.send(new DescribeStacksCommand());
    return stack?.StackId;
  }

  /** @param stack the name or the ARN of the stack. @returns undefined if there is no such stack */
  async stack(stack: string): Promise<AccountStack | undefined> {
    try {
      const { Stacks: [found] = [] } = await this.cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
      return found && accountStack(found);
    } catch (error) {
      if ((error as Error).name === 'ValidationError' && /does not exist/.test((error as Error).message)) return undefined;
      throw error;
    }
  }

  /** The values that all stacks export, by their names. */
  async exports(): Promise<ReadonlyMap<string, string>> {
    const exports = new Map<string, string>();
    for await (const { Exports = [] } of paginateListExports({ client: this.cloudFormation }, {})) {
      for (const { Name, Value } of Exports) exports.set(Name!, Value!);
    }
    return exports;
  }

  /** The resources that a stack has. @param stack the name or the ARN of the stack */
  async resources(stack: string): Promise<AccountResource[]> {
    const resources: AccountResource[] = [];
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client: this.cloudFormation }, { StackName: stack })) {
      const existing = StackResourceSummaries.filter(({ ResourceStatus = '' }) => !GONE.includes(ResourceStatus));
      resources.push(...existing.map(({ LogicalResourceId, PhysicalResourceId, ResourceType }) =>
        ({ logicalId: LogicalResourceId!, physicalId: PhysicalResourceId ?? '', type: ResourceType! })));
    }
    return resources;
  }

  /** The template that CloudFormation has deployed last. @param stack the name or the ARN of the stack */
  async stackTemplate(stack: string): Promise<TemplateFile> {
    const { TemplateBody = '{}' } = await this.cloudFormation.send(new GetTemplateCommand({ StackName: stack, TemplateStage: 'Processed' }));
    return parseTemplate(TemplateBody);
  }

  get iot(): IoTClient {
    return this.clients.iot ??= iotClient(this.options);
  }

  get cloudFormation(): CloudFormationClient {
    return this.clients.cloudFormation ??= cloudFormationClient(this.options);
  }

  private async describe(id: string): Promise<DescribeJobTemplateResponse | undefined> {
    try {
      return await this.iot.send(new DescribeJobTemplateCommand({ jobTemplateId: id }));
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  }

  private async tags(resourceArn: string): Promise<ReadonlyMap<string, string>> {
    const tags = new Map<string, string>();
    let nextToken: string | undefined;
    do {
      const page = await this.iot.send(new ListTagsForResourceCommand({ resourceArn, nextToken }));
      for (const { Key, Value } of page.tags ?? []) tags.set(Key!, Value ?? '');
      nextToken = page.nextToken;
    } while (nextToken);
    return tags;
  }
}

const accountStack = ({ StackName, StackId, StackStatus, Parameters = [], Outputs = [] }: Stack): AccountStack => ({
  name: StackName!,
  id: StackId!,
  status: StackStatus!,
  // A parameter of Systems Manager has its value beside its name.
  parameters: new Map(Parameters.map(({ ParameterKey, ParameterValue, ResolvedValue }) => [ParameterKey!, ResolvedValue ?? ParameterValue ?? ''])),
  outputs: new Map(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue ?? ''])),
});
