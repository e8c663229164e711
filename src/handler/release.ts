import type { EventContext } from './reconciliation';
import { Refusal } from './refusal';
import { mayHaveUnseenTags, removeSeenTags } from './template-reads';
import { BookkeepingTags, ownershipText } from '../shared/bookkeeping-tags';
import { OWNER_TAG } from '../shared/contract';

export interface ReleasePermission {
  /** Whether a template that this resource created may be deleted. */
  readonly mayDelete: (bookkeeping: BookkeepingTags) => boolean;
  /** Whether a template that this resource adopted may be released. */
  readonly mayRelease: (bookkeeping: BookkeepingTags) => boolean;
  /** Whether the template may belong to this resource although no read shows it yet. */
  readonly mayBeUnseen?: boolean;
}

/** Deletes a template that this resource created, releases one that it adopted, and leaves every other unchanged. */
export async function release(context: EventContext, id: string, { mayDelete, mayRelease, mayBeUnseen }: ReleasePermission): Promise<void> {
  const { owner, requestFingerprint, work: { service, settling }, log } = context;
  const logDecision = (decision: string) => log({ step: 'release', jobTemplateId: id, decision });
  const isDone = await settling.retry(async view => {
    const bookkeeping = new BookkeepingTags(await service.tags(id));
    if (bookkeeping.owner !== owner) {
      const ownKeys = bookkeeping.adoptionKeysNaming(owner);
      if (ownKeys.length > 0) {
        logDecision('released to the owner that adopted it');
        return removeSeenTags(service, id, ownKeys, view);
      }
      const mayShowLater = mayBeUnseen ? !view.isSettled : await mayHaveUnseenTags(service, id, view);
      if (mayShowLater) return 'stale';
      logDecision(`left: it ${ownershipText(bookkeeping)}`);
    } else if (bookkeeping.isAdopted && mayRelease(bookkeeping)) {
      const change = bookkeeping.forRelease(requestFingerprint);
      logDecision('set' in change ? `released to ${change.set.get(OWNER_TAG)}` : 'released');
      if ('remove' in change) return removeSeenTags(service, id, change.remove, view);
      await service.tag(id, change.set);
    } else if (!bookkeeping.isAdopted && mayDelete(bookkeeping)) {
      await service.delete(id);
    } else {
      logDecision('left: it existed before');
    }
    // Stryker disable next-line BooleanLiteral: every result ends the retries
    return true;
  });
  if (isDone === undefined) throw new Refusal(`AWS IoT did not show the owner of job template ${id} in time: delete it again`);
}
