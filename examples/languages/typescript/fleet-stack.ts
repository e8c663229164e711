import { Annotations, CfnOutput, CfnParameter, Duration, Fn, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  AbortAction, AwsManagedJobTemplate, Job, JobDocument, JobEndBehavior, JobFailureType, JobGrants, JobRetryableFailureType, JobRollout, JobStep,
  JobTarget, JobTargetSelection, JobTemplate, JobTemplateGrants, JobTemplateLookup, JobTemplateProvider, MaintenanceDay, MaintenanceWindow,
  PackageVersion, PresignedUrlRole, RateIncrease, RunJob, S3PresignedUrl, StartJob, StartJobTarget,
} from 'cdk-iot-job-template';
import { Construct } from 'constructs';
import { jobIdOf } from './release';

export class FleetStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const firmware = new s3.Bucket(this, 'Firmware', { versioned: true });
    const operators = new iam.Role(this, 'Operators', { assumedBy: new iam.AccountRootPrincipal() });
    const presigner = new PresignedUrlRole(this, 'Presigner', {
      roleName: 'fleet-presigner',
      inlinePolicies: {
        Tools: new iam.PolicyDocument({
          statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [firmware.arnForObjects('tools/*')] })],
        }),
      },
    });

    // Options of the function that manages the templates. The VPC and the code signing configuration already exist.
    // The stack creates the role, the log group and the key.
    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: 'vpc-0a1b2c3d',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      privateSubnetIds: ['subnet-0a1b2c3d', 'subnet-1a2b3c4d'],
    });
    JobTemplateProvider.getOrCreate(this, {
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [new ec2.SecurityGroup(this, 'ProviderSecurityGroup', { vpc })],
      role: new iam.Role(this, 'ProviderRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
      logGroup: new logs.LogGroup(this, 'ProviderLogs', { retention: logs.RetentionDays.ONE_WEEK }),
      memorySize: 512,
      environmentEncryption: new kms.Key(this, 'ProviderKey'),
      codeSigningConfig: lambda.CodeSigningConfig.fromCodeSigningConfigArn(
        this, 'ProviderSigning', 'arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0f6c334abcdea4d8b',
      ),
    });

    // A template with every property. Its document nests presigned URLs in objects, in lists and in a text.
    const gatewayFirmware = PackageVersion.fromNames('gateway-firmware', '2.4.0', {
      artifact: { bucket: firmware, key: 'gateway/2.4.0/package.zip', objectPattern: 'gateway/*' },
    });
    const update = new JobTemplate(this, 'GatewayUpdate', {
      jobTemplateId: 'gateway-update',
      description: 'Updates gateways to firmware 2.4.0',
      document: JobDocument.fromObject({
        operation: 'install-firmware',
        force: false,
        attempts: 3,
        image: S3PresignedUrl.forDownload(firmware, 'gateway/2.4.0/image.bin'),
        parts: [
          {
            name: 'bootloader',
            url: S3PresignedUrl.forDownload(firmware, 'gateway/boot loader.bin', { versionId: 'L4kqtJlcpXroDTDmpUMLUo', objectPattern: 'gateway/*' }),
          },
          { name: 'radio', mirrors: [S3PresignedUrl.forDownload(firmware, 'radio/image.bin')] },
        ],
        steps: [`fetch ${S3PresignedUrl.forDownload(firmware, 'tools/verify.sh')}`, 'reboot'],
        report: {
          region: this.region,
          url: S3PresignedUrl.forUpload(firmware, 'reports/${thingName}/${jobId}.json', { objectPattern: 'reports/*' }),
        },
        package: { sha256: gatewayFirmware.attributes('sha256'), artifact: gatewayFirmware.artifactUrl() },
      }),
      presignedUrlRole: presigner,
      presignedUrlExpiration: Duration.minutes(30),
      rollout: JobRollout.exponential({
        baseRatePerMinute: 10,
        incrementFactor: 1.5,
        increaseAfter: RateIncrease.succeededThings(100),
        maximumPerMinute: 500,
      }),
      abortCriteria: [
        { failureType: JobFailureType.REJECTED, thresholdPercentage: 5, minNumberOfExecutedThings: 10 },
        { failureType: JobFailureType.ALL, thresholdPercentage: 12.5, minNumberOfExecutedThings: 100, action: AbortAction.CANCEL },
      ],
      retryCriteria: [{ failureType: JobRetryableFailureType.TIMED_OUT, numberOfRetries: 3 }],
      inProgressTimeout: Duration.hours(2),
      maintenanceWindows: [
        MaintenanceWindow.daily({ hour: 1, minute: 15, duration: Duration.minutes(30) }),
        MaintenanceWindow.weekly({ days: [MaintenanceDay.SATURDAY, MaintenanceDay.SUNDAY], hour: 2, duration: Duration.hours(4) }),
        MaintenanceWindow.monthly({ day: 15, hour: 23, duration: Duration.minutes(90) }),
        MaintenanceWindow.cron('cron(0 18 ? * MON-FRI *)', Duration.hours(1)),
      ],
      destinationPackageVersions: [gatewayFirmware],
      tags: { team: 'gateway-platform', ring: 'beta' },
      removalPolicy: RemovalPolicy.RETAIN,
      adoptExisting: true,
    });
    update.grants.createJob(operators, {
      targets: [this.formatArn({ service: 'iot', resource: 'thinggroup', resourceName: 'gateways' })],
      jobIds: ['gateway-*'],
    });
    update.grants.describe(operators);

    // The other sources of a document. The first template gets a generated role for presigned URLs. The last four
    // have no URLs.
    const sensors = new JobTemplate(this, 'SensorUpdate', {
      description: 'Updates sensors to the newest firmware',
      document: JobDocument.fromString(`{"image":"${S3PresignedUrl.forDownload(firmware, 'sensor/image.bin')}"}`),
      rollout: JobRollout.exponential({
        baseRatePerMinute: 5,
        incrementFactor: 2,
        increaseAfter: RateIncrease.notifiedThings(50),
        maximumPerMinute: 400,
      }),
    });
    new JobTemplate(this, 'Install', {
      description: 'Installs the version of the package that the template names',
      document: JobDocument.fromObject({
        attributes: PackageVersion.destinationAttributes(),
        artifact: PackageVersion.destinationArtifactUrl(),
      }),
      presignedUrlRole: presigner,
      destinationPackageVersions: [
        PackageVersion.fromPackageVersionArn('arn:aws:iot:eu-west-1:123456789012:package/fleet-agent/version/1.8.2'),
      ],
    });
    new JobTemplate(this, 'Reboot', {
      description: 'Reboots a device',
      document: JobDocument.fromFile('../documents/reboot.json'),
      rollout: JobRollout.constant({ maximumPerMinute: 50 }),
    });
    const diagnostics = new JobTemplate(this, 'Diagnostics', {
      description: 'Collects logs',
      document: JobDocument.fromAsset('../documents/collect-diagnostics.json'),
    });
    new JobTemplate(this, 'Calibrate', {
      description: 'Calibrates the clock',
      document: JobDocument.fromBucket(firmware, 'documents/calibrate.json', 'L4kqtJlcpXroDTDmpUMLUo'),
    });
    new JobTemplate(this, 'Proven', {
      description: 'Repeats the pilot',
      // The settings and the role of the job. Nothing else in this stack knows the role.
      document: JobDocument.fromJobArn('arn:aws:iot:eu-west-1:123456789012:job/pilot', {
        document: JobDocument.fromObject({ operation: 'pilot', repeated: true }),
        inheritedPresignedUrlRole: presigner,
      }),
    });

    // Steps for AWS IoT Device Client. It reads conditions and allowStdErr but does not follow them: they are for other
    // device software, and cause a warning.
    const settings = new JobTemplate(this, 'Settings', {
      description: 'Fetches the settings and restarts the gateway',
      document: JobDocument.fromSteps([
        JobStep.runHandler('Fetch', {
          handler: 'download-file.sh',
          args: [S3PresignedUrl.forDownload(firmware, 'settings/gateway.json'), '/etc/gateway.json'],
          path: 'default',
          runAsUser: 'gateway',
        }),
        JobStep.runCommand('Restart', ['systemctl', 'restart', 'gateway'], { allowStdErr: 10, ignoreStepFailure: true }),
      ], {
        finalStep: JobStep.runCommand('Show', ['systemctl', 'status', 'gateway']),
        includeStdOut: true,
        conditions: [{ key: 'operatingSystem', value: ['ubuntu', 'debian'], type: 'stringEqual' }],
      }),
    });
    Annotations.of(settings).acknowledgeWarning('cdk-iot-job-template:stepSettingMisread');

    // Templates that are managed elsewhere.
    const rotate = JobTemplate.fromJobTemplateArn(this, 'Rotate', 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/rotate-certificates');
    rotate.grants.createJob(operators);
    const wipe = JobTemplate.fromJobTemplateId(this, 'Wipe', 'factory-reset');
    JobTemplateGrants.fromJobTemplate(wipe).describe(operators);
    const patch = JobTemplate.fromJobTemplateAttributes(this, 'Patch', {
      jobTemplateArn: 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/security-patch',
      presignedUrlRole: presigner,
      destinationPackageVersions: [gatewayFirmware],
    });
    patch.grants.createJob(operators);

    const decommission = JobTemplate.fromLookup(this, 'Decommission', {
      jobTemplateId: 'decommission',
      presignedUrlRole: presigner,
      destinationPackageVersions: [gatewayFirmware],
    });
    decommission.grants.createJob(operators);

    // Templates that are read at deployment: one that is managed elsewhere, and an AWS managed template.
    const pilot = new JobTemplateLookup(this, 'Pilot', { jobTemplateId: 'pilot-update', refreshOnEveryDeployment: false });
    pilot.grants.describe(operators);
    const managedReboot = AwsManagedJobTemplate.fromName(this, 'ManagedReboot', AwsManagedJobTemplate.AWS_REBOOT, {
      version: '1.0',
      refreshOnEveryDeployment: false,
    });
    managedReboot.grants.createJob(operators);

    // A template with the pilot's rate, for a package version of the stack.
    const agent = PackageVersion.fromCfnSoftwarePackageVersion(new iot.CfnSoftwarePackageVersion(this, 'Agent', {
      packageName: 'fleet-agent',
      versionName: '1.9.0',
      artifact: { s3Location: { bucket: firmware.bucketName, key: 'agent/1.9.0.zip', version: 'L4kqtJlcpXroDTDmpUMLUo' } },
    }));
    new JobTemplate(this, 'AgentUpdate', {
      description: 'Updates the agent to 1.9.0',
      document: JobDocument.fromObject({ artifact: agent.artifactUrl() }),
      rollout: JobRollout.constant({ maximumPerMinute: pilot.jobTemplateMaximumPerMinute }),
      destinationPackageVersions: [agent],
    });

    // Jobs that start with the deployment. The template has maintenance windows, so its job is continuous and has a
    // start time, which every deployment gives.
    const startTime = new CfnParameter(this, 'StartTime');
    const endTime = new CfnParameter(this, 'EndTime');
    const release = new Job(this, 'Release', {
      jobTemplate: update,
      targets: [
        JobTarget.thing(new iot.CfnThing(this, 'Canary', { thingName: 'gateway-canary' })),
        JobTarget.thingGroup(new iot.CfnThingGroup(this, 'Pilots', { thingGroupName: 'gateway-pilots' })),
        JobTarget.thingName('gateway-1'),
        JobTarget.thingGroupName('gateways'),
        JobTarget.arn('arn:aws:iot:eu-west-1:123456789012:thinggroup/test-gateways'),
      ],
      release: '2.4.0',
      description: 'Releases firmware 2.4.0',
      targetSelection: JobTargetSelection.CONTINUOUS,
      schedule: { startTime: startTime.valueAsString, endTime: endTime.valueAsString, endBehavior: JobEndBehavior.STOP_ROLLOUT },
      tags: { release: '2.4.0' },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new Job(this, 'RebootOnce', {
      jobId: 'reboot-once',
      jobTemplate: managedReboot,
      targets: [JobTarget.thingGroupName('gateways')],
      documentParameters: { runAsUser: 'root' },
    });

    // Whoever operates jobs: those of this stack, those of all releases, and those that are managed elsewhere.
    release.grants.describe(operators);
    const pilotJob = Job.fromJobArn(this, 'PilotJob', 'arn:aws:iot:eu-west-1:123456789012:job/pilot');
    const recall = Job.fromJobId(this, 'Recall', 'recall');
    const grants: JobGrants[] = [pilotJob.grants, recall.grants];
    grants.forEach(job => job.operate(operators));
    update.grants.operateJobs(operators, { jobIds: ['gateway-*'], manage: true });

    // A state machine that runs a job to its end, and then starts others, whose targets come from its input.
    const canary = new RunJob(this, 'RunCanary', {
      jobTemplate: sensors,
      targets: [JobTarget.thingGroupName('sensor-canaries')],
      jobIdPrefix: 'sensor-canary',
      toleratedFailureCount: 1,
      toleratedFailurePercentage: 2.5,
      timeLimit: Duration.days(1),
      minPollInterval: Duration.seconds(30),
      maxPollInterval: Duration.minutes(10),
      cancelOnFailure: true,
      cancelOlderJobs: ['sensor-canary-'],
      resultName: 'canary',
    });
    const startSensors = StartJob.jsonata(this, 'StartSensors', {
      jobTemplate: sensors,
      targetsFrom: '{% $states.input.targets %}',
      permissions: { targets: ['arn:aws:iot:eu-west-1:123456789012:thinggroup/sensor*'] },
      outputs: '{% $states.input %}',
    });
    const startDiagnostics = StartJob.jsonPath(this, 'StartDiagnostics', {
      jobTemplate: diagnostics,
      jobId: sfn.JsonPath.stringAt('$.diagnosticsJobId'),
      targetsFrom: '$.targets',
    });
    const rollout = new sfn.StateMachine(this, 'Rollout', {
      definitionBody: sfn.DefinitionBody.fromChainable(canary.next(startSensors).next(startDiagnostics)),
    });
    canary.cancelWhenStopped(rollout);

    // A schedule that starts a job every night.
    new scheduler.Schedule(this, 'Nightly', {
      schedule: scheduler.ScheduleExpression.cron({ hour: '2', minute: '30' }),
      target: new StartJobTarget({
        jobTemplate: diagnostics,
        targets: [JobTarget.thingGroupName('sensors')],
        jobIdPrefix: 'nightly',
        description: 'Collects logs every night',
        deadLetterQueue: new sqs.Queue(this, 'NotStarted', { enforceSSL: true }),
        maxEventAge: Duration.hours(1),
        retryAttempts: 0,
      }),
    });

    new CfnOutput(this, 'GatewayUpdateArn', { value: update.jobTemplateArn });
    new CfnOutput(this, 'OwnTemplates', { value: `${this.node.children.filter(JobTemplate.isJobTemplate).length}` });
    new CfnOutput(this, 'SensorUpdateId', { value: sensors.jobTemplateId });
    new CfnOutput(this, 'SensorPresignerArn', { value: sensors.presignedUrlRole!.roleArn });
    new CfnOutput(this, 'DiagnosticsSource', { value: diagnostics.jobTemplateDocumentSource });
    new CfnOutput(this, 'PilotDescription', { value: pilot.jobTemplateDescription });
    new CfnOutput(this, 'RebootEnvironments', { value: Fn.join(', ', managedReboot.jobTemplateEnvironments) });
    new CfnOutput(this, 'GatewayUpdateContent', { value: update.contentFingerprint });
    new CfnOutput(this, 'OwnJobs', { value: `${this.node.children.filter(Job.isJob).length}` });
    new CfnOutput(this, 'ReleaseId', { value: release.jobId });
    new CfnOutput(this, 'ReleaseArn', { value: release.jobArn });
    new CfnOutput(this, 'ReleaseCreatedAt', { value: release.jobCreatedAt });

    // Which deployments start another job.
    const jobIds = {
      FirstJobId: jobIdOf('1.0.0', 'canaries'),
      SameJobId: jobIdOf('1.0.0', 'canaries'),
      EditedJobId: jobIdOf('1.1.0', 'canaries'),
      OtherTargetsJobId: jobIdOf('1.0.0', 'fleet'),
      FirstReleaseJobId: jobIdOf('1.0.0', 'canaries', 'build-1'),
      SecondReleaseJobId: jobIdOf('1.1.0', 'canaries', 'build-2'),
      ReturnedJobId: jobIdOf('1.0.0', 'canaries', 'build-3'),
    };
    Object.entries(jobIds).forEach(([name, value]) => new CfnOutput(this, name, { value }));
  }
}
