import { CreateJobTemplateCommand, DescribeJobTemplateCommand } from '@aws-sdk/client-iot';
import { createClient, failureOf } from './client';
import { FakeIotServer } from './server';

const SOURCE = 'https://s3.us-east-1.amazonaws.com/documents/a.json';

async function withObjects<T>(objects: Record<string, string>, use: (client: ReturnType<typeof createClient>) => Promise<T>): Promise<T> {
  const server = await FakeIotServer.start({ fetchDocument: async (url) => objects[url] });
  const client = createClient({ endpoint: server.endpoint });
  try {
    return await use(client);
  } finally {
    client.destroy();
    await server.close();
  }
}

const create = (documentSource: string) => new CreateJobTemplateCommand({ jobTemplateId: 'a', description: 'a', documentSource });

test('the document is that of the object when the template is created', async () => {
  const objects = { [SOURCE]: '{"version":1}' };
  await withObjects(objects, async (client) => {
    await client.send(create(SOURCE));
    objects[SOURCE] = '{"version":2}';
    expect(await client.send(new DescribeJobTemplateCommand({ jobTemplateId: 'a' }))).toMatchObject({ document: '{"version":1}', documentSource: SOURCE });
  });
});

test('an object that cannot be read makes no template', async () => {
  const failure = await withObjects({}, async (client) => failureOf(client.send(create(SOURCE))));
  expect(failure).toEqual({ name: 'InvalidRequestException', status: 400, message: `Job document located at ${SOURCE} is not found.` });
});
