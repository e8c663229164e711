import type { Prediction } from './prediction';
import { BookkeepingTags, ownershipText } from '../../../src/shared/bookkeeping-tags';
import type { AccountTemplate } from '../account/account';

/** A custom resource of the deployed stack that the deployment removes. */
export interface ResourceToRemove {
  readonly owner: string;
  readonly id: string;
  readonly deletionPolicy?: string;
  /** The template with this id, if it exists. */
  readonly found?: AccountTemplate;
}

/** The policies with which CloudFormation sends no deletion to the function. */
export const KEEPING_POLICIES: readonly string[] = ['Retain', 'RetainExceptOnCreate'];

/** Predicts what the removal of a resource does with its template. */
export function predictRemoval({ owner, id, deletionPolicy = 'Delete', found }: ResourceToRemove): Prediction {
  const outcome = (action: Prediction['action'], what: string): Prediction =>
    ({ action, id, why: `no longer declared: ${what}`, differences: [], unresolved: [] });
  if (KEEPING_POLICIES.includes(deletionPolicy)) return outcome('leave', `it is kept by the DeletionPolicy ${deletionPolicy}`);
  if (found === undefined) return outcome('leave', 'it does not exist');
  const bookkeeping = new BookkeepingTags(found.tags);
  if (bookkeeping.owner !== owner) return outcome('leave', `it is kept, because it ${ownershipText(bookkeeping)}`);
  return bookkeeping.isAdopted ? outcome('release', 'it is kept, because this stack has adopted it and not edited it')
    : outcome('delete', 'the stack deletes it');
}
