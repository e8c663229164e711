import { differenceText } from './difference-text';
import type { Creation, JobTemplateDescription, JobTemplateService } from './job-template-service';
import type { Log } from './log';
import { contentFingerprint, BookkeepingTags, NO_BOOKKEEPING_TAGS, type Tags, withoutBookkeepingTags } from './bookkeeping-tags';
import { isInvalidRequest } from './retry-policy';
import { requestsFor } from './restoring';
import type { Repeat, Settling, View } from './settling';
import { tagChange, tagsOf, withTags } from './tag-change';
import { differences, spelledAs } from '../shared/content';
import { OWNER_TAG } from '../shared/contract';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';

/** What a custom resource wants of its template. */
export interface DesiredState {
  readonly request: CreateJobTemplateRequest;
  readonly adoptExisting: boolean;
  /** What it wanted of the same template before; undefined also if that cannot be read any more. */
  readonly previous?: CreateJobTemplateRequest;
  /** Whether the event asks for the content that the template has been given before, as far as CloudFormation knows. */
  readonly keepsContent: boolean;
}

/** Why a wish is refused although the service would grant it. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}

/** A wish that was given up before it was seen what came of it. */
export class UnsettledRefusal extends Refusal {}

/** AWS IoT, for as long as there is time. */
export interface Access {
  readonly service: JobTemplateService;
  readonly settling: Settling;
}

export interface ReconcilerOptions {
  /** The custom resource that the event is for. */
  readonly owner: string;
  /** The fingerprint of CloudFormation's request. */
  readonly requestFingerprint: string;
  /** For what the event asks for. */
  readonly work: Access;
  /** For restoring a template, with the time that is kept back for it. */
  readonly restoring: Access;
  readonly log: Log;
}

const LATE = 'a late delivery: a later request has been answered since';

/** The result of an attempt: the template was created, only its tags changed, or it must be read again. */
type Step = 'made' | 'kept' | Repeat;

/** A template that this event has deleted, to be created again under the same id. */
interface Removed {
  /** Tags of other tools. A concurrent delivery that recreates the template first does not know them. */
  readonly tagsOfOthers: Tags;
  /** Requests that restore it, the most faithful first. */
  readonly candidates: readonly CreateJobTemplateRequest[];
  /** What it remembered, to be handed on to the template that takes its place. */
  readonly bookkeeping: BookkeepingTags;
}

/**
 * The life of a job template: what is done, and in what order, so that a delivery that is repeated, that is cut off at any
 * point, or that runs beside another ends where a single one ends. Decisions only: it waits for nothing and retries nothing.
 *
 * Tags do not tell whether there is a template, and all that is read may be out of date: CreateJobTemplate's conflict and the
 * 404 of other calls decide. Evidence: list-tags-of-missing, create-conflict, describe-lag, tags-lag, iam-tags-lag.
 */
export class JobTemplateReconciler {
  private removed?: Removed;
  private hasRestored = false;

  constructor(private readonly options: ReconcilerOptions) {}

  /** Creates a template that is not there yet, as far as this resource knows. @returns whether the template was created */
  async create(desired: DesiredState): Promise<boolean> {
    return this.createOrReconcile(desired, bookkeeping => this.isOwnRequestLast(bookkeeping));
  }

  /** Brings a template to what is wanted of it, wherever it stands. @returns whether the template was created, or recreated */
  async update(desired: DesiredState): Promise<boolean> {
    return this.reconcile(desired, {
      trusts: bookkeeping => desired.keepsContent || this.isOwnRequestLast(bookkeeping),
      hadTemplate: true,
      hasConflicted: false,
    });
  }

  /**
   * Creates a template that takes the place of another. That one is told of the request first: if the replacement is rolled back, this
   * shows what the request has created, and what was there before under the same id.
   */
  async replace(desired: DesiredState, replacedId: string): Promise<boolean> {
    const replaced = BookkeepingTags.of(await this.service.tags(replacedId));
    if (replaced.hasMovedOnSince(this.requestMark)) throw new Refusal(`job template ${replacedId} has seen a later request: this one has been answered`);
    if (replaced.owner === this.owner) await this.service.tag(replacedId, replaced.forRequest(this.requestMark));
    // In the rollback of a replacement the template of before is still there, and has seen the request that created its replacement.
    // Anybody may have copied these requests, so the description must not show another content.
    const [creation] = replaced.requests;
    return this.createOrReconcile(desired, bookkeeping => this.isOwnRequestLast(bookkeeping)
      || bookkeeping.requests.indexOf(creation) > 0 && this.isDescribed(desired.request));
  }

