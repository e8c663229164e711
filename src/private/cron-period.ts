import { type Field, FIELDS, fieldsOf, ordinalOf } from '../shared/cron';

const [MINUTES, HOURS, DAY_OF_MONTH, , DAY_OF_WEEK] = FIELDS;
const MINUTES_IN_A_DAY = 24 * 60;

/** The fewest minutes between two starts of a valid expression. Infinity if every period is longer than a day. */
export function shortestPeriod(expression: string): number {
  const [minutes, hours, dayOfMonth, , dayOfWeek] = fieldsOf(expression);
  const starts = valuesOf(HOURS, hours).flatMap(hour => valuesOf(MINUTES, minutes).map(minute => hour * 60 + minute));
  const again = isOnDaysInARow(dayOfMonth, dayOfWeek) ? [starts[0] + MINUTES_IN_A_DAY] : [];
  return Math.min(...gapsOf([...starts, ...again]));
}

function isOnDaysInARow(dayOfMonth: string, dayOfWeek: string): boolean {
  const weekdays = valuesOf(DAY_OF_WEEK, dayOfWeek);
  // A Sunday follows a Saturday. The day that follows the last day of a month depends on the month.
  const days = dayOfWeek === '?' ? valuesOf(DAY_OF_MONTH, dayOfMonth) : [...weekdays, ...weekdays.map(day => day + 7)];
  return gapsOf(days).includes(1);
}

/** The values that a field matches, in order. `?` and special days (`L`, `15W`, `2#1`) are not numbers and match nothing. */
function valuesOf(field: Field, text: string): number[] {
  const values = text.split(',').flatMap(item => rangeOf(field, item));
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The values of `*`, `5`, `1-5` or `FRI-MON`. With a step, `5/15` means 5 to the end. */
function rangeOf(field: Field, item: string): number[] {
  const [range, step] = item.split('/');
  const bounds = range === '*' ? [field.min, field.max] : range.split('-').map(bound => ordinalOf(field, bound));
  const first = bounds[0];
  const last = bounds[1] ?? (step === undefined ? first : field.max);
  const values = last >= first ? from(first, last) : [...from(first, field.max), ...from(field.min, last)];
  return values.filter((_, index) => index % Number(step ?? 1) === 0);
}

const from = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);

const gapsOf = (ordered: readonly number[]): number[] => ordered.slice(1).map((value, index) => value - ordered[index]);
