import {
  CreateJobTemplateCommand, DeleteJobTemplateCommand, DescribeJobTemplateCommand, IoTClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { withNumbers } from './with-numbers';

const client = new IoTClient({});

/** A handwritten handler for the Provider framework. It creates and deletes, and does both for an edit. */
export async function handler(event: CloudFormationCustomResourceEvent): Promise<{ PhysicalResourceId: string; Data?: { Arn?: string } }> {
  const request = withNumbers(event.ResourceProperties.Request);
  const jobTemplateId = request.jobTemplateId!;
  if (event.RequestType !== 'Create' && (event.RequestType === 'Delete' || event.PhysicalResourceId === jobTemplateId)) {
    await remove(event.PhysicalResourceId);
  }
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
  await client.send(new CreateJobTemplateCommand(request));
  const { jobTemplateArn } = await client.send(new DescribeJobTemplateCommand({ jobTemplateId }));
  return { PhysicalResourceId: jobTemplateId, Data: { Arn: jobTemplateArn } };
}

async function remove(jobTemplateId: string): Promise<void> {
  try {
    await client.send(new DeleteJobTemplateCommand({ jobTemplateId }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}
