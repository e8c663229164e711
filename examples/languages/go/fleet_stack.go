package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiot"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsscheduler"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	iotjobs "github.com/cdk-iot-job-template/cdk-iot-job-template-go/cdkiotjobtemplate"
)

func NewFleetStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	firmware := awss3.NewBucket(stack, jsii.String("Firmware"), &awss3.BucketProps{Versioned: jsii.Bool(true)})
	operators := awsiam.NewRole(stack, jsii.String("Operators"), &awsiam.RoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()})
	presigner := iotjobs.NewPresignedUrlRole(stack, jsii.String("Presigner"), &iotjobs.PresignedUrlRoleProps{
		RoleName: jsii.String("fleet-presigner"),
		InlinePolicies: &map[string]awsiam.PolicyDocument{
			"Tools": awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{
				Statements: &[]awsiam.PolicyStatement{
					awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
						Actions:   jsii.Strings("s3:GetObject"),
						Resources: &[]*string{firmware.ArnForObjects(jsii.String("tools/*"))},
					}),
				},
			}),
		},
	})

	// Options of the function that manages the templates. The VPC and the code signing configuration already exist. The
	// stack creates the role, the log group and the key.
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId:             jsii.String("vpc-0a1b2c3d"),
		AvailabilityZones: jsii.Strings("eu-west-1a", "eu-west-1b"),
		PrivateSubnetIds:  jsii.Strings("subnet-0a1b2c3d", "subnet-1a2b3c4d"),
	})
	iotjobs.JobTemplateProvider_GetOrCreate(stack, &iotjobs.JobTemplateProviderProps{
		Vpc:        vpc,
		VpcSubnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_WITH_EGRESS},
		SecurityGroups: &[]awsec2.ISecurityGroup{
			awsec2.NewSecurityGroup(stack, jsii.String("ProviderSecurityGroup"), &awsec2.SecurityGroupProps{Vpc: vpc}),
		},
		Role: awsiam.NewRole(stack, jsii.String("ProviderRole"), &awsiam.RoleProps{
			AssumedBy: awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
		}),
		LogGroup: awslogs.NewLogGroup(stack, jsii.String("ProviderLogs"), &awslogs.LogGroupProps{
			Retention: awslogs.RetentionDays_ONE_WEEK,
		}),
		MemorySize:            jsii.Number(512),
		EnvironmentEncryption: awskms.NewKey(stack, jsii.String("ProviderKey"), nil),
		CodeSigningConfig: awslambda.CodeSigningConfig_FromCodeSigningConfigArn(
			stack, jsii.String("ProviderSigning"), jsii.String("arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0f6c334abcdea4d8b"),
		),
	})

	// A template with every property. Its document nests presigned URLs in maps, in slices and in a text.
	gatewayFirmware := iotjobs.PackageVersion_FromNames(jsii.String("gateway-firmware"), jsii.String("2.4.0"), &iotjobs.PackageVersionOptions{
		Artifact: &iotjobs.PackageVersionArtifact{
			Bucket:        firmware,
			Key:           jsii.String("gateway/2.4.0/package.zip"),
			ObjectPattern: jsii.String("gateway/*"),
		},
	})
	verify := iotjobs.S3PresignedUrl_ForDownload(firmware, jsii.String("tools/verify.sh"), nil)
	update := iotjobs.NewJobTemplate(stack, jsii.String("GatewayUpdate"), &iotjobs.JobTemplateProps{
		JobTemplateId: jsii.String("gateway-update"),
		Description:   jsii.String("Updates gateways to firmware 2.4.0"),
		Document: iotjobs.JobDocument_FromObject(&map[string]interface{}{
			"operation": "install-firmware",
			"force":     false,
			"attempts":  3,
			"image":     iotjobs.S3PresignedUrl_ForDownload(firmware, jsii.String("gateway/2.4.0/image.bin"), nil),
			"parts": []interface{}{
				map[string]interface{}{
					"name": "bootloader",
					"url": iotjobs.S3PresignedUrl_ForDownload(firmware, jsii.String("gateway/boot loader.bin"), &iotjobs.S3DownloadOptions{
						VersionId:     jsii.String("L4kqtJlcpXroDTDmpUMLUo"),
						ObjectPattern: jsii.String("gateway/*"),
					}),
				},
				map[string]interface{}{
					"name":    "radio",
					"mirrors": []interface{}{iotjobs.S3PresignedUrl_ForDownload(firmware, jsii.String("radio/image.bin"), nil)},
				},
			},
			"steps": []string{fmt.Sprintf("fetch %s", *verify.ToString()), "reboot"},
			"report": map[string]interface{}{
				"region": stack.Region(),
				"url": iotjobs.S3PresignedUrl_ForUpload(firmware, jsii.String("reports/${thingName}/${jobId}.json"), &iotjobs.S3UploadOptions{
					ObjectPattern: jsii.String("reports/*"),
				}),
			},
			"package": map[string]interface{}{
				"sha256":   gatewayFirmware.Attributes(jsii.String("sha256")),
				"artifact": gatewayFirmware.ArtifactUrl(),
			},
		}),
		PresignedUrlRole:       presigner,
		PresignedUrlExpiration: awscdk.Duration_Minutes(jsii.Number(30)),
		Rollout: iotjobs.JobRollout_Exponential(&iotjobs.ExponentialRolloutOptions{
			BaseRatePerMinute: jsii.Number(10),
			IncrementFactor:   jsii.Number(1.5),
			IncreaseAfter:     iotjobs.RateIncrease_SucceededThings(jsii.Number(100)),
			MaximumPerMinute:  jsii.Number(500),
		}),
		AbortCriteria: &[]*iotjobs.AbortCriterion{
			{
				FailureType:               iotjobs.JobFailureType_REJECTED,
				ThresholdPercentage:       jsii.Number(5),
				MinNumberOfExecutedThings: jsii.Number(10),
			},
			{
				FailureType:               iotjobs.JobFailureType_ALL,
				ThresholdPercentage:       jsii.Number(12.5),
				MinNumberOfExecutedThings: jsii.Number(100),
				Action:                    iotjobs.AbortAction_CANCEL,
			},
		},
		RetryCriteria: &[]*iotjobs.RetryCriterion{
			{FailureType: iotjobs.JobRetryableFailureType_TIMED_OUT, NumberOfRetries: jsii.Number(3)},
		},
		InProgressTimeout: awscdk.Duration_Hours(jsii.Number(2)),
		MaintenanceWindows: &[]iotjobs.MaintenanceWindow{
			iotjobs.MaintenanceWindow_Daily(&iotjobs.DailyWindowOptions{
				Hour:     jsii.Number(1),
				Minute:   jsii.Number(15),
				Duration: awscdk.Duration_Minutes(jsii.Number(30)),
			}),
			iotjobs.MaintenanceWindow_Weekly(&iotjobs.WeeklyWindowOptions{
				Days:     &[]iotjobs.MaintenanceDay{iotjobs.MaintenanceDay_SATURDAY, iotjobs.MaintenanceDay_SUNDAY},
				Hour:     jsii.Number(2),
				Duration: awscdk.Duration_Hours(jsii.Number(4)),
			}),
			iotjobs.MaintenanceWindow_Monthly(&iotjobs.MonthlyWindowOptions{
				Day:      jsii.Number(15),
				Hour:     jsii.Number(23),
				Duration: awscdk.Duration_Minutes(jsii.Number(90)),
			}),
			iotjobs.MaintenanceWindow_Cron(jsii.String("cron(0 18 ? * MON-FRI *)"), awscdk.Duration_Hours(jsii.Number(1))),
		},
		DestinationPackageVersions: &[]iotjobs.PackageVersion{gatewayFirmware},
		Tags: &map[string]*string{
			"team": jsii.String("gateway-platform"),
			"ring": jsii.String("beta"),
		},
		RemovalPolicy: awscdk.RemovalPolicy_RETAIN,
		AdoptExisting: jsii.Bool(true),
	})
	gateways := stack.FormatArn(&awscdk.ArnComponents{
		Service:      jsii.String("iot"),
		Resource:     jsii.String("thinggroup"),
		ResourceName: jsii.String("gateways"),
	})
	update.Grants().CreateJob(operators, &iotjobs.CreateJobGrantOptions{
		Targets: &[]*string{gateways},
		JobIds:  jsii.Strings("gateway-*"),
	})
	update.Grants().Describe(operators)

	// The other sources of a document. The first template gets a generated role for presigned URLs. The last four have
	// no URLs.
	sensorImage := iotjobs.S3PresignedUrl_ForDownload(firmware, jsii.String("sensor/image.bin"), nil)
	sensors := iotjobs.NewJobTemplate(stack, jsii.String("SensorUpdate"), &iotjobs.JobTemplateProps{
		Description: jsii.String("Updates sensors to the newest firmware"),
		Document:    iotjobs.JobDocument_FromString(jsii.Sprintf(`{"image":"%s"}`, *sensorImage.ToString())),
		Rollout: iotjobs.JobRollout_Exponential(&iotjobs.ExponentialRolloutOptions{
			BaseRatePerMinute: jsii.Number(5),
			IncrementFactor:   jsii.Number(2),
			IncreaseAfter:     iotjobs.RateIncrease_NotifiedThings(jsii.Number(50)),
			MaximumPerMinute:  jsii.Number(400),
		}),
	})
	iotjobs.NewJobTemplate(stack, jsii.String("Install"), &iotjobs.JobTemplateProps{
		Description: jsii.String("Installs the version of the package that the template names"),
		Document: iotjobs.JobDocument_FromObject(&map[string]interface{}{
			"attributes": iotjobs.PackageVersion_DestinationAttributes(nil),
			"artifact":   iotjobs.PackageVersion_DestinationArtifactUrl(),
		}),
		PresignedUrlRole: presigner,
		DestinationPackageVersions: &[]iotjobs.PackageVersion{
			iotjobs.PackageVersion_FromPackageVersionArn(
				jsii.String("arn:aws:iot:eu-west-1:123456789012:package/fleet-agent/version/1.8.2"), nil,
			),
		},
	})
	iotjobs.NewJobTemplate(stack, jsii.String("Reboot"), &iotjobs.JobTemplateProps{
		Description: jsii.String("Reboots a device"),
		Document:    iotjobs.JobDocument_FromFile(jsii.String("../documents/reboot.json")),
		Rollout:     iotjobs.JobRollout_Constant(&iotjobs.ConstantRolloutOptions{MaximumPerMinute: jsii.Number(50)}),
	})
	diagnostics := iotjobs.NewJobTemplate(stack, jsii.String("Diagnostics"), &iotjobs.JobTemplateProps{
		Description: jsii.String("Collects logs"),
		Document:    iotjobs.JobDocument_FromAsset(jsii.String("../documents/collect-diagnostics.json")),
	})
	iotjobs.NewJobTemplate(stack, jsii.String("Calibrate"), &iotjobs.JobTemplateProps{
		Description: jsii.String("Calibrates the clock"),
		Document: iotjobs.JobDocument_FromBucket(
			firmware, jsii.String("documents/calibrate.json"), jsii.String("L4kqtJlcpXroDTDmpUMLUo"),
		),
	})
	iotjobs.NewJobTemplate(stack, jsii.String("Proven"), &iotjobs.JobTemplateProps{
		Description: jsii.String("Repeats the pilot"),
		// The settings and the role of the job. Nothing else in this stack knows the role.
		Document: iotjobs.JobDocument_FromJobArn(jsii.String("arn:aws:iot:eu-west-1:123456789012:job/pilot"), &iotjobs.FromJobArnOptions{
			Document:                  iotjobs.JobDocument_FromObject(&map[string]interface{}{"operation": "pilot", "repeated": true}),
			InheritedPresignedUrlRole: presigner,
		}),
	})

	// Steps for AWS IoT Device Client. It reads conditions and allowStdErr but does not follow them: they are for other
	// device software, and cause a warning.
	settings := iotjobs.NewJobTemplate(stack, jsii.String("Settings"), &iotjobs.JobTemplateProps{
		Description: jsii.String("Fetches the settings and restarts the gateway"),
		Document: iotjobs.JobDocument_FromSteps(&[]iotjobs.JobStep{
			iotjobs.JobStep_RunHandler(jsii.String("Fetch"), &iotjobs.RunHandlerOptions{
				Handler: jsii.String("download-file.sh"),
				Args: &[]interface{}{
					iotjobs.S3PresignedUrl_ForDownload(firmware, jsii.String("settings/gateway.json"), nil),
					"/etc/gateway.json",
				},
				Path:      jsii.String("default"),
				RunAsUser: jsii.String("gateway"),
			}),
			iotjobs.JobStep_RunCommand(jsii.String("Restart"), &[]interface{}{"systemctl", "restart", "gateway"}, &iotjobs.JobStepOptions{
				AllowStdErr:       jsii.Number(10),
				IgnoreStepFailure: jsii.Bool(true),
			}),
		}, &iotjobs.FromStepsOptions{
			FinalStep:     iotjobs.JobStep_RunCommand(jsii.String("Show"), &[]interface{}{"systemctl", "status", "gateway"}, nil),
			IncludeStdOut: jsii.Bool(true),
			Conditions: &[]*iotjobs.JobCondition{
				{Key: jsii.String("operatingSystem"), Value: jsii.Strings("ubuntu", "debian"), Type: jsii.String("stringEqual")},
			},
		}),
	})
	awscdk.Annotations_Of(settings).AcknowledgeWarning(jsii.String("cdk-iot-job-template:stepSettingMisread"), nil)

	// Templates that are managed elsewhere.
	rotate := iotjobs.JobTemplate_FromJobTemplateArn(
		stack, jsii.String("Rotate"), jsii.String("arn:aws:iot:eu-west-1:123456789012:jobtemplate/rotate-certificates"),
	)
	rotate.Grants().CreateJob(operators, nil)
	wipe := iotjobs.JobTemplate_FromJobTemplateId(stack, jsii.String("Wipe"), jsii.String("factory-reset"))
	iotjobs.JobTemplateGrants_FromJobTemplate(wipe).Describe(operators)
	patch := iotjobs.JobTemplate_FromJobTemplateAttributes(stack, jsii.String("Patch"), &iotjobs.JobTemplateAttributes{
		JobTemplateArn:             jsii.String("arn:aws:iot:eu-west-1:123456789012:jobtemplate/security-patch"),
		PresignedUrlRole:           presigner,
		DestinationPackageVersions: &[]iotjobs.PackageVersion{gatewayFirmware},
	})
	patch.Grants().CreateJob(operators, nil)

	decommission := iotjobs.JobTemplate_FromLookup(stack, jsii.String("Decommission"), &iotjobs.JobTemplateLookupOptions{
		JobTemplateId:              jsii.String("decommission"),
		PresignedUrlRole:           presigner,
		DestinationPackageVersions: &[]iotjobs.PackageVersion{gatewayFirmware},
	})
	decommission.Grants().CreateJob(operators, nil)

	// Templates that are read at deployment: one that is managed elsewhere, and an AWS managed template.
	pilot := iotjobs.NewJobTemplateLookup(stack, jsii.String("Pilot"), &iotjobs.JobTemplateLookupProps{
		JobTemplateId:            jsii.String("pilot-update"),
		RefreshOnEveryDeployment: jsii.Bool(false),
	})
	pilot.Grants().Describe(operators)
	managedReboot := iotjobs.AwsManagedJobTemplate_FromName(
		stack, jsii.String("ManagedReboot"), iotjobs.AwsManagedJobTemplate_AWS_REBOOT(), &iotjobs.AwsManagedJobTemplateOptions{
			Version:                  jsii.String("1.0"),
			RefreshOnEveryDeployment: jsii.Bool(false),
		},
	)
	managedReboot.Grants().CreateJob(operators, nil)

	// A template with the pilot's rate, for a package version of the stack.
	agentVersion := awsiot.NewCfnSoftwarePackageVersion(stack, jsii.String("Agent"), &awsiot.CfnSoftwarePackageVersionProps{
		PackageName: jsii.String("fleet-agent"),
		VersionName: jsii.String("1.9.0"),
		Artifact: &awsiot.CfnSoftwarePackageVersion_PackageVersionArtifactProperty{
			S3Location: &awsiot.CfnSoftwarePackageVersion_S3LocationProperty{
				Bucket:  firmware.BucketName(),
				Key:     jsii.String("agent/1.9.0.zip"),
				Version: jsii.String("L4kqtJlcpXroDTDmpUMLUo"),
			},
		},
	})
	agent := iotjobs.PackageVersion_FromCfnSoftwarePackageVersion(agentVersion, nil)
	iotjobs.NewJobTemplate(stack, jsii.String("AgentUpdate"), &iotjobs.JobTemplateProps{
		Description: jsii.String("Updates the agent to 1.9.0"),
		Document:    iotjobs.JobDocument_FromObject(&map[string]interface{}{"artifact": agent.ArtifactUrl()}),
		Rollout: iotjobs.JobRollout_Constant(&iotjobs.ConstantRolloutOptions{
			MaximumPerMinute: pilot.JobTemplateMaximumPerMinute(),
		}),
		DestinationPackageVersions: &[]iotjobs.PackageVersion{agent},
	})

	// Jobs that start with the deployment. The template has maintenance windows, so its job is continuous and has a start
	// time, which every deployment gives.
	startTime := awscdk.NewCfnParameter(stack, jsii.String("StartTime"), nil)
	endTime := awscdk.NewCfnParameter(stack, jsii.String("EndTime"), nil)
	canary := awsiot.NewCfnThing(stack, jsii.String("Canary"), &awsiot.CfnThingProps{ThingName: jsii.String("gateway-canary")})
	pilots := awsiot.NewCfnThingGroup(stack, jsii.String("Pilots"), &awsiot.CfnThingGroupProps{
		ThingGroupName: jsii.String("gateway-pilots"),
	})
	release := iotjobs.NewJob(stack, jsii.String("Release"), &iotjobs.JobProps{
		JobTemplate: update,
		Targets: &[]iotjobs.JobTarget{
			iotjobs.JobTarget_Thing(canary),
			iotjobs.JobTarget_ThingGroup(pilots),
			iotjobs.JobTarget_ThingName(jsii.String("gateway-1")),
			iotjobs.JobTarget_ThingGroupName(jsii.String("gateways")),
			iotjobs.JobTarget_Arn(jsii.String("arn:aws:iot:eu-west-1:123456789012:thinggroup/test-gateways")),
		},
		Release:         jsii.String("2.4.0"),
		Description:     jsii.String("Releases firmware 2.4.0"),
		TargetSelection: iotjobs.JobTargetSelection_CONTINUOUS,
		Schedule: &iotjobs.JobSchedule{
			StartTime:   startTime.ValueAsString(),
			EndTime:     endTime.ValueAsString(),
			EndBehavior: iotjobs.JobEndBehavior_STOP_ROLLOUT,
		},
		Tags:          &map[string]*string{"release": jsii.String("2.4.0")},
		RemovalPolicy: awscdk.RemovalPolicy_RETAIN,
	})
	iotjobs.NewJob(stack, jsii.String("RebootOnce"), &iotjobs.JobProps{
		JobId:              jsii.String("reboot-once"),
		JobTemplate:        managedReboot,
		Targets:            &[]iotjobs.JobTarget{iotjobs.JobTarget_ThingGroupName(jsii.String("gateways"))},
		DocumentParameters: &map[string]*string{"runAsUser": jsii.String("root")},
	})

	// Whoever operates jobs: those of this stack, those of all releases, and those that are managed elsewhere.
	release.Grants().Describe(operators)
	pilotJob := iotjobs.Job_FromJobArn(
		stack, jsii.String("PilotJob"), jsii.String("arn:aws:iot:eu-west-1:123456789012:job/pilot"),
	)
	recall := iotjobs.Job_FromJobId(stack, jsii.String("Recall"), jsii.String("recall"))
	for _, grants := range []iotjobs.JobGrants{pilotJob.Grants(), recall.Grants()} {
		grants.Operate(operators)
	}
	update.Grants().OperateJobs(operators, &iotjobs.OperateJobsGrantOptions{
		JobIds: jsii.Strings("gateway-*"),
		Manage: jsii.Bool(true),
	})

	// A state machine that runs a job to its end, and then starts others, whose targets come from its input.
	runCanary := iotjobs.NewRunJob(stack, jsii.String("RunCanary"), &iotjobs.RunJobProps{
		JobTemplate:                sensors,
		Targets:                    &[]iotjobs.JobTarget{iotjobs.JobTarget_ThingGroupName(jsii.String("sensor-canaries"))},
		JobIdPrefix:                jsii.String("sensor-canary"),
		ToleratedFailureCount:      jsii.Number(1),
		ToleratedFailurePercentage: jsii.Number(2.5),
		TimeLimit:                  awscdk.Duration_Days(jsii.Number(1)),
		MinPollInterval:            awscdk.Duration_Seconds(jsii.Number(30)),
		MaxPollInterval:            awscdk.Duration_Minutes(jsii.Number(10)),
		CancelOnFailure:            jsii.Bool(true),
		CancelOlderJobs:            jsii.Strings("sensor-canary-"),
		ResultName:                 jsii.String("canary"),
	})
	startSensors := iotjobs.StartJob_Jsonata(stack, jsii.String("StartSensors"), &iotjobs.StartJobJsonataProps{
		JobTemplate: sensors,
		TargetsFrom: jsii.String("{% $states.input.targets %}"),
		Permissions: &iotjobs.CreateJobGrantOptions{
			Targets: jsii.Strings("arn:aws:iot:eu-west-1:123456789012:thinggroup/sensor*"),
		},
		Outputs: "{% $states.input %}",
	})
	startDiagnostics := iotjobs.StartJob_JsonPath(stack, jsii.String("StartDiagnostics"), &iotjobs.StartJobJsonPathProps{
		JobTemplate: diagnostics,
		JobId:       awsstepfunctions.JsonPath_StringAt(jsii.String("$.diagnosticsJobId")),
		TargetsFrom: jsii.String("$.targets"),
	})
	rollout := awsstepfunctions.NewStateMachine(stack, jsii.String("Rollout"), &awsstepfunctions.StateMachineProps{
		DefinitionBody: awsstepfunctions.DefinitionBody_FromChainable(runCanary.Next(startSensors).Next(startDiagnostics)),
	})
	runCanary.CancelWhenStopped(rollout)

	// A schedule that starts a job every night.
	awsscheduler.NewSchedule(stack, jsii.String("Nightly"), &awsscheduler.ScheduleProps{
		Schedule: awsscheduler.ScheduleExpression_Cron(&awsscheduler.CronOptionsWithTimezone{
			Hour:   jsii.String("2"),
			Minute: jsii.String("30"),
		}),
		Target: iotjobs.NewStartJobTarget(&iotjobs.StartJobTargetProps{
			JobTemplate: diagnostics,
			Targets:     &[]iotjobs.JobTarget{iotjobs.JobTarget_ThingGroupName(jsii.String("sensors"))},
			JobIdPrefix: jsii.String("nightly"),
			Description: jsii.String("Collects logs every night"),
			DeadLetterQueue: awssqs.NewQueue(stack, jsii.String("NotStarted"), &awssqs.QueueProps{
				EnforceSSL: jsii.Bool(true),
			}),
			MaxEventAge:   awscdk.Duration_Hours(jsii.Number(1)),
			RetryAttempts: jsii.Number(0),
		}),
	})

	awscdk.NewCfnOutput(stack, jsii.String("GatewayUpdateArn"), &awscdk.CfnOutputProps{Value: update.JobTemplateArn()})
	ownTemplates := 0
	for _, child := range *stack.Node().Children() {
		if *iotjobs.JobTemplate_IsJobTemplate(child) {
			ownTemplates++
		}
	}
	awscdk.NewCfnOutput(stack, jsii.String("OwnTemplates"), &awscdk.CfnOutputProps{Value: jsii.String(fmt.Sprint(ownTemplates))})
	awscdk.NewCfnOutput(stack, jsii.String("SensorUpdateId"), &awscdk.CfnOutputProps{Value: sensors.JobTemplateId()})
	awscdk.NewCfnOutput(stack, jsii.String("SensorPresignerArn"), &awscdk.CfnOutputProps{
		Value: sensors.PresignedUrlRole().RoleArn(),
	})
	awscdk.NewCfnOutput(stack, jsii.String("DiagnosticsSource"), &awscdk.CfnOutputProps{
		Value: diagnostics.JobTemplateDocumentSource(),
	})
	awscdk.NewCfnOutput(stack, jsii.String("PilotDescription"), &awscdk.CfnOutputProps{Value: pilot.JobTemplateDescription()})
	awscdk.NewCfnOutput(stack, jsii.String("RebootEnvironments"), &awscdk.CfnOutputProps{
		Value: awscdk.Fn_Join(jsii.String(", "), managedReboot.JobTemplateEnvironments()),
	})
	awscdk.NewCfnOutput(stack, jsii.String("GatewayUpdateContent"), &awscdk.CfnOutputProps{Value: update.ContentFingerprint()})
	ownJobs := 0
	for _, child := range *stack.Node().Children() {
		if *iotjobs.Job_IsJob(child) {
			ownJobs++
		}
	}
	awscdk.NewCfnOutput(stack, jsii.String("OwnJobs"), &awscdk.CfnOutputProps{Value: jsii.String(fmt.Sprint(ownJobs))})
	awscdk.NewCfnOutput(stack, jsii.String("ReleaseId"), &awscdk.CfnOutputProps{Value: release.JobId()})
	awscdk.NewCfnOutput(stack, jsii.String("ReleaseArn"), &awscdk.CfnOutputProps{Value: release.JobArn()})
	awscdk.NewCfnOutput(stack, jsii.String("ReleaseCreatedAt"), &awscdk.CfnOutputProps{Value: release.JobCreatedAt()})

	// Which deployments start another job.
	jobIds := map[string]*string{
		"FirstJobId":         jobIdOf("1.0.0", "canaries", nil),
		"SameJobId":          jobIdOf("1.0.0", "canaries", nil),
		"EditedJobId":        jobIdOf("1.1.0", "canaries", nil),
		"OtherTargetsJobId":  jobIdOf("1.0.0", "fleet", nil),
		"FirstReleaseJobId":  jobIdOf("1.0.0", "canaries", jsii.String("build-1")),
		"SecondReleaseJobId": jobIdOf("1.1.0", "canaries", jsii.String("build-2")),
		"ReturnedJobId":      jobIdOf("1.0.0", "canaries", jsii.String("build-3")),
	}
	for name, value := range jobIds {
		awscdk.NewCfnOutput(stack, jsii.String(name), &awscdk.CfnOutputProps{Value: value})
	}

	return stack
}
