import { AssertionError, deepStrictEqual } from 'node:assert/strict';

/** Fails if two values differ, with a message that shows the difference. */
export function same(what: string, actual: unknown, expected: unknown): void {
  try {
    deepStrictEqual(actual, expected);
  } catch (error) {
    throw new Error(`${what} is not as expected. ${(error as AssertionError).message}`);
  }
}
