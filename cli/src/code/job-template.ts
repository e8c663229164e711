import { duration } from './duration';
import { call, enumMember, type Expression, list, number, options, type OptionsLiteral, text, TRUE } from './expression';
import { maintenanceWindow } from './maintenance-window';
import { TYPES } from './types';
import type {
  AbortCriterionMember, JobTemplateContent, RetryCriterionMember,
} from '../../../src/shared/create-job-template';
import { namesInArn } from '../../../src/shared/placeholder';

/** What the code of a template refers to. */
export interface References {
  readonly document: Expression;
  readonly presignedUrlRole?: Expression;
}

/** A template to be declared. */
export interface DeclaredTemplate {
  readonly id: string;
  readonly arn?: string;
  /** The only Region that the content is right for, if the ARN is not known. */
  readonly region?: string;
  readonly content: JobTemplateContent;
  /** The tags to declare. */
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * The props of the construct that adopts a template. A new prop of `JobTemplate` is a new line here, for all languages.
 *
 * The request that the construct makes of them must have no difference to the template, because an adoption changes nothing.
 */
export const propsOf = ({ id, arn, content, tags }: DeclaredTemplate, { document, presignedUrlRole }: References): OptionsLiteral => {
  const { presignedUrlConfig, jobExecutionsRolloutConfig, abortConfig, timeoutConfig, jobExecutionsRetryConfig } = content;
  return options(TYPES.JobTemplateProps, {
    jobTemplateId: text(id),
    description: text(content.description),
    document,
    presignedUrlRole,
    presignedUrlExpiration: presignedUrlConfig?.expiresInSec === undefined ? undefined : duration(presignedUrlConfig.expiresInSec, 'seconds'),
    rollout: jobExecutionsRolloutConfig && rolloutOf(jobExecutionsRolloutConfig),
    abortCriteria: abortConfig && list(TYPES.AbortCriterion, abortConfig.criteriaList.map(abortCriterion)),
    retryCriteria: jobExecutionsRetryConfig && list(TYPES.RetryCriterion, jobExecutionsRetryConfig.criteriaList.map(retryCriterion)),
    inProgressTimeout: timeoutConfig?.inProgressTimeoutInMinutes === undefined ? undefined
      : duration(timeoutConfig.inProgressTimeoutInMinutes, 'minutes'),
    maintenanceWindows: content.maintenanceWindows && list(TYPES.MaintenanceWindow, content.maintenanceWindows.map(maintenanceWindow)),
    destinationPackageVersions: content.destinationPackageVersions
      && list(TYPES.PackageVersion, content.destinationPackageVersions.map(version => packageVersion(version, arn))),
    tags: tags.size === 0 ? undefined : { kind: 'map', entries: [...tags].sort(([a], [b]) => a < b ? -1 : 1) },
    adoptExisting: TRUE,
  });
};

function rolloutOf({ maximumPerMinute, exponentialRate }: NonNullable<JobTemplateContent['jobExecutionsRolloutConfig']>): Expression {
  const maximum = maximumPerMinute === undefined ? undefined : number(maximumPerMinute);
  if (exponentialRate === undefined) {
    return call(TYPES.JobRollout, 'constant', options(TYPES.ConstantRolloutOptions, { maximumPerMinute: maximum }));
  }
  const { baseRatePerMinute, incrementFactor, rateIncreaseCriteria: { numberOfNotifiedThings, numberOfSucceededThings } } = exponentialRate;
  return call(TYPES.JobRollout, 'exponential', options(TYPES.ExponentialRolloutOptions, {
    baseRatePerMinute: number(baseRatePerMinute),
    incrementFactor: number(incrementFactor),
    increaseAfter: numberOfSucceededThings === undefined
      ? call(TYPES.RateIncrease, 'notifiedThings', number(numberOfNotifiedThings!))
      : call(TYPES.RateIncrease, 'succeededThings', number(numberOfSucceededThings)),
    maximumPerMinute: maximum,
  }));
}

/** AWS IoT has one action only, which is the default. */
const abortCriterion = ({ failureType, thresholdPercentage, minNumberOfExecutedThings }: AbortCriterionMember): Expression =>
  options(TYPES.AbortCriterion, {
    failureType: enumMember(TYPES.JobFailureType, failureType),
    thresholdPercentage: number(thresholdPercentage),
    minNumberOfExecutedThings: number(minNumberOfExecutedThings),
  });

const retryCriterion = ({ failureType, numberOfRetries }: RetryCriterionMember): Expression => options(TYPES.RetryCriterion, {
  failureType: enumMember(TYPES.JobRetryableFailureType, failureType),
  numberOfRetries: number(numberOfRetries),
});

/** A version beside the template is known by its names. */
function packageVersion(versionArn: string, templateArn: string | undefined): Expression {
  const names = namesInArn(versionArn);
  const isBeside = templateArn !== undefined && environmentOf(versionArn) === environmentOf(templateArn);
  return names !== undefined && isBeside ? call(TYPES.PackageVersion, 'fromNames', ...names.map(text))
    : call(TYPES.PackageVersion, 'fromPackageVersionArn', text(versionArn));
}

/** The partition, the Region and the account of an ARN. */
const environmentOf = (arn: string): string => {
  const [, partition, , region, account] = arn.split(':');
  return [partition, region, account].join(':');
};
