import { MinistackAccount } from './ministack-account';
import { MinistackTemplates } from './ministack-templates';
import { startMoto } from './moto';
import type { Replica } from './replay';
import { ACCOUNT, JOBS, OBJECTS, REGION } from './requests';
import { FakeIotServer } from './server';
import { Emulator } from '../emulator/emulator';

/** The fake, with the objects and the jobs that the requests speak of. */
export async function startFake(): Promise<Replica> {
  const server = await FakeIotServer.start({
    account: ACCOUNT,
    region: REGION,
    readDocument: (url) => OBJECTS[url],
    jobs: new Map(Object.entries(JOBS).map(([jobArn, { document }]) => [jobArn, document])),
  });
  return { endpoint: server.endpoint, empty: () => server.service.reset(), close: () => server.close() };
}

export async function startMinistack(): Promise<Replica> {
  const emulator = await Emulator.start();
  const account = new MinistackAccount({ endpoint: emulator.endpoint, account: ACCOUNT, region: REGION });
  for (const [url, body] of Object.entries(OBJECTS)) account.provideObject(url, body);
  for (const [jobArn, settings] of Object.entries(JOBS)) account.provideJob(jobArn, settings);
  const templates = new MinistackTemplates(account);
  return { endpoint: emulator.endpoint, empty: () => templates.clear(), close: () => emulator.stop() };
}

export async function startMotoReplica(): Promise<Replica> {
  const moto = await startMoto();
  const empty = async () => { await fetch(`${moto.endpoint}/moto-api/reset`, { method: 'POST' }); };
  return { endpoint: moto.endpoint, empty, close: () => moto.stop() };
}
