import { type Duration, Token } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { JobTargetSelection } from './job';
import {
  createJobMembers, grantStart, idPatternsOf, isFromState, jobArn, languageProblems, prefixProblems, startProblems, targetsOf, throwProblems,
  warnOfStart,
} from './job-start';
import { statementsOfGrant } from './private/collected-statements';
import { warnOfExpressStateMachine } from './private/express-state-machine';
import { allowIot, IotTask } from './private/iot-task';
import { defaultJobIdPrefix, JOB_ID_MAX_LENGTH, pathHashOf } from './private/job-id';
import { RunJobError, Verdict, verdictExpression } from './private/job-verdict';
import { cancelOlderJobs, NO_PAGE } from './private/older-jobs';
import { IS_OWN } from './private/own-job';
import { checkOptions, checkType, checkTypes, STATE_MACHINE } from './private/prop-types';
import { idOfExecutionArn, JSONATA, jsonata, KEEP_INPUT, type JobOfExecution, MAX_PREFIX_LENGTH } from './private/query-form';
import type { ShownWarning } from './private/request-problems';
import { fullHistory, timeProblems, waitExpression } from './private/run-times';
import { shownProp } from './private/shown';
import { longStateNames, stateNameIn } from './private/state-names';
import { cancelJobOfStoppedExecution } from './private/stopped-job';
import { warn } from './private/warn';
import { WarningId } from './private/warning';
import type { StartJobInStateMachineOptions } from './start-job-options';

/**
 * Properties for running a job to its end. Values of the state are JSONata expressions, such as
 * `{% $states.input.name %}`, in state machines of either query language.
 */
export interface RunJobProps extends StartJobInStateMachineOptions {
  /**
   * The number of things that may fail. If more things fail, the run fails at once, even while the job is in progress. A
   * thing fails if the status of its execution is FAILED, REJECTED or TIMED_OUT.
   *
   * @default - not checked
   */
  readonly toleratedFailureCount?: number;

  /**
   * The percentage of things that may fail, 0 to 100, of all executions of the job. It is checked when the job ends,
   * because a rollout knows only some of its things before. To stop a bad rollout early, give the template
   * `abortCriteria`.
   *
   * @default 0, unless `toleratedFailureCount` is given
   */
  readonly toleratedFailurePercentage?: number;

  /**
   * The longest time to wait for the job. After this time, the run of a snapshot job fails. The run of a continuous job
   * succeeds unless too many things have failed, and the job goes on.
   *
   * @default - no limit; a continuous job must have one, also beside `schedule.endTime`, after which AWS IoT may leave the
   * job in progress
   */
  readonly timeLimit?: Duration;

  /**
   * The shortest time between two looks at the job. The time grows to a tenth of the time since the start.
   *
   * @default Duration.seconds(15)
   */
  readonly minPollInterval?: Duration;

  /**
   * The longest time between two looks at the job. An execution of Step Functions has at most 25,000 events, of which
   * each look takes about nine: with an hour, they last for 100 days.
   *
   * @default Duration.hours(1)
   */
  readonly maxPollInterval?: Duration;

  /**
   * Whether to cancel a job in progress if its run fails, because too many things failed or the time limit has passed.
   * Things that have begun may finish. If it is false, `cancelWhenStopped` does not cancel the job of a failed
   * execution, either.
   *
   * @default true
   */
  readonly cancelOnFailure?: boolean;

  /**
   * Cancels the jobs whose ids begin with one of these texts, once the new job has started. It cancels only jobs that
   * are in progress or scheduled and that were created before this run. Things that have begun may finish. The events of an
   * execution suffice for about 3,000 jobs.
   *
   * @default - no job is canceled
   */
  readonly cancelOlderJobs?: string[];

  /**
   * Keeps the input, and adds the result to it as a member of this name. The input must be an object.
   *
   * @default - the result replaces the input
   */
  readonly resultName?: string;
}

/**
 * States of Step Functions that start a job from a template, wait for its end, and succeed or fail with it.
 *
 * The result has `JobId`, `JobArn`, `Status` and `JobProcessDetails`, as DescribeJob returns them. The errors are
 * `IotJob.TooManyFailures`, `IotJob.TimeLimitExceeded`, `IotJob.Canceled` and `IotJob.IdTaken`. The cause has the reason
 * of the job and the counts of its things.
 *
 * Each run starts one job: a request that is repeated, or a redrive, finds the job of the run. A fragment
 * that runs several times in one execution, in a loop or in a `Map`, needs a `jobId` from the state. A job of another
 * run with the same id is an error.
 *
 * The states use JSONata, and fit into state machines of either query language. The state machine must be of the type
 * STANDARD, and gets exactly the permissions that the states need.
 *
 * To catch errors, call `toSingleState({ outputPath: '$[0]' })`. In a state machine whose query language is JSONata, call
 * `toSingleState({ queryLanguage: sfn.QueryLanguage.JSONATA, outputs: '{% $states.result[0] %}' })`. A retry of that
 * state is another run, whose id is taken.
 *
 * If the `abortCriteria` of the template stop the job, the error is `IotJob.Canceled`, unless more things failed than
 * `toleratedFailureCount`. A run for a group without things succeeds, because its job completes without a failure.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-jobs-lifecycle.html
 */
