import { type Field, FIELDS, fieldsOf, ordinalOf } from '../shared/cron';

const [MINUTES, HOURS, DAY_OF_MONTH, , DAY_OF_WEEK] = FIELDS;
const MINUTES_IN_A_DAY = 24 * 60;

/** The fewest minutes between one start of a right expression and its next, as far as a period is at most a day; else infinity. */
export function shortestPeriod(expression: string): number {
  const [minutes, hours, dayOfMonth, , dayOfWeek] = fieldsOf(expression);
  const starts = valuesOf(HOURS, hours).flatMap(hour => valuesOf(MINUTES, minutes).map(minute => hour * 60 + minute));
  const again = isOnDaysInARow(dayOfMonth, dayOfWeek) ? [starts[0] + MINUTES_IN_A_DAY] : [];
  return Math.min(...gapsOf([...starts, ...again]));
}

function isOnDaysInARow(dayOfMonth: string, dayOfWeek: string): boolean {
  const weekdays = valuesOf(DAY_OF_WEEK, dayOfWeek);
  // After a Saturday comes a Sunday; what comes after the last day of a month depends on the month.
  const days = dayOfWeek === '?' ? valuesOf(DAY_OF_MONTH, dayOfMonth) : [...weekdays, ...weekdays.map(day => day + 7)];
  return gapsOf(days).includes(1);
}

/** What a field matches, in order. What is no number, as `?` or a special day (`L`, `15W`, `2#1`), makes a range of nothing. */
function valuesOf(field: Field, text: string): number[] {
  const values = text.split(',').flatMap(item => rangeOf(field, item));
  return [...new Set(values)].sort((a, b) => a - b);
}

/** `*`, `5`, `1-5`, `FRI-MON`; with a step, `5/15` goes on from 5 to the end. */
function rangeOf(field: Field, item: string): number[] {
  const [range, step] = item.split('/');
  const [first, last = step === undefined ? first : field.max] = range === '*'
    ? [field.min, field.max]
    : range.split('-').map(bound => ordinalOf(field, bound));
  const all = last >= first ? from(first, last) : [...from(first, field.max), ...from(field.min, last)];
  return all.filter((_, index) => index % Number(step ?? 1) === 0);
}

const from = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);

const gapsOf = (ordered: readonly number[]): number[] => ordered.slice(1).map((value, index) => value - ordered[index]);
