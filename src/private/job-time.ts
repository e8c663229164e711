import { Token } from 'aws-cdk-lib';

export const MINUTE = 60_000;

/** Limits of a schedule, in years. Evidence: job-schedule-range, job-schedule-span. */
export const YEARS = { toStart: 1, toEnd: 2, betweenStartAndEnd: 2 };

/** A time of a schedule, in milliseconds since the epoch. Undefined if there is none, or if it is a token. */
export const jobTimeOf = (time?: string): number | undefined =>
  time === undefined || Token.isUnresolved(time) ? undefined : Date.parse(`${time}:00Z`);

/** Whether a time of the right form exists, unlike one on February 30. Tokens are unknown. */
export function isInCalendar(time?: string): boolean {
  const parsed = jobTimeOf(time);
  // Date.parse takes February 30 as a day of March.
  return parsed === undefined || new Date(parsed).toJSON() === `${time}:00.000Z`;
}

export function yearsAfter(time: number, years: number): number {
  const date = new Date(time);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.getTime();
}
