import * as iot from 'aws-cdk-lib/aws-iot';
import { synthesize } from './app';
import { requestOf } from '../../content';

synthesize((stack, template) => {
  const { abortConfig, jobExecutionsRolloutConfig, jobExecutionsRetryConfig, timeoutConfig, tags, ...request } = requestOf(template);
  const { exponentialRate, maximumPerMinute } = jobExecutionsRolloutConfig;
  new iot.CfnJobTemplate(stack, request.jobTemplateId, {
    ...request,
    // Properties that are typed as JSON need the spelling of CloudFormation.
    abortConfig: {
      CriteriaList: abortConfig.criteriaList.map(({ action, failureType, minNumberOfExecutedThings, thresholdPercentage }) => ({
        Action: action, FailureType: failureType, MinNumberOfExecutedThings: minNumberOfExecutedThings, ThresholdPercentage: thresholdPercentage,
      })),
    },
    jobExecutionsRolloutConfig: {
      ExponentialRolloutRate: {
        BaseRatePerMinute: exponentialRate.baseRatePerMinute,
        IncrementFactor: exponentialRate.incrementFactor,
        RateIncreaseCriteria: { NumberOfSucceededThings: exponentialRate.rateIncreaseCriteria.numberOfSucceededThings },
      },
      MaximumPerMinute: maximumPerMinute,
    },
    timeoutConfig: { InProgressTimeoutInMinutes: timeoutConfig.inProgressTimeoutInMinutes },
    jobExecutionsRetryConfig: { retryCriteriaList: [...jobExecutionsRetryConfig.criteriaList] },
    tags: tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
  });
});
