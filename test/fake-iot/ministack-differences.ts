import type { Difference } from './replay';

/** In what MiniStack differs from the fake, and why. */
export const MINISTACK_DIFFERENCES: readonly Difference[] = [];
