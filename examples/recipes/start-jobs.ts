import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { IJobTemplate } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

export interface StarterProps extends StackProps {
  /**
   * The template. If it has maintenance windows, each CreateJob below also needs a target selection of CONTINUOUS and
   * a scheduling configuration with a start time. The start time has the form `YYYY-MM-DDThh:mm`, and is at least 30
   * minutes ahead. AWS IoT refuses other jobs.
   */
  readonly template: IJobTemplate;
  /** The ARN of the thing group of the jobs. */
  readonly thingGroupArn: string;
}

/** A state machine that starts a job and ends with the job. */
export class StepFunctionsStack extends Stack {
  constructor(scope: Construct, id: string, props: StarterProps) {
    super(scope, id, props);
    const { template, thingGroupArn } = props;
    const jobId = sfn.JsonPath.format('rollout-{}', sfn.JsonPath.executionName);

    const start = new tasks.CallAwsService(this, 'StartJob', {
      service: 'iot',
      action: 'createJob',
      parameters: { JobId: jobId, JobTemplateArn: template.jobTemplateArn, Targets: [thingGroupArn] },
      // CallAwsService requires `iamResources`. The grant below adds the other permissions of CreateJob.
      iamResources: [template.jobTemplateArn],
      resultPath: sfn.JsonPath.DISCARD,
    });
    const describe = new tasks.CallAwsService(this, 'LookAtJob', {
      service: 'iot',
      action: 'describeJob',
      parameters: { JobId: jobId },
      iamResources: [this.formatArn({ service: 'iot', resource: 'job', resourceName: 'rollout-*' })],
      resultSelector: { status: sfn.JsonPath.stringAt('$.Job.Status') },
    });
    const wait = new sfn.Wait(this, 'Wait', { time: sfn.WaitTime.duration(Duration.minutes(5)) });
    const definition = start.next(wait).next(describe).next(new sfn.Choice(this, 'HasEnded')
      .when(sfn.Condition.stringEquals('$.status', 'COMPLETED'), new sfn.Succeed(this, 'Completed'))
      .when(sfn.Condition.stringEquals('$.status', 'IN_PROGRESS'), wait)
      .otherwise(new sfn.Fail(this, 'Stopped', { error: 'JobStopped', causePath: '$.status' })));

    const rollout = new sfn.StateMachine(this, 'Rollout', { definitionBody: sfn.DefinitionBody.fromChainable(definition) });
    template.grants.createJob(rollout, { targets: [thingGroupArn], jobIds: ['rollout-*'] });
  }
}

/** EventBridge Scheduler calls CreateJob directly, without a function. */
export class SchedulerStack extends Stack {
  constructor(scope: Construct, id: string, props: StarterProps) {
    super(scope, id, props);
    const { template, thingGroupArn } = props;
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') });
    template.grants.createJob(role, { targets: [thingGroupArn], jobIds: ['nightly-*'] });

    new scheduler.Schedule(this, 'Nightly', {
      schedule: scheduler.ScheduleExpression.cron({ hour: '2', minute: '0' }),
      target: new targets.Universal({
        service: 'iot',
        action: 'createJob',
        role,
        input: scheduler.ScheduleTargetInput.fromObject({
          // Each night is another job. A repeated attempt in one night is the same job.
          JobId: `nightly-${scheduler.ContextAttribute.executionId}`,
          JobTemplateArn: template.jobTemplateArn,
          Targets: [thingGroupArn],
        }),
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
