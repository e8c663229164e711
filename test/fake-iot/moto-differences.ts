import type { Difference } from './replay';

/** In what moto differs from the fake, and why. */
export const MOTO_DIFFERENCES: readonly Difference[] = [];
