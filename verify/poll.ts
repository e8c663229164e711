import { setTimeout as delay } from 'node:timers/promises';

const PAUSE_MS = 250;
/** After an up-to-date replica, an outdated one may respond. */
const TIMES_IN_A_ROW = 3;

export interface Poll {
  readonly signal: AbortSignal;
  readonly limitMs: number;
  isThere(): Promise<boolean>;
}

/** The time until a condition holds several times in a row, in milliseconds; `undefined` after the limit. */
export async function timeUntil({ signal, limitMs, isThere }: Poll): Promise<number | undefined> {
  const began = Date.now();
  let since: number | undefined;
  for (let times = 0; times < TIMES_IN_A_ROW;) {
    signal.throwIfAborted();
    const at = Date.now();
    if (await isThere()) {
      since ??= at;
      times += 1;
      continue;
    }
    since = undefined;
    times = 0;
    if (at - began > limitMs) return undefined;
    await delay(PAUSE_MS, undefined, { signal });
  }
  return since! - began;
}