export class RunJob extends sfn.StateMachineFragment {
  public readonly startState: sfn.State;
  public readonly endStates: sfn.INextable[];

  private readonly jobIdPrefix: string;
  private isCanceledWhenStopped = false;

  /**
   * @throws if a prop is invalid, or if a continuous job has no time limit; the message lists all problems
   */
  constructor(scope: Construct, id: string, private readonly props: RunJobProps) {
    super(scope, id);
    checkOptions(this, 'props', props, ['jobTemplate', 'targets']);
    checkTypes(this, props, ['jobTemplate']);
    throwProblems(this, [...startProblems(props), ...runProblems(props)]);
    this.jobIdPrefix = props.jobIdPrefix ?? defaultJobIdPrefix(this, MAX_PREFIX_LENGTH);
    warnOfStart(this, props, props);
    [...fullHistory(props), ...thresholdBelowOne(props)].forEach(({ id: warningId, text }) => warn(this, warningId, text));
    this.node.addValidation({ validate: () => this.checkLate() });

    const prepare = this.prepare();
    const create = this.create();
    const wait = sfn.Wait.jsonata(this, 'Wait', { stateName: this.stateName('Wait for the job'), time: sfn.WaitTime.seconds(waitExpression(props)) });
    const describe = this.describe();
    const succeed = this.succeed();

    prepare.next(create);
    const older = this.older();
    if (older === undefined) {
      create.next(wait);
    } else {
      create.next(older.start);
      older.end.next(wait);
    }
    create.addCatch(this.find(older?.start ?? wait), { errors: ['Iot.ResourceAlreadyExistsException'], outputs: KEEP_INPUT });
    wait.next(describe).next(this.decide({ wait, succeed }));
    this.startState = prepare;
    this.endStates = [succeed];
    this.node.addValidation({ validate: () => longStateNames(this) });
  }

  /**
   * Makes one state of these states: a `Parallel`, which can catch errors. Its result is a list with one item.
   *
   * The names of the states begin with the id of this construct already, so they get no other prefix by default.
   */
  public toSingleState(options: sfn.SingleStateOptions = {}): sfn.Parallel {
    if (options.prefixStates) this.prefixStates(options.prefixStates);
    return new sfn.Parallel(this, options.stateId ?? this.node.id, options).branch(this);
  }

  /**
   * Cancels the job of an execution that is stopped, that times out or that fails. If `cancelOnFailure` is false, the
   * job of an execution that fails goes on.
   *
   * A stopped execution runs nothing more, so this adds an EventBridge rule and a small state machine. Step Functions
   * sends the events of executions on a best-effort basis, for state machines of the type STANDARD only. Things that
   * have begun may finish.
   *
   * @param stateMachine the state machine that contains these states
   * @throws if `jobId` comes from the state, because the event does not contain the state, if both `jobId` and
   * `description` are given, because then nothing shows whose job it is, or if it is called twice
   */
  public cancelWhenStopped(stateMachine: sfn.IStateMachine): void {
    checkType(this, 'stateMachine', stateMachine, STATE_MACHINE);
    const { stateMachineType } = stateMachine as Partial<sfn.StateMachine>;
    if (stateMachineType === sfn.StateMachineType.EXPRESS) {
      throwProblems(this, [`stateMachine is ${stateMachine.node.path}, which is of the type EXPRESS, must be of the type STANDARD: Step Functions sends no events of other executions`]);
    }
    if (this.isCanceledWhenStopped) throwProblems(this, ['cancelWhenStopped has been called before, must be called once: one state machine contains these states']);
    this.isCanceledWhenStopped = true;
    if (isFromState(this.props.jobId)) {
      throwProblems(this, [`${shownProp('jobId', this.props.jobId)}, must be known for cancelWhenStopped: leave it out, or use jobIdPrefix`]);
    }
    if (this.props.jobId !== undefined && this.props.description !== undefined) {
      throwProblems(this, [`${shownProp('description', this.props.description)} beside jobId, must be left out for cancelWhenStopped: the default description has the ARN of the execution, `
        + 'and without it, the job of another execution with this id would be canceled']);
    }
    const { jobId = jsonata(idOfExecutionArn(this.jobOfExecution, '$states.input.executionArn')), cancelOnFailure = true } = this.props;
    const hasOwnId = this.props.jobId === undefined;
    cancelJobOfStoppedExecution(this, { stateMachine, jobId, hasOwnId, jobArns: this.jobArns(), cancelOnFailure });
  }

