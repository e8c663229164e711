import { setTimeout as delay } from 'node:timers/promises';

const PAUSE_MS = 250;
/** A replica that is behind can respond after one that is not. */
const TIMES_IN_A_ROW = 3;

export interface Poll {
  readonly signal: AbortSignal;
  readonly limitMs: number;
  isThere(): Promise<boolean>;
}

/** How long it takes until something can be seen and is seen again, in milliseconds; `undefined` after the limit. */
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
