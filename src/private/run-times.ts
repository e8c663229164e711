import type { Duration } from 'aws-cdk-lib';
import { jsonata } from './query-form';
import type { ShownWarning } from './request-problems';
import { WarningId } from './warning';

/** The times of a run of a job. */
export interface RunTimes {
  readonly timeLimit?: Duration;
  readonly minPollInterval?: Duration;
  readonly maxPollInterval?: Duration;
}

/** The seconds until the next look at the job: a tenth of the time since the start, within the limits. Evidence: execution-events. */
export function waitExpression({ minPollInterval, maxPollInterval, timeLimit }: RunTimes): string {
  const [min, max] = [minPollInterval?.toSeconds() ?? 15, longestPoll(maxPollInterval)];
  const growing = `$min([${max}, $max([${min}, $floor(($millis() - $states.input.startedAt) / 10000)])])`;
  return jsonata(timeLimit === undefined
    ? growing
    : `$max([1, $min([${growing}, $ceil((${timeLimit.toMilliseconds()} - $millis() + $states.input.startedAt) / 1000)])])`);
}

/** Evidence: execution-events. */
const MAX_DAYS = 365;
const SECONDS_OF_A_DAY = 86_400;

/** Expressions contain the times in seconds, so tokens and parts of a second cannot be used. */
export function timeProblems(props: RunTimes): string[] {
  const problems = (['timeLimit', 'minPollInterval', 'maxPollInterval'] as const).flatMap(prop => {
    const time = props[prop];
    if (time === undefined) return [];
    if (time.isUnresolved()) return [`${prop} is not known at synthesis, must be: the states contain it`];
    const seconds = time.toMilliseconds() / 1000;
    if (!Number.isInteger(seconds) || seconds < 1) return [`${prop} is ${seconds} s, must be a whole number of seconds, at least 1`];
    return seconds <= MAX_DAYS * SECONDS_OF_A_DAY ? [] : [`${prop} is ${seconds} s, must be at most ${MAX_DAYS} days: Step Functions ends an execution after a year`];
  });
  return problems.length > 0 ? problems : intervalProblems(props);
}

function intervalProblems({ minPollInterval, maxPollInterval }: RunTimes): string[] {
  const longest = longestPoll(maxPollInterval);
  return minPollInterval && minPollInterval.toSeconds() > longest
    ? [`minPollInterval is ${minPollInterval.toSeconds()} s, must be at most maxPollInterval, ${longest} s`] : [];
}

const longestPoll = (maxPollInterval?: Duration): number => maxPollInterval?.toSeconds() ?? 3600;

/** The most looks at a job that the events of an execution suffice for. Evidence: execution-events. */
const MAX_LOOKS = Math.floor(25_000 / 9);

/** Why a run may fail before its job ends. Without a time limit, nobody knows how long a run may take, but one of less than a day is rare. */
export function fullHistory({ timeLimit, maxPollInterval }: RunTimes): ShownWarning[] {
  const [limit, longest] = [timeLimit?.toSeconds() ?? SECONDS_OF_A_DAY, longestPoll(maxPollInterval)];
  return limit / longest <= MAX_LOOKS ? [] : [{
    id: WarningId.EXECUTION_HISTORY_FULL,
    text: `maxPollInterval is ${longest} s, but Step Functions ends an execution after 25,000 events, and each look at the job takes nine, so the run fails after `
      + `${MAX_LOOKS * longest} s: raise maxPollInterval to at least ${Math.ceil(limit / MAX_LOOKS)} s, or give a shorter timeLimit`,
  }];
}
