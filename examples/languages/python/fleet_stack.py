from aws_cdk import CfnOutput, Duration, Fn, RemovalPolicy, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_iot as iot
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from cdk_iot_job_template import (
    AbortAction,
    AbortCriterion,
    JobDocument,
    JobFailureType,
    JobRetryableFailureType,
    JobRollout,
    JobTemplate,
    JobTemplateGrants,
    JobTemplateLookup,
    JobTemplateProvider,
    MaintenanceDay,
    MaintenanceWindow,
    AwsManagedJobTemplate,
    PackageVersionArtifact,
    PackageVersion,
    PresignedUrlRole,
    RateIncrease,
    RetryCriterion,
    S3PresignedUrl,
)
from constructs import Construct


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
