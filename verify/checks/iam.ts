/** Checks of the tags that IAM sees, and of the permissions of a provider. */
import type { IoT, Tag } from '@aws-sdk/client-iot';
import { isDenied, verdictOf } from '../answer';
import type { Check } from '../check';
import { type Context, LAG_LIMIT_MS, type Template } from '../context';

const PROBE = 'verify:probe';
const SEEN = `aws:ResourceTag/${PROBE}`;
const tagged = (value: string): { readonly tags: Tag[] } => ({ tags: [{ Key: PROBE, Value: value }] });
const allow = (Action: string | string[], Condition?: object) => ({ Effect: 'Allow', Action, Resource: '*', ...Condition ? { Condition } : {} });
const ifSeen = (value: string) => ({ StringEquals: { [SEEN]: value } });

/**
 * AWS IoT with the probe's permissions, limited to the statements. IAM already knows the role, so a denial comes from
 * the statements.
 */
async function probe(context: Context, ...statements: object[]): Promise<IoT> {
  const all = await context.as('probe');
  await context.untilAllowed(async () => all.describeJobTemplate({ jobTemplateId: context.newId() }));
  return context.as('probe', statements);
}

const verdictText = async (call: Promise<unknown>): Promise<string> => isDenied(await verdictOf(call)) ? 'denied' : 'allowed';

/** The request must be denied without an action that it needs, and allowed with it. */
const needs = (evidence: string, what: string, action: string, members: (context: Context) => object): Check => ({
  evidence,
  expected: `${what}: denied without ${action}: AccessDeniedException; otherwise not`,
  async observe(context) {
    const actions = ['iot:CreateJobTemplate', 'iot:TagResource'];
    const without = await verdictOf(context.create(members(context), await probe(context, allow(actions.filter((name) => name !== action)))));
    const having = await verdictOf(context.create(members(context), await probe(context, allow(actions))));
    return { observed: `${without.text}; ${having.text}`, confirmed: isDenied(without) && !isDenied(having) };
  },
});

/** Tags that a condition may see while a template is created with tags. Each condition allows exactly one case. */
const SIGHTS: { readonly [sight: string]: { readonly condition: object; readonly isRecreated?: boolean } } = {
  'no tags': { condition: { Null: { [SEEN]: 'true' } } },
  'the tags of the request': { condition: ifSeen('new') },
  'the tags of a template that was just deleted': { condition: ifSeen('old'), isRecreated: true },
};

const UNSEEN = 'none of these';

/** Names the cases in which a template may be created. */
async function sightsOf(context: Context, action: string, otherAction: string): Promise<string> {
  const without = await verdictOf(context.create(tagged('new'), await probe(context, allow(otherAction))));
  if (!isDenied(without)) return `${action} is not needed`;
  const seen: string[] = [];
  for (const [sight, { condition, isRecreated }] of Object.entries(SIGHTS)) {
    const iot = await probe(context, allow(action, condition), allow(otherAction));
    const jobTemplateId = context.newId();
    if (isRecreated) {
      await context.create({ ...tagged('old'), jobTemplateId });
      await context.pause(2_000);
      await context.iot.deleteJobTemplate({ jobTemplateId });
    }
    const answer = await verdictOf(context.create({ ...tagged('new'), jobTemplateId }, iot));
    if (!isDenied(answer)) seen.push(sight);
  }
  return `${action} sees ${seen.join(', ') || UNSEEN}`;
}

/** The time for which a role with a condition on a tag gets a wrong decision. */
async function lagOf(context: Context, change: (template: Template) => Promise<unknown>): Promise<number | undefined> {
  const iot = await probe(context, allow('iot:DescribeJobTemplate', ifSeen('after')));
  const template = await context.create(tagged('before'));
  await change(template);
  const describe = async () => iot.describeJobTemplate({ jobTemplateId: template.id });
  return context.timeUntil(LAG_LIMIT_MS, async () => (await verdictOf(describe())).isAccepted);
}

