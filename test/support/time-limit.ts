import { runInNewContext } from 'node:vm';

/**
 * The limit is generous for work that grows linearly with its input, and far too short for work that grows
 * quadratically.
 */
const LIMIT_IN_MS = 30_000;

/** The result of a function. @throws if it takes too long, because Jest cannot stop a synchronous function */
export const inReasonableTime = <Result>(work: () => Result): Result => runInNewContext('work()', { work }, { timeout: LIMIT_IN_MS });
