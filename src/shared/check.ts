import { CREATE_JOB_TEMPLATE, type CreateJobTemplateRequest } from './create-job-template';
import { DESCRIBE_MANAGED_JOB_TEMPLATE } from './describe-job-template';
import type { Problem, Rule } from './rule';
import { RULES } from './rules';
import { hasLoneSurrogate, memberPath, type ListShape, MAX_INTEGER, type NumberShape, rounded, type Shape, type StructureShape, type TextShape } from './shape';

export interface CheckOptions {
  /** Whether a value is not known yet (a CDK token) and so cannot be checked. */
  readonly isUnresolved: (value: unknown) => boolean;
  /** Whether limits apply that are left to AWS IoT at deployment: quotas, which an account can have raised, and the size of an integer. */
  readonly quotas: boolean;
}

/** Everything that the service would refuse in a request: the members one by one, then the rules that tie them together. */
export function check(request: CreateJobTemplateRequest, options: CheckOptions, rules: readonly Rule[] = RULES): Problem[] {
  const problems = checkAs(CREATE_JOB_TEMPLATE, request, options);
  return problems.length > 0 ? problems : rules.flatMap(rule => rule(request, options.isUnresolved));
}

/** What the service would refuse in a value of any shape. */
export const checkAs = (shape: Shape, value: unknown, options: CheckOptions): Problem[] => checkShape(shape, value, '', options);

/** How values are checked that are all known, in an account that may have had its quotas raised. */
export const AT_DEPLOYMENT: CheckOptions = { isUnresolved: () => false, quotas: false };

const isOf = (shape: Shape, value: unknown): boolean => checkAs(shape, value, AT_DEPLOYMENT).length === 0;

/** Whether a template can have this id at all. */
export const isJobTemplateId = (value: unknown): value is string => value !== undefined && isOf(CREATE_JOB_TEMPLATE.members.jobTemplateId, value);

/** Whether a template that AWS manages can have this id: its name and its version. */
export function isManagedJobTemplateId(value: string): boolean {
  const [templateName, templateVersion, ...others] = value.split(':');
  return templateVersion !== undefined && others.length === 0 && isOf(DESCRIBE_MANAGED_JOB_TEMPLATE, { templateName, templateVersion });
}

function checkShape(shape: Shape, value: unknown, member: string, options: CheckOptions): Problem[] {
  if (value === undefined || options.isUnresolved(value)) return [];
  switch (shape.kind) {
    case 'text': return checkText(shape, value, member, options);
    case 'number': return checkNumber(shape, value, member, options);
    case 'list': return checkList(shape, value, member, options);
    case 'structure': return checkStructure(shape, value, member, options);
  }
}

function checkText(shape: TextShape, value: unknown, member: string, { quotas }: CheckOptions): Problem[] {
  const refuse = (must: string) => [{ member, value, must }];
  if (typeof value !== 'string') return refuse('be a string');
  if (shape.oneOf && !shape.oneOf.includes(value)) return refuse(`be ${shape.oneOf.length > 1 ? 'one of ' : ''}${shape.oneOf.join(', ')}`);
  const length = charactersOf(value);
  const fits = length >= (shape.min ?? 0) && length <= (shape.max ?? Infinity);
  if (!fits) return refuse(`have ${rangeOf(shape)} character${shape.min === 1 && shape.max === undefined ? '' : 's'}, has ${length}`);
  if (quotas && hasLoneSurrogate(value)) return refuse('have whole characters only: it has one half of a character, which UTF-8 cannot hold');
  return shape.pattern && !shape.pattern.test(value) ? refuse(shape.patternDescription!) : [];
}

/** Counted one by one: a list of all the characters of a text that is far too long would not fit into memory. */
function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function checkNumber(shape: NumberShape, value: unknown, member: string, { quotas }: CheckOptions): Problem[] {
  const isLeftToAws = !quotas && (shape.quota || shape.max === MAX_INTEGER);
  const max = isLeftToAws ? undefined : shape.max;
  const fits = typeof value === 'number' && value >= shape.min && value <= (max ?? Number.MAX_SAFE_INTEGER)
    && Math.abs(rounded(value, shape) - value) < ROUNDING_ERROR;
  if (fits) return [];
  const precision = shape.decimals === 0 ? 'a whole number' : `a number with at most ${shape.decimals} decimal${shape.decimals > 1 ? 's' : ''}`;
  const unit = shape.unit ? ` of ${shape.unit}` : '';
  return [{ member, value, must: `be ${precision}${unit}, ${rangeOf({ min: shape.min, max })}${explanationOf(shape, max)}` }];
}

/** Why a number has this maximum, or how to exceed it. */
function explanationOf({ quota }: NumberShape, max?: number): string {
  if (max === MAX_INTEGER) return ', the largest 32-bit integer';
  return quota && max !== undefined ? ', or a token where the quota of your account is higher' : '';
}

/** What is left of the arithmetic of binary fractions: 0.29 * 100 is 28.999999999999996. */
const ROUNDING_ERROR = 1e-9;

function checkList(shape: ListShape, value: unknown, member: string, options: CheckOptions): Problem[] {
  if (!Array.isArray(value)) return [{ member, value, must: 'be a list' }];
  if (value.length < (shape.min ?? 0)) return [{ member, value, must: `have ${rangeOf(shape)} item${shape.max === undefined ? '' : 's'}: leave it out where there is none` }];
  if (value.length > (shape.max ?? Infinity)) return [{ member, value: `${value.length} items`, must: `have ${rangeOf(shape)} items` }];
  return value.flatMap((item, index) => checkShape(shape.item, item, memberPath(member, index), options));
}

function checkStructure(shape: StructureShape, value: unknown, member: string, options: CheckOptions): Problem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ member, value, must: 'be an object' }];
  const given = value as { [name: string]: unknown };
  return Object.entries(shape.members).flatMap(([name, inner]) =>
    given[name] === undefined && shape.required.includes(name)
      ? [{ member: memberPath(member, name), value: undefined, must: 'be given' }]
      : checkShape(inner, given[name], memberPath(member, name), options));
}

function rangeOf({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (max === undefined) return `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}
