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
export function failDuplicates(all: readonly PlacedTemplate[]): PlacedTemplate[] {
  const isSame = (one: PlacedTemplate, other: PlacedTemplate) => one.id !== undefined && one.id === other.id && one.region === other.region;
  const declarationsOf = (each: PlacedTemplate) => all.filter(other => !other.isRemoved && isSame(each, other));
  // A construct that is renamed is removed under one name and declared under another, which has the template in the end.
  const checked = all.filter(each => !each.isRemoved || !declarationsOf(each).some(({ stack }) => stack === each.stack));
  return checked.map((each) => {
    const same = declarationsOf(each);
    if (each.isRemoved) return removedBeside(each, same[0]);
    const first = same.find(({ action }) => HAS_IT.includes(action)) ?? same[0];
    if (first === undefined || first === each) return each;
    const duplicateOf = { stack: first.stack, logicalId: first.logicalId };
    const why = `stack ${first.stack} of this app declares the same id, as ${first.construct ?? first.logicalId}: declare it once. `
      + 'If the stacks are for different accounts, check each with --stack';
    return { ...each, action: 'fail', why, duplicateOf };
  });
}

/** A template that is to be deleted, but that another stack of the app may adopt before. */
function removedBeside(removed: PlacedTemplate, heir: PlacedTemplate | undefined): PlacedTemplate {
  if (heir?.action !== 'adopt' || removed.action !== 'delete') return removed;
  return { ...removed, why: `${removed.why}, unless stack ${heir.stack} adopts it first: deploy stack ${heir.stack} first` };
}
