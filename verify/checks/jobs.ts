/** Checks of the settings that a job inherits from a template. */
import { isDeepStrictEqual } from 'node:util';
import type { CreateJobRequest } from '@aws-sdk/client-iot';
import { answerOf, isRefused, type Refusal, refusalText } from '../answer';
import type { Check } from '../check';
import type { Context } from '../context';
import type { Members } from './kinds';

const WINDOW: Members = { maintenanceWindows: [{ startTime: 'cron(0 2 ? * SUN *)', durationInMinutes: 60 }] };

/** A time in UTC, as `YYYY-MM-DDThh:mm`. */
const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16);

interface Asked {
  readonly template: Members;
  job(): Partial<CreateJobRequest>;
}

/** AWS IoT must refuse CreateJob from a template. */
const refusesJob = (evidence: string, request: string, asked: Asked, refusal: Refusal): Check => ({
  evidence,
  expected: `${request}: ${refusalText(refusal)}`,
  async observe(context) {
    const { arn: jobTemplateArn } = await context.create(asked.template);
    const answer = await answerOf(context.jobs.create({ jobTemplateArn, ...asked.job() }));
    return { observed: answer.text, confirmed: isRefused(answer, refusal) };
  },
});

async function documentOfJob({ iot }: Context, jobId: string): Promise<string | undefined> {
  const { document } = await iot.getJobDocument({ jobId });
  return document;
}

export const JOBS: readonly Check[] = [
  {
    evidence: 'job-from-template',
    expected: 'a job has the document and the rollout of its template, the timeout that it was given, no description and no tags',
    async observe(context) {
      const { arn: jobTemplateArn } = await context.create({
        document: '{"operation":"of the template"}',
        jobExecutionsRolloutConfig: { maximumPerMinute: 30 },
        timeoutConfig: { inProgressTimeoutInMinutes: 60 },
        tags: [{ Key: 'of', Value: 'template' }],
      });
      const jobId = await context.jobs.create({ jobTemplateArn, timeoutConfig: { inProgressTimeoutInMinutes: 90 } });
      const document = await documentOfJob(context, jobId);
      const { job } = await context.iot.describeJob({ jobId });
      const { tags = [] } = await context.iot.listTagsForResource({ resourceArn: job!.jobArn! });
      const { jobExecutionsRolloutConfig, timeoutConfig, description = null } = job!;
      const observed = [
        document, jobExecutionsRolloutConfig?.maximumPerMinute, timeoutConfig?.inProgressTimeoutInMinutes, description, tags.length,
      ];
      return { observed: JSON.stringify(observed), confirmed: isDeepStrictEqual(observed, ['{"operation":"of the template"}', 30, 90, null, 0]) };
    },
  },
  {
    evidence: 'job-keeps-document',
    expected: 'a job keeps its document when the template is recreated, and when it is deleted',
    async observe(context) {
      const template = await context.create({ document: '{"version":1}' });
      const jobId = await context.jobs.create({ jobTemplateArn: template.arn });
      await context.recreate(template, { document: '{"version":2}' });
      const recreated = await documentOfJob(context, jobId);
      await context.iot.deleteJobTemplate({ jobTemplateId: template.id });
      const deleted = await documentOfJob(context, jobId);
      return { observed: `${recreated}; ${deleted}`, confirmed: recreated === '{"version":1}' && deleted === recreated };
    },
  },
  refusesJob('windows-need-continuous', 'a SNAPSHOT job from a template with a window', {
    template: WINDOW,
    job: () => ({ targetSelection: 'SNAPSHOT', schedulingConfig: { startTime: inMinutes(60) } }),
  }, { message: 'TargetSelection is invalid. MaintenanceWindow cannot be used with SNAPSHOT job.' }),
  refusesJob('windows-need-start-time', 'a CONTINUOUS job from a template with a window, without a startTime', {
    template: WINDOW,
    job: () => ({ targetSelection: 'CONTINUOUS' }),
  }, { message: 'MaintenanceWindow cannot be used without StartTime of SchedulingConfig.' }),
  {
    evidence: 'windows-need-start-time',
    expected: 'a CONTINUOUS job from a template with a window, with a startTime: accepted',
    async observe(context) {
      const { arn: jobTemplateArn } = await context.create(WINDOW);
      const schedulingConfig = { startTime: inMinutes(60) };
      const answer = await answerOf(context.jobs.create({ jobTemplateArn, targetSelection: 'CONTINUOUS', schedulingConfig }));
      return { observed: answer.text, confirmed: answer.isAccepted };
    },
  },
  refusesJob('job-schedule-format', 'a startTime with seconds and a zone', {
    template: {},
    job: () => ({ schedulingConfig: { startTime: `${inMinutes(60)}:00Z` } }),
  }, { message: 'X must follow the format YYYY-MM-DDThh:mm.' }),
  refusesJob('job-schedule-range', 'a startTime in 10 minutes', {
    template: {},
    job: () => ({ schedulingConfig: { startTime: inMinutes(10) } }),
  }, {}),
  refusesJob('job-schedule-span', 'an endTime 10 minutes after the startTime', {
    template: {},
    job: () => ({ schedulingConfig: { startTime: inMinutes(60), endTime: inMinutes(70) } }),
  }, {}),
];
