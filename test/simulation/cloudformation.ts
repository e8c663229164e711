import type { Lambda } from './lambda';
import type { VirtualClock } from './virtual-clock';
import type { CloudFormationEvent } from '../../src/handler/event';
import { stringified } from '../support/cloudformation-event';

export type Properties = { readonly [property: string]: unknown };

/** A custom resource in a template. */
export interface Declared {
  readonly properties: Properties;
  /** DeletionPolicy and UpdateReplacePolicy. */
  readonly retain?: boolean;
}

export type StackTemplate = { readonly [logicalId: string]: Declared };

/** A custom resource as CloudFormation believes it to be. */
export interface Believed extends Declared {
  readonly physicalId: string;
}

export interface DeployOptions {
  /** Whether another resource of the stack fails after ours have succeeded. */
  readonly anotherFails?: boolean;
}

export type StackStatus = 'CREATE_COMPLETE' | 'UPDATE_COMPLETE' | 'ROLLBACK_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE' | 'UPDATE_ROLLBACK_FAILED'
  | 'ROLLBACK_FAILED' | 'DELETE_COMPLETE' | 'DELETE_FAILED';

interface Answer {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason?: string;
  readonly physicalId?: string;
  readonly data?: { readonly [attribute: string]: string };
}

/** As the provider sets it. */
const SERVICE_TIMEOUT_MS = 1_200_000;

/**
 * AWS CloudFormation, as a custom resource sees it. The numbers are those of `rules.md`, which says where each rule comes from.
 */
export class Stack {
  /** What CloudFormation believes, by logical id. */
  readonly believed = new Map<string, Believed>();
  /** All events that were ever sent, in their order. */
  readonly events: CloudFormationEvent[] = [];
  readonly reasons: string[] = [];
  /** What was left to itself by its policy. */
  readonly retained = new Set<string>();
  failedDeletes = 0;
  /** Is asked when an Update has failed, by its own answer: what the resource is meant to be still. */
  onFailedUpdate?: (logicalId: string, old: Believed) => void;
  /** Deliveries that Lambda still has to make. */
  readonly pending: Promise<void>[] = [];
  /** What the attributes of a resource were in the last answer. */
  readonly attributes = new Map<string, { readonly [attribute: string]: string }>();
  /** What was last declared, and accepted if anything was, under an id of a template, by that id. */
  readonly declared = new Map<string, { readonly logicalId: string; readonly properties: Properties }>();
  status: StackStatus = 'DELETE_COMPLETE';
  private exists = false;
  /** What a person does about a stack that is stuck. */
  private unstick?: () => Promise<StackStatus>;
  private requests = 0;
  private readonly expected = new Map<string, (answer: Answer) => void>();
  /** What the last deployment wanted of each resource. */
  private readonly attempted = new Map<string, Properties>();
  private readonly stackId: string;

  constructor(
    private readonly lambda: Pick<Lambda, 'invoke'>,
    private readonly clock: VirtualClock,
    readonly name = 'Fleet',
    incarnation = 1,
  ) {
    // Evidence: cfn-stack-id.
    this.stackId = `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/00000000-0000-0000-0000-${String(incarnation).padStart(12, '0')}`;
  }

  ownerOf(logicalId: string): string {
    return `${this.stackId.split(':stack/')[1]}/${logicalId}`;
  }

  /** Where answers come in. */
  readonly receive = (url: string, body: string): boolean => {
    const expected = this.expected.get(url);
    if (!expected) return false;
    const { Status, Reason, PhysicalResourceId, Data } = JSON.parse(body);
    expected({ status: Status, reason: Reason, physicalId: PhysicalResourceId, data: Data });
    return true;
  };

  async deploy(template: StackTemplate, options: DeployOptions = {}): Promise<StackStatus> {
    return this.status = await this.update(template, options);
  }

  async destroy(): Promise<StackStatus> {
    return this.status = await this.deleteAll();
  }

  /** Continues the rollback, or deletes once more, where that failed. */
  async recover(): Promise<StackStatus> {
    return this.status = this.isStuck ? await this.unstick!() : this.status;
  }

  get isStuck(): boolean {
    return this.status.endsWith('_FAILED');
  }

