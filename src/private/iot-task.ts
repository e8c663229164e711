import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { iotCall } from './iot-call';

/** Properties of a JSONata task that calls an operation of AWS IoT. */
export interface IotTaskProps extends sfn.TaskStateJsonataBaseProps {
  /** The operation, in camelCase. */
  readonly operation: string;
  /** The members of the request, or a JSONata expression for them. */
  readonly request: unknown;
  readonly policyStatements: iam.PolicyStatement[];
}

/**
 * Transient errors. The last one stands for all errors that the model of AWS IoT does not have, such as internal errors.
 * Evidence: sdk-integration-errors.
 */
const TRANSIENT = ['ThrottlingException', 'ServiceUnavailableException', 'InternalException', 'InternalFailureException', 'SdkClientException', 'IotException']
  .map(name => `Iot.${name}`);

/** A JSONata task that calls an operation of AWS IoT, and repeats it after a transient error. */
export class IotTask extends sfn.TaskStateBase {
  protected readonly taskMetrics?: sfn.TaskMetricsConfig;
  protected readonly taskPolicies: iam.PolicyStatement[];

  constructor(scope: Construct, id: string, private readonly props: IotTaskProps) {
    super(scope, id, { ...props, queryLanguage: sfn.QueryLanguage.JSONATA });
    this.taskPolicies = props.policyStatements;
    this.addRetry({ errors: TRANSIENT, interval: Duration.seconds(2), backoffRate: 2, maxAttempts: 8, maxDelay: Duration.minutes(1) });
  }

  /** @internal */
  protected _renderTask(): any {
    return { Resource: iotCall(Stack.of(this), this.props.operation), Arguments: this.props.request };
  }
}

/** The error for a job that does not exist. */
export const NOT_FOUND = 'Iot.ResourceNotFoundException';

/** A statement that allows one action of AWS IoT. */
export const allowIot = (action: string, resources: string[]): iam.PolicyStatement => new iam.PolicyStatement({ actions: [`iot:${action}`], resources });

export interface CancelOptions {
  /** The name of the state. @default - the id */
  readonly stateName?: string;
  readonly request: unknown;
  readonly jobArns: string[];
}

/** Cancels a job. A job that has ended meanwhile is no error. Evidence: cancel-ended-job. */
export function cancelUnlessEnded(scope: Construct, id: string, { stateName = id, request, jobArns }: CancelOptions): sfn.IChainable {
  const ended = sfn.Pass.jsonata(scope, `${id}Ended`, { stateName: `${stateName}, ended` });
  const cancel = new IotTask(scope, id, { stateName, operation: 'cancelJob', request, policyStatements: [allowIot('CancelJob', jobArns)] });
  return cancel.addCatch(ended, { errors: ['Iot.InvalidRequestException', NOT_FOUND] });
}
