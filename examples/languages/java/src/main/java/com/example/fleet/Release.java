package com.example.fleet;

import io.github.cdkiotjobtemplate.Job;
import io.github.cdkiotjobtemplate.JobDocument;
import io.github.cdkiotjobtemplate.JobTarget;
import io.github.cdkiotjobtemplate.JobTemplate;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

final class Release {
    /**
     * The id of the job of one deployment: of an app that declares the same constructs every time, with other values.
     *
     * An edit changes the id, and so do other targets and another release. The same values have the same id.
     */
    static String jobIdOf(final String firmware, final String thingGroup, final String release) {
        App app = App.Builder.create().autoSynth(false).build();
        Stack stack = new Stack(app, "Update");
        JobTemplate jobTemplate = JobTemplate.Builder.create(stack, "Template")
            .description("Updates the firmware")
            .document(JobDocument.fromObject(Map.of("operation", "update", "firmware", firmware)))
            .build();
        Job job = Job.Builder.create(stack, "Job")
            .jobTemplate(jobTemplate)
            .targets(List.of(JobTarget.thingGroupName(thingGroup)))
            .release(release)
            .build();
        // In its own stack, the id is a reference to the job. In others, it is written out.
        return (String) new Stack(app, "Reader").resolve(job.getJobId());
    }
}
