import { DYNAMIC_REFERENCE } from './cloudformation/intrinsics';
import { keepFirst, type NativeResource } from './cloudformation/native-resource';
import { declaredContentOf } from './code/document';
import type { TemplateToDeclare } from './code/stack';
import { AT_DEPLOYMENT, check } from '../../src/shared/check';
import { OWNER_TAG, RESERVED_TAG_PREFIX } from '../../src/shared/contract';
import type { CreateJobTemplateRequest, JobTemplateContent } from '../../src/shared/create-job-template';
import { namesInArn } from '../../src/shared/placeholder';

/** A template that was found in an account or in a file. */
export interface FoundTemplate {
  readonly id: string;
  /** Undefined for a template of a file. */
  readonly arn?: string;
  readonly content: JobTemplateContent;
  readonly tags: ReadonlyMap<string, string>;
  /** The Region that a template of a file was resolved for, if it depends on the Region. */
  readonly region?: string;
  /** The native resource that has the template, too. */
  readonly native?: NativeResource;
}

/** A template that is not imported. */
export interface SkippedTemplate {
  /** Undefined if it is known only at deployment. */
  readonly id?: string;
  /** The logical id of its resource in a file. */
  readonly logicalId?: string;
  readonly reason: string;
}

export const isSkipped = (template: FoundTemplate | SkippedTemplate | TemplateToDeclare): template is SkippedTemplate => 'reason' in template;

/** The prefix of tags that only AWS sets. */
const AWS_TAG_PREFIX = 'aws:';

/** The template as the code declares it, or the reason why it cannot be adopted. */
export function toDeclare({ id, arn, content, tags, region, native }: FoundTemplate): TemplateToDeclare | SkippedTemplate {
  if (arn !== undefined && arn.split(':')[4] === '') return { id, reason: 'AWS manages it: use AwsManagedJobTemplate' };
  const owner = tags.get(OWNER_TAG);
  if (owner !== undefined) return { id, reason: `it belongs to ${ownerText(owner)}` };
  const declaredTags = new Map([...tags].filter(([key]) => !key.startsWith(AWS_TAG_PREFIX) && !key.startsWith(RESERVED_TAG_PREFIX)));
  const template = { id, arn, content, tags: declaredTags, region, comment: native && keepFirst(native, ', unless it is Retain already').join('\n') };
  const problem = firstProblem(template);
  return problem === undefined ? template : { id, reason: `the library cannot declare it: ${problem}` };
}

/** An owner for readers: the stack and the logical id. */
export function ownerText(owner: string): string {
  const [stack, , ...logicalId] = owner.split('/');
  return `stack ${stack} (${logicalId.join('/')})`;
}

/** The limits that synthesis checks, too. */
function firstProblem({ id, content, tags }: FoundTemplate): string | undefined {
  if (content.document === undefined && content.documentSource === undefined && content.jobArn === undefined) return 'it has no document';
  const request: CreateJobTemplateRequest = {
    ...declaredContentOf(content), jobTemplateId: id, tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
  };
  const [problem] = check(request, { ...AT_DEPLOYMENT, quotas: true });
  if (problem !== undefined) {
    const isQuota = check(request, AT_DEPLOYMENT).every(({ member }) => member !== problem.member);
    return `${problem.member} must ${problem.must}${isQuota ? '. To bring it in, declare it by hand, with a CfnParameter for this number' : ''}`;
  }
  const special = specialText(request);
  if (special !== undefined) return special;
  const unnamed = content.destinationPackageVersions?.find(version => namesInArn(version) === undefined);
  return unnamed === undefined ? undefined : `${unnamed} is not the ARN of a package version`;
}

/** The forms in which the CDK writes tokens into texts. Synthesis would resolve them. */
const TOKEN = /[$#]\{Token\[[\w:.-]+\]\}|-1\.\d{10,16}e\+289/;

/** Says which text of a template would not reach AWS IoT as it is. */
function specialText(request: CreateJobTemplateRequest): string | undefined {
  const texts = Object.entries(request).map(([member, value]) => ({ member, text: typeof value === 'string' ? value : JSON.stringify(value) ?? '' }));
  const token = texts.find(({ text }) => TOKEN.test(text));
  if (token !== undefined) return `${token.member} has the text ${TOKEN.exec(token.text)![0]}, which the CDK takes for a token`;
  const reference = texts.find(({ text }) => text.includes(DYNAMIC_REFERENCE));
  return reference && `${reference.member} has the text ${DYNAMIC_REFERENCE}...}}, which CloudFormation takes for a dynamic reference`;
}
