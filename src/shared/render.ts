import { CREATE_JOB_TEMPLATE, type CreateJobTemplateRequest } from './create-job-template';
import { propertyName, rounded, type Shape } from './shape';

/** A request as the properties of the custom resource: the same members, nested alike, in PascalCase. */
export function render(request: CreateJobTemplateRequest): { [property: string]: unknown } {
  return renderShape(CREATE_JOB_TEMPLATE, request) as { [property: string]: unknown };
}

/** What is empty is left out: CloudFormation does not carry empty lists and objects faithfully. */
function renderShape(shape: Shape, value: any): unknown {
  if (value === undefined || shape.kind === 'text') return value;
  // A number that is a token is too large to have decimals.
  if (shape.kind === 'number') return rounded(value, shape);
  if (shape.kind === 'list') {
    // A list that is a token has no items to look into.
    return !Array.isArray(value) ? value : value.length === 0 ? undefined : value.map(item => renderShape(shape.item, item));
  }
  const rendered = Object.entries(shape.members)
    .map(([name, member]) => [propertyName(name), renderShape(member, value[name])] as const)
    .filter(([, property]) => property !== undefined);
  return rendered.length === 0 ? undefined : Object.fromEntries(rendered);
}