  /**
   * Removes what a replacement that is rolled back has created. To be called before the rollback leaves its own mark on the replaced
   * template, because out-of-date tags could overwrite the mark of the replacement.
   *
   * @param replacedId the template that was to be replaced
   */
  async rollBackReplacement(id: string, replacedId: string): Promise<void> {
    await this.settling.until(async view => {
      const replaced = BookkeepingTags.of(await this.service.tags(replacedId));
      const replacement = replaced.requests.includes(this.requestMark) ? replaced.requestBefore(this.requestMark) : replaced.lastRequest;
      const bookkeeping = BookkeepingTags.of(await this.service.tags(id));
      const isKnown = replacement !== undefined && bookkeeping.requests.includes(replacement);
      if (bookkeeping.owner === this.owner && !isKnown && await this.mayNotShowYet(id, view)) return 'doubt';
      if (replacement !== undefined) await this.deleteIfCreatedBy(id, replacement);
      return true;
    });
  }

  /** Removes a template that this resource created, releases one that it adopted, leaves every other alone. */
  async delete(id: string): Promise<void> {
    await this.release(id, { mayDelete: () => true, mayRelease: () => true });
  }

  /**
   * The same for a template that CloudFormation does not know of: only what is known to be of the one request that failed. It may
   * have been there before, retained when it was removed from the stack.
   *
   * @param madeBy the mark of that request; without one it was never answered, and nothing is removed
   * @param mayBeUnseen whether the request may have created or adopted the template at its very end, so that nothing shows it yet
   */
  async deleteIfCreatedBy(id: string, madeBy?: string, mayBeUnseen = false): Promise<void> {
    await this.release(id, {
      mayDelete: ({ requests }) => requests.length === 1 && requests[0] === madeBy,
      mayRelease: ({ requests }) => madeBy === undefined || requests.includes(madeBy),
      mayBeUnseen,
    });
  }

  /**
   * The template as AWS IoT describes it, once that shows what was asked for, or has had time to.
   *
   * @param isCreated whether this event created the template: then its source is spelled as it was asked for
   */
  async describe({ request }: DesiredState, isCreated: boolean): Promise<JobTemplateDescription> {
    let latest: JobTemplateDescription | undefined;
    const described = await this.settling.until(async ({ isSettled }) => {
      latest = await this.service.describeExisting(request.jobTemplateId);
      const shown = isCreated ? latest : spelledAs(request, latest);
      return isSettled || differences(request, shown).length === 0 ? latest : 'doubt';
    });
    return described ?? latest!;
  }

  private get owner(): string {
    return this.options.owner;
  }

  private get requestMark(): string {
    return this.options.requestFingerprint;
  }

  private get service(): JobTemplateService {
    return this.options.work.service;
  }

  private get settling(): Settling {
    return this.options.work.settling;
  }

  private isOwnRequestLast(bookkeeping: BookkeepingTags): boolean {
    return bookkeeping.lastRequest === this.requestMark;
  }

  /** The mark of content is believed only of a request that left it for this very resource and id: anybody may have copied tags. */
  private async createOrReconcile(desired: DesiredState, trusts: Trust['trusts']): Promise<boolean> {
    const outcome = await this.service.create(this.createRequestFor(desired));
    return outcome === 'created' || this.reconcile(desired, { trusts, hadTemplate: false, hasConflicted: true });
  }

  private async reconcile(desired: DesiredState, trust: Trust): Promise<boolean> {
    let { hasConflicted } = trust;
    const step = await this.settling.until(view => {
      const attempt = this.attempt(desired, { ...trust, hasConflicted }, view);
      hasConflicted = false;
      return attempt;
    }).catch(error => this.giveUp(desired, error))
      ?? await this.giveUp(desired, new UnsettledRefusal(`job template ${desired.request.jobTemplateId} keeps being changed, or was not seen as it is in time: deploy again`));
    return step === 'made';
  }

