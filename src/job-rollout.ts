import { checkOptions, checkType, markType, RATE_INCREASE } from './private/prop-types';
import { numberTokenText } from './private/tokens';
import type { CreateJobTemplateRequest } from './shared/create-job-template';

/**
 * Options for a rollout at a constant rate.
 */
export interface ConstantRolloutOptions {
  /**
   * The maximum number of devices that are notified of the job each minute: 1 to 1000.
   *
   * If the quota of the account was raised, pass a higher rate as a token.
   *
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_JobExecutionsRolloutConfig.html
   */
  readonly maximumPerMinute: number;
}

/**
 * Options for a rollout whose rate increases after devices are notified or have succeeded.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_ExponentialRolloutRate.html
 */
export interface ExponentialRolloutOptions {
  /**
   * The number of devices that are notified each minute when the rollout begins: 1 to 1000, and at most
   * `maximumPerMinute`.
   */
  readonly baseRatePerMinute: number;

  /**
   * The factor that multiplies the rate at each increase: 1.1 to 5, with at most one decimal.
   */
  readonly incrementFactor: number;

  /**
   * The number of devices after which the rate is increased.
   */
  readonly increaseAfter: RateIncrease;

  /**
   * The maximum rate, in devices each minute: 1 to 1000. AWS IoT requires it with an exponential rate.
   *
   * If the quota of the account was raised, pass a higher rate as a token.
   */
  readonly maximumPerMinute: number;
}

/**
 * The condition for increasing the rate of an exponential rollout.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_RateIncreaseCriteria.html
 */
export class RateIncrease {
  /**
   * Increases the rate each time that this number of devices has been notified.
   *
   * @param count the number of devices: 1 to 2147483647
   */
  public static notifiedThings(count: number): RateIncrease {
    return new RateIncrease({ numberOfNotifiedThings: count }, () => `${numberTokenText(count)} notified things`);
  }

  /**
   * Increases the rate each time that this number of devices has succeeded.
   *
   * @param count the number of devices: 1 to 2147483647
   */
  public static succeededThings(count: number): RateIncrease {
    return new RateIncrease({ numberOfSucceededThings: count }, () => `${numberTokenText(count)} succeeded things`);
  }

  private constructor(
    /** @internal */
    public readonly _criteria: { readonly numberOfNotifiedThings?: number; readonly numberOfSucceededThings?: number },
    private readonly words: () => string,
  ) {}

  /**
   * The condition in words, for messages.
   */
  public toString(): string {
    return this.words();
  }
}

/**
 * The rate at which the devices of a job are notified.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/jobs-configurations-details.html#job-rollout-abort-scheduling
 */
export class JobRollout {
  /**
   * Notifies the same number of devices each minute.
   *
   * @throws if `maximumPerMinute` is missing
   */
  public static constant(options: ConstantRolloutOptions): JobRollout {
    checkOptions('JobRollout.constant', 'options', options, ['maximumPerMinute']);
    const { maximumPerMinute } = options;
    return new JobRollout({ maximumPerMinute }, () => `${numberTokenText(maximumPerMinute)} devices a minute`);
  }

  /**
   * Begins at a base rate, and increases the rate after devices have been notified or have succeeded.
   *
   * @throws if an option is missing, or if `increaseAfter` is not a `RateIncrease`
   */
  public static exponential(options: ExponentialRolloutOptions): JobRollout {
    const method = 'JobRollout.exponential';
    checkOptions(method, 'options', options, ['baseRatePerMinute', 'incrementFactor', 'increaseAfter', 'maximumPerMinute']);
    const { baseRatePerMinute, incrementFactor, increaseAfter, maximumPerMinute } = options;
    checkType(method, 'increaseAfter', increaseAfter, RATE_INCREASE);
    return new JobRollout(
      { maximumPerMinute, exponentialRate: { baseRatePerMinute, incrementFactor, rateIncreaseCriteria: increaseAfter._criteria } },
      () => `${numberTokenText(baseRatePerMinute)} devices a minute, times ${numberTokenText(incrementFactor)} after each ${increaseAfter}, at most ${numberTokenText(maximumPerMinute)}`,
    );
  }

  private constructor(
    /** @internal */
    public readonly _config: NonNullable<CreateJobTemplateRequest['jobExecutionsRolloutConfig']>,
    private readonly words: () => string,
  ) {}

  /**
   * The rollout in words, for messages.
   */
  public toString(): string {
    return this.words();
  }
}

markType(RateIncrease);
markType(JobRollout);
