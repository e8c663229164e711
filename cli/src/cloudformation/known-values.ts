import { isDeepStrictEqual } from 'node:util';
import { type KnownValues, resolveIntrinsics, UnknownValue } from './intrinsics';
import { placeOf, pseudoParametersOf, type StackPlace } from './pseudo-parameters';
import type { TemplateFile } from './template-file';
import type { DeployedStack } from '../account/deployed-stack';

/** What a template refers to before it is deployed. */
export interface FutureStack {
  readonly template: TemplateFile;
  /** The parameters that the deployment passes. */
  readonly parameters: { readonly [name: string]: unknown };
  readonly place: StackPlace;
  readonly deployed?: DeployedStack;
  readonly exported: ReadonlyMap<string, unknown>;
}

/** The values of a deployed stack. */
export function deployedValues(deployed: DeployedStack, exported: ReadonlyMap<string, unknown>): KnownValues {
  const { stack, template, resources } = deployed;
  const refs = new Map<string, unknown>([
    ...pseudoParametersOf({ ...placeOf(stack.id), name: stack.name, id: stack.id }),
    ...[...resources].map(([logicalId, { physicalId }]) => [logicalId, physicalId] as const),
    ...[...stack.parameters].map(([name, value]) => [name, parameterValue(template, name, value)] as const),
  ]);
  const values: KnownValues = { refs, mappings: template.Mappings, conditions: template.Conditions, exported };
  return { ...values, attributeOf: (logicalId, attribute) => attributeOf(deployed, logicalId, { attribute, values }) };
}

/**
 * The values that a template will have. A resource keeps its values if the deployment does not change it. Whatever else a resource has
 * is known only at deployment.
 */
export function futureValues({ template, parameters, place, deployed, exported }: FutureStack): KnownValues {
  const keepsResource = (logicalId: string) => isUnchanged(logicalId, template, deployed?.template);
  const before = deployed && deployedValues(deployed, exported);
  const refs = new Map<string, unknown>([
    ...pseudoParametersOf(place),
    ...[...deployed?.resources ?? []].filter(([logicalId]) => keepsResource(logicalId))
      .map(([logicalId, { physicalId }]) => [logicalId, physicalId] as const),
    ...Object.entries(template.Parameters ?? {}).flatMap(([name, { Type = '', Default }]) => {
      const value = parameters[name] ?? deployed?.stack.parameters.get(name) ?? Default;
      // Systems Manager has the value.
      return value === undefined || Type.startsWith('AWS::SSM::') ? [] : [[name, parameterValue(template, name, value)] as const];
    }),
  ]);
  const attribute = before?.attributeOf;
  return {
    refs,
    mappings: template.Mappings,
    conditions: template.Conditions,
    exported,
    attributeOf: (logicalId, name) => keepsResource(logicalId) ? attribute?.(logicalId, name) : undefined,
  };
}

/** A parameter that is a list has a text with commas. */
function parameterValue({ Parameters }: TemplateFile, name: string, value: unknown): unknown {
  const isList = /List\b/.test(Parameters?.[name]?.Type ?? '');
  return isList && typeof value === 'string' ? value.split(',').map(item => item.trim()) : value;
}

function isUnchanged(logicalId: string, template: TemplateFile, deployed: TemplateFile | undefined): boolean {
  const [after, before] = [template.Resources[logicalId], deployed?.Resources[logicalId]];
  return before !== undefined && after?.Type === before.Type && isDeepStrictEqual(after?.Properties, before.Properties);
}

interface Attribute {
  readonly attribute: string;
  /** The values of the stack. */
  readonly values: KnownValues;
}

/** The attributes that the physical id of a resource tells for certain. CloudFormation does not return attributes. */
function attributeOf({ stack, template, resources, nestedOutputs }: DeployedStack, logicalId: string, { attribute, values }: Attribute): unknown {
  const { type, physicalId } = resources.get(logicalId) ?? {};
  if (type === undefined || !physicalId) return undefined;
  const { partition, region, account } = placeOf(stack.id);
  switch (`${type}.${attribute}`) {
    case 'AWS::IAM::Role.Arn': {
      const path = knownPath(template.Resources[logicalId]?.Properties, values);
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

/** The path of a role. Undefined if it is not known. */
function knownPath(properties: { readonly Path?: unknown } | undefined, values: KnownValues): unknown {
  try {
    return resolveIntrinsics(properties?.Path ?? '/', values);
  } catch (error) {
    if (error instanceof UnknownValue) return undefined;
    throw error;
  }
}
