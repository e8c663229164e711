/** Checks of tags. */
import { isDeepStrictEqual } from 'node:util';
import type { Tag } from '@aws-sdk/client-iot';
import { answerOf, isRefused } from '../answer';
import type { Check } from '../check';
import { type Context, LAG_LIMIT_MS } from '../context';
import { accepts, acceptsOrRefuses, refuses } from './kinds';

const tags = (...given: Tag[]) => ({ tags: given });
const numbered = (count: number): Tag[] => Array.from({ length: count }, (_, i) => ({ Key: `k${i}`, Value: `${i}` }));
const EMPTY = 'The validated collection is empty';
const MISSING = { name: 'ResourceNotFoundException', message: 'Job Template X cannot be found.' };

/** A call on the ARN of a template. */
type Call = (context: Context, resourceArn: string) => Promise<unknown>;

/** A call on the ARN of a template that does not exist. */
const ofMissing = (operation: string, call: Call): Check => ({
  evidence: 'tag-of-missing',
  expected: `${operation} of a missing template: ${MISSING.name}: ${MISSING.message}`,
  async observe(context) {
    const answer = await answerOf(call(context, context.arnOf(context.newId())));
    return { observed: answer.text, confirmed: isRefused(answer, MISSING) };
  },
});

interface Tags {
  readonly [key: string]: string;
}

/** Compares the tags of a new template after a call. */
const tagsAfter = (evidence: string, did: string, expected: Tags, call: Call): Check => ({
  evidence,
  expected: `tags a=1, b=2, then ${did}: ${JSON.stringify(expected)}`,
  async observe(context) {
    const template = await context.create(tags({ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }));
    const answer = await answerOf(call(context, template.arn));
    const isThere = async () => isDeepStrictEqual(await context.tagsOf(template), expected);
    // Tags may be seen late, which another row measures.
    const confirmed = answer.isAccepted && await context.timeUntil(LAG_LIMIT_MS, isThere) !== undefined;
    return { observed: `${answer.text}; ${JSON.stringify(await context.tagsOf(template))}`, confirmed };
  },
});

export const TAGS: readonly Check[] = [
  refuses('tag-key-format', 'a tag key with !', tags({ Key: 'a!', Value: '1' })),
  refuses('tag-key-reserved', 'a tag key that begins with AWS:', tags({ Key: 'AWS:a', Value: '1' }), { message: 'Tags cannot begin with "aws:", offending tag: X' }),
  tagsAfter('tag-key-repeated', 'TagResource with c=3 and c=4', { a: '1', b: '2', c: '4' }, async ({ iot }, resourceArn) =>
    iot.tagResource({ resourceArn, ...tags({ Key: 'c', Value: '3' }, { Key: 'c', Value: '4' }) })),
  refuses('tag-value-length', 'a tag value of 257 characters', tags({ Key: 'a', Value: 'a'.repeat(257) })),
  accepts('tag-value-length', 'an empty tag value', tags({ Key: 'a', Value: '' })),
  acceptsOrRefuses('tag-value-characters', 'the tag value R&D', tags({ Key: 'a', Value: 'R&D' })),
  accepts('tag-value-own', 'a tag value like those of the library', tags({ Key: 'cdk-iot-job-template:owner', Value: 'stack/1b2c-3d/Logical/Id:_.+=@-' })),
  refuses('tag-value-missing', 'a tag without a value', tags({ Key: 'a' }), { message: 'Invalid tag parameter exception. Please check the input.' }),
  refuses('tags-maximum', '51 tags', tags(...numbered(51)), { message: 'Too many tags provided in the request. Please check the input.' }),
  {
    evidence: 'list-tags-of-missing',
    expected: 'ListTagsForResource of a missing template: not known, the library handles an empty list and 404',
    async observe(context) {
      const list = async () => context.iot.listTagsForResource({ resourceArn: context.arnOf(context.newId()) });
      const answer = await answerOf(list());
      if (!answer.isAccepted) return { observed: answer.text, confirmed: answer.name === 'ResourceNotFoundException' };
      const { tags: found = [] } = await list();
      return { observed: `200 with ${JSON.stringify(found)}`, confirmed: found.length === 0 };
    },
  },
  {
    evidence: 'list-tags-one-page',
    expected: '50 tags are on one page',
    async observe(context) {
      const { arn: resourceArn } = await context.create(tags(...numbered(50)));
      const { tags: found = [], nextToken } = await context.iot.listTagsForResource({ resourceArn });
      return { observed: `${found.length} tags, nextToken ${nextToken ?? null}`, confirmed: found.length === 50 && nextToken === undefined };
    },
  },
  ofMissing('TagResource', async ({ iot }, resourceArn) => iot.tagResource({ resourceArn, ...tags({ Key: 'a', Value: '1' }) })),
  ofMissing('UntagResource', async ({ iot }, resourceArn) => iot.untagResource({ resourceArn, tagKeys: ['a'] })),
  {
    evidence: 'tag-list-empty',
    expected: `TagResource without tags, and UntagResource without keys: InvalidRequestException: ${EMPTY}`,
    async observe(context) {
      const { arn: resourceArn } = await context.create();
      const tag = await answerOf(context.iot.tagResource({ resourceArn, tags: [] }));
      const untag = await answerOf(context.iot.untagResource({ resourceArn, tagKeys: [] }));
      return { observed: `${tag.text}; ${untag.text}`, confirmed: [tag, untag].every((answer) => isRefused(answer, { message: EMPTY })) };
    },
  },
  tagsAfter('tag-merges', 'TagResource with b=3 and c=4', { a: '1', b: '3', c: '4' }, async ({ iot }, resourceArn) =>
    iot.tagResource({ resourceArn, ...tags({ Key: 'b', Value: '3' }, { Key: 'c', Value: '4' }) })),
  tagsAfter('untag-of-missing-key', 'UntagResource of b and c', { a: '1' }, async ({ iot }, resourceArn) =>
    iot.untagResource({ resourceArn, tagKeys: ['b', 'c'] })),
  {
    evidence: 'tag-arn-checked',
    expected: 'TagResource of an ARN of another service: InvalidRequestException: Invalid arn in request; of another Region: refused',
    async observe(context) {
      const tag = async (resourceArn: string) => answerOf(context.iot.tagResource({ resourceArn, ...tags({ Key: 'a', Value: '1' }) }));
      const { arn } = await context.create();
      const service = await tag('arn:aws:s3:::bucket');
      const region = await tag(arn.replace(context.region, context.region === 'eu-central-1' ? 'us-east-1' : 'eu-central-1'));
      return {
        observed: `${service.text}; ${region.text}`,
        confirmed: isRefused(service, { message: 'Invalid arn in request' }) && !region.isAccepted,
      };
    },
  },
];
