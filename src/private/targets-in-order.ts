import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { canonical } from '../shared/content';

/** A target of a job, with a text that changes with it. */
export interface IdentifiedTarget {
  _identityIn(scope: IConstruct): string;
}

/**
 * The targets in an order that does not depend on the order in the props, which decides nothing on devices. The order of Targets matters to
 * CloudFormation: another order would need another id, and so another job. Evidence: cfn-job-create-only.
 *
 * Call it when the app is complete, because tokens are sorted by what they resolve to.
 */
export function targetsInOrder<T extends IdentifiedTarget>(job: IConstruct, targets: readonly T[]): T[] {
  const stack = Stack.of(job);
  return targets
    .map(target => ({ target, text: canonical([stack.resolve(target._identityIn(job))]) }))
    // Stryker disable next-line EqualityOperator: targets with one text are one target
    .sort((one, other) => one.text < other.text ? -1 : 1)
    .map(({ target }) => target);
}