  /** The state machine is not known before. */
  private checkLate(): string[] {
    warnOfExpressStateMachine(this, this.stateName(PREPARE));
    return [];
  }

  private prepare(): sfn.Pass {
    const { jobId = JSONATA.idOfExecution(this.jobOfExecution), description = STARTED_BY } = this.props;
    return sfn.Pass.jsonata(this, 'Prepare', {
      stateName: this.stateName(PREPARE),
      outputs: {
        // With a result beside it, an input that is no object fails here, before the job starts.
        input: this.props.resultName === undefined ? KEEP_INPUT : jsonata('$merge([$states.input])'),
        startedAt: jsonata('$millis()'),
        request: createJobMembers(this.props, { jobId, description }, targetsOf(this.props, JSONATA)),
        ...olderPrefixesOf(this.props) && { older: NO_PAGE },
      },
    });
  }

  private create(): IotTask {
    const { jobId, targets: jobTargets, permissions } = this.props;
    return new IotTask(this, 'CreateJob', {
      stateName: this.stateName('Start the job'),
      operation: 'createJob',
      request: jsonata('$states.input.request'),
      policyStatements: statementsOfGrant(this, grantee =>
        grantStart(grantee, this.props, { jobId, jobIdPrefix: this.jobIdPrefix, targets: jobTargets, permissions })),
      outputs: KEEP_INPUT,
    });
  }

  /** Finds the job of an earlier attempt of this run. Evidence: job-id-taken, execution-redrive. */
  private find(next: sfn.IChainable): sfn.IChainable {
    const find = new IotTask(this, 'FindJob', {
      stateName: this.stateName('Find the job'),
      operation: 'describeJob',
      request: { JobId: jsonata('$states.input.request.JobId') },
      policyStatements: [allowIot('DescribeJob', this.jobArns())],
      outputs: IS_OWN,
    });
    const taken = sfn.Fail.jsonata(this, 'IdTaken', {
      stateName: this.stateName('The id is taken'),
      error: RunJobError.ID_TAKEN,
      cause: jsonata("'Job ' & $states.input.request.JobId & ' is of another run: each run needs another jobId'"),
    });
    return find.next(sfn.Choice.jsonata(this, 'IsOwnJob', { stateName: this.stateName('Is it the job of this run?') })
      .when(sfn.Condition.jsonata(jsonata('$states.input.isOwn')), next)
      .otherwise(taken));
  }

  private older(): ReturnType<typeof cancelOlderJobs> | undefined {
    const { jobTemplate } = this.props;
    const prefixes = olderPrefixesOf(this.props);
    return prefixes && cancelOlderJobs(this, {
      prefixes,
      jobArns: prefixes.map(prefix => jobArn(jobTemplate, `${prefix}*`)),
      stateName: name => this.stateName(name),
    });
  }

  private describe(): IotTask {
    const { targetSelection, timeLimit, toleratedFailureCount, toleratedFailurePercentage, cancelOnFailure = true } = this.props;
    return new IotTask(this, 'DescribeJob', {
      stateName: this.stateName('Look at the job'),
      operation: 'describeJob',
      request: { JobId: jsonata('$states.input.request.JobId') },
      policyStatements: [allowIot('DescribeJob', this.jobArns())],
      outputs: verdictExpression({
        isContinuous: targetSelection === JobTargetSelection.CONTINUOUS,
        timeLimitSeconds: timeLimit?.toSeconds(),
        toleratedCount: toleratedFailureCount,
        toleratedPercentage: toleratedFailureCount === undefined ? toleratedFailurePercentage ?? 0 : toleratedFailurePercentage,
        cancelOnFailure,
      }),
    });
  }

  private decide({ wait, succeed }: { readonly wait: sfn.Wait; readonly succeed: sfn.Pass }): sfn.Choice {
    const fail = sfn.Fail.jsonata(this, 'Failed', {
      stateName: this.stateName('The job has failed'),
      error: jsonata('$states.input.error'),
      cause: jsonata('$states.input.cause'),
    });
    const is = (verdict: Verdict) => sfn.Condition.jsonata(jsonata(`$states.input.verdict = '${verdict}'`));
    const decide = sfn.Choice.jsonata(this, 'HasEnded', { stateName: this.stateName('Has the job ended?') })
      .when(is(Verdict.WAIT), wait)
      .when(is(Verdict.SUCCEED), succeed);
    if (this.props.cancelOnFailure ?? true) decide.when(is(Verdict.CANCEL), this.cancel(fail));
    return decide.otherwise(fail);
  }

