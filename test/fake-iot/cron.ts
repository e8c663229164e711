interface Field {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** Forms other than values, ranges and steps. */
  readonly special?: RegExp;
}

const FIELDS: readonly Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31, special: /^(?:L|LW|(?:[1-9]|[12]\d|3[01])W)$/ },
  { min: 1, max: 12, names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] },
  { min: 1, max: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'], special: /^(?:L|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5]))$/ },
  { min: 1970, max: 2199 },
];
const DAY_OF_MONTH = 2;
const DAY_OF_WEEK = 4;

/** Whether this is `cron(minutes hours day-of-month month day-of-week year)` as AWS reads it. Evidence: window-cron. */
export function isCron(expression: string): boolean {
  const parts = /^cron\((.*)\)$/.exec(expression)?.[1].split(' ') ?? [];
  if (parts.length !== FIELDS.length) return false;
  if ((parts[DAY_OF_MONTH] === '?') === (parts[DAY_OF_WEEK] === '?')) return false;
  return parts.every((part, index) => isDayPlaceholder(part, index) || part.split(',').every((item) => isItem(FIELDS[index], item)));
}

function isDayPlaceholder(part: string, index: number): boolean {
  return part === '?' && (index === DAY_OF_MONTH || index === DAY_OF_WEEK);
}

function isItem(field: Field, item: string): boolean {
  if (field.special?.test(item)) return true;
  const [range, step = '1', ...rest] = item.split('/');
  if (rest.length > 0 || !/^[1-9]\d*$/.test(step)) return false;
  if (range === '*') return true;
  const bounds = range.split('-').map((text) => valueOf(field, text));
  return bounds.length <= 2
    && bounds.every((bound) => bound >= field.min && bound <= field.max)
    && bounds[0] <= bounds[bounds.length - 1];
}

function valueOf(field: Field, text: string): number {
  const position = field.names?.indexOf(text) ?? -1;
  if (position >= 0) return field.min + position;
  return /^\d+$/.test(text) ? Number(text) : NaN;
}
