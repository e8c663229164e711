import { App, Stack } from 'aws-cdk-lib';
import { Job, JobDocument, JobTarget, JobTemplate } from 'cdk-iot-job-template';

/**
 * The id of the job of one deployment: of an app that declares the same constructs every time, with other values.
 *
 * An edit changes the id, and so do other targets and another release. The same values have the same id.
 */
export function jobIdOf(firmware: string, thingGroup: string, release?: string): string {
  const app = new App({ autoSynth: false });
  const stack = new Stack(app, 'Update');
  const jobTemplate = new JobTemplate(stack, 'Template', {
    description: 'Updates the firmware',
    document: JobDocument.fromObject({ operation: 'update', firmware }),
  });
  const job = new Job(stack, 'Job', { jobTemplate, targets: [JobTarget.thingGroupName(thingGroup)], release });
  // In its own stack, the id is a reference to the job. In others, it is written out.
  return new Stack(app, 'Reader').resolve(job.jobId);
}
