import { type Duration, Token } from 'aws-cdk-lib';
import { checkType, DURATION, markType, optionsOf, typeProblems } from './private/prop-types';
import { shownProp } from './private/shown';
import { numberTokenText } from './private/tokens';
import { checkAs } from './shared/check';
import type { MaintenanceWindowMember } from './shared/create-job-template';
import { integer, list, required, type StructureShape, structure, text } from './shared/shape';

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
   *
   * @throws if the hour or the minute is out of its range
   */
  public static daily(options: DailyWindowOptions): MaintenanceWindow {
    checkOptions('daily', DAILY, options);
    return at(options, '* * ? *');
  }

  /**
   * On some days of every week.
   *
   * @throws if there is no day, or if the hour or the minute is out of its range
   */
  public static weekly(options: WeeklyWindowOptions): MaintenanceWindow {
    checkOptions('weekly', WEEKLY, options);
    if (options.days.length === 0) throw new Error('days is [], must have at least 1 day: write [MaintenanceDay.SUNDAY], for example');
    return at(options, `? * ${options.days.join(',')} *`);
  }

  /**
   * On one day of every month.
   *
   * @throws if the day, the hour or the minute is out of its range
   */
  public static monthly(options: MonthlyWindowOptions): MaintenanceWindow {
    checkOptions('monthly', MONTHLY, options);
    return at(options, `${numberTokenText(options.day)} * ? *`);
  }

  /**
   * Whenever an expression says so.
   *
   * @param expression `cron(minutes hours day-of-month month day-of-week year)` in UTC, such as `cron(0 18 ? * MON-FRI *)`;
   * exactly one of day-of-month and day-of-week is `?`
   * @param duration how long the window lasts: whole minutes, 1 to 1430
   */
  public static cron(expression: string, duration: Duration): MaintenanceWindow {
    check(typeProblems('duration', duration, DURATION));
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

markType(MaintenanceWindow);

/** The parts of a start. A template checks the duration. Evidence: window-cron. */
const START = { hour: required(integer({ min: 0, max: 23 })), minute: integer({ min: 0, max: 59 }) };
const DAILY = structure(START);
const WEEKLY = structure({ ...START, days: required(list(text({ oneOf: Object.values(MaintenanceDay) }))) });
const MONTHLY = structure({ ...START, day: required(integer({ min: 1, max: 31 })) });

/** Checked here, since the expression that they become is none that the user wrote. */
function checkOptions(method: string, shape: StructureShape, options: DailyWindowOptions): void {
  checkType(`MaintenanceWindow.${method}`, 'options', options, optionsOf([...shape.required, 'duration']));
  const problems = checkAs(shape, options, { isUnresolved: Token.isUnresolved, quotas: true });
  check(problems.map(({ member, value, must }) => `${shownProp(member, value)}, must ${must}`));
}

/** No construct is known here that a message could name. */
function check(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('; '));
}

const at = ({ hour, minute = 0, duration }: DailyWindowOptions, days: string): MaintenanceWindow =>
  MaintenanceWindow.cron(`cron(${numberTokenText(minute)} ${numberTokenText(hour)} ${days})`, duration);
