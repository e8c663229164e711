import { templateDifferences } from './difference-text';
import type { Creation, JobTemplateService } from './job-template-service';
import type { Log } from './log';
import { Refusal, UnsettledRefusal } from './refusal';
import { restoreRequests } from './restore-requests';
import type { Retry, Settling, View } from './settling';
import { type FoundTags, isDescribed, ownershipText, removeSeenTags } from './template-reads';
import { BookkeepingTags, NO_BOOKKEEPING_TAGS, type Tags, withoutBookkeepingTags } from '../shared/bookkeeping-tags';
import { OWNER_TAG } from '../shared/contract';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import type { DesiredState } from '../shared/desired-state';
import { contentFingerprint } from '../shared/fingerprint';
import { tagChanges, tagsOf, withTags } from '../shared/tag-change';

/** AWS IoT until a deadline. */
export interface Access {
  readonly service: JobTemplateService;
  readonly settling: Settling;
}

/** The event that the handler works on. */
export interface EventContext {
  /** The custom resource that the event is for. */
  readonly owner: string;
  /** The fingerprint of CloudFormation's request. */
  readonly requestFingerprint: string;
  /** For the desired state. */
  readonly work: Access;
  /** For restoring a template, in time that is reserved for it. */
  readonly restore: Access;
  readonly log: Log;
}

export interface ReconciliationOptions {
  readonly desired: DesiredState;
  /** Whether the resource already had the template, as CloudFormation says. If not, it is created first. */
  readonly hadTemplate: boolean;
  /** Whether the content that a template's tags name is trusted. */
  readonly trustsContent: (bookkeeping: BookkeepingTags) => boolean | Promise<boolean>;
}

const LATE_DELIVERY = 'late delivery: a later request has already been handled';

/** The result of an attempt: the template was created, only its tags changed, or the attempt must be retried. */
type Step = 'created' | 'unchanged' | Retry;

/** A template that the reconciliation has deleted in order to recreate it. */
interface DeletedTemplate {
  /** Tags of other tools. A concurrent delivery that recreates the template first does not know them. */
  readonly tagsOfOthers: Tags;
  /** Requests that restore it, the most faithful first. */
  readonly candidates: readonly CreateJobTemplateRequest[];
  /** Its bookkeeping tags, which the new template inherits. */
  readonly bookkeeping: BookkeepingTags;
}

/**
 * One event's way to the desired state. It remembers what it has deleted, and restores that if the desired state is refused.
 *
 * Tags do not show whether a template exists, and every read may be stale. CreateJobTemplate's conflict and the 404 of other calls decide.
 * Evidence: list-tags-of-missing, create-conflict, describe-lag, tags-lag, iam-tags-lag.
 */
export class Reconciliation {
  private deleted?: DeletedTemplate;
  private hasTriedToRestore = false;
  /** Whether a deletion whose response was lost may still be carried out. Evidence: late-effect. */
  private mayStillDelete = false;

  constructor(private readonly context: EventContext, private readonly options: ReconciliationOptions) {}

  /** @returns whether the template was created or recreated */
  async run(): Promise<boolean> {
    const { hadTemplate } = this.options;
    if (!hadTemplate && await this.service.create(this.createRequestFor(this.desired.request)) === 'created') return true;
    try {
      return await this.converge() === 'created';
    } catch (error) {
      // Whatever has failed since the old template was deleted, the old template is restored.
      if (this.deleted === undefined || this.hasTriedToRestore) throw error;
      return await this.restorePrevious(error) === 'created';
    }
  }

  private get desired(): DesiredState {
    return this.options.desired;
  }

  private get id(): string {
    return this.desired.request.jobTemplateId;
  }

  private get owner(): string {
    return this.context.owner;
  }

  private get requestFingerprint(): string {
    return this.context.requestFingerprint;
  }

  private get service(): JobTemplateService {
    return this.context.work.service;
  }

