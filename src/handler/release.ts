import { BookkeepingTags } from './bookkeeping-tags';
import type { EventContext } from './reconciliation';
import { Refusal } from './refusal';
import type { View } from './settling';
import { mayHaveUnseenTags, ownershipText, removeSeenTags } from './template-reads';
import { OWNER_TAG } from '../shared/contract';

export interface ReleasePermission {
  /** Whether a template that this resource created is deleted. */
  readonly mayDelete: (bookkeeping: BookkeepingTags) => boolean;
  /** Whether a template that this resource adopted is released. */
  readonly mayRelease: (bookkeeping: BookkeepingTags) => boolean;
  /** Whether the template may belong to this resource although no read shows it yet. */
  readonly mayBeUnseen?: boolean;
}

/** Deletes a template that this resource created, releases one that it adopted, and leaves every other unchanged. */
export class Release {
  constructor(private readonly context: EventContext, private readonly id: string, private readonly permission: ReleasePermission) {}

  async run(): Promise<void> {
    const outcome = await this.context.work.settling.retry(view => this.attempt(view));
    if (outcome === undefined) throw new Refusal(`the owner of job template ${this.id} was not seen in time: delete again`);
  }

  private async attempt(view: View): Promise<'done' | 'stale'> {
    const { owner, work: { service } } = this.context;
    const bookkeeping = BookkeepingTags.of(await service.tags(this.id));
    if (bookkeeping.owner === owner) return this.releaseOwn(bookkeeping, view);
    const ownKeys = bookkeeping.adoptionKeysNaming(owner);
    if (ownKeys.length > 0) {
      this.log('handed over');
      return this.removeTags(ownKeys, view);
    }
    if (await this.mayStillShow(view)) return 'stale';
    this.log(`left: it ${ownershipText(bookkeeping)}`);
    return 'done';
  }

  private async releaseOwn(bookkeeping: BookkeepingTags, view: View): Promise<'done' | 'stale'> {
    const { service } = this.context.work;
    if (!bookkeeping.isAdopted && this.permission.mayDelete(bookkeeping)) {
      await service.delete(this.id);
      return 'done';
    }
    if (bookkeeping.isAdopted && this.permission.mayRelease(bookkeeping)) {
      const change = bookkeeping.forRelease(this.context.requestFingerprint);
      this.log('set' in change ? `given back to ${change.set.get(OWNER_TAG)}` : 'given back');
      if ('remove' in change) return this.removeTags(change.remove, view);
      await service.tag(this.id, change.set);
      return 'done';
    }
    this.log('left: it was there before');
    return 'done';
  }

  private async removeTags(keys: readonly string[], view: View): Promise<'done' | 'stale'> {
    return await removeSeenTags(this.context.work.service, this.id, keys, view) === 'stale' ? 'stale' : 'done';
  }

  private async mayStillShow(view: View): Promise<boolean> {
    return this.permission.mayBeUnseen ? !view.isSettled : mayHaveUnseenTags(this.context.work.service, this.id, view);
  }

  private log(decision: string): void {
    this.context.log({ step: 'release', jobTemplateId: this.id, decision });
  }
}
