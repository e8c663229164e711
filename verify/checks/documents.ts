/** Checks of ids, descriptions, documents and their objects in CreateJobTemplate. */
import { answerOf, isRefused } from '../answer';
import { type Check, NotChecked } from '../check';
import type { Context } from '../context';
import { bodyOf } from '../wire';
import { accepts, acceptsOrRefuses, refuses } from './kinds';

const LIMIT = 32_768;
const document = (value: string) => ({ document: value });
/** A JSON document with this number of characters. */
const documentOf = (length: number, character = 'a'): string => `{"a":"${character.repeat(length - 8)}"}`;
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

/** Stores a document in the bucket, and returns one of its addresses. */
const stored = (name: string, body: string, url: 's3Url' | 'pathStyleUrl' | 'virtualHostedUrl' = 'pathStyleUrl') => async ({ documents }: Context) => {
  await documents.put(name, body);
  return { documentSource: documents[url](name) };
};

const INVALID_JSON = { message: 'Job document located at request input is an invalid JSON document.' };

export const DOCUMENTS: readonly Check[] = [
  {
    evidence: 'create-conflict',
    expected: 'an id that is taken: ConflictException: Job Template X already exists., with resourceId null; the template does not change',
    async observe(context) {
      const template = await context.create({ description: 'First' });
      const create = async () => context.create({ jobTemplateId: template.id, description: 'Second' });
      const answer = await answerOf(create());
      const body = await bodyOf(context.iot, async () => answerOf(create()));
      const { description } = await context.describe(template);
      return {
        observed: `${answer.text}; ${body}; then its description is ${description}`,
        confirmed: isRefused(answer, { name: 'ConflictException', message: 'Job Template X already exists.' })
          && JSON.parse(body).resourceId === null && description === 'First',
      };
    },
  },
  refuses('create-order-of-checks', 'a bad timeout, and a missing object', ({ documents }) => ({
    documentSource: documents.pathStyleUrl('missing.json'),
    timeoutConfig: { inProgressTimeoutInMinutes: 0 },
  }), { message: 'Provide valid timeout value, X' }),
  {
    evidence: 'create-conflict-before-document',
    expected: 'an id that is taken, and a missing object: ConflictException',
    async observe(context) {
      const { id: jobTemplateId } = await context.create();
      const answer = await answerOf(context.create({ jobTemplateId, documentSource: context.documents.pathStyleUrl('missing.json') }));
      return { observed: answer.text, confirmed: isRefused(answer, { name: 'ConflictException' }) };
    },
  },
  refuses('validation-message', 'an id of 65 characters', { jobTemplateId: 'a'.repeat(65) }, {
    message: "1 validation error detected: Value 'X' at 'jobTemplateId' failed to satisfy constraint: Member must X",
  }),
  refuses('wire-types', 'a number for the description', { description: 1 as never }, { name: 'SerializationException' }),
  refuses('validation-collects', 'an abort criterion with two bad members', {
    abortConfig: { criteriaList: [{ failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 101, minNumberOfExecutedThings: 0 }] },
  }, { message: '2 validation errors detected: X; X' }),
  refuses('id-format', 'an id with a dot', (context) => ({ jobTemplateId: `${context.newId()}.` })),
  refuses('description-format', 'a line break in the description', { description: 'a\nb' }),
  accepts('description-format', 'a description of 2028 characters', { description: 'a'.repeat(2028) }),
  refuses('document-required', 'no document', { document: undefined }, {
    message: 'Neither job document nor job document source is specified.',
  }),
  refuses('document-one-source', 'a document and a documentSource', { ...document('{}'), documentSource: 's3://bucket/key' }, {
    message: 'Job document and job document source cannot be specified at the same time.',
  }),
  refuses('document-length', 'a document of 32,769 characters', document(documentOf(LIMIT + 1))),
  refuses('document-bytes', 'a document of 20,000 characters with more than 32,768 bytes', document(documentOf(20_000, 'ä'))),
  accepts('document-near-limit', 'a document of 32,768 bytes', document(documentOf(LIMIT))),
  refuses('document-json', 'a document that is not JSON', document('{"a":'), INVALID_JSON),
  refuses('document-json', 'NaN in a document', document('{"a":NaN}'), INVALID_JSON),
  refuses('document-json', '1001 levels in a document', document(nested(1001)), INVALID_JSON),
  {
    evidence: 'document-json',
    expected: '1E400 is kept as text',
    async observe(context) {
      const template = await context.create(document('{"a":1E400}'));
      const { document: observed } = await context.describe(template);
      return { observed: `${observed}`, confirmed: observed === '{"a":1E400}' };
    },
  },
  acceptsOrRefuses('document-json-scalar', 'a document that is a number', document('1')),
  acceptsOrRefuses('document-json-scalar', 'a document that is an array', document('[]')),
  acceptsOrRefuses('document-json-scalar', 'a document with a member twice', document('{"a":1,"a":2}')),

  refuses('document-source-length', 'a documentSource of 1351 characters', { documentSource: `s3://bucket/${'a'.repeat(1339)}` },
    { message: 'X failed to satisfy constraint: X' }),
  accepts('document-source-url', 'a path-style URL', stored('path-style.json', '{}')),
  accepts('document-source-url', 'a virtual-hosted URL', stored('virtual-hosted.json', '{}', 'virtualHostedUrl')),
  accepts('document-source-url', 's3://BUCKET/KEY', stored('s3.json', '{}', 's3Url')),
  acceptsOrRefuses('document-source-version', 'a URL with ?versionId=', async ({ documents }) => {
    const version = await documents.put('versioned.json', '{"version":1}');
    if (version === undefined) throw new NotChecked('the bucket has no versions yet');
    await documents.put('versioned.json', '{"version":2}');
    return { documentSource: `${documents.pathStyleUrl('versioned.json')}?versionId=${version}` };
  }),
  refuses('document-source-not-found', 'a missing object', ({ documents }) => ({ documentSource: documents.pathStyleUrl('missing.json') }), {
    message: 'Job document located at X is not found.',
  }),
  refuses('document-source-not-found', 'a missing bucket', ({ names }) => ({ documentSource: `s3://${names.of('no-bucket')}/key` }), {
    message: 'Bucket specified by url: X is not found.',
  }),
  refuses('document-source-too-large', 'an object of 32,769 bytes', stored('large.json', documentOf(LIMIT + 1)), {
    name: 'LimitExceededException',
    message: 'Job document from X exceeds size limit 32768 bytes.',
  }),
  {
    evidence: 'document-source-read-once',
    expected: 'a later change of the object does not change the template',
    async observe(context) {
      const template = await context.create(await stored('changed.json', '{"version":1}')(context));
      await context.documents.put('changed.json', '{"version":2}');
      const { document: observed } = await context.describe(template);
      return { observed: `${observed}`, confirmed: observed === '{"version":1}' };
    },
  },
  {
    evidence: 'document-source-described',
    expected: 'Describe returns the documentSource and the document',
    async observe(context) {
      const members = await stored('described.json', '{"a":1}')(context);
      const template = await context.create(members);
      const { documentSource, document: body } = await context.describe(template);
      return { observed: `${documentSource}; ${body}`, confirmed: documentSource === members.documentSource && body === '{"a":1}' };
    },
  },
  {
    evidence: 'document-source-caller',
    expected: 'a caller who may not read the object is refused',
    async observe(context) {
      const members = await stored('caller.json', '{}')(context);
      const probe = await context.as('probe');
      // Without this call, a refusal would prove nothing.
      await context.untilAllowed(async () => context.create({}, probe));
      const answer = await context.create(members, probe).then(() => undefined, (error: Error) => error);
      return { observed: answer === undefined ? 'accepted' : `${answer.name}: ${answer.message}`, confirmed: answer !== undefined };
    },
  },
];
