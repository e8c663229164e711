from aws_cdk import (
    Annotations,
    CfnOutput,
    CfnParameter,
    Duration,
    Fn,
    RemovalPolicy,
    Stack,
)
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_iot as iot
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from cdk_iot_job_template import (
    AbortAction,
    AbortCriterion,
    AwsManagedJobTemplate,
    CreateJobGrantOptions,
    Job,
    JobCondition,
    JobDocument,
    JobEndBehavior,
    JobFailureType,
    JobGrants,
    JobRetryableFailureType,
    JobRollout,
    JobSchedule,
    JobStep,
    JobTarget,
    JobTargetSelection,
    JobTemplate,
    JobTemplateGrants,
    JobTemplateLookup,
    JobTemplateProvider,
    MaintenanceDay,
    MaintenanceWindow,
    PackageVersion,
    PackageVersionArtifact,
    PresignedUrlRole,
    RateIncrease,
    RetryCriterion,
    RunJob,
    S3PresignedUrl,
    StartJob,
    StartJobTarget,
)
from constructs import Construct

from release import job_id_of


class FleetStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        firmware = s3.Bucket(self, "Firmware", versioned=True)
        operators = iam.Role(self, "Operators", assumed_by=iam.AccountRootPrincipal())
        presigner = PresignedUrlRole(
            self,
            "Presigner",
            role_name="fleet-presigner",
            inline_policies={
                "Tools": iam.PolicyDocument(
                    statements=[
                        iam.PolicyStatement(
                            actions=["s3:GetObject"],
                            resources=[firmware.arn_for_objects("tools/*")],
                        )
                    ]
                )
            },
        )

        # Options of the function that manages the templates. The VPC and the code signing configuration already
        # exist. The stack creates the role, the log group and the key.
        vpc = ec2.Vpc.from_vpc_attributes(
            self,
            "Vpc",
            vpc_id="vpc-0a1b2c3d",
            availability_zones=["eu-west-1a", "eu-west-1b"],
            private_subnet_ids=["subnet-0a1b2c3d", "subnet-1a2b3c4d"],
        )
        JobTemplateProvider.get_or_create(
            self,
            vpc=vpc,
            vpc_subnets=ec2.SubnetSelection(
                subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS
            ),
            security_groups=[ec2.SecurityGroup(self, "ProviderSecurityGroup", vpc=vpc)],
            role=iam.Role(
                self,
                "ProviderRole",
                assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            ),
            log_group=logs.LogGroup(
                self, "ProviderLogs", retention=logs.RetentionDays.ONE_WEEK
            ),
            memory_size=512,
            environment_encryption=kms.Key(self, "ProviderKey"),
            code_signing_config=lambda_.CodeSigningConfig.from_code_signing_config_arn(
                self,
                "ProviderSigning",
                "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0f6c334abcdea4d8b",
            ),
        )

        # A template with every property. Its document nests presigned URLs in dicts, in lists and in a text.
        gateway_firmware = PackageVersion.from_names(
            "gateway-firmware",
            "2.4.0",
            artifact=PackageVersionArtifact(
                bucket=firmware,
                key="gateway/2.4.0/package.zip",
                object_pattern="gateway/*",
            ),
        )
        verify = S3PresignedUrl.for_download(firmware, "tools/verify.sh")
        update = JobTemplate(
            self,
            "GatewayUpdate",
            job_template_id="gateway-update",
            description="Updates gateways to firmware 2.4.0",
            document=JobDocument.from_object(
                {
                    "operation": "install-firmware",
                    "force": False,
                    "attempts": 3,
                    "image": S3PresignedUrl.for_download(
                        firmware, "gateway/2.4.0/image.bin"
                    ),
                    "parts": [
                        {
                            "name": "bootloader",
                            "url": S3PresignedUrl.for_download(
                                firmware,
                                "gateway/boot loader.bin",
                                version_id="L4kqtJlcpXroDTDmpUMLUo",
                                object_pattern="gateway/*",
                            ),
                        },
                        {
                            "name": "radio",
                            "mirrors": [
                                S3PresignedUrl.for_download(firmware, "radio/image.bin")
                            ],
                        },
                    ],
                    "steps": [f"fetch {verify.to_string()}", "reboot"],
                    "report": {
                        "region": self.region,
                        "url": S3PresignedUrl.for_upload(
                            firmware,
                            "reports/${thingName}/${jobId}.json",
                            object_pattern="reports/*",
                        ),
                    },
                    "package": {
                        "sha256": gateway_firmware.attributes("sha256"),
                        "artifact": gateway_firmware.artifact_url(),
                    },
                }
            ),
            presigned_url_role=presigner,
            presigned_url_expiration=Duration.minutes(30),
            rollout=JobRollout.exponential(
                base_rate_per_minute=10,
                increment_factor=1.5,
                increase_after=RateIncrease.succeeded_things(100),
                maximum_per_minute=500,
            ),
            abort_criteria=[
                AbortCriterion(
                    failure_type=JobFailureType.REJECTED,
                    threshold_percentage=5,
                    min_number_of_executed_things=10,
                ),
                AbortCriterion(
                    failure_type=JobFailureType.ALL,
                    threshold_percentage=12.5,
                    min_number_of_executed_things=100,
                    action=AbortAction.CANCEL,
                ),
            ],
            retry_criteria=[
                RetryCriterion(
                    failure_type=JobRetryableFailureType.TIMED_OUT, number_of_retries=3
                )
            ],
            in_progress_timeout=Duration.hours(2),
            maintenance_windows=[
                MaintenanceWindow.daily(
                    hour=1, minute=15, duration=Duration.minutes(30)
                ),
                MaintenanceWindow.weekly(
                    days=[MaintenanceDay.SATURDAY, MaintenanceDay.SUNDAY],
                    hour=2,
                    duration=Duration.hours(4),
                ),
                MaintenanceWindow.monthly(
                    day=15, hour=23, duration=Duration.minutes(90)
                ),
                MaintenanceWindow.cron("cron(0 18 ? * MON-FRI *)", Duration.hours(1)),
            ],
            destination_package_versions=[gateway_firmware],
            tags={"team": "gateway-platform", "ring": "beta"},
            removal_policy=RemovalPolicy.RETAIN,
            adopt_existing=True,
        )
        update.grants.create_job(
            operators,
            targets=[
                self.format_arn(
                    service="iot", resource="thinggroup", resource_name="gateways"
                )
            ],
            job_ids=["gateway-*"],
        )
        update.grants.describe(operators)

        # The other sources of a document. The first template gets a generated role for presigned URLs. The last four
        # have no URLs.
        sensor_image = S3PresignedUrl.for_download(firmware, "sensor/image.bin")
        sensors = JobTemplate(
            self,
            "SensorUpdate",
            description="Updates sensors to the newest firmware",
            document=JobDocument.from_string(f'{{"image":"{sensor_image.to_string()}"}}'),
            rollout=JobRollout.exponential(
                base_rate_per_minute=5,
                increment_factor=2,
                increase_after=RateIncrease.notified_things(50),
                maximum_per_minute=400,
            ),
        )
        JobTemplate(
            self,
            "Install",
            description="Installs the version of the package that the template names",
            document=JobDocument.from_object(
                {
                    "attributes": PackageVersion.destination_attributes(),
                    "artifact": PackageVersion.destination_artifact_url(),
                }
            ),
            presigned_url_role=presigner,
            destination_package_versions=[
                PackageVersion.from_package_version_arn(
                    "arn:aws:iot:eu-west-1:123456789012:package/fleet-agent/version/1.8.2"
                )
            ],
        )
        JobTemplate(
            self,
            "Reboot",
            description="Reboots a device",
            document=JobDocument.from_file("../documents/reboot.json"),
            rollout=JobRollout.constant(maximum_per_minute=50),
        )
        diagnostics = JobTemplate(
            self,
            "Diagnostics",
            description="Collects logs",
            document=JobDocument.from_asset("../documents/collect-diagnostics.json"),
        )
        JobTemplate(
            self,
            "Calibrate",
            description="Calibrates the clock",
            document=JobDocument.from_bucket(
                firmware, "documents/calibrate.json", "L4kqtJlcpXroDTDmpUMLUo"
            ),
        )
        JobTemplate(
            self,
            "Proven",
            description="Repeats the pilot",
            # The settings and the role of the job. Nothing else in this stack knows the role.
            document=JobDocument.from_job_arn(
                "arn:aws:iot:eu-west-1:123456789012:job/pilot",
                document=JobDocument.from_object({"operation": "pilot", "repeated": True}),
                inherited_presigned_url_role=presigner,
            ),
        )

        # Steps for AWS IoT Device Client. It reads conditions and allowStdErr but does not follow them: they are for
        # other device software, and cause a warning.
        settings = JobTemplate(
            self,
            "Settings",
            description="Fetches the settings and restarts the gateway",
            document=JobDocument.from_steps(
                [
                    JobStep.run_handler(
                        "Fetch",
                        handler="download-file.sh",
                        args=[
                            S3PresignedUrl.for_download(
                                firmware, "settings/gateway.json"
                            ),
                            "/etc/gateway.json",
                        ],
                        path="default",
                        run_as_user="gateway",
                    ),
                    JobStep.run_command(
                        "Restart",
                        ["systemctl", "restart", "gateway"],
                        allow_std_err=10,
                        ignore_step_failure=True,
                    ),
                ],
                final_step=JobStep.run_command(
                    "Show", ["systemctl", "status", "gateway"]
                ),
                include_std_out=True,
                conditions=[
                    JobCondition(
                        key="operatingSystem",
                        value=["ubuntu", "debian"],
                        type="stringEqual",
                    )
                ],
            ),
        )
        Annotations.of(settings).acknowledge_warning(
            "cdk-iot-job-template:stepSettingMisread"
        )

        # Templates that are managed elsewhere.
        rotate = JobTemplate.from_job_template_arn(
            self,
            "Rotate",
            "arn:aws:iot:eu-west-1:123456789012:jobtemplate/rotate-certificates",
        )
        rotate.grants.create_job(operators)
        wipe = JobTemplate.from_job_template_id(self, "Wipe", "factory-reset")
        JobTemplateGrants.from_job_template(wipe).describe(operators)
        patch = JobTemplate.from_job_template_attributes(
            self,
            "Patch",
            job_template_arn="arn:aws:iot:eu-west-1:123456789012:jobtemplate/security-patch",
            presigned_url_role=presigner,
            destination_package_versions=[gateway_firmware],
        )
        patch.grants.create_job(operators)

        decommission = JobTemplate.from_lookup(
            self,
            "Decommission",
            job_template_id="decommission",
            presigned_url_role=presigner,
            destination_package_versions=[gateway_firmware],
        )
        decommission.grants.create_job(operators)

        # Templates that are read at deployment: one that is managed elsewhere, and an AWS managed template.
        pilot = JobTemplateLookup(
            self,
            "Pilot",
            job_template_id="pilot-update",
            refresh_on_every_deployment=False,
        )
        pilot.grants.describe(operators)
        managed_reboot = AwsManagedJobTemplate.from_name(
            self,
            "ManagedReboot",
            AwsManagedJobTemplate.AWS_REBOOT,
            version="1.0",
            refresh_on_every_deployment=False,
        )
        managed_reboot.grants.create_job(operators)

        # A template with the pilot's rate, for a package version of the stack.
        agent = PackageVersion.from_cfn_software_package_version(
            iot.CfnSoftwarePackageVersion(
                self,
                "Agent",
                package_name="fleet-agent",
                version_name="1.9.0",
                artifact=iot.CfnSoftwarePackageVersion.PackageVersionArtifactProperty(
                    s3_location=iot.CfnSoftwarePackageVersion.S3LocationProperty(
                        bucket=firmware.bucket_name,
                        key="agent/1.9.0.zip",
                        version="L4kqtJlcpXroDTDmpUMLUo",
                    )
                ),
            )
        )
        JobTemplate(
            self,
            "AgentUpdate",
            description="Updates the agent to 1.9.0",
            document=JobDocument.from_object({"artifact": agent.artifact_url()}),
            rollout=JobRollout.constant(
                maximum_per_minute=pilot.job_template_maximum_per_minute
            ),
            destination_package_versions=[agent],
        )

        # Jobs that start with the deployment. The template has maintenance windows, so its job is continuous and has a
        # start time, which every deployment gives.
        start_time = CfnParameter(self, "StartTime")
        end_time = CfnParameter(self, "EndTime")
        canary = iot.CfnThing(self, "Canary", thing_name="gateway-canary")
        pilots = iot.CfnThingGroup(self, "Pilots", thing_group_name="gateway-pilots")
        release = Job(
            self,
            "Release",
            job_template=update,
            targets=[
                JobTarget.thing(canary),
                JobTarget.thing_group(pilots),
                JobTarget.thing_name("gateway-1"),
                JobTarget.thing_group_name("gateways"),
                JobTarget.arn(
                    "arn:aws:iot:eu-west-1:123456789012:thinggroup/test-gateways"
                ),
            ],
            release="2.4.0",
            description="Releases firmware 2.4.0",
            target_selection=JobTargetSelection.CONTINUOUS,
            schedule=JobSchedule(
                start_time=start_time.value_as_string,
                end_time=end_time.value_as_string,
                end_behavior=JobEndBehavior.STOP_ROLLOUT,
            ),
            tags={"release": "2.4.0"},
            removal_policy=RemovalPolicy.RETAIN,
        )
        Job(
            self,
            "RebootOnce",
            job_id="reboot-once",
            job_template=managed_reboot,
            targets=[JobTarget.thing_group_name("gateways")],
            document_parameters={"runAsUser": "root"},
        )

        # Whoever operates jobs: those of this stack, those of all releases, and those that are managed elsewhere.
        release.grants.describe(operators)
        pilot_job = Job.from_job_arn(
            self, "PilotJob", "arn:aws:iot:eu-west-1:123456789012:job/pilot"
        )
        recall = Job.from_job_id(self, "Recall", "recall")
        grants: list[JobGrants] = [pilot_job.grants, recall.grants]
        for job in grants:
            job.operate(operators)
        update.grants.operate_jobs(operators, job_ids=["gateway-*"], manage=True)

        # A state machine that runs a job to its end, and then starts others, whose targets come from its input.
        run_canary = RunJob(
            self,
            "RunCanary",
            job_template=sensors,
            targets=[JobTarget.thing_group_name("sensor-canaries")],
            job_id_prefix="sensor-canary",
            tolerated_failure_count=1,
            tolerated_failure_percentage=2.5,
            time_limit=Duration.days(1),
            min_poll_interval=Duration.seconds(30),
            max_poll_interval=Duration.minutes(10),
            cancel_on_failure=True,
            cancel_older_jobs=["sensor-canary-"],
            result_name="canary",
        )
        start_sensors = StartJob.jsonata(
            self,
            "StartSensors",
            job_template=sensors,
            targets_from="{% $states.input.targets %}",
            permissions=CreateJobGrantOptions(
                targets=["arn:aws:iot:eu-west-1:123456789012:thinggroup/sensor*"]
            ),
            outputs="{% $states.input %}",
        )
        start_diagnostics = StartJob.json_path(
            self,
            "StartDiagnostics",
            job_template=diagnostics,
            job_id=sfn.JsonPath.string_at("$.diagnosticsJobId"),
            targets_from="$.targets",
        )
        rollout = sfn.StateMachine(
            self,
            "Rollout",
            definition_body=sfn.DefinitionBody.from_chainable(
                run_canary.next(start_sensors).next(start_diagnostics)
            ),
        )
        run_canary.cancel_when_stopped(rollout)

        # A schedule that starts a job every night.
        scheduler.Schedule(
            self,
            "Nightly",
            schedule=scheduler.ScheduleExpression.cron(hour="2", minute="30"),
            target=StartJobTarget(
                job_template=diagnostics,
                targets=[JobTarget.thing_group_name("sensors")],
                job_id_prefix="nightly",
                description="Collects logs every night",
                dead_letter_queue=sqs.Queue(self, "NotStarted", enforce_ssl=True),
                max_event_age=Duration.hours(1),
                retry_attempts=0,
            ),
        )

        CfnOutput(self, "GatewayUpdateArn", value=update.job_template_arn)
        own_templates = [
            child for child in self.node.children if JobTemplate.is_job_template(child)
        ]
        CfnOutput(self, "OwnTemplates", value=str(len(own_templates)))
        CfnOutput(self, "SensorUpdateId", value=sensors.job_template_id)
        CfnOutput(
            self, "SensorPresignerArn", value=sensors.presigned_url_role.role_arn
        )
        CfnOutput(
            self, "DiagnosticsSource", value=diagnostics.job_template_document_source
        )
        CfnOutput(self, "PilotDescription", value=pilot.job_template_description)
        CfnOutput(
            self,
            "RebootEnvironments",
            value=Fn.join(", ", managed_reboot.job_template_environments),
        )
        CfnOutput(self, "GatewayUpdateContent", value=update.content_fingerprint)
        own_jobs = [child for child in self.node.children if Job.is_job(child)]
        CfnOutput(self, "OwnJobs", value=str(len(own_jobs)))
        CfnOutput(self, "ReleaseId", value=release.job_id)
        CfnOutput(self, "ReleaseArn", value=release.job_arn)
        CfnOutput(self, "ReleaseCreatedAt", value=release.job_created_at)

        # Which deployments start another job.
        job_ids = {
            "FirstJobId": job_id_of("1.0.0", "canaries"),
            "SameJobId": job_id_of("1.0.0", "canaries"),
            "EditedJobId": job_id_of("1.1.0", "canaries"),
            "OtherTargetsJobId": job_id_of("1.0.0", "fleet"),
            "FirstReleaseJobId": job_id_of("1.0.0", "canaries", "build-1"),
            "SecondReleaseJobId": job_id_of("1.1.0", "canaries", "build-2"),
            "ReturnedJobId": job_id_of("1.0.0", "canaries", "build-3"),
        }
        for name, value in job_ids.items():
            CfnOutput(self, name, value=value)
