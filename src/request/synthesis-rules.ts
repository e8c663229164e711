import { type Rule, refuse } from './rules';

/*
 * Rules for synthesis only. They rest on what AWS IoT refuses in another operation, or on what nobody has seen it refuse.
 * At deployment the decision is left to AWS IoT: a template that it accepted once must be restored by a rollback.
 */

/** AWS IoT refuses it in UpdateJob. The cause is a prop that was not set, or that is not a `JobRollout`. Evidence: rollout-empty. */
const rolloutHasRate: Rule = ({ jobExecutionsRolloutConfig: rollout }, isUnresolved) =>
  rollout === undefined || isUnresolved(rollout) || rollout.maximumPerMinute !== undefined || rollout.exponentialRate !== undefined ? []
    : refuse('jobExecutionsRolloutConfig.maximumPerMinute', undefined, 'be given: AWS IoT refuses a rollout without a rate');

/** AWS IoT refuses it in UpdateJob. Equal rates are deployed by many. Evidence: rollout-base-above-maximum, rollout-base-equals-maximum. */
const baseIsNotAboveMaximum: Rule = ({ jobExecutionsRolloutConfig: rollout }, isUnresolved) => {
  const [base, maximum] = [rollout?.exponentialRate?.baseRatePerMinute, rollout?.maximumPerMinute];
  if (base === undefined || maximum === undefined || isUnresolved(base) || isUnresolved(maximum) || base <= maximum) return [];
  return refuse('jobExecutionsRolloutConfig.exponentialRate.baseRatePerMinute', base,
    `be at most maximumPerMinute, which is ${maximum}: AWS IoT refuses a rollout that begins above its maximum`);
};

/** AWS IoT refuses it in UpdateJob. Evidence: retry-all-alone. */
const retryOfAllIsAlone: Rule = ({ jobExecutionsRetryConfig }) => {
  const criteria = jobExecutionsRetryConfig?.criteriaList ?? [];
  if (!Array.isArray(criteria)) return [];
  const types = criteria.map(({ failureType }) => failureType);
  const isMixed = types.includes('ALL') && types.some(type => type !== 'ALL');
  return isMixed ? refuse('jobExecutionsRetryConfig.criteriaList', types.join(', '), 'have ALL by itself: AWS IoT refuses it beside another failure type') : [];
};

/** An emulator of AWS IoT refuses it. The cause is a variable that was not set. Evidence: tag-without-value. */
const tagsHaveValues: Rule = ({ tags }) =>
  !Array.isArray(tags) ? [] : tags.filter(({ Value }) => Value === undefined)
    .flatMap(({ Key }) => refuse(`tags.${Key}`, undefined, 'be given: a tag needs a value, which may be empty'));

export const SYNTHESIS_RULES: readonly Rule[] = [rolloutHasRate, baseIsNotAboveMaximum, retryOfAllIsAlone, tagsHaveValues];
