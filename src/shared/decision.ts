import { type BookkeepingTags, ownershipText, type Tags } from './bookkeeping-tags';
import { OWNER_TAG } from './contract';
import type { JobTemplateDescription } from './describe-job-template';
import type { DesiredState } from './desired-state';
import { contentFingerprint } from './fingerprint';
import { type TagChanges, tagChanges, tagsOf } from './tag-change';
import { type TemplateDifference, templateDifferences } from './template-differences';

/** A Create or an Update of CloudFormation, as far as it decides what is done. */
export interface DesiredChange {
  /** The custom resource that the change is for. */
  readonly owner: string;
  /** The fingerprint of CloudFormation's request. */
  readonly requestFingerprint: string;
  readonly desired: DesiredState;
  /** Whether the resource already had the template, as CloudFormation says. */
  readonly hadTemplate: boolean;
  /** The request that created the template which this one replaces. */
  readonly creationOfReplaced?: string;
}

/** The age of what is read. */
export interface View {
  /** Whether reads have had time to show all earlier writes. A stale read must not be the reason of a decision then. */
  readonly isSettled: boolean;
  /** Whether something was so young at the time of the reads that its tags may not have shown yet. */
  readonly isRecent: (date: Date) => boolean;
}

/** What was read of a template. */
export interface ActualState {
  readonly tags: Tags;
  readonly bookkeeping: BookkeepingTags;
  /** The description, which is read only if the tags do not decide. Undefined if AWS IoT shows no template. */
  readonly describe: () => Promise<JobTemplateDescription | undefined>;
  readonly view: View;
  /** Whether a template is known to exist. Tags do not show it. Evidence: list-tags-of-missing. */
  readonly isIdTaken: boolean;
  /** Tags of other tools that the template had before it was recreated. */
  readonly tagsOfOthers?: Tags;
}

export type Decision =
  /** Create the template. If its id is taken, decide again. */
  | { readonly action: 'create' }
  /** Recreate the template under its id, because its content differs. */
  | { readonly action: 'edit' }
  | { readonly action: 'retag'; readonly changes: TagChanges }
  /** Set the tags that make this resource the owner. */
  | { readonly action: 'adopt'; readonly why: string; readonly tags: Tags }
  /** Remove the tags that name this resource as a previous owner, and decide again. */
  | { readonly action: 'disclaim'; readonly keys: readonly string[] }
  | { readonly action: 'leave'; readonly why: string }
  | { readonly action: 'refuse'; readonly why: string; readonly differences?: readonly TemplateDifference[] }
  /** What was read may be stale: read again, and decide again. */
  | { readonly action: 'read again' };

const EDIT = { action: 'edit' } as const;
const READ_AGAIN = { action: 'read again' } as const;

/** Decides what is done with a template. It changes nothing, and depends on its arguments alone. */
export async function decide(change: DesiredChange, actual: ActualState): Promise<Decision> {
  const { owner, desired: { request }, hadTemplate } = change;
  if (actual.bookkeeping.owner !== owner) return decideUnowned(change, actual);
  if (!await hasContent(change, actual)) return EDIT;
  if (await trustsContent(change, actual)) return retag(change, actual);
  // The description shows neither the job of a template nor what an object held.
  const showsContent = request.document !== undefined && request.jobArn === undefined;
  if (!hadTemplate && !(showsContent && await isDescribed(change, actual))) return EDIT;
  // The tags name the new content already: an earlier event failed, or the read is stale.
  return actual.view.isSettled ? retag(change, actual) : READ_AGAIN;
}

/** Whether AWS IoT describes the template as it is requested. */
async function isDescribed({ desired: { request } }: DesiredChange, { describe }: ActualState, tags?: Tags): Promise<boolean> {
  const described = await describe();
  // Stryker disable next-line ConditionalExpression: the compiler asks for it, because every request has a description that differs from nothing
  return described !== undefined && templateDifferences(request, described, tags).length === 0;
}

/** The content of a template never changes: the fingerprint that its creator left stays right. */
async function hasContent(change: DesiredChange, actual: ActualState): Promise<boolean> {
  const { content } = actual.bookkeeping;
  return content === undefined ? isDescribed(change, actual) : content === contentFingerprint(change.desired.request);
}

/** The fingerprint of content is trusted only if a request left it for this resource and id, because anybody may have copied the tags. */
async function trustsContent(change: DesiredChange, actual: ActualState): Promise<boolean> {
  const { lastRequest, requests } = actual.bookkeeping;
  if (lastRequest === change.requestFingerprint || change.hadTemplate && change.desired.keepsContent) return true;
  // In the rollback of a replacement the earlier template still exists, and has seen the request that created its replacement.
  // Anybody may have copied these requests, so the description must show the same content.
  return requests.indexOf(change.creationOfReplaced!) > 0 && isDescribed(change, actual);
}

