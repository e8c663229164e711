import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { allowIot, cancelUnlessEnded, IotTask, NOT_FOUND } from './iot-task';
import { jsonata } from './query-form';

export interface StoppedJobOptions {
  /** The state machine whose executions start the jobs. */
  readonly stateMachine: sfn.IStateMachine;
  /** The id of the job of an execution, or an expression with `$states.input.executionArn`. */
  readonly jobId: string;
  /** Whether no other execution has the id. Otherwise the description of the job says whose job it is. */
  readonly hasOwnId: boolean;
  readonly jobArns: string[];
  /** Whether a failed execution cancels its job, besides one that is stopped or that times out. */
  readonly cancelOnFailure: boolean;
}

/** Cancels the job of each execution that is stopped, that times out or that fails. Evidence: execution-status-event. */
export function cancelJobOfStoppedExecution(scope: Construct, options: StoppedJobOptions): void {
  const stopped = new Construct(scope, 'Stopped');
  new events.Rule(stopped, 'Rule', {
    description: `Cancels the job of a stopped execution of ${scope.node.path}`,
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [options.stateMachine.stateMachineArn], status: [...options.cancelOnFailure ? ['FAILED'] : [], 'TIMED_OUT', 'ABORTED'] },
    },
    targets: [new targets.SfnStateMachine(newCanceler(stopped, options), {
      input: events.RuleTargetInput.fromObject({ executionArn: events.EventField.fromPath('$.detail.executionArn') }),
    })],
  });
}

/** Looks at the job first, because nobody knows what AWS IoT does with a request to cancel a job that has ended. */
function newCanceler(scope: Construct, { jobId, hasOwnId, jobArns }: StoppedJobOptions): sfn.StateMachine {
  const describe = new IotTask(scope, 'Look at the job', {
    operation: 'describeJob',
    request: { JobId: jobId },
    policyStatements: [allowIot('DescribeJob', jobArns)],
    outputs: {
      JobId: jsonata('$states.result.Job.JobId'),
      Status: jsonata('$states.result.Job.Status'),
      IsOwn: hasOwnId ? true : jsonata("$contains($states.result.Job.Description & '', $states.input.executionArn)"),
    },
  });
  const ended = sfn.Succeed.jsonata(scope, 'There is nothing to cancel');
  // The execution may have been stopped while its request to create the job was under way.
  describe.addRetry({ errors: [NOT_FOUND], interval: Duration.seconds(10), maxAttempts: 2, backoffRate: 3 });
  describe.addCatch(ended, { errors: [NOT_FOUND] });
  const cancel = cancelUnlessEnded(scope, 'Cancel the job', {
    request: { JobId: jsonata('$states.input.JobId'), ReasonCode: 'EXECUTION_STOPPED' },
    jobArns,
  });
  describe.next(sfn.Choice.jsonata(scope, 'Is the job in progress?')
    .when(sfn.Condition.jsonata(jsonata("$states.input.IsOwn and $states.input.Status in ['SCHEDULED', 'IN_PROGRESS']")), cancel)
    .otherwise(ended));
  return new sfn.StateMachine(scope, 'Canceler', {
    definitionBody: sfn.DefinitionBody.fromChainable(describe),
    queryLanguage: sfn.QueryLanguage.JSONATA,
    comment: `Cancels the job of a stopped execution of ${scope.node.path}`,
  });
}
