import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { IJobTemplate, JobTarget, RunJob } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

export interface CanaryThenFleetStackProps extends StackProps {
  /** A template without maintenance windows. */
  readonly template: IJobTemplate;
  /** The thing group of the devices that get the release first. */
  readonly canaryGroupName: string;
  /** The thing group of all devices. */
  readonly fleetGroupName: string;
}

/**
 * Rolls a release out to the canaries, watches them for a day, asks people, and then rolls it out to the fleet.
 *
 * To approve, one of the approvers runs the command in the message, within three days. To refuse, stop the execution.
 */
export class CanaryThenFleetStack extends Stack {
  /** Subscribe the approvers to this topic. */
  readonly approvals: sns.ITopic;

  constructor(scope: Construct, id: string, props: CanaryThenFleetStackProps) {
    super(scope, id, props);
    const { template: jobTemplate } = props;
    this.approvals = new sns.Topic(this, 'Approvals', { enforceSSL: true });

    // The gate: one canary that fails ends the execution, and cancels the job.
    const canary = new RunJob(this, 'Canary', {
      jobTemplate,
      targets: [JobTarget.thingGroupName(props.canaryGroupName)],
      jobIdPrefix: 'canary',
      toleratedFailureCount: 0,
      timeLimit: Duration.hours(12),
    });
    const watch = new sfn.Wait(this, 'WatchTheCanaries', { time: sfn.WaitTime.duration(Duration.days(1)) });
    const approve = new tasks.SnsPublish(this, 'AskForApproval', {
      topic: this.approvals,
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      message: sfn.TaskInput.fromText(sfn.JsonPath.format(
        'Roll out to the fleet: aws stepfunctions send-task-success --task-output true --task-token {}', sfn.JsonPath.taskToken,
      )),
      taskTimeout: sfn.Timeout.duration(Duration.days(3)),
      resultPath: sfn.JsonPath.DISCARD,
    });
    const fleet = new RunJob(this, 'Fleet', {
      jobTemplate,
      targets: [JobTarget.thingGroupName(props.fleetGroupName)],
      jobIdPrefix: 'fleet',
      toleratedFailurePercentage: 2,
      timeLimit: Duration.days(14),
      // This release supersedes the ones before.
      cancelOlderJobs: ['fleet-'],
    });

    const release = new sfn.StateMachine(this, 'Release', { definitionBody: sfn.DefinitionBody.fromChainable(canary.next(watch).next(approve).next(fleet)) });
    for (const run of [canary, fleet]) run.cancelWhenStopped(release);

    const approvers = new iam.Role(this, 'Approvers', { assumedBy: new iam.AccountRootPrincipal() });
    release.grantTaskResponse(approvers);
  }
}
