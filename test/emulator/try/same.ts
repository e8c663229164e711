import { AssertionError, deepStrictEqual } from 'node:assert/strict';

/** Fails with what it is that differs, and how. */
export function same(what: string, actual: unknown, expected: unknown): void {
  try {
    deepStrictEqual(actual, expected);
  } catch (error) {
    throw new Error(`${what} is not as expected. ${(error as AssertionError).message}`);
  }
}
