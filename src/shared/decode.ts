import { CREATE_JOB_TEMPLATE, type CreateJobTemplateRequest } from './create-job-template';
import { memberPath, type Shape, type StructureShape } from './shape';

export class UndecodableProperty extends Error {
  constructor(property: string, must: string) {
    super(`property ${property} must ${must}`);
    // Stryker disable next-line StringLiteral: the message says everything, and the name only helps to debug
    this.name = 'UndecodableProperty';
  }
}

/**
 * Decodes the properties of the custom resource to a request. CloudFormation sends every scalar as a string, so the shape of the request
 * gives the types. Evidence: cfn-scalars-are-strings.
 *
 * @param foreign the properties that are not part of the request
 * @throws UndecodableProperty if a property has another type. The message has no value, because values may be confidential
 */
// Stryker disable next-line ArrayDeclaration: no property has the name of the mutant
export function decode(properties: unknown, foreign: readonly string[] = []): CreateJobTemplateRequest {
  return decodeAs<CreateJobTemplateRequest>(CREATE_JOB_TEMPLATE, properties, foreign);
}

/** Decodes the properties of a custom resource to a request of any shape. */
export function decodeAs<Request>(shape: StructureShape, properties: unknown, foreign: readonly string[]): Request {
  return decodeStructure(shape, properties, 'ResourceProperties', foreign) as Request;
}

function decodeShape(shape: Shape, value: unknown, path: string): unknown {
  switch (shape.kind) {
    case 'text':
      if (typeof value !== 'string') throw new UndecodableProperty(path, 'be a string');
      return value;
    case 'number':
      return decodeNumber(value, path);
    case 'list':
      if (!Array.isArray(value)) throw new UndecodableProperty(path, 'be a list');
      return value.map((item, index) => decodeShape(shape.item, item, memberPath(path, index)));
    case 'structure':
      return decodeStructure(shape, value, path);
  }
}

function decodeNumber(value: unknown, path: string): number {
  const isNumeral = typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
  if (!isNumeral) throw new UndecodableProperty(path, 'be a number');
  return Number(value);
}

// Stryker disable next-line ArrayDeclaration: no property has the name of the mutant
function decodeStructure(shape: StructureShape, value: unknown, path: string, foreign: readonly string[] = []): { [member: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UndecodableProperty(path, 'be an object');
  const members = new Map(shape.list.map(member => [member.property, member]));
  const decoded: { [member: string]: unknown } = {};
  for (const [property, inner] of Object.entries(value)) {
    if (foreign.includes(property) || inner === undefined || inner === null) continue;
    const member = members.get(property);
    if (member === undefined) throw new UndecodableProperty(memberPath(path, property), `be one of ${[...members.keys()].join(', ')}`);
    decoded[member.name] = decodeShape(member.shape, inner, memberPath(path, property));
  }
  return decoded;
}