export const IAM: readonly Check[] = [
  needs('iam-create', 'CreateJobTemplate', 'iot:CreateJobTemplate', () => ({})),
  needs('iam-create-tags', 'CreateJobTemplate with tags', 'iot:TagResource', () => tagged('1')),
  {
    evidence: 'iam-create',
    expected: 'CreateJobTemplate from a job: refused if iot:CreateJobTemplate is allowed on the template alone',
    async observe(context) {
      const jobArn = context.arn(`job/${await context.jobs.pilot()}`);
      const iot = await probe(context, { ...allow('iot:CreateJobTemplate'), Resource: context.arnOf('*') });
      const answer = await verdictOf(context.create({ jobArn }, iot));
      return { observed: answer.text, confirmed: !answer.isAccepted };
    },
  },
  {
    evidence: 'iam-pass-role',
    expected: 'CreateJobTemplate with a role: refused without iam:PassRole',
    async observe(context) {
      const iot = await probe(context, allow('iot:CreateJobTemplate'));
      const answer = await verdictOf(context.create({ presignedUrlConfig: { roleArn: context.roleArn('presigner') } }, iot));
      return { observed: answer.text, confirmed: !answer.isAccepted };
    },
  },
  {
    evidence: 'error-denied',
    expected: 'a denial is 403 AccessDeniedException',
    async observe(context) {
      const { id: jobTemplateId } = await context.create();
      const iot = await probe(context, allow('iot:CreateJobTemplate'));
      const { text } = await verdictOf(iot.describeJobTemplate({ jobTemplateId }));
      return { observed: text, confirmed: text.startsWith('403 AccessDeniedException:') };
    },
  },
  {
    evidence: 'iam-describe-delete',
    expected: 'Describe and Delete with a condition on aws:ResourceTag: denied for another tag, allowed for this one',
    async observe(context) {
      const iot = await probe(context, allow(['iot:DescribeJobTemplate', 'iot:DeleteJobTemplate'], ifSeen('yes')));
      const [no, yes] = [await context.create(tagged('no')), await context.create(tagged('yes'))];
      const describe = async ({ id: jobTemplateId }: Template) => verdictText(iot.describeJobTemplate({ jobTemplateId }));
      const remove = async ({ id: jobTemplateId }: Template) => verdictText(iot.deleteJobTemplate({ jobTemplateId }));
      // Another row measures the delay of tags.
      await context.timeUntil(LAG_LIMIT_MS, async () => await describe(yes) === 'allowed');
      const verdicts = [await describe(no), await remove(no), await describe(yes), await remove(yes)];
      return { observed: verdicts.join(', '), confirmed: verdicts.join() === 'denied,denied,allowed,allowed' };
    },
  },
  {
    evidence: 'iam-tags',
    expected: 'TagResource with a condition on aws:RequestTag, and UntagResource with one on aws:TagKeys: denied for another tag, allowed for this one',
    async observe(context) {
      const iot = await probe(context,
        allow('iot:TagResource', { StringEquals: { 'aws:RequestTag/a': 'yes' } }),
        allow('iot:UntagResource', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] }, 'Null': { 'aws:TagKeys': 'false' } }));
      const { arn: resourceArn } = await context.create(tagged('1'));
      const verdicts = [
        await verdictText(iot.tagResource({ resourceArn, tags: [{ Key: 'a', Value: 'no' }] })),
        await verdictText(iot.untagResource({ resourceArn, tagKeys: [PROBE] })),
        await verdictText(iot.tagResource({ resourceArn, tags: [{ Key: 'a', Value: 'yes' }] })),
        await verdictText(iot.untagResource({ resourceArn, tagKeys: ['a'] })),
      ];
      return { observed: verdicts.join(', '), confirmed: verdicts.join() === 'denied,denied,allowed,allowed' };
    },
  },
  {
    evidence: 'iam-tags-at-creation',
    expected: `while a template is created, aws:ResourceTag is one of: ${Object.keys(SIGHTS).join(', ')}`,
    async observe(context) {
      const create = await sightsOf(context, 'iot:CreateJobTemplate', 'iot:TagResource');
      const tag = await sightsOf(context, 'iot:TagResource', 'iot:CreateJobTemplate');
      return { observed: `${create}; ${tag}`, confirmed: ![create, tag].some((text) => text.endsWith(UNSEEN)) };
    },
  },
  {
    evidence: 'iam-tags-lag',
    expected: `aws:ResourceTag after a write: not known, the library handles up to ${LAG_LIMIT_MS} ms`,
    async observe(context) {
      const tag = await lagOf(context, async ({ arn: resourceArn }) => context.iot.tagResource({ resourceArn, ...tagged('after') }));
      const recreated = await lagOf(context, async (template) => context.recreate(template, tagged('after')));
      return {
        observed: `after TagResource ${tag ?? `over ${LAG_LIMIT_MS}`} ms; after a recreate ${recreated ?? `over ${LAG_LIMIT_MS}`} ms`,
        confirmed: tag !== undefined && recreated !== undefined,
      };
    },
  },
  {
    evidence: 'iam-missing-resource',
    expected: 'a call on a missing template with a condition on aws:ResourceTag: not known, the library handles a denial and 404',
    async observe(context) {
      const iot = await probe(context, allow('iot:DeleteJobTemplate', ifSeen('yes')));
      const answer = await verdictOf(iot.deleteJobTemplate({ jobTemplateId: context.newId() }));
      return { observed: answer.text, confirmed: isDenied(answer) || answer.name === 'ResourceNotFoundException' };
    },
  },
];