  /** Whatever has failed since the old template was deleted, it is restored. */
  private async giveUp(desired: DesiredState, reason: unknown): Promise<Step> {
    if (this.removed === undefined || this.hasRestored) throw reason;
    return this.restorePrevious(desired, reason);
  }

  /** One step towards the wish. */
  private async attempt(desired: DesiredState, trust: Trust, view: View): Promise<Step> {
    const tags = await this.service.tags(desired.request.jobTemplateId);
    const bookkeeping = BookkeepingTags.of(tags);
    if (bookkeeping.hasMovedOnSince(this.requestMark)) {
      this.logDecision(desired, LATE);
      // It was seen too late: what this delivery has deleted by then is restored.
      return this.removed ? this.restorePrevious(desired, new Refusal(LATE)) : 'kept';
    }
    if (bookkeeping.owner !== this.owner) return this.claim(desired, tags, trust, view);
    if (!await this.hasContent(desired, bookkeeping)) return this.recreate(desired, tags, bookkeeping);
    const found = { tags, bookkeeping, view };
    if (await trust.trusts(bookkeeping)) return this.retag(desired, found);
    if (!trust.hadTemplate && !await this.isShownByDescription(desired)) return this.recreate(desired, tags, bookkeeping);
    // The template is said to have the new content already: an earlier event failed, or what was read is out of date.
    return view.isSettled ? this.retag(desired, found) : 'doubt';
  }

  /** Whether a description alone shows the content: it tells neither what job a template came from nor what an object held. */
  private async isShownByDescription({ request }: DesiredState): Promise<boolean> {
    return request.document !== undefined && request.jobArn === undefined && this.isDescribed(request);
  }

  /** @param tags the tags that the template has, if those declared must be among them */
  private async isDescribed(request: CreateJobTemplateRequest, tags: Tags = tagsOf(request)): Promise<boolean> {
    const described = await this.service.describe(request.jobTemplateId);
    return described !== undefined && differencesOf(request, described, tags).length === 0;
  }

  /** Content never changes in the service: what a template was made with, by its own mark, it still is. */
  private async hasContent({ request }: DesiredState, bookkeeping: BookkeepingTags): Promise<boolean> {
    return bookkeeping.content === undefined ? this.isDescribed(request) : bookkeeping.content === contentFingerprint(request);
  }

  private async createMissing(desired: DesiredState): Promise<Step> {
    try {
      return await this.createWanted(desired);
    } catch (error) {
      // An earlier delivery may have died between the removal of the old template and its return.
      return this.restorePrevious(desired, error);
    }
  }

  private async createWanted(desired: DesiredState): Promise<Step> {
    return stepAfter(await this.createToStay(this.options.work, () => this.service.create(this.createRequestFor(desired))));
  }

  /** The service cannot edit a template: it is recreated under its id, so that id and ARN stay. */
  private async recreate(desired: DesiredState, tags: Tags, bookkeeping: BookkeepingTags): Promise<Step> {
    const { jobTemplateId } = desired.request;
    const before = await this.service.describe(jobTemplateId);
    if (before === undefined) return this.createMissing(desired);
    this.logDecision(desired, 'content differs: made anew under the same id');
    this.removed = {
      tagsOfOthers: new Map([...withoutBookkeepingTags(tags)].filter(([key]) => !tagsOf(desired.previous).has(key))),
      candidates: requestsFor(before, new Map([...tags, ...bookkeeping.forRequest(this.requestMark)]), desired.previous),
      // After an earlier attempt only the first two are truer than what is read now.
      ...this.removed,
      bookkeeping,
    };
    const existed = await this.service.delete(jobTemplateId);
    const step = await this.createWanted(desired);
    return existed && step === 'doubt' ? 'progress' : step;
  }

