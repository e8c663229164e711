import type { Duration } from 'aws-cdk-lib';
import { textOf } from './private/tokens';
import type { MaintenanceWindowMember } from './request/create-job-template';

/**
 * A day of the week, for maintenance windows.
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
 * When a maintenance window begins, and how long it lasts.
 */
export interface DailyWindowOptions {
  /**
   * The hour at which it begins, in UTC: 0 to 23.
   */
  readonly hour: number;

  /**
   * The minute at which it begins: 0 to 59.
   *
   * @default 0
   */
  readonly minute?: number;

  /**
   * How long it lasts: whole minutes, 1 to 1430.
   */
  readonly duration: Duration;
}

/**
 * When a weekly maintenance window begins, and how long it lasts.
 */
export interface WeeklyWindowOptions extends DailyWindowOptions {
  /**
   * The days on which it begins; at least one.
   */
  readonly days: MaintenanceDay[];
}

/**
 * When a monthly maintenance window begins, and how long it lasts.
 */
export interface MonthlyWindowOptions extends DailyWindowOptions {
  /**
   * The day of the month on which it begins: 1 to 31. Months that lack the day have no window.
   */
  readonly day: number;
}

/**
 * A recurring time in which a continuous job is rolled out.
 *
 * AWS IoT refuses `CreateJob` from a template with windows unless the request has `targetSelection: CONTINUOUS` and a
 * `schedulingConfig.startTime` (`YYYY-MM-DDThh:mm`, at least 30 minutes ahead).
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/jobs-configurations-details.html#job-scheduling
 */
export class MaintenanceWindow {
  // Evidence: windows-need-continuous, windows-need-start-time, job-schedule-format, job-schedule-range.

  /**
   * Every day.
   */
  public static daily(options: DailyWindowOptions): MaintenanceWindow {
    return at(options, '* * ? *');
  }

  /**
   * On some days of every week.
   *
   * @throws where there is no day
   */
  public static weekly(options: WeeklyWindowOptions): MaintenanceWindow {
    if (options.days.length === 0) throw new Error('days is [], must have at least 1 day');
    return at(options, `? * ${options.days.join(',')} *`);
  }

  /**
   * On one day of every month.
   */
  public static monthly(options: MonthlyWindowOptions): MaintenanceWindow {
    return at(options, `${textOf(options.day)} * ? *`);
  }

  /**
   * Whenever an expression says so.
   *
   * @param expression `cron(minutes hours day-of-month month day-of-week year)` in UTC, such as `cron(0 18 ? * MON-FRI *)`;
   * exactly one of day-of-month and day-of-week is `?`
   * @param duration how long the window lasts: whole minutes, 1 to 1430
   */
  public static cron(expression: string, duration: Duration): MaintenanceWindow {
    return new MaintenanceWindow(expression, duration);
  }

  private constructor(
    /**
     * When the window begins, as AWS IoT writes it, in UTC.
     */
    public readonly startTime: string,
    /**
     * How long the window lasts.
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

const at = ({ hour, minute = 0, duration }: DailyWindowOptions, days: string): MaintenanceWindow =>
  MaintenanceWindow.cron(`cron(${textOf(minute)} ${textOf(hour)} ${days})`, duration);
