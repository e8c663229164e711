import { once } from 'node:events';
import { request } from 'node:https';
import { CreateJobTemplateCommand, DescribeJobTemplateCommand, IoTClient } from '@aws-sdk/client-iot';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { withNumbers } from './with-numbers';

const iot = new IoTClient({});

/** The least that a function can do which creates a template, describes it and responds: no check, no ownership, no retry, no log. */
export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  const { ResponseURL, StackId, RequestId, LogicalResourceId, ResourceProperties } = event;
  const input = withNumbers(ResourceProperties.Request);
  await iot.send(new CreateJobTemplateCommand(input));
  const { jobTemplateArn } = await iot.send(new DescribeJobTemplateCommand({ jobTemplateId: input.jobTemplateId }));
  const body = JSON.stringify({
    Status: 'SUCCESS', PhysicalResourceId: input.jobTemplateId, StackId, RequestId, LogicalResourceId, Data: { Arn: jobTemplateArn },
  });
  const put = request(ResponseURL, { method: 'PUT', headers: { 'Content-Type': '', 'Content-Length': Buffer.byteLength(body) } });
  put.end(body);
  const [response] = await once(put, 'response');
  response.resume();
  await once(response, 'end');
}
