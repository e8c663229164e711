import type { Context } from './context';

/** One behavior of AWS that the library relies on, or of the library itself, and how to observe it from outside. */
export interface Check {
  /** The row in `docs/evidence.md`. Behaviors of the library begin with `library-`. */
  readonly evidence: string;
  readonly expected: string;
  observe(context: Context): Promise<Observation>;
}

export interface Observation {
  readonly observed: string;
  readonly confirmed: boolean;
}

export interface Result {
  readonly evidence: string;
  readonly expected: string;
  readonly observed: string;
  readonly outcome: 'confirmed' | 'contradicted' | 'could not be checked';
}

/**
 * The reason why a check has no result, such as a missing permission of the caller or a service that does not
 * respond.
 */
export class NotChecked extends Error {}

/** @throws if the run was ended early, and never otherwise */
export async function resultOf(check: Check, context: Context): Promise<Result> {
  const { evidence, expected } = check;
  try {
    const { observed, confirmed } = await check.observe(context);
    return { evidence, expected, observed, outcome: confirmed ? 'confirmed' : 'contradicted' };
  } catch (error) {
    context.signal.throwIfAborted();
    const { name, message } = error as Error;
    const observed = error instanceof NotChecked ? message : `${name}: ${message}`;
    return { evidence, expected, observed, outcome: 'could not be checked' };
  }
}