  /** Restores the old template. It may seem to exist for a while after its deletion. @throws the reason why the new one was refused */
  private async restorePrevious(desired: DesiredState, reason: unknown): Promise<Step> {
    this.hasRestored = true;
    const declared = desired.previous && this.createRequestFor({ ...desired, request: desired.previous });
    const candidates = this.removed?.candidates ?? (declared ? [declared] : undefined);
    if (candidates === undefined) throw reason;
    const restore = async ({ isSettled }: View): Promise<'restored' | 'fulfilled' | 'still there' | Repeat> => {
      const creation = await this.createToStay(this.options.restoring, () => this.firstAccepted(candidates));
      if (creation === 'created') return 'restored';
      if (await this.isFulfilled(desired)) return 'fulfilled';
      if (creation === 'unclear') return 'progress';
      return isSettled ? 'still there' : 'doubt';
    };
    const outcome = await this.options.restoring.settling.until(restore).catch(error => {
      throw new Refusal(`${messageOf(reason)}. The old template could not be put back: ${messageOf(error)}. `
        + `Job template ${desired.request.jobTemplateId} is missing until the rollback of the stack, or the next deployment, makes it again`);
    });
    if (outcome === 'fulfilled') return 'made';
    this.logDecision(desired, `refused: the old template ${outcome === 'restored' ? 'was put back' : 'is still there'}`);
    throw reason;
  }

  /**
   * Creates a template, and once more after a deletion that was given up has had its time. If that has removed nothing, the id is taken:
   * by what this call has created, be its response lost or not, or by what another delivery has.
   */
  private async createToStay({ settling }: Access, create: () => Promise<Creation>): Promise<Creation> {
    const creation = await create();
    if (!this.service.mayStillDelete || !await settling.outlast()) return creation;
    const again = await create();
    this.service.mayStillDelete = false;
    return again === 'exists' ? creation : again;
  }

  private async firstAccepted([candidate, ...others]: readonly CreateJobTemplateRequest[]): Promise<Creation> {
    const { service } = this.options.restoring;
    if (candidate === undefined) throw new Refusal('its document is not known');
    if (others.length === 0) return service.create(candidate, true);
    return service.create(candidate).catch(() => this.firstAccepted(others));
  }

  /** Whether a call whose answer never came has had its effect after all. */
  private async isFulfilled({ request }: DesiredState): Promise<boolean> {
    const bookkeeping = BookkeepingTags.of(await this.options.restoring.service.tags(request.jobTemplateId));
    return bookkeeping.owner === this.owner && bookkeeping.content === contentFingerprint(request);
  }

  private async retag(desired: DesiredState, { tags, bookkeeping, view }: Found): Promise<Step> {
    const { jobTemplateId } = desired.request;
    const change = tagChange({
      declared: tagsOf(desired.request),
      declaredBefore: tagsOf(desired.previous),
      bookkeeping: bookkeeping.forUpdate(this.owner, contentFingerprint(desired.request), this.requestMark),
      needless: bookkeeping.selfReferences,
      ofOthers: this.removed?.tagsOfOthers ?? new Map(),
    }, tags, this.isOwnRequestLast(bookkeeping));
    const tag = async () => change.set.size === 0 || this.service.tag(jobTemplateId, change.set);
    const untag = async () => change.remove.length === 0 || await this.untagSeen(jobTemplateId, change.remove, view) === 'removed';
    const untagUnseen = async () => change.removeUnseen.length === 0 || this.service.untag(jobTemplateId, change.removeUnseen, { areSeen: false });
    // What is dropped makes room if that is needed; otherwise what is wanted comes first.
    const steps = change.fits ? [tag, untag, untagUnseen] : [untag, untagUnseen, tag];
    for (const step of steps) {
      if (!await step()) return 'doubt';
    }
    return 'kept';
  }

  /** By its tags the template is not this resource's: it is missing, somebody else's, or its tags are out of date. */
  private async claim(desired: DesiredState, tags: Tags, trust: Trust, view: View): Promise<Step> {
    const bookkeeping = BookkeepingTags.of(tags);
    const id = desired.request.jobTemplateId;
    if (bookkeeping.adoptionKeysNaming(this.owner).length > 0 && desired.previous !== undefined && bookkeeping.isOwnedBeside(this.owner)) {
      // Another construct of this stack took it over, and was rolled back without giving it back: only what is ours is updated.
      this.logDecision(desired, 'taken back');
      await this.service.tag(id, new Map([[OWNER_TAG, this.owner], ...bookkeeping.forRequest(this.requestMark)]));
      return 'progress';
    }
    const step = trust.hasConflicted ? 'doubt' : await this.createMissing(desired);
    if (step !== 'doubt') return step;
    return desired.adoptExisting ? this.adopt(desired, tags, view) : this.leave(desired, { tags, bookkeeping, view }, trust);
  }

