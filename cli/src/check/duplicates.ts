import type { CheckedTemplate } from './app';
import type { Action } from './prediction';

/** The actions of the declaration that has the template already. */
const HAS_IT: readonly Action[] = ['leave', 'drifted', 'edit', 'retag'];

export interface PlacedTemplate extends CheckedTemplate {
  readonly region: string;
}

/**
 * Declarations in one account. If several have the same id in one Region, all but one fail: each deployment would take the template over
 * from the other stack, or find it taken.
 */
export function failDuplicates(checked: readonly PlacedTemplate[]): PlacedTemplate[] {
  return checked.map((each) => {
    const { id, region } = each;
    const same = checked.filter(other => id !== undefined && other.id === id && other.region === region);
    const first = same.find(({ action }) => HAS_IT.includes(action)) ?? same[0];
    if (first === undefined || first === each) return each;
    const duplicateOf = { stack: first.stack, logicalId: first.logicalId };
    const why = `stack ${first.stack} of this app declares the same id, as ${first.construct ?? first.logicalId}: declare it once. `
      + 'If the stacks are for different accounts, check each with --stack';
    return { ...each, action: 'fail', why, duplicateOf };
  });
}
