import { duration } from './duration';
import { call, enumMember, type Expression, list, number, options, text } from './expression';
import { TYPES } from './types';
import type { MaintenanceWindowMember } from '../../../src/shared/create-job-template';
import { DAYS } from '../../../src/shared/cron';

const DAY_NAMES = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

/** A window in its shortest form whose start is the same text. The text of the start is compared on adoption. */
export function maintenanceWindow({ startTime, durationInMinutes }: MaintenanceWindowMember): Expression {
  const length = duration(durationInMinutes, 'minutes');
  const [, minute, hour, rest] = /^cron\((0|[1-9]\d?) (0|[1-9]\d?) (.*)\)$/.exec(startTime) ?? [];
  const start = { hour: number(Number(hour)), minute: minute === '0' ? undefined : number(Number(minute)), duration: length };
  if (rest === '* * ? *') return call(TYPES.MaintenanceWindow, 'daily', options(TYPES.DailyWindowOptions, start));
  const [, days] = /^\? \* (\S+) \*$/.exec(rest ?? '') ?? [];
  const names = days?.split(',').map(day => DAY_NAMES[DAYS.indexOf(day)]);
  if (names?.every(name => name !== undefined)) {
    const members = { days: list(TYPES.MaintenanceDay, names.map(name => enumMember(TYPES.MaintenanceDay, name))), ...start };
    return call(TYPES.MaintenanceWindow, 'weekly', options(TYPES.WeeklyWindowOptions, members));
  }
  const [, day] = /^([1-9]\d?) \* \? \*$/.exec(rest ?? '') ?? [];
  if (day !== undefined) {
    return call(TYPES.MaintenanceWindow, 'monthly', options(TYPES.MonthlyWindowOptions, { day: number(Number(day)), ...start }));
  }
  return call(TYPES.MaintenanceWindow, 'cron', text(startTime), length);
}