  private async converge(): Promise<Step> {
    // The first attempt follows a creation that failed because the id is taken, unless the resource had the template.
    let isIdTaken = !this.options.hadTemplate;
    const step = await this.context.work.settling.retry(view => {
      const attempt = this.attempt(view, isIdTaken);
      isIdTaken = false;
      return attempt;
    });
    if (step !== undefined) return step;
    throw new UnsettledRefusal(`job template ${this.id} keeps changing, or AWS IoT did not show its state in time: deploy again`);
  }

  private async attempt(view: View, isIdTaken: boolean): Promise<Step> {
    const tags = await this.service.tags(this.id);
    const bookkeeping = new BookkeepingTags(tags);
    const found = { tags, bookkeeping, view };
    if (bookkeeping.hasMovedOnSince(this.requestFingerprint)) {
      this.logDecision(LATE_DELIVERY);
      // This delivery may have deleted the template before it found out.
      // Stryker disable next-line StringLiteral: any word that names no other step means the same
      return this.deleted ? this.restorePrevious(new Refusal(LATE_DELIVERY)) : 'unchanged';
    }
    if (bookkeeping.owner !== this.owner) return this.reconcileUnowned(found, isIdTaken);
    if (!await this.hasContent(bookkeeping)) return this.recreate(found);
    if (await this.options.trustsContent(bookkeeping)) return this.changeTags(found);
    if (!this.options.hadTemplate && !await this.isContentDescribed()) return this.recreate(found);
    // The tags name the new content already: an earlier event failed, or the read is stale.
    return view.isSettled ? this.changeTags(found) : 'stale';
  }

  /** Whether the description proves the content. It shows neither the job of a template nor what an object held. */
  private async isContentDescribed(): Promise<boolean> {
    const { request } = this.desired;
    return request.document !== undefined && request.jobArn === undefined && isDescribed(this.service, request);
  }

  /** The content of a template never changes: the fingerprint that its creator left stays right. */
  private async hasContent({ content }: BookkeepingTags): Promise<boolean> {
    const { request } = this.desired;
    return content === undefined ? isDescribed(this.service, request) : content === contentFingerprint(request);
  }

  private async createMissing(): Promise<Step> {
    try {
      return await this.createDesired();
    } catch (error) {
      // An earlier delivery may have died after it deleted the old template and before it recreated it.
      return this.restorePrevious(error);
    }
  }

  private async createDesired(): Promise<Step> {
    const request = this.createRequestFor(this.desired.request);
    return CREATION_STEPS[await this.createDespiteLateDeletion(this.context.work, () => this.service.create(request))];
  }

  /** AWS IoT cannot edit a template. It is recreated under its id, so that id and ARN stay. */
  private async recreate({ tags, bookkeeping }: FoundTags): Promise<Step> {
    const { previous } = this.desired;
    const before = await this.service.describe(this.id);
    if (before === undefined) return this.createMissing();
    // Stryker disable next-line StringLiteral: a line of the log
    this.logDecision('content differs: recreated under the same id');
    this.deleted = {
      tagsOfOthers: new Map([...withoutBookkeepingTags(tags)].filter(([key]) => !tagsOf(previous).has(key))),
      candidates: restoreRequests(before, new Map([...tags, ...bookkeeping.forRequest(this.requestFingerprint)]), previous),
      // These two are truer from an earlier attempt.
      ...this.deleted,
      bookkeeping,
    };
    const existed = await this.service.delete(this.id, () => { this.mayStillDelete = true; });
    const step = await this.createDesired();
    return existed && step === 'stale' ? 'written' : step;
  }

