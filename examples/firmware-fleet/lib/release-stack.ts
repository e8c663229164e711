import { Stack, StackProps } from 'aws-cdk-lib';
import { IJobTemplate, Job, JobTarget } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

export interface ReleaseStackProps extends StackProps {
  /** The template of the job. */
  readonly canaryUpdate: IJobTemplate;
  /** The thing group of the canaries in the lab. */
  readonly canaryGroupName: string;
  /** The firmware version that the canaries try. Each version is another job. */
  readonly firmwareVersion: string;
}

/**
 * A job that starts when this stack is deployed. It has a stack of its own, so that you can deploy edits of the templates
 * without a release.
 */
export class ReleaseStack extends Stack {
  constructor(scope: Construct, id: string, props: ReleaseStackProps) {
    super(scope, id, props);
    new Job(this, 'Canaries', {
      jobTemplate: props.canaryUpdate,
      targets: [JobTarget.thingGroupName(props.canaryGroupName)],
      release: props.firmwareVersion,
      description: `Tries firmware ${props.firmwareVersion} on the canaries in the lab`,
    });
  }
}
