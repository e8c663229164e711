import type { IoTClient } from '@aws-sdk/client-iot';
import { type Disturbance, DISTURBANCES, type Plan } from './disturbances';
import { denialOf } from './policy';
import { operationOf, type Transport } from './transport';
import type { VirtualClock } from './virtual-clock';
import { withDeadlines } from '../../src/handler/call-deadline';
import type { CloudFormationEvent } from '../../src/handler/event';
import { handle } from '../../src/handler/handler';
import { IotJobTemplateService } from '../../src/handler/iot-job-template-service';
import type { LogLine } from '../../src/handler/log';
import type { Fault } from '../fake-iot/faults';
import type { FakeIotService } from '../fake-iot/service';

/** The timeout of the function, as the provider sets it. */
export const FUNCTION_TIMEOUT_MS = 300_000;
const CALL_MS = 20;
const ANSWER = 'answer';
/** Rule 13 of `rules.md`. */
const RETRIES_AFTER_MS = [60_000, 120_000];

/** Rule 16 of `rules.md`. */
const QUEUE_INTERVALS_MS = { first: 1_000, longest: 300_000 };

/** A limit of the number of runs at once. */
export interface ConcurrencyLimit {
  readonly runs: number;
  /** Whether all waiting events come back at the same moments. Nobody has measured how Lambda spreads them. */
  readonly inLockstep: boolean;
}

/** One run of the function: its responses, and the way in which it ended. */
export interface Delivery {
  readonly event: CloudFormationEvent;
  readonly answers: { readonly body: string; readonly afterMs: number }[];
  end: 'running' | 'returned' | 'failed' | 'died' | 'timed out';
  /** The number of deliveries that had begun when this one last reached the service. */
  outlasted: number;
}

/** AWS Lambda with asynchronous invocations, and with every failure that is possible at a call of the function. */
export class Lambda {
  readonly deliveries: Delivery[] = [];
  readonly log: LogLine[] = [];
  /** The calls since the plan was set: operations, and responses to CloudFormation. */
  readonly trace: string[] = [];
  /** Chooses the waiting call that continues. Without it, no call waits for a turn. */
  schedule?: (waiting: number) => number;
  /** The number of simultaneous deliveries of every event: rule 14. */
  copies = 1;
  /** Without it, there may be any number of runs at once. */
  concurrency?: ConcurrencyLimit;

  /** Effects that AWS IoT still has to carry out for functions that have given up. */
  readonly lateEffects: Promise<void>[] = [];

