import { createHash } from 'node:crypto';
import type { IoTClient } from '@aws-sdk/client-iot';
import { type BreakageName, BreakingServer } from './breaking-server';
import { CloudFormationEndpoint } from './cloudformation-endpoint';
import { type Event, type Properties, type RequestType, sent, SERVICE_TOKEN } from './cloudformation-event';
import { ImpatientClock } from './impatient-clock';
import { startIot } from './iot';
import { from, record } from './recorder';
import { withDeadlines } from '../../src/handler/call-deadline';
import { sendOverHttp } from '../../src/handler/cloudformation-response';
import { handle } from '../../src/handler/handler';
import { createIotClient } from '../../src/handler/iot-client';
import { IotJobTemplateService } from '../../src/handler/iot-job-template-service';
import type { LogLine } from '../../src/handler/log';
import type { IotBackend } from '../fake-iot/backend';
import { CALLER, createClient, withoutRetries } from '../fake-iot/client';
import { type Fault, FaultPlan, type FaultRule } from '../fake-iot/faults';
import { InProcessHandler } from '../fake-iot/in-process';
import type { FakeIotServer, FakeIotServerOptions } from '../fake-iot/server';
import type { SeedTemplate, StoredTemplate } from '../fake-iot/service';

/**
 * The bookkeeping tags of templates of earlier versions. They are not imported from `src/`, so that a test shows a
 * change.
 */
export const OWNER = 'cdk-iot-job-template:owner';
export const ADOPTED_FROM = 'cdk-iot-job-template:adopted-from';
export const ADOPTED_FROM_2 = 'cdk-iot-job-template:adopted-from:2';
export const CONTENT = 'cdk-iot-job-template:content';
export const REQUESTS = 'cdk-iot-job-template:requests';

/** The other resource types of the function. */
export const LOOKUP = 'Custom::IoTJobTemplateLookup';
export const MANAGED_LOOKUP = 'Custom::IoTManagedJobTemplateLookup';

export const FUNCTION_TIMEOUT_MS = 300_000;
const MAX_ANSWER_BYTES = 4096;

/** The response that CloudFormation received, and the calls and log lines before it. */
export interface Outcome {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason?: string;
  readonly physicalResourceId: string;
  readonly data?: { readonly [attribute: string]: string };
  /** The operations that were called, in their order. */
  readonly calls: readonly string[];
  readonly lines: readonly LogLine[];
  readonly body: string;
}

export interface HarnessOptions extends Omit<FakeIotServerOptions, 'now'> {
  /** Without sockets, for faults that break connections. @default - over HTTP, as in production */
  readonly inProcess?: boolean;
  /**
   * Over a server that can break responses, and with the timeouts of calls. @default - without timeouts
   */
  readonly breakable?: boolean;
}

/** How the handler reaches AWS IoT. */
interface Connection {
  readonly client: IoTClient;
  readonly breaking?: BreakingServer;
}

/** The handler between a fake CloudFormation and a fake AWS IoT. */
export class Harness {
  static async start({ inProcess = false, breakable = false, ...options }: HarnessOptions = {}): Promise<Harness> {
    const clock = new ImpatientClock();
    const server = await startIot({ now: () => clock.now(), ...options });
    const breaking = breakable ? await BreakingServer.start(server.service, clock) : undefined;
    const requestHandler = new InProcessHandler(server.service, { intercept: arrival => server.intercept?.(arrival) });
    const { endpoint } = breaking ?? server;
    const client = inProcess ? createClient({ requestHandler }) : withoutRetries(createIotClient({ ...CALLER, endpoint }));
    return new Harness(clock, server, await CloudFormationEndpoint.start(), { client, breaking });
  }

  readonly lines: LogLine[] = [];
  private faults = new FaultPlan();
  private events = 0;
  /** Every event that was handled. The caller of a call is the index of its event. */
  private readonly handled: unknown[] = [];

  readonly client: IoTClient;
  private readonly breaking?: BreakingServer;

  private constructor(
    readonly clock: ImpatientClock,
    readonly server: FakeIotServer<IotBackend>,
    readonly endpoint: CloudFormationEndpoint,
    { client, breaking }: Connection,
  ) {
    this.client = client;
    this.breaking = breaking;
    server.intercept = arrival => this.faults.intercept(arrival);
  }

  get iot(): IotBackend {
    return this.server.service;
  }

  /** Adds a fault for matching calls, after the existing faults. */
  fault(rule: FaultRule, fault: Fault): this {
    this.faults.on(rule, fault);
    return this;
  }

  /** Breaks the responses to the next calls, by their number from 0. */
  break(plan: ReadonlyMap<number, BreakageName>): this {
    this.breaking!.break(plan);
    return this;
  }

  /** The number of calls since then. */
  get callsSinceBreak(): number {
    return this.breaking!.calls;
  }

  /** Removes all faults. @returns the rules that never applied */
  heal(): FaultRule[] {
    const { idle } = this.faults;
    this.faults = new FaultPlan();
    return idle;
  }

  resource(logicalId: string, stackName = 'fleet', resourceType = 'Custom::IoTJobTemplate'): CustomResource {
    return new CustomResource(this, stackName, logicalId, resourceType);
  }

  /** A template that somebody created by hand one day ago. */
  seed(template: SeedTemplate, tags?: Record<string, string>): StoredTemplate {
    return Object.assign(this.iot.seed(template, tags), { createdAt: this.clock.now() / 1000 - 86_400 });
  }

  template(id: string): StoredTemplate {
    const template = this.iot.snapshot()[id];
    if (!template) throw new Error(`there is no template ${id}, only ${Object.keys(this.iot.snapshot()).join(', ') || 'nothing'}`);
    return template;
  }

