import { OWNER_TAG } from '../contract';
import type { JobTemplateDescription, JobTemplateService } from './job-template-service';
import type { Log } from './log';
import { contentMark, Marks, NO_MARKS, type Tags, withoutMarks } from './marks';
import { contentOf, differences, withoutEmpty } from '../request/content';
import { type CreateJobTemplateRequest, MAX_TAGS } from '../request/create-job-template';

/** What a custom resource wants of its template. */
export interface Wish {
  readonly request: CreateJobTemplateRequest;
  readonly adoptExisting: boolean;
  /** What it wanted of the same template before. */
  readonly previous?: CreateJobTemplateRequest;
}

/** Why a wish is refused although the service would grant it. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}

/** What a step came to: the template was made, or is as it was but for its tags, or moved under our hands and must be looked at again. */
type Step = 'made' | 'kept' | 'moved';

/** How often a template may change under our hands before we give up, and from when on we wait for it to settle: to adopt takes two. */
const MAX_ROUNDS = 12;
const UNHURRIED_ROUNDS = 2;

/**
 * The life of a job template: what is done, and in what order, so that a delivery that is repeated, that is cut off at any
 * point, or that runs beside another ends where a single one ends. Decisions only: it waits for nothing and retries nothing.
 */
export class Lifecycle {
  /** What others have tagged a template with that is being made anew: who makes it in our place does not know. */
  private tagsOfOthers: Tags = new Map();

  /**
   * @param owner who this custom resource is
   * @param requestMark the request of CloudFormation that is being answered
   * @param service the service, for as long as there is time
   * @param repair the service, with the time that is kept back for putting a template back
   */
  constructor(
    private readonly owner: string,
    private readonly requestMark: string,
    private readonly service: JobTemplateService,
    private readonly repair: JobTemplateService,
    private readonly log: Log,
  ) {}

  /** Makes a template that is not there yet, as far as this resource knows. @returns whether the template was made (anew) */
  async create(wish: Wish): Promise<boolean> {
    const outcome = await this.service.create(this.made(wish));
    return outcome === 'created' || this.update(wish);
  }

