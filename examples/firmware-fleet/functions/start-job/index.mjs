import { CreateJobCommand, DescribeJobTemplateCommand, IoTClient } from '@aws-sdk/client-iot';

const client = new IoTClient({});

/** The templates with maintenance windows. AWS IoT refuses jobs from them unless they are continuous and have a start time. */
const WITH_WINDOWS = ['FIRMWARE_UPDATE', 'AUDIT'];

/** AWS IoT takes a start that is at least 30 minutes ahead. */
const MINUTES_AHEAD = 35;

/**
 * Invoke it with `{ "operation": "FIRMWARE_UPDATE" }`, `REBOOT`, `AUDIT` or, to only look at it, `SECURITY_PATCH`; or with
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

/** `YYYY-MM-DDThh:mm` in UTC: without seconds, without a zone. */
const startTime = () => new Date(Date.now() + MINUTES_AHEAD * 60_000).toISOString().slice(0, 16);