  get ids(): string[] {
    return Object.keys(this.iot.snapshot());
  }

  /** The tags of a template without the bookkeeping tags. */
  tagsOfOthers(id: string): Record<string, string> {
    return Object.fromEntries(Object.entries(this.template(id).tags).filter(([key]) => !key.startsWith('cdk-iot-job-template:')));
  }

  nextRequestId(): string {
    return uuidOf(`request ${++this.events}`);
  }

  /** Handles one event, and returns its only response. Anything else fails the test. */
  async deliver(event: Event, remainingMs = FUNCTION_TIMEOUT_MS): Promise<Outcome> {
    this.clock.pass(1_000);
    const before = { calls: this.iot.calls.length, lines: this.lines.length, received: this.endpoint.received.length };
    await this.handle(event, remainingMs);
    const answers = this.endpoint.received.slice(before.received).filter(({ status }) => status === 200);
    expect(answers).toHaveLength(1);
    const [{ body }] = answers;
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
    const answer = JSON.parse(body);
    expect(answer).toMatchObject({ StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId });
    return {
      status: answer.Status,
      reason: answer.Reason,
      physicalResourceId: answer.PhysicalResourceId,
      data: answer.Data,
      calls: this.iot.calls.slice(before.calls).map(({ operation }) => operation!),
      lines: this.lines.slice(before.lines),
      body,
    };
  }

  async handle(event: unknown, remainingMs = FUNCTION_TIMEOUT_MS): Promise<void> {
    const caller = `${this.handled.push(event) - 1}`;
    const signed = { send: (command: never, options?: never) => this.client.send(from(caller, command), options) } as unknown as IoTClient;
    const client = this.breaking ? withDeadlines(signed, this.clock) : signed;
    await handle(event as Event, remainingMs, {
      serviceFor: (arnOf, patience) => new IotJobTemplateService(client, arnOf, patience),
      send: sendOverHttp,
      clock: this.clock,
      log: line => this.lines.push(line),
    });
    record(this.iot.calls, index => this.handled[Number(index)]);
  }

  /** Resets the account, the request ids and the faults. Time continues. */
  reset(): void {
    this.iot.reset();
    this.heal();
    this.breaking?.break(new Map());
    this.events = this.lines.length = this.endpoint.received.length = 0;
  }

  async close(): Promise<void> {
    this.client.destroy();
    await Promise.all([this.breaking?.close(), this.server.close(), this.endpoint.close()]);
  }
}

/** The members of CloudFormation's event that a test changes. */
export type EventChanges = { -readonly [member in keyof Event]?: unknown };

/** A custom resource of a stack, as CloudFormation knows it: its id, its last properties and its last response. */
export class CustomResource {
  readonly stackId: string;
  physicalResourceId?: string;
  properties?: Properties;
  /** The last event. */
  last?: Event;

  constructor(private readonly harness: Harness, private readonly stackName: string, readonly logicalId: string, readonly resourceType: string) {
    this.stackId = `arn:aws:cloudformation:us-east-1:123456789012:stack/${stackName}/${uuidOf(stackName)}`;
  }

  /** The name of the resource in the owner tag. */
  get owner(): string {
    return `${this.stackName}/${uuidOf(this.stackName)}/${this.logicalId}`;
  }

  async create(properties: Properties, changes: EventChanges = {}): Promise<Outcome> {
    const outcome = await this.deliver('Create', { ResourceProperties: sent(properties), ...changes });
    // A resource whose Create failed is deleted under the id of its response.
    [this.physicalResourceId, this.properties] = [outcome.physicalResourceId, properties];
    return outcome;
  }

  /** Forgets an update that failed, as CloudFormation returns to the earlier state. */
  async update(properties: Properties, changes: EventChanges = {}): Promise<Outcome> {
    const outcome = await this.deliver('Update', {
      PhysicalResourceId: this.physicalResourceId,
      ResourceProperties: sent(properties),
      OldResourceProperties: sent(this.properties!),
      ...changes,
    });
    if (outcome.status === 'SUCCESS') [this.physicalResourceId, this.properties] = [outcome.physicalResourceId, properties];
    return outcome;
  }

  /** The Update that follows a failed one. */
  rollBack(failed: Properties): Promise<Outcome> {
    return this.update(this.properties!, { OldResourceProperties: sent(failed) });
  }

  delete(changes: EventChanges = {}): Promise<Outcome> {
    return this.deliver('Delete', { PhysicalResourceId: this.physicalResourceId, ResourceProperties: sent(this.properties!), ...changes });
  }

  /** The Delete of a replaced template. */
  cleanUp(replaced: Properties): Promise<Outcome> {
    return this.delete({ PhysicalResourceId: replaced.JobTemplateId, ResourceProperties: sent(replaced) });
  }

  event(type: RequestType, changes: EventChanges = {}): Event {
    const requestId = this.harness.nextRequestId();
    return {
      RequestType: type,
      ServiceToken: SERVICE_TOKEN,
      ResponseURL: this.harness.endpoint.urlFor(requestId),
      StackId: this.stackId,
      RequestId: requestId,
      ResourceType: this.resourceType,
      LogicalResourceId: this.logicalId,
      ...changes,
    } as Event;
  }

  private deliver(type: RequestType, changes: EventChanges): Promise<Outcome> {
    this.last = this.event(type, changes);
    return this.harness.deliver(this.last);
  }
}

/** A UUID that represents a name. */
const uuidOf = (name: string): string =>
  createHash('sha256').update(name).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
