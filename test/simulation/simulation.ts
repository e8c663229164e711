import { Stack } from './cloudformation';
import type { Plan } from './disturbances';
import { Lambda } from './lambda';
import { harmDone } from './oracle';
import { short, warmUp, type Transport } from './transport';
import { VirtualClock } from './virtual-clock';
import type { CloudFormationEvent } from '../../src/handler/event';
import { FakeIotService, type FakeIotOptions } from '../fake-iot/service';

/** The time of the function's five minutes that it spends on the desired state. */
const WORK_MS = 240_000;

let warm: Promise<void> | undefined;

/** An isolated simulation: one account with its AWS IoT endpoint, Lambda, and some stacks. */
export class Simulation {
  readonly clock: VirtualClock;
  readonly service: FakeIotService;
  readonly lambda: Lambda;
  readonly stacks: Stack[] = [];
  /** The violations right after an Update failed. */
  readonly failures: string[] = [];

  constructor(options: { readonly seed?: number; readonly iot?: Partial<FakeIotOptions>; readonly transport?: Transport } = {}) {
    this.clock = new VirtualClock(options.seed);
    this.service = new FakeIotService({ now: () => this.clock.now(), ...options.iot });
    const receive = (url: string, body: string) => this.stacks.some(stack => stack.receive(url, body));
    this.lambda = new Lambda(this.service, this.clock, options.transport ?? short, receive);
  }

  stack(name = 'Fleet'): Stack {
    const stack = new Stack(this.lambda, this.clock, name, this.stacks.length + 1);
    stack.onFailedUpdate = (logicalId, old) => {
      const event = stack.events.at(-1);
      const { answers } = this.lambda.deliveries.find(delivery => delivery.event === event && delivery.answers.length > 0)!;
      // Without time, nothing can be restored. The rollback does that.
      if (answers[0].afterMs < WORK_MS) this.failures.push(...harmDone(this, stack, logicalId, old));
    };
    this.stacks.push(stack);
    return stack;
  }

  /** All events that were ever sent, stack by stack. */
  get events(): CloudFormationEvent[] {
    return this.stacks.flatMap(({ events }) => events);
  }

  /** Runs some work without failures, until the last delivery ends. */
  async calmly<T>(work: () => Promise<T>): Promise<T> {
    return this.under(new Map(), work);
  }

  /** Runs some work with the failures of a plan. Lambda then finishes its remaining deliveries. */
  async under<T>(plan: Plan, work: () => Promise<T>): Promise<T> {
    await (warm ??= warmUp());
    this.lambda.disturb(plan);
    return this.clock.run((async () => {
      const result = await work();
      await this.drain();
      return result;
    })());
  }

  private async drain(): Promise<void> {
    for (const pending of [...this.stacks.map(stack => stack.pending), this.lambda.lateEffects]) {
      while (pending.length > 0) await pending.shift();
    }
  }
}