  /** Restores the old template. It may seem to exist for a while after its deletion. @throws the reason why the new one was refused */
  private async restorePrevious(reason: unknown): Promise<Step> {
    this.hasTriedToRestore = true;
    const { previous } = this.desired;
    const candidates = this.deleted?.candidates ?? (previous && [this.createRequestFor(previous)]);
    if (candidates === undefined) throw reason;
    const restore = async ({ isSettled }: View): Promise<'was restored' | 'desired' | 'still exists' | Retry> => {
      const creation = await this.createDespiteLateDeletion(this.context.restore, () => this.createFirstAccepted(candidates));
      if (creation === 'created') return 'was restored';
      if (await this.hasDesiredState()) return 'desired';
      if (creation === 'unclear') return 'written';
      return isSettled ? 'still exists' : 'stale';
    };
    const outcome = await this.context.restore.settling.retry(restore).catch(error => {
      throw new Refusal(`${messageOf(reason)}. The old template could not be restored: ${messageOf(error)}. `
        + `Job template ${this.id} is missing until the rollback or the next deployment creates it`);
    });
    if (outcome === 'desired') return 'created';
    this.logDecision(`refused: the old template ${outcome}`);
    throw reason;
  }

  /**
   * Creates a template. If a lost deletion may still be carried out, it is created a second time after that deletion has had its time. If the
   * id is taken then, this call or another delivery has created the template.
   */
  private async createDespiteLateDeletion({ settling }: Access, create: () => Promise<Creation>): Promise<Creation> {
    const creation = await create();
    if (!this.mayStillDelete || !await settling.outlastLateEffects()) return creation;
    const again = await create();
    this.mayStillDelete = false;
    return again === 'exists' ? creation : again;
  }

  private async createFirstAccepted([candidate, ...others]: readonly CreateJobTemplateRequest[]): Promise<Creation> {
    const { service } = this.context.restore;
    if (candidate === undefined) throw new Refusal('its document is not known');
    if (others.length === 0) return service.create(candidate, { retryUntilDeadline: true });
    return service.create(candidate).catch(() => this.createFirstAccepted(others));
  }

  /** Whether a call without a response has had its effect after all. */
  private async hasDesiredState(): Promise<boolean> {
    const bookkeeping = new BookkeepingTags(await this.context.restore.service.tags(this.id));
    return bookkeeping.owner === this.owner && bookkeeping.content === contentFingerprint(this.desired.request);
  }

  private async changeTags({ tags, bookkeeping, view }: FoundTags): Promise<Step> {
    const { request, previous } = this.desired;
    const { set, remove, removeUnseen, fits } = tagChanges({
      found: tags,
      isUpToDate: bookkeeping.lastRequest === this.requestFingerprint,
      declared: tagsOf(request),
      declaredBefore: tagsOf(previous),
      bookkeeping: bookkeeping.forUpdate(this.owner, contentFingerprint(request), this.requestFingerprint),
      needless: bookkeeping.selfReferences,
      ofOthers: this.deleted?.tagsOfOthers ?? new Map(),
    });
    const tag = async () => set.size === 0 || this.service.tag(this.id, set);
    const untag = async () => remove.length === 0 || await removeSeenTags(this.service, this.id, remove, view) === true;
    // Stryker disable next-line ObjectLiteral: undefined is as good as false
    const untagUnseen = async () => removeUnseen.length === 0 || this.service.untag(this.id, removeUnseen, { areSeen: false });
    // Old tags make room first if that is needed. Otherwise the desired tags come first.
    const changes = fits ? [tag, untag, untagUnseen] : [untag, untagUnseen, tag];
    for (const change of changes) {
      const isDone = await change();
      if (!isDone) return 'stale';
    }
    // Stryker disable next-line StringLiteral: any word that names no other step means the same
    return 'unchanged';
  }

  /** The tags do not name this resource as the owner: the template is missing, or somebody else's, or the read is stale. */
  private async reconcileUnowned(found: FoundTags, isIdTaken: boolean): Promise<Step> {
    const { bookkeeping } = found;
    const { adoptExisting, previous } = this.desired;
    if (bookkeeping.adoptionKeysNaming(this.owner).length > 0 && previous !== undefined && bookkeeping.isOwnedBeside(this.owner)) {
      // Another construct of this stack adopted the template, and was rolled back without releasing it. Only an update of its tags is needed.
      this.logDecision('ownership restored');
      await this.service.tag(this.id, new Map([[OWNER_TAG, this.owner], ...bookkeeping.forRequest(this.requestFingerprint)]));
      return 'written';
    }
    const step = isIdTaken ? 'stale' : await this.createMissing();
    if (step !== 'stale') return step;
    return adoptExisting ? this.adopt(found) : this.leaveOrRefuse(found);
  }

