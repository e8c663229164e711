import type { Variant } from '../fake-iot/variants';

/** Lags that the handler waits for. A lag beyond 30 s is a named limit. */
const LAGS_IN_S = [2, 10, 30];

const EVERYTHING = (ms: number): Partial<Variant> => ({
  conflictAfterDeleteMs: ms, describeLagMs: ms, tagsLagMs: ms, iamTagsLagMs: ms, iamTagsAtCreation: 'existing', untagOfMissingKey: 'refused',
});

const lagging = (name: string, variant: (ms: number) => Partial<Variant>): [string, Partial<Variant>][] =>
  LAGS_IN_S.map(seconds => [`${name} ${seconds} s`, variant(seconds * 1000)]);

/** Variants of the service for all behaviors that nobody has measured: each alternative, and all of them together. */
export const VARIANTS: ReadonlyMap<string, Partial<Variant>> = new Map([
  ['most probable', {}],
  ['tags of a missing template: 404', { tagsOfMissing: 'notFound' }],
  ...lagging('conflict after a deletion for', conflictAfterDeleteMs => ({ conflictAfterDeleteMs })),
  ...lagging('Describe lags', describeLagMs => ({ describeLagMs })),
  ...lagging('tags lag', tagsLagMs => ({ tagsLagMs })),
  ...lagging('tags that IAM sees lag', iamTagsLagMs => ({ iamTagsLagMs })),
  ['IAM sees existing tags at creation', { iamTagsAtCreation: 'existing' }],
  ['IAM sees requested tags at creation', { iamTagsAtCreation: 'requested' }],
  ['untagging what is not there: refused', { untagOfMissingKey: 'refused' }],
  ...lagging('everything at once,', EVERYTHING),
]);

export const MOST_PROBABLE = 'most probable';
