/**
 * The start of a maintenance window: `cron(minutes hours day-of-month month day-of-week year)`, in UTC. Evidence: window-cron.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/job-templates-manage-maintenance-window.html
 */
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
export const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** One of the six parts of an expression. */
export interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** The values that the field accepts besides numbers, names, lists, ranges, steps and `*`. With it, the field also accepts `?`. */
  readonly special?: RegExp;
}

export const FIELDS: readonly Field[] = [
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day-of-month', min: 1, max: 31, special: /^(L|([1-9]|[12]\d|3[01])W|LW)$/ },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day-of-week', min: 1, max: 7, names: DAYS, special: /^(L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/ },
  { name: 'year', min: 1970, max: 2199 },
];

/** The requirement that an expression breaks, to follow the word "must". Undefined if the expression is valid. */
export function cronProblem(expression: string): string | undefined {
  const fields = fieldsOf(expression);
  if (fields.length !== FIELDS.length) return `be cron(${FIELDS.map(field => field.name).join(' ')}), such as cron(0 18 ? * MON-FRI *)`;
  const wrong = FIELDS.find((field, index) => !isField(field, fields[index]));
  if (wrong) {
    const named = wrong.names ? ` or ${wrong.names[0]}-${wrong.names[wrong.names.length - 1]}` : '';
    return `have ${wrong.name} from ${wrong.min} to ${wrong.max}${named}, or one of the wildcards , - * / ? L W # if the field accepts it`;
  }
  // Stryker disable next-line EqualityOperator: of two fields, one is ? exactly if one is not
  const anyDay = [fields[2], fields[4]].filter(day => day === '?').length;
  return anyDay === 1 ? undefined : 'have ? in exactly one of day-of-month and day-of-week';
}

/** The fields of an expression. Empty if the text is not an expression. */
// Stryker disable next-line ArrayDeclaration: one field is as wrong as none
export const fieldsOf = (expression: string): string[] => /^cron\((.*)\)$/.exec(expression)?.[1].split(' ') ?? [];

function isField(field: Field, value: string): boolean {
  if (value === '?') return field.special !== undefined;
  return value.split(',').every(item => field.special?.test(item) || isRange(field, item));
}

/** Whether an item is `*`, `5` or `1-5`, with or without `/step`. */
function isRange(field: Field, item: string): boolean {
  const [range, step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*') return true;
  const bounds = range.split('-').map(bound => ordinalOf(field, bound));
  return bounds.length <= 2 && bounds.every(bound => bound >= field.min && bound <= field.max);
}

/** The number of a bound of a range. NaN if the bound is neither a number nor a name. */
export function ordinalOf({ names, min }: Field, bound: string): number {
  const position = names?.indexOf(bound) ?? -1;
  if (position >= 0) return position + min;
  return /^\d+$/.test(bound) ? Number(bound) : NaN;
}