  private async leave(desired: DesiredState, { tags, bookkeeping, view }: Found, { hadTemplate }: Trust): Promise<Step> {
    if (!view.isSettled) return 'doubt';
    const ofAnother = ownershipOf(bookkeeping);
    // A rollback that has nothing to bring back succeeds, whoever has the template by now. Nothing tells it from an update
    // that changes nothing, of a resource that was moved. Evidence: cfn-moves-nothing.
    if (desired.previous !== undefined && await this.isDescribed(desired.request, tags)) {
      this.logDecision(desired, `left as it is wanted: it does not belong to ${this.owner}, it ${ofAnother}`);
      return 'kept';
    }
    const id = desired.request.jobTemplateId;
    if (hadTemplate) {
      throw new Refusal(`job template ${id} does not belong to ${this.owner}, it ${ofAnother}: the resource was moved, or the template was taken over. `
        + 'Set adoptExisting to take it over as it is, and edit it in a later deployment, or choose another jobTemplateId');
    }
    throw new Refusal(`job template ${id} already exists and ${ofAnother}: choose another jobTemplateId, delete that template, `
      + 'or set adoptExisting to take it over as it is');
  }

  /** Like an import, adoption changes nothing but whose the template is. */
  private async adopt(desired: DesiredState, tags: Tags, view: View): Promise<Step> {
    const { request } = desired;
    const id = request.jobTemplateId;
    const bookkeeping = BookkeepingTags.of(tags);
    const described = await this.service.describe(id);
    // A template that another delivery of this event has just created would become one that is only adopted.
    if (described === undefined || !view.isSettled && view.isRecent(described.createdAt)) return 'doubt';
    const differing = differencesOf(request, described, tags);
    const links = bookkeeping.adoptionKeysNaming(this.owner);
    const adopted = bookkeeping.forAdoption(this.owner, contentFingerprint(request), this.requestMark);
    if ((differing.length > 0 || adopted === undefined && links.length === 0) && !view.isSettled) return 'doubt';
    if (differing.length > 0) {
      throw new Refusal(`job template ${id} exists and cannot be adopted, because it differs from what is declared. Declare it as it is, `
        + `adopt it, and edit it in a later deployment. It differs in ${differing.join(', ')}`);
    }
    if (links.length > 0) {
      // What was handed over to the owner of today has yet to be let go.
      return await this.untagSeen(id, links, view) === 'doubt' ? 'doubt' : 'progress';
    }
    if (adopted === undefined) {
      throw new Refusal(`job template ${id} cannot be adopted from ${bookkeeping.owner}, who has adopted it too: let the stack that had it before remove it first`);
    }
    this.logDecision(desired, 'adopted');
    await this.service.tag(id, adopted);
    // Read once more: whoever adopts at the same time finds only one of the two as the owner.
    return 'progress';
  }

  private async release(id: string, permission: ReleasePermission): Promise<void> {
    const isReleased = await this.settling.until(async view => {
      const bookkeeping = BookkeepingTags.of(await this.service.tags(id));
      const links = bookkeeping.adoptionKeysNaming(this.owner);
      if (bookkeeping.owner === this.owner) {
        if (await this.releaseOwn(id, bookkeeping, permission, view) === 'doubt') return 'doubt';
      } else if (links.length > 0) {
        this.log(id, 'release', 'handed over');
        if (await this.untagSeen(id, links, view) === 'doubt') return 'doubt';
      } else if (await this.mayNotShowYet(id, view, permission.mayBeUnseen)) {
        return 'doubt';
      } else {
        this.log(id, 'release', `left: it ${ownershipOf(bookkeeping)}`);
      }
      return true;
    });
    if (isReleased === undefined) throw new Refusal(`the owner of job template ${id} was not seen in time: delete again`);
  }

