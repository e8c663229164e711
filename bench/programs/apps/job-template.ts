import { Duration } from 'aws-cdk-lib';
import { synthesize } from './app';
import { JobDocument, JobFailureType, JobRetryableFailureType, JobRollout, JobTemplate, RateIncrease } from '../../../lib';

synthesize((stack, template) => {
  const { jobTemplateId, description, document, tags } = template;
  const { jobExecutionsRolloutConfig: rollout, abortConfig, timeoutConfig, jobExecutionsRetryConfig } = template;
  const { baseRatePerMinute, incrementFactor, rateIncreaseCriteria } = rollout.exponentialRate;
  const [{ minNumberOfExecutedThings, thresholdPercentage }] = abortConfig.criteriaList;
  const [{ numberOfRetries }] = jobExecutionsRetryConfig.criteriaList;
  new JobTemplate(stack, jobTemplateId, {
    jobTemplateId,
    description,
    document: JobDocument.fromObject(document),
    rollout: JobRollout.exponential({
      baseRatePerMinute,
      incrementFactor,
      increaseAfter: RateIncrease.succeededThings(rateIncreaseCriteria.numberOfSucceededThings),
      maximumPerMinute: rollout.maximumPerMinute,
    }),
    abortCriteria: [{ failureType: JobFailureType.FAILED, minNumberOfExecutedThings, thresholdPercentage }],
    inProgressTimeout: Duration.minutes(timeoutConfig.inProgressTimeoutInMinutes),
    retryCriteria: [{ failureType: JobRetryableFailureType.TIMED_OUT, numberOfRetries }],
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
  });
});
