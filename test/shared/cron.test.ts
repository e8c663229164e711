import { cronProblem } from '../../src/shared/cron';

const FORM = 'be cron(minutes hours day-of-month month day-of-week year), such as cron(0 18 ? * MON-FRI *)';
const ONE_ANY = 'have ? in exactly one of day-of-month and day-of-week';
const field = (words: string) => `have ${words}, or one of the wildcards , - * / ? L W # if the field accepts it`;
const MINUTES = field('minutes from 0 to 59');
const HOURS = field('hours from 0 to 23');
const DAY = field('day-of-month from 1 to 31');
const MONTH = field('month from 1 to 12 or JAN-DEC');
const WEEKDAY = field('day-of-week from 1 to 7 or SUN-SAT');
const YEAR = field('year from 1970 to 2199');

test.each([
  'cron(0 18 ? * MON-FRI *)',
  'cron(0 0 1 1 ? 1970)',
  'cron(59 23 31 12 ? 2199)',
  'cron(* * * * ? *)',
  'cron(*/5 0/6 ? * * *)',
  'cron(0-30/10 8-17 ? * 2-6 *)',
  'cron(0,15,30,45 1,13 1,15 * ? *)',
  'cron(0 0 ? JAN-MAR,DEC SUN *)',
  'cron(0 0 ? 1-3 1 2026-2030)',
  'cron(0 0 L * ? *)',
  'cron(0 0 LW * ? *)',
  'cron(0 0 15W * ? *)',
  'cron(0 0 31W * ? *)',
  'cron(0 0 ? * L *)',
  'cron(0 0 ? * 6L *)',
  'cron(0 0 ? * FRIL *)',
  'cron(0 0 ? * 3#2 *)',
  'cron(0 0 ? * MON#5 *)',
  'cron(0 0 ? * MON#1,MON#3 *)',
  'cron(0 0 ? 1,FEB,3 * *)',
])('%s is a start', (expression) => {
  expect(cronProblem(expression)).toBeUndefined();
});

test.each([
  ['', FORM],
  ['0 18 ? * MON-FRI *', FORM],
  ['rate(1 day)', FORM],
  ['cron()', FORM],
  ['cron(0 18 ? * MON-FRI)', FORM],
  ['cron(0 18 ? * MON-FRI * *)', FORM],
  ['cron(0  18 ? * MON-FRI *)', FORM],
  ['Cron(0 18 ? * MON-FRI *)', FORM],
  [' cron(0 18 ? * MON-FRI *)', FORM],
  ['cron(0 18 ? * MON-FRI *) ', FORM],
  ['cron(0 18 ? * MON-FRI *)\n', FORM],
  ['cron(60 0 ? * * *)', MINUTES],
  ['cron(-1 0 ? * * *)', MINUTES],
  ['cron(x 0 ? * * *)', MINUTES],
  ['cron(0.5 0 ? * * *)', MINUTES],
  ['cron(? 0 ? * * *)', MINUTES],
  ['cron(L 0 ? * * *)', MINUTES],
  ['cron(*/0 0 ? * * *)', MINUTES],
  ['cron(*/x 0 ? * * *)', MINUTES],
  ['cron(*/5x 0 ? * * *)', MINUTES],
  ['cron(*/x5 0 ? * * *)', MINUTES],
  ['cron(0/10/ 0 ? * * *)', MINUTES],
  ['cron(0/5/5 0 ? * * *)', MINUTES],
  ['cron(0, 0 ? * * *)', MINUTES],
  ['cron(0-1-2 0 ? * * *)', MINUTES],
  ['cron(0- 0 ? * * *)', MINUTES],
  ['cron(*-5 0 ? * * *)', MINUTES],
  ['cron(0 24 ? * * *)', HOURS],
  ['cron(0 0-24 ? * * *)', HOURS],
  ['cron(0 0 0 * ? *)', DAY],
  ['cron(0 0 32 * ? *)', DAY],
  ['cron(0 0 32W * ? *)', DAY],
  ['cron(0 0 W * ? *)', DAY],
  ['cron(0 0 1#1 * ? *)', DAY],
  ['cron(0 0 MON * ? *)', DAY],
  ['cron(0 0 ?,1 * * *)', DAY],
  ['cron(0 0 ? 0 * *)', MONTH],
  ['cron(0 0 ? 13 * *)', MONTH],
  ['cron(0 0 ? FOO * *)', MONTH],
  ['cron(0 0 ? ? * *)', MONTH],
  ['cron(0 0 ? L * *)', MONTH],
  ['cron(0 0 ? * 0 *)', WEEKDAY],
  ['cron(0 0 ? * 8 *)', WEEKDAY],
  ['cron(0 0 ? * MONDAY *)', WEEKDAY],
  ['cron(0 0 ? * MON#0 *)', WEEKDAY],
  ['cron(0 0 ? * MON#6 *)', WEEKDAY],
  ['cron(0 0 ? * 8L *)', WEEKDAY],
  ['cron(0 0 ? * 2W *)', WEEKDAY],
  ['cron(0 0 * * ?,MON *)', WEEKDAY],
  ['cron(0 0 ? * * 1969)', YEAR],
  ['cron(0 0 ? * * 2200)', YEAR],
  ['cron(0 0 ? * * ?)', YEAR],
  ['cron(0 0 * * * *)', ONE_ANY],
  ['cron(0 0 ? * ? *)', ONE_ANY],
  ['cron(0 0 1 * MON *)', ONE_ANY],
])('%j is none', (expression, problem) => {
  expect(cronProblem(expression)).toBe(problem);
});