  private async releaseOwn(id: string, bookkeeping: BookkeepingTags, { mayDelete, mayRelease }: ReleasePermission, view: View): Promise<'released' | 'doubt'> {
    if (bookkeeping.isAdopted && mayRelease(bookkeeping)) {
      const back = bookkeeping.forRelease(this.requestMark);
      this.log(id, 'release', 'set' in back ? `given back to ${back.set.get(OWNER_TAG)}` : 'given back');
      if ('set' in back) await this.service.tag(id, back.set);
      else if (await this.untagSeen(id, back.remove, view) === 'doubt') return 'doubt';
    } else if (!bookkeeping.isAdopted && mayDelete(bookkeeping)) {
      await this.service.delete(id);
    } else {
      this.log(id, 'release', 'left: it was there before');
    }
    return 'released';
  }

  /** Another delivery, or this one before, may have removed the tags already: that is refused only once the tags have settled. */
  private async untagSeen(id: string, keys: readonly string[], { isSettled }: View): Promise<'removed' | 'gone' | 'doubt'> {
    try {
      return await this.service.untag(id, keys) ? 'removed' : 'gone';
    } catch (error) {
      if (isInvalidRequest(error) && !isSettled) return 'doubt';
      throw error;
    }
  }

  /** Whether a template is so young that its own tags, or those of the template that it replaces, may not show yet. */
  private async mayNotShowYet(id: string, view: View, mayBeUnseen = false): Promise<boolean> {
    if (view.isSettled || mayBeUnseen) return !view.isSettled;
    const described = await this.service.describe(id);
    return described !== undefined && view.isRecent(described.createdAt);
  }

  /** The request that makes the template, with the tags of others that it had and the marks of its owner. */
  private createRequestFor({ request }: DesiredState): CreateJobTemplateRequest {
    const ours = (this.removed?.bookkeeping ?? NO_BOOKKEEPING_TAGS).forCreation(this.owner, contentFingerprint(request), this.requestMark);
    return withTags(request, new Map([...this.removed?.tagsOfOthers ?? [], ...tagsOf(request), ...ours]));
  }

  private logDecision({ request }: DesiredState, decision: string): void {
    this.log(request.jobTemplateId, 'decide', decision);
  }

  private log(jobTemplateId: string, step: 'decide' | 'release', decision: string): void {
    this.options.log({ step, jobTemplateId, decision });
  }
}

/** When the content that a template's tags name is believed. */
interface Trust {
  readonly trusts: (bookkeeping: BookkeepingTags) => boolean | Promise<boolean>;
  /** Whether the resource had the template before, as CloudFormation says. If so, content that is not believed is read again, else recreated. */
  readonly hadTemplate: boolean;
  /** Whether the id was just found to be taken. */
  readonly hasConflicted: boolean;
}

/** The tags of a template, and how far they can be believed. */
interface Found {
  readonly tags: Tags;
  readonly bookkeeping: BookkeepingTags;
  readonly view: View;
}

interface ReleasePermission {
  readonly mayDelete: (bookkeeping: BookkeepingTags) => boolean;
  readonly mayRelease: (bookkeeping: BookkeepingTags) => boolean;
  /** Whether the template may be this resource's although nothing shows it. */
  readonly mayBeUnseen?: boolean;
}

/** A taken id is in doubt: somebody else has it, another delivery created it, or AWS IoT has not yet freed it after its deletion. */
const stepAfter = (creation: Creation): Step => CREATION_STEPS[creation];
const CREATION_STEPS = { created: 'made', exists: 'doubt', unclear: 'progress' } as const;

/** What keeps a template from being as it is wanted: members, and declared tags. */
const differencesOf = (request: CreateJobTemplateRequest, described: JobTemplateDescription, tags: Tags): string[] => [
  ...differences(request, spelledAs(request, described)).map(differenceText),
  ...[...tagsOf(request)].filter(([key, value]) => tags.get(key) !== value)
    .map(([key]) => `tag ${key} (${tags.has(key) ? 'another value' : 'found none'})`),
];

const ownershipOf = ({ owner }: BookkeepingTags): string => owner === undefined ? 'was not made by this library' : `belongs to ${owner}`;

const messageOf = (error: unknown): string => (error as Error).message;
