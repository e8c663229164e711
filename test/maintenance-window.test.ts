import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { MaintenanceDay, MaintenanceWindow } from '../src';
import { refusalOf, rendered } from './support/construct';

const HOUR = Duration.hours(1);

test.each([
  ['daily', MaintenanceWindow.daily({ hour: 0, duration: HOUR }), 'cron(0 0 * * ? *)'],
  ['daily, at a minute', MaintenanceWindow.daily({ hour: 23, minute: 59, duration: HOUR }), 'cron(59 23 * * ? *)'],
  ['weekly', MaintenanceWindow.weekly({ hour: 3, days: [MaintenanceDay.MONDAY], duration: HOUR }), 'cron(0 3 ? * MON *)'],
  ['weekly, on all days', MaintenanceWindow.weekly({ hour: 3, days: Object.values(MaintenanceDay), duration: HOUR }),
    'cron(0 3 ? * SUN,MON,TUE,WED,THU,FRI,SAT *)'],
  ['monthly', MaintenanceWindow.monthly({ hour: 3, minute: 15, day: 31, duration: HOUR }), 'cron(15 3 31 * ? *)'],
  ['by an expression', MaintenanceWindow.cron('cron(0 18 ? * MON-FRI *)', HOUR), 'cron(0 18 ? * MON-FRI *)'],
])('a window may be %s', (_, window, startTime) => {
  expect(rendered({ maintenanceWindows: [window] }).MaintenanceWindows).toEqual([{ StartTime: startTime, DurationInMinutes: 60 }]);
  expect([window.startTime, window.duration]).toEqual([startTime, HOUR]);
});

test('a template may have several windows, in their order', () => {
  const at = (hour: number) => MaintenanceWindow.daily({ hour, duration: HOUR });
  expect(rendered({ maintenanceWindows: [at(4), at(2)] }).MaintenanceWindows.map(({ StartTime }: any) => StartTime)).toEqual([
    'cron(0 4 * * ? *)', 'cron(0 2 * * ? *)',
  ]);
});

test.each([
  ['hour 24', MaintenanceWindow.daily({ hour: 24, duration: HOUR }), 'cron(0 24 * * ? *)', 'hours from 0 to 23'],
  ['hour -1', MaintenanceWindow.daily({ hour: -1, duration: HOUR }), 'cron(0 -1 * * ? *)', 'hours from 0 to 23'],
  ['half an hour', MaintenanceWindow.daily({ hour: 1.5, duration: HOUR }), 'cron(0 1.5 * * ? *)', 'hours from 0 to 23'],
  ['minute 60', MaintenanceWindow.daily({ hour: 0, minute: 60, duration: HOUR }), 'cron(60 0 * * ? *)', 'minutes from 0 to 59'],
  ['day 0', MaintenanceWindow.monthly({ hour: 0, day: 0, duration: HOUR }), 'cron(0 0 0 * ? *)', 'day-of-month from 1 to 31'],
  ['day 32', MaintenanceWindow.monthly({ hour: 0, day: 32, duration: HOUR }), 'cron(0 0 32 * ? *)', 'day-of-month from 1 to 31'],
])('a window may not begin at %s', (_, window, startTime, must) => {
  const first = MaintenanceWindow.daily({ hour: 1, duration: HOUR });
  expect(refusalOf({ maintenanceWindows: [first, window] })).toBe(`[Fleet/Reboot] maintenanceWindows[1].startTime is "${startTime}", must have ${must}, `
    + 'or one of the wildcards , - * / ? L W # where the field takes it');
});

test.each([
  ['rate(1 hour)', 'be cron(minutes hours day-of-month month day-of-week year), such as cron(0 18 ? * MON-FRI *)'],
  ['cron(0 18 * * * *)', 'have ? in exactly one of day-of-month and day-of-week'],
])('a window may not begin at %s', (startTime, must) => {
  expect(refusalOf({ maintenanceWindows: [MaintenanceWindow.cron(startTime, HOUR)] })).toBe(
    `[Fleet/Reboot] maintenanceWindows[0].startTime is "${startTime}", must ${must}`);
});

test('a weekly window has a day', () => {
  expect(() => MaintenanceWindow.weekly({ hour: 0, days: [], duration: HOUR })).toThrow('days is [], must have at least 1 day');
});

describe('What a job from a template with windows needs', () => {
  const ROOT = join(__dirname, '..');
  /** A file as one line, without the asterisks of docstrings. */
  const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8').replace(/\s*\n[ *]*/g, ' ');
  const IN_FULL = new RegExp('AWS IoT refuses `CreateJob` from a template with windows unless the request has [ -]*`targetSelection: CONTINUOUS`.{0,70}'
    + '`schedulingConfig(\\.|: { )startTime.{0,30}YYYY-MM-DDThh:mm.{0,10} at least 30 minutes ahead');
  const IN_SHORT = /maintenance windows\b.{0,60}\bcontinuous\b.{0,40}\bstart time\b/i;

  test.each([
    ['the guide', 'README.md', IN_FULL],
    ['the guide to grants', 'README.md', IN_SHORT],
    ['the docstring of a window', 'src/maintenance-window.ts', IN_FULL],
    ['the docstring of the prop', 'src/job-template.ts', IN_FULL],
    ['the docstring of the grant', 'src/job-template-grants.ts', IN_SHORT],
    ['the recipe for starting jobs', 'examples/recipes/start-jobs.ts', IN_SHORT],
    ['the guide to the example', 'examples/firmware-fleet/README.md', IN_SHORT],
  ])('is in %s, which does not say that other jobs ignore windows', (_, file, needs) => {
    expect(textOf(file)).toMatch(needs);
    expect(textOf(file)).not.toMatch(/\bwindows?\b[^.]*\bignored?\b/i);
  });
});
