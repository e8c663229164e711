import { IoTClient } from '@aws-sdk/client-iot';
import type { Context } from 'aws-lambda';
import { systemClock } from './clock';
import { sendOverHttp } from './cloudformation-response';
import type { CloudFormationEvent } from './event';
import { handle } from './handler';
import { IotJobTemplateService } from './iot-job-template-service';
import { consoleLog } from './log';

const client = new IoTClient({
  // All the retrying is in Patience.
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
});

export const handler = (event: CloudFormationEvent, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> =>
  handle(event, context.getRemainingTimeInMillis(), {
    serviceFor: (arnOf, patience) => new IotJobTemplateService(client, arnOf, patience),
    send: sendOverHttp,
    clock: systemClock,
    log: consoleLog,
  });
