import { CREATE_JOB_TEMPLATE, type CreateJobTemplateRequest } from './create-job-template';
import { rounded, type Shape, type StructureShape } from './shape';

/** Renders a request as the properties of the custom resource: the same members with the same nesting, in PascalCase. */
export function render(request: CreateJobTemplateRequest): { [property: string]: unknown } {
  return renderAs(CREATE_JOB_TEMPLATE, request);
}

/** Renders a request of any shape in the same way. */
export const renderAs = (shape: StructureShape, request: object): { [property: string]: unknown } =>
  renderShape(shape, request) as { [property: string]: unknown };

/** Leaves out empty lists and objects, because CloudFormation does not pass them on reliably. */
function renderShape(shape: Shape, value: any): unknown {
  if (shape.kind === 'text') return value;
  // A number token is too large to have decimals.
  if (shape.kind === 'number') return rounded(value, shape);
  if (shape.kind === 'list') {
    // A list that is a token has no items yet.
    if (!Array.isArray(value)) return value;
    return value.length === 0 ? undefined : value.map(item => renderShape(shape.item, item));
  }
  const rendered: { [property: string]: unknown } = {};
  for (const { name, property, shape: inner } of shape.list) {
    const item = value[name] === undefined ? undefined : renderShape(inner, value[name]);
    if (item !== undefined) rendered[property] = item;
  }
  return Object.keys(rendered).length === 0 ? undefined : rendered;
}
