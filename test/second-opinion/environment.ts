import { basename } from 'node:path';
import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import type { Circus } from '@jest/types';
import { EXCEPTIONS } from './exceptions';
import { Emulator } from '../emulator/emulator';
import Environment from '../support/environment.cjs';
import { MINISTACK_ENDPOINT } from '../support/iot';

/** Gives the tests of a file a MiniStack of their own to run against. The exceptions have to fail there, or are none. */
export default class SecondOpinion extends Environment {
  private readonly expected: Set<string>;
  private emulator?: Emulator;

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    this.expected = new Set(EXCEPTIONS.flatMap(({ tests }) => tests[basename(context.testPath)] ?? []));
  }

  async setup(): Promise<void> {
    await super.setup();
    this.emulator = await Emulator.start();
    this.global.process.env[MINISTACK_ENDPOINT] = this.emulator.endpoint;
  }

  async teardown(): Promise<void> {
    await this.emulator?.stop();
    await super.teardown();
  }

  handleTestEvent(event: Circus.Event, state: Circus.State): void {
    super.handleTestEvent(event, state);
    if (event.name === 'test_done' && this.expected.delete(fullNameOf(event.test))) {
      event.test.errors = event.test.errors.length > 0 ? [] : [new Error('this passes with MiniStack: it is no exception any more')];
    }
    if (event.name === 'run_finish' && this.expected.size > 0 && state.testNamePattern == null) {
      throw new Error(`exceptions without a test: ${[...this.expected].join(', ')}`);
    }
  }
}

function fullNameOf({ name, parent }: Circus.TestEntry): string {
  const names = [name];
  for (let block: Circus.DescribeBlock | undefined = parent; block?.parent; block = block.parent) names.unshift(block.name);
  return names.join(' ');
}
