import type { JobExecutionsRolloutConfig } from '@aws-sdk/client-iot';
import type { StoredTemplate } from './service';

/**
 * A template as DescribeJobTemplate returns it.
 * Evidence: describe-every-member, describe-no-tags, job-arn-not-described, document-source-described, describe-created-at, presign-expiry-default.
 */
export function described(template: StoredTemplate): object {
  return {
    jobTemplateArn: template.jobTemplateArn,
    jobTemplateId: template.jobTemplateId,
    description: template.description,
    documentSource: template.documentSource ?? null,
    document: template.document ?? null,
    createdAt: template.createdAt,
    presignedUrlConfig: { expiresInSec: null, roleArn: null, ...template.presignedUrlConfig },
    jobExecutionsRolloutConfig: describedRollout(template.jobExecutionsRolloutConfig),
    abortConfig: template.abortConfig ?? null,
    timeoutConfig: { inProgressTimeoutInMinutes: null, ...template.timeoutConfig },
    jobExecutionsRetryConfig: template.jobExecutionsRetryConfig ?? null,
    maintenanceWindows: template.maintenanceWindows ?? null,
    destinationPackageVersions: template.destinationPackageVersions ?? null,
  };
}

function describedRollout({ exponentialRate, maximumPerMinute }: JobExecutionsRolloutConfig = {}): object {
  return {
    exponentialRate: exponentialRate ? {
      ...exponentialRate,
      rateIncreaseCriteria: { numberOfNotifiedThings: null, numberOfSucceededThings: null, ...exponentialRate.rateIncreaseCriteria },
    } : null,
    maximumPerMinute: maximumPerMinute ?? null,
  };
}
