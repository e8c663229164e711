import { CreateJobCommand, DescribeJobTemplateCommand, IoTClient } from '@aws-sdk/client-iot';

const client = new IoTClient({});

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
  const jobId = `${operation}-${Date.now()}`;
  const { jobArn } = await client.send(new CreateJobCommand({ jobId, jobTemplateArn, targets: [process.env.TARGET], documentParameters: parameters }));
  return { jobArn };
};