  private running = 0;
  private plan: Plan = new Map();
  private lasting?: { readonly fault?: Fault; readonly until: number };
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly service: FakeIotService,
    private readonly clock: VirtualClock,
    private readonly transport: Transport,
    private readonly answer: (url: string, body: string) => void,
  ) {
    clock.release = () => this.letOneGoOn();
  }

  /** Sets the failures from now on, by the number of the call. */
  disturb(plan: Plan): void {
    this.plan = plan;
    this.trace.length = 0;
    this.lasting = undefined;
  }

  /** @returns when Lambda has done everything for the event */
  async invoke(event: CloudFormationEvent): Promise<void> {
    await Promise.all(Array.from({ length: this.copies }, () => this.invokeOnce(event)));
  }

  private async invokeOnce(event: CloudFormationEvent): Promise<void> {
    for (const pause of [...RETRIES_AFTER_MS, undefined]) {
      await this.takeRun();
      const { end } = await this.deliver(event);
      this.running--;
      if (end === 'returned' || pause === undefined) return;
      await this.clock.sleep(pause);
    }
  }

  /** Waits until another run may begin, and counts it. */
  private async takeRun(): Promise<void> {
    const { runs, inLockstep } = this.concurrency ?? { runs: Infinity, inLockstep: true };
    for (let interval = QUEUE_INTERVALS_MS.first; this.running >= runs; interval = Math.min(2 * interval, QUEUE_INTERVALS_MS.longest)) {
      await this.clock.sleep(inLockstep ? interval : interval * (1 + this.clock.random()) / 2);
    }
    this.running++;
  }

  /** One run of the function, whatever its end. */
  async deliver(event: CloudFormationEvent): Promise<Delivery> {
    const delivery: Delivery = { event, answers: [], end: 'running', outlasted: 0 };
    this.deliveries.push(delivery);
    const process = new Process();
    const work = handle(event, FUNCTION_TIMEOUT_MS, this.worldOf(process, delivery)).then(() => 'returned' as const, () => 'failed' as const);
    const timeout = this.clock.sleep(FUNCTION_TIMEOUT_MS).then(() => 'timed out' as const);
    delivery.end = await Promise.race([work, process.death, timeout]);
    process.die();
    return delivery;
  }

  private worldOf(process: Process, delivery: Delivery): Parameters<typeof handle>[2] {
    const { clock, service } = this;
    const began = clock.now();
    const caller = `${this.deliveries.indexOf(delivery)}`;
    const client = {
      send: (command: never) => process.whileAlive(this.call(process, operationOf(command), async fault => {
        const reached = () => { delivery.outlasted = this.deliveries.length; };
        reached();
        const denial = await clock.hold(denialOf(delivery.event, command, service));
        // The call may reach the service once more, whatever happens to the process meanwhile.
        const sleep = (ms: number) => this.lateEffect(clock.sleep(ms).then(reached));
        const route = { service, sleep, fault: denial ?? fault, caller };
        const iot = withDeadlines({ send: (sent: object) => this.transport(sent, route) } as unknown as IoTClient, clock);
        return iot.send(command).finally(reached);
      })),
    } as unknown as IoTClient;
    return {
      serviceFor: (arnOf, serviceCaller) => new IotJobTemplateService(client, arnOf, serviceCaller),
      send: (url, body) => process.whileAlive(this.call(process, ANSWER, async fault => {
        if (fault?.when !== 'before') {
          delivery.answers.push({ body, afterMs: clock.now() - began });
          this.answer(url, body);
        }
        if (fault) throw Object.assign(new Error('no receipt'), { name: 'Status503' });
      })),
      clock: {
        now: () => clock.now(),
        random: () => clock.random(),
        sleep: milliseconds => process.whileAlive(clock.sleep(milliseconds)),
        within: (milliseconds, promise, late) => process.whileAlive(clock.within(milliseconds, promise, late)),
      },
      log: line => this.log.push(line),
    };
  }

  private lateEffect(effect: Promise<void>): Promise<void> {
    this.lateEffects.push(effect);
    return effect;
  }

  private async call<T>(process: Process, operation: string, perform: (fault?: Fault) => Promise<T>): Promise<T> {
    await this.turn();
    if (process.isDead) return new Promise<never>(() => {});
    const disturbance: Disturbance = DISTURBANCES[this.plan.get(this.trace.length)!] ?? {};
    this.trace.push(operation);
    if (disturbance.healsAfterMs) this.lasting = { fault: disturbance.fault, until: this.clock.now() + disturbance.healsAfterMs };
    const lasting = operation !== ANSWER && this.lasting && this.clock.now() < this.lasting.until ? this.lasting.fault : undefined;

    if (disturbance.death === 'before') {
      process.die();
      return new Promise<never>(() => {});
    }
    if (disturbance.stallMs) await process.whileAlive(this.clock.sleep(disturbance.stallMs));
    const result = perform(disturbance.fault ?? lasting);
    if (disturbance.death === 'after') {
      await result.catch(() => {});
      process.die();
    }
    return result;
  }

  /** Every call takes some time. With a schedule, it waits for its turn instead. */
  private turn(): Promise<void> {
    return this.schedule ? new Promise(goOn => this.waiting.push(goOn)) : this.clock.sleep(CALL_MS);
  }

  private letOneGoOn(): boolean {
    if (this.waiting.length === 0) return false;
    const [goOn] = this.waiting.splice(this.schedule?.(this.waiting.length) ?? 0, 1);
    goOn();
    return true;
  }
}

/** A dead process never gets the result of a promise. */
class Process {
  isDead = false;
  readonly death: Promise<'died'>;
  private resolveDeath!: (end: 'died') => void;

  constructor() {
    this.death = new Promise(resolve => { this.resolveDeath = resolve; });
  }

  die(): void {
    this.isDead = true;
    this.resolveDeath('died');
  }

  whileAlive<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => promise.then(
      value => { if (!this.isDead) resolve(value); },
      error => { if (!this.isDead) reject(error as Error); },
    ));
  }
}