  private async update(template: StackTemplate, options: DeployOptions): Promise<StackStatus> {
    const before = new Map(this.believed);
    const replaced: [string, Believed][] = [];
    const touched: string[] = [];
    let failed = false;
    for (const [logicalId, declared] of Object.entries(template)) {
      const old = this.believed.get(logicalId);
      // Rule 1: no Update where nothing differs.
      if (old && same(old.properties, declared.properties)) {
        this.believed.set(logicalId, { ...old, ...declared });
        continue;
      }
      touched.push(logicalId);
      this.attempted.set(logicalId, declared.properties);
      const id = declared.properties.JobTemplateId as string;
      const declaration = { logicalId, properties: declared.properties };
      if (!this.declared.has(id)) this.declared.set(id, declaration);
      const answer = await this.send(old ? 'Update' : 'Create', logicalId, declared.properties, old);
      if (answer.status === 'FAILED') {
        failed = true;
        if (old && answer.physicalId !== undefined) this.onFailedUpdate?.(logicalId, old);
        // Rule 9: what failed to be created is deleted, under the id of the answer or one that CloudFormation makes up.
        if (!old) this.believed.set(logicalId, { ...declared, physicalId: answer.physicalId ?? this.madeUpId(logicalId) });
        break;
      }
      this.believed.set(logicalId, { ...declared, physicalId: answer.physicalId! });
      this.declared.set(id, declaration);
      // Rule 2: another physical id is a replacement.
      if (old && old.physicalId !== answer.physicalId) replaced.push([logicalId, old]);
    }
    if (failed || options.anotherFails) return this.rollBack(before, touched);

    const cleanUp = [
      ...replaced,
      ...[...this.believed].filter(([logicalId]) => !(logicalId in template)),
    ];
    for (const [logicalId, old] of cleanUp) {
      // Rule 6: what is retained gets no event.
      if (old.retain) this.retained.add(old.physicalId);
      else await this.send('Delete', logicalId, old.properties, old);
      // Rule 3: what cannot be deleted in the clean-up is forgotten.
      if (!(logicalId in template)) this.believed.delete(logicalId);
    }
    const status = this.exists ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE';
    this.exists = true;
    return status;
  }

  /** Rules 4 and 5. */
  private async deleteAll(): Promise<StackStatus> {
    let failed = false;
    for (const [logicalId, old] of [...this.believed]) {
      const answer = old.retain ? undefined : await this.send('Delete', logicalId, old.properties, old);
      if (answer?.status === 'FAILED') failed = true;
      else this.believed.delete(logicalId);
    }
    this.exists = failed;
    this.unstick = () => this.destroy();
    return failed ? 'DELETE_FAILED' : 'DELETE_COMPLETE';
  }

  private async rollBack(before: ReadonlyMap<string, Believed>, touched: readonly string[]): Promise<StackStatus> {
    const stuck: string[] = [];
    const toDelete: [string, Believed][] = [];
    for (const logicalId of touched) {
      const [old, current] = [before.get(logicalId), this.believed.get(logicalId)!];
      if (!old) {
        toDelete.push([logicalId, current]);
        continue;
      }
      // Rule 10: an Update with the properties of before, from those that were attempted.
      const attempted = { ...current, properties: this.attempted.get(logicalId)! };
      const answer = await this.send('Update', logicalId, old.properties, attempted);
      if (answer.status === 'FAILED') {
        stuck.push(logicalId);
        continue;
      }
      this.believed.set(logicalId, { ...old, physicalId: answer.physicalId! });
      // The replacement is what is cleaned up now.
      if (current.physicalId !== answer.physicalId) toDelete.push([logicalId, attempted]);
    }
    if (stuck.length > 0) {
      // Rule 11: only what failed is tried again.
      this.unstick = () => this.rollBack(before, [...stuck, ...toDelete.map(([logicalId]) => logicalId).filter(logicalId => !before.has(logicalId))]);
      return 'UPDATE_ROLLBACK_FAILED';
    }
    let failed = false;
    for (const [logicalId, old] of toDelete) {
      const isCreated = !before.has(logicalId);
      // Rule 6: in a rollback, too.
      if (isCreated && old.retain && old.physicalId === old.properties.JobTemplateId) {
        this.retained.add(old.physicalId);
        this.believed.delete(logicalId);
        continue;
      }
      const answer = await this.send('Delete', logicalId, old.properties, old);
      if (isCreated && answer.status === 'FAILED' && !this.exists) failed = true;
      else if (isCreated) this.believed.delete(logicalId);
    }
    this.unstick = () => this.destroy();
    if (!this.exists) return failed ? 'ROLLBACK_FAILED' : 'ROLLBACK_COMPLETE';
    return 'UPDATE_ROLLBACK_COMPLETE';
  }

  private async send(type: 'Create' | 'Update' | 'Delete', logicalId: string, properties: Properties, old?: Believed): Promise<Answer> {
    const requestId = `${this.name}-request-${++this.requests}`;
    const url = `https://cloudformation.test/${requestId}?signature=canary-4f1c9b`;
    const event: CloudFormationEvent = {
      RequestType: type,
      ResponseURL: url,
      StackId: this.stackId,
      RequestId: requestId,
      LogicalResourceId: logicalId,
      ...type !== 'Create' && { PhysicalResourceId: old!.physicalId },
      ResourceProperties: stringified(properties),
      ...type === 'Update' && { OldResourceProperties: stringified(old!.properties) },
    };
    this.events.push(event);
    // Rules 7 and 8: the first answer counts, and none after the timeout.
    const late = this.clock.sleep(SERVICE_TIMEOUT_MS).then((): Answer => ({ status: 'FAILED', reason: 'no answer' }));
    const first = new Promise<Answer>(resolve => this.expected.set(url, resolve));
    this.pending.push(this.lambda.invoke(event));
    const answer = await Promise.race([first, late]);
    if (type === 'Delete' && answer.status === 'FAILED') this.failedDeletes++;
    if (answer.reason) this.reasons.push(answer.reason);
    if (answer.data) this.attributes.set(logicalId, answer.data);
    return answer;
  }

  private madeUpId(logicalId: string): string {
    return `${this.name}-${logicalId}-1ABCDEFGHIJKL`;
  }
}

/** Rule 12: whatever is not a list or an object becomes a string. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
