import { CREATE_JOB_TEMPLATE, type CreateJobTemplateRequest } from './create-job-template';
import { DESCRIBE_MANAGED_JOB_TEMPLATE } from './describe-job-template';
import { findingsOf, type IsUnresolved, type Problem, problemAt, type Rule } from './rule';
import { RULES } from './rules';
import { type ByKind, forKind, hasLoneSurrogate, type ListShape, MAX_INTEGER, type NumberShape, rounded, type Shape, type StructureShape, type TextShape } from './shape';

export interface CheckOptions {
  /** Whether a value is not known yet (a CDK token) and so cannot be checked. */
  readonly isUnresolved: IsUnresolved;
  /** Whether to check quotas, which an account can raise, and the size of integers. At deployment, AWS IoT checks them. */
  readonly quotas: boolean;
}

/** The problems for which AWS IoT would refuse a request: first those of single members, otherwise those of rules for several members. */
export function check(request: CreateJobTemplateRequest, options: CheckOptions, rules: readonly Rule[] = RULES): Problem[] {
  const problems = checkAs(CREATE_JOB_TEMPLATE, request, options);
  return problems.length > 0 ? problems : findingsOf(rules, request, options.isUnresolved);
}

/** The problems for which AWS IoT would refuse a value of any shape. */
export const checkAs = (shape: Shape, value: unknown, options: CheckOptions): Problem[] =>
  checkShape(shape, value, options).map(each => ({ ...each, member: each.member.replace(/^\./, '') }));

/** The options for deployment: all values are known, and the account may have raised quotas. */
// Stryker disable next-line ArrowFunction: undefined is as good as false
export const AT_DEPLOYMENT: CheckOptions = { isUnresolved: () => false, quotas: false };

const isValid = (shape: Shape, value: unknown): boolean => checkAs(shape, value, AT_DEPLOYMENT).length === 0;

/** Whether a template can have this id at all. */
export const isJobTemplateId = (value: unknown): value is string => isValid(CREATE_JOB_TEMPLATE.members.jobTemplateId, value);

/** Whether a template that AWS manages can have this id, which is its name and its version. */
export function isManagedJobTemplateId(value: string): boolean {
  const [templateName, templateVersion, ...others] = value.split(':');
  return templateVersion !== undefined && others.length === 0 && isValid(DESCRIBE_MANAGED_JOB_TEMPLATE, { templateName, templateVersion });
}

function checkShape(shape: Shape, value: unknown, options: CheckOptions): readonly Problem[] {
  const problems = forKind(CHECKS, shape)(shape, value, options);
  // The question costs more than the check, and most values have no problem.
  // Stryker disable next-line ConditionalExpression,EqualityOperator: without a problem, both are empty
  return problems.length > 0 && options.isUnresolved(value) ? NONE : problems;
}

/** The checks of the kinds of shapes. The members of the problems are paths from the value. */
const CHECKS: ByKind<[value: unknown, options: CheckOptions], readonly Problem[]> = {
  text: checkText,
  number: checkNumber,
  list: checkList,
  structure: checkStructure,
};

/** One list for all values without a problem, because a request has dozens of them. */
const NONE: readonly Problem[] = [];

/** The problems of a part of a value, as problems of the value. */
const within = (part: string | number, problems: readonly Problem[]): readonly Problem[] =>
  problems.length === 0 ? NONE : problems.map(each => ({ ...each, member: `${typeof part === 'number' ? `[${part}]` : `.${part}`}${each.member}` }));

function checkText(shape: TextShape, value: unknown, { quotas }: CheckOptions): readonly Problem[] {
  const must = mustOfText(shape, value, quotas);
  return must === undefined ? NONE : problemAt('', value, must);
}

function mustOfText(shape: TextShape, value: unknown, quotas: boolean): string | undefined {
  const { oneOf, min = 0, max = Infinity, pattern, patternDescription } = shape;
  if (typeof value !== 'string') return 'be a string';
  if (oneOf && !oneOf.includes(value)) return `be ${oneOf.length > 1 ? 'one of ' : ''}${oneOf.join(', ')}`;
  // A character has one or two code units, so that only some texts need counting.
  // Stryker disable next-line ConditionalExpression,EqualityOperator: counting gives the same number, and takes more time
  const length = value.length > max || value.length < 2 * min ? numberOfCharacters(value) : value.length;
  if (length < min || length > max) {
    const unit = min === 1 && max === Infinity ? 'character' : 'characters';
    return `have ${rangeOf(shape)} ${unit}, has ${length}`;
  }
  if (quotas && hasLoneSurrogate(value)) return 'have whole characters only: it has one half of a character, which UTF-8 cannot hold';
  return pattern && !pattern.test(value) ? patternDescription : undefined;
}

/** Counts one by one, because a list of all characters of a very long text would not fit into memory. */
function numberOfCharacters(value: string): number {
  let count = 0;
  for (const _ of value) {
    count += 1;
  }
  return count;
}

function checkNumber(shape: NumberShape, value: unknown, { quotas }: CheckOptions): readonly Problem[] {
  const isLeftToAws = !quotas && (shape.quota || shape.max === MAX_INTEGER);
  const max = isLeftToAws ? undefined : shape.max;
  const fits = typeof value === 'number' && value >= shape.min && value <= (max ?? Number.MAX_SAFE_INTEGER) && isPrecise(value, shape);
  if (fits) return NONE;
  const precision = shape.decimals === 0 ? 'a whole number' : `a number with at most ${shape.decimals} decimal${shape.decimals > 1 ? 's' : ''}`;
  const unit = shape.unit ? ` of ${shape.unit}` : '';
  return problemAt('', value, `be ${precision}${unit}, ${rangeOf({ min: shape.min, max })}${explanationOf(shape, max)}`);
}

/** Why a number has this maximum, or how to exceed it. */
function explanationOf({ quota }: NumberShape, max?: number): string {
  if (max === MAX_INTEGER) return ', the largest 32-bit integer';
  return quota && max !== undefined ? ', or a token if the quota of your account is higher' : '';
}

/** The rounding error of binary fractions: 0.29 * 100 is 28.999999999999996. */
const ROUNDING_ERROR = 1e-9;

// Stryker disable next-line EqualityOperator: no arithmetic leaves exactly that error
const isPrecise = (value: number, shape: NumberShape): boolean => Math.abs(rounded(shape, value) - value) < ROUNDING_ERROR;

function checkList(shape: ListShape, value: unknown, options: CheckOptions): readonly Problem[] {
  const { min = 0, max = Infinity } = shape;
  if (!Array.isArray(value)) return problemAt('', value, 'be a list');
  if (value.length < min) {
    const unit = max === Infinity ? 'item' : 'items';
    return problemAt('', value, `have ${rangeOf(shape)} ${unit}: leave it out if there is none`);
  }
  if (value.length > max) return problemAt('', `${value.length} items`, `have ${rangeOf(shape)} items`);
  return value.flatMap((item, index) => within(index, checkShape(shape.item, item, options)));
}

function checkStructure(shape: StructureShape, value: unknown, options: CheckOptions): readonly Problem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return problemAt('', value, 'be an object');
  const given = value as { [name: string]: unknown };
  return shape.list.flatMap(({ name, shape: inner, isRequired }) => {
    if (given[name] !== undefined) return within(name, checkShape(inner, given[name], options));
    return isRequired ? problemAt(`.${name}`, undefined, 'be given') : NONE;
  });
}

function rangeOf({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (max === undefined) return `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}
