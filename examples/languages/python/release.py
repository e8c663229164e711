from aws_cdk import App, Stack
from cdk_iot_job_template import Job, JobDocument, JobTarget, JobTemplate


def job_id_of(firmware: str, thing_group: str, release: str | None = None) -> str:
    """The id of the job of one deployment: of an app that declares the same constructs every time, with other values.

    An edit changes the id, and so do other targets and another release. The same values have the same id.
    """
    app = App(auto_synth=False)
    stack = Stack(app, "Update")
    job_template = JobTemplate(
        stack,
        "Template",
        description="Updates the firmware",
        document=JobDocument.from_object({"operation": "update", "firmware": firmware}),
    )
    job = Job(
        stack,
        "Job",
        job_template=job_template,
        targets=[JobTarget.thing_group_name(thing_group)],
        release=release,
    )
    # In its own stack, the id is a reference to the job. In others, it is written out.
    return Stack(app, "Reader").resolve(job.job_id)
