import { differenceText } from './difference-text';
import type { Creation, JobTemplateService } from './job-template-service';
import type { Log } from './log';
import { Refusal, UnsettledRefusal } from './refusal';
import { restoreRequests } from './restore-requests';
import type { Retry, Settling } from './settling';
import { removeSeenTags } from './template-reads';
import { BookkeepingTags, NO_BOOKKEEPING_TAGS, type Tags, withoutBookkeepingTags } from '../shared/bookkeeping-tags';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import { type ActualState, decide, type Decision, type DesiredChange, type View } from '../shared/decision';
import type { DesiredState } from '../shared/desired-state';
import { contentFingerprint } from '../shared/fingerprint';
import { type TagChanges, tagsOf, withTags } from '../shared/tag-change';

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

/** What the event asks for. */
export type EventChange = Omit<DesiredChange, 'owner' | 'requestFingerprint'>;

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

  constructor(private readonly context: EventContext, private readonly change: EventChange) {}

  /** @returns whether the template was created or recreated */
  async run(): Promise<boolean> {
    const { hadTemplate } = this.change;
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
    return this.change.desired;
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
    let isIdTaken = !this.change.hadTemplate;
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
    if (bookkeeping.hasMovedOnSince(this.requestFingerprint)) {
      this.logDecision(LATE_DELIVERY);
      // This delivery may have deleted the template before it found out.
      // Stryker disable next-line StringLiteral: any word that names no other step means the same
      return this.deleted ? this.restorePrevious(new Refusal(LATE_DELIVERY)) : 'unchanged';
    }
    const { tagsOfOthers } = this.deleted ?? {};
    return this.decideAndAct({ tags, bookkeeping, view, isIdTaken, tagsOfOthers, describe: () => this.service.describe(this.id) });
  }

  private async decideAndAct(actual: ActualState): Promise<Step> {
    const decision = await decide({ ...this.change, owner: this.owner, requestFingerprint: this.requestFingerprint }, actual);
    switch (decision.action) {
      case 'create': {
        const step = await this.createMissing();
        return step === 'stale' ? this.decideAndAct({ ...actual, isIdTaken: true }) : step;
      }
      case 'edit': return this.recreate(actual);
      case 'retag': return this.changeTags(decision.changes, actual.view);
      case 'adopt':
        this.logDecision(decision.why);
        await this.service.tag(this.id, decision.tags);
        // If two resources adopt at the same time, a second read shows only one of them as the owner.
        return 'written';
      case 'disclaim': return await removeSeenTags(this.service, this.id, decision.keys, actual.view) === 'stale' ? 'stale' : 'written';
      case 'leave':
        this.logDecision(`left unchanged: ${decision.why}`);
        // Stryker disable next-line StringLiteral: any word that names no other step means the same
        return 'unchanged';
      case 'refuse': throw new Refusal(refusalText(decision));
      case 'read again': return 'stale';
    }
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
  private async recreate({ tags, bookkeeping }: ActualState): Promise<Step> {
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

  private async changeTags({ set, remove, removeUnseen, fits }: TagChanges, view: View): Promise<Step> {
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

const refusalText = ({ why, differences }: Extract<Decision, { action: 'refuse' }>): string =>
  differences === undefined ? why : `${why}. It differs in ${differences.map(differenceText).join(', ')}`;
