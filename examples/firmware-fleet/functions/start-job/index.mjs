import { CreateJobCommand, DescribeJobTemplateCommand, IoTClient } from '@aws-sdk/client-iot';

const client = new IoTClient({});

/** The templates with maintenance windows. AWS IoT refuses jobs from them unless they are continuous and have a start time. */
const WITH_WINDOWS = ['FIRMWARE_UPDATE', 'AUDIT'];

/** AWS IoT accepts a start time that is at least 30 minutes ahead. */
const MINUTES_AHEAD = 35;

/**
 * Invoke the function with `{ "operation": "FIRMWARE_UPDATE" }`, `REBOOT` or `AUDIT` to start a job. `SECURITY_PATCH`
 * only reads the description of the template.
 *
 * For `DOWNLOAD_FILE`, pass
 * `{ "operation": "DOWNLOAD_FILE", "parameters": { "downloadUrl": "...", "filePath": "..." } }`.
 */
export const handler = async ({ operation, parameters }) => {
  const jobTemplateArn = process.env[operation];
  if (operation === 'SECURITY_PATCH') {
    const jobTemplateId = jobTemplateArn.split('/').pop();
    const { description } = await client.send(new DescribeJobTemplateCommand({ jobTemplateId }));
    return { description };
  }
  const { jobArn } = await client.send(new CreateJobCommand({
    jobId: `${operation}-${Date.now()}`,
    jobTemplateArn,
    targets: [process.env.TARGET],
    documentParameters: parameters,
    ...WITH_WINDOWS.includes(operation) ? { targetSelection: 'CONTINUOUS', schedulingConfig: { startTime: startTime() } } : {},
  }));
  return { jobArn };
};

/** The start time in UTC, as `YYYY-MM-DDThh:mm`: without seconds and without a time zone. */
const startTime = () => new Date(Date.now() + MINUTES_AHEAD * 60_000).toISOString().slice(0, 16);
