/**
 * The job template of the comparison, with the members of CreateJobTemplate. All programs declare or create the same
 * content.
 */
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

/** The content as the SDK and CloudFormation take it, with the document as text. */
export const requestOf = (template: Content) => ({ ...template, document: JSON.stringify(template.document) });
