import {
  DescribeJobTemplateCommand, type DescribeJobTemplateResponse, IoTClient, ListTagsForResourceCommand, paginateListJobTemplates,
} from '@aws-sdk/client-iot';
import type { ExpectedTemplate } from './expected';
import { same } from './same';
import { setMembers } from '../../support/set-members';

/** The bookkeeping tags of a template. */
const OWN_TAGS = 'cdk-iot-job-template:';
const OWNER_TAG = `${OWN_TAGS}owner`;
const FIRMWARE_STACK = 'FirmwareFleet';

export interface Item {
  readonly described: DescribeJobTemplateResponse;
  readonly tags: Record<string, string>;
}

/** The job templates of the account, as any user of the AWS SDK finds them. */
export class Inventory {
  constructor(private readonly client: IoTClient) {}

  /** The templates, by their ids. */
  async read(): Promise<Map<string, Item>> {
    const items = new Map<string, Item>();
    for await (const { jobTemplates = [] } of paginateListJobTemplates({ client: this.client }, {})) {
      for (const { jobTemplateId } of jobTemplates) items.set(jobTemplateId!, await this.describe(jobTemplateId!));
    }
    return items;
  }

  private async describe(jobTemplateId: string): Promise<Item> {
    const { $metadata, ...described } = await this.client.send(new DescribeJobTemplateCommand({ jobTemplateId }));
    return { described: setMembers(described), tags: await this.tags(described.jobTemplateArn!) };
  }

  private async tags(resourceArn: string): Promise<Record<string, string>> {
    const tags: Record<string, string> = {};
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(new ListTagsForResourceCommand({ resourceArn, nextToken }));
      for (const { Key, Value } of page.tags ?? []) tags[Key!] = Value!;
      nextToken = page.nextToken;
    } while (nextToken);
    return tags;
  }
}

/** Compares a template with its expected state, member by member. An unexpected member is a mistake too. */
export function assertAsDeclared(name: string, arn: string, { described, tags }: Item, expected: ExpectedTemplate): void {
  const { createdAt, documentSource, ...rest } = described;
  same(name, rest, { ...expected.described, jobTemplateArn: arn, jobTemplateId: arn.split('/')[1] });
  same(`${name}'s time of creation`, createdAt instanceof Date, true);
  const isSource = expected.documentSource ? expected.documentSource.test(documentSource ?? '') : documentSource === undefined;
  same(`${name}'s documentSource`, documentSource, isSource ? documentSource : expected.documentSource);
  same(`the tags of ${name}`, Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith(OWN_TAGS))), expected.tags);
  same(`the owner of ${name}`, tags[OWNER_TAG]?.split('/')[0], FIRMWARE_STACK);
}
