import { RESERVED_TAG_PREFIX } from './contract';
import { cronProblem } from './cron';
import { DOCUMENT_RULES } from './document-rules';
import { mayInherit } from './inheritance';
import { problemAt, type Rule } from './rule';

const MAX_RETRIES = 10;

/** Evidence: rollout-increase-one, rollout-increase-none. */
const rateIncreaseIsOne: Rule = ({ jobExecutionsRolloutConfig }) => {
  const criteria = jobExecutionsRolloutConfig?.exponentialRate?.rateIncreaseCriteria;
  if (criteria === undefined) return [];
  // Stryker disable next-line EqualityOperator: of two counts, one is given exactly if one is not
  const given = [criteria.numberOfNotifiedThings, criteria.numberOfSucceededThings].filter(count => count !== undefined);
  return given.length === 1 ? [] : problemAt('jobExecutionsRolloutConfig.exponentialRate.rateIncreaseCriteria', criteria,
    'be one of numberOfNotifiedThings and numberOfSucceededThings');
};

/** Evidence: rollout-maximum-required. */
const exponentialRateHasMaximum: Rule = ({ jobExecutionsRolloutConfig: rollout }) =>
  rollout?.exponentialRate === undefined || rollout.maximumPerMinute !== undefined ? []
    : problemAt('jobExecutionsRolloutConfig.maximumPerMinute', undefined, 'be given: AWS IoT refuses an exponential rate without a maximum');

/** Evidence: retry-total, retry-timed-out-timeout. */
const retriesAddUp: Rule = (request, isUnresolved) => {
  const criteria = request.jobExecutionsRetryConfig?.criteriaList ?? [];
  if (!Array.isArray(criteria)) return [];
  const retries = criteria.map(criterion => criterion.numberOfRetries).filter(count => !isUnresolved(count));
  const total = retries.reduce((sum, count) => sum + count, 0);
  const timeout = 'timeoutConfig.inProgressTimeoutInMinutes';
  const hasTimeout = request.timeoutConfig?.inProgressTimeoutInMinutes !== undefined || mayInherit(request, timeout);
  return [
    ...total <= MAX_RETRIES ? [] : problemAt('jobExecutionsRetryConfig.criteriaList', `${total} retries`, `have at most ${MAX_RETRIES} retries in all`),
    ...hasTimeout || !criteria.some(({ failureType }) => failureType === 'TIMED_OUT') ? []
      : problemAt(timeout, undefined, 'be given if TIMED_OUT executions are retried: without a timeout none times out'),
  ];
};

/** Evidence: window-cron. */
const windowsAreCron: Rule = ({ maintenanceWindows }, isUnresolved) =>
  !Array.isArray(maintenanceWindows) ? [] : maintenanceWindows.flatMap(({ startTime }, index) => {
    const problem = isUnresolved(startTime) ? undefined : cronProblem(startTime);
    return problem === undefined ? [] : problemAt(`maintenanceWindows[${index}].startTime`, startTime, problem);
  });

/** Evidence: tag-key-reserved, tag-key-repeated. */
const tagsAreOurs: Rule = ({ tags }, isUnresolved) =>
  !Array.isArray(tags) ? [] : tags.flatMap(({ Key }, index) => {
    if (isUnresolved(Key)) return [];
    const reserved = ['aws:', RESERVED_TAG_PREFIX].find(prefix => Key.toLowerCase().startsWith(prefix));
    const first = tags.findIndex(tag => tag.Key === Key) === index;
    return [
      ...reserved === undefined ? [] : problemAt(`tags[${index}].Key`, Key, `not begin with ${reserved}, which is reserved`),
      ...first ? [] : problemAt(`tags[${index}].Key`, Key, 'be unique'),
    ];
  });

export const RULES: readonly Rule[] = [
  ...DOCUMENT_RULES, rateIncreaseIsOne, exponentialRateHasMaximum, retriesAddUp, windowsAreCron, tagsAreOurs,
];
