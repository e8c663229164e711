/**
 * The start of a maintenance window: `cron(minutes hours day-of-month month day-of-week year)`, in UTC. Evidence: window-cron.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/job-templates-manage-maintenance-window.html
 */
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** One of the six parts of an expression. */
export interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** What the field, which may then be `?` too, takes besides numbers, names, lists, ranges, steps and `*`. */
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

/** What is wrong with an expression, to follow the word "must"; nothing where it is right. */
export function cronProblem(expression: string): string | undefined {
  const fields = fieldsOf(expression);
  if (fields.length !== FIELDS.length) return `be cron(${FIELDS.map(field => field.name).join(' ')}), such as cron(0 18 ? * MON-FRI *)`;
  const wrong = FIELDS.find((field, index) => !isField(field, fields[index]));
  if (wrong) {
    const named = wrong.names ? ` or ${wrong.names[0]}-${wrong.names[wrong.names.length - 1]}` : '';
    return `have ${wrong.name} from ${wrong.min} to ${wrong.max}${named}, or one of the wildcards , - * / ? L W # where the field takes it`;
  }
  const anyDay = [fields[2], fields[4]].filter(day => day === '?').length;
  return anyDay === 1 ? undefined : 'have ? in exactly one of day-of-month and day-of-week';
}

/** The parts of an expression; none where it is no expression at all. */
export const fieldsOf = (expression: string): string[] => /^cron\((.*)\)$/.exec(expression)?.[1].split(' ') ?? [];

function isField(field: Field, value: string): boolean {
  if (value === '?') return field.special !== undefined;
  return value.split(',').every(item => field.special?.test(item) || isRange(field, item));
}

/** `*`, `5`, `1-5`, each with `/step` or without. */
function isRange(field: Field, item: string): boolean {
  const [range, step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*') return true;
  const bounds = range.split('-').map(bound => ordinalOf(field, bound));
  return bounds.length <= 2 && bounds.every(bound => bound >= field.min && bound <= field.max);
}

/** The number that a bound of a range stands for; not a number where it stands for none. */
export function ordinalOf({ names, min }: Field, bound: string): number {
  const position = names?.indexOf(bound) ?? -1;
  return position >= 0 ? position + min : /^\d+$/.test(bound) ? Number(bound) : NaN;
}
