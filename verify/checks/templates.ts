/** Checks of reading, deleting and listing templates. */
import { isDeepStrictEqual } from 'node:util';
import { answerOf, isRefused } from '../answer';
import type { Check } from '../check';
import { type Context, LAG_LIMIT_MS } from '../context';
import { bodyOf } from '../wire';
import type { Members } from './kinds';

const MISSING = { name: 'ResourceNotFoundException', message: 'Job Template X cannot be found.' };

const ofMissing = (evidence: string, operation: string, call: (context: Context, jobTemplateId: string) => Promise<unknown>): Check => ({
  evidence,
  expected: `${operation} of a missing template: ${MISSING.name}: ${MISSING.message}`,
  async observe(context) {
    const answer = await answerOf(call(context, context.newId()));
    return { observed: answer.text, confirmed: isRefused(answer, MISSING) };
  },
});

/** The raw response of Describe for a new template with a document and the given members. */
async function describedBody(context: Context, members: Members = {}): Promise<string> {
  const template = await context.create(members);
  return bodyOf(context.iot, async () => context.describe(template));
}

/** The description of a template in which only a document is set. */
const UNSET = {
  documentSource: null,
  presignedUrlConfig: { roleArn: null, expiresInSec: null },
  jobExecutionsRolloutConfig: { exponentialRate: null, maximumPerMinute: null },
  abortConfig: null,
  timeoutConfig: { inProgressTimeoutInMinutes: null },
  jobExecutionsRetryConfig: null,
  maintenanceWindows: null,
  destinationPackageVersions: null,
};

export const TEMPLATES: readonly Check[] = [
  ofMissing('describe-of-missing', 'DescribeJobTemplate', async ({ iot }, jobTemplateId) => iot.describeJobTemplate({ jobTemplateId })),
  ofMissing('delete-of-missing', 'DeleteJobTemplate', async ({ iot }, jobTemplateId) => iot.deleteJobTemplate({ jobTemplateId })),
  {
    evidence: 'error-name-header',
    expected: 'the name of an error is in the header x-amzn-ErrorType',
    async observe(context) {
      const error = await context.iot.describeJobTemplate({ jobTemplateId: context.newId() }).catch((reason: object) => reason);
      const { $response } = error as { readonly $response?: { readonly headers: { readonly [name: string]: string } } };
      const header = $response?.headers['x-amzn-errortype'];
      return { observed: `${header}`, confirmed: /^ResourceNotFoundException/.test(`${header}`) };
    },
  },
  {
    evidence: 'template-arn',
    expected: 'the ARN is arn:PARTITION:iot:REGION:ACCOUNT:jobtemplate/ID',
    async observe(context) {
      const template = await context.create();
      const { jobTemplateArn } = await context.describe(template);
      return { observed: `${jobTemplateArn}`, confirmed: jobTemplateArn === template.arn };
    },
  },
  {
    evidence: 'describe-every-member',
    expected: `unset members are ${JSON.stringify(UNSET)}`,
    async observe(context) {
      const observed = await describedBody(context);
      const { jobTemplateArn, jobTemplateId, description, document, createdAt, ...unset } = JSON.parse(observed);
      return { observed, confirmed: isDeepStrictEqual(unset, UNSET) };
    },
  },
  {
    evidence: 'describe-no-tags',
    expected: 'Describe returns no tags',
    async observe(context) {
      const members = Object.keys(JSON.parse(await describedBody(context, { tags: [{ Key: 'a', Value: '1' }] })));
      return { observed: members.join(', '), confirmed: !members.includes('tags') };
    },
  },
  {
    evidence: 'describe-doubles',
    expected: 'thresholdPercentage 25 is 25.0',
    async observe(context) {
      const criterion = { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 25, minNumberOfExecutedThings: 1 } as const;
      const body = await describedBody(context, { abortConfig: { criteriaList: [criterion] } });
      const [, observed] = /"thresholdPercentage":\s*([\d.]+)/.exec(body) ?? [];
      return { observed: `${observed}`, confirmed: observed === '25.0' };
    },
  },
  {
    evidence: 'describe-created-at',
    expected: 'createdAt is a number of seconds since the epoch',
    async observe(context) {
      const { createdAt } = JSON.parse(await describedBody(context));
      return { observed: `${createdAt}`, confirmed: Math.abs(createdAt - Date.now() / 1000) < 600 };
    },
  },
  {
    evidence: 'delete-empty-body',
    expected: 'DeleteJobTemplate: 200 with an empty body',
    async observe(context) {
      const { id: jobTemplateId } = await context.create();
      const body = await bodyOf(context.iot, async () => context.iot.deleteJobTemplate({ jobTemplateId }));
      return { observed: JSON.stringify(body), confirmed: body === '' };
    },
  },
  {
    evidence: 'delete-removes-tags',
    expected: 'a new template with the id of a deleted one has no tags',
    async observe(context) {
      const template = await context.create({ tags: [{ Key: 'a', Value: '1' }] });
      await context.recreate(template);
      const tags = async () => JSON.stringify(await context.tagsOf(template));
      // Another row measures the delay of tags.
      const gone = await context.timeUntil(LAG_LIMIT_MS, async () => await tags() === '{}');
      return { observed: await tags(), confirmed: gone !== undefined };
    },
  },
  {
    evidence: 'list-newest-first',
    expected: 'ListJobTemplates returns the newest first',
    async observe(context) {
      const first = await context.create();
      // The creation time has no fractions of a second.
      await context.pause(1_100);
      const second = await context.create();
      const { jobTemplates = [] } = await context.iot.listJobTemplates({});
      const [one, other] = [first, second].map(({ id }) => jobTemplates.findIndex(({ jobTemplateId }) => jobTemplateId === id));
      return { observed: `the later one at ${other}, the earlier one at ${one}`, confirmed: other >= 0 && other < one };
    },
  },
  {
    evidence: 'list-token-invalid',
    expected: 'an invented token: InvalidRequestException: Next token is invalid.',
    async observe({ iot }) {
      const answer = await answerOf(iot.listJobTemplates({ nextToken: 'made-up' }));
      return { observed: answer.text, confirmed: isRefused(answer, { message: 'Next token is invalid.' }) };
    },
  },
];
