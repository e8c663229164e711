package com.example.fleet;

import io.github.cdkiotjobtemplate.AbortAction;
import io.github.cdkiotjobtemplate.AbortCriterion;
import io.github.cdkiotjobtemplate.AwsManagedJobTemplate;
import io.github.cdkiotjobtemplate.AwsManagedJobTemplateOptions;
import io.github.cdkiotjobtemplate.ConstantRolloutOptions;
import io.github.cdkiotjobtemplate.CreateJobGrantOptions;
import io.github.cdkiotjobtemplate.DailyWindowOptions;
import io.github.cdkiotjobtemplate.ExponentialRolloutOptions;
import io.github.cdkiotjobtemplate.FromJobArnOptions;
import io.github.cdkiotjobtemplate.FromStepsOptions;
import io.github.cdkiotjobtemplate.IJob;
import io.github.cdkiotjobtemplate.IJobTemplate;
import io.github.cdkiotjobtemplate.Job;
import io.github.cdkiotjobtemplate.JobCondition;
import io.github.cdkiotjobtemplate.JobDocument;
import io.github.cdkiotjobtemplate.JobEndBehavior;
import io.github.cdkiotjobtemplate.JobFailureType;
import io.github.cdkiotjobtemplate.JobGrants;
import io.github.cdkiotjobtemplate.JobRetryableFailureType;
import io.github.cdkiotjobtemplate.JobRollout;
import io.github.cdkiotjobtemplate.JobSchedule;
import io.github.cdkiotjobtemplate.JobStep;
import io.github.cdkiotjobtemplate.JobStepOptions;
import io.github.cdkiotjobtemplate.JobTarget;
import io.github.cdkiotjobtemplate.JobTargetSelection;
import io.github.cdkiotjobtemplate.JobTemplate;
import io.github.cdkiotjobtemplate.JobTemplateAttributes;
import io.github.cdkiotjobtemplate.JobTemplateGrants;
import io.github.cdkiotjobtemplate.JobTemplateLookup;
import io.github.cdkiotjobtemplate.JobTemplateLookupOptions;
import io.github.cdkiotjobtemplate.JobTemplateProvider;
import io.github.cdkiotjobtemplate.JobTemplateProviderProps;
import io.github.cdkiotjobtemplate.MaintenanceDay;
import io.github.cdkiotjobtemplate.MaintenanceWindow;
import io.github.cdkiotjobtemplate.MonthlyWindowOptions;
import io.github.cdkiotjobtemplate.OperateJobsGrantOptions;
import io.github.cdkiotjobtemplate.PackageVersion;
import io.github.cdkiotjobtemplate.PackageVersionArtifact;
import io.github.cdkiotjobtemplate.PackageVersionOptions;
import io.github.cdkiotjobtemplate.PresignedUrlRole;
import io.github.cdkiotjobtemplate.RateIncrease;
import io.github.cdkiotjobtemplate.RetryCriterion;
import io.github.cdkiotjobtemplate.RunHandlerOptions;
import io.github.cdkiotjobtemplate.RunJob;
import io.github.cdkiotjobtemplate.S3DownloadOptions;
import io.github.cdkiotjobtemplate.S3PresignedUrl;
import io.github.cdkiotjobtemplate.S3UploadOptions;
import io.github.cdkiotjobtemplate.StartJob;
import io.github.cdkiotjobtemplate.StartJobJsonPathProps;
import io.github.cdkiotjobtemplate.StartJobJsonataProps;
import io.github.cdkiotjobtemplate.StartJobTarget;
import io.github.cdkiotjobtemplate.WeeklyWindowOptions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.iot.CfnSoftwarePackageVersion;
import software.amazon.awscdk.services.iot.CfnThing;
import software.amazon.awscdk.services.iot.CfnThingGroup;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.CodeSigningConfig;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.scheduler.CronOptionsWithTimezone;
import software.amazon.awscdk.services.scheduler.Schedule;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.JsonPath;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

