import type { IotBackend } from '../fake-iot/backend';
import { MinistackIot } from '../fake-iot/ministack-iot';
import { FakeIotServer, type FakeIotServerOptions } from '../fake-iot/server';

/** The variable with the address of the MiniStack for these tests. */
export const MINISTACK_ENDPOINT = 'MINISTACK_ENDPOINT';

/** AWS IoT for a test: the fake, or MiniStack if the variable is set. */
export async function startIot(options: FakeIotServerOptions = {}): Promise<FakeIotServer<IotBackend>> {
  const endpoint = process.env[MINISTACK_ENDPOINT];
  return endpoint === undefined ? FakeIotServer.start(options) : FakeIotServer.over(ministackAt(endpoint, options));
}

function ministackAt(endpoint: string, options: FakeIotServerOptions): IotBackend {
  const { now = Date.now, account = '123456789012', region = 'us-east-1', partition = 'aws', jobs } = options;
  if (partition !== 'aws') throw new Error(`MiniStack has no partition ${partition}`);
  const iot = new MinistackIot({
    now,
    endpoint,
    account,
    region,
    readDocument: options.readDocument ?? ((url) => JSON.stringify({ readFrom: url })),
    readJob: (jobArn) => jobs ? jobs.get(jobArn) : { document: JSON.stringify({ takenFrom: jobArn }) },
  });
  iot.account.reset();
  return iot;
}
