import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { allowIot, cancelUnlessEnded, IotTask } from './iot-task';
import { jsonata, jsonataOfLines, KEEP_INPUT } from './query-form';

/** States that cancel the older jobs of some prefixes. */
export interface OlderJobs {
  readonly start: sfn.State;
  readonly end: sfn.INextable;
}

export interface OlderJobsOptions {
  readonly prefixes: readonly string[];
  /** The ARNs of the jobs that may be canceled. */
  readonly jobArns: string[];
  /** The name of a state in the state machine. */
  readonly stateName: (name: string) => string;
}

/** A time of AWS IoT in milliseconds: Step Functions returns a text. A number would be in seconds. Evidence: sdk-integration-times. */
export const toMillis = (time: string): string => `($type(${time}) = 'number' ? ${time} * 1000 : $toMillis(${time}))`;

/** The data of a run before its first page of jobs. */
export const NO_PAGE = { status: 'IN_PROGRESS', jobIds: [] };

/**
 * Lists all pages of the jobs in progress, then of the scheduled jobs, and cancels those of the prefixes that were created before the run.
 * It collects all ids first, because a canceled job is missing in the pages after it. Evidence: list-jobs-page.
 */
export function cancelOlderJobs(scope: Construct, { prefixes, jobArns, stateName }: OlderJobsOptions): OlderJobs {
  const list = new IotTask(scope, 'ListJobs', {
    stateName: stateName('List older jobs'),
    operation: 'listJobs',
    request: jsonata("$merge([{ 'Status': $states.input.older.status, 'MaxResults': 250 }, $states.input.older.nextToken ? { 'NextToken': $states.input.older.nextToken } : {}])"),
    policyStatements: [allowIot('ListJobs', ['*'])],
    outputs: pageExpression(prefixes),
  });
  const isListed = sfn.Choice.jsonata(scope, 'AreJobsListed', { stateName: stateName('Are older jobs listed?') });
  const cancelAll = sfn.Map.jsonata(scope, 'CancelOlderJobs', {
    stateName: stateName('Cancel older jobs'),
    items: sfn.ProvideItems.jsonata(jsonata('$states.input.older.jobIds')),
    itemSelector: {
      JobId: jsonata('$states.context.Map.Item.Value'),
      ReasonCode: 'SUPERSEDED',
      Comment: jsonata("'Superseded by job ' & $states.input.request.JobId"),
    },
    maxConcurrency: 5,
    outputs: KEEP_INPUT,
  });
  cancelAll.itemProcessor(cancelUnlessEnded(scope, 'CancelOlderJob', { stateName: stateName('Cancel older job'), jobArns, request: KEEP_INPUT }));
  list.next(isListed);
  isListed.when(sfn.Condition.jsonata(jsonata("$states.input.older.status = 'LISTED'")), cancelAll).otherwise(list);
  return { start: list, end: cancelAll };
}

/** The data of a run after a page of jobs. */
function pageExpression(prefixes: readonly string[]): string {
  const hasPrefix = prefixes.map(prefix => `$substring(JobId, 0, ${prefix.length}) = '${prefix}'`).join(' or ');
  return jsonataOfLines(`(
    $run := $states.input;
    $older := $states.result.Jobs[(${hasPrefix}) and JobId != $run.request.JobId and ${toMillis('CreatedAt')} < $run.startedAt].JobId;
    $nextToken := $states.result.NextToken;
    $next := $run.older.status = 'IN_PROGRESS' ? 'SCHEDULED' : 'LISTED';
    $merge([$run, { 'older': $merge([
      { 'jobIds': [$run.older.jobIds, $older], 'status': $nextToken ? $run.older.status : $next },
      $nextToken ? { 'nextToken': $nextToken } : {}
    ]) }])
  )`);
}
