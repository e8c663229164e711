/** What a job template of the comparison is, as CreateJobTemplate has it. The same for all who declare or create it. */
export const content = (index: number) => ({
  jobTemplateId: `fleet-firmware-${index}`,
  description: `Installs build ${index} of the firmware on controllers of the fleet`,
  document: {
    version: '1.0',
    steps: [
      { action: { name: 'Download', type: 'runHandler', input: { handler: 'download-file.sh', args: [`firmware/build-${index}.bin`, '/var/firmware'] } } },
      { action: { name: 'Install', type: 'runHandler', input: { handler: 'install.sh', args: ['/var/firmware', `build-${index}`] } } },
      { action: { name: 'Reboot', type: 'runHandler', input: { handler: 'reboot.sh' }, runAsUser: 'root' } },
    ],
  },
  jobExecutionsRolloutConfig: {
    exponentialRate: { baseRatePerMinute: 10, incrementFactor: 1.5, rateIncreaseCriteria: { numberOfSucceededThings: 50 } },
    maximumPerMinute: 500,
  },
  abortConfig: { criteriaList: [{ action: 'CANCEL', failureType: 'FAILED', minNumberOfExecutedThings: 20, thresholdPercentage: 10 }] },
  timeoutConfig: { inProgressTimeoutInMinutes: 120 },
  jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 2 }] },
  tags: [{ Key: 'team', Value: 'fleet' }, { Key: 'build', Value: `${index}` }],
}) as const;

export type Content = ReturnType<typeof content>;

/** As SDK and CloudFormation take it: the document is text. */
export const requestOf = (template: Content) => ({ ...template, document: JSON.stringify(template.document) });
