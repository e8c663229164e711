import { Environment, Stack, StackProps, Stage, StageProps } from 'aws-cdk-lib';
import * as pipelines from 'aws-cdk-lib/pipelines';
import { JobDocument, JobTemplate } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

/**
 * The templates of each Region of the fleet. All Regions have the same ids, so operators use the same command in
 * each.
 */
export class RegionStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    new JobTemplate(this, 'Reboot', {
      jobTemplateId: 'fleet-reboot',
      description: 'Reboots a device',
      document: JobDocument.fromObject({ operation: 'reboot', topic: `fleet/${this.region}/reboot` }),
    });
  }
}

export interface FleetStageProps extends StageProps {
  readonly account: string;
  readonly regions: string[];
}

/** The stacks of one account, in each Region with devices: `cdk deploy 'Production/*'`. */
export class FleetStage extends Stage {
  constructor(scope: Construct, id: string, { account, regions, ...props }: FleetStageProps) {
    super(scope, id, props);
    for (const region of regions) new RegionStack(this, region, { stackName: 'fleet-job-templates', env: { account, region } });
  }
}

export interface PipelineStackProps extends StackProps {
  readonly env: Environment;
  /** The ARN of the connection to the repository of this app. */
  readonly connectionArn: string;
  readonly staging: FleetStageProps;
  readonly production: FleetStageProps;
}

/**
 * Deploys the app from its repository: first to staging, and after an approval to production, in all Regions at once.
 */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const pipeline = new pipelines.CodePipeline(this, 'Pipeline', {
      // Other accounts need buckets for the code of the function.
      crossAccountKeys: true,
      synth: new pipelines.ShellStep('Synth', {
        input: pipelines.CodePipelineSource.connection('fleet/job-templates', 'main', { connectionArn: props.connectionArn }),
        commands: ['npm ci', 'npx cdk synth'],
      }),
    });
    pipeline.addStage(new FleetStage(this, 'Staging', props.staging));
    pipeline.addStage(new FleetStage(this, 'Production', props.production), {
      pre: [new pipelines.ManualApprovalStep('Promote')],
    });
  }
}
