import { MinistackAccount } from './ministack-account';
import { MinistackTemplates } from './ministack-templates';
import { startMoto } from './moto';
import type { Replica } from './replay';
import { ACCOUNT, BUCKET, JOBS, OBJECTS, REGION } from './requests';
import { locationOf } from './s3-url';
import { FakeIotServer } from './server';
import { Emulator } from '../emulator/emulator';

/** The fake, with the objects and jobs of the requests. */
export async function startFake(): Promise<Replica> {
  const server = await FakeIotServer.start({
    account: ACCOUNT,
    region: REGION,
    buckets: new Set([BUCKET]),
    readDocument: (url) => OBJECTS[locationOf(url).key],
    jobs: new Map(Object.entries(JOBS)),
  });
  return { endpoint: server.endpoint, empty: () => server.service.reset(), close: () => server.close() };
}

export async function startMinistack(): Promise<Replica> {
  const emulator = await Emulator.start();
  const account = new MinistackAccount({ endpoint: emulator.endpoint, account: ACCOUNT, region: REGION });
  for (const [key, body] of Object.entries(OBJECTS)) account.provideObject(`s3://${BUCKET}/${key}`, body);
  for (const [jobArn, job] of Object.entries(JOBS)) account.provideJob(jobArn, job);
  const templates = new MinistackTemplates(account);
  return { endpoint: emulator.endpoint, empty: () => templates.clear(), close: () => emulator.stop() };
}

export async function startMotoReplica(): Promise<Replica> {
  const moto = await startMoto();
  const empty = async () => { await fetch(`${moto.endpoint}/moto-api/reset`, { method: 'POST' }); };
  return { endpoint: moto.endpoint, empty, close: () => moto.stop() };
}
