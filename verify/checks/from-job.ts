/** Checks of the settings that a template inherits from a job. */
import { isDeepStrictEqual } from 'node:util';
import type { DescribeJobTemplateResponse } from '@aws-sdk/client-iot';
import type { Check } from '../check';
import type { Context } from '../context';
import { PILOT } from '../jobs';
import { type Members, refuses } from './kinds';

const INHERITED = [
  'document', 'presignedUrlConfig', 'jobExecutionsRolloutConfig', 'abortConfig', 'timeoutConfig', 'jobExecutionsRetryConfig',
] as const satisfies readonly (keyof DescribeJobTemplateResponse)[];

async function describedFromPilot(context: Context, members: Members = {}): Promise<DescribeJobTemplateResponse> {
  const jobArn = context.arn(`job/${await context.jobs.pilot()}`);
  return context.describe(await context.create({ ...members, jobArn }));
}

const expectedOf = (context: Context): Partial<DescribeJobTemplateResponse> =>
  ({ ...PILOT, presignedUrlConfig: { roleArn: context.roleArn('presigner'), expiresInSec: 600 } });

export const FROM_JOB: readonly Check[] = [
  {
    evidence: 'job-template-from-job',
    expected: `a template with a jobArn has the ${INHERITED.join(', ')} of the job`,
    async observe(context) {
      const described = await describedFromPilot(context);
      const expected = expectedOf(context);
      const differing = INHERITED.filter((member) => !isDeepStrictEqual(described[member], expected[member]));
      return { observed: differing.length === 0 ? 'all of them' : `other: ${differing.join(', ')}`, confirmed: differing.length === 0 };
    },
  },
  {
    evidence: 'job-arn-members-replace',
    expected: 'a document and a rollout beside the jobArn replace the document and the rollout of the job, and nothing else',
    async observe(context) {
      const members = { document: '{"operation":"other"}', jobExecutionsRolloutConfig: { maximumPerMinute: 7 } };
      const described = await describedFromPilot(context, members);
      const expected = { ...expectedOf(context), ...members };
      const differing = INHERITED.filter((member) => !isDeepStrictEqual(described[member], expected[member]));
      return { observed: differing.length === 0 ? 'only these' : `other: ${differing.join(', ')}`, confirmed: differing.length === 0 };
    },
  },
  refuses('job-arn-missing', 'the ARN of a missing job', (context) => ({ jobArn: context.arn(`job/${context.names.of('missing')}`) }), {
    name: 'ResourceNotFoundException',
    message: 'Job X cannot be found.',
  }),
  {
    evidence: 'job-arn-not-inherited',
    expected: 'a template with a jobArn has its own description, and no tags',
    async observe(context) {
      const { description, jobTemplateId } = await describedFromPilot(context, { description: 'Of the template' });
      const tags = await context.tagsOf({ id: jobTemplateId!, arn: context.arnOf(jobTemplateId!) });
      return {
        observed: `${description}; ${JSON.stringify(tags)}`,
        confirmed: description === 'Of the template' && Object.keys(tags).length === 0,
      };
    },
  },
  {
    evidence: 'job-arn-not-described',
    expected: 'Describe does not return the jobArn',
    async observe(context) {
      const described = await describedFromPilot(context);
      const members = Object.keys(described).filter((member) => member !== '$metadata');
      return { observed: members.join(', '), confirmed: !members.includes('jobArn') };
    },
  },
];
