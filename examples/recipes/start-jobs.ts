import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IJobTemplate, JobTarget, RunJob, StartJobTarget } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

export interface StarterProps extends StackProps {
  /**
   * The template. If it has maintenance windows, each job below also needs a target selection of CONTINUOUS and a start
   * time. The start time has the form `YYYY-MM-DDThh:mm`, and is at least 30 minutes ahead. AWS IoT refuses other jobs.
   */
  readonly template: IJobTemplate;
  /** The ARN of the thing group of the jobs. */
  readonly thingGroupArn: string;
}

/** A state machine that starts a job and ends with the job. If an execution is stopped, its job is canceled. */
export class StepFunctionsStack extends Stack {
  constructor(scope: Construct, id: string, props: StarterProps) {
    super(scope, id, props);
    const rollout = new RunJob(this, 'Rollout', {
      jobTemplate: props.template,
      targets: [JobTarget.arn(props.thingGroupArn)],
      jobIdPrefix: 'rollout',
      toleratedFailurePercentage: 5,
      timeLimit: Duration.days(2),
    });
    const stateMachine = new sfn.StateMachine(this, 'StateMachine', { definitionBody: sfn.DefinitionBody.fromChainable(rollout) });
    rollout.cancelWhenStopped(stateMachine);
  }
}

/** EventBridge Scheduler starts a job each night, without a function. */
export class SchedulerStack extends Stack {
  constructor(scope: Construct, id: string, props: StarterProps) {
    super(scope, id, props);
    new scheduler.Schedule(this, 'Nightly', {
      schedule: scheduler.ScheduleExpression.cron({ hour: '2', minute: '0' }),
      target: new StartJobTarget({
        jobTemplate: props.template,
        targets: [JobTarget.arn(props.thingGroupArn)],
        // Each night is another job.
        jobIdPrefix: 'nightly',
      }),
    });
  }
}

/** A function that starts a job for one device, whose name is in the event. */
export class FunctionStack extends Stack {
  constructor(scope: Construct, id: string, props: StarterProps) {
    super(scope, id, props);
    const things = this.formatArn({ service: 'iot', resource: 'thing', resourceName: '' });
    const starter = new lambda.Function(this, 'Starter', {
      runtime: lambda.determineLatestNodeRuntime(this),
      handler: 'index.handler',
      timeout: Duration.seconds(10),
      environment: { TEMPLATE: props.template.jobTemplateArn, THINGS: things },
      code: lambda.Code.fromInline(`
        const { IoTClient, CreateJobCommand } = require('@aws-sdk/client-iot');
        const client = new IoTClient();
        exports.handler = ({ id, thingName }) => client.send(new CreateJobCommand({
          jobId: 'repair-' + id,
          jobTemplateArn: process.env.TEMPLATE,
          targets: [process.env.THINGS + thingName],
        }));
      `),
    });
    props.template.grants.createJob(starter, { targets: [`${things}*`], jobIds: ['repair-*'] });
  }
}
