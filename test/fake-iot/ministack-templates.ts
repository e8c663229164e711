import type { Tag } from '@aws-sdk/client-iot';
import type { Templates } from './backend';
import type { MinistackAccount } from './ministack-account';
import { MinistackDates } from './ministack-dates';
import type { Snapshot, StoredTemplate } from './service';
import { withoutNulls } from './without-nulls';

const PAGE = 250;

/** The templates of an account of MiniStack, as a person with a console reads and changes them. */
export class MinistackTemplates implements Templates {
  readonly dates = new MinistackDates();
  /** Each template that was returned, and its state at that time. */
  private readonly lent = new Map<string, { readonly template: StoredTemplate; readonly before: StoredTemplate }>();

  /** @param now the time in milliseconds since the epoch, by the clock of the test */
  constructor(private readonly account: MinistackAccount, private readonly now: () => number = Date.now) {}

  get(id: string): StoredTemplate | undefined {
    const { template } = this.lent.get(id) ?? {};
    if (template) return template;
    const found = this.read(id);
    if (found) this.lent.set(id, { template: found, before: structuredClone(found) });
    return found;
  }

  has(id: string): boolean {
    return this.ids().includes(id);
  }

  delete(id: string): boolean {
    this.lent.delete(id);
    return this.remove(id);
  }

  clear(): void {
    for (const id of this.ids()) this.delete(id);
  }

  create({ jobTemplateId, jobTemplateArn, createdAt = this.now() / 1000, tags, ...content }: Partial<StoredTemplate>): void {
    this.dates.set(jobTemplateId!, createdAt);
    const { document, ...rest } = content;
    // A template has both members, but a request may not.
    const body = { ...rest, ...content.documentSource === undefined && { document }, tags: toTags(tags) };
    this.account.succeed({ method: 'PUT', path: `/job-templates/${jobTemplateId}`, body });
  }

  snapshot(): Snapshot {
    return Object.fromEntries(this.ids().sort().map((id) => [id, this.read(id)!]));
  }

  /** Carries out the changes of returned templates. If MiniStack refuses one, this call and all later calls fail. */
  writeBack(): void {
    for (const { template, before } of this.lent.values()) {
      const { tags, ...content } = template;
      const { tags: tagsBefore, ...contentBefore } = before;
      if (!isSame(content, contentBefore)) {
        this.remove(template.jobTemplateId);
        this.create(template);
      } else if (!isSame(tags, tagsBefore)) {
        this.retag(template, tagsBefore);
      }
    }
    this.lent.clear();
  }

  private remove(id: string): boolean {
    return this.account.request({ method: 'DELETE', path: `/job-templates/${id}` }).status === 200;
  }

  private retag({ jobTemplateArn: resourceArn, tags }: StoredTemplate, before: StoredTemplate['tags']): void {
    const tagKeys = Object.keys(before).filter((key) => !Object.hasOwn(tags, key));
    if (tagKeys.length > 0) this.account.succeed({ method: 'POST', path: '/untag', body: { resourceArn, tagKeys } });
    if (Object.keys(tags).length > 0) this.account.succeed({ method: 'POST', path: '/tags', body: { resourceArn, tags: toTags(tags) } });
  }

  private ids(): string[] {
    const ids: string[] = [];
    let nextToken = '';
    do {
      const page = this.account.succeed({ path: `/job-templates?maxResults=${PAGE}&nextToken=${nextToken}` });
      ids.push(...(page.jobTemplates as StoredTemplate[]).map(({ jobTemplateId }) => jobTemplateId));
      nextToken = page.nextToken as string | undefined ?? '';
    } while (nextToken);
    return ids;
  }

  private read(id: string): StoredTemplate | undefined {
    const { status, body } = this.account.request({ path: `/job-templates/${id}` });
    if (status === 404) return undefined;
    const described = withoutNulls(JSON.parse(this.dates.translate(body))) as StoredTemplate;
    const { tags } = this.account.succeed({ path: `/tags?resourceArn=${encodeURIComponent(described.jobTemplateArn)}` });
    return { ...described, tags: Object.fromEntries((tags as Tag[]).map(({ Key, Value }) => [Key!, Value!])) };
  }
}

/** Not the comparison of Node.js, because a clone has prototypes from outside of the tests. */
function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function toTags(tags: StoredTemplate['tags'] = {}): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
