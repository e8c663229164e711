import { FakeIotServer } from './server';

async function main(): Promise<void> {
  const { REGION, ACCOUNT } = process.env;
  const server = await FakeIotServer.start({ region: REGION, account: ACCOUNT });
  console.log(`listening on ${server.endpoint}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.close());
}

void main();
