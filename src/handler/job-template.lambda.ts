import type { Context } from 'aws-lambda';
import { withDeadlines } from './call-deadline';
import { systemClock } from './clock';
import { sendOverHttp } from './cloudformation-response';
import type { CloudFormationEvent } from './event';
import { handle } from './handler';
import { createIotClient } from './iot-client';
import { IotJobTemplateService } from './iot-job-template-service';
import { consoleLog } from './log';

const client = withDeadlines(createIotClient(), systemClock);

export const handler = (event: CloudFormationEvent, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> =>
  handle(event, context.getRemainingTimeInMillis(), {
    serviceFor: (arnOf, caller) => new IotJobTemplateService(client, arnOf, caller),
    send: sendOverHttp,
    clock: systemClock,
    log: consoleLog,
  });
