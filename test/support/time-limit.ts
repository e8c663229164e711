import { runInNewContext } from 'node:vm';

/** Generous for work that grows with its input, far too little for work that grows with the square of a large input. */
const LIMIT_IN_MS = 30_000;

/** What a function returns. @throws if it takes too long: Jest cannot stop a function that never waits */
export const inReasonableTime = <Result>(work: () => Result): Result => runInNewContext('work()', { work }, { timeout: LIMIT_IN_MS });
