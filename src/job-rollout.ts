import { checkType, markType, optionsOf, RATE_INCREASE } from './private/prop-types';
import { numberTokenText } from './private/tokens';
import type { CreateJobTemplateRequest } from './shared/create-job-template';

/**
 * A rollout at a constant rate.
 */
export interface ConstantRolloutOptions {
  /**
   * How many devices are notified of the job each minute, at most: 1 to 1000. More, where the account's quota was raised,
   * as a token.
   */
  readonly maximumPerMinute: number;
}

/**
 * A rollout that becomes faster as devices are notified, or succeed.
 */
export interface ExponentialRolloutOptions {
  /**
   * How many devices are notified each minute when the rollout begins: 1 to 1000, and at most `maximumPerMinute`.
   */
  readonly baseRatePerMinute: number;

  /**
   * By how much the rate is multiplied at each increase: 1.1 to 5, with at most one decimal.
   */
  readonly incrementFactor: number;

  /**
   * When the rate is increased.
   */
  readonly increaseAfter: RateIncrease;

  /**
   * The rate that is not exceeded, in devices each minute: 1 to 1000. AWS IoT requires it with an exponential rate.
   * If the quota of the account was raised, pass a higher rate as a token.
   */
  readonly maximumPerMinute: number;
}

/**
 * When an exponential rollout becomes faster.
 */
export class RateIncrease {
  /**
   * Each time that this many devices have been notified.
   *
   * @param count 1 to 2147483647
   */
  public static notifiedThings(count: number): RateIncrease {
    return new RateIncrease({ numberOfNotifiedThings: count }, `${numberTokenText(count)} notified things`);
  }

  /**
   * Each time that this many devices have succeeded.
   *
   * @param count 1 to 2147483647
   */
  public static succeededThings(count: number): RateIncrease {
    return new RateIncrease({ numberOfSucceededThings: count }, `${numberTokenText(count)} succeeded things`);
  }

  private constructor(
    /** @internal */
    public readonly _criteria: { readonly numberOfNotifiedThings?: number; readonly numberOfSucceededThings?: number },
    private readonly words: string,
  ) {}

  /**
   * When the rate is increased, in words, for messages.
   */
  public toString(): string {
    return this.words;
  }
}

/**
 * How fast the devices of a job are notified.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/jobs-configurations-details.html#job-rollout-abort-scheduling
 */
export class JobRollout {
  /**
   * The same number of devices each minute.
   */
  public static constant(options: ConstantRolloutOptions): JobRollout {
    checkType('JobRollout.constant', 'options', options, optionsOf(['maximumPerMinute']));
    const { maximumPerMinute } = options;
    return new JobRollout({ maximumPerMinute }, `${numberTokenText(maximumPerMinute)} devices a minute`);
  }

  /**
   * Slowly first, and faster the more devices have been notified or have succeeded.
   */
  public static exponential(options: ExponentialRolloutOptions): JobRollout {
    const method = 'JobRollout.exponential';
    checkType(method, 'options', options, optionsOf(['baseRatePerMinute', 'incrementFactor', 'increaseAfter', 'maximumPerMinute']));
    const { baseRatePerMinute, incrementFactor, increaseAfter, maximumPerMinute } = options;
    checkType(method, 'increaseAfter', increaseAfter, RATE_INCREASE);
    return new JobRollout(
      { maximumPerMinute, exponentialRate: { baseRatePerMinute, incrementFactor, rateIncreaseCriteria: increaseAfter._criteria } },
      `${numberTokenText(baseRatePerMinute)} devices a minute, times ${numberTokenText(incrementFactor)} after each ${increaseAfter}, at most ${numberTokenText(maximumPerMinute)}`,
    );
  }

  private constructor(
    /** @internal */
    public readonly _config: NonNullable<CreateJobTemplateRequest['jobExecutionsRolloutConfig']>,
    private readonly words: string,
  ) {}

  /**
   * The rollout in words, for messages.
   */
  public toString(): string {
    return this.words;
  }
}

markType(RateIncrease);
markType(JobRollout);
