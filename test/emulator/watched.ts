import { Emulator } from './emulator';
import { MinistackIot } from '../fake-iot/ministack-iot';
import { FakeIotServer } from '../fake-iot/server';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

export interface Watched {
  readonly emulator: Emulator;
  readonly iot: FakeIotServer<MinistackIot>;
}

/** An emulator whose functions reach its AWS IoT by way of a server that records calls and can make them fail. */
export async function startWatched(): Promise<Watched> {
  let emulator: Emulator;
  // Each server needs the address of the other. This one needs it when it is first called.
  const backend = new MinistackIot({ get endpoint() { return emulator.endpoint; }, account: ACCOUNT, region: REGION, now: Date.now });
  const iot = await FakeIotServer.over(backend);
  try {
    emulator = await Emulator.start({ iotEndpoint: iot.endpoint });
    return { emulator, iot };
  } catch (error) {
    await iot.close();
    throw error;
  }
}
