import { CREATE_JOB_TEMPLATE, type CreateJobTemplateRequest } from './create-job-template';
import { type ByKind, forKind, type ListShape, rounded, type StructureShape } from './shape';

/** Renders a request as the properties of the custom resource: the same members with the same nesting, in PascalCase. */
export function render(request: CreateJobTemplateRequest): { [property: string]: unknown } {
  return renderAs(CREATE_JOB_TEMPLATE, request);
}

/** Renders a request of any shape in the same way. */
export const renderAs = (shape: StructureShape, request: object): { [property: string]: unknown } =>
  renderStructure(shape, request) as { [property: string]: unknown };

/** Renders a value of each kind of shape. Empty lists and objects are left out, because CloudFormation does not pass them on reliably. */
const RENDERERS: ByKind<[value: any], unknown> = {
  text: (_, value) => value,
  // A number token is too large to have decimals.
  number: rounded,
  list: renderList,
  structure: renderStructure,
};

function renderList({ item }: ListShape, value: any): unknown {
  // A list that is a token has no items yet.
  if (!Array.isArray(value)) return value;
  return value.length === 0 ? undefined : value.map(each => forKind(RENDERERS, item)(item, each));
}

function renderStructure({ list }: StructureShape, value: any): { [property: string]: unknown } | undefined {
  const rendered: { [property: string]: unknown } = {};
  for (const { name, property, shape } of list) {
    const item = value[name] === undefined ? undefined : forKind(RENDERERS, shape)(shape, value[name]);
    if (item !== undefined) rendered[property] = item;
  }
  return Object.keys(rendered).length === 0 ? undefined : rendered;
}
