import { CREATE_JOB_TEMPLATE, type CreateJobTemplateRequest, type JobTemplateContent } from './create-job-template';
import { INHERITED_MEMBERS } from './inheritance';
import { isSameObject } from './s3-object-url';
import { memberPath, type Shape } from './shape';

const { jobTemplateId: _id, tags: _tags, ...CONTENT_MEMBERS } = CREATE_JOB_TEMPLATE.members;

/** The immutable members of a template: all except its id and its tags. */
export function contentOf(request: CreateJobTemplateRequest | JobTemplateContent): JobTemplateContent {
  return Object.fromEntries(Object.keys(CONTENT_MEMBERS)
    .map(member => [member, request[member as keyof JobTemplateContent]])
    .filter(([, value]) => value !== undefined && value !== null)) as unknown as JobTemplateContent;
}

/**
 * The content without nulls, empty lists and empty structures. AWS IoT describes unset members like this, but does not accept them in a
 * request. Evidence: describe-every-member.
 */
export const withoutEmpty = (content: JobTemplateContent): JobTemplateContent => pruned(content) as JobTemplateContent;

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (!isRecord(value)) return value ?? undefined;
  const members = Object.entries(value).map(([member, inner]) => [member, pruned(inner)] as const).filter(([, inner]) => inner !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** A text of a value, such as a content, that does not depend on the order of members. */
export function canonical(value: object): string {
  return JSON.stringify(value, (_, inner) => isRecord(inner)
    // Stryker disable next-line EqualityOperator: no two members have one name
    ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1))
    : inner);
}

/** A member of the content that differs from the desired state. */
export interface Difference {
  /** A path into the request, such as `abortConfig.criteriaList[0].action`. */
  readonly member: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/**
 * The members in which a template differs from the desired content. Three things are unknown and not compared: the job that the template was
 * created from, the members that it inherits from that job, and the document that was read from an object.
 */
export function differences(wanted: JobTemplateContent, described: JobTemplateContent): Difference[] {
  // Stryker disable next-line ArrayDeclaration: no member has another name
  const inherited: readonly string[] = wanted.jobArn === undefined ? [] : ['document', 'documentSource', ...INHERITED_MEMBERS];
  return Object.entries(CONTENT_MEMBERS).flatMap(([name, shape]) => {
    const [value, found] = [wanted[name as keyof JobTemplateContent], described[name as keyof JobTemplateContent]];
    if (name === 'jobArn' || name === 'document' && wanted.documentSource !== undefined) return [];
    if (inherited.includes(name)) return value === undefined ? [] : differ(givenOf(shape, value), value, found, name);
    return differ(shape, value, found, name);
  });
}

/**
 * A description with the desired document source, if devices get the same document. Another URL of the same object is no difference. A source
 * is no difference if the desired document is a text. A desired source is a difference from a text, because AWS IoT does not return the
 * content of the object. Evidence: document-source-described, document-source-read-once.
 */
export function spelledAs(wanted: JobTemplateContent, described: JobTemplateContent): JobTemplateContent {
  const { documentSource } = wanted;
  const isSame = documentSource === undefined || isSameObject(documentSource, described.documentSource);
  return isSame ? { ...described, documentSource } : described;
}

/** A shape without the members that are undefined in a value. */
function givenOf(shape: Shape, value: unknown): Shape {
  // Stryker disable next-line LogicalOperator,ConditionalExpression: exactly a structure has a record as its value, and the compiler asks for both
  if (shape.kind !== 'structure' || !isRecord(value)) return shape;
  const given = Object.entries(shape.members).filter(([name]) => value[name] !== undefined);
  return { ...shape, members: Object.fromEntries(given.map(([name, inner]) => [name, givenOf(inner, value[name])])) };
}

function differ(shape: Shape, wanted: any, found: any, member: string): Difference[] {
  if (shape.kind === 'structure') {
    return Object.entries(shape.members).flatMap(([name, inner]) => differ(inner, wanted?.[name], found?.[name], memberPath(member, name)));
  }
  if (shape.kind === 'list') {
    const [first, second] = [wanted ?? [], found ?? []];
    if (first.length !== second.length) return [{ member, wanted, found }];
    return first.flatMap((item: unknown, index: number) => differ(shape.item, item, second[index], memberPath(member, index)));
  }
  // Stryker disable next-line ConditionalExpression: the compiler asks for it, because only a number has a default
  const unset = shape.kind === 'number' ? shape.default : undefined;
  return (wanted ?? unset) === (found ?? unset) ? [] : [{ member, wanted, found }];
}

// Stryker disable next-line ConditionalExpression: no content has null, so the condition only makes the type true
const isRecord = (value: unknown): value is { [member: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);