  /** Brings a template to what is wanted of it, wherever it stands. @returns whether the template was made (anew) */
  async update(wish: Wish): Promise<boolean> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      if (round >= UNHURRIED_ROUNDS) await this.service.settle(round);
      const tags = await this.service.tags(wish.request.jobTemplateId);
      const step = tags === undefined ? await this.createAnew(wish) : await this.bring(wish, tags);
      if (step !== 'moved') return step === 'made';
    }
    throw new Refusal(`job template ${wish.request.jobTemplateId} keeps being changed by somebody else: deploy again when that has ended`);
  }

  /**
   * Makes a template that takes the place of another. That one is told of the request first: where it is rolled back, this
   * shows what the request has made, and what was there before under the same id.
   */
  async replace(wish: Wish, replacedId: string): Promise<boolean> {
    const marks = Marks.of(await this.service.tags(replacedId) ?? new Map());
    if (marks.hasMovedOnSince(this.requestMark)) throw new Refusal(`job template ${replacedId} has seen a later request: this one has been answered`);
    if (marks.owner === this.owner) await this.service.tag(replacedId, marks.seen(this.requestMark));
    return this.create(wish);
  }

  /** Removes what a replacement that is rolled back has made. @param replacedId the template that was to be replaced */
  async abandon(id: string, replacedId: string): Promise<void> {
    const replacement = Marks.of(await this.service.tags(replacedId) ?? new Map()).requestBefore(this.requestMark);
    if (replacement !== undefined) await this.deleteUnknown(id, replacement);
  }

  /** Removes a template that this resource made, gives back one that it adopted, leaves every other alone. */
  async delete(id: string): Promise<void> {
    await this.release(id, () => true, () => true);
  }

  /**
   * The same for a template that CloudFormation does not know of: only what is known to be of the one request that failed. It may
   * have been there before, retained when it was removed from the stack.
   *
   * @param madeBy the mark of that request; without one it was never answered, and nothing is removed
   */
  async deleteUnknown(id: string, madeBy?: string): Promise<void> {
    await this.release(id,
      ({ requests }) => requests.length === 1 && requests[0] === madeBy,
      ({ requests }) => madeBy === undefined || requests.includes(madeBy));
  }

  /** One step towards the wish. */
  private async bring(wish: Wish, tags: Tags): Promise<Step> {
    const marks = Marks.of(tags);
    if (marks.hasMovedOnSince(this.requestMark)) {
      this.decided(wish, 'a late delivery: a later request has been answered since');
      return 'kept';
    }
    if (marks.owner !== this.owner) return this.adopt(wish, tags, marks);
    return await this.hasContent(wish, marks) ? this.retag(wish, tags, marks) : this.recreate(wish, tags, marks);
  }

  /** Content never changes in the service: what a template was made with, by its own mark, it still is. */
  private async hasContent({ request }: Wish, marks: Marks): Promise<boolean> {
    if (marks.content !== undefined) return marks.content === contentMark(request);
    const described = await this.service.describe(request.jobTemplateId);
    return described !== undefined && differences(request, described).length === 0;
  }

  private async createAnew(wish: Wish): Promise<Step> {
    try {
      return stepOf(await this.service.create(this.made(wish)));
    } catch (error) {
      // An earlier delivery may have died between the removal of the old template and its return.
      if (wish.previous) return this.putBack(wish, error, [this.made({ ...wish, request: wish.previous })]);
      throw error;
    }
  }

  /** The service cannot edit a template: it is made anew under its id, so that id and ARN stay. */
  private async recreate(wish: Wish, tags: Tags, marks: Marks): Promise<Step> {
    const { jobTemplateId } = wish.request;
    const before = await this.service.describe(jobTemplateId);
    if (before === undefined) return 'moved';
    this.decided(wish, 'content differs: made anew under the same id');
    this.tagsOfOthers = new Map([...withoutMarks(tags)].filter(([key]) => !tagsOf(wish.previous).has(key)));
    try {
      await this.service.delete(jobTemplateId);
      return stepOf(await this.service.create(this.made(wish, marks)));
    } catch (error) {
      const oldTags = new Map([...tags, ...marks.seen(this.requestMark)]);
      return this.putBack(wish, error, requestsFor(before, jobTemplateId, oldTags, wish.previous));
    }
  }

  /** @param candidates the old template, the truest first */
  private async putBack(wish: Wish, reason: unknown, candidates: readonly CreateJobTemplateRequest[]): Promise<Step> {
    const outcome = await this.firstAccepted(candidates).catch(error => {
      throw new Refusal(`${messageOf(reason)}. The old template could not be put back: ${messageOf(error)}. `
        + `Job template ${wish.request.jobTemplateId} is missing until the rollback of the stack, or the next deployment, makes it again`);
    });
    if (outcome === 'exists' && await this.isFulfilled(wish)) return 'made';
    this.decided(wish, `refused: the old template ${outcome === 'created' ? 'was put back' : 'is still there'}`);
    throw reason;
  }

  private async firstAccepted([candidate, ...others]: readonly CreateJobTemplateRequest[]): Promise<'created' | 'exists'> {
    if (candidate === undefined) throw new Refusal('its document is not known');
    if (others.length === 0) return this.repair.create(candidate, true);
    return this.repair.create(candidate).catch(() => this.firstAccepted(others));
  }

  /** Whether a call whose answer never came has had its effect after all. */
  private async isFulfilled({ request }: Wish): Promise<boolean> {
    const marks = Marks.of(await this.repair.tags(request.jobTemplateId) ?? new Map());
    return marks.owner === this.owner && marks.content === contentMark(request);
  }

  private async retag(wish: Wish, tags: Tags, marks: Marks): Promise<Step> {
    const { request, previous } = wish;
    const { jobTemplateId } = request;
    const lost = [...this.tagsOfOthers].filter(([key]) => !tags.has(key));
    const wanted = new Map([...lost, ...tagsOf(request), ...marks.kept(this.owner, contentMark(request), this.requestMark)]);
    const changed = [...wanted].filter(([key, value]) => tags.get(key) !== value);
    const gone = [...tagsOf(previous).keys(), ...marks.settled].filter(key => tags.has(key) && !wanted.has(key));
    const tag = async () => changed.length === 0 || this.service.tag(jobTemplateId, new Map(changed));
    const untag = async () => gone.length === 0 || this.service.untag(jobTemplateId, gone);
    // What is dropped makes room where that is needed; otherwise what is wanted comes first.
    const fits = new Set([...tags.keys(), ...wanted.keys()]).size <= MAX_TAGS;
    for (const step of fits ? [tag, untag] : [untag, tag]) if (!await step()) return 'moved';
    return 'kept';
  }

  /** Like an import, adoption changes nothing but whose the template is. */
  private async adopt(wish: Wish, tags: Tags, marks: Marks): Promise<Step> {
    const { request, adoptExisting, previous } = wish;
    const id = request.jobTemplateId;
    const links = marks.linksTo(this.owner);
    if (links.length > 0 && previous !== undefined && marks.isOwnedBeside(this.owner)) {
      // Another construct of this stack took it over, and was rolled back without giving it back: only what is ours is updated.
      this.decided(wish, 'taken back');
      await this.service.tag(id, new Map([[OWNER_TAG, this.owner], ...marks.seen(this.requestMark)]));
      return 'moved';
    }
    if (!adoptExisting) {
      if (previous !== undefined && await this.isAsWanted(wish, tags)) {
        this.decided(wish, 'another owner has it, as it is wanted');
        return 'kept';
      }
      const owner = marks.owner === undefined ? 'was not made by this library' : `belongs to ${marks.owner}`;
      throw new Refusal(`job template ${id} already exists and ${owner}: choose another jobTemplateId, delete that template, `
        + 'or set adoptExisting to take it over as it is');
    }
    const described = await this.service.describe(id);
    if (described === undefined) return 'moved';
    const differing = differencesOf(request, described, tags);
    if (differing.length > 0) {
      throw new Refusal(`job template ${id} exists and cannot be adopted, since it differs in ${differing.join(', ')}: `
        + 'declare it as it is, adopt it, and edit it in a later deployment');
    }
    if (links.length > 0) {
      // What was handed over to the owner of today has yet to be let go.
      await this.service.untag(id, links);
      return 'moved';
    }
    const adopted = marks.adopted(this.owner, contentMark(request), this.requestMark);
    if (adopted === undefined) {
      throw new Refusal(`job template ${id} cannot be adopted from ${marks.owner}, who has adopted it too: let the stack that had it before remove it first`);
    }
    this.decided(wish, 'adopted');
    await this.service.tag(id, adopted);
    // Read once more: whoever adopts at the same time finds only one of the two as the owner.
    return 'moved';
  }

  /** Whether there is nothing to do: a rollback that has nothing to bring back succeeds, whoever has the template by now. */
  private async isAsWanted({ request }: Wish, tags: Tags): Promise<boolean> {
    const described = await this.service.describe(request.jobTemplateId);
    return described !== undefined && differencesOf(request, described, tags).length === 0;
  }

  private async release(id: string, mayDelete: (marks: Marks) => boolean, mayGiveBack: (marks: Marks) => boolean): Promise<void> {
    const tags = await this.service.tags(id);
    if (tags === undefined) return;
    const marks = Marks.of(tags);
    const links = marks.linksTo(this.owner);
    if (marks.owner !== this.owner) {
      this.log({ step: 'release', jobTemplateId: id, decision: links.length > 0 ? 'handed over' : 'left: it has another owner' });
      if (links.length > 0) await this.service.untag(id, links);
    } else if (marks.isAdopted && mayGiveBack(marks)) {
      this.log({ step: 'release', jobTemplateId: id, decision: 'given back' });
      const back = marks.givenBack(this.requestMark);
      await ('set' in back ? this.service.tag(id, back.set) : this.service.untag(id, back.remove));
    } else if (!marks.isAdopted && mayDelete(marks)) {
      await this.service.delete(id);
    } else {
      this.log({ step: 'release', jobTemplateId: id, decision: 'left: it was there before' });
    }
  }

  /** The request that makes the template, with the tags of others that it had and the marks of its owner. */
  private made({ request }: Wish, marks = NO_MARKS): CreateJobTemplateRequest {
    const ours = marks.created(this.owner, contentMark(request), this.requestMark);
    return withTags(request, new Map([...this.tagsOfOthers, ...tagsOf(request), ...ours]));
  }

  private decided({ request }: Wish, decision: string): void {
    this.log({ step: 'decide', jobTemplateId: request.jobTemplateId, decision });
  }
}

