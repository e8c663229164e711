import { forPlaceholders } from './document-text';
import { documentNesting } from './nesting';
import { nothingIsEscaped, packageVersionsMatch, placeholdersAreRight } from './placeholder-rules';
import { forKnownDocument, problemAt, type Rule } from '../shared/rule';

/** A rollout without a rate is a variable that was not set, or not a `JobRollout`. Evidence: rollout-empty. */
const rolloutHasRate: Rule = ({ jobExecutionsRolloutConfig: rollout }, isUnresolved) =>
  rollout === undefined || rollout.maximumPerMinute !== undefined || rollout.exponentialRate !== undefined || isUnresolved(rollout) ? []
    : problemAt('jobExecutionsRolloutConfig.maximumPerMinute', undefined, 'be given: AWS IoT refuses a rollout without a rate');

/** Equal rates cause a warning only. Evidence: rollout-base-above-maximum, rollout-base-equals-maximum. */
const baseIsNotAboveMaximum: Rule = ({ jobExecutionsRolloutConfig: rollout }, isUnresolved) => {
  const [base, maximum] = [rollout?.exponentialRate?.baseRatePerMinute, rollout?.maximumPerMinute];
  if (base === undefined || maximum === undefined || base <= maximum || isUnresolved(base) || isUnresolved(maximum)) return [];
  return problemAt('jobExecutionsRolloutConfig.exponentialRate.baseRatePerMinute', base,
    `be at most maximumPerMinute, which is ${maximum}: AWS IoT refuses a rollout that begins above its maximum`);
};

/** Evidence: abort-failure-type-once. */
const abortTypesStandOnce: Rule = ({ abortConfig }, isUnresolved) => {
  // Stryker disable next-line ArrayDeclaration: a text has no failure type
  const types = (abortConfig?.criteriaList ?? []).map(({ failureType }) => failureType);
  const repeated = types.find((type, index) => types.indexOf(type) !== index && !isUnresolved(type));
  return repeated === undefined ? [] : problemAt('abortConfig.criteriaList', types.join(', '),
    `have each failure type once, has ${repeated} more than once: AWS IoT refuses several criteria of one failure type`);
};

/** Evidence: retry-all-alone. */
const retryOfAllIsAlone: Rule = ({ jobExecutionsRetryConfig }, isUnresolved) => {
  // Stryker disable next-line ArrayDeclaration: a text has no failure type
  const types = (jobExecutionsRetryConfig?.criteriaList ?? []).map(({ failureType }) => failureType);
  const isMixed = types.includes('ALL') && types.some(type => type !== 'ALL' && !isUnresolved(type));
  return isMixed ? problemAt('jobExecutionsRetryConfig.criteriaList', types.join(', '), 'have ALL by itself: AWS IoT refuses it beside another failure type') : [];
};

/** A missing value is probably a variable that was not set. Evidence: tag-value-missing. */
// Stryker disable next-line ArrayDeclaration: every request of a construct has a list of tags
const tagsHaveValues: Rule = ({ tags = [] }) =>
  tags.flatMap(({ Value }, index) => Value !== undefined ? []
    : problemAt(`tags[${index}].Value`, undefined, 'be given: a tag needs a value, which may be empty'));

/** AWS IoT accepts this key, but the CDK keeps tags in an object, which cannot have a member of this name. Evidence: tag-key-format. */
// Stryker disable next-line ArrayDeclaration: a text has no such key
const tagsAreKept: Rule = ({ tags = [] }) =>
  tags.some(({ Key }) => Key === '__proto__') ? problemAt('tags', '__proto__', 'have another key: the CDK would lose this tag') : [];

/**
 * The rules for synthesis only: nobody has measured that CreateJobTemplate itself refuses these requests. At deployment the decision is
 * left to AWS IoT, because a rollback must be able to restore every template that AWS IoT has accepted.
 */
export const SYNTHESIS_RULES: readonly Rule[] = [
  rolloutHasRate, baseIsNotAboveMaximum, abortTypesStandOnce, retryOfAllIsAlone, tagsHaveValues, tagsAreKept,
  forKnownDocument([documentNesting, forPlaceholders([placeholdersAreRight, packageVersionsMatch, nothingIsEscaped])]),
];
