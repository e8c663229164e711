import { tmpdir } from 'node:os';
import type { App, Stack } from 'aws-cdk-lib';
import { ENV, newStack, warningsWithIdsOf } from '../support/construct';

/** Code that an app could have in the constructor of a stack with a known environment. */
export type Declaration = (stack: Stack) => unknown;

/** The message of the error that a declaration causes, when it is called or at synthesis. @throws if there is no error */
export function errorOf(declare: Declaration): string {
  const stack = newStack({ env: ENV });
  try {
    declare(stack);
    (stack.node.root as App).synth();
  } catch (error) {
    return withoutMachine((error as Error).message);
  }
  throw new Error(`no error: ${declare}`);
}

/** The warnings of the library that a declaration causes, by id. */
export function warningsOf(declare: Declaration): Map<string, string> {
  const stack = newStack({ env: ENV });
  declare(stack);
  return new Map(warningsWithIdsOf(stack).flatMap(text => {
    const [, message, id] = /^(.*) \[ack: cdk-iot-job-template:(\w+)\]$/s.exec(text) ?? [];
    return id === undefined ? [] : [[id, withoutMachine(message)] as const];
  }));
}

/** Without the paths of this machine, the numbers that tokens have by chance, the CDK's own additions, and most of what is repeated many times. */
const withoutMachine = (message: string): string => message
  .replace(/^Validation failed with the following errors:\n\s*/, '')
  .replace(/^(?:Resolution error: )+/, '')
  .replace(/\.?\nObject creation stack:[^]*$/, '')
  .replace(new RegExp(`${tmpdir()}/test-\\w+/`, 'g'), '')
  .replaceAll(process.cwd(), '/path/of/the/app')
  .replace(/\$\{Token\[[^\]]*\]\}/g, '${Token[...]}')
  .replace(/(\[0\]|.)\1{20,}/g, '$1$1$1...');
