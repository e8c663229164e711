import { join } from 'node:path';
import { CreateJobTemplateCommand } from '@aws-sdk/client-iot';
import { createClient } from './client';
import { ServerProcess, startServer } from '../support/process';

let fake: ServerProcess;

beforeAll(async () => {
  fake = await startServer({
    command: process.execPath,
    args: ['-r', 'ts-node/register/transpile-only', join(__dirname, 'main.ts')],
    env: { TS_NODE_PROJECT: join(__dirname, '..', 'tsconfig.json'), REGION: 'eu-west-1', ACCOUNT: '000000000000' },
    healthPath: '/_fake/health',
  });
});

afterAll(async () => fake.stop());

async function control(method: string, path: string, body?: object): Promise<{ status: number; body: any }> {
  const response = await fetch(`${fake.endpoint}/_fake/${path}`, { method, body: body && JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

test('the fake runs in its own process, to be inspected and set up', async () => {
  expect(await control('GET', 'health')).toEqual({ status: 200, body: { status: 'ok' } });
  await control('POST', 'seed', { template: { jobTemplateId: 'one' }, tags: { owner: 'hand' } });
  expect(await control('POST', 'quota', { quota: 1 })).toEqual({ status: 200, body: { quota: 1 } });

  const client = createClient({ endpoint: fake.endpoint });
  const refused = client.send(new CreateJobTemplateCommand({ jobTemplateId: 'two', description: 'Two', document: '{}' }));
  await expect(refused).rejects.toMatchObject({ name: 'LimitExceededException' });
  client.destroy();

  const jobTemplateArn = 'arn:aws:iot:eu-west-1:000000000000:jobtemplate/one';
  expect((await control('GET', 'templates')).body).toMatchObject({ one: { jobTemplateArn, tags: { owner: 'hand' } } });
  expect((await control('GET', 'calls')).body).toMatchObject([{ operation: 'CreateJobTemplate', id: 'two', errorName: 'LimitExceededException' }]);

  await control('POST', 'reset');
  expect((await control('GET', 'templates')).body).toEqual({});
  expect((await control('GET', 'calls')).body).toEqual([]);
});

test('control refuses what it does not know', async () => {
  expect(await control('GET', 'nothing')).toMatchObject({ status: 404 });
  expect(await control('POST', 'seed', { template: { jobTemplateId: 'one', document: 'not JSON' } })).toMatchObject({ status: 400 });
});