public class FleetStack extends Stack {
    public FleetStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        Bucket firmware = Bucket.Builder.create(this, "Firmware").versioned(true).build();
        Role operators = Role.Builder.create(this, "Operators").assumedBy(new AccountRootPrincipal()).build();
        PresignedUrlRole presigner = PresignedUrlRole.Builder.create(this, "Presigner")
            .roleName("fleet-presigner")
            .inlinePolicies(Map.of("Tools", PolicyDocument.Builder.create()
                .statements(List.of(PolicyStatement.Builder.create()
                    .actions(List.of("s3:GetObject"))
                    .resources(List.of(firmware.arnForObjects("tools/*")))
                    .build()))
                .build()))
            .build();

        // Options of the function that manages the templates. The VPC and the code signing configuration already
        // exist. The stack creates the role, the log group and the key.
        IVpc vpc = Vpc.fromVpcAttributes(this, "Vpc", VpcAttributes.builder()
            .vpcId("vpc-0a1b2c3d")
            .availabilityZones(List.of("eu-west-1a", "eu-west-1b"))
            .privateSubnetIds(List.of("subnet-0a1b2c3d", "subnet-1a2b3c4d"))
            .build());
        JobTemplateProvider.getOrCreate(this, JobTemplateProviderProps.builder()
            .vpc(vpc)
            .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_WITH_EGRESS).build())
            .securityGroups(List.of(SecurityGroup.Builder.create(this, "ProviderSecurityGroup").vpc(vpc).build()))
            .role(Role.Builder.create(this, "ProviderRole").assumedBy(new ServicePrincipal("lambda.amazonaws.com")).build())
            .logGroup(LogGroup.Builder.create(this, "ProviderLogs").retention(RetentionDays.ONE_WEEK).build())
            .memorySize(512)
            .environmentEncryption(new Key(this, "ProviderKey"))
            .codeSigningConfig(CodeSigningConfig.fromCodeSigningConfigArn(
                this, "ProviderSigning", "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0f6c334abcdea4d8b"))
            .build());

        // A template with every property. Its document nests presigned URLs in maps, in lists and in a text.
        PackageVersion gatewayFirmware = PackageVersion.fromNames("gateway-firmware", "2.4.0", PackageVersionOptions.builder()
            .artifact(PackageVersionArtifact.builder().bucket(firmware).key("gateway/2.4.0/package.zip").objectPattern("gateway/*").build())
            .build());
        JobTemplate update = JobTemplate.Builder.create(this, "GatewayUpdate")
            .jobTemplateId("gateway-update")
            .description("Updates gateways to firmware 2.4.0")
            .document(JobDocument.fromObject(Map.of(
                "operation", "install-firmware",
                "force", false,
                "attempts", 3,
                "image", S3PresignedUrl.forDownload(firmware, "gateway/2.4.0/image.bin"),
                "parts", List.of(
                    Map.of(
                        "name", "bootloader",
                        "url", S3PresignedUrl.forDownload(firmware, "gateway/boot loader.bin", S3DownloadOptions.builder()
                            .versionId("L4kqtJlcpXroDTDmpUMLUo")
                            .objectPattern("gateway/*")
                            .build())),
                    Map.of(
                        "name", "radio",
                        "mirrors", List.of(S3PresignedUrl.forDownload(firmware, "radio/image.bin")))),
                "steps", List.of("fetch " + S3PresignedUrl.forDownload(firmware, "tools/verify.sh"), "reboot"),
                "report", Map.of(
                    "region", getRegion(),
                    "url", S3PresignedUrl.forUpload(firmware, "reports/${thingName}/${jobId}.json", S3UploadOptions.builder()
                        .objectPattern("reports/*")
                        .build())),
                "package", Map.of(
                    "sha256", gatewayFirmware.attributes("sha256"),
                    "artifact", gatewayFirmware.artifactUrl()))))
            .presignedUrlRole(presigner)
            .presignedUrlExpiration(Duration.minutes(30))
            .rollout(JobRollout.exponential(ExponentialRolloutOptions.builder()
                .baseRatePerMinute(10)
                .incrementFactor(1.5)
                .increaseAfter(RateIncrease.succeededThings(100))
                .maximumPerMinute(500)
                .build()))
            .abortCriteria(List.of(
                AbortCriterion.builder()
                    .failureType(JobFailureType.REJECTED)
                    .thresholdPercentage(5)
                    .minNumberOfExecutedThings(10)
                    .build(),
                AbortCriterion.builder()
                    .failureType(JobFailureType.ALL)
                    .thresholdPercentage(12.5)
                    .minNumberOfExecutedThings(100)
                    .action(AbortAction.CANCEL)
                    .build()))
            .retryCriteria(List.of(RetryCriterion.builder()
                .failureType(JobRetryableFailureType.TIMED_OUT)
                .numberOfRetries(3)
                .build()))
            .inProgressTimeout(Duration.hours(2))
            .maintenanceWindows(List.of(
                MaintenanceWindow.daily(DailyWindowOptions.builder()
                    .hour(1)
                    .minute(15)
                    .duration(Duration.minutes(30))
                    .build()),
                MaintenanceWindow.weekly(WeeklyWindowOptions.builder()
                    .days(List.of(MaintenanceDay.SATURDAY, MaintenanceDay.SUNDAY))
                    .hour(2)
                    .duration(Duration.hours(4))
                    .build()),
                MaintenanceWindow.monthly(MonthlyWindowOptions.builder()
                    .day(15)
                    .hour(23)
                    .duration(Duration.minutes(90))
                    .build()),
                MaintenanceWindow.cron("cron(0 18 ? * MON-FRI *)", Duration.hours(1))))
            .destinationPackageVersions(List.of(gatewayFirmware))
            .tags(Map.of("team", "gateway-platform", "ring", "beta"))
            .removalPolicy(RemovalPolicy.RETAIN)
            .adoptExisting(true)
            .build();
        update.getGrants().createJob(operators, CreateJobGrantOptions.builder()
            .targets(List.of(formatArn(ArnComponents.builder()
                .service("iot")
                .resource("thinggroup")
                .resourceName("gateways")
                .build())))
            .jobIds(List.of("gateway-*"))
            .build());
        update.getGrants().describe(operators);

        // The other sources of a document. The first template gets a generated role for presigned URLs. The last four
        // have no URLs.
        JobTemplate sensors = JobTemplate.Builder.create(this, "SensorUpdate")
            .description("Updates sensors to the newest firmware")
            .document(JobDocument.fromString(
                "{\"image\":\"" + S3PresignedUrl.forDownload(firmware, "sensor/image.bin") + "\"}"))
            .rollout(JobRollout.exponential(ExponentialRolloutOptions.builder()
                .baseRatePerMinute(5)
                .incrementFactor(2)
                .increaseAfter(RateIncrease.notifiedThings(50))
                .maximumPerMinute(400)
                .build()))
            .build();
        JobTemplate.Builder.create(this, "Install")
            .description("Installs the version of the package that the template names")
            .document(JobDocument.fromObject(Map.of(
                "attributes", PackageVersion.destinationAttributes(),
                "artifact", PackageVersion.destinationArtifactUrl())))
            .presignedUrlRole(presigner)
            .destinationPackageVersions(List.of(PackageVersion.fromPackageVersionArn(
                "arn:aws:iot:eu-west-1:123456789012:package/fleet-agent/version/1.8.2")))
            .build();
        JobTemplate.Builder.create(this, "Reboot")
            .description("Reboots a device")
            .document(JobDocument.fromFile("../documents/reboot.json"))
            .rollout(JobRollout.constant(ConstantRolloutOptions.builder().maximumPerMinute(50).build()))
            .build();
        JobTemplate diagnostics = JobTemplate.Builder.create(this, "Diagnostics")
            .description("Collects logs")
            .document(JobDocument.fromAsset("../documents/collect-diagnostics.json"))
            .build();
        JobTemplate.Builder.create(this, "Calibrate")
            .description("Calibrates the clock")
            .document(JobDocument.fromBucket(firmware, "documents/calibrate.json", "L4kqtJlcpXroDTDmpUMLUo"))
            .build();
        JobTemplate.Builder.create(this, "Proven")
            .description("Repeats the pilot")
            // The settings and the role of the job. Nothing else in this stack knows the role.
            .document(JobDocument.fromJobArn("arn:aws:iot:eu-west-1:123456789012:job/pilot", FromJobArnOptions.builder()
                .document(JobDocument.fromObject(Map.of("operation", "pilot", "repeated", true)))
                .inheritedPresignedUrlRole(presigner)
                .build()))
            .build();

        // Steps for AWS IoT Device Client. It reads conditions and allowStdErr but does not follow them: they are for other
        // device software, and cause a warning.
        JobTemplate settings = JobTemplate.Builder.create(this, "Settings")
            .description("Fetches the settings and restarts the gateway")
            .document(JobDocument.fromSteps(
                List.of(
                    JobStep.runHandler("Fetch", RunHandlerOptions.builder()
                        .handler("download-file.sh")
                        .args(List.of(S3PresignedUrl.forDownload(firmware, "settings/gateway.json"), "/etc/gateway.json"))
                        .path("default")
                        .runAsUser("gateway")
                        .build()),
                    JobStep.runCommand("Restart", List.of("systemctl", "restart", "gateway"), JobStepOptions.builder()
                        .allowStdErr(10)
                        .ignoreStepFailure(true)
                        .build())),
                FromStepsOptions.builder()
                    .finalStep(JobStep.runCommand("Show", List.of("systemctl", "status", "gateway")))
                    .includeStdOut(true)
                    .conditions(List.of(JobCondition.builder()
                        .key("operatingSystem")
                        .value(List.of("ubuntu", "debian"))
                        .type("stringEqual")
                        .build()))
                    .build()))
            .build();
        Annotations.of(settings).acknowledgeWarning("cdk-iot-job-template:stepSettingMisread");

        // Templates that are managed elsewhere.
        IJobTemplate rotate = JobTemplate.fromJobTemplateArn(
            this, "Rotate", "arn:aws:iot:eu-west-1:123456789012:jobtemplate/rotate-certificates");
        rotate.getGrants().createJob(operators);
        IJobTemplate wipe = JobTemplate.fromJobTemplateId(this, "Wipe", "factory-reset");
        JobTemplateGrants.fromJobTemplate(wipe).describe(operators);
        IJobTemplate patch = JobTemplate.fromJobTemplateAttributes(this, "Patch", JobTemplateAttributes.builder()
            .jobTemplateArn("arn:aws:iot:eu-west-1:123456789012:jobtemplate/security-patch")
            .presignedUrlRole(presigner)
            .destinationPackageVersions(List.of(gatewayFirmware))
            .build());
        patch.getGrants().createJob(operators);

        IJobTemplate decommission = JobTemplate.fromLookup(this, "Decommission", JobTemplateLookupOptions.builder()
            .jobTemplateId("decommission")
            .presignedUrlRole(presigner)
            .destinationPackageVersions(List.of(gatewayFirmware))
            .build());
        decommission.getGrants().createJob(operators);

        // Templates that are read at deployment: one that is managed elsewhere, and an AWS managed template.
        JobTemplateLookup pilot = JobTemplateLookup.Builder.create(this, "Pilot")
            .jobTemplateId("pilot-update")
            .refreshOnEveryDeployment(false)
            .build();
        pilot.getGrants().describe(operators);
        AwsManagedJobTemplate managedReboot = AwsManagedJobTemplate.fromName(
            this, "ManagedReboot", AwsManagedJobTemplate.AWS_REBOOT, AwsManagedJobTemplateOptions.builder()
                .version("1.0")
                .refreshOnEveryDeployment(false)
                .build());
        managedReboot.getGrants().createJob(operators);

        // A template with the pilot's rate, for a package version of the stack.
        PackageVersion agent = PackageVersion.fromCfnSoftwarePackageVersion(
            CfnSoftwarePackageVersion.Builder.create(this, "Agent")
                .packageName("fleet-agent")
                .versionName("1.9.0")
                .artifact(CfnSoftwarePackageVersion.PackageVersionArtifactProperty.builder()
                    .s3Location(CfnSoftwarePackageVersion.S3LocationProperty.builder()
                        .bucket(firmware.getBucketName())
                        .key("agent/1.9.0.zip")
                        .version("L4kqtJlcpXroDTDmpUMLUo")
                        .build())
                    .build())
                .build());
        JobTemplate.Builder.create(this, "AgentUpdate")
            .description("Updates the agent to 1.9.0")
            .document(JobDocument.fromObject(Map.of("artifact", agent.artifactUrl())))
            .rollout(JobRollout.constant(ConstantRolloutOptions.builder()
                .maximumPerMinute(pilot.getJobTemplateMaximumPerMinute())
                .build()))
            .destinationPackageVersions(List.of(agent))
            .build();

        // Jobs that start with the deployment. The template has maintenance windows, so its job is continuous and has a
        // start time, which every deployment gives.
        CfnParameter startTime = CfnParameter.Builder.create(this, "StartTime").build();
        CfnParameter endTime = CfnParameter.Builder.create(this, "EndTime").build();
        Job release = Job.Builder.create(this, "Release")
            .jobTemplate(update)
            .targets(List.of(
                JobTarget.thing(CfnThing.Builder.create(this, "Canary").thingName("gateway-canary").build()),
                JobTarget.thingGroup(CfnThingGroup.Builder.create(this, "Pilots").thingGroupName("gateway-pilots").build()),
                JobTarget.thingName("gateway-1"),
                JobTarget.thingGroupName("gateways"),
                JobTarget.arn("arn:aws:iot:eu-west-1:123456789012:thinggroup/test-gateways")))
            .release("2.4.0")
            .description("Releases firmware 2.4.0")
            .targetSelection(JobTargetSelection.CONTINUOUS)
            .schedule(JobSchedule.builder()
                .startTime(startTime.getValueAsString())
                .endTime(endTime.getValueAsString())
                .endBehavior(JobEndBehavior.STOP_ROLLOUT)
                .build())
            .tags(Map.of("release", "2.4.0"))
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
        Job.Builder.create(this, "RebootOnce")
            .jobId("reboot-once")
            .jobTemplate(managedReboot)
            .targets(List.of(JobTarget.thingGroupName("gateways")))
            .documentParameters(Map.of("runAsUser", "root"))
            .build();

        // Whoever operates jobs: those of this stack, those of all releases, and those that are managed elsewhere.
        release.getGrants().describe(operators);
        IJob pilotJob = Job.fromJobArn(this, "PilotJob", "arn:aws:iot:eu-west-1:123456789012:job/pilot");
        IJob recall = Job.fromJobId(this, "Recall", "recall");
        for (JobGrants grants : List.of(pilotJob.getGrants(), recall.getGrants())) {
            grants.operate(operators);
        }
        update.getGrants().operateJobs(operators, OperateJobsGrantOptions.builder().jobIds(List.of("gateway-*")).manage(true).build());

        // A state machine that runs a job to its end, and then starts others, whose targets come from its input.
        RunJob canary = RunJob.Builder.create(this, "RunCanary")
            .jobTemplate(sensors)
            .targets(List.of(JobTarget.thingGroupName("sensor-canaries")))
            .jobIdPrefix("sensor-canary")
            .toleratedFailureCount(1)
            .toleratedFailurePercentage(2.5)
            .timeLimit(Duration.days(1))
            .minPollInterval(Duration.seconds(30))
            .maxPollInterval(Duration.minutes(10))
            .cancelOnFailure(true)
            .cancelOlderJobs(List.of("sensor-canary-"))
            .resultName("canary")
            .build();
        StartJob startSensors = StartJob.jsonata(this, "StartSensors", StartJobJsonataProps.builder()
            .jobTemplate(sensors)
            .targetsFrom("{% $states.input.targets %}")
            .permissions(CreateJobGrantOptions.builder()
                .targets(List.of("arn:aws:iot:eu-west-1:123456789012:thinggroup/sensor*"))
                .build())
            .outputs("{% $states.input %}")
            .build());
        StartJob startDiagnostics = StartJob.jsonPath(this, "StartDiagnostics", StartJobJsonPathProps.builder()
            .jobTemplate(diagnostics)
            .jobId(JsonPath.stringAt("$.diagnosticsJobId"))
            .targetsFrom("$.targets")
            .build());
        StateMachine rollout = StateMachine.Builder.create(this, "Rollout")
            .definitionBody(DefinitionBody.fromChainable(canary.next(startSensors).next(startDiagnostics)))
            .build();
        canary.cancelWhenStopped(rollout);

        // A schedule that starts a job every night.
        Schedule.Builder.create(this, "Nightly")
            .schedule(ScheduleExpression.cron(CronOptionsWithTimezone.builder().hour("2").minute("30").build()))
            .target(StartJobTarget.Builder.create()
                .jobTemplate(diagnostics)
                .targets(List.of(JobTarget.thingGroupName("sensors")))
                .jobIdPrefix("nightly")
                .description("Collects logs every night")
                .deadLetterQueue(Queue.Builder.create(this, "NotStarted").enforceSsl(true).build())
                .maxEventAge(Duration.hours(1))
                .retryAttempts(0)
                .build())
            .build();

        CfnOutput.Builder.create(this, "GatewayUpdateArn").value(update.getJobTemplateArn()).build();
        long ownTemplates = getNode().getChildren().stream().filter(JobTemplate::isJobTemplate).count();
        CfnOutput.Builder.create(this, "OwnTemplates").value(String.valueOf(ownTemplates)).build();
        CfnOutput.Builder.create(this, "SensorUpdateId").value(sensors.getJobTemplateId()).build();
        CfnOutput.Builder.create(this, "SensorPresignerArn").value(sensors.getPresignedUrlRole().getRoleArn()).build();
        CfnOutput.Builder.create(this, "DiagnosticsSource").value(diagnostics.getJobTemplateDocumentSource()).build();
        CfnOutput.Builder.create(this, "PilotDescription").value(pilot.getJobTemplateDescription()).build();
        CfnOutput.Builder.create(this, "RebootEnvironments").value(Fn.join(", ", managedReboot.getJobTemplateEnvironments())).build();
        CfnOutput.Builder.create(this, "GatewayUpdateContent").value(update.getContentFingerprint()).build();
        long ownJobs = getNode().getChildren().stream().filter(Job::isJob).count();
        CfnOutput.Builder.create(this, "OwnJobs").value(String.valueOf(ownJobs)).build();
        CfnOutput.Builder.create(this, "ReleaseId").value(release.getJobId()).build();
        CfnOutput.Builder.create(this, "ReleaseArn").value(release.getJobArn()).build();
        CfnOutput.Builder.create(this, "ReleaseCreatedAt").value(release.getJobCreatedAt()).build();

        // Which deployments start another job.
        Map<String, String> jobIds = Map.of(
            "FirstJobId", Release.jobIdOf("1.0.0", "canaries", null),
            "SameJobId", Release.jobIdOf("1.0.0", "canaries", null),
            "EditedJobId", Release.jobIdOf("1.1.0", "canaries", null),
            "OtherTargetsJobId", Release.jobIdOf("1.0.0", "fleet", null),
            "FirstReleaseJobId", Release.jobIdOf("1.0.0", "canaries", "build-1"),
            "SecondReleaseJobId", Release.jobIdOf("1.1.0", "canaries", "build-2"),
            "ReturnedJobId", Release.jobIdOf("1.0.0", "canaries", "build-3"));
        jobIds.forEach((name, value) -> CfnOutput.Builder.create(this, name).value(value).build());
    }
}
