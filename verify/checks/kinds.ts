/** Kinds of checks that many rows of the register share. */
import type { CreateJobTemplateRequest } from '@aws-sdk/client-iot';
import { type Answer, answerOf, isRefused, type Refusal, refusalText } from '../answer';
import type { Check } from '../check';
import type { Context } from '../context';

export type Members = Partial<CreateJobTemplateRequest>;
/** Members of a request to CreateJobTemplate, in addition to an id, a description and a document. */
export type MembersOf = Members | ((context: Context) => Members | Promise<Members>);

/** CreateJobTemplate must refuse the request. */
export const refuses = (evidence: string, request: string, members: MembersOf, refusal: Refusal = {}): Check => ({
  evidence,
  expected: `${request}: ${refusalText(refusal)}`,
  async observe(context) {
    const answer = await createAnswer(context, members);
    return { observed: answer.text, confirmed: isRefused(answer, refusal) };
  },
});

/** CreateJobTemplate must accept the request. */
export const accepts = (evidence: string, request: string, members: MembersOf): Check => ({
  evidence,
  expected: `${request}: accepted`,
  async observe(context) {
    const answer = await createAnswer(context, members);
    return { observed: answer.text, confirmed: answer.isAccepted };
  },
});

/**
 * Nobody knows whether CreateJobTemplate accepts the request, and the library is right either way. The check only
 * records the answer.
 */
export const acceptsOrRefuses = (evidence: string, request: string, members: MembersOf): Check => ({
  evidence,
  expected: `${request}: not known, the library handles both`,
  async observe(context) {
    return { observed: (await createAnswer(context, members)).text, confirmed: true };
  },
});

/** UpdateJob must refuse the request. If CreateJobTemplate refuses it too, the error must be the same. */
export const updateJobRefuses = (evidence: string, request: string, members: Members, refusal: Refusal): Check => ({
  evidence,
  expected: `${request}: UpdateJob: ${refusalText(refusal)}; CreateJobTemplate: the same, or accepted`,
  async observe(context) {
    const jobId = await context.jobs.pilot();
    const update = await answerOf(context.iot.updateJob({ jobId, ...members }));
    const create = await createAnswer(context, members);
    return {
      observed: `UpdateJob: ${update.text}; CreateJobTemplate: ${create.text}`,
      confirmed: isRefused(update, refusal) && (create.isAccepted || isRefused(create, refusal)),
    };
  },
});

/**
 * CreateJobTemplate must refuse the document, or CreateJob from a template with the document. Nobody knows which of
 * the two refuses it.
 */
export const refusesDocument = (evidence: string, request: string, members: MembersOf, refusal: Refusal): Check => ({
  evidence,
  expected: `${request}: ${refusalText(refusal)}, from CreateJobTemplate or CreateJob`,
  async observe(context) {
    const given = await membersOf(context, members);
    const jobTemplateId = context.newId();
    const create = await answerOf(context.create({ ...given, jobTemplateId }));
    if (!create.isAccepted) return { observed: `CreateJobTemplate: ${create.text}`, confirmed: isRefused(create, refusal) };
    const job = await answerOf(context.jobs.create({ jobTemplateArn: context.arnOf(jobTemplateId) }));
    return { observed: `CreateJobTemplate: accepted; CreateJob: ${job.text}`, confirmed: isRefused(job, refusal) };
  },
});

async function createAnswer(context: Context, members: MembersOf): Promise<Answer> {
  return answerOf(context.create(await membersOf(context, members)));
}

const membersOf = async (context: Context, members: MembersOf): Promise<Members> =>
  typeof members === 'function' ? members(context) : members;
