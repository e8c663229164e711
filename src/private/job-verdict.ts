import { jsonataOfLines } from './query-form';

/** When a run ends, and how. */
export interface VerdictOptions {
  readonly isContinuous: boolean;
  readonly timeLimitSeconds?: number;
  readonly toleratedCount?: number;
  readonly toleratedPercentage?: number;
  readonly cancelOnFailure: boolean;
}

/** The next step of a run. */
export enum Verdict {
  WAIT = 'WAIT',
  SUCCEED = 'SUCCEED',
  CANCEL = 'CANCEL',
  FAIL = 'FAIL',
}

/** The errors of a run. Users catch them by these names. */
export enum RunJobError {
  TOO_MANY_FAILURES = 'IotJob.TooManyFailures',
  TIME_LIMIT = 'IotJob.TimeLimitExceeded',
  CANCELED = 'IotJob.Canceled',
  ID_TAKEN = 'IotJob.IdTaken',
}

const COUNTS = ['Succeeded', 'Failed', 'Rejected', 'TimedOut', 'Canceled', 'Removed', 'InProgress', 'Queued'];
const FAILURES = ['Failed', 'Rejected', 'TimedOut'];

/** The sum of counts of a job. AWS IoT may leave a count out. */
const sumOf = (counts: readonly string[]): string =>
  `$sum([0, ${counts.map(count => `$counts.NumberOf${count}Things`).join(', ')}][$type($) = 'number'])`;

/**
 * A JSONata expression for the data of a run after a DescribeJob: the job, the verdict and, for a failed run, the error and the cause. The
 * input has `startedAt`, in milliseconds. Evidence: job-status.
 */
export function verdictExpression(options: VerdictOptions): string {
  const { isContinuous, timeLimitSeconds, toleratedCount, toleratedPercentage, cancelOnFailure } = options;
  const tooMany = toleratedCount === undefined ? 'false' : `$failures > ${toleratedCount}`;
  const tooManyAtTheEnd = toleratedPercentage === undefined ? 'false' : `$failures * 100 > ${toleratedPercentage} * ${sumOf(COUNTS)}`;
  const isLate = timeLimitSeconds === undefined ? 'false' : `$millis() >= $states.input.startedAt + ${timeLimitSeconds * 1000}`;
  return jsonataOfLines(`(
    $job := $states.result.Job;
    $counts := $job.JobProcessDetails;
    $failures := ${sumOf(FAILURES)};
    $isOpen := $job.Status in ['SCHEDULED', 'IN_PROGRESS'];
    $isLate := ${isLate};
    $hasEnded := $job.Status = 'COMPLETED'${isContinuous ? ' or ($isOpen and $isLate)' : ''};
    $error := ${tooMany} or ($hasEnded and ${tooManyAtTheEnd}) ? '${RunJobError.TOO_MANY_FAILURES}'
      : $hasEnded ? ''
      : $not($isOpen) ? '${RunJobError.CANCELED}'
      : $isLate ? '${RunJobError.TIME_LIMIT}'
      : '';
    $merge([$states.input, {
      'job': $job.{ 'JobId': JobId, 'JobArn': JobArn, 'Status': Status, 'JobProcessDetails': JobProcessDetails },
      'verdict': $error != '' ? ($isOpen and ${cancelOnFailure} ? '${Verdict.CANCEL}' : '${Verdict.FAIL}') : $hasEnded ? '${Verdict.SUCCEED}' : '${Verdict.WAIT}',
      'error': $error,
      'cause': 'Job ' & $job.JobId & ' is ' & $job.Status & ($job.ReasonCode ? ', reason code ' & $job.ReasonCode) & ($job.Comment ? ', comment: ' & $job.Comment)
        & '. Things: ' & $join([${COUNTS.map(count => `'${count} ' & $string(${sumOf([count])})`).join(', ')}], ', ')
    }])
  )`);
}
