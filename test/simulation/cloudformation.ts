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

/** The state of a custom resource, as CloudFormation knows it. */
export interface Believed extends Declared {
  readonly physicalId: string;
}

export interface DeployOptions {
  /** Whether another resource of the stack fails after the custom resources have succeeded. */
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

/** The timeout, as the provider sets it. */
export const SERVICE_TIMEOUT_MS = 1_200_000;

/**
 * AWS CloudFormation, as a custom resource sees it. The numbers are those of `rules.md`, which names the source of
 * each rule.
 */
export class Stack {
  /** The state that CloudFormation knows, by logical id. */
  readonly believed = new Map<string, Believed>();
  /** All events that were ever sent, in their order. */
  readonly events: CloudFormationEvent[] = [];
  readonly reasons: string[] = [];
  /** The physical ids of retained templates. */
  readonly retained = new Set<string>();
  failedDeletes = 0;
  /** Called when an Update has failed, with the state that the resource must still have. */
  onFailedUpdate?: (logicalId: string, old: Believed) => void;
  /** Deliveries that Lambda still has to make. */
  readonly pending: Promise<void>[] = [];
  /** The attributes of a resource in its last response. */
  readonly attributes = new Map<string, { readonly [attribute: string]: string }>();
  /** The last declaration of a template under its id, preferably one that was accepted. */
  readonly declared = new Map<string, { readonly logicalId: string; readonly properties: Properties }>();
  status: StackStatus = 'DELETE_COMPLETE';
  private exists = false;
  /** The repair that a person makes to a stack that is stuck. */
  private unstick?: () => Promise<StackStatus>;
  private requests = 0;
  private readonly expected = new Map<string, (answer: Answer) => void>();
  /** The desired state of each resource in the last deployment. */
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

  /** Receives the responses. */
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

  /** Continues the rollback, or repeats the deletion, if one of them failed. */
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
      // Rule 1: no Update if no property differs.
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
        // Rule 9: a resource whose Create failed is deleted, under the id of the response or one that CloudFormation
        // generates.
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
      // Rule 6: a retained resource gets no event.
      if (old.retain) this.retained.add(old.physicalId);
      else await this.send('Delete', logicalId, old.properties, old);
      // Rule 3: a resource that cannot be deleted in the clean-up is forgotten.
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
      // Rule 10: an Update with the earlier properties, from the attempted ones.
      const attempted = { ...current, properties: this.attempted.get(logicalId)! };
      const answer = await this.send('Update', logicalId, old.properties, attempted);
      if (answer.status === 'FAILED') {
        stuck.push(logicalId);
        continue;
      }
      this.believed.set(logicalId, { ...old, physicalId: answer.physicalId! });
      // Now the clean-up removes the replacement.
      if (current.physicalId !== answer.physicalId) toDelete.push([logicalId, attempted]);
    }
    if (stuck.length > 0) {
      // Rule 11: only failed resources are tried again.
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
      // Rule 12.
      ResourceProperties: stringified(properties),
      ...type === 'Update' && { OldResourceProperties: stringified(old!.properties) },
    };
    this.events.push(event);
    // Rules 7 and 8: only the first response counts, and none after the timeout.
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

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
