import { isDeepStrictEqual } from 'node:util';
import type { DeployedStack } from './deployed-stack';
import { type KnownValues, resolveIntrinsics, UnknownValue } from '../cloudformation/intrinsics';
import { placeOf, pseudoParametersOf, type StackPlace } from '../cloudformation/pseudo-parameters';
import type { TemplateFile } from '../cloudformation/template-file';

/** What a template refers to before it is deployed. */
export interface FutureStack {
  readonly template: TemplateFile;
  /** The parameters that the deployment passes. */
  readonly parameters: { readonly [name: string]: unknown };
  readonly place: StackPlace;
  readonly deployed?: DeployedStack;
  readonly exports: ReadonlyMap<string, unknown>;
}

/** The values of a deployed stack. */
export function deployedValues(deployed: DeployedStack, exports: ReadonlyMap<string, unknown>): KnownValues {
  const { stack, template, resources } = deployed;
  const refs = new Map<string, unknown>([
    ...pseudoParametersOf({ ...placeOf(stack.id), name: stack.name, id: stack.id }),
    ...[...resources].map(([logicalId, { physicalId }]) => [logicalId, physicalId] as const),
    ...stack.parameters,
  ]);
  const values: KnownValues = { refs, mappings: template.Mappings, conditions: template.Conditions, exports };
  return { ...values, attributeOf: (logicalId, attribute) => attributeOf(deployed, logicalId, { attribute, values }) };
}

/**
 * The values that a template will have. A resource keeps its values if the deployment does not change it. Whatever else a resource has
 * is known only at deployment.
 */
export function futureValues({ template, parameters, place, deployed, exports }: FutureStack): KnownValues {
  const keepsResource = (logicalId: string) => isUnchanged(logicalId, template, deployed?.template);
  const before = deployed && deployedValues(deployed, exports);
  const refs = new Map<string, unknown>([
    ...pseudoParametersOf(place),
    ...[...deployed?.resources ?? []].filter(([logicalId]) => keepsResource(logicalId)).map(([logicalId, { physicalId }]) => [logicalId, physicalId] as const),
    ...Object.entries(template.Parameters ?? {}).flatMap(([name, { Type = '', Default }]) => {
      const value = parameters[name] ?? deployed?.stack.parameters.get(name) ?? Default;
      // Systems Manager has the value.
      return value === undefined || Type.startsWith('AWS::SSM::') ? [] : [[name, value] as const];
    }),
  ]);
  const attribute = before?.attributeOf;
  return {
    refs,
    mappings: template.Mappings,
    conditions: template.Conditions,
    exports,
    attributeOf: (logicalId, name) => keepsResource(logicalId) ? attribute?.(logicalId, name) : undefined,
  };
}

function isUnchanged(logicalId: string, template: TemplateFile, deployed: TemplateFile | undefined): boolean {
  const [after, before] = [template.Resources[logicalId], deployed?.Resources[logicalId]];
  return before !== undefined && after?.Type === before.Type && isDeepStrictEqual(after?.Properties, before.Properties);
}

/** The attributes that the physical id of a resource tells for certain. CloudFormation does not return attributes. */
function attributeOf(
  { stack, template, resources, nestedOutputs }: DeployedStack, logicalId: string, { attribute, values }: { readonly attribute: string; readonly values: KnownValues },
): unknown {
  const { type, physicalId } = resources.get(logicalId) ?? {};
  if (type === undefined || !physicalId) return undefined;
  const { partition, region, account } = placeOf(stack.id);
  switch (`${type}.${attribute}`) {
    case 'AWS::IAM::Role.Arn': {
      const path = known(template.Resources[logicalId]?.Properties, 'Path', { values, otherwise: '/' });
      return path === undefined ? undefined : `arn:${partition}:iam::${account}:role${path}${physicalId}`;
    }
    case 'AWS::IAM::Role.RoleName': return physicalId;
    case 'AWS::S3::Bucket.Arn': return `arn:${partition}:s3:::${physicalId}`;
    case 'AWS::SNS::Topic.TopicArn': return physicalId;
    case 'AWS::Lambda::Function.Arn': return `arn:${partition}:lambda:${region}:${account}:function:${physicalId}`;
    case 'Custom::IoTJobTemplate.Arn': return `arn:${partition}:iot:${region}:${account}:jobtemplate/${physicalId}`;
    default: return attribute.startsWith('Outputs.') ? nestedOutputs.get(logicalId)?.get(attribute.slice('Outputs.'.length)) : undefined;
  }
}

function known(properties: object | undefined, name: string, { values, otherwise }: { readonly values: KnownValues; readonly otherwise: string }): unknown {
  try {
    return resolveIntrinsics((properties as { [name: string]: unknown } | undefined)?.[name] ?? otherwise, values);
  } catch (error) {
    if (error instanceof UnknownValue) return undefined;
    throw error;
  }
}