  private async leaveOrRefuse({ tags, bookkeeping, view }: FoundTags): Promise<Step> {
    if (!view.isSettled) return 'stale';
    const { request, previous } = this.desired;
    const ownership = ownershipText(bookkeeping);
    // A rollback that has nothing to restore succeeds, whoever owns the template by now. Its event is the same as that of an update that
    // changes nothing of a moved resource. Evidence: cfn-moves-nothing.
    if (previous !== undefined && await isDescribed(this.service, request, tags)) {
      this.logDecision(`left unchanged: it has the desired state, but does not belong to ${this.owner}: it ${ownership}`);
      // Stryker disable next-line StringLiteral: any word that names no other step means the same
      return 'unchanged';
    }
    if (this.options.hadTemplate) {
      throw new Refusal(`job template ${this.id} does not belong to ${this.owner}: it ${ownership}. The resource was moved, or the template was adopted. `
        + 'Set adoptExisting to adopt it unchanged and edit it in a later deployment, or choose another jobTemplateId');
    }
    throw new Refusal(`job template ${this.id} already exists and ${ownership}: choose another jobTemplateId, delete that template, `
      + 'or set adoptExisting to adopt it unchanged');
  }

  /** Like an import, adoption changes nothing but the owner. */
  private async adopt({ tags, bookkeeping, view }: FoundTags): Promise<Step> {
    const { request } = this.desired;
    const described = await this.service.describe(this.id);
    // Another delivery of this event may have just created the template. Adoption would make it one that is released, not deleted.
    if (described === undefined || !view.isSettled && view.isRecent(described.createdAt)) return 'stale';
    const differences = templateDifferences(request, described, tags);
    const ownKeys = bookkeeping.adoptionKeysNaming(this.owner);
    const adopted = bookkeeping.forAdoption(this.owner, contentFingerprint(request), this.requestFingerprint);
    if ((differences.length > 0 || adopted === undefined && ownKeys.length === 0) && !view.isSettled) return 'stale';
    if (differences.length > 0) {
      throw new Refusal(`job template ${this.id} cannot be adopted, because it differs from its declaration. Declare it as it is, `
        + `adopt it, and edit it in a later deployment. It differs in ${differences.join(', ')}`);
    }
    if (ownKeys.length > 0) {
      // Today's owner adopted the template from this resource, which has not released it yet.
      return await removeSeenTags(this.service, this.id, ownKeys, view) === 'stale' ? 'stale' : 'written';
    }
    if (adopted === undefined) {
      throw new Refusal(`job template ${this.id} cannot be adopted from ${bookkeeping.owner}, which has adopted it, too: remove it from the stack that had it before first`);
    }
    // Stryker disable next-line StringLiteral: a line of the log
    this.logDecision('adopted');
    await this.service.tag(this.id, adopted);
    // If two resources adopt at the same time, a second read shows only one of them as the owner.
    return 'written';
  }

  /** The request that creates the template, with its tags of other tools and the bookkeeping tags of its owner. */
  private createRequestFor(request: CreateJobTemplateRequest): CreateJobTemplateRequest {
    const { bookkeeping = NO_BOOKKEEPING_TAGS, tagsOfOthers = [] } = this.deleted ?? {};
    const ownTags = bookkeeping.forCreation(this.owner, contentFingerprint(request), this.requestFingerprint);
    return withTags(request, new Map([...tagsOfOthers, ...tagsOf(request), ...ownTags]));
  }

  private logDecision(decision: string): void {
    this.context.log({ step: 'decide', jobTemplateId: this.id, decision });
  }
}

/** A taken id may be stale: somebody else has it, another delivery created it, or AWS IoT has not yet freed it after its deletion. */
const CREATION_STEPS = { created: 'created', exists: 'stale', unclear: 'written' } as const;

const messageOf = (error: unknown): string => (error as Error).message;