const tagsOf = (request?: CreateJobTemplateRequest): Map<string, string> => new Map(request?.tags?.map(({ Key, Value }) => [Key, Value ?? '']));

const withTags = (request: CreateJobTemplateRequest, tags: Tags): CreateJobTemplateRequest =>
  ({ ...request, tags: [...tags].map(([Key, Value]) => ({ Key, Value })) });

/** What keeps a template from being as it is wanted: members, and declared tags. */
const differencesOf = (request: CreateJobTemplateRequest, described: JobTemplateDescription, tags: Tags): string[] => [
  ...differences(request, described),
  ...[...tagsOf(request)].filter(([key, value]) => tags.get(key) !== value).map(([key]) => `tag ${key}`),
];

/** What makes a described template again. Its document may have been read from an object that is no longer the same, or there. */
function requestsFor(
  described: JobTemplateDescription, jobTemplateId: string, tags: Tags, declared?: CreateJobTemplateRequest,
): CreateJobTemplateRequest[] {
  const { documentSource, document, ...rest } = withoutEmpty(contentOf(described));
  const sources = [...documentSource === undefined ? [] : [{ documentSource }], ...document === undefined ? [] : [{ document }]];
  const requests = sources.map(source => ({ ...rest, ...source, jobTemplateId }));
  // Of a job's document the service may not tell.
  return (requests.length > 0 ? requests : declared ? [declared] : []).map(request => withTags(request, tags));
}

const stepOf = (outcome: 'created' | 'exists'): Step => outcome === 'created' ? 'made' : 'moved';

const messageOf = (error: unknown): string => (error as Error).message;
