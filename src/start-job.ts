import { Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { createJobMembers, grantStart, languageProblems, startProblems, targetsOf, throwProblems, warnOfStart } from './job-start';
import { statementsOfGrant } from './private/collected-statements';
import { iotCall } from './private/iot-call';
import { defaultJobIdPrefix, pathHashOf } from './private/job-id';
import { checkOptions, checkTypes } from './private/prop-types';
import { JSONATA, JSONPATH, MAX_PREFIX_LENGTH, type QueryForm } from './private/query-form';
import { shownProp } from './private/shown';
import type { StartJobInStateMachineOptions } from './start-job-options';

/**
 * Properties for starting a job in a JSONPath state.
 */
export interface StartJobJsonPathProps extends sfn.TaskStateJsonPathBaseProps, StartJobInStateMachineOptions {}

/**
 * Properties for starting a job in a JSONata state.
 */
export interface StartJobJsonataProps extends sfn.TaskStateJsonataBaseProps, StartJobInStateMachineOptions {}

/**
 * Properties for starting a job in a state machine.
 */
export interface StartJobProps extends sfn.TaskStateBaseProps, StartJobInStateMachineOptions {}

/**
 * A Step Functions task that starts a job from a template. It does not wait for the end of the job: see `RunJob`.
 *
 * The state machine gets exactly the permissions that the job needs.
 *
 * Without `jobId`, the id depends on the construct and the execution, so a repeated attempt never starts a second job.
 * If the response to the first attempt was lost, the next attempt fails with `Iot.ResourceAlreadyExistsException`
 * although the job has started. A state that starts several jobs in one execution, in a loop or in a `Map`, fails in the
 * same way at the second job: give each job a `jobId` from the state.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJob.html
 */
export class StartJob extends sfn.TaskStateBase {
  /**
   * Starts a job in a JSONPath state. Values of the state are `JsonPath.stringAt('$.name')`.
   *
   * @throws if a prop is invalid; the message lists all problems
   */
  public static jsonPath(scope: Construct, id: string, props: StartJobJsonPathProps): StartJob {
    return new StartJob(scope, id, { ...props, queryLanguage: sfn.QueryLanguage.JSON_PATH });
  }

  /**
   * Starts a job in a JSONata state. Values of the state are expressions, such as `{% $states.input.name %}`.
   *
   * @throws if a prop is invalid; the message lists all problems
   */
  public static jsonata(scope: Construct, id: string, props: StartJobJsonataProps): StartJob {
    return new StartJob(scope, id, { ...props, queryLanguage: sfn.QueryLanguage.JSONATA });
  }

  protected readonly taskMetrics?: sfn.TaskMetricsConfig;
  protected readonly taskPolicies?: iam.PolicyStatement[];

  private readonly jobIdPrefix: string;

  /**
   * Starts a job in a state whose query language is `queryLanguage`, or that of the state machine.
   *
   * @throws if a prop is invalid; the message lists all problems
   */
  constructor(scope: Construct, id: string, private readonly props: StartJobProps) {
    super(scope, id, props ?? {});
    checkOptions(this, 'props', props, ['jobTemplate', 'targets']);
    checkTypes(this, props, ['jobTemplate']);
    const { queryLanguage } = props;
    throwProblems(this, [
      ...patternProblems(props),
      ...startProblems(props),
      ...queryLanguage === undefined ? [] : languageProblems(props, formOf(queryLanguage)),
    ]);
    this.jobIdPrefix = props.jobIdPrefix ?? defaultJobIdPrefix(this, MAX_PREFIX_LENGTH);
    const { jobId, targets, permissions, description } = props;
    warnOfStart(this, props, { jobId, description, targets });
    const startScope = { jobId, jobIdPrefix: this.jobIdPrefix, targets, permissions };
    this.taskPolicies = statementsOfGrant(this, grantee => grantStart(grantee, props, startScope));
  }

  /** @internal */
  protected _renderTask(topLevelQueryLanguage?: sfn.QueryLanguage): any {
    const language = this.props.queryLanguage ?? topLevelQueryLanguage ?? sfn.QueryLanguage.JSON_PATH;
    const form = formOf(language);
    // Without a query language of its own, the state has that of the state machine, which is not known before.
    throwProblems(this, languageProblems(this.props, form));
    const members = this.members(form);
    return { Resource: iotCall(Stack.of(this), 'createJob'), ...this._renderParametersOrArguments(members, language) };
  }

  private members(form: QueryForm): object {
    const { jobId = form.idOfExecution({ prefix: this.jobIdPrefix, pathHash: pathHashOf(this) }), description = form.withExecution('Started by') } = this.props;
    return createJobMembers(this.props, { jobId, description }, targetsOf(this.props, form));
  }
}

const formOf = (language: sfn.QueryLanguage): QueryForm => language === sfn.QueryLanguage.JSONATA ? JSONATA : JSONPATH;

/** CreateJob returns before the job ends, and AWS IoT returns no task token. */
function patternProblems({ integrationPattern }: StartJobProps): string[] {
  return integrationPattern === undefined || integrationPattern === sfn.IntegrationPattern.REQUEST_RESPONSE ? []
    : [`${shownProp('integrationPattern', integrationPattern)}, must be REQUEST_RESPONSE or left out: RunJob waits for the end of the job`];
}
