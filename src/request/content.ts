import { CREATE_JOB_TEMPLATE, type CreateJobTemplateRequest, type JobTemplateContent } from './create-job-template';
import { join, type Shape, type StructureShape } from './shape';

const { jobTemplateId: _id, tags: _tags, ...CONTENT_MEMBERS } = CREATE_JOB_TEMPLATE.members;
const CONTENT: StructureShape = { ...CREATE_JOB_TEMPLATE, members: CONTENT_MEMBERS };

/** What is immutable of a template: everything but its id and its tags. */
export function contentOf(request: CreateJobTemplateRequest | JobTemplateContent): JobTemplateContent {
  return Object.fromEntries(Object.keys(CONTENT_MEMBERS)
    .map(member => [member, request[member as keyof JobTemplateContent]])
    .filter(([, value]) => value !== undefined)) as unknown as JobTemplateContent;
}

/** The same without lists and structures that hold nothing: the service may describe them, and does not take them. */
export const withoutEmpty = (content: JobTemplateContent): JobTemplateContent => pruned(content) as JobTemplateContent;

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(([member, inner]) => [member, pruned(inner)] as const).filter(([, inner]) => inner !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** The same text for the same content, whatever the order of its members. */
export function canonical(content: JobTemplateContent): string {
  return JSON.stringify(content, (_, value) => isRecord(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1))
    : value);
}

/**
 * The members in which a template of the service differs from what is wanted. What the service does not describe is
 * not compared: the job that a document came from, and then that document; and the document that was read from an object.
 */
export function differences(wanted: JobTemplateContent, described: JobTemplateContent): string[] {
  const unknown = wanted.jobArn !== undefined ? ['jobArn', 'document', 'documentSource'] : wanted.documentSource !== undefined ? ['document'] : [];
  return differ(CONTENT, wanted, described, '').filter(member => !unknown.includes(member));
}

function differ(shape: Shape, a: any, b: any, member: string): string[] {
  if (shape.kind === 'structure') {
    return Object.entries(shape.members).flatMap(([name, inner]) => differ(inner, a?.[name], b?.[name], join(member, name)));
  }
  if (shape.kind === 'list') {
    const [first, second] = [a ?? [], b ?? []];
    if (first.length !== second.length) return [member];
    return first.flatMap((item: unknown, index: number) => differ(shape.item, item, second[index], join(member, index)));
  }
  const unset = shape.kind === 'number' ? shape.default : undefined;
  return (a ?? unset) === (b ?? unset) ? [] : [member];
}

const isRecord = (value: unknown): value is { [member: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);
