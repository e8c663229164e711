/** Checks of the time until AWS shows a change. */
import type { Check } from '../check';
import { type Context, LAG_LIMIT_MS } from '../context';

const ROUNDS = 5;

/** Times in milliseconds, by the name of the measurement. */
interface Times {
  readonly [name: string]: number | undefined;
}

/** Measures in several rounds. @param round returns no time if a measurement exceeds the limit */
const lag = (evidence: string, what: string, round: (context: Context) => Promise<Times>): Check => ({
  evidence,
  expected: `${what}: not known, the library handles up to ${LAG_LIMIT_MS} ms`,
  async observe(context) {
    const rounds: Times[] = [];
    for (let i = 0; i < ROUNDS; i++) rounds.push(await round(context));
    const observed = Object.keys(rounds[0]).map((name) => `${name} ${rounds.map((times) => times[name] ?? `over ${LAG_LIMIT_MS}`).join(', ')} ms`).join('; ');
    return { observed, confirmed: rounds.every((times) => Object.values(times).every((time) => time !== undefined)) };
  },
});

const described = async ({ iot }: Context, jobTemplateId: string): Promise<string | undefined> =>
  iot.describeJobTemplate({ jobTemplateId }).then(({ description }) => description, () => undefined);

export const TIMING: readonly Check[] = [
  lag('create-after-delete', 'a create under an id that was just deleted', async (context) => {
    return { 'accepted after': await context.recreate(await context.create()) };
  }),
  lag('describe-lag', 'Describe', async (context) => {
    const template = await context.create({ description: 'First' });
    const { id } = template;
    const created = await context.timeUntil(LAG_LIMIT_MS, async () => await described(context, id) === 'First');
    await context.recreate(template, { description: 'Second' });
    const recreated = await context.timeUntil(LAG_LIMIT_MS, async () => await described(context, id) === 'Second');
    await context.iot.deleteJobTemplate({ jobTemplateId: id });
    const deleted = await context.timeUntil(LAG_LIMIT_MS, async () => await described(context, id) === undefined);
    return { 'after a create': created, 'after a recreate': recreated, 'after a delete': deleted };
  }),
  lag('tags-lag', 'ListTagsForResource', async (context) => {
    const template = await context.create({ tags: [{ Key: 'a', Value: '1' }] });
    const isTag = async (value: string | undefined) => context.timeUntil(LAG_LIMIT_MS, async () => (await context.tagsOf(template)).a === value);
    const created = await isTag('1');
    await context.iot.tagResource({ resourceArn: template.arn, tags: [{ Key: 'a', Value: '2' }] });
    const tagged = await isTag('2');
    await context.iot.untagResource({ resourceArn: template.arn, tagKeys: ['a'] });
    const untagged = await isTag(undefined);
    await context.recreate(template, { tags: [{ Key: 'a', Value: '3' }] });
    const recreated = await isTag('3');
    return { 'after a create': created, 'after TagResource': tagged, 'after UntagResource': untagged, 'after a recreate': recreated };
  }),
];
