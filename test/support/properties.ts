/** The properties of a job template. */
export const REBOOT = { JobTemplateId: 'reboot', Description: 'Reboots', Document: '{"operation":"reboot"}' };

/** The same template with different content. */
export const REBOOT_SLOWLY = { ...REBOOT, TimeoutConfig: { InProgressTimeoutInMinutes: 60 } };

/** The property of tags. */
export const tags = (record: Record<string, string>) => ({ Tags: Object.entries(record).map(([Key, Value]) => ({ Key, Value })) });
