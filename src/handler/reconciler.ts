import type { JobTemplateService } from './job-template-service';
import { type EventContext, Reconciliation } from './reconciliation';
import { Refusal } from './refusal';
import { release } from './release';
import { mayHaveUnseenTags } from './template-reads';
import { BookkeepingTags } from '../shared/bookkeeping-tags';
import { differences, spelledAs } from '../shared/content';
import type { JobTemplateDescription } from '../shared/describe-job-template';
import type { DesiredState } from '../shared/desired-state';

export interface FailedRequest {
  /** The fingerprint of the request. Undefined if CloudFormation never received a response to it. */
  readonly fingerprint?: string;
  /** Whether the last call of the request may have created or adopted the template, so that no read shows it yet. */
  readonly mayBeUnseen?: boolean;
}

/**
 * Decides what an event does to a job template, and in what order. A delivery that is repeated, that is cut off at any point, or that runs
 * beside another ends as a single delivery ends. It holds no state, it waits for nothing, and it retries nothing.
 */
export class JobTemplateReconciler {
  constructor(private readonly context: EventContext) {}

  /** Creates a template that this resource does not have yet. @returns whether the template was created or recreated */
  async create(desired: DesiredState): Promise<boolean> {
    return new Reconciliation(this.context, { desired, hadTemplate: false }).run();
  }

  /** Brings a template to the desired state from any other state. @returns whether the template was created or recreated */
  async update(desired: DesiredState): Promise<boolean> {
    return new Reconciliation(this.context, { desired, hadTemplate: true }).run();
  }

  /**
   * Creates a template that replaces another. The fingerprint of the request goes to the replaced template first. If the replacement is rolled
   * back, this shows what the request has created, and what existed before under the same id.
   */
  async replace(desired: DesiredState, replacedId: string): Promise<boolean> {
    const { owner, requestFingerprint } = this.context;
    const replaced = new BookkeepingTags(await this.service.tags(replacedId));
    if (replaced.hasMovedOnSince(requestFingerprint)) {
      throw new Refusal(`late delivery: a later request has already been handled for job template ${replacedId}`);
    }
    if (replaced.owner === owner) await this.service.tag(replacedId, replaced.forRequest(requestFingerprint));
    return new Reconciliation(this.context, { desired, hadTemplate: false, creationOfReplaced: replaced.requests[0] }).run();
  }

  /**
   * Removes the template that a replacement has created, if the replacement is rolled back. It must run before the rollback leaves its own
   * fingerprint on the replaced template, because stale tags could overwrite the fingerprint of the replacement.
   *
   * @param replacedId the template that was to be replaced
   */
  async rollBackReplacement(id: string, replacedId: string): Promise<void> {
    const { requestFingerprint, work } = this.context;
    await work.settling.retry(async view => {
      const replaced = new BookkeepingTags(await this.service.tags(replacedId));
      const replacement = replaced.requests.includes(requestFingerprint) ? replaced.requestBefore(requestFingerprint) : replaced.lastRequest;
      const { requests }: { readonly requests: readonly (string | undefined)[] } = new BookkeepingTags(await this.service.tags(id));
      // The tags of either template may not have shown yet.
      if (!requests.includes(replacement) && await mayHaveUnseenTags(this.service, id, view)) return 'stale';
      if (replacement !== undefined) await this.deleteIfCreatedBy(id, { fingerprint: replacement });
      // Stryker disable next-line BooleanLiteral: every result ends the retries
      return true;
    });
  }

  /** Deletes a template that this resource created, releases one that it adopted, and leaves every other unchanged. */
  async delete(id: string): Promise<void> {
    await release(this.context, id, { mayDelete: () => true, mayRelease: () => true });
  }

  /**
   * Deletes or releases a template that CloudFormation does not know, but only if the failed request created or adopted it. The template may have
   * existed before, retained when it was removed from the stack. Without a fingerprint nothing is deleted.
   */
  async deleteIfCreatedBy(id: string, { fingerprint, mayBeUnseen }: FailedRequest): Promise<void> {
    await release(this.context, id, {
      mayDelete: ({ requests }) => requests.length === 1 && requests[0] === fingerprint,
      mayRelease: ({ requests }) => fingerprint === undefined || requests.includes(fingerprint),
      mayBeUnseen,
    });
  }

  /**
   * Describes the template as soon as AWS IoT shows the desired state, or has had the time to show it.
   *
   * @param isCreated whether this event created the template, so that its source is spelled as in the request
   */
  async describe({ request }: DesiredState, { isCreated }: { readonly isCreated: boolean }): Promise<JobTemplateDescription> {
    let latest: JobTemplateDescription | undefined;
    const described = await this.context.work.settling.retry(async ({ isSettled }) => {
      latest = await this.service.describeExisting(request.jobTemplateId);
      const shown = isCreated ? latest : spelledAs(request, latest);
      return isSettled || differences(request, shown).length === 0 ? latest : 'stale';
    });
    return described ?? latest!;
  }

  private get service(): JobTemplateService {
    return this.context.work.service;
  }
}