function retag({ owner, requestFingerprint, desired }: DesiredChange, { tags, bookkeeping, tagsOfOthers }: ActualState): Decision {
  const { request, previous } = desired;
  return {
    action: 'retag',
    changes: tagChanges({
      found: tags,
      isUpToDate: bookkeeping.lastRequest === requestFingerprint,
      declared: tagsOf(request),
      declaredBefore: tagsOf(previous),
      bookkeeping: bookkeeping.forUpdate(owner, contentFingerprint(request), requestFingerprint),
      needless: bookkeeping.selfReferences,
      ofOthers: tagsOfOthers ?? new Map(),
    }),
  };
}

/** The tags do not name this resource as the owner: the template is missing, or somebody else's, or the read is stale. */
async function decideUnowned(change: DesiredChange, actual: ActualState): Promise<Decision> {
  const { owner, requestFingerprint, desired: { adoptExisting, previous } } = change;
  const { bookkeeping, isIdTaken } = actual;
  if (bookkeeping.adoptionKeysNaming(owner).length > 0 && previous !== undefined && bookkeeping.isOwnedBeside(owner)) {
    // Another construct of this stack adopted the template, and was rolled back without releasing it. Only an update of its tags is needed.
    return { action: 'adopt', why: 'ownership restored', tags: new Map([[OWNER_TAG, owner], ...bookkeeping.forRequest(requestFingerprint)]) };
  }
  if (!isIdTaken) return { action: 'create' };
  return adoptExisting ? decideAdoption(change, actual) : leaveOrRefuse(change, actual);
}

async function leaveOrRefuse(change: DesiredChange, actual: ActualState): Promise<Decision> {
  if (!actual.view.isSettled) return READ_AGAIN;
  const { owner, desired: { request: { jobTemplateId }, previous }, hadTemplate } = change;
  const ownership = ownershipText(actual.bookkeeping);
  // A rollback that has nothing to restore succeeds, whoever owns the template by now. Its event is the same as that of an update that
  // changes nothing of a moved resource. Evidence: cfn-moves-nothing.
  if (previous !== undefined && await isDescribed(change, actual, actual.tags)) {
    return { action: 'leave', why: `it has the desired state, but does not belong to ${owner}: it ${ownership}` };
  }
  const why = hadTemplate
    ? `job template ${jobTemplateId} does not belong to ${owner}: it ${ownership}. The resource was moved, or the template was adopted. `
      + 'Set adoptExisting to adopt it unchanged and edit it in a later deployment, or choose another jobTemplateId'
    : `job template ${jobTemplateId} already exists and ${ownership}: choose another jobTemplateId, delete that template, `
      + 'or set adoptExisting to adopt it unchanged';
  return { action: 'refuse', why };
}

/** Like an import, adoption changes nothing but the owner. */
async function decideAdoption(change: DesiredChange, actual: ActualState): Promise<Decision> {
  const { owner, requestFingerprint, desired: { request } } = change;
  const { bookkeeping, view } = actual;
  const described = await actual.describe();
  // Another delivery of this event may have just created the template. Adoption would make it one that is released, not deleted.
  if (described === undefined || !view.isSettled && view.isRecent(described.createdAt)) return READ_AGAIN;
  const differences = templateDifferences(request, described, actual.tags);
  const ownKeys = bookkeeping.adoptionKeysNaming(owner);
  const tags = bookkeeping.forAdoption(owner, contentFingerprint(request), requestFingerprint);
  if ((differences.length > 0 || tags === undefined && ownKeys.length === 0) && !view.isSettled) return READ_AGAIN;
  if (differences.length > 0) {
    const why = `job template ${request.jobTemplateId} cannot be adopted, because it differs from its declaration. Declare it as it is, `
      + 'adopt it, and edit it in a later deployment';
    return { action: 'refuse', why, differences };
  }
  // Today's owner adopted the template from this resource, which has not released it yet.
  if (ownKeys.length > 0) return { action: 'disclaim', keys: ownKeys };
  if (tags !== undefined) return { action: 'adopt', why: 'adopted', tags };
  const why = `job template ${request.jobTemplateId} cannot be adopted from ${bookkeeping.owner}, which has adopted it, too: `
    + 'remove it from the stack that had it before first';
  return { action: 'refuse', why };
}
