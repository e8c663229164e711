import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { MaintenanceDay, MaintenanceWindow } from '../src';
import { errorOf, refusalOf, rendered } from './support/construct';

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

const HOURS = 'must be a whole number, 0 to 23';
const MINUTES = 'must be a whole number, 0 to 59';
const DAYS = 'must be a whole number, 1 to 31';
const MONDAY = [MaintenanceDay.MONDAY];

describe('a window names the options that are out of their ranges', () => {
  test.each<[string, () => MaintenanceWindow, string]>([
    ['hour 24', () => MaintenanceWindow.daily({ hour: 24, duration: HOUR }), `[MaintenanceWindow.daily] hour is 24, ${HOURS}`],
    ['hour -1', () => MaintenanceWindow.daily({ hour: -1, duration: HOUR }), `[MaintenanceWindow.daily] hour is -1, ${HOURS}`],
    ['half an hour', () => MaintenanceWindow.daily({ hour: 1.5, duration: HOUR }), `[MaintenanceWindow.daily] hour is 1.5, ${HOURS}`],
    ['no hour', () => MaintenanceWindow.daily({ duration: HOUR } as never), '[MaintenanceWindow.daily] hour must be given'],
    ['minute 60', () => MaintenanceWindow.daily({ hour: 0, minute: 60, duration: HOUR }), `[MaintenanceWindow.daily] minute is 60, ${MINUTES}`],
    ['minute -1', () => MaintenanceWindow.weekly({ hour: 0, minute: -1, days: MONDAY, duration: HOUR }), `[MaintenanceWindow.weekly] minute is -1, ${MINUTES}`],
    ['hour 24 of a week', () => MaintenanceWindow.weekly({ hour: 24, days: MONDAY, duration: HOUR }), `[MaintenanceWindow.weekly] hour is 24, ${HOURS}`],
    ['an unknown day of a week', () => MaintenanceWindow.weekly({ hour: 0, days: ['MONDAY' as MaintenanceDay], duration: HOUR }),
      '[MaintenanceWindow.weekly] days[0] is "MONDAY", must be one of SUN, MON, TUE, WED, THU, FRI, SAT'],
    ['no list of days', () => MaintenanceWindow.weekly({ hour: 0, days: 'MON' as never, duration: HOUR }), '[MaintenanceWindow.weekly] days is "MON", must be a list'],
    ['day 0', () => MaintenanceWindow.monthly({ hour: 0, day: 0, duration: HOUR }), `[MaintenanceWindow.monthly] day is 0, ${DAYS}`],
    ['day 32', () => MaintenanceWindow.monthly({ hour: 0, day: 32, duration: HOUR }), `[MaintenanceWindow.monthly] day is 32, ${DAYS}`],
    ['all at once', () => MaintenanceWindow.monthly({ hour: 24, minute: 60, day: 0, duration: HOUR }),
      `[MaintenanceWindow.monthly] hour is 24, ${HOURS}; minute is 60, ${MINUTES}; day is 0, ${DAYS}`],
    ['a number as a duration', () => MaintenanceWindow.cron('cron(0 0 * * ? *)', 60 as never),
      '[MaintenanceWindow.cron] duration is 60, must be a Duration: write Duration.minutes(30), for example'],
    ['no duration', () => MaintenanceWindow.daily({ hour: 0 } as never), '[MaintenanceWindow.daily] duration is missing, must be a Duration: write Duration.minutes(30), for example'],
  ])('%s', (_, write, message) => expect(errorOf(write)).toBe(message));
});

test.each([
  ['rate(1 hour)', 'be cron(minutes hours day-of-month month day-of-week year), such as cron(0 18 ? * MON-FRI *)'],
  ['cron(0 18 * * * *)', 'have ? in exactly one of day-of-month and day-of-week'],
  ['cron(0 24 * * ? *)', 'have hours from 0 to 23, or one of the wildcards , - * / ? L W # if the field accepts it'],
])('a window may not begin at %s', (startTime, must) => {
  expect(refusalOf({ maintenanceWindows: [MaintenanceWindow.cron(startTime, HOUR)] })).toBe(
    `[Fleet/Reboot] maintenanceWindows[0].expression is "${startTime}", must ${must}`);
});

test('a weekly window has a day', () => {
  expect(errorOf(() => MaintenanceWindow.weekly({ hour: 0, days: [], duration: HOUR }))).toBe(
    '[MaintenanceWindow.weekly] days is [], must have at least 1 day: write [MaintenanceDay.SUNDAY], for example');
});

describe('Requirements of a job from a template with windows', () => {
  const ROOT = join(__dirname, '..');
  /** A file as one line, without the asterisks of docstrings. */
  const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8').replace(/\s*\n[ *]*/g, ' ');
  const IN_FULL = new RegExp('AWS IoT refuses `CreateJob` from a template with windows unless the request has [ -]*`targetSelection: CONTINUOUS`.{0,70}'
    + '`schedulingConfig(\\.|: { )startTime.{0,30}YYYY-MM-DDThh:mm.{0,10} at least 30 minutes ahead');
  const IN_SHORT = /maintenance windows\b.{0,60}\bcontinuous\b.{0,40}\bstart time\b/i;

  test.each([
    ['the README', 'README.md', IN_SHORT],
    ['the guide to windows', 'docs/job-settings.md', IN_FULL],
    ['the guide to grants', 'docs/grants-and-imports.md', IN_SHORT],
    ['the docstring of a window', 'src/maintenance-window.ts', IN_FULL],
    ['the docstring of the prop', 'src/job-template.ts', IN_FULL],
    ['the docstring of the grant', 'src/job-template-grants.ts', IN_SHORT],
    ['the recipe for starting jobs', 'examples/recipes/start-jobs.ts', IN_SHORT],
    ['the guide to the example', 'examples/firmware-fleet/README.md', IN_SHORT],
  ])('is stated in %s, which does not claim that other jobs ignore windows', (_, file, needs) => {
    expect(textOf(file)).toMatch(needs);
    expect(textOf(file)).not.toMatch(/\bwindows?\b[^.]*\bignored?\b/i);
  });
});
