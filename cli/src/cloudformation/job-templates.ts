import { type KnownValues, resolveIntrinsics, UnknownValue } from './intrinsics';
import type { TemplateFile } from './template-file';
import { contentOf } from '../../../src/shared/content';
import type { CreateJobTemplateRequest } from '../../../src/shared/create-job-template';
import { decode } from '../../../src/shared/decode';
import type { FoundTemplate, SkippedTemplate } from '../found-template';

export const NATIVE_TYPE = 'AWS::IoT::JobTemplate';

/** The properties that have another name than the members of CreateJobTemplate. */
const RENAMED: { readonly [property: string]: string } = { ExponentialRolloutRate: 'ExponentialRate', RetryCriteriaList: 'CriteriaList' };

/** The native job templates of a CloudFormation template. */
export function nativeTemplatesIn(template: TemplateFile, region: string | undefined): (FoundTemplate | SkippedTemplate)[] {
  const known = knownIn(template, region);
  const firsts = new Map<string, string>();
  return Object.entries(template.Resources).filter(([, { Type }]) => Type === NATIVE_TYPE).map(([logicalId, { Properties = {} }]) => {
    try {
      const properties = resolveIntrinsics(Properties, known);
      const found = foundTemplate(decode(asCloudFormationSends(properties)));
      const first = firsts.get(found.id);
      if (first !== undefined) return { id: found.id, reason: `${logicalId} has the same JobTemplateId as ${first}, which comes first in the file` };
      firsts.set(found.id, logicalId);
      return found;
    } catch (error) {
      return { id: logicalId, reason: reasonOf(error as Error) };
    }
  });
}

/** What is known without a deployment. */
function knownIn({ Parameters = {}, Mappings }: TemplateFile, region: string | undefined): KnownValues {
  const refs = new Map<string, unknown>(Object.entries(Parameters).flatMap(([name, { Default }]) => Default === undefined ? [] : [[name, Default]]));
  if (region !== undefined) refs.set('AWS::Region', region);
  return { refs, mappings: Mappings };
}

const reasonOf = (error: Error): string => error instanceof UnknownValue
  ? `${error.message}: deploy it, and import it from the account without --from-template`
  : error.message.replace('ResourceProperties.', '');

const foundTemplate = (request: CreateJobTemplateRequest): FoundTemplate => ({
  id: request.jobTemplateId,
  content: contentOf(request),
  tags: new Map(request.tags?.map(({ Key, Value = '' }) => [Key, Value])),
});

/** The properties with the names of the API, and with texts for scalars. */
function asCloudFormationSends(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asCloudFormationSends);
  if (typeof value !== 'object' || value === null) return value === undefined || value === null ? undefined : String(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [RENAMED[name] ?? name, asCloudFormationSends(inner)]));
}
