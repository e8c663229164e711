import { A_DYNAMIC_REFERENCE, DYNAMIC_REFERENCE, type KnownValues, resolveIntrinsics, UnknownValue } from './intrinsics';
import { NATIVE_TYPE, type NativeResource } from './native-resource';
import type { TemplateFile } from './template-file';
import { contentOf } from '../../../src/shared/content';
import type { CreateJobTemplateRequest } from '../../../src/shared/create-job-template';
import { decode } from '../../../src/shared/decode';
import type { FoundTemplate, SkippedTemplate } from '../found-template';

/** The properties that have another name than the members of CreateJobTemplate. */
const RENAMED: { readonly [property: string]: string } = { ExponentialRolloutRate: 'ExponentialRate', RetryCriteriaList: 'CriteriaList' };

export interface FileContext {
  /** The stack of the file, in words. */
  readonly stack: string;
  readonly region?: string;
}

/** The native job templates of a CloudFormation template. */
export function nativeTemplatesIn(template: TemplateFile, { stack, region }: FileContext): (FoundTemplate | SkippedTemplate)[] {
  const known = knownIn(template, region);
  const firsts = new Map<string, string>();
  return Object.entries(template.Resources).filter(([, { Type }]) => Type === NATIVE_TYPE).map(([logicalId, { Condition, Properties = {} }]) => {
    try {
      if (Condition !== undefined) throw new UnknownValue(`the condition ${Condition}`);
      const properties = resolveIntrinsics(Properties, known);
      if (JSON.stringify(properties).includes(DYNAMIC_REFERENCE)) throw new UnknownValue(A_DYNAMIC_REFERENCE);
      const found = foundTemplate(decode(asCloudFormationSends(properties)), { logicalId, stack });
      if (found.id === undefined) return { logicalId, reason: 'it has no JobTemplateId' };
      const first = firsts.get(found.id);
      if (first !== undefined) return { id: found.id, logicalId, reason: `${logicalId} has the same JobTemplateId as ${first}, which comes first in the file` };
      firsts.set(found.id, logicalId);
      return JSON.stringify(Properties).includes('AWS::Region') ? { ...found, region } : found;
    } catch (error) {
      return { id: idOf(Properties, known), logicalId, reason: reasonOf(error as Error, template) };
    }
  });
}

/** The id of a template, if it is known. */
function idOf({ JobTemplateId }: { readonly JobTemplateId?: unknown }, known: KnownValues): string | undefined {
  try {
    const id = resolveIntrinsics(JobTemplateId, known);
    return typeof id === 'string' && !id.includes(DYNAMIC_REFERENCE) ? id : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What is known without a deployment. That does not include the default of a parameter: the deployed stack may have another value, and a
 * template with a wrong id would be created instead of adopted.
 */
const knownIn = ({ Mappings }: TemplateFile, region: string | undefined): KnownValues => ({
  refs: new Map(region === undefined ? [] : [['AWS::Region', region]]), mappings: Mappings,
});

function reasonOf(error: Error, { Parameters = {} }: TemplateFile): string {
  if (!(error instanceof UnknownValue)) return error.message.replace('ResourceProperties.', '');
  const { reference } = error;
  const { message } = Object.hasOwn(Parameters, reference) ? new UnknownValue(`the parameter ${reference}`) : error;
  return `${message}: deploy it, and import it from the account without --from-template`;
}

const foundTemplate = (request: CreateJobTemplateRequest, native: NativeResource): FoundTemplate => ({
  id: request.jobTemplateId,
  content: contentOf(request),
  tags: new Map(request.tags?.map(({ Key, Value = '' }) => [Key, Value])),
  native,
});

/** The properties with the names of the API, and with texts for scalars. */
function asCloudFormationSends(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asCloudFormationSends);
  if (typeof value !== 'object' || value === null) return value === undefined || value === null ? undefined : String(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [RENAMED[name] ?? name, asCloudFormationSends(inner)]));
}
