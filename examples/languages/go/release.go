package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	iotjobs "github.com/cdk-iot-job-template/cdk-iot-job-template-go/cdkiotjobtemplate"
)

// jobIdOf returns the id of the job of one deployment: of an app that declares the same constructs every time, with
// other values.
//
// An edit changes the id, and so do other targets and another release. The same values have the same id.
func jobIdOf(firmware string, thingGroup string, release *string) *string {
	app := awscdk.NewApp(&awscdk.AppProps{AutoSynth: jsii.Bool(false)})
	stack := awscdk.NewStack(app, jsii.String("Update"), nil)
	jobTemplate := iotjobs.NewJobTemplate(stack, jsii.String("Template"), &iotjobs.JobTemplateProps{
		Description: jsii.String("Updates the firmware"),
		Document:    iotjobs.JobDocument_FromObject(&map[string]interface{}{"operation": "update", "firmware": firmware}),
	})
	job := iotjobs.NewJob(stack, jsii.String("Job"), &iotjobs.JobProps{
		JobTemplate: jobTemplate,
		Targets:     &[]iotjobs.JobTarget{iotjobs.JobTarget_ThingGroupName(&thingGroup)},
		Release:     release,
	})
	// In its own stack, the id is a reference to the job. In others, it is written out.
	return jsii.String(awscdk.NewStack(app, jsii.String("Reader"), nil).Resolve(job.JobId()).(string))
}
