import { type Duration, Token } from 'aws-cdk-lib';
import { errorAt } from './private/errors';
import { checkOptions, checkType, DURATION, markType } from './private/prop-types';
import { problemText } from './private/shown';
import { numberTokenText } from './private/tokens';
import { checkAs } from './shared/check';
import type { MaintenanceWindowMember } from './shared/create-job-template';
import { integer, list, required, type StructureShape, structure, text } from './shared/shape';

/**
 * A day of the week, for maintenance windows.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/jobs-configurations-details.html#job-scheduling
 */
export enum MaintenanceDay {
  /** Sunday. */
  SUNDAY = 'SUN',
  /** Monday. */
  MONDAY = 'MON',
  /** Tuesday. */
  TUESDAY = 'TUE',
  /** Wednesday. */
  WEDNESDAY = 'WED',
  /** Thursday. */
  THURSDAY = 'THU',
  /** Friday. */
  FRIDAY = 'FRI',
  /** Saturday. */
  SATURDAY = 'SAT',
}

/**
 * Options for a maintenance window that begins every day.
 */
export interface DailyWindowOptions {
  /**
   * The hour at which the window begins, in UTC: 0 to 23.
   */
  readonly hour: number;

  /**
   * The minute at which the window begins: 0 to 59.
   *
   * @default 0
   */
  readonly minute?: number;

  /**
   * The duration of the window: whole minutes, 1 to 1430.
   */
  readonly duration: Duration;
}

/**
 * Options for a maintenance window that begins on some days of every week.
 */
export interface WeeklyWindowOptions extends DailyWindowOptions {
  /**
   * The days on which the window begins: at least one.
   */
  readonly days: MaintenanceDay[];
}

/**
 * Options for a maintenance window that begins on one day of every month.
 */
export interface MonthlyWindowOptions extends DailyWindowOptions {
  /**
   * The day of the month on which the window begins: 1 to 31. Months without this day have no window.
   */
  readonly day: number;
}

/**
 * A recurring time in which a continuous job is rolled out.
 *
 * AWS IoT refuses `CreateJob` from a template with windows unless the request has `targetSelection: CONTINUOUS` and a
 * `schedulingConfig.startTime`. The time has the form `YYYY-MM-DDThh:mm`, and is at least 30 minutes ahead.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/jobs-configurations-details.html#job-scheduling
 */
export class MaintenanceWindow {
  // Evidence: windows-need-continuous, windows-need-start-time, job-schedule-format, job-schedule-range.

  /**
   * A window on every day.
   *
   * @throws if the hour or the minute is out of range
   */
  public static daily(options: DailyWindowOptions): MaintenanceWindow {
    checkWindow('daily', DAILY, options);
    return at(options, '* * ? *');
  }

  /**
   * A window on some days of every week.
   *
   * @throws if there is no day, or if the hour or the minute is out of range
   */
  public static weekly(options: WeeklyWindowOptions): MaintenanceWindow {
    checkWindow('weekly', WEEKLY, options);
    if (options.days.length === 0) {
      throw errorAt('MaintenanceWindow.weekly', 'invalidMaintenanceWindow', 'days is [], must have at least 1 day: write [MaintenanceDay.SUNDAY], for example');
    }
    return at(options, `? * ${options.days.join(',')} *`);
  }

  /**
   * A window on one day of every month.
   *
   * @throws if the day, the hour or the minute is out of range
   */
  public static monthly(options: MonthlyWindowOptions): MaintenanceWindow {
    checkWindow('monthly', MONTHLY, options);
    return at(options, `${numberTokenText(options.day)} * ? *`);
  }

  /**
   * A window whose start times come from a cron expression. A template refuses an invalid expression.
   *
   * @param expression `cron(minutes hours day-of-month month day-of-week year)` in UTC, such as
   * `cron(0 18 ? * MON-FRI *)`. Exactly one of day-of-month and day-of-week is `?`
   * @param duration the duration of the window: whole minutes, 1 to 1430
   * @throws if the duration is not a `Duration`
   */
  public static cron(expression: string, duration: Duration): MaintenanceWindow {
    checkType('MaintenanceWindow.cron', 'duration', duration, DURATION);
    return new MaintenanceWindow(expression, duration);
  }

  private constructor(
    /**
     * The start of the window: a cron expression of AWS IoT, in UTC.
     */
    public readonly startTime: string,
    /**
     * The duration of the window.
     */
    public readonly duration: Duration,
  ) {}

  /**
   * The window in words, for messages.
   */
  public toString(): string {
    return `${this.startTime} for ${this.duration.toHumanString()}`;
  }

  /** @internal */
  public get _member(): MaintenanceWindowMember {
    return { startTime: this.startTime, durationInMinutes: this.duration.toMinutes({ integral: false }) };
  }
}

markType(MaintenanceWindow);

/** The members of a start. A template checks the duration. Evidence: window-cron. */
const START = { hour: required(integer({ min: 0, max: 23 })), minute: integer({ min: 0, max: 59 }) };
const DAILY = structure(START);
const WEEKLY = structure({ ...START, days: required(list(text({ oneOf: Object.values(MaintenanceDay) }))) });
const MONTHLY = structure({ ...START, day: required(integer({ min: 1, max: 31 })) });

/** These options are checked here, because the user did not write the expression that the library makes from them. */
function checkWindow(method: string, shape: StructureShape, options: DailyWindowOptions): void {
  const where = `MaintenanceWindow.${method}`;
  checkOptions(where, 'options', options, [...shape.list.filter(({ isRequired }) => isRequired).map(({ name }) => name), 'duration']);
  const problems = checkAs(shape, options, { isUnresolved: Token.isUnresolved, quotas: true });
  if (problems.length > 0) {
    const texts = problems.map(({ member, value, must }) => problemText(member, value, must));
    throw errorAt(where, 'invalidMaintenanceWindow', texts.join('; '));
  }
  checkType(where, 'duration', options.duration, DURATION);
}

const at = ({ hour, minute = 0, duration }: DailyWindowOptions, days: string): MaintenanceWindow =>
  MaintenanceWindow.cron(`cron(${numberTokenText(minute)} ${numberTokenText(hour)} ${days})`, duration);
