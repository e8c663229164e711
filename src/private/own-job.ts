import { toMillis } from './older-jobs';
import { jsonataOfLines } from './query-form';

/** The clocks of AWS IoT and of Step Functions may differ by this much. */
const CLOCK_DIFFERENCE_MS = 60_000;

/** Whether a job with the id of the run is of this run: it may be of another execution, or of another item of a `Map`. */
export const IS_OWN = jsonataOfLines(`(
    $job := $states.result.Job;
    $request := $states.input.request;
    $isIn := function($some, $all) { $count($some[$not($ in $all)]) = 0 };
    $merge([$states.input, {
      'isOwn': $job.Description = $request.Description and $isIn($job.Targets, $request.Targets) and $isIn($request.Targets, $job.Targets)
        and ${toMillis('$job.CreatedAt')} >= $states.input.startedAt - ${CLOCK_DIFFERENCE_MS}
    }])
  )`);