  /** The run has failed already, so an error here would hide the reason. */
  private cancel(fail: sfn.Fail): sfn.IChainable {
    const cancel = new IotTask(this, 'CancelJob', {
      stateName: this.stateName('Cancel the job'),
      operation: 'cancelJob',
      request: {
        JobId: jsonata('$states.input.request.JobId'),
        ReasonCode: 'RUN_JOB_FAILED',
        Comment: jsonata('$states.input.error'),
      },
      policyStatements: [allowIot('CancelJob', this.jobArns())],
      outputs: KEEP_INPUT,
    });
    return cancel.addCatch(fail, { outputs: KEEP_INPUT }).next(fail);
  }

  private succeed(): sfn.Pass {
    const { resultName } = this.props;
    return sfn.Pass.jsonata(this, 'Succeeded', {
      stateName: this.stateName('The job has succeeded'),
      outputs: jsonata(resultName === undefined ? '$states.input.job' : `$merge([$states.input.input, { '${resultName}': $states.input.job }])`),
    });
  }

  private get jobOfExecution(): JobOfExecution {
    return { prefix: this.jobIdPrefix, pathHash: pathHashOf(this) };
  }

  private jobArns(): string[] {
    const { jobId, permissions, jobTemplate } = this.props;
    return idPatternsOf({ jobId, jobIdPrefix: this.jobIdPrefix, permissions }).map(id => jobArn(jobTemplate, id));
  }

  private stateName(name: string): string {
    return stateNameIn(this, name);
  }
}

/** Undefined if no older job is canceled. */
const olderPrefixesOf = ({ cancelOlderJobs: prefixes = [] }: RunJobProps): string[] | undefined => prefixes.length > 0 ? prefixes : undefined;

/** The name of the first state. */
const PREPARE = 'Prepare the job';

/** The default description. With the time, it differs between the runs of one execution. */
const STARTED_BY = jsonata("'Started by ' & $states.context.Execution.Id & ' at ' & $fromMillis($millis())");

function runProblems(props: RunJobProps): string[] {
  const { targetSelection, timeLimit, cancelOlderJobs: prefixes = [], resultName } = props;
  return [
    ...targetSelection === JobTargetSelection.CONTINUOUS && timeLimit === undefined
      ? ['timeLimit is missing, must be given for a continuous job: it never ends by itself'] : [],
    ...numberProblems(props, 'toleratedFailureCount', { max: Infinity, kind: 'whole number' }),
    ...numberProblems(props, 'toleratedFailurePercentage', { max: 100, kind: 'number' }),
    ...Array.isArray(prefixes)
      ? prefixes.flatMap((prefix, index) => prefixProblems(`cancelOlderJobs[${index}]`, prefix, JOB_ID_MAX_LENGTH))
      : [`${shownProp('cancelOlderJobs', prefixes)}, must be a list: write ['gateway-update-'], for example`],
    ...resultName !== undefined && !/^\w{1,80}$/.test(resultName) ? [`${shownProp('resultName', resultName)}, must be 1 to 80 letters, digits and _`] : [],
    ...timeProblems(props),
    ...languageProblems(props, JSONATA),
  ];
}

const thresholdBelowOne = ({ toleratedFailurePercentage = 0 }: RunJobProps): ShownWarning[] =>
  toleratedFailurePercentage <= 0 || toleratedFailurePercentage >= 1 ? [] : [{
    id: WarningId.THRESHOLD_BELOW_ONE,
    text: `toleratedFailurePercentage is ${toleratedFailurePercentage}, but the value is a percentage: write 5 for 5 %`,
  }];

/** Expressions contain the numbers, so tokens cannot be used. */
function numberProblems(
  props: RunJobProps, prop: 'toleratedFailureCount' | 'toleratedFailurePercentage', { max, kind }: { readonly max: number; readonly kind: 'number' | 'whole number' },
): string[] {
  const value = props[prop];
  if (value === undefined) return [];
  if (Token.isUnresolved(value)) return [`${prop} is not known at synthesis, must be: the states contain it`];
  if (typeof value === 'number' && value >= 0 && value <= max && (kind === 'number' || Number.isInteger(value))) return [];
  return [`${shownProp(prop, value)}, must be a ${kind}, 0 or more${max === Infinity ? '' : `, at most ${max}`}`];
}
